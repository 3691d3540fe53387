using System.Collections.Immutable;
using NotebookKit.Charts.Curves;
using NotebookKit.Survival.CompetingRisks;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts;

/// <summary>Curves over time other than survival.</summary>
public static class CurveFigures
{
    /// <summary>Draws cumulative incidence: colour by group, dash by cause, Gray's test of each cause, and the numbers at risk.</summary>
    /// <param name="estimate">The curves by Aalen and Johansen.</param>
    /// <param name="options">Titles, causes and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A cause asked for is not in the estimate, or stacking was asked for with several
    /// groups.</exception>
    public static Figure ToFigure(this CumulativeIncidenceEstimate estimate, CumulativeIncidenceFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        options = estimate.Words.In(options ?? new CumulativeIncidenceFigureOptions());
        var model = IncidenceModel.Of(estimate, options);
        return new Figure(style => options.Stacked ? StackedIncidencePlot.Of(model, options, style) : IncidencePlot.Of(model, options,
            style), options.Style, model.Text);
    }

    /// <summary>Draws the cumulative hazard by Nelson and Aalen with the numbers at risk.</summary>
    /// <param name="estimate">The curves.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    public static Figure ToFigure(this CumulativeHazardEstimate estimate, CurveFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        options = estimate.Words.In(options ?? new CurveFigureOptions());
        var model = HazardModel.Of(estimate, options);
        return new Figure(style => IncidencePlot.Of(model, options, style), options.Style, model.Text);
    }
}

/// <summary>Titles, time axis and size of a figure of curves.</summary>
public record CurveFigureOptions : FigureOptions
{
    /// <summary>
    /// Unit of time, in the plural. The default value is null: that which the name of the time column ends with; else <c>months</c>.
    /// </summary>
    public string? TimeUnit { get; init; }

    /// <summary>What time counts from. The default value is <c>procedure</c>.</summary>
    public string Origin { get; init; } = "procedure";

    /// <summary>Title of the y axis. The default value is null: what is drawn.</summary>
    public string? YTitle { get; init; }

    /// <summary>Time at which the figure ends. The default value is null: the longest follow-up.</summary>
    public double? MaxTime
    {
        get;
        init => field = value is null or (> 0 and < double.PositiveInfinity)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxTime must be a positive number.");
    }

    /// <summary>Whether to shade the confidence bands. The default value is null: with up to three curves.</summary>
    public bool? ConfidenceBands { get; init; }

    /// <summary>Whether to print the numbers at risk. The default value is true.</summary>
    public bool NumbersAtRisk { get; init; } = true;
}

/// <summary>Titles, causes and size of a figure of cumulative incidence.</summary>
public sealed record CumulativeIncidenceFigureOptions : CurveFigureOptions
{
    /// <summary>Causes to draw, in order. The default value is empty: all.</summary>
    public ImmutableArray<string> Causes { get; init; } = [];

    /// <summary>Whether the causes are stacked as areas that add up; one group only. The default value is false.</summary>
    public bool Stacked { get; init; }
}
