using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Charts.Models;
using NotebookKit.Charts.Plots;
using NotebookKit.Cohorts;

namespace NotebookKit.Charts;

/// <summary>One-line looks at the columns of a data frame, drawn by XPlot; for exploring, not for the paper.</summary>
public static class DataFrameQuickPlotExtensions
{
    /// <summary>Draws one column against another.</summary>
    /// <param name="df">One row per point; not changed.</param>
    /// <param name="x">Numeric column of the x axis.</param>
    /// <param name="y">Numeric column of the y axis.</param>
    /// <param name="by">Column whose values colour the points; null for one colour.</param>
    /// <returns>A figure whose title counts the points and the rows left out because a value is missing.</returns>
    /// <exception cref="ArgumentException">A column is unknown or not numeric.</exception>
    public static Figure QuickScatter(this DataFrame df, string x, string y, string? by = null)
    {
        var reader = new ColumnReader(df);
        double?[] xs = reader.Numbers(x), ys = reader.Numbers(y);
        CategoryColumn? groups = by is null ? null : reader.Categories(by);
        int[] rows = [.. Enumerable.Range(0, reader.RowCount).Where(i => IsFinite(xs[i]) && IsFinite(ys[i]) && (groups is null || groups.Codes[i] >= 0))];
        ImmutableArray<(string, ImmutableArray<PlotPoint>)> points =
        [
            .. (groups?.Levels ?? [""]).Select((level, code) => (level,
                rows.Where(i => groups is null || groups.Codes[i] == code).Select(i => new PlotPoint(xs[i]!.Value, ys[i]!.Value)).ToImmutableArray())),
        ];
        return QuickPlot.Scatter(x, y, points, reader.RowCount - rows.Length);
    }

    /// <summary>Draws how often the values of a numeric column fall into equal classes, each with its lower edge.</summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="column">Numeric column.</param>
    /// <returns>A figure whose title counts the values and the rows left out because the value is missing.</returns>
    /// <exception cref="ArgumentException">The column is unknown or not numeric.</exception>
    public static Figure QuickHistogram(this DataFrame df, string column)
    {
        var reader = new ColumnReader(df);
        ImmutableArray<double> values = [.. reader.Numbers(column).Where(IsFinite).Select(v => v!.Value)];
        return QuickPlot.Histogram(column, values, reader.RowCount - values.Length);
    }

    /// <summary>Draws how many rows have each value of a column.</summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="column">Column of any type; numbers ascend, texts sort ordinally.</param>
    /// <returns>A figure whose title counts the rows and those left out because the value is missing.</returns>
    /// <exception cref="ArgumentException">The column is unknown.</exception>
    public static Figure QuickBar(this DataFrame df, string column)
    {
        CategoryColumn categories = new ColumnReader(df).Categories(column);
        ImmutableArray<(string, int)> counts = [.. categories.Levels.Select((level, code) => (level, categories.Codes.Count(c => c == code)))];
        return QuickPlot.Bar(column, counts, categories.Codes.Count(c => c < 0));
    }

    private static bool IsFinite(double? value) => value is double number && double.IsFinite(number);
}
