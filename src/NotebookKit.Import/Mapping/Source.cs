using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Reading;

namespace NotebookKit.Import.Mapping;

/// <summary>One table of a user: a file, a sheet of a workbook, or an instrument of a REDCap export.</summary>
internal sealed record Source(string File, string Sheet, DataFrame Frame, ImmutableArray<DataColumn> Columns, Func<int, int> RowNumber)
{
    public string Name => Sheet.Length == 0 ? File : $"{File} [{Sheet}]";

    public int Rows => (int)Frame.Rows.Count;

    /// <summary>
    /// The table again, where one cell that does not fit leaves its column a column of numbers or days; null where there is no such way.
    /// </summary>
    public Lazy<DataFrame?>? Coerced { get; init; }

    /// <summary>The cells that were found not to fit their column, by column.</summary>
    public Dictionary<string, HashSet<string>> Unread { get; init; } = [];

    /// <summary>The table again with the columns of those cells as texts.</summary>
    public Lazy<DataFrame?>? AsTexts { get; init; }

    /// <summary>A cell as text: days as 2019-05-14, numbers with a decimal point,
    /// yes and no as words; null where it is missing.</summary>
    public string? Text(string column, int row) => Text(Frame[column][row]);

    /// <summary>
    /// A cell of a column that goes to numbers or days, read as the other cells of its column decide; as it stands (raw) where it was not
    /// read.
    /// </summary>
    public (string? Text, bool IsRaw) Typed(string column, int row)
    {
        if (Frame[column] is not StringDataFrameColumn texts)
            return Text(column, row) is { } value ? (value, false) : (LeftOut(column, row), true);
        if (texts[row] is null) return (null, true);
        return TypedColumn(column) is { } typed && Text(typed[row]) is { } read ? (read, false) : (Text(column, row), true);
    }

    /// <summary>A cell that was left missing in a column of numbers or days, as it stands: a bound, a day that does not exist.</summary>
    private string? LeftOut(string column, int row)
    {
        if (!Unread.TryGetValue(column, out HashSet<string>? values) || AsTexts?.Value is not { } texts
            || texts.Rows.Count != Frame.Rows.Count || texts[column][row] is not string raw) return null;
        string text = CellText.Clean(raw, out _);
        return values.Contains(text) ? text : null;
    }

    /// <summary>A column of texts as the numbers or days that it is but for single cells; null where it is not.</summary>
    public DataFrameColumn? TypedColumn(string column) => Coerced?.Value is { } coerced && coerced.Rows.Count == Frame.Rows.Count
        && coerced.Columns.IndexOf(column) is >= 0 and int c && coerced.Columns[c] is not StringDataFrameColumn ? coerced.Columns[c]
            : null;

    private static string? Text(object? cell) => cell switch
    {
        null or "" => null,
        DateTime day => day.ToString(CellParser.DateFormat, CultureInfo.InvariantCulture),
        bool flag => flag ? "yes" : "no",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        object other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };
}

/// <summary>All tables of a folder that can be read.</summary>
internal static class SourceFolder
{
    public static readonly string[] Own = ["mapping.csv", "recode.csv", "findings.csv", "import-report.html", "README.md",
        ImportState.File];

    /// <summary>What a mapping decides cell by cell, so that the reader need not say it of the column.</summary>
    public static readonly HashSet<string> CellRules = new(StringComparer.Ordinal)
    {
        "not-yes-or-no", "not-a-number", "not-a-date", "limit-value", "range-value", "uncertain-value", "date-invalid", "date-partial",
        "date-ambiguous", "date-format-mixed", "ambiguous-number", "unit-mixed",
    };

    private static readonly string[] Extensions = [".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".sav", ".zsav", ".dta",
        ".xpt", ".parquet", ".arrow", ".feather", ".json"];

    /// <summary>Reads every file; what is wrong with one is added to the findings.</summary>
    public static List<Source> Read(string folder, List<Finding> findings, IReadOnlyCollection<string>? only = null)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}' (looked in {Path.GetFullPath(folder)}).");
        string[] files = [.. SharedFile.In(folder)
            .Where(f => Extensions.Contains(Path.GetExtension(f).ToLowerInvariant()) && !Own.Contains(Path.GetFileName(f)))];
        string? dictionary = files.FirstOrDefault(IsDictionary);
        var sources = new List<Source>();
        foreach (string path in files.Where(f => f != dictionary && (only is null || only.Contains(Path.GetFileName(f)))))
            Read(path, dictionary, sources, findings);
        return sources;
    }

    private static void Read(string path, string? dictionary, List<Source> sources, List<Finding> findings)
    {
        string file = Path.GetFileName(path);
        DataFile read = DataFile.Read(path, options: new DataFileOptions { Dictionary = dictionary is not null && IsRedcap(path,
            dictionary)
            ? dictionary
            : null });
        if (!read.IsTable && read.Sheets.Length > 1)
        {
            foreach (string sheet in read.Sheets)
            {
                DataFile one = DataFile.Read(path, sheet);
                if (!one.IsTable) continue;
                findings.AddRange(one.Findings.Where(f => f.Rule != "several-sheets"));
                sources.Add(Of(file, sheet, one));
            }
            return;
        }
        findings.AddRange(read.Findings);
        if (!read.IsTable) return;
        if (read.TableRows.Count == 0)
        {
            sources.Add(Of(file, "", read));
            return;
        }
        foreach ((string name, DataFrame frame) in read.Tables)
        {
            int[] rows = read.TableRows[name];
            sources.Add(
                new(file, name, frame,
                    [.. frame.Columns.Select(c => read.Columns.FirstOrDefault(x => x.Name == c.Name)
                        ?? new DataColumn(c.Name, DataType.Text))], r => rows[r]));
        }
    }

    private static Source Of(string file, string sheet, DataFile read)
    {
        Dictionary<string, HashSet<string>> unread = read.Findings
            .Where(f => CellRules.Contains(f.Rule) && f is { Severity: FindingSeverity.Error, Column: not null, Value: not null })
            .GroupBy(f => f.Column!).ToDictionary(g => g.Key, g => g.Select(f => f.Value!).ToHashSet());
        return new(file, sheet, read.Frame, read.Columns, read.RowNumbers)
        {
            Coerced = Again(read, o => o with { Coerce = true }), Unread = unread,
            AsTexts = Again(read, o => o with { TextColumns = [.. unread.Keys] }),
        };
    }

    private static Lazy<DataFrame?> Again(DataFile file, Func<DataFileOptions, DataFileOptions> change) =>
        new(() => file.ReadAgain(change) is { IsTable: true } again ? again.Frame : null);

    private static bool IsDictionary(string path) =>
        Path.GetExtension(path) is ".csv" or ".json" && Head(path).Contains("Variable / Field Name", StringComparison.Ordinal);

    /// <summary>Whether a file is an export of the project of a dictionary: its first name is the record, by name or label.</summary>
    private static bool IsRedcap(string path, string dictionary)
    {
        if (Path.GetExtension(path) is not (".csv" or ".json" or ".txt")) return false;
        string head = Head(path);
        string record = Lines(dictionary).ElementAtOrDefault(1)?.Split(',')[0].Trim('"') ?? "record_id";
        return head.Contains("redcap_", StringComparison.Ordinal) || head.Contains("_complete", StringComparison.Ordinal)
            || head.Contains("Complete?", StringComparison.Ordinal) || head.TrimStart('\uFEFF', '"')
            .StartsWith(record, StringComparison.Ordinal);
    }

    private static string Head(string path)
    {
        using var reader = new StreamReader(SharedFile.Open(path));
        char[] head = new char[4096];
        return new string(head, 0, reader.ReadBlock(head));
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(SharedFile.Open(path));
        while (reader.ReadLine() is { } line) yield return line;
    }
}
