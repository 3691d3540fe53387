using System.Collections.Immutable;

namespace NotebookKit.Statistics;

/// <summary>How P values are adjusted for multiple comparisons.</summary>
public enum PAdjustMethod
{
    /// <summary>No adjustment.</summary>
    None,

    /// <summary>Bonferroni: family-wise error; each P times the number of comparisons.</summary>
    Bonferroni,

    /// <summary>Holm (1979): family-wise error, valid under any dependence, never weaker than Bonferroni.</summary>
    Holm,

    /// <summary>Hochberg (1988): family-wise error for independent or positively dependent tests.</summary>
    Hochberg,

    /// <summary>Hommel (1988): family-wise error, as Hochberg and at least as powerful.</summary>
    Hommel,

    /// <summary>Benjamini and Hochberg (1995): false discovery rate; R's <c>BH</c> and <c>fdr</c>.</summary>
    BenjaminiHochberg,

    /// <summary>Benjamini and Yekutieli (2001): false discovery rate under any dependence; R's <c>BY</c>.</summary>
    BenjaminiYekutieli,
}

/// <summary>P values adjusted for multiple comparisons.</summary>
/// <remarks>Equals R's <c>p.adjust(p, method, n)</c>. Hommel's values follow Wright (1992), doi:10.2307/2532694.</remarks>
public static class PAdjust
{
    /// <summary>Adjusts P values; missing ones stay missing and are not counted as comparisons.</summary>
    /// <param name="p">P values between 0 and 1; null where a test gave none.</param>
    /// <param name="method">The method.</param>
    /// <param name="comparisons">Number of comparisons if larger than the number of P values given. The default value is the number of
    /// non-missing P values.</param>
    /// <returns>Adjusted P values in the order given, null where the input is null.</returns>
    /// <exception cref="ArgumentException">A P value lies outside 0 to 1, or <paramref name="comparisons"/> is less than the number of P
    /// values.</exception>
    public static ImmutableArray<double?> Adjust(IEnumerable<double?> p, PAdjustMethod method, int? comparisons = null)
    {
        ArgumentNullException.ThrowIfNull(p);
        double?[] all = [.. p];
        int[] present = [.. Enumerable.Range(0, all.Length).Where(i => all[i] is not null)];
        ImmutableArray<double> adjusted = Adjust([.. present.Select(i => all[i]!.Value)], method, comparisons);
        for (int i = 0; i < present.Length; i++) all[present[i]] = adjusted[i];
        return [.. all];
    }

    /// <summary>Adjusts P values none of which is missing.</summary>
    /// <param name="p">P values between 0 and 1.</param>
    /// <param name="method">The method.</param>
    /// <param name="comparisons">Number of comparisons if larger than the number of P values given. The default value is the number of P
    /// values.</param>
    /// <returns>Adjusted P values in the order given.</returns>
    /// <exception cref="ArgumentException">A P value lies outside 0 to 1, or <paramref name="comparisons"/> is less than the number of P
    /// values.</exception>
    public static ImmutableArray<double> Adjust(ReadOnlySpan<double> p, PAdjustMethod method, int? comparisons = null)
    {
        int n = comparisons ?? p.Length;
        if (n < p.Length)
            throw new ArgumentException($"comparisons: found {n}; expected at least {p.Length}, the number of P values.",
                nameof(comparisons));
        for (int i = 0; i < p.Length; i++)
            if (!(p[i] >= 0 && p[i] <= 1))
                throw new ArgumentException($"P value {i + 1}: found {p[i]}; expected a number between 0 and 1 (null if missing).",
                    nameof(p));

        double[] sorted = p.ToArray();
        int[] order = [.. Enumerable.Range(0, p.Length)];
        Array.Sort(sorted, order);
        double[] adjusted = method switch
        {
            PAdjustMethod.None => sorted,
            PAdjustMethod.Bonferroni => [.. sorted.Select(x => Math.Min(1, n * x))],
            PAdjustMethod.Holm => StepDown(sorted, i => n - i),
            PAdjustMethod.Hochberg => StepUp(sorted, i => n - i),
            PAdjustMethod.Hommel => Hommel(sorted, n),
            PAdjustMethod.BenjaminiHochberg => StepUp(sorted, i => n / (i + 1.0)),
            PAdjustMethod.BenjaminiYekutieli => BenjaminiYekutieli(sorted, n),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method of adjustment."),
        };
        var result = new double[p.Length];
        for (int i = 0; i < order.Length; i++) result[order[i]] = adjusted[i];
        return [.. result];
    }

    private static double[] StepDown(double[] sorted, Func<int, double> factor)
    {
        var adjusted = new double[sorted.Length];
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            largest = Math.Max(largest, factor(i) * sorted[i]);
            adjusted[i] = Math.Min(1, largest);
        }
        return adjusted;
    }

    private static double[] StepUp(double[] sorted, Func<int, double> factor)
    {
        var adjusted = new double[sorted.Length];
        double smallest = 1;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            smallest = Math.Min(smallest, factor(i) * sorted[i]);
            adjusted[i] = smallest;
        }
        return adjusted;
    }

    private static double[] BenjaminiYekutieli(double[] sorted, int n)
    {
        double harmonic = 0;
        for (int i = 1; i <= n; i++) harmonic += 1.0 / i;
        return StepUp(sorted, i => harmonic * n / (i + 1.0));
    }

    /// <summary>Wright's algorithm; comparisons without a P value count as P = 1.</summary>
    private static double[] Hommel(double[] given, int n)
    {
        double[] p = [.. given, .. Enumerable.Repeat(1.0, n - given.Length)];
        double[] adjusted = [.. p];
        for (int m = n; m >= 2; m--)
        {
            double smallest = 1;
            for (int i = n - m + 1; i < n; i++)
                smallest = Math.Min(smallest, m * p[i] / (m + i + 1 - n));
            for (int i = 0; i < n; i++)
                adjusted[i] = Math.Max(adjusted[i], i > n - m ? smallest : Math.Min(smallest, m * p[i]));
        }
        return adjusted[..given.Length];
    }
}
