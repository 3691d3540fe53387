namespace NotebookKit.Kernel.Reports;

/// <summary>What a report shows, and what it keeps beside it.</summary>
public sealed record ReportOptions
{
    /// <summary>Whether the code stands above its outputs. The default value is true.</summary>
    public bool ShowCode { get; init; } = true;

    /// <summary>
    /// Whether plotly.js is read from a file that all reports of a folder share; else each page holds its own 3.6 MB. The default value is
    /// false.
    /// </summary>
    public bool ShareScripts { get; init; }
}
