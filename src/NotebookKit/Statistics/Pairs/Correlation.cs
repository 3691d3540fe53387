using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Pairs;

/// <summary>Correlation of two paired samples.</summary>
/// <remarks>Equals R's <c>cor.test</c> with its default options.</remarks>
internal static class Correlation
{
    /// <summary>Pearson's product-moment correlation with Fisher's interval (from four pairs on).</summary>
    /// <param name="x">First value of each pair, none missing.</param>
    /// <param name="y">Second value of each pair, none missing.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is NaN.</exception>
    public static HypothesisTestResult Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidenceLevel = 0.95)
    {
        double z = IntervalEstimate.Z(confidenceLevel);
        int n = CheckPairs(x, y);
        var empty = new HypothesisTestResult { TestName = "Pearson correlation", N = n };
        if (n < 3) return empty with { Note = "P not computed: fewer than three pairs." };
        if (Coefficient(x, y) is not double r) return empty with { Note = "P not computed: a variable does not vary." };
        double t = Math.Sqrt(n - 2) * r / Math.Sqrt((1 - r) * (1 + r));
        var estimate = new IntervalEstimate { Name = "correlation", Value = r, ConfidenceLevel = confidenceLevel,
            Method = "Fisher z interval" };
        if (n > 3) estimate = estimate with { Lower = Math.Tanh(Math.Atanh(r) - z / Math.Sqrt(n - 3)),
            Upper = Math.Tanh(Math.Atanh(r) + z / Math.Sqrt(n - 3)) };
        if (Math.Abs(r) == 1)
            return empty with { Estimate = estimate, DegreesOfFreedom = n - 2, P = 0, Note = "The pairs lie on a line: t is infinite." };
        return empty with { StatisticName = "t", Statistic = t, DegreesOfFreedom = n - 2, P = Distributions.TTwoSided(t, n - 2),
            Estimate = estimate };
    }

    /// <summary>Spearman's rank correlation. Without ties and below 1290 pairs P is exact (to nine pairs) or from the Edgeworth series of
    /// Best and Roberts (1975), doi:10.2307/2347111; otherwise from the t distribution.</summary>
    /// <param name="x">First value of each pair, none missing.</param>
    /// <param name="y">Second value of each pair, none missing.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is NaN.</exception>
    public static HypothesisTestResult Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int n = CheckPairs(x, y);
        var empty = new HypothesisTestResult { TestName = "Spearman rank correlation", N = n };
        if (n < 2) return empty with { Note = "P not computed: fewer than two pairs." };
        (double[] rankX, _, bool tiesX) = Ranking.Midranks(x);
        (double[] rankY, _, bool tiesY) = Ranking.Midranks(y);
        if (Coefficient(rankX, rankY) is not double r) return empty with { Note = "P not computed: a variable does not vary." };
        double cube = ((double)n * n - 1) * n, s = cube * (1 - r) / 6;
        HypothesisTestResult result = empty with { StatisticName = "S", Statistic = s,
            Estimate = new() { Name = "rho", Value = r, Method = "Spearman" } };
        if (!tiesX && !tiesY && n < 1290)
        {
            long whole = (long)Math.Round(s);
            double tail = whole > cube / 6 ? SpearmanDistribution.Upper(whole, n) : SpearmanDistribution.Lower(whole, n);
            return result with { Statistic = whole, P = Math.Min(1, 2 * tail) };
        }
        if (n < 3) return result with { Note = "P not computed: fewer than three pairs." };
        double t = r / Math.Sqrt((1 - r) * (1 + r) / (n - 2));
        return result with { P = Math.Abs(r) >= 1 ? 0 : Math.Min(1, Distributions.TTwoSided(t, n - 2)),
            Note = tiesX || tiesY ? "Ties: P from the t distribution." : "P from the t distribution." };
    }

    /// <summary>Kendall's tau-b. Below 50 pairs without ties P is exact, otherwise from the normal approximation.</summary>
    /// <param name="x">First value of each pair, none missing.</param>
    /// <param name="y">Second value of each pair, none missing.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is NaN.</exception>
    public static HypothesisTestResult Kendall(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int n = CheckPairs(x, y);
        var empty = new HypothesisTestResult { TestName = "Kendall rank correlation", N = n };
        if (n < 2) return empty with { Note = "P not computed: fewer than two pairs." };
        KendallCounts counts = KendallCounts.Of(x, y);
        double pairs = n * (n - 1.0) / 2;
        double scale = Math.Sqrt(pairs - counts.X.Pairs) * Math.Sqrt(pairs - counts.Y.Pairs);
        if (scale == 0) return empty with { Note = "P not computed: a variable does not vary." };
        double s = counts.Score, tau = s / scale;
        var estimate = new IntervalEstimate { Name = "tau", Value = tau, Method = "Kendall tau-b" };
        if (n < 50 && counts.X.Pairs == 0 && counts.Y.Pairs == 0)
        {
            long concordant = (long)Math.Round((s + pairs) / 2);
            return empty with { StatisticName = "T", Statistic = concordant, P = KendallCounts.ExactP(concordant, n), Estimate = estimate };
        }
        double variance = (n * (n - 1.0) * (2.0 * n + 5) - counts.X.Triple - counts.Y.Triple) / 18
            + 2 * counts.X.Pairs * counts.Y.Pairs / (n * (n - 1.0))
            + (n > 2 ? counts.X.Cubes * counts.Y.Cubes / (9.0 * n * (n - 1.0) * (n - 2)) : 0);
        double z = s / Math.Sqrt(variance);
        return empty with { StatisticName = "z", Statistic = z, P = Distributions.NormalTwoSided(z), Estimate = estimate };
    }

    private static double? Coefficient(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        SampleMoments a = SampleMoments.Of(x), b = SampleMoments.Of(y);
        if (!(a.Variance > 0 && b.Variance > 0)) return null;
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += (x[i] - a.Mean) * (y[i] - b.Mean);
        return Math.Clamp(sum / (x.Length - 1) / (a.StandardDeviation * b.StandardDeviation), -1, 1);
    }

    private static int CheckPairs(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"Pairs: found {x.Length} first and {y.Length} second values; expected as many of each.",
                nameof(y));
        for (int i = 0; i < x.Length; i++)
            if (double.IsNaN(x[i]) || double.IsNaN(y[i]))
                throw new ArgumentException($"Pair {i + 1}: found NaN; expected numbers. Leave incomplete pairs out.", nameof(x));
        return x.Length;
    }
}
