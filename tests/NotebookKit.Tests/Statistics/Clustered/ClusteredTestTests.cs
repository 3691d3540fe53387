using CsCheck;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Clustered;
using NotebookKit.Statistics.Contingency;
using NotebookKit.Statistics.Groups;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tests.Statistics.Clustered;

public sealed class ClusteredTestTests
{
    [Fact]
    public void By_hand_four_patients_two_groups()
    {
        // patients of 2, 1 | 2, 1 procedures with 2, 1 | 0, 0 events: of the 6 ways to deal two patients to each group,
        // only the observed one and its mirror separate the events completely
        bool[] events = [true, true, true, false, false, false];
        int[] groups = [0, 0, 0, 1, 1, 1], patients = [0, 0, 1, 2, 2, 3];
        HypothesisTestResult test = ClusteredTest.Proportions(events, groups, patients);
        Assert.Equal(2.0 / 6, test.P!.Value, 1e-15);
        Assert.StartsWith("Exact permutation test of proportions by clusters", test.TestName);
        Assert.Equal(test.P, ClusteredTest.Categories([1, 1, 1, 0, 0, 0], groups, patients).P);
    }

    [Fact]
    public void Single_rows_and_ranks_without_ties_are_the_exact_rank_sum_test() =>
        Gen.Select(Gen.Double[0, 1].Array[3, 12], Gen.Int[1, 11]).Sample((values, m) =>
        {
            if (m >= values.Length || values.Distinct().Count() < values.Length) return;
            int[] groups = [.. values.Select((_, i) => i < m ? 0 : 1)], rows = [.. Enumerable.Range(0, values.Length)];
            double expected = WilcoxonRankSum.Test(values.AsSpan(0, m), values.AsSpan(m)).P!.Value;
            Assert.Equal(expected, ClusteredTest.Ranks(values, groups, rows).P!.Value, 1e-12);
        });

    [Fact]
    public void Crossed_clusters_give_the_robust_score_test()
    {
        // events 1,0 | 1,1 | 0,0 | 1,0 of four patients, the first row of each in group 0: r = y - 1/2 and u = (r0 - r1)/2, so the
        // scores are 1/2, 0, 0, 1/2; U = 1, V = 1/2, and chi-square = 2
        HypothesisTestResult test = ClusteredTest.Proportions([true, false, true, true, false, false, true, false],
            [0, 1, 0, 1, 0, 1, 0, 1], [0, 0, 1, 1, 2, 2, 3, 3]);
        Assert.Equal(2, test.Statistic!.Value, 1e-12);
        Assert.Equal(1, test.DegreesOfFreedom);
        Assert.Equal(0.157299207050285, test.P!.Value, 1e-12); // pchisq(2, 1, lower.tail = FALSE)
    }

    // ev <- c(1,1,0,1,0,1,1,0,0,1,0,0,0,1); cl <- c(1,1,1,2,3,3,3,4,4,5,5,6,7,7); g <- rep(0:1, each = 7); p <- mean(ev)
    // Q <- function(g) sum(sapply(0:1, function(k) sum(g == k) * (mean(ev[g == k]) - p)^2))
    // mean(apply(combn(7, 3), 2, function(a) Q(ifelse(cl %in% a, 0, 1))) >= Q(g) * (1 - 1e-9))              # R 4.2.2
    // g <- c(0,1,0,1,0,1,1,0,1,1,0,0,0,1); u <- tapply(1:14, cl, function(i) sum((ev[i] - p) * ((g[i] == 0) - mean(g == 0))))
    // pchisq(sum(u)^2 / sum(u^2), 1, lower.tail = FALSE)
    [Theory]
    [InlineData(new[] { 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1 }, 0.64285714285714302, 0.085714285714285715)]
    [InlineData(new[] { 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1 }, 5, 0.025347318677468304)]
    public void Both_tests_equal_R_by_enumeration_and_by_definition(int[] groups, double statistic, double p)
    {
        bool[] events = [true, true, false, true, false, true, true, false, false, true, false, false, false, true];
        HypothesisTestResult test = ClusteredTest.Proportions(events, groups, [1, 1, 1, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 7]);
        Assert.Equal(statistic, test.Statistic!.Value, 1e-12);
        Assert.Equal(p, test.P!.Value, 1e-12);
    }

    [Fact]
    public void Crossed_categories_have_the_degrees_of_freedom_of_their_table()
    {
        int[] levels = [0, 1, 2, 0, 1, 2, 0, 0, 1, 2, 2, 1, 0, 2, 1, 1], groups = [.. Enumerable.Range(0, 16).Select(i => i % 3)],
            clusters = [.. Enumerable.Range(0, 16).Select(i => i / 2)];
        Assert.Equal(4, ClusteredTest.Categories(levels, groups, clusters).DegreesOfFreedom);
    }

    [Fact]
    public void Many_clusters_are_counted_by_type_or_drawn_always_the_same_way()
    {
        var random = new Random(1);
        bool[] events = [.. Enumerable.Range(0, 120).Select(i => random.NextDouble() < (i < 60 ? 0.6 : 0.4))];
        int[] groups = [.. Enumerable.Range(0, 120).Select(i => i / 60)], clusters = [.. Enumerable.Range(0, 120).Select(i => i / 2)];
        HypothesisTestResult test = ClusteredTest.Proportions(events, groups, clusters);
        Assert.StartsWith("Exact", test.TestName);
        Assert.Contains("All 1.2 · 10^17 allocations of 60 clusters", test.Note);
        Assert.Equal(test.P, ClusteredTest.Proportions(events, groups, clusters).P);
        double[] values = [.. Enumerable.Range(0, 800).Select(_ => random.NextDouble())];
        int[] halves = [.. values.Select((_, i) => i / 400)],
            uneven = [.. values.Select((_, i) => 4 * (i / 10) + i % 10 switch { 0 => 0, < 3 => 1, < 6 => 2, _ => 3 })];
        HypothesisTestResult ranks = ClusteredTest.Ranks(values, halves, uneven);
        Assert.StartsWith("Importance-sampled", ranks.TestName);
        Assert.Contains("fixed seed; 95% confidence limits of P", ranks.Note);
        Assert.Equal(ranks.P, ClusteredTest.Ranks(values, halves, uneven).P);
        // independent rows: near the exact test of single rows
        long a = events.Take(60).Count(e => e), b = events.Skip(60).Count(e => e);
        Assert.Equal(FisherExactTest.Test(new long[,] { { a, b }, { 60 - a, 60 - b } }).P!.Value, test.P!.Value, 0.05);
    }

    [Fact]
    public void Renaming_groups_and_clusters_changes_nothing() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 5]).Array[6, 24].Sample(rows =>
        {
            bool[] events = [.. rows.Select(r => r.Item1)];
            int[] clusters = [.. rows.Select(r => r.Item2)], groups = [.. clusters.Select(c => c % 2)];
            double? p = ClusteredTest.Proportions(events, groups, clusters).P;
            double? renamed = ClusteredTest.Proportions(events, [.. groups.Select(g => 7 - g)], [.. clusters.Select(c => 100 - 3 * c)]).P;
            Assert.Equal(p, renamed);
            if (p is not null) Assert.InRange(p.Value, 0, 1);
        });

    [Fact]
    public void What_cannot_be_compared_says_why()
    {
        Assert.Contains("fewer than two groups", ClusteredTest.Proportions([true, false, true], [0, 0, 0], [0, 1, 2]).Note);
        Assert.Contains("fewer than three clusters", ClusteredTest.Proportions([true, false, true], [0, 0, 1], [0, 0, 1]).Note);
        Assert.Contains("all values are equal", ClusteredTest.Proportions([true, true, true], [0, 0, 1], [0, 1, 2]).Note);
        // one patient alone has the event: without this rule the unequal sizes of the dealt groups would give a P of their own
        Assert.Contains("all but one cluster", ClusteredTest.Proportions([true, true, false, false, false, false, false],
            [0, 0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2, 3]).Note);
        Assert.Contains("all but one cluster", ClusteredTest.Categories([2, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 2]).Note);
        Assert.NotNull(
            ClusteredTest.Proportions([true, false, true, false, false, false, false], [0, 0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2, 3]).P);
        Assert.Null(ClusteredTest.Proportions([], [], []).P);
        Assert.Throws<ArgumentException>(() => ClusteredTest.Proportions([true], [0, 1], [0, 1]));
        Assert.Throws<ArgumentException>(() => ClusteredTest.Proportions([true], [-1], [0]));
    }
}
