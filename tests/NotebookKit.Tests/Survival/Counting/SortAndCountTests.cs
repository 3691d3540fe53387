using CsCheck;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Tests.Survival.Counting;

/// <summary>The fast paths give what the plain ones give.</summary>
public sealed class SortAndCountTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(300)]
    [InlineData(5000)]
    public void Order_is_that_of_a_stable_sort(int n) =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, int.MaxValue]).Sample((kind, seed) =>
        {
            double[] values = Values(kind, n, new Random(seed));
            int[] order = SortOrder.Of(values, out double[] sorted);
            Assert.Equal(Enumerable.Range(0, n).OrderBy(i => values[i]), order);
            Assert.Equal(order.Select(i => values[i]), sorted);
        }, iter: 40);

    private static double[] Values(int kind, int n, Random random) => [.. Enumerable.Range(0, n).Select(i => kind switch
    {
        0 => random.Next(-50, 2000), // days
        1 => random.NextDouble() * 3650,
        2 => Math.Round(random.NextDouble() * 30, 1), // many ties
        3 => i == n / 2 ? 1e300 : 1 + random.NextDouble() * 1e-9, // an outlier leaves all others on one place
        4 => random.NextDouble() < 0.5 ? -0.0 : random.Next(2),
        _ => Math.Exp(40 * random.NextDouble() - 20) * (random.Next(2) == 0 ? 1 : -1),
    })];

    [Fact]
    public void Counting_whole_times_gives_the_tables_of_sorting() =>
        Gen.Select(Gen.Int[60, 400], Gen.Int[1, 12], Gen.Bool, Gen.Int[0, int.MaxValue]).Sample((n, days, reverse, seed) =>
        {
            var random = new Random(seed);
            SurvivalCohort cohort = SurvivalCohort.Create(
                [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(-2, days))],
                [.. Enumerable.Range(0, n).Select(_ => (byte)random.Next(2))],
                [.. Enumerable.Range(0, n).Select(_ => random.Next(3))], stratum: [.. Enumerable.Range(0, n).Select(_ => random.Next(2))]);
            double? start = random.Next(3) == 0 ? random.Next(-3, days + 2) + 0.5 * random.Next(2) : null;
            RiskTable[] counted = CountedTable.Build(cohort, start, reverse)!,
                sorted = SortedTable.Build(cohort, keepRows: true, start, reverse);
            Assert.Equal(sorted.Length, counted.Length);
            foreach (var (a, b) in sorted.Zip(counted))
            {
                Assert.Equal((a.Stratum, a.Group, a.N), (b.Stratum, b.Group, b.N));
                Assert.Equal(a.Time, b.Time);
                Assert.Equal(a.AtRisk, b.AtRisk);
                Assert.Equal(a.Events, b.Events);
                Assert.Equal(a.Censored, b.Censored);
            }
        }, iter: 100);

    [Fact]
    public void Statistic_alone_is_that_of_the_test() =>
        Gen.Select(Gen.Int[2, 600], Gen.Int[2, 14], Gen.Int[0, int.MaxValue]).Sample((n, groups, seed) =>
        {
            var random = new Random(seed);
            double[] time = [.. Enumerable.Range(0, n).Select(_ => Math.Round(random.NextDouble() * 20, 1))];
            byte[] status = [.. Enumerable.Range(0, n).Select(_ => (byte)random.Next(2))];
            int[] group = [.. Enumerable.Range(0, n).Select(i => i < groups ? i % groups : random.Next(groups))];
            group[0] = Math.Min(groups, n) - 1;
            LogRankStatistic quick = LogRankStatistic.Of(time, status, group, groups);
            SurvivalCohort cohort = SurvivalCohort.Create(time, status, group);
            if (cohort.Groups.Length < 2) return;
            LogRankResult test = LogRank.Test(cohort);
            Assert.Equal(test.DegreesOfFreedom, quick.DegreesOfFreedom);
            GoldenSurvival.Near(test.ChiSquare, quick.ChiSquare, "chi-square", 1e-6, floor: 1e-3);
            GoldenSurvival.Near(test.P, quick.P, "P", 1e-6, floor: 1e-3);
        }, iter: 200);

    [Fact]
    public void Statistic_names_the_row_that_is_wrong()
    {
        var wrong = Assert.Throws<ArgumentException>(() => LogRankStatistic.Of([1, double.NaN], [1, 1], [0, 1], 2));
        Assert.Contains("Row 1: found time NaN", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LogRankStatistic.Of([1, 2], [1, 1], [0, 2], 2));
        Assert.Throws<ArgumentException>(() => LogRankStatistic.Of([1, 2], [1], [0, 1], 2));
    }
}
