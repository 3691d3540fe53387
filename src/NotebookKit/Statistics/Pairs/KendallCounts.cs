namespace NotebookKit.Statistics.Pairs;

/// <summary>Concordance of pairs of pairs, counted in n log n (Knight 1966), with sums over ties.</summary>
internal sealed record KendallCounts(double Score, KendallCounts.Ties X, KendallCounts.Ties Y)
{
    /// <summary>Sums over groups of t tied values: t(t − 1)/2, t(t − 1)(2t + 5), t(t − 1)(t − 2).</summary>
    internal readonly record struct Ties(double Pairs, double Triple, double Cubes)
    {
        public Ties Add(double t) => new(Pairs + t * (t - 1) / 2, Triple + t * (t - 1) * (2 * t + 5), Cubes + t * (t - 1) * (t - 2));
    }

    public static KendallCounts Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        (double X, double Y)[] pairs = new (double, double)[x.Length];
        for (int i = 0; i < pairs.Length; i++) pairs[i] = (x[i], y[i]);
        Array.Sort(pairs);
        double tiedInBoth = TiesOf(pairs, (a, b) => a == b).Pairs;
        Ties tiesX = TiesOf(pairs, (a, b) => a.X == b.X);
        double[] second = [.. pairs.Select(p => p.Y)];
        double discordant = SortCountingSwaps(second, new double[second.Length], 0, second.Length);
        Ties tiesY = TiesOf(second, (a, b) => a == b);
        double all = pairs.Length * (pairs.Length - 1.0) / 2;
        return new(all - tiesX.Pairs - tiesY.Pairs + tiedInBoth - 2 * discordant, tiesX, tiesY);
    }

    /// <summary>Two-sided P from the distribution of inversions of a random permutation.</summary>
    public static double ExactP(long concordant, int n)
    {
        double[] probability = [1];
        for (int i = 2; i <= n; i++)
        {
            var next = new double[probability.Length + i - 1];
            for (int s = 0; s < probability.Length; s++)
                for (int j = 0; j < i; j++) next[s + j] += probability[s] / i;
            probability = next;
        }
        double lower = 0, upper = 0;
        for (int s = 0; s < probability.Length; s++)
        {
            if (s <= concordant) lower += probability[s];
            if (s >= concordant) upper += probability[s];
        }
        return Math.Min(1, 2 * Math.Min(lower, upper));
    }

    private static Ties TiesOf<T>(T[] sorted, Func<T, T, bool> equal)
    {
        var ties = new Ties();
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && equal(sorted[end], sorted[start])) end++;
            ties = ties.Add(end - start);
        }
        return ties;
    }

    private static double SortCountingSwaps(double[] values, double[] buffer, int start, int end)
    {
        if (end - start < 2) return 0;
        int middle = (start + end) / 2;
        double swaps = SortCountingSwaps(values, buffer, start, middle) + SortCountingSwaps(values, buffer, middle, end);
        int left = start, right = middle;
        for (int i = start; i < end; i++)
        {
            bool takeRight = left >= middle || (right < end && values[right] < values[left]);
            if (takeRight && left < middle) swaps += middle - left;
            buffer[i] = takeRight ? values[right++] : values[left++];
        }
        Array.Copy(buffer, start, values, start, end - start);
        return swaps;
    }
}
