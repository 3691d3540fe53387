using Microsoft.Data.Analysis;

namespace NotebookKit.Rendering;

/// <summary>The cells of a table as rows of a frame.</summary>
internal static class TableNumbers
{
    public static DataFrame Of(SummaryTable table)
    {
        string[] names = ["variable", "level", "label", "column", "unit", "statistic", "text"];
        StringDataFrameColumn[] texts = [.. names.Select(n => new StringDataFrameColumn(n))];
        var value = new DoubleDataFrameColumn("value");
        var count = new Int64DataFrameColumn("count");
        var denominator = new Int64DataFrameColumn("denominator");
        foreach (TableRow row in table.Rows)
        {
            for (int i = 1; i < row.Cells.Length; i++)
            {
                TableCell cell = row.Cells[i];
                IEnumerable<CellValue> values = !cell.Values.IsEmpty ? cell.Values
                    : cell.Statistic is not null ? [new CellValue(cell.Statistic, cell.Value)] : [];
                foreach (CellValue number in values)
                {
                    TableColumn column = table.Columns[i];
                    string name = column.Name ?? column.Header;
                    string?[] line = [row.Variable, row.Level, row.Cells[0].Text,
                        column.Spanner is null ? name : $"{column.Spanner} / {name}", cell.Unit, number.Name, cell.Text];
                    for (int t = 0; t < line.Length; t++) texts[t].Append(line[t]);
                    value.Append(number.Value);
                    count.Append(cell.Count);
                    denominator.Append(cell.Denominator);
                }
            }
        }
        return new DataFrame([.. texts, value, count, denominator]);
    }
}
