using System.Numerics.Tensors;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Concordance;

/// <summary>
/// Weights by rank of the score with prefix sums: level by level sums over 32 of the level below, so that a change touches one number
/// and a query adds one short run of neighbours on each level.
/// </summary>
internal sealed class RankTree
{
    private const int Shift = 5;
    private readonly double[][] _levels;

    public RankTree(int ranks)
    {
        var levels = new List<double[]> { new double[ranks] };
        while (levels[^1].Length > 1 << Shift) levels.Add(new double[(levels[^1].Length - 1 >> Shift) + 1]);
        _levels = [.. levels];
    }

    public double Total { get; private set; }

    public void Add(int rank, double weight)
    {
        foreach (double[] level in _levels)
        {
            level[rank] += weight;
            rank >>= Shift;
        }
        Total += weight;
    }

    /// <summary>Weight of smaller, larger and equal ranks.</summary>
    public (double Smaller, double Larger, double Equal) Compare(int rank)
    {
        double smaller = 0, equal = _levels[0][rank];
        foreach (double[] level in _levels)
        {
            int start = rank >> Shift << Shift;
            smaller += TensorPrimitives.Sum<double>(level.AsSpan(start, rank - start));
            rank >>= Shift;
        }
        return (smaller, Total - smaller - equal, equal);
    }
}

/// <summary>Pairs of one stratum and how they change with the weight of each row, in O(n log n).</summary>
/// <remarks>
/// A pair is comparable when one row has the event while the other is at risk and does not have it at the same time; a row
/// censored at the time of an event outlives it.
/// </remarks>
internal sealed class ConcordanceSweep(CoxDesign design, int[] rank, int ranks, int stratum, double[] timeWeight)
{
    private readonly int _start = design.StratumStart[stratum], _end = design.StratumStart[stratum + 1];

    /// <summary>Comparable weight in which the event has the smaller score, the larger, and the same.</summary>
    public double Smaller, Larger, Equal;

    public double TiedTime, TiedBoth;

    /// <summary>Adds to the derivative of each count by the weight of each row (arrays over all sorted rows).</summary>
    public void Run(double[] smaller, double[] larger, double[] equal)
    {
        AsEvent(smaller, larger, equal);
        AsSurvivor(smaller, larger, equal);
    }

    /// <summary>From late to early: each event against those then at risk.</summary>
    private void AsEvent(double[] smaller, double[] larger, double[] equal)
    {
        var atRisk = new RankTree(ranks);
        int next = _end - 1, entered = _end - 1;
        for (int k = design.FirstEvent[stratum + 1] - 1; k >= design.FirstEvent[stratum]; k--)
        {
            EventTime at = design.Events[k];
            for (; next >= at.EndDeath; next--) atRisk.Add(rank[next], design.Weight[next]);
            for (; design.EntryOrder.Length > 0 && entered >= _start && design.Entry[design.EntryOrder[entered]] >= at.Time; entered--)
                atRisk.Add(rank[design.EntryOrder[entered]], -design.Weight[design.EntryOrder[entered]]);
            for (int i = at.FirstDeath; i < at.EndDeath; i++)
            {
                (double below, double above, double same) = atRisk.Compare(rank[i]);
                double w = timeWeight[k];
                smaller[i] += w * above; // the event has the smaller score
                larger[i] += w * below;
                equal[i] += w * same;
                Smaller += w * design.Weight[i] * above;
                Larger += w * design.Weight[i] * below;
                Equal += w * design.Weight[i] * same;
            }
            CountTies(at, timeWeight[k]);
            for (; next >= at.FirstDeath; next--) atRisk.Add(rank[next], design.Weight[next]);
        }
    }

    /// <summary>From early to late: each row against the events it outlives while at risk.</summary>
    private void AsSurvivor(double[] smaller, double[] larger, double[] equal)
    {
        var events = new RankTree(ranks);
        int row = _start, entry = _start;
        for (int k = design.FirstEvent[stratum]; k <= design.FirstEvent[stratum + 1]; k++)
        {
            bool last = k == design.FirstEvent[stratum + 1];
            int exits = last ? _end : design.Events[k].EndDeath;
            double time = last ? double.PositiveInfinity : design.Events[k].Time;
            for (; design.EntryOrder.Length > 0 && entry < _end && design.Entry[design.EntryOrder[entry]] < time; entry++)
                Take(events, design.EntryOrder[entry], -1, smaller, larger, equal);
            for (; row < exits; row++) Take(events, row, 1, smaller, larger, equal);
            if (last) break;
            for (int i = design.Events[k].FirstDeath; i < exits; i++) events.Add(rank[i], timeWeight[k] * design.Weight[i]);
        }
    }

    private void Take(RankTree events, int row, int sign, double[] smaller, double[] larger, double[] equal)
    {
        (double below, double above, double same) = events.Compare(rank[row]);
        smaller[row] += sign * below; // the event has the smaller score
        larger[row] += sign * above;
        equal[row] += sign * same;
    }

    private void CountTies(EventTime at, double weight)
    {
        if (at.Deaths < 2) return;
        double total = 0, squares = 0;
        var byRank = new Dictionary<int, (double Sum, double Squares)>();
        for (int i = at.FirstDeath; i < at.EndDeath; i++)
        {
            double w = design.Weight[i];
            total += w;
            squares += w * w;
            (double sum, double own) = byRank.GetValueOrDefault(rank[i]);
            byRank[rank[i]] = (sum + w, own + w * w);
        }
        double both = byRank.Values.Sum(v => (v.Sum * v.Sum - v.Squares) / 2);
        TiedBoth += weight * both;
        TiedTime += weight * ((total * total - squares) / 2 - both);
    }
}
