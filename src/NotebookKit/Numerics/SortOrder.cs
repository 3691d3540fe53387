using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NotebookKit.Numerics;

/// <summary>The order of finite numbers, equal ones in the order of the data.</summary>
/// <remarks>
/// Few numbers are sorted by counting those before each, whole numbers by counting, others by their place on a scale from the least to the
/// greatest in two passes, and what falls on one place by insertion or, when it is much, by comparison: never worse than n log n.
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
        sorted = values.ToArray();
        Sort(sorted, rows);
        return rows;
    }

    /// <summary>Sorts values with one item for each; items of equal values keep their order if they ascend.</summary>
    public static void Sort(Span<double> values, Span<int> items)
    {
        int n = values.Length;
        if (n > Few && WholeNumbers.RangeOf(values) is { } range && range.Count <= 4L * n) Counting(values, items, range);
        else if (n >= Many && TensorPrimitives.Max<double>(values) - TensorPrimitives.Min<double>(values) is var width
            && double.IsFinite(width))
            Radix(values, items, width);
        else if (n > Few) SortRun(values, items);
        else SortFew(values, items);
    }

    /// <summary>
    /// Sorts a few values with their items, equal ones in their order: the place of each is the number of those less than it.
    /// </summary>
    public static void SortFew(Span<double> values, Span<int> items)
    {
        int n = values.Length;
        Span<Vector<double>> vectors = stackalloc Vector<double>[n / Vector<double>.Count + 1];
        Span<double> all = MemoryMarshal.Cast<Vector<double>, double>(vectors);
        Span<int> allItems = stackalloc int[n], equal = stackalloc int[n];
        all.Fill(double.PositiveInfinity);
        values.CopyTo(all);
        items.CopyTo(allItems);
        equal.Clear();
        for (int i = 0; i < n; i++)
        {
            var value = new Vector<double>(all[i]);
            Vector<long> less = Vector<long>.Zero; // true is −1
            foreach (Vector<double> v in vectors) less -= Vector.LessThan(v, value);
            int place = (int)Vector.Sum(less);
            place += equal[place]++;
            (values[place], items[place]) = (all[i], allItems[i]);
        }
    }

    /// <summary>Moves element k down to its place among the sorted ones before it, behind those equal to it.</summary>
    private static void SinkLast(Span<double> sorted, Span<int> items, int k)
    {
        (double value, int item) = (sorted[k], items[k]);
        for (; k > 0 && sorted[k - 1] > value; k--) (sorted[k], items[k]) = (sorted[k - 1], items[k - 1]);
        (sorted[k], items[k]) = (value, item);
    }

    private static void SortRun(Span<double> values, Span<int> items)
    {
        values.Sort(items);
        for (int start = 0, end; start < values.Length; start = end)
        {
            end = start + 1;
            while (end < values.Length && values[end] == values[start]) end++;
            if (end - start > 1) items[start..end].Sort();
        }
    }

    private static void Counting(Span<double> values, Span<int> items, WholeNumbers range)
    {
        var next = new int[range.Count + 1];
        foreach (double v in values) next[(int)(v - range.Least) + 1]++;
        for (int k = 1; k < next.Length; k++) next[k] += next[k - 1];
        using var order = new Scratch<int>(items.Length);
        Span<int> sorted = order.Span;
        for (int i = 0; i < values.Length; i++) sorted[next[(int)(values[i] - range.Least)]++] = items[i];
        sorted.CopyTo(items);
        for (int k = 0, start = 0; start < values.Length; start = next[k++]) values[start..next[k]].Fill(range.Least + k);
    }

    /// <summary>Two passes over the halves of the place (v − least)·scale, which never falls as v grows.</summary>
    private static void Radix(Span<double> values, Span<int> items, double width)
    {
        int bits = (BitOperations.Log2((uint)values.Length) + 2) / 2, digits = 1 << bits;
        double least = TensorPrimitives.Min<double>(values), scale = width > 0 ? (digits * (double)digits - 1) / width : 0;
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
        using Scratch<double> halfwayValues = new(values.Length);
        using Scratch<int> halfwayItems = new(values.Length);
        Span<double> halfway = halfwayValues.Span;
        Span<int> middle = halfwayItems.Span;
        for (int i = 0; i < values.Length; i++)
        {
            int at = low[(uint)((values[i] - least) * scale) & (digits - 1)]++;
            (halfway[at], middle[at]) = (values[i], items[i]);
        }
        for (int i = 0; i < halfway.Length; i++)
        {
            int at = high[(uint)((halfway[i] - least) * scale) >> bits]++;
            (values[at], items[at]) = (halfway[i], middle[i]);
        }
        Finish(values, items, least, scale);
    }

    private static void Starts(int[] counts)
    {
        int sum = 0;
        for (int d = 0; d < counts.Length; d++) (counts[d], sum) = (sum, sum + counts[d]);
    }

    /// <summary>Sorts what fell on one place.</summary>
    private static void Finish(Span<double> sorted, Span<int> items, double least, double scale)
    {
        for (int k = 1; k < sorted.Length; k++)
        {
            if (!(sorted[k] < sorted[k - 1])) continue;
            uint place = (uint)((sorted[k] - least) * scale);
            int start = k - 1, end = k + 1;
            while (start > 0 && (uint)((sorted[start - 1] - least) * scale) == place) start--;
            while (end < sorted.Length && (uint)((sorted[end] - least) * scale) == place) end++;
            if (end - start > LongRun) SortRun(sorted[start..end], items[start..end]);
            else
                for (int i = start + 1; i < end; i++) SinkLast(sorted, items, i);
            k = end - 1;
        }
    }
}
