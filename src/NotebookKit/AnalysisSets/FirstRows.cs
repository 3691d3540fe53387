using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.AnalysisSets;

/// <summary>The first row in time of each value of a column.</summary>
internal static class FirstRows
{
    public static DataFrame Of(DataFrame frame, string column, string first)
    {
        var reader = new ColumnReader(frame);
        string?[] keys = reader.Texts(column);
        double[] order = frame.Columns.Any(c => c.Name == first) && reader.Column(first) is PrimitiveDataFrameColumn<DateTime>
            ? Array.ConvertAll(reader.Dates(first), d => d?.Ticks ?? double.NaN)
            : reader.NumbersOrNaN(first);
        var chosen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] is not { } key) throw Missing(column, i);
            if (double.IsNaN(order[i])) throw Missing(first, i);
            if (!chosen.TryGetValue(key, out int earlier) || order[i] < order[earlier]) chosen[key] = i;
        }
        for (int i = 0; i < keys.Length; i++)
            if (chosen[keys[i]!] is int kept && kept != i && order[kept] == order[i])
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Column '{first}': '{keys[i]}' has the same first value in rows {ColumnReader.ExcelRow(kept)} and "
                        + $"{ColumnReader.ExcelRow(i)}; expected one first row. Name a column that tells which came first, such as the "
                        + $"number of the procedure."));
        return FrameShaping.Rows(frame, [.. chosen.Values.Order()]);
    }

    private static ArgumentException Missing(string column, int row) =>
        new($"Column '{column}', row {ColumnReader.ExcelRow(row)}: found no value; which row comes first cannot be told. Fill it in, or "
            + "leave the row out first.");
}
