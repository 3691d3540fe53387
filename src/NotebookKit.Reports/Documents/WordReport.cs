using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using DocumentFormat.OpenXml.Wordprocessing;

namespace NotebookKit.Reports.Documents;

/// <summary>Turns the page of a report into a Word document, block by block.</summary>
internal sealed class WordReport
{
    private readonly WordBuilder _word;
    private readonly List<string> _left = [];
    private int _figures;

    private WordReport(WordBuilder word) => _word = word;

    /// <summary>What could not be set, in words; empty where everything was.</summary>
    public static (byte[] Document, IReadOnlyList<string> Left) Write(string html)
    {
        IDocument page = new HtmlParser().ParseDocument(html);
        var word = new WordBuilder(page.Title ?? "");
        var report = new WordReport(word);
        if ((page.QuerySelector("main") ?? page.Body) is { } body) report.Blocks(body);
        return (word.Finish(), report._left);
    }

    private void Blocks(IElement parent)
    {
        var inline = new List<INode>();
        foreach (INode node in parent.ChildNodes)
        {
            if (node is IElement {
                LocalName: not ("a" or "b" or "strong" or "i" or "em" or "code" or "span" or "sup" or "sub" or "br" or "del" or "mark"
                    or "small" or "ins" or "u" or "s") } element)
            {
                Paragraph(inline);
                Block(element);
            }
            else if (node is IElement || node.NodeType == NodeType.Text) inline.Add(node);
        }
        Paragraph(inline);
    }

    private void Paragraph(List<INode> inline, string? style = null)
    {
        if (inline.Any(n => n.TextContent.Trim().Length > 0)) _word.Add(_word.Paragraph(style, _word.Runs(inline)));
        inline.Clear();
    }

    private void Block(IElement element)
    {
        switch (element.LocalName)
        {
            // Word makes its own contents from headings; what acts or hides has no place on paper.
            case "nav" or "script" or "style" or "noscript" or "template" or "summary" or "button" or "input" or "svg": break;
            case "h1" or "h2" or "h3" or "h4" or "h5"
                or "h6": _word.Add(_word.Paragraph("Heading" + element.LocalName[1], _word.Runs(element.ChildNodes))); break;
            case "p" or "figcaption": Pictures(element);
                Paragraph([.. element.ChildNodes.Where(n => n is not IElement { LocalName: "img" })],
                    element.Closest("blockquote") is null ? null : "Quote"); break;
            case "pre": Code(element); break;
            case "ul" or "ol": List(element, 0); break;
            case "table": _word.AddTable(HtmlTable.Read(element)); break;
            case "figure" when element.QuerySelector("table") is not null: _word.AddTable(HtmlTable.Read(element)); break;
            case "img": Picture(element); break;
            case "hr": break;
            case "footer" when element.QuerySelector("details") is { } record:
                _word.Add(_word.Paragraph("Heading2", _word.Text(record.QuerySelector("summary")?.TextContent ?? "")));
                Blocks(record);
                break;
            case "footer": _word.Add(_word.Paragraph("Note", _word.Runs(element.ChildNodes))); break;
            default: Blocks(element); break;
        }
    }

    private void Code(IElement element)
    {
        foreach (string line in element.TextContent.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            _word.Add(_word.Paragraph("Code", _word.Text(line)));
    }

    private void List(IElement list, int level)
    {
        int number = _word.NewList(list.LocalName == "ol");
        foreach (IElement item in list.Children.Where(c => c.LocalName == "li"))
        {
            INode[] own = [.. item.ChildNodes.Where(n => n is not IElement { LocalName: "ul" or "ol" })];
            _word.Add(_word.ListItem(number, level,
                _word.Runs(own.SelectMany(n => n is IElement { LocalName: "p" } p ? p.ChildNodes.AsEnumerable() : [n]))));
            foreach (IElement inner in item.Children.Where(c => c.LocalName is "ul" or "ol")) List(inner, level + 1);
        }
    }

    private void Pictures(IElement element)
    {
        foreach (IElement picture in element.QuerySelectorAll("img")) Picture(picture);
    }

    private void Picture(IElement element)
    {
        string source = element.GetAttribute("src") ?? "", alternative = element.GetAttribute("alt") ?? "";
        try
        {
            WordPicture picture = WordPicture.Read(source, alternative);
            // Of panels the words of the first say what they are; its title begins with its letter.
            string words = alternative.StartsWith("Panel A: ", StringComparison.Ordinal) ? alternative["Panel A: ".Length..] : alternative;
            string caption = picture.Title.Length > 0 && words == alternative ? picture.Title : words.Split(": ")[0].TrimEnd('.', ':');
            _word.AddFigure(picture, ++_figures, caption is "figure" or "Figure" ? "" : caption);
        }
        catch (Exception e) when (e is NotSupportedException or FormatException or System.Xml.XmlException)
        {
            _left.Add($"A picture was left out ({e.Message}): {(alternative.Length > 0 ? alternative : "it has no description")}");
            _word.Add(_word.Paragraph("Note", _word.Text($"[Picture not set; see the HTML report: {alternative}]")));
        }
    }
}
