using System.Globalization;
using System.Text;

namespace NotebookKit.Kernel.Reports;

/// <summary>The page that leads to the reports of a run.</summary>
public static class IndexPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="entries">One per notebook, in the order they ran.</param>
    public static string Write(IReadOnlyList<IndexEntry> entries)
    {
        var body = new StringBuilder("<h1>Reports</h1>\n<ul class=\"index\">\n");
        foreach (IndexEntry entry in entries)
        {
            string link = Uri.EscapeDataString(entry.ReportFile);
            body.Append("<li>");
            if (entry.Picture.Length > 0) body.Append("<a class=\"picture\" href=\"").Append(link).Append("\">").Append(entry.Picture)
                .Append("</a>");
            body.Append("<div><a href=\"").Append(link).Append("\">").Append(HtmlReport.Encode(entry.Title))
                .Append("</a> <span class=\"note\">")
                .Append(HtmlReport.Encode(entry.Notebook));
            if (entry.RanAt is { } at) body.Append(", run ").Append(at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
            body.Append("</span>");
            if (entry.Failure is { } failure) body.Append("<br><span class=\"failed\">stopped: ").Append(HtmlReport.Encode(failure))
                .Append("</span>");
            else if (entry.Summary.Length > 0) body.Append("<p>").Append(HtmlReport.Encode(entry.Summary)).Append("</p>");
            body.Append("</div></li>\n");
        }
        return HtmlReport.Page("Reports", body.Append("</ul>\n").ToString(), []);
    }
}

/// <summary>One line of the index.</summary>
/// <param name="Notebook">File name of the notebook.</param>
/// <param name="ReportFile">File name of its report, in the folder of the index.</param>
/// <param name="Title">Title of the notebook.</param>
/// <param name="Failure">What stopped it; null when it ran through.</param>
public sealed record IndexEntry(string Notebook, string ReportFile, string Title, string? Failure)
{
    /// <summary>First paragraph of the notebook.</summary>
    public string Summary { get; init; } = "";

    /// <summary>First picture of the notebook, as an HTML element; empty for none.</summary>
    public string Picture { get; init; } = "";

    /// <summary>When it ran; null to leave it out.</summary>
    public DateTimeOffset? RanAt { get; init; }
}
