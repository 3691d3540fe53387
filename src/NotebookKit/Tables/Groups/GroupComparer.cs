using System.Collections.Immutable;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Contingency;
using NotebookKit.Statistics.Groups;
using NotebookKit.Statistics.Proportions;

namespace NotebookKit.Tables.Groups;

/// <summary>Compares groups: tests (<see cref="TestChoice"/>), every pair, standardized and plain differences.</summary>
internal sealed class GroupComparer(ImmutableArray<string> groups, ComparisonOptions options)
{
    /// <summary>A continuous variable: Wilcoxon for two groups, Kruskal-Wallis for more, unless another test is asked for.</summary>
    /// <param name="values">Values of each group, none missing.</param>
    /// <param name="asked">The test asked for; null for the rule.</param>
    /// <param name="own">A test of the user's own in its place; null for none.</param>
    public GroupComparison? Continuous(double[][] values, GroupTest? asked, OwnTest? own = null)
    {
        if (!Wanted) return null;
        IEnumerable<PairComparison> pairs = Pairs((pair, a, b) =>
        {
            HypothesisTestResult? test = options.Pairwise
                ? own?.Of([values[a], values[b]])
                ?? TestChoice.Test([values[a], values[b]], asked is GroupTest.KruskalWallis ? GroupTest.Wilcoxon : asked) : null;
            IntervalEstimate? smd = options.Smd ? StandardizedDifference.Continuous(values[a], values[b], options.ConfidenceLevel) : null;
            IntervalEstimate? difference = Differs
                ? TTest.TwoSample(values[a], values[b], confidenceLevel: options.ConfidenceLevel).Estimate
                : null;
            return With(pair, test, smd, difference);
        });
        return With(options.P ? own?.Of(values) ?? TestChoice.Test(values, asked) : null, pairs);
    }

    /// <summary>
    /// A categorical variable: chi-square where every expected count is at least 5, Fisher otherwise, unless another test is asked for.
    /// </summary>
    /// <param name="counts">Counts by level and group.</param>
    /// <param name="isOneLevel">Whether the rows of <paramref name="counts"/> are all other levels and the one shown.</param>
    /// <param name="asked">The test asked for; null for the rule.</param>
    /// <param name="own">A test of the user's own in its place; null for none.</param>
    public GroupComparison? Categorical(long[,] counts, GroupTest? asked, bool isOneLevel, OwnTest? own = null)
    {
        if (!Wanted) return null;
        int levels = counts.GetLength(0);
        IEnumerable<PairComparison> pairs = Pairs((pair, a, b) =>
        {
            var two = new long[levels, 2];
            for (int l = 0; l < levels; l++) (two[l, 0], two[l, 1]) = (counts[l, a], counts[l, b]);
            HypothesisTestResult? test = options.Pairwise ? own?.Of(two) ?? TestChoice.Test(two, asked) : null;
            IntervalEstimate? smd = options.Smd ? StandardizedDifference.Categorical(two, options.ConfidenceLevel) : null;
            return With(pair, test, smd, Differs && isOneLevel ? Difference(two) : null);
        });
        return With(options.P ? own?.Of(counts) ?? TestChoice.Test(counts, asked) : null, pairs);
    }

    /// <summary>A variable of weighted rows: standardized differences alone.</summary>
    /// <param name="smd">The difference of two groups by their index.</param>
    public GroupComparison? Weighted(Func<int, int, IntervalEstimate> smd) =>
        options.Smd ? With(null, Pairs((pair, a, b) => With(pair, null, smd(a, b), null))) : null;

    /// <summary>Events among units of several groups.</summary>
    /// <param name="groups">Units with the event and all units of each group.</param>
    /// <param name="asked">The test asked for; null for the rule.</param>
    public static GroupComparison Proportions(IReadOnlyList<(long Events, long N)> groups, GroupTest? asked)
    {
        var counts = new long[2, groups.Count];
        for (int g = 0; g < groups.Count; g++) (counts[0, g], counts[1, g]) = (groups[g].N - groups[g].Events, groups[g].Events);
        return With(TestChoice.Test(counts, asked), []);
    }

    private bool Wanted => options.P || options.Smd || options.Difference;

    private bool Differs => options.Difference && groups.Length == 2;

    private IntervalEstimate? Difference(long[,] two) => ProportionTest.TwoSample(
        two[1, 0], two[0, 0] + two[1, 0], two[1, 1], two[0, 1] + two[1, 1], confidenceLevel: options.ConfidenceLevel).Estimate;

    private IEnumerable<PairComparison> Pairs(Func<PairComparison, int, int, PairComparison> compare)
    {
        if (!(options.Pairwise || options.Smd || Differs)) yield break;
        for (int a = 0; a < groups.Length; a++)
            for (int b = a + 1; b < groups.Length; b++) yield return compare(new PairComparison(groups[a], groups[b]), a, b);
    }

    private static PairComparison With(PairComparison pair, HypothesisTestResult? test, IntervalEstimate? smd,
        IntervalEstimate? difference) => pair with
    {
        TestName = test?.TestName, P = test?.P,
        Smd = smd?.Value, SmdLower = smd?.Lower, SmdUpper = smd?.Upper,
        Difference = difference?.Value, DifferenceLower = difference?.Lower, DifferenceUpper = difference?.Upper,
    };

    private static GroupComparison With(HypothesisTestResult? test, IEnumerable<PairComparison> pairs)
    {
        ImmutableArray<PairComparison> all = [.. pairs];
        ImmutableArray<double?> adjusted = PAdjust.Adjust(all.Select(p => p.P), PAdjustMethod.Holm);
        return new GroupComparison
        {
            TestName = test?.TestName ?? "", StatisticName = test?.StatisticName ?? "", Statistic = test?.Statistic,
            DegreesOfFreedom = test?.DegreesOfFreedom, P = test?.P,
            MinExpected = test?.MinExpected, Note = test?.Note, Pairs = [.. all.Select((p, i) => p with { AdjustedP = adjusted[i] })],
        };
    }
}
