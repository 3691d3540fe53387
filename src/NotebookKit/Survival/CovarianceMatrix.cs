using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;

namespace NotebookKit.Survival;

/// <summary>Covariance matrix of the coefficients of a model.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record CovarianceMatrix : ITableResult
{
    private readonly double[] _values;
    private readonly bool[] _isMissing;

    /// <param name="names">Names of the coefficients.</param>
    /// <param name="values">Row-major values.</param>
    /// <param name="isMissing">Which coefficients were not estimated.</param>
    internal CovarianceMatrix(ImmutableArray<string> names, double[] values, bool[] isMissing)
    {
        (Names, _values, _isMissing) = (names, values, isMissing);
    }

    /// <summary>Names of the coefficients, in the order of rows and columns.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Number of coefficients.</summary>
    public int Size => Names.Length;

    /// <summary>Covariance of two coefficients; null when either was not estimated.</summary>
    public double? this[int row, int column] => _isMissing[row] || _isMissing[column] ? null : _values[row * Size + column];

    /// <summary>Standard error of a coefficient; null when it was not estimated.</summary>
    public double? StandardError(int index) => this[index, index] is { } v ? Math.Sqrt(v) : null;

    /// <summary>One row per coefficient: its name, and its covariance with every coefficient.</summary>
    public DataFrame ToDataFrame() => new(
        [new StringDataFrameColumn("coefficient", Names),
            .. Enumerable.Range(0, Size)
                .Select(j => new DoubleDataFrameColumn(Names[j], Enumerable.Range(0, Size).Select(i => this[i, j])))]);

    /// <inheritdoc/>
    public SummaryTable ToTable() => new()
    {
        Title = "Covariance of the coefficients",
        Columns = [new("Coefficient", TableAlignment.Left), .. Names.Select(n => new TableColumn(n))],
        Rows = [.. Enumerable.Range(0, Size).Select(i => new TableRow([Names[i], .. Enumerable.Range(0, Size).Select(j =>
            new TableCell(this[i, j]?.ToString("G6", System.Globalization.CultureInfo.InvariantCulture) ?? "NE") {
                Value = this[i, j] })]))],
    };

    /// <summary>The table as text.</summary>
    public override string ToString() => ToTable().ToString();

    /// <summary>x' V x, where coefficients that were not estimated count 0.</summary>
    internal double QuadraticForm(ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int i = 0; i < Size; i++)
            for (int j = 0; j < Size; j++) sum += x[i] * x[j] * _values[i * Size + j];
        return sum;
    }

    /// <summary>Row-major values, 0 where a coefficient was not estimated.</summary>
    internal ReadOnlySpan<double> Values => _values;
}
