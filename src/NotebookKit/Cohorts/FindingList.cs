using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;

namespace NotebookKit.Cohorts;

/// <summary>Findings in the order of severity, file and row, faults of a file's structure before all others; prints as a table.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
[CollectionBuilder(typeof(FindingList), nameof(Create))]
public sealed class FindingList : IReadOnlyList<Finding>, ITableResult
{
    private const int PrintedRows = 20;

    private readonly ImmutableArray<Finding> _findings;

    /// <summary>Collects findings and sorts them by severity, structure (rules S) first, file, row and column; equal places keep their order.</summary>
    /// <param name="findings">Any findings, also none.</param>
    public FindingList(IEnumerable<Finding> findings) => _findings =
    [
        .. findings.OrderBy(f => f.Severity).ThenBy(f => f.Rule[0] != 'S').ThenBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Row ?? 0)
            .ThenBy(f => f.Column, StringComparer.Ordinal),
    ];

    /// <summary>No findings.</summary>
    public static FindingList Empty { get; } = new([]);

    /// <summary>Number of findings of all severities.</summary>
    public int Count => _findings.Length;

    /// <summary>Number of errors.</summary>
    public int Errors => _findings.Count(f => f.Severity == FindingSeverity.Error);

    /// <summary>The finding at a position, counted from 0.</summary>
    public Finding this[int index] => _findings[index];

    /// <summary>A list of the given findings; used by collection expressions.</summary>
    public static FindingList Create(ReadOnlySpan<Finding> findings) => new(findings.ToArray());

    /// <inheritdoc/>
    public IEnumerator<Finding> GetEnumerator() => ((IEnumerable<Finding>)_findings).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All findings as a frame: severity, rule, file, row, column, key, value, message, expected, how_to_fix, related_file, related_row.</summary>
    public DataFrame ToDataFrame() => new(
        Text("severity", f => Name(f.Severity)), Text("rule", f => f.Rule), Text("file", f => f.File), Number("row", f => f.Row),
        Text("column", f => f.Column), Text("key", f => f.Key), Text("value", f => f.Value), Text("message", f => f.Message),
        Text("expected", f => f.Expected), Text("how_to_fix", f => f.HowToFix), Text("related_file", f => f.RelatedFile),
        Number("related_row", f => f.RelatedRow));

    /// <summary>The first 20 findings and a count of the rest.</summary>
    public SummaryTable ToTable() => Count == 0 ? None() : new()
    {
        Title = "Findings",
        Columns =
        [
            new("File", TableAlignment.Left), new("Row"), new("Column", TableAlignment.Left), new("Found", TableAlignment.Left),
            new("What is wrong", TableAlignment.Left), new("How to mend it", TableAlignment.Left), new("Rule", TableAlignment.Left),
        ],
        Rows = [.. _findings.Take(PrintedRows).Select(Row)],
        Footnotes = [.. Notes()],
    };

    /// <summary>The printed table as plain text.</summary>
    public override string ToString() => ToTable().ToString();

    private static SummaryTable None() => new() { Columns = [new("Findings", TableAlignment.Left)], Rows = [new TableRow(["None: nothing to mend."])] };

    private static TableRow Row(Finding f) => new(
        [f.File, Cell(f.Row), f.Column ?? "", f.Value ?? "", $"{Name(f.Severity)}: {f.Message}", f.HowToFix, f.Rule]);

    private static TableCell Cell(int? row) =>
        row is int r ? new TableCell(r.ToString(System.Globalization.CultureInfo.InvariantCulture)) { Value = r } : TableCell.Empty;

    private static string Name(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "error",
        FindingSeverity.Warning => "warning",
        _ => "info",
    };

    private IEnumerable<string> Notes()
    {
        if (Count > PrintedRows) yield return $"+ {Count - PrintedRows} more; ToDataFrame() holds them all.";
        yield return string.Join("; ", _findings.GroupBy(f => (f.Severity, f.File))
            .Select(g => $"{g.Key.File}: {g.Count()} {Name(g.Key.Severity)}{(g.Count() == 1 || g.Key.Severity == FindingSeverity.Info ? "" : "s")}")) + ".";
        yield return "Rows are numbered as in a spreadsheet: the header is row 1.";
    }

    private StringDataFrameColumn Text(string name, Func<Finding, string?> value) => new(name, _findings.Select(f => value(f)!));

    private Int32DataFrameColumn Number(string name, Func<Finding, int?> value) => new(name, _findings.Select(value));
}
