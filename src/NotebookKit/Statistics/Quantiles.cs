namespace NotebookKit.Statistics;

/// <summary>Which sample quantile (Hyndman and Fan 1996, doi:10.2307/2684934).</summary>
public enum QuantileType
{
    /// <summary>
    /// Inverse of the empirical distribution function, averaged at its steps: SAS's default, gtsummary since 2.0; R's type 2.
    /// </summary>
    Type2 = 2,

    /// <summary>Linear, at (n + 1)p: SPSS, Excel's EXC; R's type 6.</summary>
    Type6 = 6,

    /// <summary>Linear, at 1 + (n − 1)p: R's and Excel's default; R's type 7.</summary>
    Type7 = 7,
}

/// <summary>Sample quantiles, with the type always said.</summary>
internal static class Quantiles
{
    /// <summary>Quantile of values in ascending order; R's <c>quantile(x, p, type)</c>.</summary>
    /// <param name="sorted">Values in ascending order, none missing.</param>
    /// <param name="p">Probability from 0 to 1.</param>
    /// <param name="type">Which quantile.</param>
    /// <returns>The quantile; null without values.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not between 0 and 1.</exception>
    public static double? OfSorted(ReadOnlySpan<double> sorted, double p, QuantileType type)
    {
        if (!(p >= 0 && p <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "Expected a probability between 0 and 1.");
        int n = sorted.Length;
        if (n == 0) return null;
        if (type == QuantileType.Type2)
        {
            // n·p is compared with whole numbers up to rounding, so that 0.1 · 30 counts as 3
            double np = n * p, whole = Math.Floor(np + 4 * 2.220446049250313e-16);
            int j = (int)whole;
            if (Math.Abs(np - whole) > 4 * 2.220446049250313e-16) return At(sorted, j + 1);
            return Middle(At(sorted, j), At(sorted, j + 1));
        }
        double position = type switch
        {
            QuantileType.Type6 => (n + 1) * p,
            QuantileType.Type7 => 1 + (n - 1) * p,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Expected Type2, Type6 or Type7."),
        };
        double below = Math.Floor(position + 4 * 2.220446049250313e-16), fraction = position - below;
        double low = At(sorted, (int)below), high = At(sorted, (int)below + 1);
        return Math.Abs(fraction) < 4 * 2.220446049250313e-16 || low == high ? low : (1 - fraction) * low + fraction * high;
    }

    /// <summary>Quantile of values in any order; the input is left as it is.</summary>
    /// <param name="values">Values, none missing.</param>
    /// <param name="p">Probability from 0 to 1.</param>
    /// <param name="type">Which quantile.</param>
    /// <returns>The quantile; null without values.</returns>
    public static double? Of(ReadOnlySpan<double> values, double p, QuantileType type)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, p, type);
    }

    /// <summary>Median: mean of the middle two; null without values.</summary>
    /// <param name="values">Values in any order, none missing.</param>
    public static double? Median(ReadOnlySpan<double> values) => Of(values, 0.5, QuantileType.Type2);

    private static double At(ReadOnlySpan<double> sorted, int rank) => sorted[Math.Clamp(rank, 1, sorted.Length) - 1];

    private static double Middle(double low, double high) => low == high ? low : low / 2 + high / 2;
}
