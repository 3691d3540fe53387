using System.Globalization;
using System.Text;

namespace NotebookKit.Rendering.Files;

/// <summary>Writes a <see cref="SummaryTable"/> as Rich Text Format (RTF 1.9), as statistics departments hand tables over.</summary>
/// <remarks>Laid out as in Word: heading rows repeat, a wide table goes on in parts that repeat the label column.</remarks>
internal static class RtfTableWriter
{
    private const string Caption = "\\s1\\keepn\\sb0\\sa80\\b\\fs20 ", Text = "\\s2\\sb20\\sa20\\fs18 ",
        Head = "\\s3\\sb20\\sa20\\b\\fs18 ", Note = "\\s4\\sb40\\fs16 ";

    private const string Start =
        "{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}}\n" +
        "{\\stylesheet{\\s0 Normal;}{" + Caption + "\\sbasedon0 caption;}{" + Text + "\\sbasedon0 Table Text;}{" + Head
        + "\\sbasedon2 Table Head;}{" + Note + "\\sbasedon0 Table Note;}}\n";

    public static string Write(SummaryTable table)
    {
        TableNotes notes = TableNotes.Of(table);
        PageLayout layout = PageLayout.Of(table);
        var text = new StringBuilder(Start);
        text.Append(CultureInfo.InvariantCulture,
            $"\\paperw{layout.PageWidth}\\paperh{layout.PageHeight}\\margl{PageLayout.Margin}\\margr{PageLayout.Margin}")
            .Append(CultureInfo.InvariantCulture,
                $"\\margt{PageLayout.Margin}\\margb{PageLayout.Margin}{(layout.IsLandscape ? "\\landscape" : "")}\\f0\n");
        for (int p = 0; p < layout.Parts.Length; p++)
        {
            string title = p == 0 ? table.Title : table.Title.Length == 0 ? "(continued)" : table.Title + " (continued)";
            if (title.Length > 0) text.Append("\\pard\\plain").Append(p > 0 ? "\\pagebb" : "").Append(Caption).Append(Escape(title))
                .Append("\\par\n");
            Grid(text, layout.Parts[p].Of(table), notes, [.. layout.Parts[p].Widths.Select(w => (int)w)]);
        }
        foreach ((string mark, string note) in notes.Lettered)
            text.Append("\\pard\\plain").Append(Note).Append("{\\super ").Append(mark).Append("} ").Append(Escape(note)).Append("\\par\n");
        foreach (string note in table.Footnotes) text.Append("\\pard\\plain").Append(Note).Append(Escape(note)).Append("\\par\n");
        return text.Append("}\n").ToString();
    }

    private static void Grid(StringBuilder text, SummaryTable table, TableNotes notes, int[] width)
    {
        bool hasSpanners = table.Columns.Any(c => c.Spanner is not null);
        if (hasSpanners)
            Row(text, width, [.. Spanners.Of(table).Select(s => new Cell(
                (s.Text is null ? "" : "\\brdrb\\brdrs\\brdrw10\\brsp20") + Head, s.Text ?? "", "", TableAlignment.Center, s.Count,
                Rules.Top))], isHead: true);
        Row(text, width, [.. table.Columns.Select((c, i) => new Cell(
            Head, c.Header, notes.Mark(c.Note), i == 0 ? TableAlignment.Left : c.Alignment, 1,
            Rules.Below | (hasSpanners ? Rules.None : Rules.Top)))], isHead: true);
        for (int r = 0; r < table.Rows.Length; r++)
        {
            TableRow row = table.Rows[r];
            Rules rules = r == table.Rows.Length - 1 ? Rules.Bottom : Rules.None;
            string style = row.IsHeading ? Head : Text;
            Row(text, width, PageLayout.SpansRow(row)
                ? [new Cell(style + "\\keepn ", row.Cells[0].Text, notes.Mark(row.Cells[0].Note), TableAlignment.Left, width.Length, rules,
                    row.Indent)]
                : [.. row.Cells.Select(
                    (c, i) => new Cell(i == 0 ? style : Text, c.Text, notes.Mark(c.Note),
                        i == 0 ? TableAlignment.Left : table.Columns[i].Alignment, 1, rules, i == 0 ? row.Indent : null))],
                isHead: false);
        }
    }

    private static void Row(StringBuilder text, int[] width, Cell[] cells, bool isHead)
    {
        text.Append(CultureInfo.InvariantCulture, $"\\trowd\\trgaph{PageLayout.CellMargin}\\trleft0\\trkeep{(isHead ? "\\trhdr" : "")}");
        int column = 0, right = 0;
        foreach (Cell cell in cells)
        {
            for (int i = 0; i < cell.Span; i++) right += width[column++];
            if (cell.Rules.HasFlag(Rules.Top)) text.Append("\\clbrdrt\\brdrs\\brdrw30");
            if (cell.Rules.HasFlag(Rules.Bottom)) text.Append("\\clbrdrb\\brdrs\\brdrw30");
            else if (cell.Rules.HasFlag(Rules.Below)) text.Append("\\clbrdrb\\brdrs\\brdrw10");
            text.Append(isHead ? "\\clvertalb" : "\\clvertalt").Append(CultureInfo.InvariantCulture, $"\\cellx{right}");
        }
        text.Append('\n');
        foreach (Cell cell in cells)
            text.Append("\\pard\\plain\\intbl").Append(
                cell.Alignment switch { TableAlignment.Left => "\\ql", TableAlignment.Center => "\\qc", _ => "\\qr" })
                .Append(cell.Indent is int indent
                    ? string.Create(CultureInfo.InvariantCulture,
                        $"\\li{PageLayout.IndentTwips * indent + PageLayout.TurnoverTwips}\\fi-{PageLayout.TurnoverTwips}")
                            : "").Append(cell.Style)
                .Append(Escape(cell.Text)).Append(cell.Mark.Length > 0 ? $"{{\\super {cell.Mark}}}" : "").Append("\\cell\n");
        text.Append("\\row\n");
    }

    // letters beyond ASCII as signed UTF-16 units, with a question mark for readers that know none
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in CleanText.WithoutControls(text))
            escaped.Append(c switch
            {
                '\\' or '{' or '}' => "\\" + c,
                '\n' => "\\line ",
                < '\u0080' => c.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(short)c}?"),
            });
        return escaped.ToString();
    }

    [Flags]
    private enum Rules
    {
        None = 0,
        Top = 1,
        Below = 2,
        Bottom = 4,
    }

    private sealed record Cell(string Style, string Text, string Mark, TableAlignment Alignment, int Span, Rules Rules, int? Indent = null);
}
