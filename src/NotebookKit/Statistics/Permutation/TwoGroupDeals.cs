using System.Globalization;
using System.Numerics;

namespace NotebookKit.Statistics.Permutation;

/// <summary>All ways to deal units to two groups: as many of each stratum to the first of them as were observed there.</summary>
/// <remarks>The group that has fewer units is "chosen"; every statistic here is the same for the complement.</remarks>
internal sealed class TwoGroupDeals
{
    /// <param name="group">Group of each unit, 0 or 1.</param>
    /// <param name="stratum">Stratum of each unit, within which it is permuted; empty for one.</param>
    public TwoGroupDeals(ReadOnlySpan<int> group, ReadOnlySpan<int> stratum = default)
    {
        Units = group.Length;
        int ones = 0;
        foreach (int g in group) ones += g;
        int chosen = 2 * ones > Units ? 0 : 1;
        Observed = new bool[Units];
        var strata = new SortedDictionary<int, List<int>>();
        for (int u = 0; u < Units; u++)
        {
            Observed[u] = group[u] == chosen;
            int s = stratum.IsEmpty ? 0 : stratum[u];
            if (!strata.TryGetValue(s, out List<int>? members)) strata[s] = members = [];
            members.Add(u);
        }
        Members = [.. strata.Values.Select(m => m.ToArray())];
        Chosen = [.. Members.Select(m => m.Count(u => Observed[u]))];
        Count = Members.Zip(Chosen, (m, k) => Binomial(m.Length, k)).Aggregate(BigInteger.One, (a, b) => a * b);
    }

    public int Units { get; }

    /// <summary>Whether each unit is in the chosen group.</summary>
    public bool[] Observed { get; }

    /// <summary>Units of each stratum.</summary>
    public int[][] Members { get; }

    /// <summary>How many units of each stratum are chosen.</summary>
    public int[] Chosen { get; }

    /// <summary>Number of allocations.</summary>
    public BigInteger Count { get; }

    public static BigInteger Binomial(int n, int k)
    {
        BigInteger ways = 1;
        for (int i = 1; i <= Math.Min(k, n - k); i++) ways = ways * (n - i + 1) / i;
        return ways;
    }

    /// <summary>A number of allocations as one reads it: <c>230,230</c>, <c>2.1 · 10^12</c>.</summary>
    public static string Text(BigInteger count)
    {
        if (count < 1_000_000_000_000) return count.ToString("N0", CultureInfo.InvariantCulture);
        int power = (int)Math.Floor(BigInteger.Log10(count));
        double lead = (double)(count / BigInteger.Pow(10, power - 6)) / 1e6;
        return lead.ToString("0.0", CultureInfo.InvariantCulture) + " · 10^" + power.ToString(CultureInfo.InvariantCulture);
    }
}
