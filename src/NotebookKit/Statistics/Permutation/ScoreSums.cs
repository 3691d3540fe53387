using System.Numerics;

namespace NotebookKit.Statistics.Permutation;

/// <summary>
/// Number of choices of m of C units whose scores add up to at least u in absolute value, by meeting in the middle: sorted sums of the
/// two halves
/// (Horowitz and Sahni 1974, doi:10.1145/321812.321823). Time and memory grow with 2^(C/2) in place of 2^C.
/// </summary>
internal static class ScoreSums
{
    /// <summary>Sums kept for one half at most: 160 MB in double precision.</summary>
    private const double MostSums = 2e7;

    /// <summary>Whether the lists of sums fit into memory.</summary>
    public static bool Fits(int units, int chosen)
    {
        double sums = 0;
        int half = (units + 1) / 2;
        for (int k = 0; k <= Math.Min(chosen, half); k++) sums += (double)TwoGroupDeals.Binomial(half, k);
        return sums <= MostSums;
    }

    /// <summary>Counts |sum| ≥ <paramref name="limit"/>; without rounding if <typeparamref name="T"/> is a whole number.</summary>
    public static BigInteger CountExtreme<T>(T[] scores, int chosen, T limit, Patience patience = default)
        where T : INumber<T>
    {
        int half = scores.Length / 2;
        T[][] first = Sums(scores.AsSpan(0, half), chosen, patience), second = Sums(scores.AsSpan(half), chosen, patience);
        BigInteger count = 0;
        for (int k = Math.Max(0, chosen - second.Length + 1); k <= Math.Min(chosen, first.Length - 1); k++)
        {
            patience.Report((k + 1.0) / (chosen + 2));
            T[] a = first[k], b = second[chosen - k];
            // as a ascends, the first of b that reaches the limit descends, and so does the last that reaches minus the limit
            long pairs = 0;
            int reach = b.Length, below = b.Length;
            foreach (T sum in a)
            {
                while (reach > 0 && sum + b[reach - 1] >= limit) reach--;
                while (below > 0 && sum + b[below - 1] > -limit) below--;
                pairs += b.Length - reach + below;
            }
            count += pairs;
        }
        return count;
    }

    /// <summary>For each k the sums of k scores, ascending.</summary>
    private static T[][] Sums<T>(ReadOnlySpan<T> scores, int chosen, Patience patience)
        where T : INumber<T>
    {
        T[][] lists = [[T.Zero]];
        foreach (T score in scores)
        {
            patience.Cancellation.ThrowIfCancellationRequested();
            var next = new T[Math.Min(lists.Length, chosen) + 1][];
            for (int k = 0; k < next.Length; k++) next[k] = Merge(k < lists.Length ? lists[k] : [], k > 0 ? lists[k - 1] : [], score);
            lists = next;
        }
        return lists;
    }

    private static T[] Merge<T>(T[] without, T[] with, T score)
        where T : INumber<T>
    {
        var merged = new T[without.Length + with.Length];
        for (int i = 0, a = 0, b = 0; i < merged.Length; i++)
            merged[i] = b == with.Length || a < without.Length && without[a] <= with[b] + score ? without[a++] : with[b++] + score;
        return merged;
    }
}
