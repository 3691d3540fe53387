namespace NotebookKit.Cohorts;

/// <summary>How bad a <see cref="Finding"/> is.</summary>
public enum FindingSeverity
{
    /// <summary>The data cannot be used as they are.</summary>
    Error,

    /// <summary>The data can be used, but are probably not what was meant.</summary>
    Warning,

    /// <summary>Worth knowing; nothing to mend.</summary>
    Info,
}

/// <summary>One thing found wrong in a cohort: where it is, what was found, what was expected and how to mend it.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Rule">Identifier of the check, as listed under <c>x-rules</c> in <c>datapackage.json</c>.</param>
/// <param name="File">Name of the file, such as <c>patients.csv</c>.</param>
/// <param name="Row">Row as a spreadsheet numbers it (the header is row 1); null where the finding concerns the whole file.</param>
/// <param name="Column">Name of the column; null where the finding concerns the whole row or file.</param>
/// <param name="Key">Key of the row, such as the <c>patient_id</c>; null where it has none.</param>
/// <param name="Value">The text found; null where nothing was found.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="HowToFix">What to write instead, or where to look.</param>
/// <param name="RelatedFile">The other file, where two rows disagree; null otherwise.</param>
/// <param name="RelatedRow">The other row, where two rows disagree; null otherwise.</param>
public sealed record Finding(
    FindingSeverity Severity,
    string Rule,
    string File,
    int? Row,
    string? Column,
    string? Key,
    string? Value,
    string Message,
    string Expected,
    string HowToFix,
    string? RelatedFile = null,
    int? RelatedRow = null)
{
    /// <summary>The finding on one line: place, message, and how to mend it.</summary>
    public override string ToString()
    {
        string place = File + (Row is int row ? $", row {row}" : "") + (Column is null ? "" : $", column {Column}");
        return $"{place}: {Message} {HowToFix}".TrimEnd();
    }
}
