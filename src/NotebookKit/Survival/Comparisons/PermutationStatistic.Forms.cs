using System.Numerics;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Survival.Comparisons;

/// <summary>The same statistics of two groups as forms of who belongs to the second: scores, and variances as quadratic forms.</summary>
internal sealed partial class PermutationStatistic
{
    /// <summary>Bits of whole numbers that a sum of scores may have.</summary>
    private const int MostBits = 126;

    /// <summary>Σ of the squared score residuals of the units: the robust variance of U, as in a Cox model of the group at β = 0.</summary>
    public (double U, double Variance) Robust(ReadOnlySpan<int> groupOfUnit)
    {
        Array.Clear(_residual);
        double u = 0, atRiskHere = 0, hazard = 0, expected = 0, size = 0;
        int exit = 0, entry = 0, begin = 0, entered = 0;
        foreach (ref readonly Step step in _steps.AsSpan())
        {
            int first = exit, eventsHere = 0;
            for (; exit < step.ExitEnd; exit++)
            {
                int unit = _exits[exit], group = groupOfUnit[unit];
                atRiskHere += group;
                eventsHere += group & _isEvent[exit];
                _residual[unit] += group * hazard - expected;
            }
            for (; entry < step.EntryEnd; entry++)
            {
                int unit = _entries[entry], group = groupOfUnit[unit];
                atRiskHere -= group;
                _residual[unit] -= group * hazard - expected;
            }
            if (step.AtRisk == Reset)
            {
                for (int i = begin; i < exit; i++) _residual[_exits[i]] -= groupOfUnit[_exits[i]] * hazard - expected;
                for (int i = entered; i < entry; i++) _residual[_entries[i]] += groupOfUnit[_entries[i]] * hazard - expected;
                (atRiskHere, hazard, expected, begin, entered) = (0, 0, 0, exit, entry);
            }
            if (step.Events == 0) continue;
            double p = atRiskHere / step.AtRisk, jump = step.Weight * step.Events / step.AtRisk;
            u += step.Weight * (eventsHere - step.Events * p);
            size += step.Weight * step.Events;
            for (int i = first; i < exit; i++)
                if (_isEvent[i] == 1) _residual[_exits[i]] += step.Weight * (groupOfUnit[_exits[i]] - p);
            (hazard, expected) = (hazard + jump, expected + jump * p);
        }
        double variance = 0;
        foreach (double r in _residual) variance += r * r;
        return (QuadraticRatio.Settled(u, size), variance);
    }

    /// <summary>U² over its ordinary or its robust variance as a ratio of forms; set up in O(times · units²).</summary>
    public QuadraticRatio Forms(bool robust)
    {
        int n = _residual.Length;
        double[] score = Scores(), diagonal = new double[n];
        double[] form = new double[n * n]; // of the variance, or the residuals of all units: row j is linear in who is chosen
        Walk((step, rowsAtRisk, events) =>
        {
            double n1 = step.AtRisk, share = step.Weight * step.Events / n1;
            double scale = n1 > 1 ? step.Weight * step.Weight * step.Events * (n1 - step.Events) / (n1 - 1) : 0;
            for (int j = 0; j < n; j++)
            {
                double y = rowsAtRisk[j];
                if (y == 0) continue;
                double martingale = step.Weight * events[j] - share * y;
                if (robust) form[j * n + j] += martingale;
                else diagonal[j] += scale * y / n1;
                double factor = robust ? martingale / n1 : scale * y / (n1 * n1);
                if (factor == 0) continue;
                Span<double> row = form.AsSpan(j * n, n);
                for (int k = 0; k < row.Length; k++) row[k] -= factor * rowsAtRisk[k];
            }
        });
        double[] cross = robust ? Squared(form, n) : form;
        for (int j = 0; j < n; j++)
        {
            diagonal[j] += cross[j * n + j];
            cross[j * n + j] = 0;
        }
        return new QuadraticRatio(score, diagonal, cross);
    }

    /// <summary>Scores of the units, whose sum over the second group is U: sums of their martingale residuals.</summary>
    public double[] Scores()
    {
        double[] score = new double[_residual.Length], size = new double[_residual.Length];
        Walk((step, rowsAtRisk, events) =>
        {
            double share = step.Weight * step.Events / step.AtRisk;
            for (int j = 0; j < score.Length; j++)
            {
                if (rowsAtRisk[j] == 0) continue;
                score[j] += step.Weight * events[j] - share * rowsAtRisk[j];
                size[j] += step.Weight * events[j] + share * rowsAtRisk[j];
            }
        });
        for (int j = 0; j < score.Length; j++) score[j] = QuadraticRatio.Settled(score[j], size[j]);
        return score;
    }

    /// <summary>
    /// The scores as exact fractions: numerators over one denominator, or null where the weights are no fractions or a sum of them does
    /// not fit.
    /// </summary>
    public Int128[]? WholeScores()
    {
        BigInteger denominator = 1;
        foreach (Step step in _steps)
        {
            if (step.Events == 0) continue;
            if (step.Weight != Math.Floor(step.Weight)) return null;
            if (step.Weight == step.AtRisk) continue; // n · d/n is whole
            var n = (BigInteger)step.AtRisk;
            denominator = denominator / BigInteger.GreatestCommonDivisor(denominator, n) * n;
            if (denominator.GetBitLength() > MostBits) return null;
        }
        var scores = new BigInteger[_residual.Length];
        Walk((step, rowsAtRisk, events) =>
        {
            var (weight, all, dead) = ((BigInteger)step.Weight, (BigInteger)step.AtRisk, (BigInteger)step.Events);
            for (int j = 0; j < scores.Length; j++)
                if (rowsAtRisk[j] > 0) scores[j] += weight * (BigInteger)events[j] * denominator
                    - weight * dead * (BigInteger)rowsAtRisk[j] * denominator / all;
        });
        BigInteger sum = scores.Aggregate(BigInteger.Zero, (total, s) => total + BigInteger.Abs(s));
        return sum.GetBitLength() > MostBits ? null : Array.ConvertAll(scores, s => (Int128)s);
    }

    private delegate void AtStep(Step step, ReadOnlySpan<double> rowsAtRisk, ReadOnlySpan<double> events);

    /// <summary>Visits each event time with the rows at risk and the events of each unit.</summary>
    private void Walk(AtStep visit)
    {
        double[] rows = new double[_residual.Length], dying = new double[_residual.Length];
        int exit = 0, entry = 0;
        foreach (Step step in _steps)
        {
            int first = exit;
            for (; exit < step.ExitEnd; exit++)
            {
                rows[_exits[exit]]++;
                dying[_exits[exit]] += _isEvent[exit];
            }
            for (; entry < step.EntryEnd; entry++) rows[_entries[entry]]--;
            if (step.AtRisk == Reset) Array.Clear(rows);
            if (step.Events > 0) visit(step, rows, dying);
            for (int i = first; i < exit; i++) dying[_exits[i]] = 0;
        }
    }

    /// <summary>AᵀA of a square matrix in row order.</summary>
    private static double[] Squared(double[] a, int n)
    {
        var square = new double[n * n];
        for (int r = 0; r < n; r++)
            for (int j = 0; j < n; j++)
            {
                double value = a[r * n + j];
                if (value == 0) continue;
                ReadOnlySpan<double> from = a.AsSpan(r * n, n);
                Span<double> to = square.AsSpan(j * n, n);
                for (int k = 0; k < n; k++) to[k] += value * from[k];
            }
        return square;
    }
}
