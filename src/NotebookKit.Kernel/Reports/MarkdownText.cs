using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NotebookKit.Kernel.Reports;

/// <summary>A heading of a report.</summary>
/// <param name="Level">1 for the title.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Id">Name of the place, unique in the report.</param>
internal sealed record Heading(int Level, string Text, string Id);

/// <summary>Renders the Markdown cells of one report and collects their headings.</summary>
internal sealed class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseGridTables().UseFootnotes().UseEmphasisExtras().UseMathematics().UseListExtras().UseAutoLinks().Build();

    private readonly List<Heading> _headings = [];

    public IReadOnlyList<Heading> Headings => _headings;

    /// <summary>The first paragraph outside lists and quotations, as plain text.</summary>
    public string FirstParagraph { get; private set; } = "";

    public string ToHtml(string markdown)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        foreach (HeadingBlock block in document.Descendants<HeadingBlock>())
        {
            string text = string.Concat(block.Inline?.Descendants().Select(Text) ?? []);
            var heading = new Heading(block.Level, text, $"section-{_headings.Count + 1}");
            _headings.Add(heading);
            block.GetAttributes().Id = heading.Id;
        }
        if (FirstParagraph.Length == 0 && document.OfType<ParagraphBlock>().FirstOrDefault() is { } paragraph)
            FirstParagraph = string.Concat(paragraph.Inline?.Descendants().Select(Text) ?? []);
        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return writer.ToString();
    }

    private static string Text(MarkdownObject inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline => " ",
        _ => "",
    };
}
