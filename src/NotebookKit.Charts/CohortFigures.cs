using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Charts.Descriptions;

namespace NotebookKit.Charts;

/// <summary>Who was analysed, and how values are distributed.</summary>
public static class CohortFigures
{
    /// <summary>
    /// Draws how an analysis set came about: a box per set it was taken from, and beside the arrows what was left out and why.
    /// </summary>
    /// <param name="set">The set that is analysed; the numbers are those of the sets, none is typed.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    public static Figure ToFlowFigure(this AnalysisSet set, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Flow(FlowModel.StepsOf(set), null, options);
    }

    /// <summary>
    /// Draws one column of a set against another, a point per row, coloured by its groups; for exploring, not for the paper.
    /// </summary>
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

    /// <summary>
    /// Draws the values of a column of a set by its groups: box with quartiles, points beside it, and the median in numbers.
    /// </summary>
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
            YTitle = options.YTitle ?? set.Words.Title(value), Unit = set.Unit,
            GroupOrder = options.GroupOrder.IsDefaultOrEmpty ? set.Words.Groups : options.GroupOrder,
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
        UnitCheck.Require(df, options.Unit);
        var model = DistributionModel.Of(df, value, by, options);
        return new Figure(style => DistributionPlot.Of(model, options, style), options.Style, model.Text);
    }
}

/// <summary>A box of a flow diagram.</summary>
/// <param name="Label">What the units are or what happened to them, such as <c>Assessed for eligibility</c>.</param>
/// <param name="N">Number of units.</param>
public sealed record FlowStep(string Label, int N)
{
    /// <summary>
    /// Number of a second unit, such as procedures beside patients, with its name: <c>43 procedures</c>. The default value is empty.
    /// </summary>
    public string Also { get; init; } = "";

    /// <summary>
    /// Units of the box above that are not in this one, and why; they add up to the difference. The default value is empty.
    /// </summary>
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

    /// <summary>
    /// Column that names the person or lesion a row belongs to: values of the same one in neighbouring groups are joined. The default value
    /// is null.
    /// </summary>
    public string? PairBy { get; init; }

    /// <summary>Order of the groups. The default value is empty: sorted.</summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];
}
