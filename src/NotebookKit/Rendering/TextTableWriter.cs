using System.Text;

namespace NotebookKit.Rendering;

/// <summary>Writes a <see cref="SummaryTable"/> as plain text with aligned columns.</summary>
internal static class TextTableWriter
{
    public static string Write(SummaryTable table)
    {
        int columns = table.Columns.Length;
        var lines = new List<string[]> { table.Columns.Select(c => OneLine(c.Header)).ToArray() };
        foreach (TableRow row in table.Rows)
            lines.Add(row.Cells.Select((c, i) => (i == 0 ? new string(' ', 2 * row.Indent) : "") + OneLine(c.Text)).ToArray());
        int[] width = Enumerable.Range(0, columns).Select(i => lines.Max(l => l[i].Length)).ToArray();

        var text = new StringBuilder();
        if (table.Title.Length > 0) text.Append(table.Title).Append('\n');
        for (int r = 0; r < lines.Count; r++)
        {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++)
            {
                string cell = lines[r][i];
                bool left = i == 0 || table.Columns[i].Alignment == TableAlignment.Left;
                line.Append(left ? cell.PadRight(width[i]) : cell.PadLeft(width[i])).Append("  ");
            }
            text.Append(line.ToString().TrimEnd()).Append('\n');
            if (r == 0) text.Append(new string('-', width.Sum() + 2 * (columns - 1))).Append('\n');
        }
        foreach (string note in table.Footnotes) text.Append(note).Append('\n');
        return text.ToString();
    }

    private static string OneLine(string text) => text.Replace('\n', ' ');
}
