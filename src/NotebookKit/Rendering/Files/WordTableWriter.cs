using System.Collections.Immutable;
using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace NotebookKit.Rendering.Files;

/// <summary>
/// Writes a <see cref="SummaryTable"/> as a Word document (docx) in the three-rule style, ready to paste into a manuscript.
/// </summary>
/// <remarks>
/// The look is in the styles Caption, Table Text, Table Head, Table Note and Three-Rule Table alone, so that a journal's template can
/// change it.
/// Heading rows repeat on every page; a table too wide for the page goes on in parts that repeat the label column. The same table gives the
/// same bytes.
/// </remarks>
internal static class WordTableWriter
{
    public static byte[] Write(SummaryTable table)
    {
        using var file = new MemoryStream();
        using (WordprocessingDocument document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            MainDocumentPart main = document.AddMainDocumentPart();
            document.ChangeIdOfPart(main, "document"); // its own identifier would be random
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = WordStyles.All();
            PageLayout layout = PageLayout.Of(table);
            main.Document = new Document(new Body([.. Blocks(table, layout), Page(layout)]));
        }
        return ZipClock.Removed(file);
    }

    private static IEnumerable<OpenXmlElement> Blocks(SummaryTable table, PageLayout layout)
    {
        TableNotes notes = TableNotes.Of(table);
        for (int p = 0; p < layout.Parts.Length; p++)
        {
            string title = p == 0 || table.Title.Length == 0 ? table.Title : table.Title + " (continued)";
            if (title.Length > 0 || p > 0) yield return Caption(title.Length > 0 ? title : "(continued)", p > 0);
            yield return Grid(layout.Parts[p].Of(table), notes, [.. layout.Parts[p].Widths.Select(w => (int)w)], table.Title);
        }
        foreach ((string mark, string note) in notes.Lettered) yield return Note(mark, note);
        foreach (string note in table.Footnotes) yield return Note("", note);
        // a table cannot be the last thing in a document
        if (notes.Lettered.Length + table.Footnotes.Length == 0) yield return Note("", "");
    }

    private static Table Grid(SummaryTable table, TableNotes notes, int[] width, string title)
    {
        var properties = new TableProperties(
            new TableStyle { Val = WordStyles.Table }, new TableWidth { Type = TableWidthUnitValues.Dxa, Width = Twips(width.Sum()) },
            new TableLayout { Type = TableLayoutValues.Fixed }, new TableLook { Val = "0420", FirstRow = true, NoVerticalBand = true });
        if (title.Length > 0) properties.Append(new TableCaption { Val = CleanText.OneLine(title) });
        var grid = new Table(properties, new TableGrid(width.Select(w => new GridColumn { Width = Twips(w) })));
        if (table.Columns.Any(c => c.Spanner is not null))
            grid.Append(Row(true, Spanners.Of(table).Select(s => Cell(
                Paragraph(WordStyles.Head, s.Text ?? "", "", TableAlignment.Center, keepWithNext: true, isRuled: s.Text is not null),
                width.AsSpan(s.Start, s.Count), false, true))));
        grid.Append(Row(true, table.Columns.Select((c, i) =>
            Cell(Paragraph(WordStyles.Head, c.Header, notes.Mark(c.Note), i == 0 ? TableAlignment.Left : c.Alignment, keepWithNext: true),
                width.AsSpan(i, 1), true, true))));
        foreach (TableRow row in table.Rows)
        {
            string style = row.IsHeading ? WordStyles.Head : WordStyles.Text;
            // the label of a group of rows runs over all columns and stays with its first row
            grid.Append(PageLayout.SpansRow(row)
                ? Row(false,
                    [Cell(Paragraph(style, row.Cells[0].Text, notes.Mark(row.Cells[0].Note), TableAlignment.Left, keepWithNext: true,
                        indent: row.Indent), width, false, false)])
                : Row(false, row.Cells.Select((c, i) => Cell(
                    Paragraph(i == 0 ? style : WordStyles.Text, c.Text, notes.Mark(c.Note),
                        i == 0 ? TableAlignment.Left : table.Columns[i].Alignment, indent: i == 0 ? row.Indent : null),
                    width.AsSpan(i, 1), false, false))));
        }
        return grid;
    }

    private static string Twips(int width) => width.ToString(CultureInfo.InvariantCulture);

    private static DocumentFormat.OpenXml.Wordprocessing.TableRow Row(bool isHeader,
        IEnumerable<DocumentFormat.OpenXml.Wordprocessing.TableCell> cells)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (isHeader) properties.Append(new TableHeader());
        return new DocumentFormat.OpenXml.Wordprocessing.TableRow([properties, .. cells]);
    }

    private static DocumentFormat.OpenXml.Wordprocessing.TableCell Cell(Paragraph content, ReadOnlySpan<int> widths, bool ruledBelow,
        bool isHead)
    {
        int width = 0;
        foreach (int w in widths) width += w;
        var properties = new TableCellProperties(new TableCellWidth { Type = TableWidthUnitValues.Dxa, Width = Twips(width) });
        if (widths.Length > 1) properties.Append(new GridSpan { Val = widths.Length });
        if (ruledBelow)
            properties.Append(new TableCellBorders(new BottomBorder { Val = BorderValues.Single, Size = 4, Space = 0, Color = "auto" }));
        if (isHead) properties.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Bottom });
        return new DocumentFormat.OpenXml.Wordprocessing.TableCell(properties, content);
    }

    private static Paragraph Caption(string title, bool onNewPage)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = WordStyles.Caption });
        if (onNewPage) properties.Append(new PageBreakBefore());
        return new Paragraph([properties, .. Runs(title)]);
    }

    private static Paragraph Note(string mark, string note)
    {
        var paragraph = new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = WordStyles.Note }));
        if (mark.Length > 0) paragraph.Append(Superscript(mark), new Run(new Text(" ") { Space = SpaceProcessingModeValues.Preserve }));
        paragraph.Append(Runs(note));
        return paragraph;
    }

    private static Paragraph Paragraph(string style, string text, string mark, TableAlignment alignment, bool keepWithNext = false,
        int? indent = null, bool isRuled = false)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = style });
        if (keepWithNext) properties.Append(new KeepNext());
        // the rule below a spanner is as wide as its paragraph, so that neighbouring spanners do not run together
        if (isRuled)
            properties.Append(new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 4, Space = 1, Color = "auto" }));
        // further lines of a label stand a little to the right of its first
        if (indent is int depth)
            properties.Append(
                new Indentation { Left = Twips(PageLayout.IndentTwips * depth + PageLayout.TurnoverTwips),
                    Hanging = Twips(PageLayout.TurnoverTwips) });
        if (alignment != TableAlignment.Left)
            properties.Append(
                new Justification { Val = alignment == TableAlignment.Center ? JustificationValues.Center : JustificationValues.Right });
        var paragraph = new Paragraph([properties, .. Runs(text)]);
        if (mark.Length > 0) paragraph.Append(Superscript(mark));
        return paragraph;
    }

    private static Run Superscript(string mark) =>
        new(new RunProperties(new VerticalTextAlignment { Val = VerticalPositionValues.Superscript }), new Text(mark));

    private static IEnumerable<Run> Runs(string text)
    {
        string[] lines = CleanText.WithoutControls(text).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            var run = new Run();
            if (i > 0) run.Append(new Break());
            run.Append(new Text(lines[i]) { Space = SpaceProcessingModeValues.Preserve });
            yield return run;
        }
    }

    private static SectionProperties Page(PageLayout layout)
    {
        var size = new PageSize { Width = (uint)layout.PageWidth, Height = (uint)layout.PageHeight };
        if (layout.IsLandscape) size.Orient = PageOrientationValues.Landscape;
        return new SectionProperties(size, new PageMargin
        {
            Top = PageLayout.Margin, Bottom = PageLayout.Margin, Left = PageLayout.Margin, Right = PageLayout.Margin, Header = 720,
            Footer = 720, Gutter = 0,
        });
    }
}
