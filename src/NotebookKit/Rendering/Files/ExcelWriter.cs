using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace NotebookKit.Rendering.Files;

/// <summary>A cell of a sheet.</summary>
/// <param name="Value">A text, a number, a date, a boolean, or null for an empty cell.</param>
/// <param name="Look">How it looks.</param>
internal readonly record struct SheetCell(object? Value, CellLook Look = default);

/// <summary>The look of a cell.</summary>
/// <param name="Format">Format of numbers and dates, such as <c>0.00</c>; null for general.</param>
/// <param name="Bold">Whether in bold.</param>
/// <param name="Wraps">Whether lines break.</param>
/// <param name="RuledBelow">Whether a rule stands below.</param>
/// <param name="RuledAbove">Whether a rule stands above.</param>
/// <param name="Alignment">Alignment; left for that of its kind.</param>
/// <param name="Indent">Depth of a label.</param>
internal readonly record struct CellLook(
    string? Format = null, bool Bold = false, bool Wraps = false, bool RuledBelow = false, bool RuledAbove = false,
    TableAlignment Alignment = TableAlignment.Left, int Indent = 0);

/// <summary>A sheet of a workbook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Cells from top to bottom, each row from the left.</param>
/// <param name="Widths">Width of each column in letters.</param>
/// <param name="FrozenRows">Rows that stay in sight.</param>
/// <param name="FrozenColumns">Columns that stay in sight.</param>
/// <param name="Merged">Joined cells, such as B2:D2.</param>
internal sealed record Sheet(string Name, IEnumerable<IReadOnlyList<SheetCell>> Rows, IReadOnlyList<double> Widths, int FrozenRows,
    int FrozenColumns, IReadOnlyList<string> Merged);

/// <summary>Writes sheets as a workbook (xlsx): numbers as numbers, texts as texts that no spreadsheet takes for formulas.</summary>
/// <remarks>The same sheets give the same bytes.</remarks>
internal static partial class ExcelWriter
{
    public const int MostRows = 1_048_576, MostColumns = 16_384;
    private const int MostLetters = 32_767;
    private const double PointsPerLine = 15;
    private static readonly DateTime FirstSafeDate = new(1900, 3, 1); // Excel believes in 29 February 1900

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_")]
    private static partial Regex Escaped();

    public static byte[] Write(params IReadOnlyList<Sheet> sheets)
    {
        using var file = new MemoryStream();
        using (SpreadsheetDocument document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            WorkbookPart workbook = document.AddWorkbookPart();
            document.ChangeIdOfPart(workbook, "workbook");
            var looks = new List<(CellLook, bool)> { default };
            var entries = new Sheets();
            for (int i = 0; i < sheets.Count; i++)
            {
                string id = FormattableString.Invariant($"sheet{i + 1}");
                WorksheetPart part = workbook.AddNewPart<WorksheetPart>(id);
                using (OpenXmlWriter writer = OpenXmlWriter.Create(part)) Write(writer, sheets[i], looks, i == 0);
                entries.Append(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Name = sheets[i].Name, SheetId = (uint)i + 1, Id = id });
            }
            workbook.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = Styles(looks);
            workbook.Workbook = new Workbook(entries);
        }
        return ZipClock.Removed(file);
    }

    private static void Write(OpenXmlWriter writer, Sheet sheet, List<(CellLook, bool)> looks, bool isFirst)
    {
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        var view = new SheetView { WorkbookViewId = 0 };
        if (isFirst) view.TabSelected = true;
        if (sheet.FrozenRows > 0 || sheet.FrozenColumns > 0)
        {
            var pane = new Pane { TopLeftCell = Name(sheet.FrozenColumns, sheet.FrozenRows), State = PaneStateValues.Frozen,
                ActivePane = PaneValues.BottomLeft };
            if (sheet.FrozenRows > 0) pane.VerticalSplit = sheet.FrozenRows;
            if (sheet.FrozenColumns > 0)
                (pane.HorizontalSplit, pane.ActivePane) =
                    (sheet.FrozenColumns, sheet.FrozenRows > 0 ? PaneValues.BottomRight : PaneValues.TopRight);
            view.Append(pane);
        }
        writer.WriteElement(new SheetViews(view));
        if (sheet.Widths.Count > 0)
            writer.WriteElement(
                new Columns(
                    sheet.Widths.Select(
                        (w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = Math.Round(Math.Clamp(w + 2, 6, 60), 1),
                            CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        int row = 0;
        foreach (IReadOnlyList<SheetCell> cells in sheet.Rows)
        {
            if (++row > MostRows)
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"A sheet of Excel holds {MostRows:N0} rows; these are more. Save them as CSV or Parquet, or in parts."));
            if (cells.Count > MostColumns)
                throw new ArgumentException(
                    FormattableString.Invariant($"A sheet of Excel holds {MostColumns:N0} columns; found {cells.Count}."));
            var element = new Row { RowIndex = (uint)row };
            int lines = cells.Count == 0
                ? 1
                : cells.Max(c => c is { Look.Wraps: true, Value: string text } ? text.Count(l => l == '\n') + 1 : 1);
            if (lines > 1) (element.Height, element.CustomHeight) = (PointsPerLine * lines, true);
            writer.WriteStartElement(element);
            for (int c = 0; c < cells.Count; c++) Write(writer, cells[c], c, row, looks);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        if (sheet.Merged.Count > 0) writer.WriteElement(new MergeCells(sheet.Merged.Select(m => new MergeCell { Reference = m })));
        writer.WriteElement(new PageSetup { Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
        writer.WriteEndElement();
    }

    private static void Write(OpenXmlWriter writer, SheetCell cell, int column, int row, List<(CellLook, bool)> looks)
    {
        (object? value, CellLook look) = cell;
        if (value is DateTime early && early < FirstSafeDate)
            value = early.ToString(early.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        if (value is DateTime date && look.Format is null)
            look = look with { Format = date.TimeOfDay == TimeSpan.Zero ? "yyyy\\-mm\\-dd" : "yyyy\\-mm\\-dd\\ hh:mm:ss" };
        // a text that would begin a formula where it were typed is marked as text, also for the next who edits the cell
        bool quoted = value is string s
            && s.TrimStart() is ['=' or '+' or '-' or '@' or '\'' or '|' or '%' or '＝' or '＋' or '－' or '＠', ..];
        if (value is null && look == default) return;
        int style = looks.IndexOf((look, quoted));
        if (style < 0)
        {
            style = looks.Count;
            looks.Add((look, quoted));
        }
        var element = new Cell { CellReference = Name(column, row - 1), StyleIndex = style == 0 ? null : (uint)style };
        switch (value)
        {
            case null: break;
            case bool b: (element.DataType, element.CellValue) =
                (CellValues.Boolean, new DocumentFormat.OpenXml.Spreadsheet.CellValue(b ? "1" : "0")); break;
            case DateTime d: element.CellValue = new DocumentFormat.OpenXml.Spreadsheet.CellValue(
                d.ToOADate().ToString("R", CultureInfo.InvariantCulture)); break;
            case double d: element.CellValue = new DocumentFormat.OpenXml.Spreadsheet.CellValue(
                d.ToString("R", CultureInfo.InvariantCulture)); break;
            case string text:
                text = CleanText.WithoutControls(text);
                if (text.Length > MostLetters)
                    throw new ArgumentException(
                        string.Create(CultureInfo.InvariantCulture,
                            $"A cell of Excel holds {MostLetters:N0} letters; row {row}, column {column + 1} has {text.Length:N0}. Shorten "
                                + $"the text, or save as CSV."));
                // a text that looks like an escaped letter is escaped itself
                text = Escaped().Replace(text, m => "_x005F" + m.Value);
                element.DataType = CellValues.InlineString;
                element.InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve });
                break;
            default: throw new InvalidOperationException($"Unknown kind of cell {value.GetType()}.");
        }
        writer.WriteElement(element);
    }

    /// <summary>Name of a cell, such as B3 for column 1 and row 2, both from 0.</summary>
    public static string Name(int column, int row)
    {
        string letters = "";
        for (int c = column; c >= 0; c = c / 26 - 1) letters = (char)('A' + c % 26) + letters;
        return letters + (row + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static Stylesheet Styles(List<(CellLook Look, bool Quoted)> looks)
    {
        string[] formats = [.. looks.Select(l => l.Look.Format).OfType<string>().Distinct()];
        (bool Above, bool Below)[] rules = [(false, false), (false, true), (true, false), (true, true)];
        return new Stylesheet(
            new NumberingFormats(formats.Select((f, i) => new NumberingFormat { NumberFormatId = 164 + (uint)i, FormatCode = f })) {
                Count = (uint)formats.Length },
            new Fonts(new Font(new FontSize { Val = 11 }, new FontName { Val = "Calibri" }),
                new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "Calibri" })),
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(rules.Select(r => new Border(
                new LeftBorder(), new RightBorder(), r.Above ? new TopBorder { Style = BorderStyleValues.Thin } : new TopBorder(),
                r.Below ? new BottomBorder { Style = BorderStyleValues.Thin } : new BottomBorder(), new DiagonalBorder()))),
            new CellStyleFormats(new CellFormat()),
            new CellFormats(
                looks.Select(l => Format(l.Look, l.Quoted, formats, Array.IndexOf(rules, (l.Look.RuledAbove, l.Look.RuledBelow))))));
    }

    private static CellFormat Format(CellLook look, bool quoted, string[] formats, int border)
    {
        var format = new CellFormat
        {
            NumberFormatId = look.Format is null ? 0 : 164 + (uint)Array.IndexOf(formats, look.Format), FontId = look.Bold ? 1u : 0u,
            BorderId = (uint)border, FormatId = 0,
            ApplyNumberFormat = look.Format is not null, ApplyFont = look.Bold, ApplyBorder = border > 0, ApplyAlignment = true,
        };
        if (quoted) format.QuotePrefix = true;
        var alignment = new Alignment { Vertical = VerticalAlignmentValues.Bottom };
        if (look.Wraps) alignment.WrapText = true;
        if (look.Indent > 0) alignment.Indent = (uint)look.Indent;
        if (look.Alignment != TableAlignment.Left)
            alignment.Horizontal = look.Alignment == TableAlignment.Right
                ? HorizontalAlignmentValues.Right
                : HorizontalAlignmentValues.Center;
        else if (look.Indent > 0) alignment.Horizontal = HorizontalAlignmentValues.Left;
        format.Append(alignment);
        return format;
    }
}
