using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NotebookKit.Rendering.Files;

/// <summary>Writes a <see cref="SummaryTable"/> as LaTeX; the document needs the packages booktabs and longtable.</summary>
/// <remarks>
/// A title such as "Table 3. Response" sets the counter of tables, so that LaTeX prints its number once. A longtable goes on over pages and
/// repeats its heading rows. A table wider than a text of 16 cm goes on in further longtables, each with the label column; a label column
/// too wide for its share is set as a paragraph.
/// </remarks>
internal static partial class LatexTableWriter
{
    private const double TextWidth = 455, PointsPerEm = 7.6, ColumnSeparation = 8; // \footnotesize of a document of 10 pt

    [GeneratedRegex(@"^Table (\d{1,4})[.:]\s+(?=\S)")]
    private static partial Regex Number();

    public static string Write(SummaryTable table)
    {
        TableNotes notes = TableNotes.Of(table);
        double[] wide = Widths(table, int.MaxValue), narrow = [Widths(table, 0)[0], .. wide.Skip(1)];
        var parts = TableParts.Of(table, wide, narrow, TextWidth);
        var text = new StringBuilder("{\\footnotesize\\setlength{\\tabcolsep}{4pt}\n");
        if (Number().Match(table.Title) is { Success: true } number)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\\setcounter{{table}}{{{int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture) - 1}}}\n");
            table = table with { Title = table.Title[number.Length..] };
        }
        for (int p = 0; p < parts.Length; p++)
            WritePart(text, parts[p].Of(table), notes, parts[p].Widths[0] < wide[0] ? parts[p].Widths[0] - ColumnSeparation : null, p > 0);
        foreach (string line in notes.Lettered.Select(n => $"\\textsuperscript{{{n.Mark}}} {Escape(CleanText.OneLine(n.Text))}")
            .Concat(table.Footnotes.Select(f => Escape(CleanText.OneLine(f)))))
            text.Append("\\noindent ").Append(line).Append("\\par\n");
        return text.Append("}\n").ToString();
    }

    private static void WritePart(StringBuilder text, SummaryTable table, TableNotes notes, double? labelWidth, bool isContinued)
    {
        string title = Escape(CleanText.OneLine(table.Title));
        if (isContinued && title.Length > 0) text.Append("\\addtocounter{table}{-1}\n");
        text.Append("\\begin{longtable}{").Append(
            labelWidth is double width ? string.Create(CultureInfo.InvariantCulture, $"p{{{width:0}pt}}") : "l")
            .AppendJoin("", table.Columns.Skip(1).Select((c, i) => Align(c, i + 1))).Append("}\n");
        if (title.Length > 0) text.Append(isContinued ? $"\\caption[]{{{title} (continued)}} \\\\\n" : $"\\caption{{{title}}} \\\\\n");
        WriteHead(text, table, notes);
        text.Append("\\endfirsthead\n");
        text.Append(CultureInfo.InvariantCulture, $"\\multicolumn{{{table.Columns.Length}}}{{l}}{{\\emph{{(continued)}}}} \\\\\n");
        WriteHead(text, table, notes);
        text.Append("\\endhead\n\\bottomrule\n\\endfoot\n");
        foreach (TableRow row in table.Rows)
            text.AppendJoin(" & ", row.Cells.Select(
                (c, i) => (i == 0 ? Label(row, c, labelWidth is not null) : Lines(c.Text, Align(table.Columns[i], i), 't'))
                    + Mark(notes, c.Note)))
                .Append(row.IsHeading && row != table.Rows[^1] ? " \\\\*\n" : " \\\\\n");
        text.Append("\\end{longtable}\n");
    }

    private static void WriteHead(StringBuilder text, SummaryTable table, TableNotes notes)
    {
        text.Append("\\toprule\n");
        if (table.Columns.Any(c => c.Spanner is not null)) WriteSpanners(text, table);
        text.AppendJoin(" & ", table.Columns.Select((c, i) => Lines(c.Header, Align(c, i), 'b') + Mark(notes, c.Note)))
            .Append(" \\\\\n\\midrule\n");
    }

    private static double[] Widths(SummaryTable table, int unbroken) =>
        [.. table.Columns.Select((c, i) => ColumnSeparation + PointsPerEm * table.Rows
        .Select(r => LetterWidths.OfPieces(r.Cells[i].Text, unbroken) + (i == 0 ? r.Indent : 0))
        .Append(LetterWidths.OfPieces(c.Header, unbroken)).Max())];

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

    // further lines of a paragraph stand a little to the right of its first
    private static string Label(TableRow row, TableCell cell, bool isParagraph)
    {
        string label = Lines(cell.Text, "l", 't');
        if (row.IsHeading) label = $"\\textbf{{{label}}}";
        if (row.Indent > 0) label = string.Create(CultureInfo.InvariantCulture, $"\\hspace{{{row.Indent}em}}{label}");
        return isParagraph ? string.Create(CultureInfo.InvariantCulture, $"\\raggedright\\hangindent={row.Indent + 0.8}em {label}") : label;
    }

    // several lines stand in a table of their own, aligned with their neighbours by its first line (t) or its last (b)
    private static string Lines(string text, string align, char anchor)
    {
        string[] lines = CleanText.WithoutControls(text).Split('\n');
        return lines.Length == 1 ? Escape(lines[0])
            : $"\\begin{{tabular}}[{anchor}]{{@{{}}{align}@{{}}}}{string.Join(" \\\\ ", lines.Select(Escape))}\\end{{tabular}}";
    }

    private static string Mark(TableNotes notes, string? note) => note is null ? "" : $"\\textsuperscript{{{notes.Mark(note)}}}";

    private static string Align(TableColumn column, int index) =>
        index == 0 ? "l" : column.Alignment switch { TableAlignment.Left => "l", TableAlignment.Center => "c", _ => "r" };

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
