using System.Numerics.Tensors;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.CoxLikelihoods;

/// <summary>
/// Counting-process quantities of a Cox model at one beta, in the scaled covariates of its design: hazard increments,
/// risk-set means and their integrals, from which residuals, robust variance and curves follow.
/// </summary>
/// <remarks>Under Efron ties the dying collect less hazard at their own time; both versions are kept.</remarks>
internal sealed class CoxProcess
{
    public CoxProcess(CoxDesign design, CoxLikelihood likelihood, bool efron)
    {
        Design = design;
        Likelihood = likelihood;
        int p = design.Columns;
        Mean = new double[design.Events.Length * p];
        MeanHazard = new double[design.Slots * p];
        TiedMeanReduction = new double[efron ? design.Events.Length * p : 0];
        HazardVariance = new double[design.Slots];
        AtRisk = new int[design.Events.Length];
        EventWeight = new double[design.Events.Length];
        for (int s = 0; s < design.StrataCount; s++)
        {
            Sweep(s, efron);
            Accumulate(s);
        }
    }

    public CoxDesign Design { get; }

    public CoxLikelihood Likelihood { get; }

    /// <summary>Risk-set mean of the covariates at each event time (mean over the Efron steps), event-major.</summary>
    public double[] Mean { get; }

    /// <summary>Cumulative ∫ x̄ dΛ by slot, slot-major.</summary>
    public double[] MeanHazard { get; }

    /// <summary>What the dying do not collect of x̄ dΛ at their time; empty under Breslow.</summary>
    public double[] TiedMeanReduction { get; }

    /// <summary>Cumulative Σ w/S² by slot: the variance of the hazard at fixed beta.</summary>
    public double[] HazardVariance { get; }

    /// <summary>Rows at risk at each event time.</summary>
    public int[] AtRisk { get; }

    /// <summary>Weight of the events at each event time.</summary>
    public double[] EventWeight { get; }

    /// <summary>Score residuals of all rows in the design's order, row-major, for one unit of case weight.</summary>
    public double[] ScoreResiduals()
    {
        int p = Design.Columns;
        double[] residuals = new double[Design.Rows * p];
        int k = 0;
        for (int i = 0; i < Design.Rows; i++)
        {
            bool death = Design.IsDeath[i];
            if (death) while (i >= Design.Events[k].EndDeath) k++;
            double risk = Likelihood.Risk[i] / Design.Weight[i], own = (death ? 1 : 0) - risk * Likelihood.HazardOf(i);
            Span<double> target = residuals.AsSpan(i * p, p);
            ReadOnlySpan<double> stopMean = MeanHazard.AsSpan(Design.StopSlot[i] * p, p);
            for (int j = 0; j < target.Length; j++) target[j] = own * Design.X[j][i] + risk * stopMean[j];
            if (Design.EntrySlot.Length > 0)
                for (int j = 0; j < target.Length; j++) target[j] -= risk * MeanHazard[Design.EntrySlot[i] * p + j];
            if (!death) continue;
            for (int j = 0; j < target.Length; j++) target[j] -= Mean[k * p + j];
            if (TiedMeanReduction.Length > 0)
                for (int j = 0; j < target.Length; j++) target[j] -= risk * TiedMeanReduction[k * p + j];
        }
        return residuals;
    }

    /// <summary>Martingale residuals in the design's order.</summary>
    public double[] MartingaleResiduals()
    {
        double[] residuals = new double[Design.Rows];
        for (int i = 0; i < residuals.Length; i++)
            residuals[i] = (Design.IsDeath[i] ? 1 : 0) - Likelihood.Risk[i] / Design.Weight[i] * Likelihood.HazardOf(i);
        return residuals;
    }

    private void Sweep(int stratum, bool efron)
    {
        int p = Design.Columns;
        var sums = new RiskSetSums(Design, Likelihood.Risk, stratum);
        for (int k = Design.FirstEvent[stratum + 1] - 1; k >= Design.FirstEvent[stratum]; k--)
        {
            EventTime at = Design.Events[k];
            sums.MoveTo(at);
            ReadOnlySpan<double> risk = Likelihood.Risk.AsSpan(at.FirstDeath, at.Deaths);
            double weight = TensorPrimitives.Sum<double>(Design.Weight.AsSpan(at.FirstDeath, at.Deaths));
            EfronTies ties = efron
                ? EfronTies.At(weight / at.Deaths, at.Deaths, TensorPrimitives.Sum(risk) / sums.Risk)
                : EfronTies.At(weight, 1, 0);
            (AtRisk[k], EventWeight[k]) = (sums.AtRisk, weight);
            int slot = Design.SlotOf(k);
            HazardVariance[slot] = ties.C0 / sums.Risk / sums.Risk;
            for (int j = 0; j < p; j++)
            {
                double mean = sums.RiskTimesX[j] / sums.Risk;
                double tied = efron ? TensorPrimitives.Dot(risk, Design.X[j].AsSpan(at.FirstDeath, at.Deaths)) / sums.Risk : 0;
                Mean[k * p + j] = (ties.Hazard * mean - ties.TiedHazard * tied) / weight;
                MeanHazard[slot * p + j] = (ties.C0 * mean - ties.C1 * tied) / sums.Risk;
                if (efron) TiedMeanReduction[k * p + j] = (ties.C1 * mean - ties.C2 * tied) / sums.Risk;
            }
        }
    }

    private void Accumulate(int stratum)
    {
        int p = Design.Columns, first = Design.FirstEvent[stratum] + stratum, last = first + Design.FirstEvent[stratum + 1]
            - Design.FirstEvent[stratum];
        for (int slot = first + 1; slot <= last; slot++)
        {
            HazardVariance[slot] += HazardVariance[slot - 1];
            Span<double> here = MeanHazard.AsSpan(slot * p, p);
            TensorPrimitives.Add(here, MeanHazard.AsSpan((slot - 1) * p, p), here);
        }
    }
}
