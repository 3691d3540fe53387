namespace NotebookKit.Statistics.Permutation;

/// <summary>
/// P of any statistic of <see cref="RateScores"/> from how many patients of each type are chosen, a type being a number of rows with a
/// sum of scores:
/// there are far fewer such vectors than allocations.
/// </summary>
internal sealed class TypeCounts
{
    private const double Tolerance = 1e-10;
    private const int ReportEvery = 1 << 22;

    private readonly RateScores _scores;
    private readonly PermutedStatistic _statistic;
    private readonly (double Rows, double Excess, double Square, int Count)[] _types;
    private readonly int[] _after; // patients of later types
    private readonly double[][] _ways;
    private readonly double _allSquares, _atLeast;
    private readonly Patience _patience;
    private readonly double _vectors;
    private long _seen;
    private double _extreme;

    private TypeCounts(RateScores scores, PermutedStatistic statistic, bool[] observed, Patience patience)
    {
        (this._scores, this._statistic, this._patience) = (scores, statistic, patience);
        _types = Types(scores);
        _allSquares = _types.Sum(t => t.Count * t.Square);
        _after = [.. _types.Select((_, i) => _types.Skip(i + 1).Sum(t => t.Count))];
        _ways = [.. _types.Select(t => Enumerable.Range(0, t.Count + 1).Select(k => (double)TwoGroupDeals.Binomial(t.Count, k)).ToArray())];
        (double excess, double variance) = scores.Form(observed, statistic);
        _atLeast = variance > 0 ? excess * excess / variance * (1 - Tolerance) : 0;
        _vectors = Vectors(scores, observed.Count(x => x));
    }

    /// <summary>Number of vectors.</summary>
    public static double Vectors(RateScores scores, int chosen)
    {
        var number = new double[chosen + 1];
        number[0] = 1;
        foreach ((_, _, _, int count) in Types(scores))
            for (int k = chosen; k >= 0; k--)
            {
                double sum = 0;
                for (int c = 0; c <= Math.Min(count, k); c++) sum += number[k - c];
                number[k] = sum;
            }
        return number[chosen];
    }

    /// <summary>Share of the allocations that are at least as extreme.</summary>
    public static double Share(RateScores scores, PermutedStatistic statistic, TwoGroupDeals deals, Patience patience = default)
    {
        var walk = new TypeCounts(scores, statistic, deals.Observed, patience);
        if (!(walk._atLeast > 0)) return 1;
        walk.Take(0, deals.Chosen[0], 0, 0, 0, 1);
        return walk._extreme / (double)deals.Count;
    }

    private static (double Rows, double Excess, double Square, int Count)[] Types(RateScores scores) =>
        [.. scores.Rows.Zip(scores.Excess).GroupBy(p => p).OrderByDescending(g => g.Count())
            .Select(g => ((double)g.Key.First, g.Key.Second, g.Key.Second * g.Key.Second, g.Count()))];

    private void Take(int type, int left, double rows, double excess, double squares, double weight)
    {
        (double r, double e, double q, int count) = _types[type];
        for (int k = Math.Max(0, left - _after[type]); k <= Math.Min(count, left); k++)
        {
            double nextRows = rows + k * r, nextExcess = excess + k * e, nextSquares = squares + k * q,
                nextWeight = weight * _ways[type][k];
            if (type < _types.Length - 1)
            {
                Take(type + 1, left - k, nextRows, nextExcess, nextSquares, nextWeight);
                continue;
            }
            double variance = _scores.Variance(nextRows, nextSquares, _allSquares, _statistic);
            if (variance > 0 && nextExcess * nextExcess >= _atLeast * variance) _extreme += nextWeight;
            if (++_seen % ReportEvery == 0) _patience.Report(_seen / _vectors);
        }
    }
}
