namespace NotebookKit.Survival.Regression;

/// <summary>
/// Sums over the d steps of Efron's approximation at one event time, S_l = S − (l/d) D for l = 0..d−1, where D is the
/// part of the risk sum S that dies, each multiplied by the mean weight of the dying.
/// </summary>
/// <param name="LogSum">Σ log S_l.</param>
/// <param name="Hazard">Σ 1/S_l: the hazard increment of those who survive the time.</param>
/// <param name="TiedHazard">Σ (l/d)/S_l: what the dying do not collect.</param>
/// <param name="C0">Σ 1/S_l².</param>
/// <param name="C1">Σ (l/d)/S_l².</param>
/// <param name="C2">Σ (l/d)²/S_l².</param>
internal readonly record struct EfronTies(double LogSum, double Hazard, double TiedHazard, double C0, double C1, double C2)
{
    public static EfronTies At(double meanWeight, int deaths, double risk, double tiedRisk)
    {
        double log = 0, hazard = 0, tied = 0, c0 = 0, c1 = 0, c2 = 0;
        for (int l = 0; l < deaths; l++)
        {
            double share = (double)l / deaths;
            double inverse = 1 / (risk - share * tiedRisk);
            log -= Math.Log(inverse);
            hazard += inverse;
            tied += share * inverse;
            c0 += inverse * inverse;
            c1 += share * inverse * inverse;
            c2 += share * share * inverse * inverse;
        }
        return new(meanWeight * log, meanWeight * hazard, meanWeight * tied, meanWeight * c0, meanWeight * c1, meanWeight * c2);
    }
}
