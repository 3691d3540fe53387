namespace NotebookKit.Survival.RiskSets;

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
        _sum = new double[design.Columns];
        _error = new double[design.Columns];
        RiskTimesX = new double[design.Columns];
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
            for (int i = _nextRow; i >= at.FirstDeath; i--) Risk += _risk[i];
            for (int j = 0; j < RiskTimesX.Length; j++)
            {
                double[] x = _design.X[j];
                double sum = RiskTimesX[j];
                for (int i = _nextRow; i >= at.FirstDeath; i--) sum += _risk[i] * x[i];
                RiskTimesX[j] = sum;
            }
            _atRisk += _nextRow + 1 - at.FirstDeath;
            _nextRow = at.FirstDeath - 1;
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
        for (int j = 0; j < _sum.Length; j++) AddExactly(ref _sum[j], ref _error[j], r * _design.X[j][row]);
    }

    private static void AddExactly(ref double sum, ref double error, double value)
    {
        double total = sum + value;
        double part = total - sum;
        error += (sum - (total - part)) + (value - part);
        sum = total;
    }
}
