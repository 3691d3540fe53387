namespace NotebookKit.Statistics.Groups;

/// <summary>
/// Permutation distributions of sums of ranks, ties included, by the shift algorithm of Streitberg and Röhmel (1986) on doubled ranks.
/// </summary>
internal static class RankSumDistribution
{
    private const double WorkLimit = 2e9;

    /// <summary>
    /// P(S ≤ s) and P(S ≥ s) for the sum S of <paramref name="size"/> ranks drawn without replacement; null if too much work.
    /// </summary>
    public static (double Lower, double Upper)? OfSubset(ReadOnlySpan<double> ranks, int size, double sum)
    {
        int[] doubled = Doubled(ranks);
        int total = doubled.Sum();
        if ((double)doubled.Length * size * total > WorkLimit) return null;
        var count = new double[size + 1][];
        for (int k = 0; k <= size; k++) count[k] = new double[total + 1];
        count[0][0] = 1;
        int used = 0, reach = 0;
        foreach (int rank in doubled)
        {
            for (int k = Math.Min(used, size - 1); k >= 0; k--)
                for (int s = reach; s >= 0; s--)
                    if (count[k][s] != 0) count[k + 1][s + rank] += count[k][s];
            used++;
            reach += rank;
        }
        return Tails(count[size], sum);
    }

    /// <summary>
    /// P(S ≤ s) and P(S ≥ s) for the sum S of ranks each of which counts with probability one half; null if too much work.
    /// </summary>
    public static (double Lower, double Upper)? OfSigns(ReadOnlySpan<double> ranks, double sum)
    {
        int[] doubled = Doubled(ranks);
        int total = doubled.Sum();
        if ((double)doubled.Length * total > WorkLimit || doubled.Length > 1000) return null;
        var count = new double[total + 1];
        count[0] = 1;
        int reach = 0;
        foreach (int rank in doubled)
        {
            for (int s = reach; s >= 0; s--) count[s + rank] += count[s];
            reach += rank;
        }
        return Tails(count, sum);
    }

    private static int[] Doubled(ReadOnlySpan<double> ranks)
    {
        var doubled = new int[ranks.Length];
        for (int i = 0; i < doubled.Length; i++) doubled[i] = (int)Math.Round(2 * ranks[i]);
        return doubled;
    }

    private static (double Lower, double Upper) Tails(double[] count, double sum)
    {
        int observed = (int)Math.Round(2 * sum);
        double lower = 0, upper = 0, all = 0;
        for (int s = 0; s < count.Length; s++)
        {
            all += count[s];
            if (s <= observed) lower += count[s];
            if (s >= observed) upper += count[s];
        }
        return (lower / all, upper / all);
    }
}
