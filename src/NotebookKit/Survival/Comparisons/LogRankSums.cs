using NotebookKit.Cohorts;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Comparisons;

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
        int cells = table.Tables.Length;
        for (int start = 0, end; start < cells; start = end) // tables lie by stratum, then group
        {
            for (end = start + 1; end < cells && table.Tables[end].Stratum == table.Tables[start].Stratum;) end++;
            RiskTable[] stratum = table.Tables[start..end];
            if (groups.Length < cohort.Groups.Length) stratum = Array.FindAll(stratum, t => groups.Contains(t.Group));
            if (stratum.Length > 0) sums.AddStratum(cohort, stratum, groups, options, robust);
        }
        sums.Mirror();
        return sums;
    }

    private void AddStratum(SurvivalCohort cohort, RiskTable[] tables, int[] groups, LogRankOptions options, bool robust)
    {
        int k = groups.Length, m = tables.Length;
        int[] place = Array.ConvertAll(tables, t => Array.IndexOf(groups, t.Group));
        var walk = new RiskSetWalk(tables);
        var weights = new EventTimeWeight(options);
        ScoreIntegrals? integrals = robust ? new ScoreIntegrals(k) : null;
        double[] buffer = new double[m * (m + 2)];
        Span<double> observed = buffer.AsSpan(0, m), expected = buffer.AsSpan(m, m), covariance = buffer.AsSpan(2 * m);
        while (walk.MoveNext())
        {
            ReadOnlySpan<double> atRisk = walk.AtRisk, events = walk.Events;
            double n = 0, d = 0;
            for (int g = 0; g < atRisk.Length && g < events.Length; g++) (n, d) = (n + atRisk[g], d + events[g]);
            if (!(d > 0)) continue;
            double w = weights.Next(n, d), share = w * d / n, hypergeometric = n > 1 ? w * share * (n - d) / ((n - 1) * n) : 0;
            for (int g = 0; g < atRisk.Length && g < events.Length; g++)
            {
                double scaled = hypergeometric * atRisk[g];
                observed[g] += w * events[g];
                expected[g] += share * atRisk[g];
                Span<double> row = covariance.Slice(g * m, m);
                row[g] += scaled * (n - atRisk[g]);
                for (int h = g + 1; h < atRisk.Length && h < row.Length; h++) row[h] -= scaled * atRisk[h];
            }
            integrals?.Add(walk, place, w, n, d);
        }
        for (int g = 0; g < m; g++)
        {
            Observed[place[g]] += observed[g];
            Expected[place[g]] += expected[g];
            for (int h = g; h < m; h++) Covariance[place[g] * k + place[h]] += covariance[g * m + h];
        }
        if (integrals is not null)
            for (int g = 0; g < tables.Length; g++) integrals.Share(cohort, tables[g], place[g], Score);
    }

    /// <summary>Fills the half of the covariance below its diagonal; groups of a stratum ascend.</summary>
    private void Mirror()
    {
        int k = Observed.Length;
        for (int g = 0; g < k; g++)
            for (int h = 0; h < g; h++) Covariance[g * k + h] = Covariance[h * k + g];
    }

    /// <summary>∫ w dΛ and ∫ w·p_g dΛ at each event time of a stratum, from which every row's score residual follows.</summary>
    private sealed class ScoreIntegrals(int groups)
    {
        private readonly List<double> _time = [];
        private readonly List<double> _weight = [];
        private readonly List<double> _hazard = [];
        private readonly List<double[]> _share = [];
        private readonly List<double[]> _expected = [];

        public void Add(RiskSetWalk walk, int[] place, double w, double n, double d)
        {
            var p = new double[groups];
            for (int g = 0; g < place.Length; g++) p[place[g]] = walk.AtRisk[g] / n;
            double step = w * d / n;
            _time.Add(walk.Time);
            _weight.Add(w);
            _hazard.Add(step + (_hazard.Count > 0 ? _hazard[^1] : 0));
            _share.Add(p);
            double[]? before = _expected.Count > 0 ? _expected[^1] : null;
            _expected.Add([.. p.Select((v, g) => v * step + (before?[g] ?? 0))]);
        }

        public void Share(SurvivalCohort cohort, RiskTable table, int group, double[] score)
        {
            double[] times = [.. _time];
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
                    double residual = isEvent ? _weight[exit] * (own - _share[exit][g]) : 0;
                    if (exit >= 0) residual -= own * _hazard[exit] - _expected[exit][g];
                    if (entry >= 0) residual += own * _hazard[entry] - _expected[entry][g];
                    score[at + g] += caseWeight * residual;
                }
            }
        }
    }
}
