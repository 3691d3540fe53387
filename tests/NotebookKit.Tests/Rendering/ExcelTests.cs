using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

/// <summary>Workbooks: numbers as numbers, texts as texts, nothing rounded and nothing a formula.</summary>
public sealed class ExcelTests
{
    private static readonly DateTime Day = new(2024, 2, 29);

    [Fact]
    public void A_frame_keeps_the_types_of_its_values()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("id", ["007", "=1+1", null, " x_x0041_"]),
            new DoubleDataFrameColumn("x", [0.1 + 0.2, double.NaN, null, double.PositiveInfinity]),
            new Int64DataFrameColumn("n", [1, 123456789012345678, null, -3]), new BooleanDataFrameColumn("yes", [true, false, null, true]),
            new DateTimeDataFrameColumn("day", [Day, Day.AddHours(13.5), null, new DateTime(1899, 5, 1)]),
            new DecimalDataFrameColumn("d", [1.5m, 0.1m, null, 1234567890123456.7m]));
        (string? Kind, string? Text, string? Format)[][] rows = Read(frame.ToExcel(), "Data");
        Assert.Equal(["id", "x", "n", "yes", "day", "d"], rows[0].Select(c => c.Text));
        Assert.Equal([("text", "007", null), ("number", "0.30000000000000004", null), ("number", "1", null), ("boolean", "1", null),
            ("number", "45351", "yyyy\\-mm\\-dd"), ("number", "1.5", null)], rows[1]);
        Assert.Equal([("text", "=1+1", null), (null, null, null), ("text", "123456789012345678", null), ("boolean", "0", null),
            ("number", "45351.5625", "yyyy\\-mm\\-dd\\ hh:mm:ss"), ("number", "0.1", null)], rows[2]);
        Assert.All(rows[3], c => Assert.Null(c.Text));
        Assert.Equal([("text", " x_x005F_x0041_", null), ("text", "Infinity", null), ("number", "-3", null), ("boolean", "1", null),
            ("text", "1899-05-01", null), ("text", "1234567890123456.7", null)], rows[4]);
    }

    [Fact]
    public void Cells_that_are_one_number_are_numbers_with_the_decimals_of_the_print()
    {
        SummaryTable table = new()
        {
            Title = "Table 1", Columns = [new("x", TableAlignment.Left), new("A") { Spanner = "Both" }, new("B") { Spanner = "Both" }],
            Rows =
            [
                new(["2", new("12.3") { Value = 12.3456 }, new("8 (40%)") { Count = 8, Value = 0.4 }]),
                new(["y", new("\u22124.2") { Value = -4.1999 }, new("0.03") { Value = 0.0312, Note = "A test." }]),
                new(["z", new("007"), new("7") { Count = 7, Value = 0.35 }]),
                new(["q", new("<0.001") { Value = 0.0001 }, new("5") { Value = 77 }]),
            ],
        };
        (string? Kind, string? Text, string? Format)[][] rows = Read(table.ToExcel(), "Table");
        Assert.Equal([("text", "2", null), ("number", "12.3456", "0.0"), ("text", "8 (40%)", null)], rows[3]);
        Assert.Equal([("text", "y", null), ("number", "-4.1999", "0.0"), ("number", "0.0312", "0.00\" a)\"")], rows[4]);
        Assert.Equal([("text", "z", null), ("text", "007", null), ("number", "7", "0")], rows[5]);
        // 5 is not the 77 behind it: shown as printed
        Assert.Equal([("text", "q", null), ("text", "<0.001", null), ("text", "5", null)], rows[6]);
        using SpreadsheetDocument document = SpreadsheetDocument.Open(new MemoryStream(table.ToExcel()), false);
        Assert.Equal(["Table", "Numbers"], document.WorkbookPart!.Workbook!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(
            s => s.Name!.Value));
        Assert.Equal("B2:C2", document.WorkbookPart.WorksheetParts.SelectMany(
            p => p.Worksheet!.Descendants<MergeCell>()).Single().Reference!.Value);
    }

    [Fact]
    public void Texts_that_begin_like_formulas_are_marked_as_text()
    {
        using SpreadsheetDocument document =
            SpreadsheetDocument.Open(new MemoryStream(new DataFrame(new StringDataFrameColumn("x", ["=1", "+1", "-1", "@a", "plain"]))
                .ToExcel()), false);
        CellFormat[] formats = [.. document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>()];
        Cell[] cells = [.. document.WorkbookPart.WorksheetParts.Single().Worksheet!.Descendants<Cell>()];
        Assert.Equal([false, true, true, true, true, false],
            cells.Select(c => formats[(int)(c.StyleIndex?.Value ?? 0)].QuotePrefix?.Value == true));
    }

    [Fact]
    public void The_same_table_gives_the_same_workbook() =>
        Assert.Equal(SampleTables.Publishable.ToExcel(), SampleTables.Publishable.ToExcel());

    [Fact]
    public void What_Excel_cannot_hold_is_refused()
    {
        var frame = new DataFrame(new StringDataFrameColumn("x", [new string('a', 40_000)]));
        Assert.Contains("32,767 letters", Assert.Throws<ArgumentException>(() => frame.ToExcel()).Message, StringComparison.Ordinal);
        Assert.Contains("not a name of a sheet", Assert.Throws<ArgumentException>(() => frame.ToExcel("a/b")).Message,
            StringComparison.Ordinal);
        Assert.Contains("does not end in .xlsx", Assert.Throws<ArgumentException>(() => frame.SaveExcel("x.csv")).Message,
            StringComparison.Ordinal);
        Assert.Contains("NotebookKit.Reports", Assert.Throws<ArgumentException>(() => SampleTables.Publishable.Save("x.pdf")).Message,
            StringComparison.Ordinal);
    }

    private static (string? Kind, string? Text, string? Format)[][] Read(byte[] file, string sheet)
    {
        using SpreadsheetDocument document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        WorkbookPart workbook = document.WorkbookPart!;
        Stylesheet styles = workbook.WorkbookStylesPart!.Stylesheet!;
        string? id = workbook.Workbook!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Single(s => s.Name == sheet).Id;
        return [.. ((WorksheetPart)workbook.GetPartById(id!)).Worksheet!.Descendants<Row>().Select(Cells)];

        (string?, string?, string?)[] Cells(Row row)
        {
            var found = row.Elements<Cell>().ToDictionary(c => c.CellReference!.Value![0] - 'A');
            int width = ((WorksheetPart)workbook.GetPartById(id!)).Worksheet!.Descendants<Cell>()
                .Max(c => c.CellReference!.Value![0] - 'A') + 1;
            return [.. Enumerable.Range(0, width).Select(i => found.TryGetValue(i, out Cell? cell) ? Of(cell) : default)];
        }

        (string?, string?, string?) Of(Cell cell)
        {
            if (cell.InlineString is not null) return ("text", cell.InnerText, null);
            if (cell.CellValue is null) return default;
            uint format = styles.CellFormats!.Elements<CellFormat>().ElementAt((int)(cell.StyleIndex?.Value ?? 0)).NumberFormatId!.Value;
            return (cell.DataType?.Value == CellValues.Boolean ? "boolean" : "number", cell.CellValue.Text,
                styles.NumberingFormats!.Elements<NumberingFormat>().FirstOrDefault(f => f.NumberFormatId! == format)?.FormatCode?.Value);
        }
    }
}
