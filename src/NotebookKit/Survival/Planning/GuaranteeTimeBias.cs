using System.Collections.Immutable;
using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Planning;

/// <summary>
/// Guarantee-time (immortal-time) bias: a group formed by something that happens during follow-up, such as response, compared from
/// time 0. Responders must live long enough to respond (Giobbie-Hurder, Gelber and Regan 2013, doi:10.1200/JCO.2013.49.5283).
/// </summary>
internal static class GuaranteeTimeBias
{
    private static readonly string[] Words = ["response", "respond", "recist", "progress", "toxicit", "adverse", "grade_after", "best_"];

    /// <summary>A warning when a grouping column by its name or values holds a response or another event of follow-up; else null.</summary>
    /// <param name="column">Name of the grouping column.</param>
    /// <param name="levels">Its values.</param>
    /// <param name="startTime">Time from which the curve counts; a landmark above 0 removes the bias.</param>
    public static string? Warn(string column, IEnumerable<string> levels, double startTime = 0)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(levels);
        if (startTime > 0) return null;
        bool byName = Words.Any(w => column.Contains(w, StringComparison.OrdinalIgnoreCase));
        string[] values = [.. levels.Select(l => l.Trim().ToUpperInvariant())];
        bool byValue = values.Length > 0 && values.Count(
            v => v is "CR" or "PR" or "SD" or "PD" or "CR/PR" or "RESPONDER" or "NON-RESPONDER") >= Math.Max(2, values.Length / 2);
        return byName || byValue
            ? $"Guarantee-time bias: '{column}' is known only after follow-up has begun. Unless these times count from a landmark "
                + "(df.Landmark), responders are by construction those who lived to respond; use a landmark or a time-dependent covariate "
                + "(Surv(entry, exit, status))."
            : null;
    }

    /// <summary>The notes of a cohort, with the warning where its groups deserve it.</summary>
    internal static ImmutableArray<string> NotesOf(SurvivalCohort cohort, double startTime = 0) =>
        cohort.Columns.By is { } by && Warn(by, cohort.Groups, startTime) is { } bias ? cohort.Notes.Add(bias) : cohort.Notes;
}
