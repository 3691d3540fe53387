using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Numerics;
using NotebookKit.Statistics;

namespace NotebookKit.Tables.Groups;

/// <summary>Standardized mean differences of two groups, first minus second.</summary>
/// <remarks>
/// Continuous: (m₁ − m₂)/√((s₁² + s₂²)/2) with variances of divisor n − 1. Categorical (Yang and Dalton 2012, SAS Global Forum
/// 335): √(Dᵀ S⁻ D) with D the differences of the proportions of all levels but the first and S the mean of their covariances;
/// of two levels it has the sign of the second. Standard error of Hedges and Olkin: √((n₁ + n₂)/(n₁n₂) + d²/(2(n₁ + n₂))).
/// The values of R's tableone; smd 0.7.0 divides variances by n, and cobalt makes every level a variable of its own.
/// </remarks>
internal static class StandardizedDifference
{
    private const double Tolerance = 1e-12;

    public static IntervalEstimate Continuous(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidenceLevel)
    {
        if (x.Length < 2 || y.Length < 2) return Result(null, x.Length, y.Length, confidenceLevel, "A group has fewer than two values.");
        SampleMoments a = SampleMoments.Of(x), b = SampleMoments.Of(y);
        double difference = a.Mean - b.Mean, scale = Math.Sqrt((a.Variance + b.Variance) / 2);
        if (scale == 0 && difference != 0) return Result(null, x.Length, y.Length, confidenceLevel, "Neither group varies.");
        return Result(scale == 0 ? 0 : difference / scale, x.Length, y.Length, confidenceLevel, null);
    }

    /// <summary>
    /// Of weighted rows: the same formula with weighted means and variances, or weighted proportions; there is no interval.
    /// </summary>
    public static IntervalEstimate Weighted(ContinuousSummary x, ContinuousSummary y)
    {
        if (x.Sd is not double a || y.Sd is not double b) return WithoutInterval(null, "A group has fewer than two values.");
        double difference = x.Mean!.Value - y.Mean!.Value, scale = Math.Sqrt((a * a + b * b) / 2);
        return scale == 0 && difference != 0
            ? WithoutInterval(null, "Neither group varies.")
            : WithoutInterval(scale == 0 ? 0 : difference / scale, null);
    }

    /// <inheritdoc cref="Weighted(ContinuousSummary, ContinuousSummary)"/>
    public static IntervalEstimate Weighted(double[,] counts)
    {
        IntervalEstimate of = Categorical(counts, 0.95);
        return WithoutInterval(of.Value, of.Note);
    }

    private static IntervalEstimate WithoutInterval(double? value, string? note) => new()
    {
        Name = "standardized mean difference", Method = "of weighted rows", Value = value, Note = note,
    };

    /// <param name="counts">Counts by level, of the first and of the second group.</param>
    /// <param name="confidenceLevel">Confidence level.</param>
    public static IntervalEstimate Categorical(long[,] counts, double confidenceLevel)
    {
        var numbers = new double[counts.GetLength(0), 2];
        for (int l = 0; l < counts.GetLength(0); l++) (numbers[l, 0], numbers[l, 1]) = (counts[l, 0], counts[l, 1]);
        return Categorical(numbers, confidenceLevel);
    }

    private static IntervalEstimate Categorical(double[,] counts, double confidenceLevel)
    {
        int k = counts.GetLength(0) - 1;
        double n1 = 0, n2 = 0;
        for (int l = 0; l <= k; l++) (n1, n2) = (n1 + counts[l, 0], n2 + counts[l, 1]);
        if (n1 == 0 || n2 == 0) return Result(null, n1, n2, confidenceLevel, "A group has no values.");
        if (k == 0) return Result(0, n1, n2, confidenceLevel, null);
        double P(int level, int group) => counts[level + 1, group] / (group == 0 ? n1 : n2);
        Vector<double> d = Vector<double>.Build.Dense(k, l => P(l, 0) - P(l, 1));
        Matrix<double> s = Matrix<double>.Build.Dense(k, k, (i, j) =>
            Enumerable.Range(0, 2).Sum(g => (i == j ? P(i, g) : 0) - P(i, g) * P(j, g)) / 2);

        // in the directions in which neither group varies the groups must not differ
        var evd = s.Evd(Symmetricity.Symmetric);
        double square = 0;
        for (int e = 0; e < k; e++)
        {
            double along = evd.EigenVectors.Column(e) * d, variance = evd.EigenValues[e].Real;
            if (variance > Tolerance) square += along * along / variance;
            else if (Math.Abs(along) > Tolerance) return Result(null, n1, n2, confidenceLevel, "Neither group varies where they differ.");
        }
        double distance = Math.Sqrt(square);
        return Result(k == 1 ? Math.CopySign(distance, d[0]) : distance, n1, n2, confidenceLevel, null);
    }

    private static IntervalEstimate Result(double? value, double n1, double n2, double confidenceLevel, string? note)
    {
        double? error = value is double d ? Math.Sqrt((n1 + n2) / n1 / n2 + d * d / (2.0 * (n1 + n2))) : null;
        double z = Distributions.NormalQuantile(0.5 + confidenceLevel / 2);
        return new IntervalEstimate
        {
            Name = "standardized mean difference", Method = "Hedges and Olkin", Value = value, StandardError = error,
            Lower = value - z * error, Upper = value + z * error,
            ConfidenceLevel = confidenceLevel, Note = note,
        };
    }
}
