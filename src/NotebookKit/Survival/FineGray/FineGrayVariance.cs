using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.FineGray;

/// <summary>Score contributions η + ψ of Fine and Gray (1999, section 5): ψ allows for the estimation of the censoring curve.</summary>
internal static class FineGrayVariance
{
    /// <summary>Contributions of the sorted rows without their case weights, row-major.</summary>
    /// <param name="design">The rows.</param>
    /// <param name="likelihood">Evaluated at the estimates.</param>
    /// <param name="withCensoring">Whether ψ is added; for one stratum without entry times and weights.</param>
    public static double[] Contributions(CoxDesign design, FineGrayLikelihood likelihood, bool withCensoring)
    {
        int p = design.Columns, n = design.Rows;
        // by slot: Λ and ∫x̄dΛ up to an event; ∫GH dΛ and ∫x̄ GH dΛ after it
        double[] hazard = Hazard(design, likelihood), meanHazard = new double[design.Slots * p], later = new double[design.Slots],
            meanLater = new double[design.Slots * p];
        for (int k = 0; k < design.Events.Length; k++)
        {
            int slot = design.SlotOf(k);
            double step = likelihood.Deaths[k] / likelihood.RiskSum[k];
            for (int j = 0; j < p; j++) meanHazard[slot * p + j] = meanHazard[(slot - 1) * p + j] + step * likelihood.Mean[k * p + j];
        }
        for (int k = design.Events.Length - 1; k >= 0; k--)
        {
            int slot = design.SlotOf(k);
            double step = likelihood.ObservationAt(k) * likelihood.Deaths[k] / likelihood.RiskSum[k];
            later[slot - 1] = later[slot] + step;
            for (int j = 0; j < p; j++) meanLater[(slot - 1) * p + j] = meanLater[slot * p + j] + step * likelihood.Mean[k * p + j];
        }
        double[] u = new double[n * p];
        for (int i = 0; i < n; i++)
        {
            int slot = design.StopSlot[i], from = design.EntrySlot.Length > 0 ? design.EntrySlot[i] : -1;
            double r = likelihood.Risk[i], rest = likelihood.IsCompeting[i] ? r / likelihood.ObservationAtRow[i] : 0;
            int death = design.IsDeath[i] ? EventOf(design, i) : -1;
            for (int j = 0; j < p; j++)
            {
                double x = design.X[j][i], before = from < 0 ? 0 : x * hazard[from] - meanHazard[from * p + j];
                u[i * p + j] = -r * (x * hazard[slot] - meanHazard[slot * p + j] - before)
                    - rest * (x * later[slot] - meanLater[slot * p + j]);
                if (death >= 0) u[i * p + j] += x - likelihood.Mean[death * p + j];
            }
        }
        if (withCensoring) AddCensoring(design, likelihood, later, meanLater, u);
        return u;
    }

    /// <summary>Cumulative subdistribution hazard at the centre of the covariates, by slot.</summary>
    public static double[] Hazard(CoxDesign design, FineGrayLikelihood likelihood)
    {
        double[] hazard = new double[design.Slots];
        for (int k = 0; k < design.Events.Length; k++)
            hazard[design.SlotOf(k)] = hazard[design.SlotOf(k) - 1] + likelihood.Deaths[k] / likelihood.RiskSum[k];
        return hazard;
    }

    /// <summary>Index of the event time at which a row dies: its slot less one per stratum so far.</summary>
    private static int EventOf(CoxDesign design, int row)
    {
        int slot = design.StopSlot[row], stratum = 0;
        while (design.StratumStart[stratum + 1] <= row) stratum++;
        return slot - stratum - 1;
    }

    /// <summary>
    /// ψ_i = q(T_i)/π(T_i) if censored, less ∫ up to T_i of q/π dΛ of censoring; q(t) sums what those with an earlier competing event
    /// contribute from t on.
    /// </summary>
    private static void AddCensoring(CoxDesign design, FineGrayLikelihood likelihood, double[] later, double[] meanLater, double[] u)
    {
        int p = design.Columns, n = design.Rows;
        double sum = 0;
        double[] sumX = new double[p], integral = new double[p], q = new double[p];
        for (int i = 0, k = 0; i < n;)
        {
            int end = i, censored = 0;
            for (; end < n && design.Time[end] == design.Time[i]; end++)
                if (!design.IsDeath[end] && !likelihood.IsCompeting[end]) censored++;
            while (k < design.Events.Length && design.Events[k].Time < design.Time[i]) k++;
            double atRisk = n - i;
            for (int j = 0; j < p; j++)
            {
                q[j] = sumX[j] * later[k] - sum * meanLater[k * p + j];
                integral[j] += q[j] / atRisk * censored / atRisk;
            }
            for (int row = i; row < end; row++)
            {
                bool isCensored = !design.IsDeath[row] && !likelihood.IsCompeting[row];
                for (int j = 0; j < p; j++) u[row * p + j] += (isCensored ? q[j] / atRisk : 0) - integral[j];
            }
            for (; i < end; i++)
            {
                if (!likelihood.IsCompeting[i]) continue;
                double weight = likelihood.Risk[i] / likelihood.ObservationAtRow[i];
                sum += weight;
                for (int j = 0; j < p; j++) sumX[j] += weight * design.X[j][i];
            }
        }
    }
}
