using NotebookKit.Cohorts;

namespace NotebookKit.Survival;

/// <summary>The one sort-and-count behind every curve and test: a <see cref="RiskTable"/> per stratum and group.</summary>
/// <remarks>
/// Times that differ by floating-point noise are made equal over the whole cohort first (<see cref="NearTies"/>), so that groups
/// agree about ties. Events precede censorings at the same time; a row with entry <c>e</c> and exit <c>t</c> is at risk on (e, t].
/// </remarks>
internal sealed class EventTable
{
    private EventTable(RiskTable[] tables, SurvivalCohort cohort) => (Tables, Cohort) = (tables, cohort);

    /// <summary>Tables of the cells that have rows, by stratum, then group.</summary>
    public RiskTable[] Tables { get; }

    public SurvivalCohort Cohort { get; }

    /// <summary>Sorts and counts.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="keepRows">Whether the tables keep the rows and where each enters and leaves.</param>
    /// <param name="startTime">Rows that leave before this time are dropped; null for none.</param>
    /// <param name="reverse">Whether events and censorings change places.</param>
    public static EventTable Build(SurvivalCohort cohort, bool keepRows = false, double? startTime = null, bool reverse = false)
    {
        RiskTable[] tables = SortedTable.Build(cohort, keepRows, startTime, reverse);
        return new EventTable([.. tables.Where(t => t.N > 0)], cohort);
    }
}
