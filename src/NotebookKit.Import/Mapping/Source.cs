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

    /// <summary>A cell as text: days as 2019-05-14, numbers with a decimal point, yes and no as words; null where it is missing.</summary>
    public string? Text(string column, int row) => Frame[column][row] switch
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
        DataFile read = DataFile.Read(path, options: new DataFileOptions { Dictionary = dictionary is not null && IsRedcap(path, dictionary)
            ? dictionary
            : null });
        if (!read.IsTable && read.Sheets.Length > 1)
        {
            foreach (string sheet in read.Sheets)
            {
                DataFile one = DataFile.Read(path, sheet);
                if (!one.IsTable) continue;
                findings.AddRange(one.Findings.Where(f => f.Rule != "several-sheets"));
                sources.Add(new(file, sheet, one.Frame, one.Columns, one.RowNumbers));
            }
            return;
        }
        findings.AddRange(read.Findings);
        if (!read.IsTable) return;
        if (read.TableRows.Count == 0)
        {
            sources.Add(new(file, "", read.Frame, read.Columns, read.RowNumbers));
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
