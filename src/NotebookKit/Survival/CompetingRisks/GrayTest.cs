using NotebookKit.Numerics;

namespace NotebookKit.Survival.CompetingRisks;

/// <summary>Gray (1988, doi:10.1214/aos/1176350951): compares subdistribution hazards between groups.</summary>
internal static class GrayTest
{
    /// <summary>Tests whether the cumulative incidence of one cause is the same in all groups.</summary>
    /// <param name="data">Time, cause and group of each row; clusters do not enter.</param>
    /// <param name="cause">Index of the cause in <see cref="CompetingRisksData.Causes"/>.</param>
    /// <param name="rho">ρ of the weights (1 − F(t−))^ρ.</param>
    /// <remarks>
    /// With h_r = Y_r/S_r(t−) and R_r = h_r (1 − F_r(t−)), the score of group i is Σ (dN_i − R_i dN/ΣR). Its variance is that of
    /// Gray's section 3 with F pooled as Σ dN/Σh, and with the correction for ties of R's <c>cmprsk::cuminc</c>.
    /// </remarks>
    public static ModelTest Test(CompetingRisksData data, int cause, double rho = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        int groups = data.GroupNames.Length;
        var steps = GraySteps.Of(data, cause, rho);
        double[] score = new double[groups], variance = new double[groups * groups];
        double[,] total = steps.Count > 0 ? steps[^1].Cumulative : new double[groups, groups];
        foreach (GrayStep step in steps)
        {
            for (int i = 0; i < groups; i++) score[i] += step.Emphasis * (step.Events[i] - step.AllEvents * step.RiskShare[i]);
            for (int r = 0; r < groups; r++)
                for (int i = 0; i < groups; i++)
                    for (int j = 0; j < groups; j++)
                    {
                        double restI = total[i, r] - step.Cumulative[i, r], restJ = total[j, r] - step.Cumulative[j, r];
                        double ownI = step.Weight[i, r] + step.Own[r] * restI, ownJ = step.Weight[j, r] + step.Own[r] * restJ;
                        variance[i * groups + j] += ownI * ownJ * step.OwnVariance[r] + step.Other[r] * restI * step.Other[r] * restJ
                            * step.OtherVariance[r];
                    }
        }
        int df = groups - 1;
        double[] u = score[..df], v = new double[df * df];
        for (int i = 0; i < df; i++)
            for (int j = 0; j < df; j++) v[i * df + j] = variance[i * groups + j];
        var factor = new Cholesky(v, df, 1e-12);
        return ModelTest.Of(data.Causes[cause], factor.Rank == df ? factor.QuadraticForm(u) : null, df);
    }
}
