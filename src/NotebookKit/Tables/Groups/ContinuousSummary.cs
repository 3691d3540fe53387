using NotebookKit.Statistics;

namespace NotebookKit.Tables.Groups;

/// <summary>Statistics of a continuous variable in one group.</summary>
/// <remarks>The standard deviation divides by n − 1. A statistic that does not exist (no value, or one value for the SD) is null.</remarks>
internal sealed record ContinuousSummary
{
    /// <summary>Rows of the group, with and without a value.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows with a value.</summary>
    public required int N { get; init; }

    /// <summary>Rows without a value.</summary>
    public int Missing => Rows - N;

    /// <summary>Arithmetic mean.</summary>
    public double? Mean { get; init; }

    /// <summary>Standard deviation with divisor n − 1.</summary>
    public double? Sd { get; init; }

    /// <summary>Standard error of the mean, SD/√n; null of weighted values.</summary>
    public double? StdErr => IsWeighted ? null : Sd / Math.Sqrt(N);

    /// <summary>Whether the rows have weights.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>Median; the mean of the two middle values where their number is even.</summary>
    public double? Median { get; init; }

    /// <summary>First quartile by the chosen definition.</summary>
    public double? Q1 { get; init; }

    /// <summary>Third quartile by the chosen definition.</summary>
    public double? Q3 { get; init; }

    /// <summary>Smallest value.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value.</summary>
    public double? Max { get; init; }

    /// <summary>The values, ascending; not to be changed.</summary>
    internal double[] Sorted { get; init; } = [];

    /// <summary>Any quantile of the values; null without values.</summary>
    internal required Func<double, double?> Quantile { get; init; }

    /// <summary>Summarises the values of one group.</summary>
    /// <param name="sorted">Values in ascending order, none missing; kept.</param>
    /// <param name="rows">Rows of the group including those without a value.</param>
    /// <param name="quartiles">Definition of the quartiles.</param>
    internal static ContinuousSummary Of(double[] sorted, int rows, QuantileType quartiles)
    {
        int n = sorted.Length;
        double? quantile(double p) => Quantiles.OfSorted(sorted, p, quartiles);
        if (n == 0) return new ContinuousSummary { Rows = rows, N = 0, Quantile = quantile };
        double mean = Average(sorted);
        return new ContinuousSummary
        {
            Rows = rows,
            N = n,
            Mean = mean,
            Sd = n > 1 ? Math.Sqrt(SquaredDeviations(sorted, mean) / (n - 1)) : null,
            Median = quantile(0.5),
            Q1 = quantile(0.25),
            Q3 = quantile(0.75),
            Min = sorted[0],
            Max = sorted[^1],
            Sorted = sorted,
            Quantile = quantile,
        };
    }

    /// <summary>
    /// Summarises weighted values: mean Σwx/Σw, variance Σw(x − mean)²/Σw · n/(n − 1) as in <c>svyvar</c> of R's survey, quantiles of type
    /// 2 (<c>svyquantile</c> with qrule "hf2"): the smallest value whose cumulated weight exceeds p·Σw, averaged with the one before where
    /// it equals it.
    /// </summary>
    /// <param name="values">Value and weight of each row with a value.</param>
    /// <param name="rows">Rows of the group including those without a value.</param>
    internal static ContinuousSummary Weighted(IEnumerable<(double Value, double Weight)> values, int rows)
    {
        (double Value, double Weight)[] sorted = [.. values.Where(v => v.Weight > 0).OrderBy(v => v.Value)];
        int n = sorted.Length;
        double total = sorted.Sum(v => v.Weight);
        if (n == 0) return new ContinuousSummary { Rows = rows, N = 0, Quantile = _ => null };
        double mean = sorted.Sum(v => v.Weight * v.Value) / total;
        double quantile(double p)
        {
            double sum = 0, sought = p * total, rounding = 1e-12 * total;
            for (int i = 0; i < n; i++)
            {
                sum += sorted[i].Weight;
                if (sum > sought + rounding) return sorted[i].Value;
                if (sum >= sought - rounding) return i + 1 < n ? (sorted[i].Value + sorted[i + 1].Value) / 2 : sorted[i].Value;
            }
            return sorted[^1].Value;
        }
        return new ContinuousSummary
        {
            Rows = rows, N = n, Mean = mean, Sd = n > 1 ? Math.Sqrt(
                sorted.Sum(v => v.Weight * (v.Value - mean) * (v.Value - mean)) / total * n / (n - 1)) : null,
            Median = quantile(0.5), Q1 = quantile(0.25), Q3 = quantile(0.75), Min = sorted[0].Value, Max = sorted[^1].Value,
            Sorted = [.. sorted.Select(v => v.Value)], Quantile = p => quantile(p), IsWeighted = true,
        };
    }

    // a second pass over the residuals removes the rounding of the first
    private static double Average(ReadOnlySpan<double> values)
    {
        double sum = 0, rest = 0;
        foreach (double v in values) sum += v;
        double mean = sum / values.Length;
        foreach (double v in values) rest += v - mean;
        return mean + rest / values.Length;
    }

    private static double SquaredDeviations(ReadOnlySpan<double> values, double mean)
    {
        double sum = 0;
        foreach (double v in values) sum += (v - mean) * (v - mean);
        return sum;
    }
}
