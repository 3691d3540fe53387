using System.Globalization;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.FineGray;

/// <summary>
/// The chance of being under observation, G(t−)H(t−), within each stratum: not yet censored, and already entered. Case weights do not
/// enter, as in survival::finegray.
/// </summary>
internal static class ObservationWeights
{
    /// <summary>The product just before the time of each sorted row.</summary>
    /// <exception cref="ArgumentException">At some time before the last entry nobody is under observation, so that the chance is
    /// 0.</exception>
    public static double[] Of(CoxDesign design, bool[] isCompeting)
    {
        double[] chance = new double[design.Rows];
        for (int s = 0; s < design.StrataCount; s++)
        {
            (int start, int end) = (design.StratumStart[s], design.StratumStart[s + 1]);
            Censoring(design, isCompeting, start, end, chance);
            if (design.Entry.Length > 0) Entering(design, start, end, chance);
        }
        return chance;
    }

    /// <summary>Kaplan-Meier of censoring; failures at a time count as at risk of censoring, as in cmprsk.</summary>
    private static void Censoring(CoxDesign design, bool[] isCompeting, int start, int end, double[] chance)
    {
        double atRisk = 0, survival = 1;
        for (int i = start; i < end && design.Entry.Length == 0; i++) atRisk += 1;
        for (int i = start, entered = start; i < end;)
        {
            double time = design.Time[i], censored = 0, left = 0;
            for (; design.Entry.Length > 0 && entered < end && design.Entry[design.EntryOrder[entered]] < time; entered++) atRisk += 1;
            for (; i < end && design.Time[i] == time; i++)
            {
                chance[i] = survival;
                left += 1;
                if (!design.IsDeath[i] && !isCompeting[i]) censored += 1;
            }
            if (censored > 0) survival *= 1 - censored / atRisk;
            atRisk -= left;
        }
    }

    /// <summary>Product limit of entry in reversed time: those who enter at e, of all under observation just after e.</summary>
    private static void Entering(CoxDesign design, int start, int end, double[] chance)
    {
        int entered = end - 1, row = end - 1;
        double atRisk = 0, share = 1;
        while (row >= start)
        {
            double time = design.Time[row];
            // entries at or after the time: the chance of having entered before it
            for (; entered >= start && design.Entry[design.EntryOrder[entered]] is var entry && entry >= time;)
            {
                double joining = 0;
                for (; entered >= start && design.Entry[design.EntryOrder[entered]] == entry; entered--) joining += 1;
                if (joining >= atRisk * (1 - 1e-12))
                    throw new ArgumentException(
                        string.Create(CultureInfo.InvariantCulture,
                            $"Nobody was under observation just before {entry:0.####}, when others enter: the weights of Fine and Gray are "
                                + $"not defined. Start follow-up where enough are at risk."));
                share *= 1 - joining / atRisk;
                atRisk -= joining;
            }
            for (; row >= start && design.Time[row] == time; row--)
            {
                chance[row] *= share;
                atRisk += 1;
            }
        }
    }
}
