using System.Globalization;
using System.Text;
using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Import.Delimited;
using NotebookKit.Import.Tables;
using NotebookKit.Rendering.Files;

namespace NotebookKit.Import.Mapping;

/// <summary>Reads and writes the two tables of a mapping.</summary>
internal static class MappingFiles
{
    public const string Mapping = "mapping.csv", Recode = "recode.csv";

    public static List<MappingRow> ReadMapping(string path, List<Finding>? findings = null) =>
        [.. Table(path, findings).Select(r => new MappingRow(r.Cell("file"), r.Cell("sheet"), r.Cell("source_column"),
            r.Cell("example_values"), r.Cell("table"), r.Cell("column"), r.Cell("transform"), r.Cell("unit"), r.Cell("note"))
        { Row = r.Number })];

    public static List<RecodeRow> ReadRecode(string path, List<Finding>? findings = null) => !File.Exists(path) ? []
        : [.. Table(path, findings).Select(r => new RecodeRow(r.Cell("table"), r.Cell("column"), r.Cell("source_value"),
            int.TryParse(r.Cell("count"), CultureInfo.InvariantCulture, out int n) ? n : 0, r.Cell("value"), r.Cell("status"))
            { Row = r.Number })];

    /// <summary>The table of values that lies beside a mapping.</summary>
    public static string RecodeBeside(string mapping) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(mapping))!, Recode);

    public static void Write(string path, IEnumerable<MappingRow> rows) => Write(path, MappingRow.Head,
        rows.Select(r => new[] { r.File, r.Sheet, r.SourceColumn, r.Examples, r.Table, r.Column, r.Transform, r.Unit, r.Note }));

    public static void Write(string path, IEnumerable<RecodeRow> rows) => Write(path, RecodeRow.Head,
        rows.Select(r =>
            new[] { r.Table, r.Column, r.SourceValue, r.Count.ToString(CultureInfo.InvariantCulture), r.Value, r.Status }));

    private static void Write(string path, string head, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder(head).Append('\n');
        foreach (string[] row in rows) text.AppendJoin(',', row.Select(Quoted)).Append('\n');
        WholeFile.Write(path, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())]);
    }

    /// <summary>The rows of a file; a row of more cells than names, such as one with an unquoted <c>0,5</c>, is an error.</summary>
    private static IEnumerable<(int Number, Func<string, string> Cell)> Table(string path, List<Finding>? faults)
    {
        byte[] bytes = SharedFile.ReadAllBytes(path);
        var findings = new FindingSink(Path.GetFileName(path), null);
        TextTable? table = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? JsonRows.Read(path, bytes, findings)
            : DelimitedReader.Read(path, bytes, new DataFileOptions { HeaderRow = 1 }, findings).Table;
        // One with fewer cells has its last ones blank.
        faults?.AddRange(findings.All().Where(f => f.Rule == "ragged-row" && f.HowToFix != DelimitedReader.TooFewCells));
        if (table is null) return [];
        return Enumerable.Range(0, table.RowCount).Select(row => (table.RowNumber(row), (Func<string, string>)(name =>
            table.Names.IndexOf(name) is >= 0 and int c ? Unquoted(table.Columns[c][row].Trim().ToString()) : "")));
    }

    /// <summary>The cell without the apostrophe that kept a spreadsheet from taking it for a formula.</summary>
    private static string Unquoted(string cell) => cell.Length > 1 && cell[0] == '\'' && cell[1] is '=' or '+' or '@' ? cell[1..] : cell;

    /// <summary>A cell that a spreadsheet would take for a formula gets an apostrophe.</summary>
    private static string Quoted(string cell)
    {
        if (cell.Length > 1 && cell[0] is '=' or '+' or '@' && !char.IsAsciiDigit(cell[1])) cell = "'" + cell;
        return cell.AsSpan().ContainsAny(",\"\n\r") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
