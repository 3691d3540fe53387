using System.Numerics;
using System.Text.Json;
using CsCheck;
using NotebookKit.Cohorts;
using NotebookKit.Statistics.Permutation;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Counting;
using NotebookKit.Tests.Statistics;
using NotebookKit.Tests.Statistics.Permutation;

namespace NotebookKit.Tests.Survival.Comparisons;

/// <summary>Expected counts in whole numbers: tests/NotebookKit.Tests/Statistics/Permutation/golden.</summary>
public sealed class ExactLogRankTests
{
    [Theory]
    [InlineData("example_local")]
    [InlineData("weeks_18")]
    [InlineData("late_entry_16")]
    [InlineData("bladder_24")]
    public void Golden_counts_of_both_quadratic_statistics(string name)
    {
        ExactCase data = ExactCase.Load(name);
        JsonElement golden = data.Golden.GetProperty("logrank");
        foreach ((PermutedStatistic statistic, string key) in new[] { (PermutedStatistic.Standardized, "chi2"),
            (PermutedStatistic.Studentized, "chi2_robust") })
        {
            PermutationLogRankResult result = PermutationLogRank.Test(data.Cohort(), new() { Statistic = statistic });
            Golden.Relative(golden.Double(key), result.ChiSquare, 1e-11, key);
            Assert.Equal((long)ExactCase.Count(golden, key + "_ge"), result.Extreme);
            Golden.Relative(golden.Double("P_" + key), result.P, 1e-11, key);
            Assert.True(result.IsExact);
        }
    }

    [Theory]
    [InlineData("example_local")]
    [InlineData("weeks_18")]
    [InlineData("late_entry_16")]
    [InlineData("bladder_24")]
    [InlineData("balanced_40")]
    public void Golden_counts_of_the_linear_statistic(string name)
    {
        ExactCase data = ExactCase.Load(name);
        foreach ((LogRankWeight weight, string key) in new[] { (LogRankWeight.LogRank, "logrank"), (LogRankWeight.Gehan, "gehan") })
        {
            JsonElement golden = data.Golden.GetProperty(key);
            PermutationLogRankResult result = PermutationLogRank.Test(data.Cohort(),
                new() { Statistic = PermutedStatistic.Linear, Weight = weight });
            Golden.Relative(golden.Double("U_double") * golden.Double("U_double") / golden.Double("permutation_variance"), result.ChiSquare,
                1e-11, key);
            ExactCase.Same(golden, "abs_U_ge", new PermutationP(result.P) { Extreme = result.Extreme }, $"{name} {key}");
            Assert.True(result.IsExact);
        }
    }

    [Theory]
    [InlineData("bladder_85")]
    [InlineData("large_120")]
    public void Golden_scores(string name)
    {
        ExactCase data = ExactCase.Load(name);
        double[] expected = [.. data.Golden.GetProperty("logrank").GetProperty("scores").EnumerateArray()
            .Select(s => Fraction(s.GetString()!))];
        double[] scores = new PermutationStatistic(EventTable.Build(data.Cohort(), keepRows: true), data.Patient, new LogRankOptions())
            .Scores();
        for (int j = 0; j < expected.Length; j++) Assert.Equal(expected[j], scores[j], 1e-12);

        static double Fraction(string text)
        {
            BigInteger[] parts = [.. text.Split('/').Select(p => BigInteger.Parse(p))];
            return parts.Length == 1 ? (double)parts[0] : Math.Exp(BigInteger.Log(BigInteger.Abs(parts[0])) - BigInteger.Log(parts[1]))
                * parts[0].Sign;
        }
    }

    [Fact]
    public void Brute_force_agrees_on_a_thousand_small_cohorts() =>
        Gen.Select(Gen.Select(Gen.Int[0, 7], Gen.Int[1, 8], Gen.Bool, Gen.Int[0, 3]).Array[6, 20], Gen.Int[1, 4], Gen.Bool)
            .Sample((rows, ones, late) =>
        {
            int[] ids = [.. rows.Select(r => r.Item1).Distinct()];
            if (ids.Length < 3) return;
            int[] patient = [.. rows.Select(r => Array.IndexOf(ids, r.Item1))],
                group = [.. patient.Select(p => p < Math.Min(ones, ids.Length - 1) ? 1 : 0)];
            double[] time = [.. rows.Select(r => r.Item4 + (double)r.Item2)];
            byte[] status = [.. rows.Select(r => (byte)(r.Item3 ? 1 : 0))];
            double[]? entry = late ? [.. rows.Select(r => (double)r.Item4)] : null;
            int[] groupOf = [.. ids.Select((_, p) => group[Array.IndexOf(patient, p)])];
            foreach (PermutedStatistic statistic in new[] { PermutedStatistic.Standardized, PermutedStatistic.Studentized,
                PermutedStatistic.Linear })
            {
                double observed = ByDefinition(time, status, entry, patient, groupOf, statistic);
                int count = 0;
                for (int set = 0; set < 1 << ids.Length; set++)
                    if (BitOperations.PopCount((uint)set) == groupOf.Sum()
                        && ByDefinition(time, status, entry, patient, [.. groupOf.Select((_, j) => set >> j & 1)], statistic) >= observed
                        - 1e-9 * Math.Max(1, observed)) count++;
                PermutationLogRankResult result = PermutationLogRank.Test(SurvivalCohort.Create(time, status, group, patient, entry),
                    new() { Statistic = statistic });
                Assert.Equal(count, result.Extreme);
                Assert.Equal(observed, statistic == PermutedStatistic.Linear ? observed : result.ChiSquare, 1e-9 * Math.Max(1, observed));
            }
        }, iter: 1000);

    // every patient has seen as many events as were expected: all residuals are 0, so no allocation is more extreme than another
    [Theory]
    [InlineData(PermutedStatistic.Standardized)]
    [InlineData(PermutedStatistic.Studentized)]
    [InlineData(PermutedStatistic.Linear)]
    public void Scores_that_all_cancel_make_every_allocation_equal(PermutedStatistic statistic)
    {
        int[] patient = [0, 1, 0, 2, 1, 2, 3], group = [1, 0, 1, 0, 0, 0, 0];
        double[] time = [7, 11, 10, 7, 7, 9, 6];
        byte[] status = [1, 1, 0, 0, 1, 1, 0];
        PermutationLogRankResult result = PermutationLogRank.Test(SurvivalCohort.Create(time, status, group, patient),
            new() { Statistic = statistic });
        Assert.Equal((4, 1.0, 0.0), (result.Extreme, result.P, result.ChiSquare));
    }

    // risk sets by the definition, row by row
    private static double ByDefinition(double[] time, byte[] status, double[]? entry, int[] patient, int[] groupOf,
        PermutedStatistic statistic)
    {
        double u = 0, v = 0;
        var residual = new double[groupOf.Length];
        foreach (double t in time.Where((_, i) => status[i] == 1).Distinct())
        {
            int[] at = [.. Enumerable.Range(0, time.Length).Where(i => time[i] >= t && (entry is null || entry[i] < t))];
            int[] dying = [.. at.Where(i => time[i] == t && status[i] == 1)];
            double n = at.Length, d = dying.Length, p = at.Sum(i => groupOf[patient[i]]) / n;
            u += dying.Sum(i => groupOf[patient[i]]) - d * p;
            if (n > 1) v += d * (n - d) / (n - 1) * p * (1 - p);
            foreach (int i in dying) residual[patient[i]] += groupOf[patient[i]] - p;
            foreach (int i in at) residual[patient[i]] -= d / n * (groupOf[patient[i]] - p);
        }
        double variance = statistic == PermutedStatistic.Standardized ? v : residual.Sum(r => r * r);
        return statistic == PermutedStatistic.Linear ? Math.Abs(u) : variance > 1e-12 ? u * u / variance : 0;
    }

    [Fact]
    public void Draws_by_importance_agree_with_enumeration()
    {
        ExactCase data = ExactCase.Load("bladder_24");
        foreach (PermutedStatistic statistic in new[] { PermutedStatistic.Standardized, PermutedStatistic.Studentized })
        {
            PermutationLogRankResult exact = PermutationLogRank.Test(data.Cohort(), new() { Statistic = statistic });
            PermutationLogRankResult drawn = PermutationLogRank.Test(data.Cohort(),
                new() { Statistic = statistic, MaxEnumerated = 1000, Seed = 5 });
            Assert.False(drawn.IsExact);
            Assert.Null(drawn.Extreme);
            Assert.InRange(exact.P, drawn.PLower!.Value * 0.98, drawn.PUpper!.Value * 1.02);
            Assert.Contains("importance sampling, 19,999 weighted draws (seed 5) from 2,704,156 allocations", drawn.ToString());
            Assert.Equal(drawn.P,
                PermutationLogRank.Test(data.Cohort(), new() { Statistic = statistic, MaxEnumerated = 1000, Seed = 5 }).P);
        }
    }

    [Fact]
    public void Weights_that_are_no_fractions_are_counted_between_the_limits_of_rounding()
    {
        ExactCase data = ExactCase.Load("weeks_18");
        PermutationLogRankResult result = PermutationLogRank.Test(data.Cohort(),
            new() { Statistic = PermutedStatistic.Linear, Weight = LogRankWeight.TaroneWare });
        Assert.True(result.IsExact && result.PLower <= result.P && result.PUpper == result.P);
        Assert.Equal(31824, result.Allocations);
    }

    [Fact]
    public void Default_is_studentized_over_patients_and_says_so()
    {
        PermutationLogRankResult result = PermutationLogRank.Test(ExactCase.Load("example_local").Cohort());
        Assert.Equal(PermutedStatistic.Studentized, result.Statistic);
        Assert.Equal(68392, result.Extreme);
        Assert.Contains("studentized over", result.ToString());
        Assert.Null(result.StatisticReason);
        double[] time = [.. Enumerable.Range(1, 12).Select(i => (double)i)];
        PermutationLogRankResult few = PermutationLogRank.Test(
            SurvivalCohort.Create(time, [.. time.Select(_ => (byte)1)], [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                [0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 9]));
        Assert.Equal(PermutedStatistic.Standardized, few.Statistic);
        Assert.Contains("a group has 2 of the", few.ToString());
    }

    [Fact]
    public void Bad_input_is_told_what_was_done_or_refused()
    {
        double[] time = [1, 2, 3, 4, 5, 6];
        byte[] none = new byte[6], all = [1, 1, 1, 1, 1, 1], first = [1, 1, 0, 0, 0, 0];
        int[] patient = [0, 0, 1, 2, 3, 4], group = [1, 1, 0, 0, 0, 0];
        Assert.Contains("There are no events", PermutationLogRank.Test(SurvivalCohort.Create(time, none, group, patient)).ToString());
        PermutationLogRankResult one = PermutationLogRank.Test(SurvivalCohort.Create(time, all, group, patient));
        Assert.Equal(5, one.Allocations);
        Assert.Contains("P cannot fall below 0.2", one.ToString());
        Assert.Contains("has one of the", one.ToString());
        Assert.InRange(PermutationLogRank.Test(SurvivalCohort.Create(time, first, group, patient)).P, 0.2, 1); // every event in one patient
        Assert.Throws<InvalidDataException>(() => PermutationLogRank.Test(SurvivalCohort.Create(time, all, new int[6], patient)));
        PermutationLogRankResult split = PermutationLogRank.Test(
            SurvivalCohort.Create(time, all, group, patient, stratum: [0, 0, 1, 1, 1, 1]));
        Assert.Equal(1, split.P);
        Assert.Contains("in one way only", split.ToString());
        Assert.Contains("compares rates", Assert.Throws<ArgumentException>(() =>
            PermutationLogRank.Test(SurvivalCohort.Create(time, all, group, patient),
                new() { Statistic = PermutedStatistic.Difference })).Message);
        PermutationLogRankResult last = PermutationLogRank.Test(SurvivalCohort.Create([5, 5, 5, 5, 5, 5], all, group, patient));
        Assert.Equal(1, last.P);
        Assert.Contains("observed statistic is 0", last.ToString());
    }

    [Fact]
    public void Ten_thousand_patients_and_more_allocations_than_a_number_holds()
    {
        var random = new NotebookKit.Numerics.DeterministicRandom(3);
        double[] time = [.. Enumerable.Range(0, 10_000).Select(_ => 1.0 + random.Below(200))];
        byte[] status = [.. time.Select(_ => (byte)random.Below(2))];
        int[] patient = [.. Enumerable.Range(0, 10_000)], group = [.. patient.Select(_ => random.Below(2))];
        PermutationLogRankResult result = PermutationLogRank.Test(SurvivalCohort.Create(time, status, group, patient),
            new() { Draws = 99 });
        Assert.False(result.IsExact);
        Assert.Equal(double.PositiveInfinity, result.Allocations);
        Assert.Contains("· 10^3", result.ToString());
        Assert.InRange(result.P, result.PLower!.Value, result.PUpper!.Value);
        // one against the others: ten thousand allocations are counted
        PermutationLogRankResult alone = PermutationLogRank.Test(
            SurvivalCohort.Create(time[..2000], status[..2000], [.. patient[..2000].Select(p => p == 0 ? 1 : 0)], patient[..2000]));
        Assert.True(alone.IsExact);
        Assert.Equal(2000, alone.Allocations);
    }

    [Fact]
    public void A_count_tells_its_progress_and_stops_when_asked()
    {
        var random = new NotebookKit.Numerics.DeterministicRandom(9);
        double[] time = [.. Enumerable.Range(0, 60).Select(_ => 1.0 + random.Below(50))];
        byte[] status = [.. time.Select(_ => (byte)1)];
        int[] patient = [.. Enumerable.Range(0, 60).Select(i => i % 40)], group = [.. patient.Select(p => p < 8 ? 1 : 0)];
        using var stop = new CancellationTokenSource();
        double seen = 0;
        var progress = new Direct(p =>
        {
            seen = p;
            stop.Cancel();
        });
        SurvivalCohort cohort = SurvivalCohort.Create(time, status, group, patient);
        Assert.ThrowsAny<OperationCanceledException>(
            () => PermutationLogRank.Test(cohort, new() { Progress = progress, CancellationToken = stop.Token }));
        Assert.InRange(seen, 1e-6, 0.5);
    }

    private sealed class Direct(Action<double> action) : IProgress<double>
    {
        public void Report(double value) => action(value);
    }
}
