using System.Globalization;
using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Drawing.Wordprocessing;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using NotebookKit.Charts;
using NotebookKit.Rendering;
using NotebookKit.Reports.Documents;
using NotebookKit.Reports.Print;
using Gallery = NotebookKit.Charts.Tests.Gallery;
using TableCell = NotebookKit.Rendering.TableCell;

namespace NotebookKit.Reports.Tests;

/// <summary>
/// A report becomes a Word document with real headings, lists, tables, captions and figures, and says what it could not set.
/// </summary>
public sealed class WordReportTests
{
    private static readonly SummaryTable Table = new()
    {
        Title = "Response by group",
        Columns = [new("", TableAlignment.Left), new("NET") { Spanner = "Tumour", Note = "Grade 3." }, new("NEC") { Spanner = "Tumour" }],
        Rows = [new(["Best response", "", ""]) { IsHeading = true },
            new(["Objective", new TableCell("19 (63%)") { Note = "Confirmed." }, "6 (46%)"]) { Indent = 1 }],
        Footnotes = ["Unit of analysis: procedures & patients < 50."],
    };

    private static string Page(string body) =>
        $"<!DOCTYPE html><html><head><title>A &amp; B</title></head><body><main>{body}</main></body></html>";

    private static (WordprocessingDocument Document, IReadOnlyList<string> Left) Open(string body)
    {
        (byte[] bytes, IReadOnlyList<string> left) = WordReport.Write(Page(body));
        return (WordprocessingDocument.Open(new MemoryStream(bytes), false), left);
    }

    private static string[] Styled(Body body, string style) =>
        [.. body.Elements<Paragraph>().Where(p => p.ParagraphProperties?.ParagraphStyleId?.Val?.Value == style).Select(p => p.InnerText)];

    [Fact]
    public void A_report_has_headings_text_lists_code_tables_and_figures_that_Word_accepts()
    {
        Figure figure = Gallery.Figures["kaplan-meier"]();
        (WordprocessingDocument document, IReadOnlyList<string> left) = Open(
            "<h1 id=\"section-1\">Title</h1><nav><a href=\"#x\">Contents</a></nav><article><h2>Part</h2><p>Some <strong>bold</strong>, "
            + "<em>slanted</em> <code>code</code>, x<sup>2</sup> and <a href=\"https://example.org/\">a link</a>.</p>" +
            "<ol><li>one<ul><li>inner</li></ul></li><li>two</li></ol><blockquote><p>Quoted.</p></blockquote></article>" +
            $"<section class=\"cell\"><details class=\"code\" open><summary>code [1]</summary><pre><span class=\"k\">var</span> x = "
            + $"1;\nx</pre></details><div class=\"output\">{Table.ToHtml()}</div><div class=\"output\">{figure.ToHtml()}</div></section>" +
            "<footer><details><summary>How these results were "
            + "made</summary><table><tbody><tr><th>Engine</th><td>NotebookKit</td></tr></tbody></table></details></footer>");
        using (document)
        {
            Assert.Empty(left);
            Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365)
                .Validate(document, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
            Body body = document.MainDocumentPart!.Document!.Body!;
            Assert.Equal(["Title"], Styled(body, "Heading1"));
            Assert.Equal(["Part", "How these results were made"], Styled(body, "Heading2"));
            Assert.Equal(["Some bold, slanted code, x2 and a link."], Styled(body, "BodyText"));
            Assert.Equal(["one", "inner", "two"], Styled(body, "ListParagraph"));
            Assert.Equal(["Quoted."], Styled(body, "Quote"));
            Assert.Equal(["var x = 1;", "x"], Styled(body, "Code"));
            Assert.DoesNotContain("Contents", body.InnerText);
            Assert.Contains(body.Descendants<Run>(), r => r.InnerText == "bold" && r.RunProperties?.Bold is not null);
            Assert.Equal("https://example.org/", document.MainDocumentPart.HyperlinkRelationships.Single().Uri.ToString());

            Inline drawing = body.Descendants<Inline>().Single();
            Assert.Equal(640 * 25.4 / 96 * 36000, drawing.Extent!.Cx!.Value, 1.0);
            Assert.Equal(figure.Text, drawing.DocProperties!.Description!.Value);
            Assert.Equal(2, document.MainDocumentPart.ImageParts.Count());
            Assert.Equal("Figure 1. Local progression-free survival", Styled(body, "FigureCaption").Single());
            Assert.Equal(" SEQ Figure \\* ARABIC ", body.Descendants<SimpleField>().Single().Instruction!.Value);
        }
    }

    [Fact]
    public void A_table_read_from_its_page_is_the_table()
    {
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Table.ToHtml());
        SummaryTable read = HtmlTable.Read(page.QuerySelector("figure")!);
        Assert.Equal(Table.ToHtml(), read.ToHtml());
        Assert.Equal(Table.ToWord(), read.ToWord());
    }

    [Fact]
    public void Numbers_of_a_second_list_begin_again()
    {
        (WordprocessingDocument document, _) = Open("<ol><li>a</li></ol><p>and</p><ol><li>b</li></ol>");
        using (document)
        {
            int[] lists = [.. document.MainDocumentPart!.Document!.Body!.Descendants<NumberingId>().Select(n => n.Val!.Value)];
            Assert.Equal(2, lists.Distinct().Count());
            Assert.All(document.MainDocumentPart.NumberingDefinitionsPart!.Numbering!.Elements<NumberingInstance>(),
                i => Assert.NotEmpty(i.Elements<LevelOverride>()));
        }
    }

    [Fact]
    public void A_picture_that_cannot_be_set_is_said_in_the_document_and_to_the_caller()
    {
        string foreign = Convert.ToBase64String(
            Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><image href=\"x\"/></svg>"));
        (WordprocessingDocument document, IReadOnlyList<string> left) = Open(
            $"<img alt=\"A foreign picture\" src=\"data:image/svg+xml;base64,{foreign}\"><p><img alt=\"Elsewhere\" "
                + "src=\"https://example.org/x.png\"></p>");
        using (document)
        {
            Assert.Equal(["A picture was left out (The picture holds a 'image'.): A foreign picture",
                "A picture was left out (only pictures within the page can be set): Elsewhere"], left);
            Assert.Contains("[Picture not set; see the HTML report: A foreign picture]",
                document.MainDocumentPart!.Document!.Body!.InnerText);
        }
    }

    [Fact]
    public void A_figure_too_wide_for_the_page_stands_across_and_is_not_shrunk_below_three_quarters()
    {
        Figure wide = FigurePanel.SideBySide(Gallery.Figures["kaplan-meier"](), Gallery.Figures["cumulative-hazard"]());
        (WordprocessingDocument document, _) = Open($"<p>Before</p>{wide.ToHtml()}<p>After</p>");
        using (document)
        {
            Body body = document.MainDocumentPart!.Document!.Body!;
            SectionProperties[] sections = [.. body.Descendants<SectionProperties>()];
            Assert.Equal([false, true, false], sections.Select(
                s => s.GetFirstChild<PageSize>()!.Orient?.Value == PageOrientationValues.Landscape));
            Assert.InRange(body.Descendants<Inline>().Single().Extent!.Cx!.Value / 36000.0, 0.75 * wide.Width * 25.4 / 96, 266);
        }
    }

    [Fact]
    public void The_same_page_is_the_same_document_in_every_culture()
    {
        string page = Page($"<h1>Title</h1>{Table.ToHtml()}{Gallery.Figures["waterfall"]().ToHtml()}");
        byte[] first = WordReport.Write(page).Document;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("fr-FR");
            Assert.Equal(first, WordReport.Write(page).Document);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory, MemberData(nameof(PrintTests.Kinds), MemberType = typeof(PrintTests))]
    public void The_picture_drawn_from_the_page_is_that_of_the_figure(string kind)
    {
        Figure figure = Gallery.Figures[kind]();
        (byte[] png, double width, double height) = SvgPicture.Draw(XDocument.Parse(figure.ToSvg(FigureTheme.Automatic)).Root!, 96);
        Assert.Equal((figure.Width, figure.Height), (width, height), new Near());
        using var drawn = SkiaSharp.SKBitmap.Decode(png);
        using var own = SkiaSharp.SKBitmap.Decode(RasterWriter.Png(figure, FigureTheme.Light, 96));
        Assert.Equal((own.Width, own.Height), (drawn.Width, drawn.Height));
        // Coordinates in SVG have two decimals, so a few pixels at edges differ a little.
        ReadOnlySpan<byte> a = own.GetPixelSpan(), b = drawn.GetPixelSpan();
        int other = 0;
        for (int i = 0; i < a.Length; i += 4)
            if (Math.Abs(a[i] - b[i]) > 60) other++;
        Assert.True(other < 0.001 * a.Length / 4, $"{other} of {a.Length / 4} pixels differ");
    }

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) a, (double, double) b) =>
            Math.Abs(a.Item1 - b.Item1) < 0.01 && Math.Abs(a.Item2 - b.Item2) < 0.01;

        public int GetHashCode((double, double) value) => 0;
    }
}
