using System.Collections.Immutable;
using NotebookKit.Cohorts;

namespace NotebookKit.AdverseEvents;

/// <summary>Holds the ways of saying that an event was fatal to each other: outcome, grade on every scale, and the date of death.</summary>
internal static class FatalEvents
{
    public delegate void Report(FindingSeverity severity, string rule, int row, string column, string? value, string message,
        string expected, string fix);

    /// <summary>Whether any of them says fatal; each one that disagrees is reported.</summary>
    public static bool Check(int row, int patient, ImmutableArray<GradeScale> scales, ImmutableArray<int> ranks, string? outcome,
        SafetySet set, Report report)
    {
        var says = new List<(string Column, bool Fatal)>();
        if (outcome is not null && !outcome.Equals("unknown", StringComparison.OrdinalIgnoreCase))
            says.Add(("outcome", outcome.Equals("fatal", StringComparison.OrdinalIgnoreCase)));
        for (int s = 0; s < ranks.Length; s++)
            if (ranks[s] > 0 && scales[s].DeathFrom > 0) says.Add((scales[s].Column, ranks[s] >= scales[s].DeathFrom));
        if (says.All(x => !x.Fatal)) return false;
        string fatal = string.Join(" and ", says.Where(x => x.Fatal).Select(x => x.Column));
        foreach ((string column, bool isFatal) in says)
            if (!isFatal)
                report(FindingSeverity.Error, "AE-fatal", row, column, null,
                    $"By {fatal} the event was fatal, by {column} it was not; it is counted as fatal.",
                    "grade 5 = SIR death = CIRSE 6 = Clavien-Dindo V = outcome fatal", "Make them agree.");
        if (set.Deaths[patient] is null)
            report(FindingSeverity.Error, "AE-fatal", row, "outcome", outcome,
                $"The event was fatal, but patient {set.PatientIds[patient]} has no date of death.",
                "a death_date in patients.csv", "Write the date of death, or correct the event.");
        return true;
    }
}
