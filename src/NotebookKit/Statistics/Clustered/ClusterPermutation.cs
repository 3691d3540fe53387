using System.Globalization;
using System.Numerics;
using NotebookKit.Numerics;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Statistics.Clustered;

/// <summary>Permutation test that deals whole clusters to the groups.</summary>
internal sealed class ClusterPermutation
{
    private const double MostDeals = 1_000_000;
    private const int Draws = 20_000;
    private const ulong Seed = 20241108;
    private const double Tolerance = 1e-9;

    private readonly int _clusters, _groups, _scores;
    private readonly int[] _size;
    private readonly double[] _excess;
    private readonly int[] _places;
    private readonly int[] _rows;
    private readonly double[] _sums;
    private readonly Patience _patience;
    private double _threshold;
    private long _deals, _extreme;

    private ClusterPermutation(ClusterSums data, Patience patience)
    {
        this._patience = patience;
        (_clusters, _groups, _scores) = (data.Clusters, data.Groups, data.Scores.Length);
        _size = [.. Enumerable.Range(0, _clusters).Select(data.RowsOf)];
        _excess = new double[_clusters * _scores];
        _places = new int[_groups];
        _rows = new int[_groups];
        _sums = new double[_groups * _scores];
        for (int c = 0; c < _clusters; c++)
        {
            int g = data.GroupOf(c);
            _places[g]++;
            for (int s = 0; s < _scores; s++) _excess[c * _scores + s] = data.Excess(s, c, g);
        }
    }

    public static HypothesisTestResult Test(ClusterSums data, string what, PermutedStatistic asked, bool areRates,
        Patience patience = default)
    {
        int[] observed = [.. Enumerable.Range(0, data.Clusters).Select(data.GroupOf)];
        int[] perGroup = [.. Enumerable.Range(0, data.Groups).Select(g => observed.Count(o => o == g))];
        (PermutedStatistic statistic, string? why) = StatisticChoice.Of(asked, areRates, perGroup, "clusters");
        var result = new HypothesisTestResult { TestName = "", N = Enumerable.Range(0, data.Clusters).Sum(data.RowsOf),
            StatisticName = "Q" };
        PermutationP p;
        BigInteger allocations = Allocations(perGroup);
        double value;
        if (data.Groups == 2 && (data.Scores.Length == 1 || areRates))
        {
            var deals = new TwoGroupDeals(observed);
            var scores = new RateScores([.. Enumerable.Range(0, data.Clusters).Select(data.RowsOf)], data.Whole(out double scale)![^1]);
            value = scores.Printed(deals.Observed, statistic);
            value *= statistic == PermutedStatistic.Studentized ? 1 : statistic == PermutedStatistic.Standardized ? scale * scale : scale;
            p = RatePermutation.P(scores, statistic, deals, Draws, (long)Seed, patience);
            result = result with {
                StatisticName = statistic switch { PermutedStatistic.Studentized => "χ²", PermutedStatistic.Linear => "|U|",
                    PermutedStatistic.Difference => "difference", _ => "Q" } };
        }
        else
        {
            if (statistic != PermutedStatistic.Standardized)
                throw new ArgumentException(
                    $"Statistic {asked}: it compares two groups by one score; of several levels ask for {PermutedStatistic.Standardized}.",
                    nameof(asked));
            var dealer = new ClusterPermutation(data, patience);
            value = dealer.Observe(observed);
            p = dealer.P(data, observed, allocations);
        }
        string clusters = $"{data.Clusters.ToString(CultureInfo.InvariantCulture)} clusters to the groups";
        string note = p.IsExact ? $"All {TwoGroupDeals.Text(allocations)} allocations of {clusters}."
            : p.IsWeighted
            ? string.Create(CultureInfo.InvariantCulture,
                $"{p.Draws:N0} weighted draws from {TwoGroupDeals.Text(allocations)} allocations of {clusters}, fixed seed; 95% confidence "
                    + $"limits of P {p.Limits!.Value.Lower:G3} to {p.Limits.Value.Upper:G3}.")
            : string.Create(CultureInfo.InvariantCulture,
                $"{p.Draws:N0} random draws from {TwoGroupDeals.Text(allocations)} allocations of {clusters}, fixed seed; 95% confidence "
                    + $"limits of P {p.Limits!.Value.Lower:G3} to {p.Limits.Value.Upper:G3}.");
        return result with
        {
            TestName = $"{(p.IsExact ? "Exact permutation" : p.IsWeighted ? "Importance-sampled permutation"
                : "Monte Carlo permutation")} test of {what} by clusters"
                + (!areRates && asked == PermutedStatistic.Automatic ? "" : ", " + StatisticChoice.Words(statistic, "clusters")),
            Statistic = value, P = p.P, Note = why is null ? note : $"{note} Statistic: {why}.",
        };
    }

    private double Observe(int[] observed)
    {
        for (int c = 0; c < observed.Length; c++) Deal(c, observed[c], 1);
        double statistic = Statistic();
        for (int c = 0; c < observed.Length; c++) Deal(c, observed[c], -1);
        _threshold = statistic * (1 - Tolerance) - 1e-3 * Tolerance * _excess.Sum(e => e * e);
        return statistic;
    }

    private PermutationP P(ClusterSums data, int[] observed, BigInteger allocations)
    {
        if (allocations > (BigInteger)MostDeals && data.Whole(out _) is { } whole
            && SparseDeals.Share(_size, whole, observed, _groups, _patience) is var (share, dropped))
            return PermutationP.OfShare(share, allocations) with { Limits = dropped > 0 ? (share, share + dropped) : null };
        if (allocations <= (BigInteger)MostDeals)
        {
            DealAll(0, [.. _places], (double)allocations);
            return PermutationP.Of(_extreme, allocations);
        }
        DealAtRandom(observed);
        return PermutationP.OfDraws(_extreme, Draws, allocations);
    }

    private void Deal(int cluster, int group, int sign)
    {
        _rows[group] += sign * _size[cluster];
        for (int s = 0; s < _scores; s++) _sums[group * _scores + s] += sign * _excess[cluster * _scores + s];
    }

    private double Statistic()
    {
        double total = 0;
        for (int g = 0; g < _groups; g++)
            for (int s = 0; s < _scores; s++) total += _sums[g * _scores + s] * _sums[g * _scores + s] / _rows[g];
        return total;
    }

    private void Count()
    {
        _deals++;
        if (Statistic() >= _threshold) _extreme++;
    }

    private void DealAll(int cluster, int[] left, double all)
    {
        if (cluster == _clusters)
        {
            Count();
            if (_deals % 1024 == 0) _patience.Report(_deals / all);
            return;
        }
        for (int g = 0; g < _groups; g++)
        {
            if (left[g] == 0) continue;
            left[g]--;
            Deal(cluster, g, 1);
            DealAll(cluster + 1, left, all);
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
            Array.Clear(_rows);
            Array.Clear(_sums);
            for (int c = 0; c < _clusters; c++) Deal(c, dealt[c], 1);
            Count();
            if (d % 16 == 0) _patience.Report((double)d / Draws);
        }
    }

    // clusters! / (places of the first group! · places of the second! · …)
    private static BigInteger Allocations(int[] perGroup)
    {
        BigInteger ways = 1;
        int left = perGroup.Sum();
        foreach (int places in perGroup)
        {
            ways *= TwoGroupDeals.Binomial(left, places);
            left -= places;
        }
        return ways;
    }
}
