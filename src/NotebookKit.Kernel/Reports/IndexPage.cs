using System.Text;

namespace NotebookKit.Kernel.Reports;

/// <summary>The page that leads to the reports of a run.</summary>
public static class IndexPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="entries">One per notebook, in the order they ran.</param>
    public static string Write(IReadOnlyList<IndexEntry> entries)
    {
        var body = new StringBuilder("<h1>Reports</h1>\n<ol class=\"index\">\n");
        foreach (IndexEntry entry in entries)
        {
            string link = Uri.EscapeDataString(entry.ReportFile);
            body.Append("<li><a href=\"").Append(link).Append("\">").Append(HtmlReport.Encode(entry.Title)).Append("</a> <span class=\"note\">")
                .Append(HtmlReport.Encode(entry.Notebook)).Append("</span>");
            if (entry.Failure is { } failure) body.Append("<br><span class=\"failed\">stopped: ").Append(HtmlReport.Encode(failure)).Append("</span>");
            body.Append("</li>\n");
        }
        return HtmlReport.Page("Reports", body.Append("</ol>\n").ToString(), []);
    }
}

/// <summary>One line of the index.</summary>
/// <param name="Notebook">File name of the notebook.</param>
/// <param name="ReportFile">File name of its report, in the folder of the index.</param>
/// <param name="Title">Title of the notebook.</param>
/// <param name="Failure">What stopped it; null when it ran through.</param>
public sealed record IndexEntry(string Notebook, string ReportFile, string Title, string? Failure);
