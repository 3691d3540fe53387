using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Reading;

/// <summary>Types the text cells of a table; a cell that does not fit its type becomes missing (and is in the findings).</summary>
internal static class FrameBuilder
{
    public static DataFrame Build(RawTable table) =>
        new(table.Schema.Fields.Select(f => Column(table, f)).Concat(table.ExtraColumns.Select(c => Text(table, c))));

    private static DataFrameColumn Column(RawTable table, FieldSchema field) => field.Type switch
    {
        FieldType.Number =>
            new DoubleDataFrameColumn(field.Name, Cells(table, field.Name, t => CellParser.TryNumber(t, out double x) ? x : (double?)null)),
        FieldType.Integer =>
            new Int32DataFrameColumn(field.Name, Cells(table, field.Name, t => CellParser.TryInteger(t, out int x) ? x : (int?)null)),
        FieldType.Date =>
            new DateTimeDataFrameColumn(field.Name,
                Cells(table, field.Name, t => CellParser.TryDate(t, out DateTime x) ? x : (DateTime?)null)),
        _ => Text(table, field.Name),
    };

    private static StringDataFrameColumn Text(RawTable table, string column) =>
        new(column, table.Rows.Select(row => table[row, column]!));

    private static ImmutableArray<T?> Cells<T>(RawTable table, string column, Func<string, T?> parse)
        where T : struct =>
        [.. table.Rows.Select(row => table[row, column] is { } text ? parse(text) : null)];
}
