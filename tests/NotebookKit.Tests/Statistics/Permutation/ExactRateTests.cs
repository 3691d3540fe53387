using System.Numerics;
using System.Text.Json;
using CsCheck;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Clustered;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Tests.Statistics.Permutation;

/// <summary>Expected counts in whole numbers: tests/golden/exact.</summary>
public sealed class ExactRateTests
{
    private static readonly (PermutedStatistic Statistic, string Golden)[] Statistics =
        [(PermutedStatistic.Standardized, "Q_ge"), (PermutedStatistic.Difference, "difference_abs_ge"), (PermutedStatistic.Linear, "linear_abs_ge")];

    [Theory]
    [InlineData("example_local", "proportion", "ordinal", "ranks:time")]
    [InlineData("weeks_18", "proportion", "ordinal", "ranks:time")]
    [InlineData("late_entry_16", "proportion", "ordinal")]
    [InlineData("bladder_24", "proportion", "ordinal")]
    [InlineData("balanced_40", "proportion", "ordinal", "ranks:score")]
    [InlineData("strata_24", "proportion", "ordinal")]
    [InlineData("bladder_85", "proportion", "ordinal")]
    [InlineData("large_120", "proportion")]
    public void Golden_counts_by_dynamic_programming(string name, params string[] kinds)
    {
        ExactCase data = ExactCase.Load(name);
        TwoGroupDeals deals = data.Deals();
        foreach (string kind in kinds)
        {
            RateScores scores = data.Scores(kind);
            foreach ((PermutedStatistic statistic, string golden) in Statistics)
            {
                JsonElement expected = data.Golden.GetProperty(kind);
                Assert.Equal(ExactCase.Count(expected, "allocations"), deals.Count);
                ExactCase.Same(expected, golden, PermutationP.OfShare(RateTable.Share(scores, statistic, deals)!.Value.P, deals.Count), $"{name} {kind} {golden}");
                if (deals.Count < 10_000_000 && scores.Forms(statistic) is { } forms)
                    ExactCase.Same(expected, golden, PermutationP.Of(forms.CountExtreme(deals), deals.Count), $"{name} {kind} {golden} enumerated");
                if (deals.Members.Length == 1 && TypeCounts.Vectors(scores, deals.Chosen[0]) < 3e6)
                    ExactCase.Same(expected, golden, PermutationP.OfShare(TypeCounts.Share(scores, statistic, deals), deals.Count), $"{name} {kind} {golden} by types");
            }
        }
    }

    [Fact]
    public void Golden_counts_of_the_studentized_statistic()
    {
        foreach (JsonProperty file in Golden.LoadPath("exact", "studentized_rates.json").EnumerateObject())
            foreach (JsonProperty kind in file.Value.EnumerateObject())
            {
                ExactCase data = ExactCase.Load(file.Name);
                TwoGroupDeals deals = data.Deals();
                RateScores scores = data.Scores(kind.Name);
                Assert.Equal(kind.Value.Double("chi2"), scores.Printed(deals.Observed, PermutedStatistic.Studentized), 1e-11);
                ExactCase.Same(kind.Value, "ge", PermutationP.Of(scores.Forms(PermutedStatistic.Studentized)!.CountExtreme(deals), deals.Count), $"{file.Name} {kind.Name}");
                if (deals.Members.Length == 1)
                    ExactCase.Same(kind.Value, "ge", PermutationP.OfShare(TypeCounts.Share(scores, PermutedStatistic.Studentized, deals), deals.Count), $"{file.Name} {kind.Name} by types");
            }
    }

    [Theory]
    [InlineData("three_12", "proportion", "ordinal", "categories")]
    [InlineData("weeks_18", "categories")]
    [InlineData("example_local", "categories")]
    public void Golden_counts_of_several_groups_or_levels(string name, params string[] kinds)
    {
        ExactCase data = ExactCase.Load(name);
        int[] group = data.OfPatient(data.Group);
        foreach (string kind in kinds)
        {
            int[] score = [.. data.Column(kind == "proportion" ? "response" : "score").Select(int.Parse)];
            long[][] sums = kind == "categories" ? [.. score.Distinct().Order().Select(l => data.Sums(score.Select(s => s == l ? 1L : 0)))] : [data.Sums(score.Select(s => (long)s))];
            double share = SparseDeals.Share(data.Rows(), sums, group, group.Max() + 1)!.Value;
            JsonElement expected = data.Golden.GetProperty(kind);
            ExactCase.Same(expected, "Q_ge", PermutationP.OfShare(share, ExactCase.Count(expected, "allocations")), $"{name} {kind}");
        }
    }

    [Fact]
    public void Brute_force_agrees_on_a_thousand_small_cohorts() =>
        Gen.Select(Gen.Select(Gen.Int[1, 4], Gen.Int[0, 9]).Array[4, 9], Gen.Int[1, 4], Gen.Bool).Sample((patients, ones, ordinal) =>
        {
            int[] rows = [.. patients.Select(p => p.Item1)];
            long[] sums = [.. patients.Select(p => (long)p.Item2 % ((ordinal ? 3 : 1) * p.Item1 + 1))];
            int[] group = [.. rows.Select((_, j) => j < Math.Min(ones, rows.Length - 1) ? 1 : 0)];
            var deals = new TwoGroupDeals(group);
            var scores = new RateScores(rows, sums);
            foreach (PermutedStatistic statistic in Enum.GetValues<PermutedStatistic>()[1..])
            {
                if (sums.Zip(rows, (s, n) => s * (long)rows.Sum() - n * sums.Sum()).All(e => e == 0)) continue;
                BigInteger expected = BruteForce(rows, sums, group, statistic);
                Assert.Equal(expected, PermutationP.OfShare(TypeCounts.Share(scores, statistic, deals), deals.Count).Extreme);
                if (scores.Forms(statistic) is { } forms) Assert.Equal((long)expected, forms.CountExtreme(deals));
                if (statistic != PermutedStatistic.Studentized) Assert.Equal(expected, PermutationP.OfShare(RateTable.Share(scores, statistic, deals)!.Value.P, deals.Count).Extreme);
                if (statistic == PermutedStatistic.Standardized) Assert.Equal(expected, PermutationP.OfShare(SparseDeals.Share(rows, [sums], group, 2)!.Value, deals.Count).Extreme);
            }
        }, iter: 1000);

    // every subset of as many patients, in whole numbers
    private static BigInteger BruteForce(int[] rows, long[] sums, int[] group, PermutedStatistic statistic)
    {
        BigInteger n = rows.Sum(), all = sums.Sum();
        (BigInteger Square, BigInteger Variance) Of(Func<int, bool> chosen)
        {
            BigInteger r = 0, x = 0, f = 0, e = 0;
            for (int j = 0; j < rows.Length; j++)
            {
                BigInteger excess = n * sums[j] - all * rows[j];
                e += excess * excess;
                if (chosen(j)) (r, x, f) = (r + rows[j], x + excess, f + excess * excess);
            }
            BigInteger product = r * (n - r);
            return (x * x, statistic switch
            {
                PermutedStatistic.Linear => 1, PermutedStatistic.Difference => product * product, PermutedStatistic.Standardized => product, _ => (n * n - 2 * r * n) * f + r * r * e,
            });
        }
        var (square, variance) = Of(j => group[j] == 1);
        int count = 0, ones = group.Sum();
        for (int set = 0; set < 1 << rows.Length; set++)
        {
            if (BitOperations.PopCount((uint)set) != ones) continue;
            var (s, v) = Of(j => (set >> j & 1) == 1);
            if (v == 0 ? square == 0 : s * variance >= square * v) count++;
        }
        return count;
    }

    [Fact]
    public void Studentized_is_the_default_of_rates_and_the_statistic_of_the_robust_score_test()
    {
        ExactCase data = ExactCase.Load("example_local");
        bool[] events = [.. data.Column("response").Select(r => r == "1")];
        HypothesisTestResult test = ClusteredTest.Proportions(events, data.Group, data.Patient);
        Assert.Equal("Exact permutation test of proportions by clusters, studentized over clusters", test.TestName);
        Assert.Equal(13568.0 / 230230, test.P!.Value, 1e-12);
        Assert.Equal(ClusterScoreTest.Test(ClusterSums.Of([[.. events.Select(e => e ? 1.0 : 0)]], data.Group, data.Patient), "proportions").Statistic!.Value, test.Statistic!.Value, 1e-10);
        Assert.Equal("All 230,230 allocations of 26 clusters to the groups.", test.Note);
        foreach ((PermutedStatistic statistic, string golden) in Statistics)
            Assert.Equal((double)ExactCase.Count(data.Golden.GetProperty("proportion"), golden) / 230230, ClusteredTest.Proportions(events, data.Group, data.Patient, statistic).P!.Value, 1e-12);
        Assert.Equal(test.P, ClusteredTest.Categories([.. events.Select(e => e ? 1 : 0)], data.Group, data.Patient).P);
    }

    [Fact]
    public void With_few_clusters_in_a_group_the_result_says_that_it_is_not_studentized()
    {
        bool[] events = [true, false, true, false, true, true, false, false, true, false];
        int[] patients = [0, 0, 1, 2, 3, 4, 5, 6, 7, 7], groups = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1];
        HypothesisTestResult test = ClusteredTest.Proportions(events, groups, patients);
        Assert.Equal("Q", test.StatisticName);
        Assert.Contains("by U²/V", test.TestName);
        Assert.Contains("a group has 2 of the clusters and a robust variance needs at least 5", test.Note);
        Assert.Contains("it compares two", Assert.Throws<ArgumentException>(() =>
            ClusteredTest.Proportions([.. events, true], [.. groups, 2], [.. patients, 8], PermutedStatistic.Studentized)).Message);
    }

    [Fact]
    public void Draws_agree_with_the_exact_share_and_with_their_limits_far_in_the_tail()
    {
        foreach (string name in new[] { "bladder_85", "large_120" })
        {
            ExactCase data = ExactCase.Load(name);
            TwoGroupDeals deals = data.Deals();
            RateScores scores = data.Scores("proportion");
            foreach ((PermutedStatistic statistic, string golden) in Statistics)
            {
                JsonElement expected = data.Golden.GetProperty("proportion");
                double exact = (double)ExactCase.Count(expected, golden) / (double)deals.Count;
                PermutationP drawn = TiltedDraws.Estimate(deals, scores.Excess, x => scores.Form(x, statistic), 20_000, 1);
                Assert.InRange(exact, drawn.Limits!.Value.Lower * 0.96, drawn.Limits.Value.Upper * 1.04);
            }
        }
        // all events in the 12 patients of a group of 40: 1/C(40, 12) and what is as extreme
        int[] rows = [.. Enumerable.Repeat(1, 40)], group = [.. rows.Select((_, j) => j < 12 ? 1 : 0)];
        var far = new RateScores(rows, [.. group.Select(g => (long)g)]);
        var twelve = new TwoGroupDeals(group);
        double p = RateTable.Share(far, PermutedStatistic.Linear, twelve)!.Value.P;
        Assert.Equal(1 / (double)twelve.Count, p, 1e-12 * p);
        PermutationP rare = TiltedDraws.Estimate(twelve, far.Excess, x => far.Form(x, PermutedStatistic.Linear), 5_000, 1);
        Assert.InRange(rare.P, 0.8 * p, 1.2 * p);
    }
}
