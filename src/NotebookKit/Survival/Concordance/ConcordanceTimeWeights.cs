using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Concordance;

/// <summary>
/// Weights of pairs at each event time of a stratum, from its survival S and its censoring distribution G, both just before the time.
/// </summary>
internal static class ConcordanceTimeWeights
{
    public static void Fill(CoxDesign design, int stratum, ConcordanceWeight weight, double[] timeWeight)
    {
        int start = design.StratumStart[stratum], end = design.StratumStart[stratum + 1];
        double total = 0, atRisk = 0, survival = 1, censoring = 1;
        for (int i = start; i < end; i++) total += design.Weight[i];
        if (design.EntryOrder.Length == 0) atRisk = total;
        int entered = start;
        for (int i = start, k = design.FirstEvent[stratum]; i < end;)
        {
            double time = design.Time[i], deaths = 0, censored = 0;
            for (; entered < end && design.EntryOrder.Length > 0 && design.Entry[design.EntryOrder[entered]] < time; entered++)
                atRisk += design.Weight[design.EntryOrder[entered]];
            for (; i < end && design.Time[i] == time; i++)
                if (design.IsDeath[i]) deaths += design.Weight[i];
                else censored += design.Weight[i];
            if (deaths > 0)
                timeWeight[k++] = weight switch
                {
                    ConcordanceWeight.Survival => total * survival / atRisk,
                    ConcordanceWeight.SurvivalOverCensoring => total * survival / (atRisk * censoring),
                    ConcordanceWeight.Uno => 1 / (censoring * censoring),
                    ConcordanceWeight.Cox => 1 / atRisk,
                    _ => 1,
                };
            survival *= 1 - deaths / atRisk;
            if (censored > 0) censoring *= 1 - censored / (atRisk - deaths);
            atRisk -= deaths + censored;
        }
    }
}
