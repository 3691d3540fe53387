using System.Collections.Immutable;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Planning;

namespace NotebookKit.Survival.Comparisons;

/// <summary>Tests of the log-rank family: do the groups have the same survival?</summary>
internal static class LogRank
{
    /// <summary>Compares the groups of a cohort.</summary>
    /// <param name="cohort">Validated follow-up with at least two groups.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>
    /// The test. With clusters (or weights that are not whole numbers) χ² and P are those of the robust score test, and the ordinary
    /// ones stand beside them.
    /// </returns>
    /// <exception cref="InvalidDataException">There are fewer than two groups.</exception>
    /// <remarks>
    /// Mantel (1966); Peto and Peto (1972), doi:10.2307/2344317; Fleming and Harrington (1991). The robust score is that of a Cox model
    /// with Breslow ties, Lin and Wei (1989), doi:10.1080/01621459.1989.10478874. In R: <c>survdiff(Surv(time, status) ~ group)</c> and
    /// <c>coxph(Surv(time, status) ~ group, cluster = id, ties = "breslow")$rscore</c>.
    /// </remarks>
    public static LogRankResult Test(SurvivalCohort cohort, LogRankOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Test(EventTable.Of(cohort), options ?? new LogRankOptions());
    }

    /// <summary>Tests from a count that may serve curves too.</summary>
    internal static LogRankResult Test(EventTable table, LogRankOptions options)
    {
        RequireGroups(table.Cohort);
        return Result(table, [.. Enumerable.Range(0, table.Cohort.Groups.Length)], options, Hazards.RobustByDefault(table.Cohort));
    }

    internal static void RequireGroups(SurvivalCohort cohort)
    {
        if (cohort.Groups.Length < 2)
            throw new InvalidDataException(cohort.Columns.By is { } by
                ? $"Column '{by}' holds one group only, '{cohort.Groups[0]}'; a test compares at least two."
                : "No groups to compare; pass the column of the groups.");
    }

    internal static LogRankResult Result(EventTable table, int[] groups, LogRankOptions options, bool robust)
    {
        SurvivalCohort cohort = table.Cohort;
        LogRankSums sums = LogRankSums.Of(table, groups, options, robust);
        var notes = GuaranteeTimeBias.NotesOf(cohort).ToBuilder();
        int[] compared = [.. Enumerable.Range(0, groups.Length).Where(g => sums.Expected[g] > 0)];
        for (int g = 0; g < groups.Length; g++)
            if (!(sums.Expected[g] > 0))
                notes.Add($"{cohort.Groups[groups[g]]} was never at risk at an event and is left out of the test.");
        int degrees = Math.Max(0, compared.Length - 1);
        double? ordinary = ChiSquare(sums, compared, sums.Covariance);
        double? chiSquare = ordinary;
        if (robust)
        {
            int clusters = cohort.Clusters > 0 ? cohort.Clusters : cohort.N;
            chiSquare = clusters < 2 ? null : ChiSquare(sums, compared, RobustCovariance(sums.Score, groups.Length));
            if (cohort.Clusters is > 0 and < Print.FewClusters)
                notes.Add($"Only {Wording.Count(cohort.Clusters, cohort.Columns.ClusterUnit)}: the robust test rests on few of them; "
                    + $"compare it with a permutation test of whole {cohort.Columns.ClusterUnit}.");
        }
        if (chiSquare is null)
            notes.Add(sums.Observed.Sum() > 0
                ? "The test cannot be computed: the variance is singular (as when all events fall at the last time)."
                : "The test cannot be computed: there are no events.");
        return new LogRankResult
        {
            TestName = options.TestName, ChiSquare = chiSquare, DegreesOfFreedom = degrees,
            P = chiSquare is { } c ? Distributions.ChiSquareUpper(c, degrees) : null,
            OrdinaryChiSquare = ordinary, OrdinaryP = ordinary is { } o ? Distributions.ChiSquareUpper(o, degrees) : null,
            IsRobust = robust,
            Groups = Groups(table, groups, sums),
            Covariance = [.. sums.Covariance], Options = options, Unit = cohort.Columns.Unit, TimeColumn = cohort.Columns.Time,
            Clusters = cohort.Clusters > 0 ? cohort.Clusters : null, ClusterUnit = cohort.Columns.ClusterUnit, Excluded = cohort.Excluded,
            Notes = notes.ToImmutable(),
        };
    }

    internal static ImmutableArray<LogRankGroup> Groups(EventTable table, int[] groups, LogRankSums sums) =>
        [.. groups.Select((group, g) =>
        {
            RiskTable[] tables = [.. table.Tables.Where(t => t.Group == group)];
            return new LogRankGroup(
                table.Cohort.Groups[group], tables.Sum(t => t.N), tables.Sum(t => t.Events.Sum()), sums.Observed[g], sums.Expected[g]);
        })];

    /// <summary>The statistic over the groups compared, the first of them dropped; null where it cannot be computed.</summary>
    private static double? ChiSquare(LogRankSums sums, int[] compared, double[] covariance)
    {
        if (compared.Length < 2) return null;
        int k = sums.Observed.Length, free = compared.Length - 1;
        var u = new double[free];
        var v = new double[free * free];
        for (int i = 0; i < free; i++)
        {
            int g = compared[i + 1];
            u[i] = sums.Observed[g] - sums.Expected[g];
            for (int j = 0; j < free; j++) v[i * free + j] = covariance[g * k + compared[j + 1]];
        }
        double value = QuadraticForm.Solve(u, v);
        return double.IsNaN(value) ? null : value;
    }

    private static double[] RobustCovariance(double[] score, int groups)
    {
        var covariance = new double[groups * groups];
        for (int c = 0; c < score.Length; c += groups)
            for (int g = 0; g < groups; g++)
                for (int h = 0; h < groups; h++) covariance[g * groups + h] += score[c + g] * score[c + h];
        return covariance;
    }
}
