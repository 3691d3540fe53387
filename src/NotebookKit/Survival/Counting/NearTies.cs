using NotebookKit.Numerics;

namespace NotebookKit.Survival.Counting;

/// <summary>Finds times that differ by floating-point noise alone and maps them onto one value.</summary>
/// <remarks>
/// R's rule (<c>aeqSurv</c>, Therneau's "Tied survival times" vignette): neighbours among the distinct times are tied when their
/// gap, or their gap divided by the mean absolute distinct time, is at most √ε = 1.49e-8; a chain of ties takes its first value.
/// </remarks>
internal static class NearTies
{
    private const double Tolerance = 1.4901161193847656e-8;

    /// <summary>Makes nearly equal times equal, over the exits, which ascend and stay so, and the entries in any order.</summary>
    public static void MakeEqual(Span<double> ascending, double[]? entry)
    {
        (double From, double To)[] merges;
        if (entry is null) merges = Find(ascending);
        else
        {
            SortOrder.Of([.. ascending, .. entry], out double[] both);
            merges = Find(both);
        }
        if (merges.Length == 0) return;
        Apply(merges, ascending);
        for (int i = 0; i < entry?.Length; i++) entry[i] = Map(merges, entry[i]);
    }

    /// <summary>The values to replace, ascending, in an ascending list of all times.</summary>
    public static (double From, double To)[] Find(ReadOnlySpan<double> ascending)
    {
        if (ascending.IsEmpty) return [];
        double smallestGap = double.PositiveInfinity, sum = Math.Abs(ascending[0]), previous = ascending[0];
        int count = 1;
        foreach (double value in ascending)
        {
            double gap = value - previous;
            if (!(gap > 0)) continue;
            smallestGap = Math.Min(smallestGap, gap);
            sum += Math.Abs(value);
            count++;
            previous = value;
        }
        double mean = sum / count;
        if (!(smallestGap <= Tolerance || smallestGap / mean <= Tolerance)) return [];

        var merges = new List<(double, double)>();
        double first = previous = ascending[0];
        foreach (double value in ascending)
        {
            double gap = value - previous;
            if (!(gap > 0)) continue;
            if (gap <= Tolerance || gap / mean <= Tolerance) merges.Add((value, first));
            else first = value;
            previous = value;
        }
        return [.. merges];
    }

    /// <summary>Replaces values of an ascending list in place; it stays ascending.</summary>
    private static void Apply((double From, double To)[] merges, Span<double> sorted)
    {
        int m = 0;
        for (int k = 0; k < sorted.Length; k++)
        {
            while (m < merges.Length && merges[m].From < sorted[k]) m++;
            if (m == merges.Length) return;
            if (merges[m].From == sorted[k]) sorted[k] = merges[m].To;
        }
    }

    /// <summary>Replaces one value.</summary>
    public static double Map((double From, double To)[] merges, double value)
    {
        int low = 0, high = merges.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (merges[middle].From < value) low = middle + 1;
            else high = middle;
        }
        return low < merges.Length && merges[low].From == value ? merges[low].To : value;
    }
}
