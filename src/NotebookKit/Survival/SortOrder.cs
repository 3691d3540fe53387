using System.Numerics;
using System.Numerics.Tensors;

namespace NotebookKit.Survival;

/// <summary>The order of finite numbers, equal ones in the order of the data.</summary>
/// <remarks>
/// Few numbers are sorted by insertion, whole numbers by counting, others by their place on a scale from the least to the greatest in two
/// passes, and what falls on one place by insertion or, when it is much, by comparison: never worse than n log n.
/// </remarks>
internal static class SortOrder
{
    private const int Few = 40, Many = 1500, LongRun = 24;

    /// <summary>Rows in ascending order of their values.</summary>
    public static int[] Of(ReadOnlySpan<double> values) => Of(values, out _);

    /// <summary>Rows in ascending order of their values, with the sorted values.</summary>
    public static int[] Of(ReadOnlySpan<double> values, out double[] sorted)
    {
        var rows = new int[values.Length];
        for (int i = 0; i < rows.Length; i++) rows[i] = i;
        return Of(values, rows, out sorted);
    }

    /// <summary>Items in ascending order of their values, with the sorted values; items of equal values keep their order if they ascend.</summary>
    /// <param name="values">One value for each item.</param>
    /// <param name="items">The items; may be changed.</param>
    /// <param name="sorted">The sorted values.</param>
    public static int[] Of(ReadOnlySpan<double> values, int[] items, out double[] sorted)
    {
        int n = values.Length;
        if (n > Few && WholeNumbers.RangeOf(values) is { } range && range.Count <= 4L * n) return Counting(values, items, range, out sorted);
        if (n >= Many && TensorPrimitives.Max(values) - TensorPrimitives.Min(values) is var width && double.IsFinite(width))
            return Radix(values, items, width, out sorted);
        sorted = values.ToArray();
        if (n > Few) SortRun(sorted, items, 0, n);
        else Insert(sorted, items);
        return items;
    }

    /// <summary>Sorts a few values with their items, equal ones in their order.</summary>
    public static void Insert(Span<double> values, Span<int> items)
    {
        for (int k = 1; k < values.Length; k++) SinkLast(values, items, k);
    }

    /// <summary>Moves element k down to its place among the sorted ones before it, behind those equal to it.</summary>
    private static void SinkLast(Span<double> sorted, Span<int> items, int k)
    {
        (double value, int item) = (sorted[k], items[k]);
        for (; k > 0 && sorted[k - 1] > value; k--) (sorted[k], items[k]) = (sorted[k - 1], items[k - 1]);
        (sorted[k], items[k]) = (value, item);
    }

    private static void SortRun(double[] sorted, int[] items, int start, int length)
    {
        Array.Sort(sorted, items, start, length);
        for (int end = start + length; start < end;)
        {
            int next = start + 1;
            while (next < end && sorted[next] == sorted[start]) next++;
            if (next - start > 1) Array.Sort(items, start, next - start);
            start = next;
        }
    }

    private static int[] Counting(ReadOnlySpan<double> values, int[] items, WholeNumbers range, out double[] sorted)
    {
        var start = new int[range.Count + 1];
        foreach (double v in values) start[(int)(v - range.Least) + 1]++;
        for (int k = 1; k < start.Length; k++) start[k] += start[k - 1];
        sorted = GC.AllocateUninitializedArray<double>(values.Length);
        for (int k = 0; k + 1 < start.Length; k++) sorted.AsSpan(start[k], start[k + 1] - start[k]).Fill(range.Least + k);
        int[] order = GC.AllocateUninitializedArray<int>(values.Length);
        for (int i = 0; i < values.Length; i++) order[start[(int)(values[i] - range.Least)]++] = items[i];
        return order;
    }

    /// <summary>Two passes over the halves of the place (v − least)·scale, which never falls as v grows.</summary>
    private static int[] Radix(ReadOnlySpan<double> values, int[] items, double width, out double[] sorted)
    {
        int n = values.Length, bits = (BitOperations.Log2((uint)n) + 2) / 2, digits = 1 << bits;
        double least = TensorPrimitives.Min(values), scale = width > 0 ? (digits * (double)digits - 1) / width : 0;
        if (!double.IsFinite(scale)) scale = 0; // all in one place: left to comparison
        var (low, high) = (new int[digits], new int[digits]);
        foreach (double v in values)
        {
            uint place = (uint)((v - least) * scale);
            low[place & (digits - 1)]++;
            high[place >> bits]++;
        }
        Starts(low);
        Starts(high);
        double[] halfway = GC.AllocateUninitializedArray<double>(n);
        int[] middle = GC.AllocateUninitializedArray<int>(n);
        for (int i = 0; i < n; i++)
        {
            int at = low[(uint)((values[i] - least) * scale) & (digits - 1)]++;
            (halfway[at], middle[at]) = (values[i], items[i]);
        }
        sorted = GC.AllocateUninitializedArray<double>(n);
        for (int i = 0; i < n; i++)
        {
            int at = high[(uint)((halfway[i] - least) * scale) >> bits]++;
            (sorted[at], items[at]) = (halfway[i], middle[i]);
        }
        Finish(sorted, items, least, scale);
        return items;
    }

    private static void Starts(int[] counts)
    {
        int sum = 0;
        for (int d = 0; d < counts.Length; d++) (counts[d], sum) = (sum, sum + counts[d]);
    }

    /// <summary>Sorts what fell on one place.</summary>
    private static void Finish(double[] sorted, int[] items, double least, double scale)
    {
        for (int k = 1; k < sorted.Length; k++)
        {
            if (!(sorted[k] < sorted[k - 1])) continue;
            uint place = (uint)((sorted[k] - least) * scale);
            int start = k - 1, end = k + 1;
            while (start > 0 && (uint)((sorted[start - 1] - least) * scale) == place) start--;
            while (end < sorted.Length && (uint)((sorted[end] - least) * scale) == place) end++;
            if (end - start > LongRun) SortRun(sorted, items, start, end - start);
            else
                for (int i = start + 1; i < end; i++) SinkLast(sorted, items, i);
            k = end - 1;
        }
    }
}
