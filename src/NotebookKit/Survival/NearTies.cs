namespace NotebookKit.Survival;

/// <summary>Finds times that differ by floating-point noise alone and maps them onto one value.</summary>
/// <remarks>
/// R's rule (<c>aeqSurv</c>, Therneau's "Tied survival times" vignette): neighbours among the distinct times are tied when their
/// gap, or their gap divided by the mean absolute distinct time, is at most √ε = 1.49e-8; a chain of ties takes its first value.
/// </remarks>
internal static class NearTies
{
    private const double Tolerance = 1.4901161193847656e-8;

    /// <summary>The values to replace, ascending, over several ascending lists.</summary>
    public static (double From, double To)[] Find(double[][] lists)
    {
        var next = new int[lists.Length];
        double smallestGap = double.PositiveInfinity, sum = 0, previous = double.NaN;
        int count = 0;
        while (Next(lists, next, out double value))
        {
            if (value - previous < smallestGap) smallestGap = value - previous;
            sum += Math.Abs(value);
            count++;
            previous = value;
        }
        double mean = count == 0 ? 0 : sum / count;
        if (!(smallestGap <= Tolerance || smallestGap / mean <= Tolerance)) return [];

        var merges = new List<(double, double)>();
        Array.Clear(next);
        double first = previous = double.NaN;
        while (Next(lists, next, out double value))
        {
            double gap = value - previous;
            if (gap <= Tolerance || gap / mean <= Tolerance) merges.Add((value, first));
            else first = value;
            previous = value;
        }
        return [.. merges];
    }

    /// <summary>Replaces values of an ascending list in place; it stays ascending.</summary>
    public static void Apply((double From, double To)[] merges, double[] sorted)
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

    /// <summary>The next distinct value over all lists.</summary>
    private static bool Next(double[][] lists, int[] next, out double value)
    {
        value = double.PositiveInfinity;
        for (int l = 0; l < lists.Length; l++)
            if (next[l] < lists[l].Length && lists[l][next[l]] < value) value = lists[l][next[l]];
        if (double.IsPositiveInfinity(value)) return false;
        for (int l = 0; l < lists.Length; l++)
            while (next[l] < lists[l].Length && lists[l][next[l]] == value) next[l]++;
        return true;
    }
}
