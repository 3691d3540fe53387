using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
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

    /// <summary>
    /// Collects findings and sorts them by severity, structure (rules S) first, file, row and column; equal places keep their order.
    /// </summary>
    /// <param name="findings">Any findings, also none.</param>
    public FindingList(IEnumerable<Finding> findings) => _findings =
    [
        .. findings.OrderBy(f => f.Severity).ThenBy(f => f.Rule[0] != 'S').ThenBy(f => f.File, StringComparer.Ordinal)
            .ThenBy(f => f.Row ?? 0)
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

    /// <summary>
    /// All findings as a frame: severity, rule, file, row, column, key, value, message, expected, how_to_fix, related_file, related_row.
    /// </summary>
    public DataFrame ToDataFrame() => new(
        Text("severity", f => Name(f.Severity)), Text("rule", f => f.Rule), Text("file", f => f.File), Numbers("row", f => f.Row),
        Text("column", f => f.Column), Text("key", f => f.Key), Text("value", f => f.Value), Text("message", f => f.Message),
        Text("expected", f => f.Expected), Text("how_to_fix", f => f.HowToFix), Text("related_file", f => f.RelatedFile),
        Numbers("related_row", f => f.RelatedRow));

    /// <summary>
    /// One row per file, column and rule, with the count and the first rows; the first 20 of them and a count of the rest.
    /// </summary>
    public SummaryTable ToTable() => Count == 0 ? None() : new()
    {
        Title = "Findings",
        Columns =
        [
            new("File", TableAlignment.Left), new("Row"), new("Column", TableAlignment.Left), new("Found", TableAlignment.Left),
            new("What is wrong", TableAlignment.Left), new("How to mend it", TableAlignment.Left), new("Rule", TableAlignment.Left),
        ],
        Rows = [.. Groups().Take(PrintedRows).Select(Row)],
        Footnotes = [.. Notes()],
    };

    /// <summary>All findings as CSV with the columns of <see cref="ToDataFrame"/>, to be opened in a spreadsheet.</summary>
    /// <remarks>A text that a spreadsheet would take for a formula gets an apostrophe before it.</remarks>
    public string ToCsv()
    {
        var text = new StringBuilder("severity,rule,file,row,column,key,value,message,expected,how_to_fix,related_file,related_row\n");
        foreach (Finding f in _findings)
            text.AppendJoin(',', new[]
            {
                Name(f.Severity), f.Rule, f.File, Number(f.Row), f.Column, f.Key, f.Value, f.Message, f.Expected, f.HowToFix,
                    f.RelatedFile,
                Number(f.RelatedRow),
            }.Select(Quoted)).Append('\n');
        return text.ToString();
    }

    /// <summary>The printed table as plain text.</summary>
    public override string ToString() => ToTable().ToString();

    private static SummaryTable None() =>
        new() { Columns = [new("Findings", TableAlignment.Left)], Rows = [new TableRow(["None: nothing to mend."])] };

    /// <summary>What has one cause in one place: severity, rule, file and column.</summary>
    private IEnumerable<Finding[]> Groups() => _findings.GroupBy(f => (f.Severity, f.Rule, f.File, f.Column)).Select(g => g.ToArray());

    private static TableRow Row(Finding[] group)
    {
        Finding f = group[0];
        string[] values = [.. group.Select(g => g.Value).OfType<string>().Distinct()];
        string found = string.Join(", ", values.Take(3)) + (values.Length > 3 ? ", …" : "");
        string count = group.Length == 1 ? "" : $" ({group.Length} times)";
        return new([f.File, Rows(group), f.Column ?? "", found, $"{Name(f.Severity)}: {f.Message}{count}", f.HowToFix, f.Rule]);
    }

    private static TableCell Rows(Finding[] group)
    {
        int[] rows = [.. group.Select(f => f.Row).OfType<int>()];
        if (rows.Length == 0) return TableCell.Empty;
        string text = string.Join(", ", rows.Take(3).Select(r => Number(r))) + (rows.Length > 3 ? ", …" : "");
        return rows.Length == 1 ? new TableCell(text) { Value = rows[0] } : new TableCell(text);
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string? cell)
    {
        if (cell is null) return "";
        if (cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r') cell = "'" + cell;
        return cell.AsSpan().ContainsAny(",\"\n\r") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }

    private static string Name(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "error",
        FindingSeverity.Warning => "warning",
        _ => "info",
    };

    private IEnumerable<string> Notes()
    {
        int groups = Groups().Count();
        if (groups > PrintedRows) yield return $"+ {groups - PrintedRows} more kinds.";
        if (Count > Math.Min(groups, PrintedRows)) yield return $"{Count} findings in all; ToDataFrame() and ToCsv() hold each of them.";
        yield return string.Join("; ", _findings.GroupBy(f => (f.Severity, f.File))
            .Select(g =>
                $"{g.Key.File}: {g.Count()} {Name(g.Key.Severity)}{(g.Count() == 1 || g.Key.Severity == FindingSeverity.Info ? "" : "s")}"))
                + ".";
        yield return "Rows are numbered as a spreadsheet program shows them.";
    }

    private StringDataFrameColumn Text(string name, Func<Finding, string?> value) => new(name, _findings.Select(f => value(f)!));

    private Int32DataFrameColumn Numbers(string name, Func<Finding, int?> value) => new(name, _findings.Select(value));
}
