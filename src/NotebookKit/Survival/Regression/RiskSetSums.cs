using System.Numerics;
using System.Runtime.InteropServices;

namespace NotebookKit.Survival.Regression;

/// <summary>Σ r and Σ r x over the risk set of one stratum, moving backward through its event times.</summary>
/// <remarks>
/// With entry times rows also leave the sums; those sums carry the rounding error of every addition along (two-sum),
/// so that taking off a row of huge risk leaves the small remainder exact.
/// </remarks>
internal sealed class RiskSetSums
{
    private readonly CoxDesign _design;
    private readonly double[] _risk;
    private readonly int _firstRow;
    private readonly double[] _sum, _error;
    private double _riskSum, _riskError;
    private int _nextRow, _nextEntry, _atRisk;

    public RiskSetSums(CoxDesign design, double[] risk, int stratum)
    {
        (_design, _risk) = (design, risk);
        _firstRow = design.StratumStart[stratum];
        _nextRow = _nextEntry = design.StratumStart[stratum + 1] - 1;
        _sum = new double[design.Stride];
        _error = new double[design.Stride];
        RiskTimesX = new double[design.Stride];
    }

    public double Risk { get; private set; }

    public double[] RiskTimesX { get; }

    /// <summary>Number of rows at risk.</summary>
    public int AtRisk => _atRisk;

    /// <summary>Makes the sums those of the rows at risk at the event time; times must descend.</summary>
    public void MoveTo(EventTime at)
    {
        if (_design.EntryOrder.Length == 0)
        {
            Span<Vector<double>> target = MemoryMarshal.Cast<double, Vector<double>>(RiskTimesX.AsSpan());
            ReadOnlySpan<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(_design.X.AsSpan(at.FirstDeath * _design.Stride, (_nextRow + 1 - at.FirstDeath) * _design.Stride));
            int q = x.Length;
            for (; _nextRow >= at.FirstDeath; _nextRow--)
            {
                double r = _risk[_nextRow];
                Risk += r;
                _atRisk++;
                var factor = new Vector<double>(r);
                q -= target.Length;
                for (int v = 0; v < target.Length; v++) target[v] += factor * x[q + v];
            }
            return;
        }
        for (; _nextRow >= at.FirstDeath; _nextRow--) Change(_nextRow, +1);
        for (; _nextEntry >= _firstRow && _design.Entry[_design.EntryOrder[_nextEntry]] >= at.Time; _nextEntry--)
            Change(_design.EntryOrder[_nextEntry], -1);
        Risk = _riskSum + _riskError;
        for (int j = 0; j < RiskTimesX.Length; j++) RiskTimesX[j] = _sum[j] + _error[j];
    }

    private void Change(int row, int sign)
    {
        double r = sign * _risk[row];
        _atRisk += sign;
        AddExactly(ref _riskSum, ref _riskError, r);
        ReadOnlySpan<double> x = _design.Row(row);
        for (int j = 0; j < _design.Columns; j++) AddExactly(ref _sum[j], ref _error[j], r * x[j]);
    }

    private static void AddExactly(ref double sum, ref double error, double value)
    {
        double total = sum + value;
        double part = total - sum;
        error += (sum - (total - part)) + (value - part);
        sum = total;
    }
}
