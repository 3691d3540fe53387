using System.Globalization;
using ExcelDataReader;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Spreadsheets;

/// <summary>A workbook of Excel 97 (xls), through ExcelDataReader.</summary>
/// <remarks>It does not tell a failed formula from a blank cell; that is said with every such file.</remarks>
internal sealed class XlsWorkbook : IWorkbook
{
    private readonly Dictionary<string, SheetData> _data = [];
    private readonly List<(string Name, bool IsHidden)> _sheets = [];

    public XlsWorkbook(byte[] bytes, DataFileLimits limits, FindingSink findings)
    {
        findings.Info("format", null, null, null, "In a workbook of Excel 97 (xls) failed formulas cannot be told from blank cells.", "",
            "Save it as xlsx where it holds formulas.");
        try
        {
            using IExcelDataReader reader = ExcelReaderFactory.CreateReader(new MemoryStream(bytes, writable: false),
                new ExcelReaderConfiguration { LeaveOpen = false });
            do
            {
                var sheet = new SheetData(reader.Name) { IsHidden = reader.VisibleState is "hidden" or "veryhidden" };
                _sheets.Add((sheet.Name, sheet.IsHidden));
                _data[sheet.Name] = sheet;
                Read(reader, sheet, limits);
            }
            while (reader.NextResult());
        }
        catch (ExcelDataReader.Exceptions.InvalidPasswordException)
        {
            throw new DamagedFileException("password", "The workbook is protected by a password.",
                "Open it in the spreadsheet program and save it without one.");
        }
        catch (ExcelDataReader.Exceptions.ExcelReaderException e)
        {
            throw new DamagedFileException("damaged", $"The workbook is damaged: {e.Message}",
                "Save it as xlsx in the spreadsheet program.");
        }
    }

    public IReadOnlyList<(string Name, bool IsHidden)> Sheets => _sheets;

    public SheetData Read(string name) => _data[name];

    private static void Read(IExcelDataReader reader, SheetData sheet, DataFileLimits limits)
    {
        int number = 0;
        var formats = new Dictionary<(int, string?), NumberFormat>();
        while (reader.Read())
        {
            if (++number > limits.SheetRows)
                throw new DamagedFileException("too-large", $"The sheet {sheet.Name} has more than {limits.SheetRows} rows.",
                    "Raise Limits.SheetRows where this is meant.");
            var cells = new List<SheetCell>();
            for (int c = 0; c < reader.FieldCount; c++)
                if (Cell(reader, c, formats) is { } cell) cells.Add(cell);
            if (cells.Count > 0) sheet.Rows.Add(new(number, cells) { IsHidden = reader.RowHeight == 0 });
        }
        foreach (CellRange merge in reader.MergeCells ?? [])
            sheet.Merges.Add(new(merge.FromRow + 1, merge.ToRow + 1, merge.FromColumn, merge.ToColumn));
    }

    private static SheetCell? Cell(IExcelDataReader reader, int column, Dictionary<(int, string?), NumberFormat> formats)
    {
        switch (reader.GetValue(column))
        {
            case null: return null;
            case bool flag: return new(column, flag ? "TRUE" : "FALSE", CellKind.Boolean);
            case TimeSpan span: return new(column,
                span.ToString(span.Days > 0 ? @"d\.hh\:mm\:ss" : @"hh\:mm", CultureInfo.InvariantCulture),
                span.Days > 0 ? CellKind.Text : CellKind.Time);
            case DateTime day when day.Year < 1900 && day.TimeOfDay != TimeSpan.Zero:
                return new(column, day.ToString(day.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture), CellKind.Time);
            case DateTime day:
                string? code = reader.GetNumberFormatString(column);
                bool time = day.TimeOfDay != TimeSpan.Zero || code?.Contains('h', StringComparison.OrdinalIgnoreCase) == true;
                return new(column, day.ToString(time ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd", CultureInfo.InvariantCulture),
                    CellKind.Date);
            case double number:
                var key = (reader.GetNumberFormatIndex(column), reader.GetNumberFormatString(column));
                if (!formats.TryGetValue(key, out NumberFormat? format)) formats[key] = format = NumberFormat.Of(key.Item1, key.Item2);
                (string text, CellKind kind) = format.Read(number, number.ToString("R", CultureInfo.InvariantCulture), from1904: false);
                return new(column, text, kind);
            case int whole: return new(column, whole.ToString(CultureInfo.InvariantCulture), CellKind.Number);
            case string text1: return new(column, text1, CellKind.Text);
            case { } other: return new(column, Convert.ToString(other, CultureInfo.InvariantCulture) ?? "", CellKind.Text);
        }
    }
}
