using System.Text;

namespace NotebookKit.Rendering.Files;

/// <summary>Writes a <see cref="SummaryTable"/> as a pipe table of GitHub Flavored Markdown, as notebooks and pandoc read it.</summary>
internal static class MarkdownTableWriter
{
    public static string Write(SummaryTable table)
    {
        TableNotes notes = TableNotes.Of(table);
        var text = new StringBuilder();
        if (table.Title.Length > 0) text.Append("**").Append(Escape(table.Title)).Append("**\n\n");
        text.Append('|');
        foreach (TableColumn c in table.Columns)
            text.Append(' ').Append(c.Spanner is null ? "" : Escape(c.Spanner) + "<br>").Append(Escape(c.Header))
                .Append(Mark(notes, c.Note)).Append(" |");
        text.Append("\n|");
        foreach (TableColumn c in table.Columns)
            text.Append(c.Alignment switch { TableAlignment.Left => " :--- |", TableAlignment.Center => " :---: |", _ => " ---: |" });
        foreach (TableRow row in table.Rows)
        {
            text.Append("\n|");
            for (int i = 0; i < row.Cells.Length; i++)
            {
                string cell = Escape(row.Cells[i].Text);
                if (i == 0 && row.IsHeading && cell.Length > 0) cell = $"**{cell}**";
                if (i == 0) cell = string.Concat(Enumerable.Repeat("&nbsp;&nbsp;&nbsp;&nbsp;", row.Indent)) + cell;
                text.Append(' ').Append(cell).Append(Mark(notes, row.Cells[i].Note)).Append(" |");
            }
        }
        text.Append('\n');
        string[] lines = [.. notes.Lettered.Select(n => $"<sup>{n.Mark}</sup> {Escape(n.Text)}"), .. table.Footnotes.Select(Escape)];
        if (lines.Length > 0) text.Append('\n').AppendJoin("<br>\n", lines).Append('\n');
        return text.ToString();
    }

    private static string Mark(TableNotes notes, string? note) => note is null ? "" : $"<sup>{notes.Mark(note)}</sup>";

    // every punctuation mark that can mean something is escaped; addresses are broken so that none becomes a link
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in CleanText.WithoutControls(text).Trim())
        {
            switch (c)
            {
                case '\n': escaped.Append("<br>"); break;
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '&': escaped.Append("&amp;"); break;
                case '@': escaped.Append("&#64;"); break;
                case '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '#' or '!' or '|' or '$' or '~' or '^': escaped.Append('\\')
                    .Append(c); break;
                default: escaped.Append(c); break;
            }
        }
        string result = escaped.Replace("://", "&#58;//").Replace("www.", "www&#46;").ToString();
        return result.Length > 0 && result[0] is '-' or '+' or '=' ? '\\' + result : result;
    }
}
