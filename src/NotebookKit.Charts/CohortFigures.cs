using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Charts.Descriptions;

namespace NotebookKit.Charts;

/// <summary>Who was analysed, and how values are distributed.</summary>
public static class CohortFigures
{
    /// <summary>Draws how an analysis set came about: a box per set it was taken from, and beside the arrows what was left out and why.</summary>
    /// <param name="set">The set that is analysed; the numbers are those of the sets, none is typed.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    public static Figure ToFlowFigure(this AnalysisSet set, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Flow(FlowModel.StepsOf(set), null, options);
    }

    /// <summary>Draws one column of a set against another, a point per row, coloured by its groups; for exploring, not for the paper.</summary>
    /// <param name="set">The set: its unit, groups, colours and labels are those of the figure.</param>
    /// <param name="x">Numeric column of the x axis.</param>
    /// <param name="y">Numeric column of the y axis.</param>
    /// <param name="options">Titles that differ from the labels of the set; null for none.</param>
    /// <exception cref="ArgumentException">A column is unknown or not numeric.</exception>
    public static Figure QuickScatter(this AnalysisSet set, string x, string y, QuickPlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        options ??= new QuickPlotOptions();
        return set.Frame.QuickScatter(x, y, set.By, options with
        {
            Title = options.Title ?? $"{set.Words.Title(y).Split(',')[0]} by {set.Words.Title(x).Split(',')[0]}",
            XTitle = options.XTitle ?? set.Words.Title(x), YTitle = options.YTitle ?? set.Words.Title(y),
            Unit = set.Unit, GroupOrder = options.Order is null ? set.Words.Groups : options.GroupOrder,
        });
    }

    /// <summary>Draws the values of a column of a set by its groups: box with quartiles, points beside it, and the median in numbers.</summary>
    /// <param name="set">The set: its unit, groups, colours, labels and footnotes are those of the figure.</param>
    /// <param name="value">Numeric column; rows without a value are counted below the figure.</param>
    /// <param name="options">Kind, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">The column is unknown or not numeric, or there is no value.</exception>
    public static Figure Distribution(this AnalysisSet set, string value, DistributionFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        options = set.Words.In(options ?? new DistributionFigureOptions());
        return set.Frame.Distribution(value, set.By, options with
        {
            YTitle = options.YTitle ?? set.Words.Title(value), Unit = set.Unit, GroupOrder = options.GroupOrder.IsDefaultOrEmpty ? set.Words.Groups : options.GroupOrder,
        });
    }

    /// <summary>Draws a flow of units through a study, as CONSORT and STROBE ask for.</summary>
    /// <param name="steps">Boxes from top to bottom; each but the first holds the units of the one before it less those left out.</param>
    /// <param name="arms">Boxes side by side at the end, whose numbers add up to the last step; null for none.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no step, or numbers do not add up; the message says where.</exception>
    public static Figure Flow(IEnumerable<FlowStep> steps, IEnumerable<FlowStep>? arms = null, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        options ??= new FigureOptions();
        var model = FlowModel.Of([.. steps], [.. arms ?? []]);
        return new Figure(style => FlowPlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>Draws the values of a column by group: box with quartiles, points beside it, and the median in numbers.</summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="value">Numeric column; rows without a value are counted below the figure.</param>
    /// <param name="by">Column of the groups; null for one.</param>
    /// <param name="options">Kind, order, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or not numeric, or there is no value.</exception>
    public static Figure Distribution(this DataFrame df, string value, string? by = null, DistributionFigureOptions? options = null)
    {
        options ??= new DistributionFigureOptions();
        var model = DistributionModel.Of(df, value, by, options);
        return new Figure(style => DistributionPlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>Draws the worst value after treatment against the value before, with the line of no change.</summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="baseline">Numeric column of the value before; a row without it is counted below the figure.</param>
    /// <param name="worst">Numeric column of the worst value after it.</param>
    /// <param name="by">Column of the groups; null for one.</param>
    /// <param name="options">Limits of normal, scale, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or not numeric, there is no pair, or a value is not positive on a logarithmic axis.</exception>
    public static Figure Shift(this DataFrame df, string baseline, string worst, string? by = null, ShiftFigureOptions? options = null)
    {
        options ??= new ShiftFigureOptions();
        var model = ShiftModel.Of(df, baseline, worst, by, options);
        return new Figure(style => ShiftPlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>Draws repeated values over time: a thin line per unit, broken where a value is missing, and the medians of the visits.</summary>
    /// <param name="df">One row per measurement; not changed.</param>
    /// <param name="time">Numeric column of the time.</param>
    /// <param name="value">Numeric column of the value.</param>
    /// <param name="id">Column that names the unit a row belongs to.</param>
    /// <param name="by">Column of the groups; null for one.</param>
    /// <param name="options">Nominal visits, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or not numeric, there is no value, or a unit has two rows at one time; the message says which.</exception>
    public static Figure Trajectories(this DataFrame df, string time, string value, string id, string? by = null, TrajectoryFigureOptions? options = null)
    {
        options ??= new TrajectoryFigureOptions();
        var model = TrajectoryModel.Of(df, time, value, id, by, options);
        return new Figure(style => TrajectoryPlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>Draws the rank correlation of every pair of columns: the area of a disc is the strength, its colour and number the sign.</summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="columns">Numeric columns, 2 to 20; null for all.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or not numeric, or there are fewer than two or more than 20.</exception>
    /// <remarks>Spearman's ρ of the rows in which both values are known; R: <c>cor(df, method = "spearman", use = "pairwise")</c>.</remarks>
    public static Figure Correlations(this DataFrame df, IReadOnlyList<string>? columns = null, FigureOptions? options = null)
    {
        options ??= new FigureOptions();
        var model = CorrelationMap.Of(df, columns);
        return new Figure(style => CorrelationMap.Plot(model, options, style), options.Style, model.Text);
    }

    /// <summary>Draws which values are missing together: a row per pattern with the number of rows that have it, most frequent on top.</summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="columns">Columns; null for all.</param>
    /// <param name="options">Unit, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown, or there is no row.</exception>
    /// <remarks>The patterns of R's <c>mice::md.pattern</c>.</remarks>
    public static Figure MissingMap(this DataFrame df, IReadOnlyList<string>? columns = null, MissingMapOptions? options = null)
    {
        options ??= new MissingMapOptions();
        var model = Descriptions.MissingMap.Of(df, columns, options);
        return new Figure(style => Descriptions.MissingMap.Plot(model, options, style), options.Style, model.Text);
    }
}

/// <summary>Limits of normal, scale, titles and size of a figure of shifts.</summary>
public sealed record ShiftFigureOptions : FigureOptions
{
    /// <summary>What is measured, with its unit. The default value is null: the baseline column in words.</summary>
    public string? Measure { get; init; }

    /// <summary>Lower limit of normal; null for none. Give values as multiples of the limit where laboratories differ.</summary>
    public double? LowerLimit { get; init; }

    /// <summary>Upper limit of normal; null for none.</summary>
    public double? UpperLimit { get; init; }

    /// <summary>Whether both axes are logarithmic, as skewed values ask for. The default value is false.</summary>
    public bool IsLog { get; init; }

    /// <summary>What one row is, in the plural. The default value is <c>patients</c>.</summary>
    public string Unit { get; init; } = "patients";
}

/// <summary>Nominal visits, titles and size of trajectories.</summary>
public sealed record TrajectoryFigureOptions : FigureOptions
{
    /// <summary>Nominal times of the visits, ascending: each value counts for the nearest. The default value is empty: the times themselves where there are at most 12.</summary>
    public ImmutableArray<double> Visits { get; init; } = [];

    /// <summary>Title of the y axis. The default value is null: the column in words with its unit.</summary>
    public string? YTitle { get; init; }

    /// <summary>Title of the time axis. The default value is null: the column in words with its unit.</summary>
    public string? TimeTitle { get; init; }

    /// <summary>Order of the groups. The default value is empty: sorted.</summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];

    /// <summary>What a line is, in the plural. The default value is <c>patients</c>.</summary>
    public string Unit { get; init; } = "patients";
}

/// <summary>Unit, titles and size of a map of missing values.</summary>
public sealed record MissingMapOptions : FigureOptions
{
    /// <summary>What one row is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";
}

/// <summary>A box of a flow diagram.</summary>
/// <param name="Label">What the units are or what happened to them, such as <c>Assessed for eligibility</c>.</param>
/// <param name="N">Number of units.</param>
public sealed record FlowStep(string Label, int N)
{
    /// <summary>Number of a second unit, such as procedures beside patients, with its name: <c>43 procedures</c>. The default value is empty.</summary>
    public string Also { get; init; } = "";

    /// <summary>Units of the box above that are not in this one, and why; they add up to the difference. The default value is empty.</summary>
    public ImmutableArray<(string Reason, int N)> LeftOut { get; init; } = [];
}

/// <summary>How values are drawn.</summary>
public enum DistributionKind
{
    /// <summary>Box with quartiles and every point.</summary>
    Box,

    /// <summary>Density on both sides with quartiles inside.</summary>
    Violin,

    /// <summary>Density on one side, box and points on the other.</summary>
    Raincloud,
}

/// <summary>Kind, order, titles and size of a figure of distributions.</summary>
public sealed record DistributionFigureOptions : FigureOptions
{
    /// <summary>How values are drawn; groups of fewer than ten show points alone with their median. The default value is a box.</summary>
    public DistributionKind Kind { get; init; }

    /// <summary>Title of the y axis. The default value is null: the column in words with its unit.</summary>
    public string? YTitle { get; init; }

    /// <summary>What one row is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Column that names the person or lesion a row belongs to: values of the same one in neighbouring groups are joined. The default value is null.</summary>
    public string? PairBy { get; init; }

    /// <summary>Order of the groups. The default value is empty: sorted.</summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];
}
