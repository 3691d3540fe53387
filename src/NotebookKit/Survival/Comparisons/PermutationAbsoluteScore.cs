using System.Numerics;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Survival.Comparisons;

/// <summary>
/// The permutation log-rank test by |U|, the sum of the scores of one group (<see cref="PermutedStatistic.Linear"/>): exact by
/// meeting in the middle, from the sorted sums of the two halves of the units (Horowitz and Sahni 1974, doi:10.1145/321812.321823).
/// Time and memory grow with 2^(C/2) in place of 2^C.
/// </summary>
internal static class PermutationAbsoluteScore
{
    /// <summary>Sums kept for one half at most: 160 MB in double precision.</summary>
    private const double MostSums = 2e7;

    /// <summary>
    /// |U|, by meeting in the middle where the sums fit into memory: in whole numbers if they fit into 126 bits, else between two limits.
    /// </summary>
    public static (double, PermutationP) Test(TwoGroupDeals deals, PermutationStatistic layout, PermutationOptions options,
        Patience patience)
    {
        double[] scores = layout.Scores();
        double u = Math.Abs(SumOf(scores, deals.Observed)), variance = 0;
        for (int s = 0; s < deals.Members.Length; s++)
        {
            double c = deals.Members[s].Length, m = deals.Chosen[s], mean = deals.Members[s].Average(j => scores[j]);
            if (c > 1) variance += m * (c - m) / (c * (c - 1)) * deals.Members[s].Sum(j => (scores[j] - mean) * (scores[j] - mean));
        }
        double rounding = QuadraticRatio.Rounding(scores), observed = u > rounding ? u * u / variance : 0;
        if (observed == 0) return (0, PermutationP.Of(deals.Count, deals.Count));
        if (deals.Members.Length == 1 && Fits(deals.Units, deals.Chosen[0]))
        {
            if (layout.WholeScores() is { } whole)
            {
                Int128 limit = 0;
                for (int j = 0; j < whole.Length; j++) if (deals.Observed[j]) limit += whole[j];
                return (observed, PermutationP.Of(CountExtreme(whole, deals.Chosen[0], Int128.Abs(limit), patience), deals.Count));
            }
            PermutationP p = PermutationP.Of(CountExtreme(scores, deals.Chosen[0], u - rounding, patience), deals.Count);
            PermutationP least = PermutationP.Of(CountExtreme(scores, deals.Chosen[0], u + rounding, patience), deals.Count);
            return (observed, p with { Limits = (least.P, p.P) });
        }
        var form = new QuadraticRatio(scores, new double[deals.Units], [], 1);
        return (observed, deals.Count <= options.MaxEnumerated
            ? PermutationP.Of(form.CountExtreme(deals, patience), deals.Count)
            : TiltedDraws.Estimate(deals, scores, chosen => (SumOf(scores, chosen), 1), options.Draws, options.Seed, patience));
    }

    private static double SumOf(double[] values, bool[] chosen)
    {
        double sum = 0;
        for (int j = 0; j < chosen.Length; j++) if (chosen[j]) sum += values[j];
        return sum;
    }

    /// <summary>Whether the lists of sums fit into memory.</summary>
    private static bool Fits(int units, int chosen)
    {
        double sums = 0;
        int half = (units + 1) / 2;
        for (int k = 0; k <= Math.Min(chosen, half); k++) sums += (double)TwoGroupDeals.Binomial(half, k);
        return sums <= MostSums;
    }

    /// <summary>
    /// Number of choices of units whose scores add up to at least <paramref name="limit"/> in absolute value; without rounding if
    /// <typeparamref name="T"/> is a whole number.
    /// </summary>
    private static BigInteger CountExtreme<T>(T[] scores, int chosen, T limit, Patience patience = default)
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
            patience.Check();
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
