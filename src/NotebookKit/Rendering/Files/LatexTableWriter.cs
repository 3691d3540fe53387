using System.Globalization;
using System.Text;

namespace NotebookKit.Rendering.Files;

/// <summary>Writes a <see cref="SummaryTable"/> as a LaTeX table; the document needs the package booktabs alone.</summary>
internal static class LatexTableWriter
{
    public static string Write(SummaryTable table)
    {
        TableNotes notes = TableNotes.Of(table);
        var text = new StringBuilder("\\begin{table}\n");
        if (table.Title.Length > 0) text.Append("\\caption{").Append(Escape(CleanText.OneLine(table.Title))).Append("}\n");
        text.Append("\\begin{tabular}{").AppendJoin("", table.Columns.Select((c, i) => Align(c, i))).Append("}\n\\toprule\n");
        if (table.Columns.Any(c => c.Spanner is not null)) WriteSpanners(text, table);
        text.AppendJoin(" & ", table.Columns.Select((c, i) => Lines(c.Header, Align(c, i), 'b') + Mark(notes, c.Note))).Append(" \\\\\n\\midrule\n");
        foreach (TableRow row in table.Rows)
            text.AppendJoin(" & ", row.Cells.Select((c, i) => (i == 0 ? Label(row, c) : Lines(c.Text, Align(table.Columns[i], i), 't')) + Mark(notes, c.Note))).Append(" \\\\\n");
        text.Append("\\bottomrule\n\\end{tabular}\n");
        if (notes.Lettered.Length + table.Footnotes.Length > 0) text.Append("\\par\\smallskip\n");
        foreach (string line in notes.Lettered.Select(n => $"\\textsuperscript{{{n.Mark}}} {Escape(CleanText.OneLine(n.Text))}")
            .Concat(table.Footnotes.Select(f => Escape(CleanText.OneLine(f)))))
            text.Append("\\par\\footnotesize ").Append(line).Append('\n');
        return text.Append("\\end{table}\n").ToString();
    }

    private static void WriteSpanners(StringBuilder text, SummaryTable table)
    {
        var rules = new StringBuilder();
        foreach ((string? spanner, int start, int count) in Spanners.Of(table))
        {
            if (start > 0) text.Append(" & ");
            if (spanner is null)
            {
                text.Append(string.Concat(Enumerable.Repeat(" & ", count - 1)));
                continue;
            }
            text.Append(CultureInfo.InvariantCulture, $"\\multicolumn{{{count}}}{{c}}{{{Escape(CleanText.OneLine(spanner))}}}");
            rules.Append(CultureInfo.InvariantCulture, $"\\cmidrule(lr){{{start + 1}-{start + count}}}");
        }
        text.Append(" \\\\\n").Append(rules).Append('\n');
    }

    private static string Label(TableRow row, TableCell cell)
    {
        string label = Lines(cell.Text, "l", 't');
        if (row.IsHeading) label = $"\\textbf{{{label}}}";
        return row.Indent == 0 ? label : string.Create(CultureInfo.InvariantCulture, $"\\hspace{{{row.Indent}em}}{label}");
    }

    // several lines stand in a table of their own, aligned with their neighbours by its first line (t) or its last (b)
    private static string Lines(string text, string align, char anchor)
    {
        string[] lines = CleanText.WithoutControls(text).Split('\n');
        return lines.Length == 1 ? Escape(lines[0])
            : $"\\begin{{tabular}}[{anchor}]{{@{{}}{align}@{{}}}}{string.Join(" \\\\ ", lines.Select(Escape))}\\end{{tabular}}";
    }

    private static string Mark(TableNotes notes, string? note) => note is null ? "" : $"\\textsuperscript{{{notes.Mark(note)}}}";

    private static string Align(TableColumn column, int index) => index == 0 ? "l" : column.Alignment switch { TableAlignment.Left => "l", TableAlignment.Center => "c", _ => "r" };

    // brackets and stars are braced because after \\ they would be read as its argument; doubled signs would form ligatures
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '\\' => "\\textbackslash{}",
                '{' => "\\{",
                '}' => "\\}",
                '$' or '&' or '#' or '_' or '%' => "\\" + c,
                '^' => "\\textasciicircum{}",
                '~' => "\\textasciitilde{}",
                '`' => "\\textasciigrave{}",
                '\'' => "{'}",
                '"' => "\\symbol{34}",
                '<' => "\\textless{}",
                '>' => "\\textgreater{}",
                '|' => "\\textbar{}",
                '[' or ']' or '*' or '-' => "{" + c + "}",
                _ => LatexSymbols.Of(c) ?? c.ToString(),
            });
        }
        return escaped.ToString();
    }
}
