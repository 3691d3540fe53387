using NotebookKit.Numerics;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.CoxLikelihoods;

/// <summary>
/// Partial likelihood with Firth's penalty ½ log |I(β)|. The gradient gains ½ tr(I⁻¹ ∂I/∂β_r), where ∂I is the sum of the third
/// central moments of the covariates over the risk sets. The information stays that of the likelihood (Fisher scoring).
/// </summary>
internal sealed class FirthLikelihood(CoxDesign design, CoxLikelihood inner, bool efron) : IPartialLikelihood
{
    public int Columns => design.Columns;

    public double LogLikelihood { get; private set; }

    public double[] Gradient => inner.Gradient;

    public double[] Information => inner.Information;

    public bool IsSeparatedAlong(double[] direction, bool[] columns) => false;

    public void Evaluate(ReadOnlySpan<double> beta)
    {
        inner.Evaluate(beta);
        int p = Columns;
        var factor = new Cholesky(Information, p);
        LogLikelihood = inner.LogLikelihood + 0.5 * factor.LogDeterminant();
        if (!double.IsFinite(LogLikelihood))
        {
            LogLikelihood = double.NegativeInfinity;
            return;
        }
        double[] inverse = factor.Inverse(), third = ThirdMoments();
        for (int r = 0; r < p; r++)
        {
            double trace = 0;
            for (int j = 0; j < p; j++)
                for (int k = 0; k < p; k++) trace += inverse[j * p + k] * third[(j * p + k) * p + r];
            Gradient[r] += trace / 2;
        }
    }

    private double[] ThirdMoments()
    {
        int p = Columns, cube = p * p * p;
        double[] total = new double[cube];
        for (int s = 0; s < design.StrataCount; s++)
        {
            double[] sums = new double[Sums(p)], tied = new double[Sums(p)], step = new double[Sums(p)];
            int row = design.StratumStart[s + 1] - 1, entered = row;
            for (int k = design.FirstEvent[s + 1] - 1; k >= design.FirstEvent[s]; k--)
            {
                EventTime at = design.Events[k];
                for (; row >= at.FirstDeath; row--) Add(sums, row, inner.Risk[row]);
                for (; design.EntryOrder.Length > 0 && entered >= design.StratumStart[s]
                    && design.Entry[design.EntryOrder[entered]] >= at.Time; entered--)
                    Add(sums, design.EntryOrder[entered], -inner.Risk[design.EntryOrder[entered]]);
                double weight = 0;
                Array.Clear(tied);
                for (int i = at.FirstDeath; i < at.EndDeath; i++)
                {
                    weight += design.Weight[i];
                    Add(tied, i, inner.Risk[i]);
                }
                int steps = efron ? at.Deaths : 1;
                for (int l = 0; l < steps; l++)
                {
                    double share = (double)l / steps;
                    for (int q = 0; q < sums.Length; q++) step[q] = sums[q] - share * tied[q];
                    AddCentral(total, step, weight / steps);
                }
            }
        }
        return total;
    }

    /// <summary>Length of the raw sums: Σr, Σrx, Σrxx', Σrxxx.</summary>
    private static int Sums(int p) => 1 + p + p * p + p * p * p;

    private void Add(double[] sums, int row, double risk)
    {
        int p = Columns;
        sums[0] += risk;
        for (int j = 0; j < p; j++)
        {
            double rj = risk * design.X[j][row];
            sums[1 + j] += rj;
            for (int k = 0; k < p; k++)
            {
                double rjk = rj * design.X[k][row];
                sums[1 + p + j * p + k] += rjk;
                for (int m = 0; m < p; m++) sums[1 + p + p * p + (j * p + k) * p + m] += rjk * design.X[m][row];
            }
        }
    }

    private void AddCentral(double[] total, double[] raw, double weight)
    {
        int p = Columns;
        double First(int j) => raw[1 + j] / raw[0];
        double Second(int j, int k) => raw[1 + p + j * p + k] / raw[0];
        for (int j = 0; j < p; j++)
            for (int k = 0; k < p; k++)
                for (int m = 0; m < p; m++)
                    total[(j * p + k) * p + m] += weight * (raw[1 + p + p * p + (j * p + k) * p + m] / raw[0]
                        - First(j) * Second(k, m) - First(k) * Second(j, m) - First(m) * Second(j, k) + 2 * First(j) * First(k) * First(m));
    }
}
