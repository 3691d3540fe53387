using System.Net;
using System.Text;

namespace NotebookKit.Rendering;

/// <summary>Writes a <see cref="SummaryTable"/> as accessible HTML in the three-rule style of medical journals.</summary>
/// <remarks>Styles are inline because notebook front-ends strip style sheets from untrusted outputs.</remarks>
internal static class HtmlTableWriter
{
    private const string Rule = "1px solid currentColor";

    public static string Write(SummaryTable table)
    {
        var html = new StringBuilder();
        html.Append("<table style=\"border-collapse:collapse;border-top:2px solid currentColor;border-bottom:2px solid currentColor;margin:0.5em 0\">");
        if (table.Title.Length > 0)
            html.Append("<caption style=\"caption-side:top;text-align:left;font-weight:bold;padding:4px 0\">").Append(Encode(table.Title)).Append("</caption>");
        html.Append("<thead><tr>");
        foreach (TableColumn column in table.Columns)
            html.Append("<th scope=\"col\" style=\"").Append(Align(column)).Append("padding:3px 10px;border-bottom:").Append(Rule)
                .Append(";vertical-align:bottom\">").Append(Encode(column.Header)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (TableRow row in table.Rows) WriteRow(html, table, row);
        html.Append("</tbody>");
        if (table.Footnotes.Length > 0)
        {
            html.Append("<tfoot><tr><td colspan=\"").Append(table.Columns.Length)
                .Append("\" style=\"text-align:left;font-size:0.85em;padding:4px 10px;border-top:").Append(Rule).Append("\">");
            html.AppendJoin("<br>", table.Footnotes.Select(Encode)).Append("</td></tr></tfoot>");
        }
        return html.Append("</table>").ToString();
    }

    private static void WriteRow(StringBuilder html, SummaryTable table, TableRow row)
    {
        html.Append("<tr>");
        for (int i = 0; i < table.Columns.Length; i++)
        {
            string text = Encode(row.Cells[i].Text);
            if (i == 0)
                html.Append("<th scope=\"row\" style=\"text-align:left;font-weight:").Append(row.IsHeading ? "bold" : "normal")
                    .Append(";padding:2px 10px 2px ").Append(10 + 18 * row.Indent).Append("px\">").Append(text).Append("</th>");
            else
                html.Append("<td style=\"").Append(Align(table.Columns[i])).Append("padding:2px 10px\">").Append(text).Append("</td>");
        }
        html.Append("</tr>");
    }

    private static string Align(TableColumn column) => column.Alignment switch
    {
        TableAlignment.Left => "text-align:left;",
        TableAlignment.Center => "text-align:center;",
        _ => "text-align:right;",
    };

    private static string Encode(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal);
}
