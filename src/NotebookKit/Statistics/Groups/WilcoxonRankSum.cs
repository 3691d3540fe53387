using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Groups;

/// <summary>Wilcoxon's rank sum test (Mann-Whitney) of two independent samples.</summary>
/// <remarks>
/// Wilcoxon (1945), doi:10.2307/3001968. Equals R's <c>wilcox.test(x, y)</c> of versions up to 4.5. R 4.6 is exact with ties as well; its
/// two-sided P can change when the groups are swapped, that of <see cref="ExactRule.Always"/> does not.
/// </remarks>
internal static class WilcoxonRankSum
{
    /// <summary>Tests whether values of the first sample tend to be larger or smaller than those of the second.</summary>
    /// <param name="x">First sample, none missing.</param>
    /// <param name="y">Second sample, none missing.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>W, the number of pairs in which x is larger, ties counting one half, and P.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static HypothesisTestResult Test(ReadOnlySpan<double> x, ReadOnlySpan<double> y, WilcoxonOptions? options = null)
    {
        options ??= new();
        int m = x.Length, n = y.Length;
        var empty = new HypothesisTestResult { TestName = "Wilcoxon rank sum test", N = m + n, Alternative = options.Alternative };
        if (m == 0 || n == 0) return empty with { Note = "P not computed: a group has no values." };

        (double[] ranks, double tieSum, bool hasTies) = Ranking.Midranks([.. x, .. y]);
        double rankSum = 0;
        for (int i = 0; i < m; i++) rankSum += ranks[i];
        double w = rankSum - m * (m + 1.0) / 2;
        HypothesisTestResult result = empty with { StatisticName = "W", Statistic = w };

        string? note = null;
        if (options.Exact == ExactRule.Always || (options.Exact == ExactRule.SmallWithoutTies && m < 50 && n < 50 && !hasTies))
        {
            // the smaller group needs the smaller table
            (double Lower, double Upper)? tails = m <= n
                ? RankSumDistribution.OfSubset(ranks, m, rankSum)
                : Swap(RankSumDistribution.OfSubset(ranks, n, (m + n) * (m + n + 1.0) / 2 - rankSum));
            if (tails is (double lower, double upper))
                return result with { TestName = hasTies
                    ? "Wilcoxon rank sum exact test (conditional on ties)"
                    : "Wilcoxon rank sum exact test", P = RankTest.P(lower, upper, options.Alternative) };
            note = "Groups too large for the exact distribution: P is from the normal approximation.";
        }
        double total = (double)m + n;
        double variance = (double)m * n / 12 * (total + 1 - (total > 1 ? tieSum / (total * (total - 1)) : 0));
        return RankTest.Normal(result, "Wilcoxon rank sum test", w - (double)m * n / 2, variance, options, note);
    }

    private static (double Lower, double Upper)? Swap((double Lower, double Upper)? tails) =>
        tails is (double lower, double upper) ? (upper, lower) : null;
}
