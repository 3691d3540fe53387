using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.FineGray;

/// <summary>Score contributions η + ψ of Fine and Gray (1999, section 5): ψ allows for the estimation of the censoring curve.</summary>
internal static class FineGrayVariance
{
    /// <summary>Contributions of the sorted rows, row-major.</summary>
    public static double[] Contributions(CoxDesign design, FineGrayLikelihood likelihood)
    {
        int p = design.Columns, n = design.Rows, events = design.Events.Length;
        // sums over events, by event: Λ and ∫x̄dΛ up to the event; ∫G dΛ and ∫x̄ G dΛ from the event on
        double[] hazard = new double[events + 1], meanHazard = new double[(events + 1) * p], later = new double[events + 1], meanLater = new double[(events + 1) * p];
        for (int k = 0; k < events; k++)
        {
            double step = design.Events[k].Deaths / likelihood.RiskSum[k];
            hazard[k + 1] = hazard[k] + step;
            for (int j = 0; j < p; j++) meanHazard[(k + 1) * p + j] = meanHazard[k * p + j] + step * likelihood.Mean[k * p + j];
        }
        for (int k = events - 1; k >= 0; k--)
        {
            double step = likelihood.CensoringAtEvent[k] * design.Events[k].Deaths / likelihood.RiskSum[k];
            later[k] = later[k + 1] + step;
            for (int j = 0; j < p; j++) meanLater[k * p + j] = meanLater[(k + 1) * p + j] + step * likelihood.Mean[k * p + j];
        }
        double[] u = new double[n * p];
        for (int i = 0; i < n; i++)
        {
            int slot = design.StopSlot[i]; // number of event times up to the row's time
            double r = likelihood.Risk[i], rest = likelihood.IsCompeting[i] ? r / likelihood.CensoringAtRow[i] : 0;
            for (int j = 0; j < p; j++)
            {
                double x = design.X[j][i];
                u[i * p + j] = -r * (x * hazard[slot] - meanHazard[slot * p + j]) - rest * (x * later[slot] - meanLater[slot * p + j]);
                if (design.IsDeath[i]) u[i * p + j] += x - likelihood.Mean[(slot - 1) * p + j];
            }
        }
        AddCensoring(design, likelihood, later, meanLater, u);
        return u;
    }

    /// <summary>ψ_i = q(T_i)/π(T_i) if censored, less ∫ up to T_i of q/π dΛ of censoring; q(t) sums what those with an earlier competing event contribute from t on.</summary>
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
                double weight = likelihood.Risk[i] / likelihood.CensoringAtRow[i];
                sum += weight;
                for (int j = 0; j < p; j++) sumX[j] += weight * design.X[j][i];
            }
        }
    }
}
