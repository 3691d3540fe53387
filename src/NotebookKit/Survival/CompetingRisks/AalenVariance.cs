namespace NotebookKit.Survival.CompetingRisks;

/// <summary>
/// Martingale variance of a cumulative incidence (Aalen 1978; Andersen et al. 1993, section IV.4): each event adds
/// S(u−)²/n² times [1 − (F(t) − F(u))/S(u)]² if it is of the cause and [(F(t) − F(u))/S(u)]² if it is of another,
/// times the hypergeometric factor 1 − (d−1)/(n−1) for d tied events, as in R's <c>cmprsk::cuminc</c>.
/// </summary>
internal static class AalenVariance
{
    /// <summary>Standard errors at each time in one pass: every event is a square (a − b F(t))², kept as three sums.</summary>
    public static double[] StandardErrors(CauseTable table, int cause, double[] incidence)
    {
        double[] errors = new double[incidence.Length];
        double aa = 0, ab = 0, bb = 0;
        for (int j = 0; j < errors.Length; j++)
        {
            double n = table.AtRisk[j], own = table.Events[cause][j], other = table.TotalEvents(j) - own, f = incidence[j];
            double b = table.Survival[j] > 0 ? 1 / table.Survival[j] : 0;
            if (own > 0) Add(own, 1 + b * f);
            if (other > 0) Add(other, b * f);
            errors[j] = Math.Sqrt(Math.Max(0, aa - 2 * f * ab + f * f * bb));

            void Add(double events, double a)
            {
                double ties = events > 1 ? 1 - (events - 1) / (n - 1) : 1, share = table.SurvivalBefore(j) / n;
                double weight = ties * events * share * share;
                aa += weight * a * a;
                ab += weight * a * b;
                bb += weight * b * b;
            }
        }
        return errors;
    }
}
