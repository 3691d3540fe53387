using System.Globalization;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Checks;

/// <summary>A row as the checks see it: cells that another rule reports (no date, no number, out of range) take no part.</summary>
internal sealed class Item(RawTable table, RawRow row)
{
    public string File => table.Schema.File;

    public int Number => row.Number;

    public string? Key => table.Key(row);

    public string? this[string column] => table.Has(column) ? table[row, column] : null;

    public bool Is(string column, params ReadOnlySpan<string> values) => this[column] is { } text && values.Contains(text);

    public bool IsBlank(string column) => this[column] is null;

    public DateTime? Date(string column) => this[column] is { } text && CellParser.TryDate(text, out DateTime day) ? day : null;

    public double? Value(string column)
    {
        if (this[column] is not { } text || !CellParser.TryNumber(text, out double number)) return null;
        FieldSchema? field = table.Schema.Field(column);
        return field is not null && (number < field.Minimum || number > field.Maximum) ? null : number;
    }

    public int? Whole(string column) => Value(column) is { } n && n == Math.Floor(n) ? (int)n : null;

    /// <summary>Whether the file has the column.</summary>
    public bool Has(string column) => table.Has(column) && !table.AbsentColumns.Contains(column);

    /// <summary>All columns of days.</summary>
    public IEnumerable<(string Column, DateTime Day)> Dates() =>
        from field in table.Schema.Fields
        where field.Type == FieldType.Date
        let day = Date(field.Name)
        where day is not null
        select (field.Name, day.Value);

    public static string Iso(DateTime? day) => day?.ToString(CellParser.DateFormat, CultureInfo.InvariantCulture) ?? "";

    public static string Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
