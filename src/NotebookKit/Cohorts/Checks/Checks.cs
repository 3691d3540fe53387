using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Checks;

/// <summary>Collects what the checks across fields and tables find; the severity of a rule stands in the schema.</summary>
internal sealed class Checks(CheckedCohort cohort)
{
    private readonly List<Finding> _findings = [];

    public CheckedCohort Cohort { get; } = cohort;

    /// <summary>Reports a row.</summary>
    /// <param name="rule">Identifier of the rule.</param>
    /// <param name="at">The row the condition names.</param>
    /// <param name="column">Its column.</param>
    /// <param name="message">What is wrong, without a full stop.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="howToFix">Where to look or what to write, without a full stop.</param>
    /// <param name="related">The other row, where two disagree.</param>
    public void Report(string rule, Item at, string? column, string message, string expected, string howToFix, Item? related = null)
    {
        if (Cohort.Options.LeaveOut.Contains(rule)) return;
        string? value = column is null ? null : at[column];
        _findings.Add(
            new(CohortSchema.Current.SeverityOf(rule), rule, at.File, at.Number, column, at.Key, value, Sentence(message), expected,
                Sentence(howToFix), related?.File, related?.Number));
    }

    public static IEnumerable<Finding> Run(CheckedCohort cohort)
    {
        var checks = new Checks(cohort);
        foreach (CheckedPatient patient in cohort.Patients)
        {
            DeathChecks.Check(checks, patient);
            DateChecks.Check(checks, patient);
            AdverseEventChecks.Check(checks, patient);
            ProcedureChecks.Check(checks, patient);
            ImagingChecks.Check(checks, patient);
            LesionChecks.Check(checks, patient);
            GradingChecks.Check(checks, patient);
            FollowupChecks.Check(checks, patient);
        }
        LabChecks.Check(checks);
        PersonChecks.Check(checks);
        return checks._findings;
    }

    /// <summary>A sentence; names of columns and values at its beginning stay as they are written.</summary>
    private static string Sentence(string text)
    {
        if (text.Length == 0) return text;
        string first = text.Split(' ', 2)[0];
        return End(first.All(char.IsLetter) ? char.ToUpperInvariant(text[0]) + text[1..] : text);
    }

    private static string End(string text) => text[^1] is '.' or '?' ? text : text + ".";
}
