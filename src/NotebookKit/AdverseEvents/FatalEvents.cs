using System.Collections.Immutable;
using NotebookKit.Cohorts;

namespace NotebookKit.AdverseEvents;

/// <summary>Holds the ways of saying that an event was fatal to each other: outcome, grade on every scale, and the date of death.</summary>
internal static class FatalEvents
{
    public delegate void Report(FindingSeverity severity, string rule, int row, string column, string? value, string message, string expected, string fix);

    /// <summary>Whether any of them says fatal; each one that disagrees is reported.</summary>
    public static bool Check(int row, int patient, ImmutableArray<int> ranks, string? outcome, SafetySet set, Report report)
    {
        var says = new List<(string Column, bool Fatal)>();
        if (outcome is not (null or "unknown")) says.Add(("outcome", outcome == "fatal"));
        for (int s = 0; s < ranks.Length; s++)
            if (ranks[s] > 0) says.Add((GradeScale.All[s].Column, IsDeath(GradeScale.All[s], ranks[s])));
        if (says.All(x => !x.Fatal)) return false;
        string fatal = string.Join(" and ", says.Where(x => x.Fatal).Select(x => x.Column));
        foreach ((string column, bool isFatal) in says)
            if (!isFatal)
                report(FindingSeverity.Error, "AE-fatal", row, column, null, $"By {fatal} the event was fatal, by {column} it was not; it is counted as fatal.",
                    "grade 5 = SIR death = CIRSE 6 = Clavien-Dindo V = outcome fatal", "Make them agree.");
        if (set.Deaths[patient] is null)
            report(FindingSeverity.Error, "AE-fatal", row, "outcome", outcome, $"The event was fatal, but patient {set.PatientIds[patient]} has no date of death.",
                "a death_date in patients.csv", "Write the date of death, or correct the event.");
        return true;
    }

    private static bool IsDeath(GradeScale scale, int rank) =>
        scale == GradeScale.Cirse ? scale.Levels[rank - 1][0] == '6' : rank == scale.Levels.Length;
}
