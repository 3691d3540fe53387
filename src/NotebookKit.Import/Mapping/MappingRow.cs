using System.Text;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Import.Delimited;
using NotebookKit.Import.Tables;
using NotebookKit.Rendering.Files;

namespace NotebookKit.Import.Mapping;

/// <summary>Where one column of a user goes; a row of <c>mapping.csv</c>.</summary>
internal sealed record MappingRow(string File, string Sheet, string SourceColumn, string Examples, string Table, string Column,
    string Transform, string Unit, string Note)
{
    public const string Head = "file,sheet,source_column,example_values,table,column,transform,unit,note";

    public bool IsUsed => Table.Length > 0 && Column.Length > 0;

    /// <summary>The transforms of the row; blanks stand between several, as in <c>split:; day-first</c>.</summary>
    public string[] Transforms => Transform.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What stands between entries of one cell that become a row each; null for a cell with one entry.</summary>
    public string? Split => After("split:");

    /// <summary>Which piece of a cell with several the column takes, and what stands between them; null for the whole cell.</summary>
    public (int Number, string Sign)? Part => After("part:") is { } part && part.Split(':', 2) is [var n, var sign]
        && int.TryParse(n, System.Globalization.CultureInfo.InvariantCulture, out int number) && number > 0
        ? (number, sign is "" or "blank" ? " " : sign) : null;

    /// <summary>The number of a column that repeats side by side; null for one that does not.</summary>
    public int? Wide => After("wide:") is { } number && int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out int n)
        ? n
        : null;

    /// <summary>The value of a column that is the same in every row; null for one that is read.</summary>
    public string? Constant => Transform.StartsWith("constant:", StringComparison.Ordinal) ? Transform[9..] : null;

    /// <summary>The kind of event whose day the column holds; null otherwise.</summary>
    public string? Event => After("event:");

    /// <summary>The words this row of the mapping uses that no transform has.</summary>
    public IEnumerable<string> UnknownTransforms =>
        Constant is not null ? [] : Transforms.Where(
            t => t is not ("recode" or "unit" or "day-first" or "month-first" or "flag" or "flag:no" or "keep")
        && !(t.StartsWith("wide:", StringComparison.Ordinal) && Wide is not null)
        && !(t.StartsWith("part:", StringComparison.Ordinal) && Part is not null)
        && !(t.StartsWith("split:", StringComparison.Ordinal) && t.Length > 6)
        && !t.StartsWith("event:", StringComparison.Ordinal));

    private string? After(string prefix) =>
        Transforms.FirstOrDefault(t => t.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
}

/// <summary>What one value of a user means; a row of <c>recode.csv</c>.</summary>
internal sealed record RecodeRow(string Table, string Column, string SourceValue, int Count, string Value, string Status)
{
    public const string Head = "table,column,source_value,count,value,status";
}

/// <summary>Reads and writes the two tables of a mapping.</summary>
internal static class MappingFiles
{
    public static List<MappingRow> ReadMapping(string path)
    {
        return [.. Table(path).Select(Mapping)];

        static MappingRow Mapping(Func<string, string> cell) =>
            new(cell("file"), cell("sheet"), cell("source_column"), cell("example_values"), cell("table"), cell("column"),
                cell("transform"), cell("unit"), cell("note"));
    }

    public static List<RecodeRow> ReadRecode(string path) => !File.Exists(path) ? []
        : [.. Table(path)
            .Select(cell => new RecodeRow(cell("table"), cell("column"), cell("source_value"),
                int.TryParse(cell("count"), System.Globalization.CultureInfo.InvariantCulture, out int n) ? n : 0, cell("value"),
                cell("status")))];

    public static void Write(string path, string head, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder(head).Append('\n');
        foreach (string[] row in rows) text.AppendJoin(',', row.Select(Quoted)).Append('\n');
        WholeFile.Write(path, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())]);
    }

    private static IEnumerable<Func<string, string>> Table(string path)
    {
        byte[] bytes = SharedFile.ReadAllBytes(path);
        var findings = new FindingSink(Path.GetFileName(path), null);
        TextTable? table = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? Tables.JsonRows.Read(path, bytes, findings)
            : DelimitedReader.Read(path, bytes, new DataFileOptions { HeaderRow = 1 }, findings).Table;
        if (table is null) return [];
        return Enumerable.Range(0, table.RowCount).Select(row => (Func<string, string>)(name =>
            table.Names.IndexOf(name) is >= 0 and int c ? table.Columns[c][row].Trim().ToString() : ""));
    }

    /// <summary>A cell that a spreadsheet would take for a formula gets an apostrophe.</summary>
    private static string Quoted(string cell)
    {
        if (cell.Length > 1 && cell[0] is '=' or '+' or '@' && !char.IsAsciiDigit(cell[1])) cell = "'" + cell;
        return cell.AsSpan().ContainsAny(",\"\n\r") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
