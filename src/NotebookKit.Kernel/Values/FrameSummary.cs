namespace NotebookKit.Kernel.Values;

/// <summary>What a viewer says of one column: counts, and quartiles with bins of equal width or the commonest values.</summary>
/// <param name="N">Values that are not missing.</param>
/// <param name="Missing">Values that are missing.</param>
/// <param name="Distinct">Different values; null when there are more than are counted.</param>
/// <param name="Quartiles">Least, lower quartile, median, upper quartile, greatest (R's type 7); null without numbers.</param>
/// <param name="Mean">Mean; null without numbers.</param>
/// <param name="Bins">Counts in bins of equal width from the least to the greatest; empty without numbers.</param>
/// <param name="Common">The commonest values with their counts; empty where there are bins.</param>
internal sealed record FrameSummary(int N, int Missing, int? Distinct, double[]? Quartiles, double? Mean, int[] Bins,
    IReadOnlyList<(string Value, int Count)> Common)
{
    private const int BinCount = 20, CommonCount = 20, MaxDistinct = 1000;

    public static FrameSummary Of(FrameView view, int column)
    {
        FrameColumn of = view.Column(column);
        return of.IsNumber || of.Type == typeof(DateTime) ? OfNumbers(view, of) : OfWords(view, of);
    }

    private static FrameSummary OfNumbers(FrameView view, FrameColumn column)
    {
        (double[] values, bool[] isMissing) = column.Numbers(view.Total);
        double[] known = [.. view.Rows.Where(row => !isMissing[row]).Select(row => values[row])];
        int missing = view.Rows.Length - known.Length;
        if (known.Length == 0) return new(0, missing, 0, null, null, [], []);
        Array.Sort(known);
        int distinct = 1;
        for (int i = 1; i < known.Length; i++)
            if (known[i] != known[i - 1]) distinct++;
        double[] quartiles = [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(p => Quantile(known, p))];
        double least = known[0], width = known[^1] - least;
        int[] bins = new int[distinct == 1 ? 1 : Math.Min(BinCount, Math.Max(distinct, 2))];
        // Infinite ones fall into the outer bins.
        foreach (double value in known)
            bins[!double.IsFinite(width) || width == 0 ? 0 : Math.Min(bins.Length - 1, (int)((value - least) / width * bins.Length))]++;
        return new(known.Length, missing, distinct, quartiles, known.Average(), bins, []);
    }

    private static FrameSummary OfWords(FrameView view, FrameColumn column)
    {
        (string[] texts, bool[] isMissing) = column.Read(view.Total, v => FrameColumn.Text(v)!);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        int n = 0;
        foreach (int row in view.Rows)
        {
            if (isMissing[row]) continue;
            n++;
            if (counts.TryGetValue(texts[row], out int count)) counts[texts[row]] = count + 1;
            else if (counts.Count <= MaxDistinct) counts[texts[row]] = 1;
        }
        return new(n, view.Rows.Length - n, counts.Count > MaxDistinct ? null : counts.Count, null, null, [],
            counts.Count > MaxDistinct ? [] : [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)
                .Take(CommonCount).Select(c => (c.Key, c.Value))]);
    }

    private static double Quantile(double[] sorted, double p)
    {
        double at = (sorted.Length - 1) * p;
        int below = (int)at;
        return below + 1 >= sorted.Length || at == below || sorted[below] == sorted[below + 1]
            ? sorted[below]
            : sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }
}
