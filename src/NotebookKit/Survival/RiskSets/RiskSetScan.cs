namespace NotebookKit.Survival.RiskSets;

/// <summary>Σ r and Σ r x over the risk set at every event time of a block of rows; the blocks go backward through one stratum.</summary>
internal sealed class RiskSetScan
{
    private readonly CoxDesign _design;
    private readonly double[] _risk;
    private readonly int _stratum;
    private readonly double[] _running;
    private readonly RiskSetSums? _leaving;

    public RiskSetScan(CoxDesign design, double[] risk, int stratum)
    {
        (_design, _risk, _stratum) = (design, risk, stratum);
        _running = new double[design.Columns + 1];
        _leaving = design.EntryOrder.Length > 0 ? new RiskSetSums(design, risk, stratum) : null;
        Risk = new double[WeightedCrossProduct.Block + 1];
        RiskTimesX = [.. design.X.Select(_ => new double[2 * WeightedCrossProduct.Block + 1])];
    }

    /// <summary>Risk sums of the events, from index 1 on.</summary>
    public double[] Risk { get; }

    /// <summary>Sums for each column, from index 1 on; as long again is free behind them.</summary>
    public double[][] RiskTimesX { get; }

    /// <summary>
    /// Adds the rows [from, to) to the sums and notes them at the events [first, end), which are those whose first death lies there.
    /// </summary>
    public void MoveTo(int from, int to, int first, int end)
    {
        if (_leaving is not null)
        {
            for (int k = end - 1; k >= first; k--)
            {
                _leaving.MoveTo(_design.Events[k]);
                Risk[k - first + 1] = _leaving.Risk;
                for (int j = 0; j < RiskTimesX.Length; j++) RiskTimesX[j][k - first + 1] = _leaving.RiskTimesX[j];
            }
            return;
        }
        // what stands last at the place of an event is the sum from its first death on; rows before all of them share index 0
        ReadOnlySpan<double> risk = _risk.AsSpan(from, to - from);
        ReadOnlySpan<int> slot = _design.StopSlot.AsSpan(from, risk.Length);
        int before = first + _stratum;
        double sum = _running[^1];
        for (int i = slot.Length - 1; i >= 0; i--) Risk[slot[i] - before] = sum += risk[i];
        _running[^1] = sum;
        for (int j = 0; j < RiskTimesX.Length; j++)
        {
            ReadOnlySpan<double> x = _design.X[j].AsSpan(from, slot.Length);
            double[] target = RiskTimesX[j];
            sum = _running[j];
            for (int i = slot.Length - 1; i >= 0; i--) target[slot[i] - before] = sum += risk[i] * x[i];
            _running[j] = sum;
        }
    }
}
