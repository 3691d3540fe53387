using System.Net;
using Markdig;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Languages;

/// <summary>Cells that are text rather than code: they are shown, not run.</summary>
internal static class TextLanguages
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseMathematics().Build();

    public static MimeBundle Format(CodePart part) => part.Language switch
    {
        "markdown" => new MimeBundle().Add(MimeTypes.Html, Markdown.ToHtml(part.Code, Pipeline).TrimEnd())
            .Add(MimeTypes.Markdown, part.Code).Add(MimeTypes.Plain, part.Code),
        "html" => new MimeBundle().Add(MimeTypes.Html, part.Code).Add(MimeTypes.Plain, part.Code),
        // Front-ends that can draw diagrams know them by their own type.
        _ => new MimeBundle().Add("text/vnd.mermaid", part.Code)
            .Add(MimeTypes.Html, $"<pre class=\"mermaid\">{WebUtility.HtmlEncode(part.Code)}</pre>").Add(MimeTypes.Plain, part.Code),
    };
}
