using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Reports;

/// <summary>An executed notebook as an HTML page that needs no network.</summary>
/// <param name="Title">First heading of the notebook, or its file name.</param>
/// <param name="Html">The page.</param>
public sealed partial record HtmlReport(string Title, string Html)
{
    /// <summary>The first paragraph of the notebook, as plain text.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The first picture of the notebook, as an HTML element; empty for none.</summary>
    public string Picture { get; init; } = "";

    /// <summary>The script that the page reads from a file beside it, by file name; null where the page holds everything itself.</summary>
    public (string File, string Text)? SharedScript { get; init; }

    private const string Purpose =
        "Made with NotebookKit, for research and teaching: not a medical device, and not for decisions on single patients.";

    private static readonly string[] Preference = [MimeTypes.Html, "image/svg+xml", "image/png", "image/jpeg", MimeTypes.Markdown,
        MimeTypes.Plain];

    /// <summary>Makes the report of a document.</summary>
    /// <param name="document">An executed notebook.</param>
    /// <param name="name">Name of the notebook, the title where the notebook has none of its own.</param>
    /// <param name="folder">Folder of the notebook, from which its references are read.</param>
    /// <param name="options">What the page shows; null for the defaults.</param>
    public static HtmlReport Of(NotebookDocument document, string name, string folder, ReportOptions? options = null)
    {
        options ??= new ReportOptions();
        var text = new MarkdownText();
        var body = new StringBuilder();
        bool hasFigures = false;
        foreach (NotebookCell cell in document.Cells)
        {
            if (cell.IsMarkdown) body.Append("<article>").Append(SafeMarkup.Of(text.ToHtml(cell.FilledSource))).Append("</article>\n");
            else if (cell.IsCode) WriteCode(body, cell, options.ShowCode, ref hasFigures);
        }
        body.Append(RunRecord.Write(document));
        string? plotly = hasFigures ? PlotlyScript.Find(document, folder) : null;
        string title = text.Headings.FirstOrDefault(h => h.Level == 1)?.Text ?? name;
        int endOfTitle = body.ToString().IndexOf("</h1>", StringComparison.Ordinal);
        body.Insert(endOfTitle < 0 ? 0 : endOfTitle + "</h1>".Length, Contents(text.Headings));
        (string File, string Text)? shared = plotly is not null && options.ShareScripts
            ? ($"plotly-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plotly)))[..8]}.js", plotly) : null;
        string html = Page(title, body.ToString(),
            plotly is null ? [] : shared is null ? [plotly, Resource("report.js")] : [Resource("report.js")], shared?.File);
        return new(title, html) { Summary = text.FirstParagraph, Picture = FirstPicture().Match(body.ToString()).Value,
            SharedScript = shared };
    }

    [GeneratedRegex("<img [^>]*src=\"data:image/[^>]*>")]
    private static partial Regex FirstPicture();

    /// <summary>A page with the style of the reports.</summary>
    /// <remarks>
    /// The policy lets only the given scripts run and nothing else be fetched, whatever an output may contain: the word that admits a
    /// script is a hash of the whole body, which no output can hold.
    /// </remarks>
    internal static string Page(string title, string body, IReadOnlyList<string> scripts, string? scriptFile = null)
    {
        bool runs = scripts.Count > 0 || scriptFile is not null;
        string nonce = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(title + body)));
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data: blob:; font-src data:; style-src "
                + "'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src ")
            .Append(runs ? $"'nonce-{nonce}'" : "'none'")
            .Append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" "
                + "content=\"light dark\">\n<title>").Append(Encode(title))
            .Append("</title>\n<style>\n").Append(Resource("report.css")).Append("</style>\n");
        // The shared script is fetched when the page stands: the reader does not wait for what makes figures move.
        foreach (string script in scripts)
            html.Append("<script nonce=\"").Append(nonce).Append('"')
                .Append(scriptFile is null ? "" : $" data-plotly=\"{Encode(scriptFile)}\"").Append('>').Append(script)
                .Append("</script>\n");
        return html.Append("</head>\n<body>\n<main>\n").Append(body).Append("<footer class=\"note\">").Append(Purpose)
            .Append("</footer>\n</main>\n</body>\n</html>\n").ToString();
    }

    internal static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Contents(IReadOnlyList<Heading> headings)
    {
        List<Heading> listed = [.. headings.Where(h => h.Level is 2 or 3)];
        if (listed.Count < 2) return "";
        var html = new StringBuilder("<nav aria-label=\"Contents\"><strong>Contents</strong><ol>");
        foreach (Heading heading in listed)
            html.Append("<li class=\"l").Append(heading.Level).Append("\"><a href=\"#").Append(Encode(heading.Id)).Append("\">")
                .Append(Encode(heading.Text)).Append("</a></li>");
        return html.Append("</ol></nav>\n").ToString();
    }

    private static void WriteCode(StringBuilder body, NotebookCell cell, bool showCode, ref bool hasFigures)
    {
        body.Append("<section class=\"cell\">\n");
        if (showCode && cell.Source.Trim().Length > 0)
            body.Append("<details class=\"code\"><summary>code").Append(cell.ExecutionCount is { } n ? $" [{n}]" : "")
                .Append("</summary><pre>")
                .Append(cell.Language == "csharp" ? CodeHighlighter.ToHtml(cell.Source.TrimEnd()) : Encode(cell.Source.TrimEnd()))
                .Append("</pre></details>\n");
        foreach (JsonNode? output in cell.Outputs)
            if (output is not null) WriteOutput(body, output, ref hasFigures);
        body.Append("</section>\n");
    }

    private static void WriteOutput(StringBuilder body, JsonNode output, ref bool hasFigures)
    {
        switch ((string?)output["output_type"])
        {
            case "stream":
                body.Append("<pre class=\"stream ").Append(Encode((string?)output["name"] ?? "")).Append("\">")
                    .Append(Encode(NotebookCell.Join(output["text"]))).Append("</pre>\n");
                break;
            case "error":
                IEnumerable<string> trace = output["traceback"]?.AsArray().Select(l => (string?)l ?? "") ?? [];
                body.Append("<pre class=\"error\">").Append(Encode(string.Join('\n', trace))).Append("</pre>\n");
                break;
            default:
                if (output["data"] is JsonObject data) WriteData(body, data, ref hasFigures);
                break;
        }
    }

    private static void WriteData(StringBuilder body, JsonObject data, ref bool hasFigures)
    {
        string? form = Preference.FirstOrDefault(data.ContainsKey);
        string still = form is null ? "" : Show(form, NotebookCell.Join(data[form]));
        if (data[MimeTypes.Plotly] is JsonObject figure)
        {
            hasFigures = true;
            // Inside a script element only "<" could end it early.
            string json = figure.ToJsonString(new JsonSerializerOptions()).Replace("<", "\\u003c", StringComparison.Ordinal);
            body.Append("<div class=\"output figure\"><script type=\"application/json\">").Append(json)
                .Append("</script><div class=\"still\">").Append(still).Append("</div></div>\n");
        }
        else if (form is not null)
        {
            body.Append("<div class=\"output\">").Append(still).Append("</div>\n");
        }
    }

    private static string Show(string form, string content) => form switch
    {
        MimeTypes.Html => SafeMarkup.Of(content),
        MimeTypes.Markdown => SafeMarkup.Of(new MarkdownText().ToHtml(content)),
        "image/svg+xml" =>
            $"<img alt=\"figure\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(content))}\">",
        "image/png" or "image/jpeg" => $"<img alt=\"figure\" src=\"data:{form};base64,{Encode(content.ReplaceLineEndings(""))}\">",
        _ => $"<pre class=\"plain\">{Encode(content)}</pre>",
    };

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"NotebookKit.Kernel.Reports.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
