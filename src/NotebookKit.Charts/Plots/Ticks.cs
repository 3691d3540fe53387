using System.Collections.Immutable;
using System.Globalization;

namespace NotebookKit.Charts.Plots;

/// <summary>Round values for axes.</summary>
internal static class Ticks
{
    // Months and years first; beyond 30 years of months the values are days or something else, and decades serve best.
    private static readonly double[] MonthSteps = [1, 2, 3, 6, 12, 24, 36, 60, 120];

    // Smaller ranges are rounding noise around one value.
    private const double Negligible = 1e-6;

    /// <summary>Ticks from 0 to the first multiple of the step at or above <paramref name="max"/>.</summary>
    public static ImmutableArray<double> Time(double max, int most, double? step = null)
    {
        double size = step ?? (max <= 360 ? MonthSteps.FirstOrDefault(s => s >= 1 && Math.Ceiling(max / s) < most) : 0);
        if (size == 0 || max < 2 && step is null) size = DecimalStep(max, most);
        int count = Math.Max(1, (int)Math.Ceiling(max / size - 1e-9));
        return [.. Enumerable.Range(0, count + 1).Select(i => Tidy(i * size))];
    }

    /// <summary>Ticks that cover a range, at multiples of 1, 2 or 5 times a power of ten.</summary>
    public static ImmutableArray<double> Covering(double min, double max, int most)
    {
        if (!(max - min > Negligible * Math.Max(1, Math.Max(Math.Abs(min), Math.Abs(max))))) (min, max) = (min - 0.5, max + 0.5);
        double size = DecimalStep(max - min, most);
        long first = (long)Math.Floor(min / size + 1e-9), last = (long)Math.Ceiling(max / size - 1e-9);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Tidy((first + i) * size))];
    }

    /// <summary>Whole numbers from 0 to <paramref name="max"/> or above.</summary>
    public static ImmutableArray<double> Counts(int max) => Covering(0, Math.Max(1, max), Math.Clamp(max + 1, 2, 7));

    /// <summary>A logarithmic axis with doublings, or decades where these would be too many.</summary>
    public static PlotAxis Log(string title, double low, double high, int most)
    {
        if (low == high) (low, high) = (low / 2, high * 2);
        double[] values = Scales(low, high).First(v => v.Length - 1 <= Math.Max(2, most)); // 1 and a tick on either side of it always fit
        PlotTick[] ticks = [.. values.Select(v => new PlotTick(v, Label(v)))];
        return new PlotAxis(title, ticks[0].At, ticks[^1].At, [.. ticks]) { Log = true };
    }

    // Halves and quarters near 1, where readers know them; tenths beyond: 0.1 and 0.5, not 0.0625.
    private static IEnumerable<double[]> Scales(double low, double high)
    {
        if (low >= 0.06) yield return Covering([1], 2, low, high);
        else yield return Covering([1, 2, 5], 10, low, high);
        if (low >= 0.24) yield return Covering([1], 4, low, high);
        yield return Covering([1, 5], 10, low, high);
        for (double ratio = 10; ; ratio *= 10) yield return Covering([1], ratio, low, high);
    }

    /// <summary>The products of powers of <paramref name="ratio"/> that cover a range, from the last below it to the first above.</summary>
    private static double[] Covering(double[] factors, double ratio, double low, double high)
    {
        int first = (int)Math.Floor(Math.Log(low) / Math.Log(ratio)) - 1, last = (int)Math.Ceiling(Math.Log(high) / Math.Log(ratio)) + 1;
        double[] all = [.. Enumerable.Range(first, last - first + 1)
            .SelectMany(i => factors.Select(f => Significant(f * Math.Pow(ratio, i)))).Order()];
        int from = Array.FindLastIndex(all, v => v <= low * (1 + 1e-9)), to = Array.FindIndex(all, v => v >= high * (1 - 1e-9));
        return all[from..(to + 1)];
    }

    private static double Significant(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static string Label(double value) => value.ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '\u2212');

    private static double DecimalStep(double range, int most)
    {
        if (!(range > Negligible)) return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / Math.Max(1, most - 1))));
        foreach (double factor in (double[])[1, 2, 5])
            if (Math.Ceiling(range / (factor * power) - 1e-9) < most) return factor * power;
        return 10 * power;
    }

    private static double Tidy(double value) => Math.Round(value, 10);
}
