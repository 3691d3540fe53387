namespace NotebookKit.Survival.RiskSets;

/// <summary>
/// Sums over the d steps of Efron's approximation at one event time, where the part f of the risk sum dies and 1 − f·l/d of it is left
/// before step l = 0..d−1, each multiplied by the mean weight of the dying.
/// </summary>
/// <param name="LogSum">Σ log(1 − f·l/d): what the log risk sums lose against Breslow's.</param>
/// <param name="Hazard">Σ 1/(1 − f·l/d): the hazard increment of those who survive the time, in units of 1 over the risk sum.</param>
/// <param name="TiedHazard">Σ (l/d)/(1 − f·l/d): what the dying do not collect.</param>
/// <param name="C0">Σ 1/(1 − f·l/d)².</param>
/// <param name="C1">Σ (l/d)/(1 − f·l/d)².</param>
/// <param name="C2">Σ (l/d)²/(1 − f·l/d)².</param>
internal readonly record struct EfronTies(double LogSum, double Hazard, double TiedHazard, double C0, double C1, double C2)
{
    public static EfronTies At(double meanWeight, int deaths, double tiedPart)
    {
        double log = 0, product = 1, hazard = 0, tied = 0, c0 = 0, c1 = 0, c2 = 0;
        for (int l = 0; l < deaths; l++)
        {
            double share = (double)l / deaths, left = 1 - share * tiedPart, inverse = 1 / left;
            product *= left;
            if (l % 16 == 15) (log, product) = (log + Math.Log(product), 1); // one logarithm for 16 factors
            hazard += inverse;
            tied += share * inverse;
            c0 += inverse * inverse;
            c1 += share * inverse * inverse;
            c2 += share * share * inverse * inverse;
        }
        log += Math.Log(product);
        return new(meanWeight * log, meanWeight * hazard, meanWeight * tied, meanWeight * c0, meanWeight * c1, meanWeight * c2);
    }
}
