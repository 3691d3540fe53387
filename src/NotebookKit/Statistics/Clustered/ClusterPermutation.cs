using System.Globalization;
using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Clustered;

/// <summary>Permutation test that deals whole clusters to the groups.</summary>
internal sealed class ClusterPermutation
{
    private const double MostDeals = 1_000_000;
    private const int Draws = 10_000;
    private const ulong Seed = 20241108;
    private const double Tolerance = 1e-9;

    private readonly int clusters, groups, scores;
    private readonly int[] size;
    private readonly double[] excess;
    private readonly int[] places;
    private readonly int[] rows;
    private readonly double[] sums;
    private double threshold;
    private long deals, extreme;

    private ClusterPermutation(ClusterSums data)
    {
        (clusters, groups, scores) = (data.Clusters, data.Groups, data.Scores.Length);
        size = [.. Enumerable.Range(0, clusters).Select(data.RowsOf)];
        excess = new double[clusters * scores];
        places = new int[groups];
        rows = new int[groups];
        sums = new double[groups * scores];
        for (int c = 0; c < clusters; c++)
        {
            int g = data.GroupOf(c);
            places[g]++;
            for (int s = 0; s < scores; s++) excess[c * scores + s] = data.Excess(s, c, g);
        }
    }

    public static HypothesisTestResult Test(ClusterSums data, string what)
    {
        var test = new ClusterPermutation(data);
        int[] observed = [.. Enumerable.Range(0, data.Clusters).Select(data.GroupOf)];
        for (int c = 0; c < observed.Length; c++) test.Deal(c, observed[c], 1);
        double statistic = test.Statistic();
        for (int c = 0; c < observed.Length; c++) test.Deal(c, observed[c], -1);
        test.threshold = statistic * (1 - Tolerance) - 1e-3 * Tolerance * test.excess.Sum(e => e * e);

        bool exact = test.Ways() <= MostDeals;
        if (exact) test.DealAll(0, [.. test.places]);
        else test.DealAtRandom(observed);
        string clusterCount = data.Clusters.ToString(CultureInfo.InvariantCulture);
        return new HypothesisTestResult
        {
            TestName = $"{(exact ? "Exact permutation" : "Monte Carlo permutation")} test of {what} by clusters",
            StatisticName = "Q", Statistic = statistic, N = test.size.Sum(),
            P = exact ? (double)test.extreme / test.deals : (test.extreme + 1.0) / (test.deals + 1.0),
            Note = exact ? FormattableString.Invariant($"All {test.deals:N0} allocations of {clusterCount} clusters to the groups.") : FormattableString.Invariant($"{Draws:N0} random allocations of {clusterCount} clusters to the groups, fixed seed."),
        };
    }

    private void Deal(int cluster, int group, int sign)
    {
        rows[group] += sign * size[cluster];
        for (int s = 0; s < scores; s++) sums[group * scores + s] += sign * excess[cluster * scores + s];
    }

    private double Statistic()
    {
        double total = 0;
        for (int g = 0; g < groups; g++)
            for (int s = 0; s < scores; s++) total += sums[g * scores + s] * sums[g * scores + s] / rows[g];
        return total;
    }

    private void Count()
    {
        deals++;
        if (Statistic() >= threshold) extreme++;
    }

    private void DealAll(int cluster, int[] left)
    {
        if (cluster == clusters)
        {
            Count();
            return;
        }
        for (int g = 0; g < groups; g++)
        {
            if (left[g] == 0) continue;
            left[g]--;
            Deal(cluster, g, 1);
            DealAll(cluster + 1, left);
            Deal(cluster, g, -1);
            left[g]++;
        }
    }

    private void DealAtRandom(int[] groupOf)
    {
        var random = new DeterministicRandom(Seed);
        int[] dealt = [.. groupOf];
        for (int d = 0; d < Draws; d++)
        {
            random.ShuffleFront(dealt, dealt.Length);
            Array.Clear(rows);
            Array.Clear(sums);
            for (int c = 0; c < clusters; c++) Deal(c, dealt[c], 1);
            Count();
        }
    }

    // clusters! / (places of the first group! · places of the second! · …)
    private double Ways()
    {
        double ways = 1;
        int dealt = 0;
        foreach (int place in places)
            for (int i = 1; i <= place; i++) ways *= (double)++dealt / i;
        return Math.Round(ways);
    }
}
