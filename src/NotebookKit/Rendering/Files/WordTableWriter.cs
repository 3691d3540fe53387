using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace NotebookKit.Rendering.Files;

/// <summary>Writes a <see cref="SummaryTable"/> as a Word document (docx) in the three-rule style, ready to paste into a manuscript.</summary>
/// <remarks>The same table gives the same bytes.</remarks>
internal static class WordTableWriter
{
    private const int LandscapeFrom = 7;
    private const int TwipsPerLetter = 100;
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(SummaryTable table)
    {
        using var file = new MemoryStream();
        using (WordprocessingDocument document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            MainDocumentPart main = document.AddMainDocumentPart();
            document.ChangeIdOfPart(main, "document"); // its own identifier would be random
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = Styles();
            main.Document = new Document(new Body([.. Blocks(table), Page(table.Columns.Length)]));
        }
        RemoveClock(file);
        return file.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Blocks(SummaryTable table)
    {
        TableNotes notes = TableNotes.Of(table);
        if (table.Title.Length > 0) yield return Paragraph(table.Title, "", TableAlignment.Left, bold: true, keepWithNext: true);
        yield return Grid(table, notes);
        foreach ((string mark, string note) in notes.Lettered) yield return Note(mark, note);
        foreach (string note in table.Footnotes) yield return Note("", note);
    }

    private static Table Grid(SummaryTable table, TableNotes notes)
    {
        int[] width = Widths(table);
        var grid = new Table(
            new TableProperties(
                new TableWidth { Type = TableWidthUnitValues.Auto, Width = "0" },
                new TableBorders(Rule<TopBorder>(12), Rule<BottomBorder>(12)),
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Width = 80, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa })),
            new TableGrid(width.Select(w => new GridColumn { Width = Twips(w) })));
        if (table.Columns.Any(c => c.Spanner is not null))
            grid.Append(Row(true, Spanners.Of(table).Select(s => Cell(
                Paragraph(s.Text ?? "", "", TableAlignment.Center, bold: true, keepWithNext: true), width.AsSpan(s.Start, s.Count), s.Text is not null))));
        grid.Append(Row(true, table.Columns.Select((c, i) =>
            Cell(Paragraph(c.Header, notes.Mark(c.Note), i == 0 ? TableAlignment.Left : c.Alignment, bold: true, keepWithNext: true), width.AsSpan(i, 1), true))));
        foreach (TableRow row in table.Rows)
            grid.Append(Row(false, row.Cells.Select((c, i) => Cell(
                Paragraph(c.Text, notes.Mark(c.Note), i == 0 ? TableAlignment.Left : table.Columns[i].Alignment, i == 0 && row.IsHeading, indent: i == 0 ? row.Indent : 0),
                width.AsSpan(i, 1), false))));
        return grid;
    }

    // about as wide as the longest line of the column
    private static int[] Widths(SummaryTable table)
    {
        int Longest(string text) => text.Split('\n').Max(l => l.Length);
        int Letters(TableRow row, int i) => Longest(row.Cells[i].Text) + (i == 0 ? 2 * row.Indent : 0) + (row.Cells[i].Note is null ? 0 : 2);
        int[] width = [.. table.Columns.Select((c, i) => 220 + TwipsPerLetter * table.Rows.Select(r => Letters(r, i)).Append(Longest(c.Header)).Max())];
        foreach ((string? text, int start, int count) in Spanners.Of(table))
        {
            int missing = text is null ? 0 : 200 + TwipsPerLetter * Longest(text) - width.AsSpan(start, count).ToArray().Sum();
            for (int i = start; i < start + count && missing > 0; i++) width[i] += missing / count;
        }
        return Fit(width, (table.Columns.Length < LandscapeFrom ? 12240 : 15840) - 2 * 1080);
    }

    // the widest columns give way, so that numbers and short words are not broken
    private static int[] Fit(int[] width, int page)
    {
        int[] ascending = [.. width.Order()];
        for (int i = 0, left = page; i < width.Length; left -= ascending[i++])
        {
            int share = left / (width.Length - i);
            if (ascending[i] > share) return [.. width.Select(w => Math.Min(w, share))];
        }
        return width;
    }

    private static string Twips(int width) => width.ToString(CultureInfo.InvariantCulture);

    private static DocumentFormat.OpenXml.Wordprocessing.TableRow Row(bool isHeader, IEnumerable<DocumentFormat.OpenXml.Wordprocessing.TableCell> cells)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (isHeader) properties.Append(new TableHeader());
        return new DocumentFormat.OpenXml.Wordprocessing.TableRow([properties, .. cells]);
    }

    private static DocumentFormat.OpenXml.Wordprocessing.TableCell Cell(Paragraph content, ReadOnlySpan<int> widths, bool ruledBelow)
    {
        int width = 0;
        foreach (int w in widths) width += w;
        var properties = new TableCellProperties(new TableCellWidth { Type = TableWidthUnitValues.Dxa, Width = Twips(width) });
        if (widths.Length > 1) properties.Append(new GridSpan { Val = widths.Length });
        if (ruledBelow) properties.Append(new TableCellBorders(Rule<BottomBorder>(4)));
        properties.Append(new TableCellVerticalAlignment { Val = ruledBelow ? TableVerticalAlignmentValues.Bottom : TableVerticalAlignmentValues.Top });
        return new DocumentFormat.OpenXml.Wordprocessing.TableCell(properties, content);
    }

    private static Paragraph Note(string mark, string note)
    {
        var paragraph = Paragraph("", mark, TableAlignment.Left);
        paragraph.Append(Runs((mark.Length > 0 ? " " : "") + note, bold: false, halfPoints: "16"));
        return paragraph;
    }

    private static Paragraph Paragraph(string text, string mark, TableAlignment alignment, bool bold = false, bool keepWithNext = false, int indent = 0)
    {
        var properties = new ParagraphProperties();
        if (keepWithNext) properties.Append(new KeepNext());
        properties.Append(new SpacingBetweenLines { Before = "20", After = "20", Line = "240", LineRule = LineSpacingRuleValues.Auto });
        if (indent > 0) properties.Append(new Indentation { Left = (200 * indent).ToString(CultureInfo.InvariantCulture) });
        properties.Append(new Justification
        {
            Val = alignment switch { TableAlignment.Left => JustificationValues.Left, TableAlignment.Center => JustificationValues.Center, _ => JustificationValues.Right },
        });
        var paragraph = new Paragraph([properties, .. Runs(text, bold, null)]);
        if (mark.Length > 0)
            paragraph.Append(new Run(new RunProperties(new VerticalTextAlignment { Val = VerticalPositionValues.Superscript }), new Text(mark)));
        return paragraph;
    }

    private static IEnumerable<Run> Runs(string text, bool bold, string? halfPoints)
    {
        string[] lines = CleanText.WithoutControls(text).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            var properties = new RunProperties();
            if (bold) properties.Append(new Bold());
            if (halfPoints is not null) properties.Append(new FontSize { Val = halfPoints });
            var run = new Run(properties);
            if (i > 0) run.Append(new Break());
            run.Append(new Text(lines[i]) { Space = SpaceProcessingModeValues.Preserve });
            yield return run;
        }
    }

    private static T Rule<T>(uint eighthsOfPoint) where T : BorderType, new() => new() { Val = BorderValues.Single, Size = eighthsOfPoint, Space = 0, Color = "auto" };

    private static Styles Styles() => new(new DocDefaults(
        new RunPropertiesDefault(new RunPropertiesBaseStyle(
            new RunFonts { Ascii = "Arial", HighAnsi = "Arial", ComplexScript = "Arial" }, new FontSize { Val = "18" }, new Languages { Val = "en-US" })),
        new ParagraphPropertiesDefault()));

    // wide tables are printed across the page
    private static SectionProperties Page(int columns) => columns < LandscapeFrom
        ? new SectionProperties(new PageSize { Width = 12240, Height = 15840 }, Margins())
        : new SectionProperties(new PageSize { Width = 15840, Height = 12240, Orient = PageOrientationValues.Landscape }, Margins());

    private static PageMargin Margins() => new() { Top = 1080, Bottom = 1080, Left = 1080, Right = 1080, Header = 720, Footer = 720, Gutter = 0 };

    private static void RemoveClock(MemoryStream file)
    {
        file.Position = 0;
        using var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true);
        foreach (ZipArchiveEntry entry in zip.Entries) entry.LastWriteTime = Epoch;
    }
}
