using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Counting;

/// <summary>The one sort-and-count behind every curve and test: a <see cref="RiskTable"/> per stratum and group.</summary>
/// <remarks>
/// Times that differ by floating-point noise are made equal over the whole cohort first (<see cref="NearTies"/>), so that groups
/// agree about ties. Events precede censorings at the same time; a row with entry <c>e</c> and exit <c>t</c> is at risk on (e, t].
/// </remarks>
internal sealed class EventTable
{
    private EventTable(RiskTable[] tables, SurvivalCohort cohort, bool hasRows) => (Tables, Cohort, HasRows) = (tables, cohort, hasRows);

    /// <summary>Tables of the cells that have rows, by stratum, then group.</summary>
    public RiskTable[] Tables { get; }

    public SurvivalCohort Cohort { get; }

    /// <summary>Whether the tables keep the rows and where each enters and leaves.</summary>
    public bool HasRows { get; }

    /// <summary>Sorts and counts a cohort as its curves and tests need it; one count serves them all.</summary>
    public static EventTable Of(SurvivalCohort cohort) => Build(cohort, keepRows: cohort.Clusters > 0 || Hazards.RobustByDefault(cohort));

    /// <summary>Sorts and counts.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="keepRows">Whether the tables keep the rows and where each enters and leaves.</param>
    /// <param name="startTime">Rows that leave before this time are dropped; null for none.</param>
    /// <param name="reverse">Whether events and censorings change places.</param>
    /// <exception cref="InvalidOperationException">Rows are to be kept of a cohort that was counted where its rows live.</exception>
    public static EventTable Build(SurvivalCohort cohort, bool keepRows = false, double? startTime = null, bool reverse = false)
    {
        if (keepRows && !cohort.Frequency.IsDefault)
            throw new InvalidOperationException(
                $"This needs the rows themselves, but the {cohort.Columns.Unit} were counted where they live. Fetch them into a data "
                    + "frame first.");
        RiskTable[] tables = (keepRows ? null : CountedTable.Build(cohort, startTime, reverse))
            ?? SortedTable.Build(cohort, keepRows, startTime, reverse);
        return new EventTable(Array.TrueForAll(tables, t => t.N > 0) ? tables : Array.FindAll(tables, t => t.N > 0), cohort, keepRows);
    }
}
