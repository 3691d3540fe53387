using System.Globalization;
using System.Text;

namespace NotebookKit.Rendering;

/// <summary>Writes a <see cref="SummaryTable"/> as plain text with aligned columns.</summary>
internal static class TextTableWriter
{
    public static string Write(SummaryTable table)
    {
        TableNotes notes = TableNotes.Of(table);
        int columns = table.Columns.Length;
        var lines = new List<string[]>();
        if (table.Columns.Any(c => c.Spanner is not null))
            lines.Add(table.Columns.Select((c, i) => i > 0 && c.Spanner == table.Columns[i - 1].Spanner
                ? ""
                : CleanText.OneLine(c.Spanner ?? "")).ToArray());
        lines.Add(table.Columns.Select(c => CleanText.OneLine(c.Header) + Mark(notes, c.Note)).ToArray());
        int headers = lines.Count;
        foreach (TableRow row in table.Rows)
            lines.Add(row.Cells.Select((c, i) => (i == 0 ? new string(' ', 2 * row.Indent) : "") + CleanText.OneLine(c.Text)
                + Mark(notes, c.Note)).ToArray());
        int[] width = Enumerable.Range(0, columns).Select(i => lines.Max(l => Width(l[i]))).ToArray();

        var text = new StringBuilder();
        if (table.Title.Length > 0) text.Append(CleanText.OneLine(table.Title)).Append('\n');
        for (int r = 0; r < lines.Count; r++)
        {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++)
            {
                string cell = lines[r][i];
                string padding = new(' ', width[i] - Width(cell));
                bool left = i == 0 || table.Columns[i].Alignment == TableAlignment.Left;
                line.Append(left ? cell + padding : padding + cell).Append("  ");
            }
            text.Append(line.ToString().TrimEnd()).Append('\n');
            if (r == headers - 1) text.Append(new string('-', width.Sum() + 2 * (columns - 1))).Append('\n');
        }
        foreach ((string mark, string note) in notes.Lettered) text.Append(mark).Append(") ").Append(CleanText.OneLine(note)).Append('\n');
        foreach (string note in table.Footnotes) text.Append(CleanText.OneLine(note)).Append('\n');
        return text.ToString();
    }

    private static string Mark(TableNotes notes, string? note) => note is null ? "" : $" {notes.Mark(note)})";

    // a letter with its accents counts once
    private static int Width(string text) => new StringInfo(text).LengthInTextElements;
}
