using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Groups;

/// <summary>One-way analysis of variance.</summary>
/// <remarks>Welch (1951), doi:10.1093/biomet/38.3-4.330. Equals R's <c>oneway.test(var.equal = TRUE)</c> and <c>oneway.test(var.equal =
/// FALSE)</c>.</remarks>
internal static class Anova
{
    /// <summary>Tests whether the means of two or more independent samples are equal.</summary>
    /// <param name="groups">The samples, no value missing; empty ones are left out and noted.</param>
    /// <param name="equalVariances">Whether the variances are pooled. The default value is true; false gives Welch's test.</param>
    /// <returns>F with both degrees of freedom, and P.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static HypothesisTestResult Test(IReadOnlyList<double[]> groups, bool equalVariances = true)
    {
        ArgumentNullException.ThrowIfNull(groups);
        double[][] used = SampleMoments.NonEmpty(groups, out string? note);
        SampleMoments[] moments = [.. used.Select(g => SampleMoments.Of(g))];
        long n = moments.Sum(m => m.N);
        int k = moments.Length;
        var empty = new HypothesisTestResult { TestName = equalVariances
            ? "One-way analysis of variance"
            : "Welch one-way analysis of variance", N = n, Note = note };
        if (k < 2) return empty with { Note = "P not computed: fewer than two groups have values." };

        double f, df2;
        if (equalVariances)
        {
            double mean = moments.Sum(m => m.N * m.Mean) / n;
            double within = moments.Sum(m => m.N > 1 ? (m.N - 1) * m.Variance : 0);
            df2 = n - k;
            if (!(df2 > 0 && within > 0)) return empty with { Note = "P not computed: no variation within groups." };
            f = moments.Sum(m => m.N * (m.Mean - mean) * (m.Mean - mean)) / (k - 1) / (within / df2);
        }
        else
        {
            if (moments.Any(m => m.N < 2)) return empty with { Note = "P not computed: a group has fewer than two values." };
            if (moments.Any(m => !(m.Variance > 0))) return empty with { Note = "P not computed: a group does not vary." };
            double[] weight = [.. moments.Select(m => m.N / m.Variance)];
            double sum = weight.Sum();
            double mean = moments.Zip(weight, (m, w) => w * m.Mean).Sum() / sum;
            double spread = moments.Zip(weight, (m, w) => (1 - w / sum) * (1 - w / sum) / (m.N - 1)).Sum() / ((double)k * k - 1);
            f = moments.Zip(weight, (m, w) => w * (m.Mean - mean) * (m.Mean - mean)).Sum() / ((k - 1) * (1 + 2 * (k - 2) * spread));
            df2 = 1 / (3 * spread);
        }
        return empty with
        {
            StatisticName = "F", Statistic = f, DegreesOfFreedom = k - 1, DenominatorDegreesOfFreedom = df2,
            P = Distributions.FUpper(f, k - 1, df2),
        };
    }
}
