using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Reports;

/// <summary>What the notebook came from, at the end of its report: versions, data, packages, seeds.</summary>
internal static class RunRecord
{
    private static readonly (string Key, string Title)[] Kinds = [("data", "Data"), ("scripts", "Scripts"), ("assemblies", "Assemblies"),
        ("packages", "Packages")];

    public static string Write(NotebookDocument document)
    {
        if (document.Metadata["notebookkit"] is not JsonObject record) return "";
        var html = new StringBuilder("<footer><details><summary>How these results were made</summary><table><tbody>\n");
        Row(html, "Engine", $"NotebookKit {record["engine"]}, .NET {record["runtime"]}");
        foreach ((string key, string title) in Kinds)
            foreach ((string name, JsonNode? hash) in record[key] as JsonObject ?? [])
                Row(html, title, name, hash?.ToString() is { } text ? text[..Math.Min(text.Length, 19)] : "");
        foreach (JsonNode? seed in record["seeds"] as JsonArray ?? []) Row(html, "Seed", seed?.ToString() ?? "");
        return html.Append("</tbody></table></details></footer>\n").ToString();
    }

    private static void Row(StringBuilder html, string kind, string name, string hash = "") =>
        html.Append("<tr><th scope=\"row\">").Append(kind).Append("</th><td>").Append(HtmlReport.Encode(name)).Append("</td><td><code>")
            .Append(HtmlReport.Encode(hash)).Append("</code></td></tr>\n");
}
