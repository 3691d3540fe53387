using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

public sealed partial class HostileTextTests
{
    private static readonly string[] HtmlTags = ["figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td", "br", "sup", "div"];
    private static readonly string[] LatexCommands =
    [
        "begin", "end", "caption", "toprule", "midrule", "smallskip", "bottomrule", "cmidrule", "multicolumn", "textsuperscript", "textbf",
        "hspace", "footnotesize", "par", "ensuremath",
        "textbackslash", "textasciicircum", "textasciitilde", "textasciigrave", "textless", "textgreater", "textbar", "textendash",
        "symbol", "setlength", "tabcolsep", "endfirsthead", "endhead", "endfoot", "emph", "noindent",
    ];

    public static TheoryData<string> Texts => new(SampleTables.Hostile.Select(Escape));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Html_holds_no_tag_and_no_attribute_of_the_text(string escaped)
    {
        string html = SampleTables.With(Unescape(escaped)).ToHtml();
        XElement table = XElement.Parse(html.Replace("<br>", "<br/>"), LoadOptions.PreserveWhitespace); // well-formed
        Assert.All(table.DescendantsAndSelf(), e => Assert.Contains(e.Name.LocalName, HtmlTags));
        Assert.All(table.DescendantsAndSelf().Attributes(),
            a => Assert.Contains(a.Name.LocalName, (string[])["style", "scope", "colspan", "tabindex"]));
        Assert.Equal(Visible(Unescape(escaped)),
            string.Concat(table.Descendants("tbody").Single().Elements("tr").Last().Element("td")!.Nodes()
            .Select(n => n is XElement { Name.LocalName: "br" } ? "\n" : n is XText t ? t.Value : "?")));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Word_shows_the_text_and_is_valid(string escaped)
    {
        using var stream = new MemoryStream(SampleTables.With(Unescape(escaped)).ToWord());
        using WordprocessingDocument document = WordprocessingDocument.Open(stream, false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019)
            .Validate(document, TestContext.Current.CancellationToken).Select(e => e.Description));
        var cell = document.MainDocumentPart!.Document!.Descendants<DocumentFormat.OpenXml.Wordprocessing.TableCell>().Last();
        Assert.Equal(Visible(Unescape(escaped)).Replace("\n", ""), cell.InnerText);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Csv_cells_are_no_formulas_and_keep_the_grid(string escaped)
    {
        foreach (string cell in SampleTables.With(Unescape(escaped)).ToCsv().Split('\n').SelectMany(Cells))
            Assert.DoesNotMatch(@"^\s*[=+\-@|%＝＋－＠\t\r]", cell);
        string[] lines = SampleTables.With(Unescape(escaped)).ToCsv().Split('\n');
        Assert.All(lines.Take(4), l => Assert.Equal(2, Cells(l).Count()));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Latex_holds_no_command_of_the_text(string escaped)
    {
        string latex = SampleTables.With(Unescape(escaped)).ToLatex();
        Assert.All(LatexCommand().Matches(latex), m => Assert.Contains(m.Groups[1].Value, LatexCommands));
        string plain = latex.Replace("\\{", "").Replace("\\}", "");
        Assert.Equal(plain.Count(c => c == '{'), plain.Count(c => c == '}'));
        Assert.DoesNotMatch(@"(?<!\\)[%#$~^_]", latex);
        Assert.DoesNotMatch(@"\\\\\s*[\[*]", latex);
        Assert.Equal(5, latex.Split('\n').Count(l => l.EndsWith(@"\\", StringComparison.Ordinal) && l.Contains(" & ")
            && !l.Contains("multicolumn")));
    }

    // compiled with pdfLaTeX of TeX Live 2022 in its default encoding, which knows none of these and has no \textquotedbl
    [Theory]
    [InlineData("χ² = 3.10", "\\ensuremath{\\chi}\\textsuperscript{2} = 3.10")]
    [InlineData("κ ≥ 0.8", "\\ensuremath{\\kappa} \\ensuremath{\\geq} 0.8")]
    [InlineData("PR → SD", "PR \\ensuremath{\\rightarrow} SD")]
    [InlineData("10⁻³ x₁", "10\\textsuperscript{\\ensuremath{-}}\\textsuperscript{3} x\\textsubscript{1}")]
    [InlineData("a \"quote\"", "a \\symbol{34}quote\\symbol{34}")]
    [InlineData("−4.2 (21–65)", "\\ensuremath{-}4.2 (21\\textendash{}65)")]
    public void Latex_spells_what_its_default_encoding_lacks(string text, string latex) =>
        Assert.Contains($" & {latex} \\\\\n", new SummaryTable
    {
        Columns = [new("a"), new("b")], Rows = [new TableRow(["x", text])],
    }.ToLatex());

    [Theory]
    [MemberData(nameof(Texts))]
    public void Rtf_holds_no_control_word_of_the_text(string escaped)
    {
        string rtf = SampleTables.With(Unescape(escaped)).ToRtf(), plain = SampleTables.With("x").ToRtf();
        Assert.All(rtf, c => Assert.InRange(c, '\n', '~'));
        string unescaped = rtf.Replace("\\\\", "").Replace("\\{", "").Replace("\\}", "");
        Assert.Equal(unescaped.Count(c => c == '{'), unescaped.Count(c => c == '}'));
        string[] known = [.. RtfWord().Matches(plain).Select(m => m.Groups[1].Value), "u", "line"];
        Assert.All(RtfWord().Matches(rtf.Replace("\\\\", "")), m => Assert.Contains(m.Groups[1].Value, known));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Excel_shows_the_text_as_text_and_is_valid(string escaped)
    {
        string hostile = Unescape(escaped);
        byte[][] files =
        [
            SampleTables.With(hostile).ToExcel(),
            new Microsoft.Data.Analysis.DataFrame(new Microsoft.Data.Analysis.StringDataFrameColumn(hostile, [hostile, "x"])).ToExcel(),
        ];
        foreach (byte[] file in files)
        {
            using var stream = new MemoryStream(file);
            using SpreadsheetDocument document = SpreadsheetDocument.Open(stream, false);
            Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019)
                .Validate(document, TestContext.Current.CancellationToken).Select(e => e.Description));
            foreach (var cell in document.WorkbookPart!.WorksheetParts.SelectMany(
                p => p.Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>()))
            {
                Assert.Null(cell.CellFormula);
                Assert.True(cell.DataType is null || cell.DataType.Value == DocumentFormat.OpenXml.Spreadsheet.CellValues.InlineString);
            }
            Assert.Contains(document.WorkbookPart!.WorksheetParts.SelectMany(
                p => p.Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>()).Select(c => c.InnerText).Append(
                    ""), t => t == Visible(hostile));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Markdown_keeps_the_grid_and_holds_no_tag(string escaped)
    {
        string markdown = SampleTables.With(Unescape(escaped)).ToMarkdown();
        string[] rows = [.. markdown.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal))];
        Assert.Equal(5, rows.Length);
        Assert.All(rows, r => Assert.Equal(3, UnescapedBar().Matches(r).Count));
        Assert.DoesNotMatch(@"<(?!/?sup>|br>)", markdown);
        Assert.DoesNotMatch(@"(?<!\\)[`\[$~]|://|www\.|(?<!\\)!\[", markdown.Replace("&#58;", ""));
    }

    [Fact]
    public void Reversing_marks_and_control_characters_are_dropped()
    {
        Assert.Equal("ab", CleanText.WithoutControls("a\u202e\0\u001b\ud800b"));
        Assert.Equal("a\nb c 😀", CleanText.WithoutControls("a\r\nb\tc 😀"));
    }

    [Fact]
    public void A_hostile_column_of_a_frame_stays_text()
    {
        var frame = new Microsoft.Data.Analysis.DataFrame(
            new Microsoft.Data.Analysis.StringDataFrameColumn("<i>arm</i>", ["=cmd()", "<b>x</b>"]));
        SummaryTable table = frame.Describe(unit: "<u>patients</u>", rows: r => r.Categorical("<i>arm</i>")).ToTable();
        Assert.DoesNotMatch("<[iub]>", table.ToHtml());
        Assert.Contains("'=cmd()", table.ToCsv().Replace("  ", ""));
    }

    private static string Visible(string text) => CleanText.WithoutControls(text);

    private static IEnumerable<string> Cells(string line)
    {
        foreach (Match m in Regex.Matches(line, "(?<=^|,)(\"(?<q>([^\"]|\"\")*)\"|(?<p>[^,]*))(?=,|$)"))
            yield return m.Groups["q"].Success ? m.Groups["q"].Value.Replace("\"\"", "\"") : m.Groups["p"].Value;
    }

    // test names must not hold control characters
    private static string Escape(string text) => Uri.EscapeDataString(text.Replace("\ud800", "{D800}"));

    private static string Unescape(string text) => Uri.UnescapeDataString(text).Replace("{D800}", "\ud800");

    [GeneratedRegex(@"\\([A-Za-z]+)")]
    private static partial Regex LatexCommand();

    [GeneratedRegex(@"(?<!\\)\\([a-z]+)")]
    private static partial Regex RtfWord();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex UnescapedBar();
}
