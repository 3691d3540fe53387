using System.Collections.Immutable;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Counting;

/// <summary>
/// Follow-up of an analysis set, read once and counted once: curve and test of the same columns share one <see cref="EventTable"/>, which
/// the set holds. Where the source prefers counts, and no method needs rows, no row leaves its place.
/// </summary>
internal static class SetCounting
{
    /// <summary>The count for a curve or test.</summary>
    /// <param name="set">The set.</param>
    /// <param name="time">Column of the follow-up time.</param>
    /// <param name="status">Column of event or censoring.</param>
    /// <param name="options">Further columns, coding and order of the groups.</param>
    /// <param name="rows">Whether the rows are needed; null where clusters and weights that are no whole numbers alone need them.</param>
    /// <param name="startTime">Rows that leave before this time are dropped; null for none.</param>
    /// <param name="reverse">Whether events and censorings change places.</param>
    public static EventTable Count(
        this AnalysisSet set, string time, string status, SurvivalOptions options, bool? rows = null, double? startTime = null,
        bool reverse = false)
    {
        SurvivalCohort cohort = set.Cohort(time, status, options, rows == true);
        bool keep = cohort.Clusters > 0 || (rows ?? Hazards.RobustByDefault(cohort));
        return set.Counts.Of((cohort, keep, startTime, reverse), () => EventTable.Build(cohort, keep, startTime, reverse));
    }

    private static SurvivalCohort Cohort(this AnalysisSet set, string time, string status, SurvivalOptions options, bool rows)
    {
        ImmutableArray<string> order = set.Order(options.GroupOrder);
        SurvivalColumns columns = options.Columns(time, status, set.By, set.Cluster, set.Unit) with { Patient = set.Patient };
        bool counted = set.Source.PrefersCounts && !rows && set.Cluster is null && options.Id is null && options.Weights is null;
        // lists compare by reference: the order of the groups is compared as text
        return set.Counts.Of((columns with { GroupOrder = [] }, string.Join('\n', order), counted), () => counted
            ? Counted(set, columns with { GroupOrder = order })
            : SurvivalCohortReader.Read(set.Columns([.. columns.Names, set.RepeatedPatient]), columns with { GroupOrder = order }));
    }

    private static SurvivalCohort Counted(AnalysisSet set, SurvivalColumns columns)
    {
        CountedRows counted = set.Source.Count(new CountQuery([.. columns.Names]));
        return SurvivalCohortReader.Read(counted.Keys, columns, counted.Rows,
            set.RepeatedPatient is { } patient ? set.Source.WithValues([.. columns.Names]).Distinct(patient) : null);
    }
}
