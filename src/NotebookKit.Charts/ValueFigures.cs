using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Charts.Descriptions;

namespace NotebookKit.Charts;

/// <summary>Values before and after treatment, over time, together, and missing.</summary>
public static class ValueFigures
{
    /// <summary>Draws the worst value after treatment against the value before, with the line of no change.</summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="baseline">Numeric column of the value before; a row without it is counted below the figure.</param>
    /// <param name="worst">Numeric column of the worst value after it.</param>
    /// <param name="by">Column of the groups; null for one.</param>
    /// <param name="options">Limits of normal, scale, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or not numeric, there is no pair, or a value is not positive on a
    /// logarithmic axis.</exception>
    public static Figure Shift(this DataFrame df, string baseline, string worst, string? by = null, ShiftFigureOptions? options = null)
    {
        options ??= new ShiftFigureOptions();
        UnitCheck.Require(df, options.Unit);
        var model = ShiftModel.Of(df, baseline, worst, by, options);
        return new Figure(style => ShiftPlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>
    /// Draws repeated values over time: a thin line per unit, broken where a value is missing, and the medians of the visits.
    /// </summary>
    /// <param name="df">One row per measurement; not changed.</param>
    /// <param name="time">Numeric column of the time.</param>
    /// <param name="value">Numeric column of the value.</param>
    /// <param name="id">Column that names the unit a row belongs to.</param>
    /// <param name="by">Column of the groups; null for one.</param>
    /// <param name="options">Nominal visits, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or not numeric, there is no value, or a unit has two rows at one time; the
    /// message says which.</exception>
    public static Figure Trajectories(this DataFrame df, string time, string value, string id, string? by = null,
        TrajectoryFigureOptions? options = null)
    {
        options ??= new TrajectoryFigureOptions();
        UnitCheck.Require(df, options.Unit, subject: id);
        var model = TrajectoryModel.Of(df, time, value, id, by, options);
        return new Figure(style => TrajectoryPlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>
    /// Draws the rank correlation of every pair of columns: the area of a disc is the strength, its colour and number the sign.
    /// </summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="columns">Numeric columns, 2 to 20; null for all.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or not numeric, or there are fewer than two or more than 20.</exception>
    /// <remarks>Spearman's ρ of the rows in which both values are known; R: <c>cor(df, method = "spearman", use =
    /// "pairwise")</c>.</remarks>
    public static Figure Correlations(this DataFrame df, IReadOnlyList<string>? columns = null, FigureOptions? options = null)
    {
        options ??= new FigureOptions();
        var model = CorrelationMap.Of(df, columns);
        return new Figure(style => CorrelationMap.Plot(model, options, style), options.Style, model.Text);
    }

    /// <summary>
    /// Draws which values are missing together: a row per pattern with the number of rows that have it, most frequent on top.
    /// </summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="columns">Columns; null for all.</param>
    /// <param name="options">Unit, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown, or there is no row.</exception>
    /// <remarks>The patterns of R's <c>mice::md.pattern</c>.</remarks>
    public static Figure MissingMap(this DataFrame df, IReadOnlyList<string>? columns = null, MissingMapOptions? options = null)
    {
        options ??= new MissingMapOptions();
        UnitCheck.Require(df, options.Unit);
        var model = Descriptions.MissingMap.Of(df, columns, options);
        return new Figure(style => Descriptions.MissingMap.Plot(model, options, style), options.Style, model.Text);
    }

    /// <summary>Draws the worst value after treatment against the value before, for the rows and groups of a set.</summary>
    /// <param name="set">The set: its unit, groups, colours, labels and footnotes are those of the figure.</param>
    /// <param name="baseline">Numeric column of the value before.</param>
    /// <param name="worst">Numeric column of the worst value after it.</param>
    /// <param name="options">Limits of normal, scale, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">As of the figure of a frame.</exception>
    public static Figure Shift(this AnalysisSet set, string baseline, string worst, ShiftFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        options = set.Words.In(options ?? new ShiftFigureOptions());
        return set.Frame.Shift(baseline, worst, set.By,
            options with { Measure = options.Measure ?? set.Words.Title(baseline), Unit = set.Unit });
    }

    /// <summary>Draws repeated values over time, for the rows and groups of a set; lines are those of its patients.</summary>
    /// <param name="set">The set: its groups, colours, labels and footnotes are those of the figure.</param>
    /// <param name="time">Numeric column of the time.</param>
    /// <param name="value">Numeric column of the value.</param>
    /// <param name="id">Column of the unit that a line follows; null for the patient of the set.</param>
    /// <param name="options">Nominal visits, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">The set declares no patient and <paramref name="id"/> is null; else as of the figure of a
    /// frame.</exception>
    public static Figure Trajectories(this AnalysisSet set, string time, string value, string? id = null,
        TrajectoryFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        options = set.Words.In(options ?? new TrajectoryFigureOptions());
        id ??= set.Patient ?? throw new ArgumentException("The set declares no patient; name the column whose values a line joins.",
            nameof(id));
        return set.Frame.Trajectories(time, value, id, set.By, options with
        {
            YTitle = options.YTitle ?? set.Words.Title(value), TimeTitle = options.TimeTitle ?? set.Words.Title(time),
            GroupOrder = options.GroupOrder.IsDefaultOrEmpty ? set.Words.Groups : options.GroupOrder,
        });
    }

    /// <summary>Draws which values are missing together in the rows of a set.</summary>
    /// <param name="set">The set: its unit and footnotes are those of the figure.</param>
    /// <param name="columns">Columns; null for all.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">As of the figure of a frame.</exception>
    public static Figure MissingMap(this AnalysisSet set, IReadOnlyList<string>? columns = null, MissingMapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.Frame.MissingMap(columns, set.Words.In(options ?? new MissingMapOptions()) with { Unit = set.Unit });
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

    /// <summary>What one row is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";
}

/// <summary>Nominal visits, titles and size of trajectories.</summary>
public sealed record TrajectoryFigureOptions : FigureOptions
{
    /// <summary>
    /// Nominal times of the visits, ascending: each value counts for the nearest. The default value is empty: the times themselves where
    /// there are at most 12.
    /// </summary>
    public ImmutableArray<double> Visits { get; init; } = [];

    /// <summary>Title of the y axis. The default value is null: the column in words with its unit.</summary>
    public string? YTitle { get; init; }

    /// <summary>Title of the time axis. The default value is null: the column in words with its unit.</summary>
    public string? TimeTitle { get; init; }

    /// <summary>Order of the groups. The default value is empty: sorted.</summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];

    /// <summary>What a line is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";
}

/// <summary>Unit, titles and size of a map of missing values.</summary>
public sealed record MissingMapOptions : FigureOptions
{
    /// <summary>What one row is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";
}
