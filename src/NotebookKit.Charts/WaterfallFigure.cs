using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Charts.Models;
using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;

namespace NotebookKit.Charts;

/// <summary>Depth of response as a waterfall.</summary>
public static class WaterfallFigure
{
    /// <summary>
    /// Draws one bar per unit, the best change of its sum of diameters, from the largest increase on the left to the largest decrease
    /// on the right, coloured by its best response, with dashed lines at +20% and −30%.
    /// </summary>
    /// <param name="bars">One bar per unit, in any order; units without a change are counted below the figure and not drawn.</param>
    /// <param name="options">Titles, unit and size; null for the defaults.</param>
    public static Figure Draw(IEnumerable<WaterfallBar> bars, WaterfallFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bars);
        options ??= new WaterfallFigureOptions();
        var model = WaterfallModel.Of([.. bars], options);
        return new Figure(style => WaterfallPlot.Of(model, options, style), new(options.Width, options.FontSize), model.Text);
    }

    /// <summary>Draws a waterfall of the rows of a data frame.</summary>
    /// <param name="df">One row per unit; not changed.</param>
    /// <param name="id">Column that names the unit.</param>
    /// <param name="change">Column of the best change from baseline in percent; rows without it are counted below the figure.</param>
    /// <param name="response">Column of the best response; missing counts as NE.</param>
    /// <param name="mark">Boolean or 0/1 column of the units that a star marks; null for none.</param>
    /// <param name="options">Titles, unit and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    public static Figure Waterfall(this DataFrame df, string id, string change, string response, string? mark = null,
        WaterfallFigureOptions? options = null)
    {
        UnitCheck.Require(df, (options ?? new WaterfallFigureOptions()).Unit);
        var reader = new ColumnReader(df);
        string?[] ids = reader.Texts(id), responses = reader.Texts(response);
        double?[] changes = reader.Numbers(change);
        bool?[] marks = mark is null ? new bool?[ids.Length] : reader.Booleans(mark);
        return Draw(ids.Select((name, i) => new WaterfallBar(name ?? "", changes[i], responses[i] ?? "NE") { IsMarked = marks[i] == true }),
            options);
    }

    /// <summary>Draws the best change of every unit of an assessment, coloured by its best response over all scans.</summary>
    /// <param name="assessment">The assessment: its unit and criterion are those of the figure.</param>
    /// <param name="scope">The disease judged. The default value is local.</param>
    /// <param name="options">Titles and size; unit and criterion are filled in where they are the defaults. Null for the defaults.</param>
    public static Figure Waterfall(this ResponseAssessment assessment, ResponseScope scope = ResponseScope.Local,
        WaterfallFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        options ??= new WaterfallFigureOptions();
        var standard = new WaterfallFigureOptions();
        bool viable = assessment.Options.Criterion.Measure is SizeMeasure.ViableDiameter or SizeMeasure.ViableProduct;
        return Draw(assessment.Units.Select(u => new WaterfallBar(u.Id, u[scope].BestChange, u[scope].Best.Response.ToString())),
            options with
        {
            Unit = options.Unit == standard.Unit ? assessment.Options.UnitName : options.Unit,
            Criterion = options.Criterion.Length > 0 ? options.Criterion : assessment.Options.Criterion.Name,
            YTitle = options.YTitle == standard.YTitle && viable ? "Best change from baseline in viable sum (%)" : options.YTitle,
        });
    }
}

/// <summary>A unit of a waterfall.</summary>
/// <param name="Id">Its name, shown only where the options ask for it.</param>
/// <param name="BestChangePercent">Best change from baseline in percent, −100 for complete disappearance; null where nothing was measured
/// after baseline.</param>
/// <param name="Response">Best response; CR, PR, SD, PD and NE have colours of their own.</param>
public sealed record WaterfallBar(string Id, double? BestChangePercent, string Response)
{
    /// <summary>Whether a star marks the bar, such as for a new lesion. The default value is false.</summary>
    public bool IsMarked { get; init; }

    /// <summary>Whether follow-up goes on at the data cut-off: a triangle. The default value is false.</summary>
    public bool IsOngoing { get; init; }

    /// <summary>Whether the response was confirmed by a later scan: a dot. The default value is false.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Group, shown as a strip below the bars. The default value is empty.</summary>
    public string Group { get; init; } = "";
}

/// <summary>Titles, unit and size of a waterfall.</summary>
public sealed record WaterfallFigureOptions
{
    /// <summary>Title above the figure. The default value is empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>What a bar is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Title of the y axis. The default value is <c>Best change from baseline in sum of diameters (%)</c>.</summary>
    public string YTitle { get; init; } = "Best change from baseline in sum of diameters (%)";

    /// <summary>Criterion and variant, printed below the figure after "Response by". The default value is empty.</summary>
    public string Criterion { get; init; } = "";

    /// <summary>What a star means. The default value is <c>new lesion or non-target progression</c>.</summary>
    public string MarkMeaning { get; init; } = "new lesion or non-target progression";

    /// <summary>
    /// All groups of the paper, in order: each keeps its colour in every figure of the set. The default value is empty: colours go by the
    /// names.
    /// </summary>
    public ImmutableArray<string> AllGroups { get; init; } = [];

    /// <summary>
    /// Whether the axis and the hover texts carry the names of the units. The default value is false: running numbers, so that a picture
    /// does not tell who is who.
    /// </summary>
    public bool ShowIds { get; init; }

    /// <summary>Width in CSS pixels. The default value is 640.</summary>
    public double Width { get; init; } = 640;

    /// <summary>Font size in CSS pixels. The default value is 12.</summary>
    public double FontSize { get; init; } = 12;
}
