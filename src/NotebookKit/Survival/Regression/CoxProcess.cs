using System.Numerics.Tensors;

namespace NotebookKit.Survival.Regression;

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
            int stop = Design.StopSlot[i], entry = Design.EntrySlot[i];
            double risk = Likelihood.Risk[i] / Design.Weight[i];
            double hazard = Likelihood.Hazard[stop] - Likelihood.Hazard[entry];
            bool death = Design.IsDeath[i];
            if (death)
            {
                while (i >= Design.Events[k].EndDeath) k++;
                hazard -= Likelihood.TiedReduction[k];
            }
            Span<double> target = residuals.AsSpan(i * p, p);
            ReadOnlySpan<double> x = Design.Row(i), stopMean = MeanHazard.AsSpan(stop * p, p), entryMean = MeanHazard.AsSpan(entry * p, p);
            double own = (death ? 1 : 0) - risk * hazard;
            for (int j = 0; j < p; j++) target[j] = own * x[j] + risk * (stopMean[j] - entryMean[j]);
            if (!death) continue;
            for (int j = 0; j < p; j++) target[j] -= Mean[k * p + j];
            if (TiedMeanReduction.Length > 0)
                for (int j = 0; j < p; j++) target[j] -= risk * TiedMeanReduction[k * p + j];
        }
        return residuals;
    }

    /// <summary>Martingale residuals in the design's order.</summary>
    public double[] MartingaleResiduals()
    {
        double[] residuals = new double[Design.Rows];
        for (int i = 0; i < residuals.Length; i++)
            residuals[i] = -Likelihood.Risk[i] / Design.Weight[i] * (Likelihood.Hazard[Design.StopSlot[i]] - Likelihood.Hazard[Design.EntrySlot[i]]);
        for (int k = 0; k < Design.Events.Length; k++)
            for (int i = Design.Events[k].FirstDeath; i < Design.Events[k].EndDeath; i++)
                residuals[i] += 1 + Likelihood.Risk[i] / Design.Weight[i] * Likelihood.TiedReduction[k];
        return residuals;
    }

    private void Sweep(int stratum, bool efron)
    {
        int p = Design.Columns;
        var sums = new RiskSetSums(Design, Likelihood.Risk, stratum);
        double[] tied = new double[p];
        for (int k = Design.FirstEvent[stratum + 1] - 1; k >= Design.FirstEvent[stratum]; k--)
        {
            EventTime at = Design.Events[k];
            sums.MoveTo(at);
            int slot = Design.SlotOf(k);
            double weight = 0, tiedRisk = 0;
            Array.Clear(tied);
            for (int i = at.FirstDeath; i < at.EndDeath; i++)
            {
                weight += Design.Weight[i];
                tiedRisk += Likelihood.Risk[i];
                for (int j = 0; j < p; j++) tied[j] += Likelihood.Risk[i] * Design.X[i * Design.Stride + j];
            }
            AtRisk[k] = sums.AtRisk;
            EventWeight[k] = weight;
            Span<double> mean = Mean.AsSpan(k * p, p), meanHazard = MeanHazard.AsSpan(slot * p, p);
            int steps = efron ? at.Deaths : 1;
            for (int l = 0; l < steps; l++)
            {
                double share = (double)l / steps, inverse = 1 / (sums.Risk - share * tiedRisk), w = weight / steps;
                HazardVariance[slot] += w * inverse * inverse;
                for (int j = 0; j < p; j++)
                {
                    double average = (sums.RiskTimesX[j] - share * tied[j]) * inverse;
                    mean[j] += average / steps;
                    meanHazard[j] += w * inverse * average;
                    if (efron) TiedMeanReduction[k * p + j] += share * w * inverse * average;
                }
            }
        }
    }

    private void Accumulate(int stratum)
    {
        int p = Design.Columns, first = Design.FirstEvent[stratum] + stratum, last = first + Design.FirstEvent[stratum + 1] - Design.FirstEvent[stratum];
        for (int slot = first + 1; slot <= last; slot++)
        {
            HazardVariance[slot] += HazardVariance[slot - 1];
            Span<double> here = MeanHazard.AsSpan(slot * p, p);
            TensorPrimitives.Add(here, MeanHazard.AsSpan((slot - 1) * p, p), here);
        }
    }
}
