using NotebookKit.Cohorts;

namespace NotebookKit.Import.Tables;

/// <summary>Collects what is found in one file; of one kind in one column the first cells are kept, the rest are counted.</summary>
internal sealed class FindingSink(string file, string? sheet)
{
    private const int KeptOfOneKind = 10_000;

    private readonly List<Finding> _findings = [];
    private readonly Dictionary<(string, string?), int> _counts = [];

    public string File { get; } = sheet is null ? file : $"{file} [{sheet}]";

    public bool HasErrors => _findings.Exists(f => f.Severity == FindingSeverity.Error);

    public void Error(string kind, int? row, string? column, string? value, string message, string expected, string howToFix) =>
        Add(FindingSeverity.Error, kind, row, column, value, message, expected, howToFix);

    public void Warn(string kind, int? row, string? column, string? value, string message, string expected, string howToFix) =>
        Add(FindingSeverity.Warning, kind, row, column, value, message, expected, howToFix);

    public void Info(string kind, int? row, string? column, string? value, string message, string expected = "", string howToFix = "") =>
        Add(FindingSeverity.Info, kind, row, column, value, message, expected, howToFix);

    public void AddRange(IEnumerable<Finding> findings) => _findings.AddRange(findings);

    /// <summary>Everything found, with one line for those of a kind that were only counted.</summary>
    public IEnumerable<Finding> All()
    {
        foreach (Finding finding in _findings) yield return finding;
        foreach (((string kind, string? column), int count) in _counts)
            if (count > KeptOfOneKind)
                yield return new(FindingSeverity.Info, kind, File, null, column, null, null,
                    $"+ {count - KeptOfOneKind} more cells of this kind.", "", "");
    }

    private void Add(FindingSeverity severity, string kind, int? row, string? column, string? value, string message, string expected,
        string howToFix)
    {
        int count = _counts[(kind, column)] = _counts.GetValueOrDefault((kind, column)) + 1;
        if (count > KeptOfOneKind) return;
        _findings.Add(new(severity, kind, File, row, column, null, Cut(value), message, expected, howToFix));
    }

    /// <summary>A value short enough to be printed.</summary>
    public static string? Cut(string? value) => value is { Length: > 200 } ? value[..200] + "…" : value;
}
