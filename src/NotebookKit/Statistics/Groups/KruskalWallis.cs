using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Groups;

/// <summary>Kruskal-Wallis rank test of two or more independent samples.</summary>
/// <remarks>Kruskal and Wallis (1952), doi:10.1080/01621459.1952.10483441. Equals R's <c>kruskal.test</c>; corrected for ties.</remarks>
internal static class KruskalWallis
{
    /// <summary>Tests whether the samples come from one distribution.</summary>
    /// <param name="groups">The samples, no value missing; empty ones are left out and noted.</param>
    /// <returns>H and P from the chi-square distribution.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static HypothesisTestResult Test(IReadOnlyList<double[]> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        double[][] used = SampleMoments.NonEmpty(groups, out string? note);
        int n = used.Sum(g => g.Length);
        var empty = new HypothesisTestResult { TestName = "Kruskal-Wallis rank sum test", N = n, Note = note };
        if (used.Length < 2) return empty with { Note = "P not computed: fewer than two groups have values." };

        (double[] ranks, double tieSum, _) = Ranking.Midranks([.. used.SelectMany(g => g)]);
        double divisor = 1 - tieSum / ((double)n * n * n - n);
        if (!(divisor > 0)) return empty with { Note = "P not computed: all values are equal." };
        double between = 0;
        int start = 0;
        foreach (double[] group in used)
        {
            double sum = 0;
            for (int i = start; i < start + group.Length; i++) sum += ranks[i] - (n + 1) / 2.0;
            between += sum * sum / group.Length;
            start += group.Length;
        }
        double h = 12 * between / ((double)n * (n + 1)) / divisor;
        int df = used.Length - 1;
        return empty with { StatisticName = "H", Statistic = h, DegreesOfFreedom = df, P = Distributions.ChiSquareUpper(h, df) };
    }
}
