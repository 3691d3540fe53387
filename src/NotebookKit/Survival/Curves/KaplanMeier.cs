using System.Globalization;
using System.Collections.Immutable;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Planning;

namespace NotebookKit.Survival.Curves;

/// <summary>The Kaplan-Meier estimator and its relatives.</summary>
internal static class KaplanMeier
{
    /// <summary>Estimates S(t) = Π (1 − d/n) for each group of a cohort.</summary>
    /// <param name="cohort">Validated follow-up.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>One curve for each stratum and group with rows, by stratum, then group.</returns>
    /// <remarks>
    /// Kaplan and Meier (1958), doi:10.1080/01621459.1958.10501452. In R: <c>survfit(Surv(time, status) ~ group)</c>.
    /// </remarks>
    public static KaplanMeierEstimate Estimate(SurvivalCohort cohort, KaplanMeierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        options ??= new KaplanMeierOptions();
        return Estimate(EventTable.Build(cohort, NeedsRows(cohort, options), options.StartTime, options.Reverse), options);
    }

    /// <summary>Whether the variance needs to know where each row enters and leaves.</summary>
    internal static bool NeedsRows(SurvivalCohort cohort, KaplanMeierOptions options) =>
        (options.Robust ?? Hazards.RobustByDefault(cohort)) || cohort.Clusters > 0;

    /// <summary>Estimates from a count that may serve tests too; it must have the start time and direction of the options.</summary>
    internal static KaplanMeierEstimate Estimate(EventTable table, KaplanMeierOptions options)
    {
        SurvivalCohort cohort = table.Cohort;
        bool robust = options.Robust ?? Hazards.RobustByDefault(cohort);
        if (table.Tables.Length == 0)
            throw new InvalidDataException(FormattableString.Invariant($"Nobody is followed up to the start time {options.StartTime}."));
        var notes = GuaranteeTimeBias.NotesOf(cohort, options.StartTime ?? 0).ToBuilder();
        var curves = ImmutableArray.CreateBuilder<KaplanMeierCurve>(table.Tables.Length);
        foreach (RiskTable cell in table.Tables) curves.Add(Curve(cohort, cell, options, robust, notes));
        if (robust && cohort.Clusters is > 1 and < Print.FewClusters)
            notes.Add($"Only {Wording.Count(cohort.Clusters, cohort.Columns.ClusterUnit)}: the robust standard errors rest on few of them "
                + "and are probably too small.");
        return new KaplanMeierEstimate
        {
            Curves = curves.MoveToImmutable(), Options = options, Unit = cohort.Columns.Unit, TimeColumn = cohort.Columns.Time,
            Clusters = cohort.Clusters > 0 ? cohort.Clusters : null, ClusterUnit = cohort.Columns.ClusterUnit, IsRobust = robust,
            Excluded = cohort.Excluded, Notes = notes.ToImmutable(), Cohort = cohort,
        };
    }

    private static KaplanMeierCurve Curve(
        SurvivalCohort cohort, RiskTable cell, KaplanMeierOptions options, bool robust, ImmutableArray<string>.Builder notes)
    {
        string name = Name(cohort, cell);
        double[] survival = Hazards.Survival(cell, options.Estimator);
        int clusters;
        double[] stdErrLog;
        if (robust) stdErrLog = ClusterVariance.StdErr(cohort, cell, Hazards.LogSurvivalInfluence(cell, options.Estimator), out clusters);
        else
        {
            stdErrLog = Hazards.StdErrLog(cell, options.Estimator, options.Greenwood);
            clusters = cohort.Clusters > 0 ? ClusterVariance.Clusters(cohort, cell) : 0;
        }
        if (robust && cohort.Clusters > 0 && clusters < 2)
            notes.Add($"{name}: all {cohort.Columns.Unit} belong to one cluster, so no standard error can be estimated.");
        for (int j = 0; j < survival.Length; j++)
        {
            if (!(survival[j] > 0)) stdErrLog[j] = double.NaN;
        }
        int zero = Array.FindIndex(survival, s => s <= 0);
        if (zero >= 0 && zero < survival.Length - 1)
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{name}: everybody at risk has the event at {cell.Time[zero]}, where S(t) falls to 0 and stays although others enter "
                    + $"later. Consider StartTime."));
        return new KaplanMeierCurve(cell, survival, stdErrLog, options, robust) { Group = name,
            Clusters = cohort.Clusters > 0 ? clusters : null, Cohort = cohort };
    }

    internal static string Name(SurvivalCohort cohort, RiskTable cell) => cohort.Strata.Length > 1
        ? cohort.Groups.Length > 1 || !cohort.Group.IsEmpty
        ? $"{cohort.Strata[cell.Stratum]}: {cohort.Groups[cell.Group]}"
        : cohort.Strata[cell.Stratum]
        : cohort.Groups[cell.Group];
}
