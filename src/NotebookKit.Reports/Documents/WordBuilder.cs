using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Dom;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using NotebookKit.Rendering;
using Document = DocumentFormat.OpenXml.Wordprocessing.Document;
using Text = DocumentFormat.OpenXml.Wordprocessing.Text;

namespace NotebookKit.Reports.Documents;

/// <summary>A Word document that grows block by block; the same blocks give the same bytes.</summary>
internal sealed class WordBuilder
{
    private const int LongSide = 16838, ShortSide = 11906, Margin = 913;
    private const double TextMillimetres = (ShortSide - 2 * Margin) / 1440.0 * 25.4,
        WideMillimetres = (LongSide - 2 * Margin) / 1440.0 * 25.4, TallMillimetres = 225;

    // A figure that would have to shrink below this stands on a page of its own, across.
    private const double SmallestScale = 0.75;

    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MemoryStream _file = new();
    private readonly WordprocessingDocument _document;
    private readonly MainDocumentPart _main;
    private readonly Body _body = new();
    private readonly Styles _styles = WordStyles.All();
    private readonly Numbering _numbering = WordLists.Create();
    private int _lists, _links, _pictures;
    private bool _isAcross;

    public WordBuilder(string title)
    {
        _document = WordprocessingDocument.Create(_file, WordprocessingDocumentType.Document);
        using (var core = new MemoryStream(Encoding.UTF8.GetBytes(Properties(title))))
            _document.AddNewPart<CoreFilePropertiesPart>("properties").FeedData(core);
        _main = _document.AddMainDocumentPart();
        _document.ChangeIdOfPart(_main, "document"); // its own identifier would be random
    }

    public void Add(OpenXmlElement block) => Add(block, false);

    private void Add(OpenXmlElement block, bool across)
    {
        if (across != _isAcross) Break();
        _body.Append(block);
    }

    /// <summary>A table, set by the kit's own writer of Word tables.</summary>
    public void AddTable(SummaryTable table)
    {
        using var file = new MemoryStream(table.ToWord());
        using WordprocessingDocument set = WordprocessingDocument.Open(file, false);
        Body body = set.MainDocumentPart!.Document!.Body!;
        bool across = body.Elements<SectionProperties>().LastOrDefault()?.GetFirstChild<PageSize>()?.Orient?.Value
            == PageOrientationValues.Landscape;
        foreach (Style style in set.MainDocumentPart.StyleDefinitionsPart?.Styles?.Elements<Style>() ?? [])
            if (_styles.Elements<Style>().All(s => s.StyleId?.Value != style.StyleId?.Value)) _styles.Append(style.CloneNode(true));
        foreach (OpenXmlElement block in body.Elements().Where(e => e is not SectionProperties)) Add(block.CloneNode(true), across);
        Add(Paragraph("Gap", []), across);
    }

    /// <summary>A figure with its caption below it, as wide as it was laid out or as the page lets it be.</summary>
    public void AddFigure(WordPicture picture, int number, string caption)
    {
        bool across = picture.Millimetres * SmallestScale > TextMillimetres;
        double scale =
            Math.Min(1, Math.Min((across ? WideMillimetres : TextMillimetres) / picture.Millimetres,
                (across ? 150 : TallMillimetres) / picture.Height));
        Paragraph drawing = Paragraph("Figure", [new Run(WordDrawing.Of(_main, picture, scale, ++_pictures))]);
        Add(drawing, across);
        Add(Paragraph("FigureCaption",
            [.. Text("Figure "), .. WordLists.Sequence("Figure", number), .. Text(caption.Length > 0 ? ". " + caption : "")]), across);
    }

    public Paragraph Paragraph(string? style, IEnumerable<OpenXmlElement> runs) =>
        new([new ParagraphProperties(new ParagraphStyleId { Val = style ?? "BodyText" }), .. runs]);

    public int NewList(bool ordered)
    {
        int id = ++_lists;
        _numbering.Append(WordLists.Instance(id, ordered));
        return id;
    }

    public Paragraph ListItem(int list, int level, IEnumerable<OpenXmlElement> runs) => new(
    [
        new ParagraphProperties(new ParagraphStyleId { Val = "ListParagraph" },
            new NumberingProperties(new NumberingLevelReference { Val = Math.Min(level, WordLists.Levels - 1) },
                new NumberingId { Val = list })),
        .. runs,
    ]);

    public IEnumerable<Run> Text(string text, RunProperties? look = null)
    {
        string[] lines = CleanLines(text);
        for (int i = 0; i < lines.Length; i++)
        {
            var run = new Run();
            if (look is not null) run.Append(look.CloneNode(true));
            if (i > 0) run.Append(new Break());
            run.Append(new Text(lines[i]) { Space = SpaceProcessingModeValues.Preserve });
            yield return run;
        }
    }

    /// <summary>Text with its bold, italic, code, raised and lowered parts and its links.</summary>
    public IEnumerable<OpenXmlElement> Runs(IEnumerable<INode> nodes, RunProperties? look = null)
    {
        foreach (INode node in nodes)
        {
            if (node.NodeType == NodeType.Text)
            {
                foreach (Run run in Text(Regex.Replace(node.TextContent, @"\s+", " "), look)) yield return run;
                continue;
            }
            if (node is not IElement element || element.LocalName is "script" or "style" or "img" or "input") continue;
            if (element.LocalName == "br")
            {
                yield return new Run(new Break());
                continue;
            }
            var inner = (RunProperties?)look?.CloneNode(true) ?? new RunProperties();
            switch (element.LocalName)
            {
                case "b" or "strong" or "th": inner.Bold = new Bold(); break;
                case "i" or "em": inner.Italic = new Italic(); break;
                case "code": inner.RunFonts = new RunFonts { Ascii = "Consolas", HighAnsi = "Consolas", ComplexScript = "Consolas" }; break;
                case "sup": inner.VerticalTextAlignment = new VerticalTextAlignment { Val = VerticalPositionValues.Superscript }; break;
                case "sub": inner.VerticalTextAlignment = new VerticalTextAlignment { Val = VerticalPositionValues.Subscript }; break;
                case "del" or "s": inner.Strike = new Strike(); break;
                case "a" when Uri.TryCreate(element.GetAttribute("href"), UriKind.Absolute, out Uri? target) && target.Scheme is "http"
                    or "https" or "mailto":
                    string id = string.Create(CultureInfo.InvariantCulture, $"link{++_links}");
                    _main.AddHyperlinkRelationship(target, true, id);
                    inner.Underline = new Underline { Val = UnderlineValues.Single };
                    yield return new Hyperlink(Runs(element.ChildNodes, inner)) { Id = id };
                    continue;
            }
            foreach (OpenXmlElement run in Runs(element.ChildNodes, inner)) yield return run;
        }
    }

    public byte[] Finish()
    {
        _body.Append(Section(_isAcross));
        _main.Document = new Document(_body);
        _main.AddNewPart<StyleDefinitionsPart>("styles").Styles = _styles;
        // Word reads abstract lists before their instances.
        _main.AddNewPart<NumberingDefinitionsPart>("numbering").Numbering = _numbering;
        _document.Dispose();
        _file.Position = 0;
        using (var zip = new ZipArchive(_file, ZipArchiveMode.Update, leaveOpen: true))
            foreach (ZipArchiveEntry entry in zip.Entries) entry.LastWriteTime = Epoch;
        return _file.ToArray();
    }

    // A section ends with a paragraph that carries its page.
    private void Break()
    {
        if (_body.HasChildren)
            _body.Append(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "Gap" }, Section(_isAcross))));
        _isAcross = !_isAcross;
    }

    private static SectionProperties Section(bool across) => new(
        across
            ? new PageSize { Width = LongSide, Height = ShortSide, Orient = PageOrientationValues.Landscape }
            : new PageSize { Width = ShortSide, Height = LongSide },
        new PageMargin { Top = Margin, Bottom = Margin, Left = Margin, Right = Margin, Header = 567, Footer = 567, Gutter = 0 });

    // The title alone: no author, no clock.
    private static string Properties(string title)
    {
        XNamespace core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            dc = "http://purl.org/dc/elements/1.1/";
        return new XElement(core + "coreProperties", new XElement(dc + "title", string.Concat(CleanLines(title)))).ToString();
    }

    // XML holds no control characters and no broken surrogates.
    private static string[] CleanLines(string text) => [.. text.ReplaceLineEndings("\n").Split('\n')
        .Select(l => string.Concat(l.EnumerateRunes().Where(r => (r.Value == '\t' || !Rune.IsControl(r)) && (r.Value & 0xFFFE) != 0xFFFE)
            .Select(r => r.ToString())))];
}
