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

    /// <summary>Standard error of the mean, SD/√n.</summary>
    public double? StdErr => Sd / Math.Sqrt(N);

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

    /// <summary>Summarises the values of one group.</summary>
    /// <param name="sorted">Values in ascending order, none missing.</param>
    /// <param name="rows">Rows of the group including those without a value.</param>
    /// <param name="quartiles">Definition of the quartiles.</param>
    internal static ContinuousSummary Of(ReadOnlySpan<double> sorted, int rows, QuantileType quartiles)
    {
        int n = sorted.Length;
        if (n == 0) return new ContinuousSummary { Rows = rows, N = 0 };
        double mean = Average(sorted);
        return new ContinuousSummary
        {
            Rows = rows,
            N = n,
            Mean = mean,
            Sd = n > 1 ? Math.Sqrt(SquaredDeviations(sorted, mean) / (n - 1)) : null,
            Median = Quantiles.OfSorted(sorted, 0.5, quartiles),
            Q1 = Quantiles.OfSorted(sorted, 0.25, quartiles),
            Q3 = Quantiles.OfSorted(sorted, 0.75, quartiles),
            Min = sorted[0],
            Max = sorted[^1],
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
