using System.Globalization;
using System.Net;
using System.Text;

namespace NotebookKit.Rendering;

/// <summary>Writes a <see cref="SummaryTable"/> as accessible HTML in the three-rule style of medical journals.</summary>
/// <remarks>Styles are inline because notebook front-ends strip style sheets from untrusted outputs.</remarks>
internal static class HtmlTableWriter
{
    private const string Thick = "2px solid currentColor";
    private const string Thin = "1px solid currentColor";

    // front-ends stripe rows and centre cells of their own accord; a table for print has neither
    private const string Plain = "background:transparent;border-left:none;border-right:none;";

    // on a narrow page the table scrolls within its frame while caption and notes keep the width of the page
    public static string Write(SummaryTable table)
    {
        TableNotes notes = TableNotes.Of(table);
        var html = new StringBuilder();
        html.Append("<figure style=\"margin:0.5em 0;width:fit-content;max-width:100%\">");
        if (table.Title.Length > 0)
            html.Append(
                "<figcaption style=\"text-align:left;font-weight:bold;color:inherit;padding:4px 0\"><div style=\"width:0;min-width:100%\">")
                .Append(Encode(table.Title)).Append("</div></figcaption>");
        html.Append("<div tabindex=\"0\" style=\"overflow-x:auto;max-width:100%\"><table style=\"border-collapse:collapse;border-top:")
            .Append(Thick).Append(";border-bottom:").Append(Thick)
            .Append(";margin:0;min-width:min(30em, 100%);font-variant-numeric:tabular-nums\">");
        html.Append("<thead>");
        WriteSpanners(html, table);
        WriteHeaders(html, table, notes);
        html.Append("</thead><tbody>");
        foreach (TableRow row in table.Rows) WriteRow(html, table, row, notes);
        html.Append("</tbody></table></div>");
        WriteNotes(html, table, notes);
        return html.Append("</figure>").ToString();
    }

    private static void WriteSpanners(StringBuilder html, SummaryTable table)
    {
        if (table.Columns.All(c => c.Spanner is null)) return;
        html.Append("<tr style=\"").Append(Plain).Append("\">");
        foreach ((string? text, int start, int count) in Spanners.Of(table))
        {
            if (text is null)
                html.Append("<td colspan=\"").Append(count).Append("\" style=\"").Append(Plain)
                    .Append("border-top:none;border-bottom:none\"></td>");
            else
                html.Append("<th scope=\"colgroup\" colspan=\"").Append(count).Append("\" style=\"").Append(Plain)
                    .Append("text-align:center;padding:3px 6px 0;border-top:none;border-bottom:none\"><div "
                        + "style=\"padding-bottom:3px;border-bottom:")
                    .Append(Thin).Append("\">").Append(Encode(text)).Append("</div></th>");
        }
        html.Append("</tr>");
    }

    private static void WriteHeaders(StringBuilder html, SummaryTable table, TableNotes notes)
    {
        html.Append("<tr style=\"").Append(Plain).Append("\">");
        foreach (TableColumn column in table.Columns)
            html.Append("<th scope=\"col\" style=\"").Append(Plain)
                .Append(column == table.Columns[0] ? $"text-align:left;min-width:{LabelWidth(table)};" : Align(column))
                .Append("padding:3px 10px;border-top:none;border-bottom:")
                .Append(Thin).Append(";vertical-align:bottom\">").Append(Encode(column.Header)).Append(Mark(notes, column.Note))
                .Append("</th>");
        html.Append("</tr>");
    }

    private static void WriteRow(StringBuilder html, SummaryTable table, TableRow row, TableNotes notes)
    {
        int top = row.IsHeading ? 6 : 2;
        bool isAlone = row.IsHeading && row.Cells[0].Text.Length > 0 && row.Cells.Skip(1).All(c => c.Text.Length == 0 && c.Note is null);
        html.Append("<tr style=\"").Append(Plain).Append("\">");
        for (int i = 0; i < (isAlone ? 1 : table.Columns.Length); i++)
        {
            string text = Encode(row.Cells[i].Text) + Mark(notes, row.Cells[i].Note);
            if (i == 0)
                html.Append("<th scope=\"")
                    .Append(isAlone ? "rowgroup\" colspan=\"" + table.Columns.Length.ToString(CultureInfo.InvariantCulture) : "row")
                    .Append("\" style=\"").Append(Plain).Append("border-top:none;border-bottom:none;text-align:left;vertical-align:top;")
                    .Append(NoWrap(row.Cells[i].Text, 14)).Append("font-weight:")
                    .Append(row.IsHeading ? "bold" : "normal").Append(";padding:").Append(top).Append("px 10px 2px ")
                    .Append((20 + 18 * row.Indent).ToString(CultureInfo.InvariantCulture)).Append("px;text-indent:-10px\">").Append(text)
                    .Append("</th>");
            else
                html.Append("<td style=\"").Append(Plain).Append("border-top:none;border-bottom:none;vertical-align:top;")
                    .Append(Align(table.Columns[i]))
                    .Append("padding:").Append(top).Append("px 10px 2px;").Append(NoWrap(row.Cells[i].Text, 24)).Append("\">").Append(text)
                    .Append("</td>");
        }
        html.Append("</tr>");
    }

    // notes wrap at the width of the table, or of the page where that is narrower
    private static void WriteNotes(StringBuilder html, SummaryTable table, TableNotes notes)
    {
        if (table.Footnotes.Length + notes.Lettered.Length == 0) return;
        html.Append("<div style=\"text-align:left;font-size:0.85em;padding:4px 0\"><div style=\"width:0;min-width:100%\">");
        html.AppendJoin("<br>", notes.Lettered.Select(n => $"{Mark(n.Mark)} {Encode(n.Text)}").Concat(table.Footnotes.Select(Encode)));
        html.Append("</div></div>");
    }

    private static string Mark(TableNotes notes, string? note) => note is null ? "" : Mark(notes.Mark(note));

    private static string Mark(string letter) => $"<sup style=\"line-height:0\">{letter}</sup>";

    // numbers, dates and intervals stay on one line; sentences may break
    private static string NoWrap(string text, int most) => text.Length <= most ? "white-space:nowrap;" : "";

    // labels take the width of their text first, up to two fifths of a narrow page
    private static string LabelWidth(SummaryTable table)
    {
        double letters = table.Rows.Where(r => !r.IsHeading)
            .Select(r => 0.55 * r.Cells[0].Text.Split('\n').Max(l => l.Length) + 1.3 * r.Indent).DefaultIfEmpty(0).Max();
        return string.Create(CultureInfo.InvariantCulture, $"min({Math.Min(Math.Ceiling(letters), 18)}em, 40vw)");
    }

    private static string Align(TableColumn column) => column.Alignment switch
    {
        TableAlignment.Left => "text-align:left;",
        TableAlignment.Center => "text-align:center;",
        _ => "text-align:right;",
    };

    private static string Encode(string text) =>
        WebUtility.HtmlEncode(CleanText.WithoutControls(text)).Replace("\n", "<br>", StringComparison.Ordinal);
}
