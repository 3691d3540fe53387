namespace NotebookKit.Numerics;

/// <summary>Midranks, counted with one sort.</summary>
internal static class Ranking
{
    /// <summary>Ranks 1…n with ties sharing their mean, and the sum of t³ − t over groups of t tied values.</summary>
    public static (double[] Ranks, double TieSum, bool HasTies) Midranks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        var order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++)
        {
            if (double.IsNaN(sorted[i]))
                throw new ArgumentException($"Value {i + 1}: found NaN; expected a number. Leave missing values out.", nameof(values));
            order[i] = i;
        }
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        double ties = 0;
        bool tied = false;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            double t = end - start;
            if (t > 1) (tied, ties) = (true, ties + t * (t * t - 1));
            for (int i = start; i < end; i++) ranks[order[i]] = (start + end + 1) / 2.0;
        }
        return (ranks, ties, tied);
    }
}
