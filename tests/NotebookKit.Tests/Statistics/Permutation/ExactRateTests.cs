using System.Numerics;
using System.Text.Json;
using CsCheck;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Clustered;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Tests.Statistics.Permutation;

/// <summary>Expected counts in whole numbers: tests/NotebookKit.Tests/Statistics/Permutation/golden.</summary>
public sealed class ExactRateTests
{
    private static readonly (PermutedStatistic Statistic, string Golden)[] Statistics =
        [(PermutedStatistic.Standardized, "Q_ge"), (PermutedStatistic.Difference, "difference_abs_ge"),
            (PermutedStatistic.Linear, "linear_abs_ge")];

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
                ExactCase.Same(expected, golden, PermutationP.OfShare(RateTable.Share(scores, statistic, deals)!.Value.P, deals.Count),
                    $"{name} {kind} {golden}");
                if (deals.Count < 10_000_000 && scores.Forms(statistic) is { } forms)
                    ExactCase.Same(expected, golden, PermutationP.Of(forms.CountExtreme(deals), deals.Count),
                        $"{name} {kind} {golden} enumerated");
                if (deals.Members.Length == 1 && TypeCounts.Vectors(scores, deals.Chosen[0]) < 3e6)
                    ExactCase.Same(expected, golden, PermutationP.OfShare(TypeCounts.Share(scores, statistic, deals), deals.Count),
                        $"{name} {kind} {golden} by types");
            }
        }
    }

    [Fact]
    public void Golden_counts_of_the_studentized_statistic()
    {
        foreach (JsonProperty file in Golden.LoadPath("Statistics", "Permutation", "golden", "studentized_rates.json").EnumerateObject())
            foreach (JsonProperty kind in file.Value.EnumerateObject())
            {
                ExactCase data = ExactCase.Load(file.Name);
                TwoGroupDeals deals = data.Deals();
                RateScores scores = data.Scores(kind.Name);
                Assert.Equal(kind.Value.Double("chi2"), scores.Printed(deals.Observed, PermutedStatistic.Studentized), 1e-11);
                ExactCase.Same(kind.Value, "ge", PermutationP.Of(scores.Forms(PermutedStatistic.Studentized)!.CountExtreme(deals),
                    deals.Count), $"{file.Name} {kind.Name}");
                if (deals.Members.Length == 1)
                    ExactCase.Same(kind.Value, "ge", PermutationP.OfShare(TypeCounts.Share(scores, PermutedStatistic.Studentized, deals),
                        deals.Count), $"{file.Name} {kind.Name} by types");
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
            long[][] sums = kind == "categories"
                ? [.. score.Distinct().Order().Select(l => data.Sums(score.Select(s => s == l ? 1L : 0)))]
                : [data.Sums(score.Select(s => (long)s))];
            double share = SparseDeals.Share(data.Rows(), sums, group, group.Max() + 1)!.Value.Share;
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
                if (statistic != PermutedStatistic.Studentized)
                    Assert.Equal(expected, PermutationP.OfShare(RateTable.Share(scores, statistic, deals)!.Value.P, deals.Count).Extreme);
                if (statistic == PermutedStatistic.Standardized)
                    Assert.Equal(expected, PermutationP.OfShare(SparseDeals.Share(rows, [sums], group, 2)!.Value.Share,
                        deals.Count).Extreme);
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
                PermutedStatistic.Linear => 1, PermutedStatistic.Difference => product * product, PermutedStatistic.Standardized => product,
                    _ => (n * n - 2 * r * n) * f + r * r * e,
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
        Assert.Equal(ClusterScoreTest.Test(ClusterSums.Of([[.. events.Select(e => e ? 1.0 : 0)]], data.Group, data.Patient),
            "proportions").Statistic!.Value, test.Statistic!.Value, 1e-10);
        Assert.Equal("All 230,230 allocations of 26 clusters to the groups.", test.Note);
        foreach ((PermutedStatistic statistic, string golden) in Statistics)
            Assert.Equal((double)ExactCase.Count(data.Golden.GetProperty("proportion"), golden) / 230230,
                ClusteredTest.Proportions(events, data.Group, data.Patient, statistic).P!.Value, 1e-12);
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

    [Fact]
    public void Brute_force_agrees_on_a_thousand_small_tables_of_levels_and_of_ranks() =>
        Gen.Select(Gen.Select(Gen.Int[1, 3], Gen.Int[0, 26]).Array[4, 7], Gen.Int[2, 3], Gen.Int[2, 3], Gen.Int[0, 99])
            .Sample((patients, groups, levels, deal) =>
        {
            int[] group = [.. patients.Select((_, j) => j < groups ? j : (deal >> j) % groups)];
            int[] patient = [.. patients.SelectMany((p, j) => Enumerable.Repeat(j, p.Item1))],
                groupOfRow = [.. patient.Select(j => group[j])];
            int[] level =
                [.. patients.SelectMany(p => Enumerable.Range(0, p.Item1).Select(r => p.Item2 / (int)Math.Pow(3, r) % 3 % levels))];
            int[] rows = [.. patients.Select(p => p.Item1)];
            long[][] indicators = [.. Enumerable.Range(0, level.Max() + 1).Select(l => Sums(level.Select(x => x == l ? 1L : 0)))];
            long[] ranks = Sums(NotebookKit.Numerics.Ranking.Midranks([.. level.Select(l => (double)l)]).Ranks.Select(r => (long)(2 * r)));
            if (level.Distinct().Count() > 1)
            {
                foreach (long[][] sums in new[] { indicators, [ranks] })
                    Assert.Equal(BruteForce(rows, sums, group, groups), SparseDeals.Share(rows, sums, group, groups)!.Value.Share, 1e-12);
            }
            // levels of two are rates, whose default is another statistic
            if (ClusteredTest.Categories(level, groupOfRow, patient) is { P: double p } byLevel && (level.Max() > 1 || groups > 2))
                Assert.Equal(BruteForce(rows, indicators, group, groups), p, 1e-12);
            if (ClusteredTest.Ranks([.. level.Select(l => (double)l)], groupOfRow, patient).P is double q)
                Assert.Equal(BruteForce(rows, [ranks], group, groups), q, 1e-12);

            long[] Sums(IEnumerable<long> values) =>
                [.. values.Zip(patient).GroupBy(x => x.Second).OrderBy(g => g.Key).Select(g => g.Sum(x => x.First))];
        }, iter: 1000);

    // every allocation of as many patients to each group, in whole numbers
    private static double BruteForce(int[] rows, long[][] sums, int[] group, int groups)
    {
        (BigInteger Value, BigInteger Unit) Of(int[] dealt)
        {
            BigInteger n = rows.Sum(), unit = 1, value = 0;
            BigInteger[] r = [.. Enumerable.Range(0, groups).Select(g => (BigInteger)rows.Where((_, j) => dealt[j] == g).Sum())];
            foreach (BigInteger x in r) unit *= x;
            foreach (long[] s in sums)
                for (int g = 0; g < groups; g++)
                    value += BigInteger.Pow(n * s.Where((_, j) => dealt[j] == g).Sum() - r[g] * s.Sum(), 2) * unit / r[g];
            return (value, unit);
        }
        var observed = Of(group);
        int all = 0, extreme = 0;
        var allocation = new int[rows.Length];
        Place(0);
        return (double)extreme / all;

        void Place(int j)
        {
            if (j < rows.Length)
            {
                for (int g = 0; g < groups; g++)
                {
                    allocation[j] = g;
                    Place(j + 1);
                }
                return;
            }
            if (Enumerable.Range(0, groups).Any(g => allocation.Count(a => a == g) != group.Count(a => a == g))) return;
            all++;
            var (value, unit) = Of(allocation);
            if (value * observed.Unit >= observed.Value * unit) extreme++;
        }
    }

    private static (int[] Levels, int[] Groups, int[] Patients) Table(int patients, int groups, int levels)
    {
        var random = new NotebookKit.Numerics.DeterministicRandom(5);
        int[] patient = [.. Enumerable.Range(0, patients).SelectMany(j => Enumerable.Repeat(j, 1 + (int)random.Below(3)))];
        return ([.. patient.Select(_ => (int)random.Below(levels))], [.. patient.Select(j => j % groups)], patient);
    }

    [Fact]
    public void Tables_beyond_counting_are_drawn_and_say_so_with_their_limits()
    {
        (int[] levels, int[] groups, int[] patients) = Table(60, 3, 4);
        HypothesisTestResult drawn = ClusteredTest.Categories(levels, groups, patients);
        Assert.StartsWith("Monte Carlo permutation test", drawn.TestName);
        Assert.Matches(
            @"20,000 random draws from 5\.\d · 10\^26 allocations of 60 clusters to the groups, fixed seed; 95% confidence limits of P "
                + @"[\d.]+ to [\d.]+\.", drawn.Note);
        (levels, groups, patients) = Table(18, 3, 3);
        HypothesisTestResult counted = ClusteredTest.Categories(levels, groups, patients);
        Assert.StartsWith("Exact permutation test", counted.TestName);
        Assert.Equal("All 17,153,136 allocations of 18 clusters to the groups.", counted.Note);
    }

    [Fact]
    public void Limits_of_plain_draws_are_those_of_Clopper_and_Pearson()
    {
        // R 4, binom.test(3, 1000): 0.0006190999, 0.0087420232; binom.test(0, 1000): 0, 0.0036820839
        PermutationP some = PermutationP.OfDraws(3, 1000, BigInteger.Pow(10, 30)), none = PermutationP.OfDraws(0, 1000, 500);
        Assert.Equal(4 / 1001.0, some.P, 1e-15);
        Assert.Equal((0.0006191, 0.008742), (Math.Round(some.Limits!.Value.Lower, 7), Math.Round(some.Limits.Value.Upper, 7)));
        Assert.Equal((1 / 500.0, 0.0036821), (none.Limits!.Value.Lower, Math.Round(none.Limits.Value.Upper, 7)));
        Assert.Equal(1, PermutationP.OfDraws(1000, 1000, 500).Limits!.Value.Upper);
    }

    [Fact]
    public void Bad_input_is_told_what_was_done_or_refused()
    {
        bool[] events = [true, false, true, false, false, true, false, true];
        int[] patients = [0, 0, 1, 2, 3, 4, 5, 6];
        Assert.Contains("fewer than two groups", ClusteredTest.Proportions(events, new int[8], patients).Note); // all in one group
        HypothesisTestResult one = ClusteredTest.Proportions(events, [1, 1, 0, 0, 0, 0, 0, 0], patients); // one patient in a group
        Assert.Contains("All 7 allocations", one.Note);
        Assert.InRange(one.P!.Value, 1 / 7.0, 1);
        bool[] first = [true, true, false, false, false, false, false, false]; // every event in one patient
        Assert.Contains("all but one cluster have the same value",
            ClusteredTest.Proportions(first, [1, 1, 1, 1, 0, 0, 0, 0], patients).Note);
        // zero variance
        Assert.Contains("all values are equal", ClusteredTest.Proportions(new bool[8], [1, 1, 1, 1, 0, 0, 0, 0], patients).Note);
        Assert.Contains("all values are equal", ClusteredTest.Ranks([5, 5, 5, 5, 5, 5, 5, 5], [1, 1, 1, 1, 0, 0, 0, 0], patients).Note);
        // every patient has one event of two rows: scores cancel, and every allocation is as extreme
        bool[] half = [.. Enumerable.Range(0, 24).Select(i => i % 2 == 0)];
        int[] pairs = [.. half.Select((_, i) => i / 2)], sides = [.. pairs.Select(j => j % 2)];
        foreach (PermutedStatistic statistic in Enum.GetValues<PermutedStatistic>())
            Assert.Equal(1, ClusteredTest.Proportions(half, sides, pairs, statistic).P);
        Assert.Equal(1, ClusteredTest.Categories([.. half.Select((h, i) => h ? 2 : 0)], sides, pairs).P);
        Assert.Equal(1, ClusteredTest.Ranks([.. half.Select(h => h ? 0.1 : 0.3)], sides, pairs).P);
        Assert.Equal(1, ClusteredTest.Categories([.. half.Select(h => h ? 1 : 0)], [.. pairs.Select(j => j % 3)], pairs).P);
        Assert.Contains("expected as many of each",
            Assert.Throws<ArgumentException>(() => ClusteredTest.Proportions(events, [1, 0], patients)).Message);
    }

    [Fact]
    public void Ten_thousand_patients_and_more_allocations_than_a_number_holds()
    {
        var random = new NotebookKit.Numerics.DeterministicRandom(4);
        int[] patients = [.. Enumerable.Range(0, 10_000)], groups = [.. patients.Select(_ => (int)random.Below(2))];
        bool[] events = [.. patients.Select(_ => random.Below(3) == 0)];
        HypothesisTestResult all = ClusteredTest.Proportions(events, groups, patients);
        Assert.StartsWith("Robust score test", all.TestName);
        Assert.InRange(all.P!.Value, 0, 1);
        HypothesisTestResult some = ClusteredTest.Proportions(events[..900], groups[..900], patients[..900]);
        Assert.Contains("· 10^2", some.Note);
        Assert.InRange(some.P!.Value, 0, 1);
        HypothesisTestResult alone = ClusteredTest.Proportions(events[..900], [.. patients[..900].Select(j => j == 0 ? 1 : 0)],
            patients[..900]);
        Assert.Contains("All 900 allocations", alone.Note);
    }

    [Fact]
    public void Counts_tell_their_progress_and_stop_when_asked()
    {
        (int[] levels, int[] groups, int[] patients) = Table(60, 3, 4);
        (int[] few, int[] fewGroups, int[] fewPatients) = Table(13, 3, 3);
        (int[] answers, int[] sides, int[] persons) = Table(200, 2, 2);
        foreach (Action<Patience> test in new Action<Patience>[]
        {
            p => ClusteredTest.Categories(levels, groups, patients, p), p => ClusteredTest.Categories(few, fewGroups, fewPatients, p),
            p => ClusteredTest.Proportions([.. answers.Select(a => a == 1)], sides, persons, patience: p),
            p => ClusteredTest.Ranks([.. Enumerable.Range(0, 80).Select(i => i * 37.0 % 80)],
                [.. Enumerable.Range(0, 80).Select(i => i % 2)], [.. Enumerable.Range(0, 80)], patience: p),
        })
        {
            using var stop = new CancellationTokenSource();
            double told = -1;
            Assert.ThrowsAny<OperationCanceledException>(() => test(new Patience(new Told(x =>
            {
                told = x;
                stop.Cancel();
            }), stop.Token)));
            Assert.InRange(told, 0, 1);
        }
    }

    [Fact]
    public void Tables_of_clustered_rows_pass_progress_and_interrupt_on()
    {
        (int[] levels, int[] groups, int[] patients) = Table(200, 3, 4);
        var frame = new DataFrame(
            new StringDataFrameColumn("response", levels.Select(l => new[] { "CR", "PR", "SD", "PD" }[l])),
            new StringDataFrameColumn("arm", groups.Select(g => $"g{g}")),
            new StringDataFrameColumn("two", groups.Select(g => g == 0 ? "a" : "b")),
            new StringDataFrameColumn("patient", patients.Select(j => $"p{j}")),
            new StringDataFrameColumn("id", patients.Select((_, i) => $"{i}")));
        AnalysisSet set = frame.AnalysisSet("scans", "id", "patient", "arm");
        foreach (Action<IProgress<double>, CancellationToken> table in new Action<IProgress<double>, CancellationToken>[]
        {
            (p, c) => set.TabulateResponse("response", new() { P = true, Progress = p, CancellationToken = c }),
            (p, c) => set.CompareBy("two").CompareResponse("response", new() { Progress = p, CancellationToken = c }),
            (p, c) => set.Describe(r => r.Categorical("response"), new() { P = true, Progress = p, CancellationToken = c }),
        })
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => table(new Told(_ => stop.Cancel()), stop.Token));
        }
    }

    private sealed class Told(Action<double> action) : IProgress<double>
    {
        public void Report(double value) => action(value);
    }
}
