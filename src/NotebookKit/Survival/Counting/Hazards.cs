using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Counting;

/// <summary>Survival and cumulative hazard from counts, with their variances; all sums run over the times of one table.</summary>
internal static class Hazards
{
    /// <summary>Robust by default: clusters, or weights that are not whole numbers.</summary>
    public static bool RobustByDefault(SurvivalCohort cohort)
    {
        if (cohort.Clusters > 0) return true;
        foreach (double weight in cohort.Weight) if (weight != Math.Floor(weight)) return true;
        return false;
    }

    public static double[] Survival(RiskTable table, SurvivalEstimator estimator)
    {
        var survival = new double[table.Time.Length];
        if (estimator == SurvivalEstimator.KaplanMeier)
        {
            double s = 1;
            for (int j = 0; j < survival.Length; j++)
            {
                if (table.Events[j] > 0) s *= (table.AtRisk[j] - table.Events[j]) / table.AtRisk[j];
                survival[j] = s = Math.Max(s, 0);
            }
            return survival;
        }
        double[] hazard = Cumulative(table, estimator == SurvivalEstimator.FlemingHarrington);
        for (int j = 0; j < survival.Length; j++) survival[j] = Math.Exp(-hazard[j]);
        return survival;
    }

    /// <summary>Cumulative hazard: Σ d/n, or with tied events one after another.</summary>
    public static double[] Cumulative(RiskTable table, bool breakTies)
    {
        var hazard = new double[table.Time.Length];
        double sum = 0;
        for (int j = 0; j < hazard.Length; j++) hazard[j] = sum += Increment(table, j, breakTies, 1);
        return hazard;
    }

    /// <summary>Standard error of the cumulative hazard: √Σ d/n², or with tied events one after another.</summary>
    public static double[] StdErrCumulative(RiskTable table, bool breakTies)
    {
        var stdErr = new double[table.Time.Length];
        double sum = 0;
        for (int j = 0; j < stdErr.Length; j++) stdErr[j] = Math.Sqrt(sum += Increment(table, j, breakTies, 2));
        return stdErr;
    }

    /// <summary>Standard error of log S(t) for independent rows.</summary>
    public static double[] StdErrLog(RiskTable table, SurvivalEstimator estimator, bool? greenwood)
    {
        if (!(greenwood ?? estimator == SurvivalEstimator.KaplanMeier))
            return StdErrCumulative(table, estimator == SurvivalEstimator.FlemingHarrington);
        var stdErr = new double[table.Time.Length];
        double sum = 0;
        for (int j = 0; j < stdErr.Length; j++)
        {
            double n = table.AtRisk[j], d = table.Events[j];
            if (d > 0) sum += d / (n * (n - d));
            stdErr[j] = Math.Sqrt(sum);
        }
        return stdErr;
    }

    /// <summary>Influence of a unit of weight on log S(t).</summary>
    public static Influence LogSurvivalInfluence(RiskTable table, SurvivalEstimator estimator)
    {
        if (estimator != SurvivalEstimator.KaplanMeier)
            return CumulativeInfluence(table, estimator == SurvivalEstimator.FlemingHarrington).Negated();
        var influence = new Influence(table.Time.Length);
        for (int j = 0; j < table.Time.Length; j++)
        {
            double n = table.AtRisk[j], d = table.Events[j];
            if (!(d > 0) || !(n > d)) continue;
            influence.AtRisk[j] = d / (n * (n - d));
            influence.Event[j] = -1 / (n - d);
        }
        return influence;
    }

    /// <summary>Influence of a unit of weight on the cumulative hazard.</summary>
    public static Influence CumulativeInfluence(RiskTable table, bool breakTies)
    {
        var influence = new Influence(table.Time.Length);
        for (int j = 0; j < table.Time.Length; j++)
        {
            double n = table.AtRisk[j], d = table.Events[j];
            if (!(d > 0)) continue;
            double rows = breakTies ? table.EventRows?[j] ?? d : 1;
            double each = d / rows;
            for (int k = 0; k < rows; k++)
            {
                double left = n - k * each;
                influence.AtRisk[j] -= each / (left * left);
                influence.Event[j] += 1 / (rows * left) + each * k / (rows * left * left);
            }
        }
        return influence;
    }

    /// <summary>Σ over tied events of weight/at-risk^power, where each event takes its share of the weight.</summary>
    private static double Increment(RiskTable table, int j, bool breakTies, int power)
    {
        double n = table.AtRisk[j], d = table.Events[j];
        if (!(d > 0)) return 0;
        if (!breakTies) return power == 1 ? d / n : d / (n * n);
        double rows = table.EventRows?[j] ?? d, each = d / rows, sum = 0;
        for (int k = 0; k < rows; k++)
        {
            double left = n - k * each;
            sum += power == 1 ? each / left : each / (left * left);
        }
        return sum;
    }
}

/// <summary>Change of an estimate per unit of weight: while at risk at each time, and for an event at it.</summary>
internal sealed record Influence(double[] AtRisk, double[] Event)
{
    public Influence(int times)
        : this(new double[times], new double[times])
    {
    }

    public Influence Negated() => new(Array.ConvertAll(AtRisk, v => -v), Array.ConvertAll(Event, v => -v));
}
