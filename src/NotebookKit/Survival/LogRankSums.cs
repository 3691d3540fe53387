using NotebookKit.Cohorts;

namespace NotebookKit.Survival;

/// <summary>Observed and expected events of each group, their covariance, and, if asked, each cluster's share of the score.</summary>
internal sealed class LogRankSums
{
    private LogRankSums(int groups, int clusters)
    {
        (Observed, Expected, Covariance) = (new double[groups], new double[groups], new double[groups * groups]);
        Score = new double[clusters * groups];
    }

    /// <summary>Σ w·d of each group.</summary>
    public double[] Observed { get; }

    /// <summary>Σ w·d·n_g/n of each group.</summary>
    public double[] Expected { get; }

    /// <summary>Hypergeometric covariance of observed minus expected, in row order.</summary>
    public double[] Covariance { get; }

    /// <summary>Score residuals summed within clusters: cluster × group; empty unless asked for.</summary>
    public double[] Score { get; }

    /// <summary>Sums over the strata.</summary>
    /// <param name="table">The counts; built with rows when <paramref name="robust"/>.</param>
    /// <param name="groups">Group numbers to compare.</param>
    /// <param name="options">Weight of the event times.</param>
    /// <param name="robust">Whether score residuals are summed within clusters (within rows if there are none).</param>
    public static LogRankSums Of(EventTable table, int[] groups, LogRankOptions options, bool robust)
    {
        SurvivalCohort cohort = table.Cohort;
        var sums = new LogRankSums(groups.Length, robust ? cohort.Clusters > 0 ? cohort.Clusters : cohort.N : 0);
        foreach (var stratum in table.Tables.Where(t => groups.Contains(t.Group)).GroupBy(t => t.Stratum))
            sums.AddStratum(cohort, [.. stratum], groups, options, robust);
        return sums;
    }

    private void AddStratum(SurvivalCohort cohort, RiskTable[] tables, int[] groups, LogRankOptions options, bool robust)
    {
        int k = groups.Length;
        int[] place = [.. tables.Select(t => Array.IndexOf(groups, t.Group))];
        var walk = new RiskSetWalk(tables);
        var weights = new EventTimeWeight(options);
        ScoreIntegrals? integrals = robust ? new ScoreIntegrals(k) : null;
        while (walk.MoveNext())
        {
            double n = 0, d = 0;
            for (int g = 0; g < tables.Length; g++)
            {
                n += walk.AtRisk[g];
                d += walk.Events[g];
            }
            if (!(d > 0)) continue;
            double w = weights.Next(n, d), hypergeometric = n > 1 ? w * w * d * (n - d) / ((n - 1) * n * n) : 0;
            for (int g = 0; g < tables.Length; g++)
            {
                int row = place[g];
                Observed[row] += w * walk.Events[g];
                Expected[row] += w * d * walk.AtRisk[g] / n;
                double scaled = hypergeometric * walk.AtRisk[g];
                if (scaled == 0) continue;
                Covariance[row * k + row] += scaled * n;
                for (int h = 0; h < tables.Length; h++) Covariance[row * k + place[h]] -= scaled * walk.AtRisk[h];
            }
            integrals?.Add(walk, place, w, n, d);
        }
        if (integrals is not null)
            for (int g = 0; g < tables.Length; g++) integrals.Share(cohort, tables[g], place[g], Score);
    }

    /// <summary>∫ w dΛ and ∫ w·p_g dΛ at each event time of a stratum, from which every row's score residual follows.</summary>
    private sealed class ScoreIntegrals(int groups)
    {
        private readonly List<double> time = [];
        private readonly List<double> weight = [];
        private readonly List<double> hazard = [];
        private readonly List<double[]> share = [];
        private readonly List<double[]> expected = [];

        public void Add(RiskSetWalk walk, int[] place, double w, double n, double d)
        {
            var p = new double[groups];
            for (int g = 0; g < place.Length; g++) p[place[g]] = walk.AtRisk[g] / n;
            double step = w * d / n;
            time.Add(walk.Time);
            weight.Add(w);
            hazard.Add(step + (hazard.Count > 0 ? hazard[^1] : 0));
            share.Add(p);
            double[]? before = expected.Count > 0 ? expected[^1] : null;
            expected.Add([.. p.Select((v, g) => v * step + (before?[g] ?? 0))]);
        }

        public void Share(SurvivalCohort cohort, RiskTable table, int group, double[] score)
        {
            double[] times = [.. time];
            int[] lastUpTo = [.. table.Time.Select(t => RiskTable.UpperBound(times, t) - 1)];
            for (int k = 0; k < table.Rows!.Length; k++)
            {
                int row = table.Rows[k], exit = lastUpTo[table.Exit![k]];
                int entry = table.EntryTime is { } e ? RiskTable.UpperBound(times, e[k]) - 1 : -1;
                bool isEvent = cohort.Status[row] == 1;
                double caseWeight = cohort.Weight.IsEmpty ? 1 : cohort.Weight[row];
                int at = (cohort.Cluster.IsEmpty ? row : cohort.Cluster[row]) * groups;
                for (int g = 0; g < groups; g++)
                {
                    double own = g == group ? 1 : 0;
                    double residual = isEvent ? weight[exit] * (own - share[exit][g]) : 0;
                    if (exit >= 0) residual -= own * hazard[exit] - expected[exit][g];
                    if (entry >= 0) residual += own * hazard[entry] - expected[entry][g];
                    score[at + g] += caseWeight * residual;
                }
            }
        }
    }
}
