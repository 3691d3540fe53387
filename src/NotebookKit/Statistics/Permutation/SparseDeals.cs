namespace NotebookKit.Statistics.Permutation;

/// <summary>
/// P of Σ (group mean − mean)²·rows over all allocations of patients to two or more groups, summed over one or more whole-number scores,
/// by the shares of
/// the allocations that lead to each vector of patients, rows and scores of all groups but the last.
/// </summary>
internal static class SparseDeals
{
    private const int MostStates = 2_000_000;
    private const double Tolerance = 1e-10;

    /// <summary>The share, or null where there are too many vectors.</summary>
    /// <param name="rows">Rows of each patient.</param>
    /// <param name="sums">For each score its sum over each patient's rows.</param>
    /// <param name="group">Group of each patient.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="patience">Progress and cancellation.</param>
    public static double? Share(int[] rows, long[][] sums, int[] group, int groups, Patience patience = default)
    {
        int scores = sums.Length, width = 2 + scores, free = groups - 1;
        // a vector is one number: its coordinates in mixed radix
        var radix = new double[free * width];
        var place = new UInt128[free * width];
        double capacity = 1;
        for (int i = 0; i < radix.Length; i++)
        {
            int what = i % width;
            radix[i] = 1 + (what == 0 ? group.Count(g => g == i / width) : what == 1 ? rows.Sum() : sums[what - 2].Sum());
            place[i] = (UInt128)capacity;
            if (i > 0) place[i] = place[i - 1] * (UInt128)radix[i - 1];
            capacity *= radix[i];
            if (capacity > 1e37) return null;
        }
        int[] need = [.. Enumerable.Range(0, groups).Select(g => group.Count(x => x == g))];
        var states = new Dictionary<UInt128, double> { [0] = 1 };
        for (int j = 0; j < rows.Length; j++)
        {
            patience.Report((double)j / rows.Length);
            var step = new UInt128[groups];
            for (int g = 0; g < free; g++)
            {
                step[g] = place[g * width] + place[g * width + 1] * (UInt128)rows[j];
                for (int s = 0; s < scores; s++) step[g] += place[g * width + 2 + s] * (UInt128)sums[s][j];
            }
            var next = new Dictionary<UInt128, double>(states.Count * 2);
            foreach ((UInt128 key, double share) in states)
            {
                int left = rows.Length - j, last = left;
                for (int g = 0; g < free; g++)
                {
                    int open = need[g] - (int)(key / place[g * width] % (UInt128)radix[g * width]);
                    last -= open;
                    Add(next, key + step[g], share * open / left);
                }
                Add(next, key, share * last / left);
            }
            if (next.Count > MostStates) return null;
            states = next;
        }
        double observed = Statistic(Code(rows, sums, group, place, width)), p = 0;
        foreach ((UInt128 key, double share) in states) if (Statistic(key) >= observed * (1 - Tolerance)) p += share;
        return p;

        static void Add(Dictionary<UInt128, double> states, UInt128 key, double share)
        {
            if (share > 0) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(states, key, out _) += share;
        }

        double Statistic(UInt128 key)
        {
            double n = rows.Sum(), others = n, total = 0;
            var rest = new double[scores];
            for (int s = 0; s < scores; s++) rest[s] = sums[s].Sum();
            for (int g = 0; g < free; g++)
            {
                double mine = At(key, g * width + 1);
                others -= mine;
                for (int s = 0; s < scores; s++)
                {
                    double sum = At(key, g * width + 2 + s), excess = n * sum - mine * sums[s].Sum();
                    rest[s] -= sum;
                    total += excess * excess / mine;
                }
            }
            for (int s = 0; s < scores; s++) total += Math.Pow(n * rest[s] - others * sums[s].Sum(), 2) / others;
            return total;
        }

        double At(UInt128 key, int i) => (double)(key / place[i] % (UInt128)radix[i]);
    }

    private static UInt128 Code(int[] rows, long[][] sums, int[] group, UInt128[] place, int width)
    {
        UInt128 key = 0;
        for (int j = 0; j < rows.Length; j++)
        {
            int at = group[j] * width;
            if (at >= place.Length) continue;
            key += place[at] + place[at + 1] * (UInt128)rows[j];
            for (int s = 0; s < sums.Length; s++) key += place[at + 2 + s] * (UInt128)sums[s][j];
        }
        return key;
    }
}
