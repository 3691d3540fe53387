namespace NotebookKit.Cohorts;

/// <summary>Thrown by <see cref="Cohort.ThrowIfInvalid"/>: the data files hold errors.</summary>
public sealed class InvalidCohortException : Exception
{
    private const int Shown = 10;

    /// <summary>Makes the exception from what was found.</summary>
    /// <param name="findings">All findings; the message names the first ten errors.</param>
    public InvalidCohortException(FindingList findings) : base(Text(findings)) => Findings = findings;

    /// <summary>Everything that was found.</summary>
    public FindingList Findings { get; }

    private static string Text(FindingList findings)
    {
        string more = findings.Errors > Shown ? $"\n+ {findings.Errors - Shown} more, see the cohort's Findings" : "";
        return $"The cohort has {findings.Errors} error{(findings.Errors == 1 ? "" : "s")}:\n" +
            string.Join("\n", findings.Where(f => f.Severity == FindingSeverity.Error).Take(Shown)) + more;
    }
}
