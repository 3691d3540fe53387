using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;

namespace NotebookKit.Rendering.Files;

/// <summary>Tables and frames as sheets of Excel.</summary>
internal static partial class ExcelSheets
{
    private const int MostForWidth = 200;
    private const double MostWhole = 999_999_999_999_999; // fifteen digits: what Excel keeps

    [GeneratedRegex(@"^-?\d{1,3}([,\u2009]\d{3})+(\.\d+)?$")]
    private static partial Regex Thousands();

    /// <summary>A table as it is printed; a cell that is one number is a number, with the decimals that are printed.</summary>
    public static Sheet OfTable(SummaryTable table, string name)
    {
        TableNotes notes = TableNotes.Of(table);
        var rows = new List<IReadOnlyList<SheetCell>>();
        var merged = new List<string>();
        if (table.Title.Length > 0) rows.Add([new(table.Title, new(Bold: true))]);
        if (table.Columns.Any(c => c.Spanner is not null))
        {
            foreach ((string? text, int start, int count) in Spanners.Of(table))
                if (text is not null && count > 1)
                    merged.Add($"{ExcelWriter.Name(start, rows.Count)}:{ExcelWriter.Name(start + count - 1, rows.Count)}");
            rows.Add([.. table.Columns.Select((c, i) => new SheetCell(
                i > 0 && c.Spanner == table.Columns[i - 1].Spanner ? null : c.Spanner,
                new(Bold: true, RuledAbove: true, RuledBelow: c.Spanner is not null, Alignment: TableAlignment.Center)))]);
        }
        bool ruledAbove = table.Columns.All(c => c.Spanner is null);
        rows.Add([.. table.Columns.Select((c, i) => new SheetCell(
            c.Header + Mark(notes, c.Note), new(Bold: true, Wraps: true, RuledAbove: ruledAbove, RuledBelow: true,
                Alignment: i == 0 ? TableAlignment.Left : c.Alignment)))]);
        int frozen = rows.Count;
        foreach (TableRow row in table.Rows)
            rows.Add([.. row.Cells.Select((c, i) => Cell(c, notes, new(
                Bold: i == 0 && row.IsHeading, RuledBelow: row == table.Rows[^1],
                Alignment: i == 0 ? TableAlignment.Left : table.Columns[i].Alignment, Indent: i == 0 ? row.Indent : 0), i == 0))]);
        foreach ((string mark, string note) in notes.Lettered) rows.Add([new($"{mark}) {note}")]);
        foreach (string note in table.Footnotes) rows.Add([new(note)]);
        double[] widths = [.. table.Columns.Select((c, i) => Enumerable.Max([
            .. c.Header.Split('\n').Select(l => 1.1 * l.Length),
            .. table.Rows.Where(r => i > 0 || !PageLayout.SpansRow(r))
                .Select(r => (double)r.Cells[i].Text.Length + (i == 0 ? 2 * r.Indent : 0))]))];
        return new Sheet(name, rows, widths, frozen, 1, merged);
    }

    /// <summary>A frame: names in the first row, values below with their types.</summary>
    /// <remarks>
    /// A missing value and NaN are empty cells. Whole numbers of more than fifteen digits, which Excel would round, and infinite numbers
    /// are texts, as are dates before March 1900, which Excel counts wrongly.
    /// </remarks>
    public static Sheet OfFrame(DataFrame frame, string name)
    {
        int count = frame.Columns.Count;
        if (frame.Rows.Count >= ExcelWriter.MostRows)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"A sheet of Excel holds {ExcelWriter.MostRows - 1:N0} rows below its names; the frame has {frame.Rows.Count:N0}. Save it "
                    + $"as CSV or Parquet, or in parts."), nameof(frame));
        return new Sheet(name, Rows(), [.. frame.Columns.Select(Width)], 1, 0, []);

        IEnumerable<IReadOnlyList<SheetCell>> Rows()
        {
            yield return [
                .. frame.Columns.Select(
                    c => new SheetCell(c.Name,
                        new(Bold: true, RuledBelow: true, Alignment: IsNumber(c) ? TableAlignment.Right : TableAlignment.Left)))];
            var cells = new SheetCell[count];
            for (long r = 0; r < frame.Rows.Count; r++)
            {
                for (int c = 0; c < count; c++) cells[c] = new SheetCell(Value(frame.Columns[c][r]));
                yield return cells;
            }
        }
    }

    private static object? Value(object? value) => value switch
    {
        null => null,
        string or bool => value,
        DateTime d => d,
        double d => Number(d),
        float f => Number(double.Parse(f.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        decimal m => Math.Abs(m) <= (decimal)MostWhole && m.Scale <= 15 && (decimal)(double)m == m
            ? (double)m
            : m.ToString(CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        long or ulong => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var d && Math.Abs(d) <= MostWhole
            ? d
            : Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static object? Number(double value) =>
        double.IsNaN(value) ? null : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : value;

    private static bool IsNumber(DataFrameColumn column) => column.IsNumericColumn();

    private static double Width(DataFrameColumn column)
    {
        double widest = 1.1 * column.Name.Length;
        for (long r = 0; r < Math.Min(column.Length, MostForWidth); r++)
            widest = Math.Max(widest,
                column[r] switch { null => 0, string s => s.Length, DateTime d => d.TimeOfDay == TimeSpan.Zero ? 10 : 19, double => 10,
                    var v => v.ToString()!.Length });
        return widest;
    }

    // a number is one only where the table knows it: a text such as 007 stays a text
    private static SheetCell Cell(TableCell cell, TableNotes notes, CellLook look, bool isLabel)
    {
        string mark = Mark(notes, cell.Note), digits = cell.Text.Replace('\u2212', '-').Replace('·', '.');
        bool isApart = Thousands().IsMatch(digits);
        if (isApart) digits = digits.Replace(",", "", StringComparison.Ordinal).Replace("\u2009", "", StringComparison.Ordinal);
        bool isNumber = !isLabel && digits.Length > 0 && digits.All(c => char.IsAsciiDigit(c) || c is '.' or '-')
            && double.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        if (!isNumber) return new SheetCell(cell.Text.Length == 0 && mark.Length == 0 ? null : cell.Text + mark, look);
        double printed = double.Parse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        int decimals = digits.Contains('.', StringComparison.Ordinal)
            ? digits.Length - digits.IndexOf('.', StringComparison.Ordinal) - 1
            : 0;
        double tolerance = 0.51 * Math.Pow(10, -decimals);
        double? value = cell.Count is long count && count == printed ? count : cell.Value is double v && Math.Abs(v - printed) <= tolerance
            ? v
            : null;
        if (value is null) return new SheetCell(cell.Text + mark, look);
        string format = (isApart ? "#,##" : "") + (decimals == 0 ? "0" : "0." + new string('0', decimals))
            + (mark.Length > 0 ? $"\"{mark}\"" : "");
        return new SheetCell(value, look with { Format = format });
    }

    private static string Mark(TableNotes notes, string? note) => note is null ? "" : $" {notes.Mark(note)})";
}
