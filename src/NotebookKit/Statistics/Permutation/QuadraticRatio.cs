using System.Numerics;
using System.Numerics.Tensors;

namespace NotebookKit.Statistics.Permutation;

/// <summary>
/// U²/D of an allocation x (1 for a chosen unit), with U = Σ a_j x_j and D = c + Σ l_j x_j + Σ_{j≠k} M_jk x_j x_k: both the log-rank χ²
/// and that
/// studentized over patients are of this form, so that one allocation more costs one addition to each.
/// </summary>
/// <param name="Score">a of each unit; they add up to 0 in each stratum or to what does not matter.</param>
/// <param name="Diagonal">l of each unit.</param>
/// <param name="Cross">M, row by row, with a diagonal of 0; empty for none.</param>
/// <param name="Constant">c.</param>
internal sealed record QuadraticRatio(double[] Score, double[] Diagonal, double[] Cross, double Constant = 0)
{
    /// <summary>Statistics that differ by less are equal but for rounding.</summary>
    public const double Tolerance = 1e-7;

    private const double Negligible = 1e-12;

    /// <summary>A sum of scores that is 0 but for rounding.</summary>
    public static double Rounding(double[] score) => Negligible * score.Sum(Math.Abs);

    /// <summary>A sum, or 0 where only rounding is left of it: what cancels must not be compared by its remains.</summary>
    /// <param name="sum">The sum.</param>
    /// <param name="size">The sum of its terms without their signs.</param>
    public static double Settled(double sum, double size) => Math.Abs(sum) <= Negligible * size ? 0 : sum;

    private double Tiny => Negligible * Math.Max(1, Constant + Diagonal.Sum(Math.Abs));

    /// <summary>The statistic; 0 where the variance vanishes.</summary>
    public double Of(ReadOnlySpan<bool> chosen)
    {
        double u = 0, d = Constant;
        int n = Score.Length;
        for (int j = 0; j < n; j++)
        {
            if (!chosen[j]) continue;
            (u, d) = (u + Score[j], d + Diagonal[j]);
            for (int k = 0; k < n && Cross.Length > 0; k++) if (chosen[k]) d += Cross[j * n + k];
        }
        return d > Tiny && Math.Abs(u) > Rounding(Score) ? u * u / d : 0;
    }

    /// <summary>Number of allocations whose statistic is at least the observed one.</summary>
    public long CountExtreme(TwoGroupDeals deals, Patience patience = default)
    {
        double observed = Of(deals.Observed);
        return observed > 0 ? new Enumeration(this, deals, observed * (1 - Tolerance), patience).Run() : (long)deals.Count;
    }

    /// <summary>Depth first; at each depth one more unit is chosen, in ascending order within a stratum.</summary>
    private sealed class Enumeration
    {
        private const int ReportEvery = 1 << 22;

        private readonly double[] _score, _cross;
        private readonly double[][] _step; // at each depth: what each unit would add to D
        // at each depth: where its stratum begins, and after which unit the rest of the stratum would not do
        private readonly int[] _begin, _end;
        private readonly double _atLeast, _tiny, _constant;
        private readonly TwoGroupDeals _deals;
        private readonly Patience _patience;
        private readonly int _units, _depths;
        private long _extreme, _seen, _reported;

        public Enumeration(QuadraticRatio ratio, TwoGroupDeals deals, double atLeast, Patience patience)
        {
            (this._deals, this._atLeast, this._patience, _units, _tiny, _constant) = (deals, atLeast, patience, deals.Units, ratio.Tiny,
                ratio.Constant);
            int[] order = [.. deals.Members.SelectMany(m => m)];
            _score = Array.ConvertAll(order, j => ratio.Score[j]);
            _cross = ratio.Cross.Length == 0 ? [] : [.. order.SelectMany(j => order.Select(k => 2 * ratio.Cross[j * _units + k]))];
            var begins = new List<int>();
            var ends = new List<int>();
            int start = 0;
            for (int s = 0; s < deals.Members.Length; s++)
            {
                int size = deals.Members[s].Length;
                for (int i = 0; i < deals.Chosen[s]; i++)
                {
                    begins.Add(i == 0 ? start : -1);
                    ends.Add(start + size - (deals.Chosen[s] - 1 - i));
                }
                start += size;
            }
            (_begin, _end, _depths) = ([.. begins], [.. ends], begins.Count);
            _step = [.. Enumerable.Range(0, _depths).Select(_ => new double[_units])];
            if (_depths > 0) Array.ConvertAll(order, j => ratio.Diagonal[j]).CopyTo(_step[0], 0);
        }

        public long Run()
        {
            Choose(0, 0, 0, _constant);
            return _extreme;
        }

        private void Choose(int depth, int from, double u, double d)
        {
            int first = _begin[depth] >= 0 ? _begin[depth] : from, last = _end[depth];
            double[] steps = _step[depth];
            if (depth == _depths - 1)
            {
                _extreme += Last(_score.AsSpan(first, last - first), steps.AsSpan(first, last - first), u, d);
                _seen += last - first;
                if (_seen - _reported < ReportEvery) return;
                _reported = _seen;
                _patience.Report(_seen / (double)_deals.Count);
                return;
            }
            double[] next = _step[depth + 1];
            for (int j = first; j < last; j++)
            {
                int rest = _begin[depth + 1] >= 0 ? _begin[depth + 1] : j + 1;
                if (_cross.Length > 0)
                    TensorPrimitives.Add<double>(steps.AsSpan(rest), _cross.AsSpan(j * _units + rest, _units - rest), next.AsSpan(rest));
                else steps.AsSpan(rest).CopyTo(next.AsSpan(rest));
                Choose(depth + 1, j + 1, u + _score[j], d + steps[j]);
            }
        }

        private long Last(ReadOnlySpan<double> scores, ReadOnlySpan<double> steps, double u, double d)
        {
            long count = 0;
            int i = 0, width = Vector<double>.Count;
            if (scores.Length >= width)
            {
                Vector<double> allU = new(u), allD = new(d), limit = new(_atLeast), small = new(_tiny);
                Vector<long> hits = Vector<long>.Zero;
                for (; i <= scores.Length - width; i += width)
                {
                    Vector<double> sum = allU + new Vector<double>(scores.Slice(i, width)),
                        variance = allD + new Vector<double>(steps.Slice(i, width));
                    hits -= Vector.GreaterThanOrEqual(sum * sum, limit * variance) & Vector.GreaterThan(variance, small);
                }
                count = Vector.Sum(hits);
            }
            for (; i < scores.Length; i++)
            {
                double sum = u + scores[i], variance = d + steps[i];
                if (variance > _tiny && sum * sum >= _atLeast * variance) count++;
            }
            return count;
        }
    }
}
