using System.Numerics;
using System.Runtime.InteropServices;

namespace NotebookKit.Statistics.Permutation;

/// <summary>
/// P of Σ (group mean − mean)²·rows over all allocations of patients to two or more groups, summed over one or more whole-number scores,
/// by the shares of the allocations that lead to each vector of patients, rows and scores of all groups but the last.
/// </summary>
/// <remarks>
/// A vector is reached by a share of the allocations that is also its share in the end, so that vectors below 1e-22 are dropped; what was
/// dropped is added up and is part of the limits of P. Larger tables than some seconds' work are left to draws, and their result says so.
/// </remarks>
internal sealed class SparseDeals
{
    private const int MostStates = 2_000_000;
    private const double MostSteps = 3e7, Droppable = 1e-22, Tolerance = 1e-10;

    private readonly int[] _rows, _need;
    private readonly long[][] _sums;
    private readonly int _groups, _scores, _width;
    private readonly bool _complete; // the scores of a patient add up to the rows, so that the last need not be kept
    private readonly int[] _shift, _bits;
    private readonly double _allRows;
    private readonly double[] _allSums, _rest;

    private SparseDeals(int[] rows, long[][] sums, int[] group, int groups)
    {
        (this._rows, this._groups, this._sums) = (rows, groups, sums);
        _complete = sums.Length > 1 && Enumerable.Range(0, rows.Length).All(j => sums.Sum(s => s[j]) == rows[j]);
        _scores = _complete ? sums.Length - 1 : sums.Length;
        _width = 2 + _scores;
        _need = [.. Enumerable.Range(0, groups).Select(g => group.Count(x => x == g))];
        _bits = [.. Enumerable.Range(0, (groups - 1) * _width)
            .Select(i => BitsOf(i % _width == 0 ? _need[i / _width] : i % _width == 1 ? rows.Sum() : sums[i % _width - 2].Sum()))];
        (_allRows, _allSums, _rest) = (rows.Sum(), [.. sums.Select(s => (double)s.Sum())], new double[sums.Length]);
        _shift = [.. _bits.Select((_, i) => _bits.Take(i).Sum())];
    }

    /// <summary>The share, with what was dropped; null where there are too many vectors.</summary>
    /// <param name="rows">Rows of each patient.</param>
    /// <param name="sums">For each score its sum over each patient's rows; not negative.</param>
    /// <param name="group">Group of each patient.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="patience">Progress and cancellation.</param>
    public static (double Share, double Dropped)? Share(int[] rows, long[][] sums, int[] group, int groups, Patience patience = default)
    {
        var deals = new SparseDeals(rows, sums, group, groups);
        return deals._bits.Sum() <= 128 ? deals.Count(group, patience) : null;
    }

    private static int BitsOf(long most) => 64 - BitOperations.LeadingZeroCount((ulong)most);

    private (double, double)? Count(int[] group, Patience patience)
    {
        int free = _groups - 1;
        var states = new Dictionary<UInt128, double> { [0] = 1 };
        double dropped = 0, steps = 0;
        for (int j = 0; j < _rows.Length; j++)
        {
            UInt128[] step = [.. Enumerable.Range(0, free).Select(g => StepOf(j, g))];
            var next = new Dictionary<UInt128, double>(states.Count * 2);
            int left = _rows.Length - j, seen = 0;
            foreach ((UInt128 key, double share) in states)
            {
                if (seen++ % 65_536 == 0) patience.Report((double)j / _rows.Length);
                if (share < Droppable)
                {
                    dropped += share;
                    continue;
                }
                int last = left;
                for (int g = 0; g < free; g++)
                {
                    int open = _need[g] - (int)At(key, g * _width);
                    last -= open;
                    if (open > 0) CollectionsMarshal.GetValueRefOrAddDefault(next, key + step[g], out _) += share * open / left;
                }
                if (last > 0) CollectionsMarshal.GetValueRefOrAddDefault(next, key, out _) += share * last / left;
            }
            steps += _groups * (double)states.Count;
            if (next.Count > MostStates || steps > MostSteps) return null;
            states = next;
        }
        UInt128 own = 0;
        for (int j = 0; j < _rows.Length; j++) if (group[j] < free) own += StepOf(j, group[j]);
        double observed = Statistic(own), p = 0;
        foreach ((UInt128 key, double share) in states) if (Statistic(key) >= observed * (1 - Tolerance)) p += share;
        return (p, dropped);
    }

    /// <summary>What patient <paramref name="j"/> adds to the vector as one of a group.</summary>
    private UInt128 StepOf(int j, int group)
    {
        int at = group * _width;
        UInt128 step = (UInt128.One << _shift[at]) + ((UInt128)_rows[j] << _shift[at + 1]);
        for (int s = 0; s < _scores; s++) step += (UInt128)_sums[s][j] << _shift[at + 2 + s];
        return step;
    }

    private ulong At(UInt128 key, int i) => (ulong)(key >> _shift[i]) & (_bits[i] == 64 ? ulong.MaxValue : (1UL << _bits[i]) - 1);

    private double Statistic(UInt128 key)
    {
        double others = _allRows, total = 0;
        _allSums.CopyTo(_rest, 0);
        for (int g = 0; g < _groups - 1; g++)
        {
            double mine = At(key, g * _width + 1), left = mine;
            others -= mine;
            for (int s = 0; s < _sums.Length; s++)
            {
                double sum = s < _scores ? At(key, g * _width + 2 + s) : left;
                left -= sum;
                _rest[s] -= sum;
                total += Square(_allRows * sum - mine * _allSums[s]) / mine;
            }
        }
        for (int s = 0; s < _sums.Length; s++) total += Square(_allRows * _rest[s] - others * _allSums[s]) / others;
        return total;
    }

    private static double Square(double x) => x * x;
}
