using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using NotebookKit.Rendering;
using NotebookKit.Rendering.Files;
using TableCell = NotebookKit.Rendering.TableCell;
using TableRow = NotebookKit.Rendering.TableRow;

namespace NotebookKit.Tests.Rendering;

/// <summary>Tables wider or longer than a page, in every format for print.</summary>
public sealed partial class PagedTableTests
{
    /// <summary>A label column and 46 columns in spanners of four.</summary>
    internal static SummaryTable Wide { get; } = new()
    {
        Title = "Table 4. Laboratory values by visit",
        Columns = [new("Laboratory value", TableAlignment.Left),
            .. Enumerable.Range(1, 46).Select(i => new TableColumn($"Visit {i}\nN = {20 + i}") { Spanner = $"Cycle {(i + 3) / 4}" })],
        Rows = [.. Enumerable.Range(1, 60).Select(
            r => new TableRow(
                [$"Alanine aminotransferase above the upper limit, {r}",
                    .. Enumerable.Range(1, 46).Select(c => (TableCell)$"{r}.{c} (5%)")]))],
        Footnotes = ["n (%) of patients."],
    };

    [Fact]
    public void A_wide_table_goes_on_in_parts_with_the_label_column_and_whole_spanners()
    {
        PageLayout layout = PageLayout.Of(Wide);
        Assert.True(layout.IsLandscape);
        Assert.All(layout.Parts, p => Assert.Equal(0, p.Columns[0]));
        Assert.Equal(Enumerable.Range(1, 46), layout.Parts.SelectMany(p => p.Columns.Skip(1)));
        Assert.All(layout.Parts, p => Assert.True(p.Widths.Sum() <= PageLayout.Long - 2 * PageLayout.Margin + 1));
        // four columns a cycle, none cut
        Assert.All(layout.Parts, p => Assert.Equal(0, (p.Columns.Length - 1) % 4 == 0 ? 0 : p == layout.Parts[^1] ? 0 : 1));
        // the label has its text on one line, the columns theirs
        double label = 180 * LetterWidths.Of(Wide.Rows[59].Cells[0].Text);
        Assert.All(layout.Parts, p => Assert.True(p.Widths[0] > label));
    }

    [Fact]
    public void A_narrow_table_keeps_its_page_and_a_long_label_breaks_before_the_table_does()
    {
        SummaryTable table = new()
        {
            Columns = [new("x", TableAlignment.Left), .. Enumerable.Range(1, 6).Select(i => new TableColumn($"Group {i}"))],
            Rows = [new(
                [string.Join(' ', Enumerable.Repeat("long label", 12)), .. Enumerable.Range(1, 6).Select(c => (TableCell)"12 (40%)")])],
        };
        PageLayout layout = PageLayout.Of(table);
        Assert.False(layout.IsLandscape);
        Assert.Single(layout.Parts);
        Assert.True(layout.Parts[0].Widths[0] > 0.25 * layout.Parts[0].Widths.Sum());
    }

    [Fact]
    public void Word_repeats_heading_rows_uses_styles_and_splits_no_row()
    {
        using WordprocessingDocument document = WordprocessingDocument.Open(new MemoryStream(Wide.ToWord()), false);
        Table[] tables = [.. document.MainDocumentPart!.Document!.Descendants<Table>()];
        Assert.Equal(PageLayout.Of(Wide).Parts.Length, tables.Length);
        foreach (Table table in tables)
        {
            var rows = table.Elements<DocumentFormat.OpenXml.Wordprocessing.TableRow>().ToArray();
            Assert.Equal(2, rows.Count(r => r.TableRowProperties!.Elements<TableHeader>().Any()));
            Assert.All(rows, r => Assert.Single(r.TableRowProperties!.Elements<CantSplit>()));
            Assert.Equal("Laboratory value", rows[1].Elements<DocumentFormat.OpenXml.Wordprocessing.TableCell>().First().InnerText);
            Assert.Equal("ThreeRuleTable", table.Elements<TableProperties>().Single().TableStyle!.Val!.Value);
        }
        string[] styles = [.. document.MainDocumentPart.Document.Descendants<ParagraphStyleId>().Select(s => s.Val!.Value!).Distinct()
            .Order(StringComparer.Ordinal)];
        Assert.Equal(["Caption", "TableHead", "TableNote", "TableText"], styles);
        Assert.All(styles, s => Assert.Contains(document.MainDocumentPart.StyleDefinitionsPart!.Styles!.Elements<Style>(),
            x => x.StyleId == s));
        Assert.Equal(["Table 4. Laboratory values by visit", "Table 4. Laboratory values by visit (continued)"],
            document.MainDocumentPart.Document.Body!.Elements<Paragraph>()
                .Where(p => p.ParagraphProperties!.ParagraphStyleId!.Val == "Caption").Select(p => p.InnerText).Distinct());
    }

    [Fact]
    public void Rtf_repeats_heading_rows_and_has_every_cell()
    {
        string rtf = Wide.ToRtf();
        int parts = PageLayout.Of(Wide).Parts.Length;
        Assert.Equal(2 * parts, TableHeaders().Count(rtf));
        Assert.Equal(62 * parts, TableRows().Count(rtf));
        foreach (TableRow row in Wide.Rows) Assert.All(row.Cells, c => Assert.Contains(c.Text + "\\cell", rtf, StringComparison.Ordinal));
        Assert.Contains("\\u967?\\u178? \\u8805? 3\\cell",
            new SummaryTable { Columns = [new("a"), new("b")], Rows = [new(["x", "χ² ≥ 3"])] }.ToRtf(), StringComparison.Ordinal);
    }

    [Fact]
    public void Latex_is_a_longtable_that_repeats_its_heading_and_numbers_itself_once()
    {
        string latex = Wide.ToLatex();
        Assert.Contains("\\setcounter{table}{3}\n\\begin{longtable}", latex, StringComparison.Ordinal);
        Assert.Contains("\\caption{Laboratory values by visit} \\\\", latex, StringComparison.Ordinal);
        Assert.Contains("\\addtocounter{table}{-1}\n\\begin{longtable}", latex, StringComparison.Ordinal);
        Assert.Equal(latex.Split("\\begin{longtable}").Length, latex.Split("\\endhead").Length);
    }

    [GeneratedRegex(@"\\trhdr")]
    private static partial Regex TableHeaders();

    [GeneratedRegex(@"\\row\b")]
    private static partial Regex TableRows();
}
