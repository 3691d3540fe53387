namespace NotebookKit.Statistics;

/// <summary>Size, mean and variance of a sample.</summary>
/// <param name="N">Number of values.</param>
/// <param name="Mean">Mean; NaN without values.</param>
/// <param name="Variance">Variance with divisor n − 1; NaN with fewer than two values.</param>
internal readonly record struct SampleMoments(long N, double Mean, double Variance)
{
    /// <summary>Standard deviation with divisor n − 1; NaN with fewer than two values.</summary>
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>Moments in two passes, so that a large mean costs no digits.</summary>
    /// <param name="values">Values, none missing.</param>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static SampleMoments Of(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            if (double.IsNaN(values[i]))
                throw new ArgumentException($"Value {i + 1}: found NaN; expected a number. Leave missing values out.", nameof(values));
            sum += values[i];
        }
        double mean = sum / n, squares = 0, rest = 0;
        for (int i = 0; i < n; i++) rest += values[i] - mean;
        mean += rest / n;
        for (int i = 0; i < n; i++)
        {
            double d = values[i] - mean;
            squares += d * d;
        }
        return new(n, mean, n > 1 ? squares / (n - 1) : double.NaN);
    }

    internal static double[][] NonEmpty(IReadOnlyList<double[]> groups, out string? note)
    {
        double[][] used = [.. groups.Where(g => g.Length > 0)];
        int left = groups.Count - used.Length;
        note = left == 0 ? null : $"{left} of {groups.Count} groups without values left out.";
        return used;
    }
}
