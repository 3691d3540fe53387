using System.Globalization;
using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Charts.Descriptions;
using NotebookKit.Charts.Models;
using NotebookKit.Charts.Plots;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Charts;

/// <summary>One-line looks at the columns of a data frame, drawn by XPlot; for exploring, not for the paper.</summary>
public static class DataFrameQuickPlotExtensions
{
    /// <summary>Draws one column against another.</summary>
    /// <param name="df">One row per point; not changed.</param>
    /// <param name="x">Numeric column of the x axis.</param>
    /// <param name="y">Numeric column of the y axis.</param>
    /// <param name="by">Column whose values colour the points, in the colours of the Kaplan-Meier curves of the same groups; null for one
    /// colour.</param>
    /// <param name="options">Titles, unit and order of the groups; null for the defaults.</param>
    /// <returns>A figure whose title counts the points and the rows left out because a value is missing.</returns>
    /// <exception cref="ArgumentException">A column is unknown or not numeric.</exception>
    public static Figure QuickScatter(this DataFrame df, string x, string y, string? by = null, QuickPlotOptions? options = null)
    {
        options ??= new QuickPlotOptions();
        UnitCheck.Require(df, options.Unit);
        var reader = new ColumnReader(df);
        double?[] xs = reader.Numbers(x), ys = reader.Numbers(y);
        CategoryColumn? groups = by is null ? null : reader.Categories(by, options.Order);
        int[] rows = [.. Enumerable.Range(0, reader.RowCount)
            .Where(i => IsFinite(xs[i]) && IsFinite(ys[i]) && (groups is null || groups.Codes[i] >= 0))];
        ImmutableArray<(string, int, ImmutableArray<PlotPoint>)> points =
        [
            .. (groups?.Levels ?? [""]).Select((level, code) => (level, options.Place(level, code),
                rows.Where(i => groups is null || groups.Codes[i] == code).Select(i => new PlotPoint(xs[i]!.Value, ys[i]!.Value))
                    .ToImmutableArray())),
        ];
        return QuickPlot.Scatter(options.Words($"{Wording.Name(y)} by {Wording.Name(x)}", Wording.Title(x), Wording.Title(y), rows.Length,
            reader.RowCount - rows.Length), points);
    }

    /// <summary>Draws how often the values of a numeric column fall into equal classes, each with its lower edge.</summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="column">Numeric column.</param>
    /// <param name="options">Titles and unit; null for the defaults.</param>
    /// <returns>A figure whose title counts the values and the rows left out because the value is missing.</returns>
    /// <exception cref="ArgumentException">The column is unknown or not numeric.</exception>
    public static Figure QuickHistogram(this DataFrame df, string column, QuickPlotOptions? options = null)
    {
        options ??= new QuickPlotOptions();
        UnitCheck.Require(df, options.Unit);
        var reader = new ColumnReader(df);
        ImmutableArray<double> values = [.. reader.Numbers(column).Where(IsFinite).Select(v => v!.Value)];
        return QuickPlot.Histogram(options.Words(Wording.Name(column), Wording.Title(column), options.NumberTitle, values.Length,
            reader.RowCount - values.Length), values);
    }

    /// <summary>Draws how many rows have each value of a column.</summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="column">Column of any type; numbers ascend, texts sort ordinally unless the options give an order.</param>
    /// <param name="options">Titles, unit and order of the values; null for the defaults.</param>
    /// <returns>A figure whose title counts the rows and those left out because the value is missing.</returns>
    /// <exception cref="ArgumentException">The column is unknown.</exception>
    public static Figure QuickBar(this DataFrame df, string column, QuickPlotOptions? options = null)
    {
        options ??= new QuickPlotOptions();
        UnitCheck.Require(df, options.Unit);
        CategoryColumn categories = new ColumnReader(df).Categories(column, options.Order);
        ImmutableArray<(string, int)> counts = [
            .. categories.Levels.Select((level, code) => (level, categories.Codes.Count(c => c == code)))];
        int left = categories.Codes.Count(c => c < 0);
        return QuickPlot.Bar(options.Words(Wording.Name(column), Wording.Title(column), options.NumberTitle, categories.Codes.Length - left,
            left), counts);
    }

    /// <summary>
    /// A first look at a frame: type, missing values, shape and distribution of every column, and the column that goes most with it.
    /// </summary>
    /// <param name="df">Any frame; not changed.</param>
    /// <returns>A table with a row per column; needs no network.</returns>
    /// <example><code>cohort.Patients.Explore()</code></example>
    public static SummaryTable Explore(this DataFrame df)
    {
        ArgumentNullException.ThrowIfNull(df);
        return FrameExploration.Of(df);
    }

    private static bool IsFinite(double? value) => value is double number && double.IsFinite(number);
}

/// <summary>Titles, unit and order of a quick plot.</summary>
public sealed record QuickPlotOptions
{
    /// <summary>
    /// Title above the figure, to which the number of rows is added. The default value is null: the names of the columns in words.
    /// </summary>
    public string? Title { get; init; }

    /// <summary>Title of the x axis. The default value is null: the name of the column in words, with the unit that it ends with.</summary>
    public string? XTitle { get; init; }

    /// <summary>
    /// Title of the y axis. The default value is null: the name of the column in words with its unit, or what is counted.
    /// </summary>
    public string? YTitle { get; init; }

    /// <summary>What one row is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>
    /// Order of the groups, which gives them their colours; a group not named here is an error. The default value is empty: numbers ascend,
    /// texts sort ordinally.
    /// </summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];

    internal IReadOnlyList<string>? Order => GroupOrder.IsDefaultOrEmpty ? null : GroupOrder;

    internal int Place(string group, int index) => Order is null ? index : GroupOrder.IndexOf(group);

    internal string NumberTitle => "Number of " + Unit;

    internal QuickPlotWords Words(string title, string x, string y, int n, int left) => new(
        string.Create(CultureInfo.InvariantCulture,
            $"{Title ?? title}, n = {n} "
                + $"{Wording.Of(n, Unit)}{(left > 0 ? $" ({Wording.Count(left, Unit)} without a value left out)" : "")}"),
        XTitle ?? x, YTitle ?? y);
}
