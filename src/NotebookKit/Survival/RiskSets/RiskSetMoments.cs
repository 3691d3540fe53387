namespace NotebookKit.Survival.RiskSets;

/// <summary>Σ r x x' beside the sums of <see cref="RiskSetSums"/>, and the risk-set variance of the covariates from them.</summary>
internal sealed class RiskSetMoments(CoxDesign design, double[] risk, int stratum)
{
    private readonly RiskSetSums _sums = new(design, risk, stratum);
    private readonly double[] _squares = new double[design.Columns * design.Columns];
    private int _nextRow = design.StratumStart[stratum + 1] - 1;
    private int _nextEntry = design.StratumStart[stratum + 1] - 1;

    /// <summary>
    /// Weight of the events times the covariance of x over the risk set (summed over the Efron steps); times must descend.
    /// </summary>
    public void VarianceAt(EventTime at, double eventWeight, bool efron, double[] variance)
    {
        int p = design.Columns;
        _sums.MoveTo(at);
        for (; _nextRow >= at.FirstDeath; _nextRow--) AddSquare(_squares, _nextRow, risk[_nextRow]);
        if (design.EntryOrder.Length > 0)
            for (; _nextEntry >= design.StratumStart[stratum] && design.Entry[design.EntryOrder[_nextEntry]] >= at.Time; _nextEntry--)
                AddSquare(_squares, design.EntryOrder[_nextEntry], -risk[design.EntryOrder[_nextEntry]]);
        int steps = efron ? at.Deaths : 1;
        double[] tied = new double[p], tiedSquares = new double[steps > 1 ? p * p : 0];
        double tiedRisk = 0;
        if (steps > 1)
            for (int i = at.FirstDeath; i < at.EndDeath; i++)
            {
                tiedRisk += risk[i];
                for (int j = 0; j < p; j++) tied[j] += risk[i] * design.X[j][i];
                AddSquare(tiedSquares, i, risk[i]);
            }
        Array.Clear(variance);
        for (int l = 0; l < steps; l++)
        {
            double share = (double)l / steps, inverse = 1 / (_sums.Risk - share * tiedRisk), w = eventWeight / steps;
            for (int i = 0; i < p; i++)
            {
                double meanI = (_sums.RiskTimesX[i] - share * tied[i]) * inverse;
                for (int j = i; j < p; j++)
                {
                    double square = _squares[i * p + j] - (steps > 1 ? share * tiedSquares[i * p + j] : 0);
                    double meanJ = (_sums.RiskTimesX[j] - share * tied[j]) * inverse;
                    variance[i * p + j] += w * (square * inverse - meanI * meanJ);
                    variance[j * p + i] = variance[i * p + j];
                }
            }
        }
    }

    private void AddSquare(double[] target, int row, double factor)
    {
        int p = design.Columns;
        for (int i = 0; i < p; i++)
        {
            double f = factor * design.X[i][row];
            for (int j = i; j < p; j++) target[i * p + j] += f * design.X[j][row];
        }
    }
}
