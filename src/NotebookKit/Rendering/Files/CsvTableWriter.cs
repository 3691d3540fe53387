using System.Text;

namespace NotebookKit.Rendering.Files;

/// <summary>Writes a <see cref="SummaryTable"/> as CSV (RFC 4180, \n line ends) that no spreadsheet takes for formulas.</summary>
internal static class CsvTableWriter
{
    public static string Write(SummaryTable table)
    {
        TableNotes notes = TableNotes.Of(table);
        var text = new StringBuilder();
        WriteLine(text, table.Columns.Select(c => (c.Spanner is null ? "" : c.Spanner + ": ") + c.Header + Mark(notes, c.Note)));
        foreach (TableRow row in table.Rows)
            WriteLine(text, row.Cells.Select((c, i) => (i == 0 ? new string(' ', 2 * row.Indent) : "") + c.Text + Mark(notes, c.Note)));
        string[] lines = [.. notes.Lettered.Select(n => $"{n.Mark}) {n.Text}"), .. table.Footnotes];
        if (lines.Length > 0) text.Append('\n');
        foreach (string line in lines) WriteLine(text, [line]);
        return text.ToString();
    }

    private static void WriteLine(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append('\n');

    private static string Mark(TableNotes notes, string? note) => note is null ? "" : $" {notes.Mark(note)})";

    private static string Cell(string value)
    {
        value = CleanText.OneLine(value);
        string start = value.TrimStart();
        if (start.Length > 0 && start[0] is '=' or '+' or '-' or '@' or '|' or '%' or '＝' or '＋' or '－' or '＠') value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\n;") >= 0 ? "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : value;
    }
}
