using NotebookKit.Numerics;
using NotebookKit.Statistics.Groups;

namespace NotebookKit.Statistics.Pairs;

/// <summary>Wilcoxon's signed rank test of paired differences, or of one sample against 0.</summary>
/// <remarks>Wilcoxon (1945), doi:10.2307/3001968. Equals R's <c>wilcox.test(x, y, paired = TRUE)</c> of versions up to 4.5; differences of
/// zero are left out.</remarks>
internal static class WilcoxonSignedRank
{
    /// <summary>Tests whether paired differences are symmetric about 0.</summary>
    /// <param name="x">First value of each pair, none missing.</param>
    /// <param name="y">Second value of each pair, none missing.</param>
    /// <returns>V, the sum of the ranks of positive differences x − y, and P.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a value is NaN.</exception>
    public static HypothesisTestResult Test(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Test(x, y, new WilcoxonOptions());

    internal static HypothesisTestResult Test(ReadOnlySpan<double> x, ReadOnlySpan<double> y, WilcoxonOptions options)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"Pairs: found {x.Length} first and {y.Length} second values; expected as many of each.",
                nameof(y));
        var differences = new double[x.Length];
        for (int i = 0; i < differences.Length; i++) differences[i] = x[i] - y[i];
        return Test(differences, options);
    }

    /// <summary>Tests whether values are symmetric about 0.</summary>
    /// <param name="differences">Values, none missing.</param>
    /// <returns>V, the sum of the ranks of positive values, and P.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static HypothesisTestResult Test(ReadOnlySpan<double> differences) => Test(differences, new WilcoxonOptions());

    internal static HypothesisTestResult Test(ReadOnlySpan<double> differences, WilcoxonOptions options)
    {
        double[] nonzero = [.. differences.ToArray().Where(d => d != 0)];
        int n = nonzero.Length, zeros = differences.Length - n;
        string? note = zeros == 0 ? null : $"{zeros} of {differences.Length} differences are zero and left out.";
        var empty = new HypothesisTestResult { TestName = "Wilcoxon signed rank test", N = n, Alternative = options.Alternative,
            Note = note };
        if (n == 0) return empty with { Note = "P not computed: no differences other than zero." };

        (double[] ranks, double tieSum, bool hasTies) = Ranking.Midranks([.. nonzero.Select(Math.Abs)]);
        double v = 0;
        for (int i = 0; i < n; i++)
            if (nonzero[i] > 0) v += ranks[i];
        HypothesisTestResult result = empty with { StatisticName = "V", Statistic = v };
        if (options.Exact == ExactRule.Always || (options.Exact == ExactRule.SmallWithoutTies && n < 50 && !hasTies && zeros == 0))
        {
            if (RankSumDistribution.OfSigns(ranks, v) is (double lower, double upper))
                return result with { TestName = hasTies
                    ? "Wilcoxon signed rank exact test (conditional on ties)"
                    : "Wilcoxon signed rank exact test", P = RankTest.P(lower, upper, options.Alternative) };
            note = (note is null ? "" : note + " ")
                + "Too many differences for the exact distribution: P is from the normal approximation.";
        }
        double variance = n * (n + 1.0) * (2.0 * n + 1) / 24 - tieSum / 48;
        return RankTest.Normal(result, "Wilcoxon signed rank test", v - n * (n + 1.0) / 4, variance, options, note);
    }
}
