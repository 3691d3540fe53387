using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Columnar;

/// <summary>Cells of a column whose file knows their type.</summary>
internal sealed class ColumnarCells(string name)
{
    private readonly List<object?> _cells = [];

    public void Add(object? cell) => _cells.Add(cell);

    public TypedColumn Build(DataType type)
    {
        if (_cells.Exists(c => c is string) && type is not (DataType.Text or DataType.Category)) type = DataType.Text;
        DataFrameColumn column = type switch
        {
            DataType.Boolean => new BooleanDataFrameColumn(name, _cells.Select(c => (bool?)c)),
            DataType.Integer =>
                new Int64DataFrameColumn(name, _cells.Select(
                    c => c is null ? (long?)null : Convert.ToInt64(c, CultureInfo.InvariantCulture))),
            DataType.Number =>
                new DoubleDataFrameColumn(name, _cells.Select(
                    c => c is null ? (double?)null : Convert.ToDouble(c, CultureInfo.InvariantCulture)).Select(
                        c => c is double.NaN ? null : c)),
            DataType.Date or DataType.DateTime => new DateTimeDataFrameColumn(name, _cells.Select(c => (DateTime?)c)),
            _ => new StringDataFrameColumn(name, _cells.Select(
                c => c is null ? null! : Convert.ToString(c, CultureInfo.InvariantCulture)!)),
        };
        return new(new(name, type) { Filled = _cells.Count(c => c is not null) }, column);
    }
}
