using System.Collections.Immutable;
using NotebookKit.Charts.Effects;

namespace NotebookKit.Charts;

/// <summary>What a prediction is worth, and how it is read at the bedside.</summary>
public static class PredictionFigures
{
    /// <summary>Draws net benefit against the threshold of risk, with treating all and treating none.</summary>
    /// <param name="curves">One curve per model.</param>
    /// <param name="prevalence">Share with the outcome, from 0 to 1; with censored times one minus the Kaplan-Meier estimate at the time of
    /// prediction.</param>
    /// <param name="options">Range, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no point, a threshold lies outside 0 to 1, or the prevalence does.</exception>
    /// <remarks>Vickers and Elkin (2006, doi:10.1177/0272989X06295361). Net benefit below −0.05 is not drawn.</remarks>
    public static Figure DecisionCurve(IEnumerable<DecisionCurveLine> curves, double prevalence, DecisionCurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(curves);
        options ??= new DecisionCurveOptions();
        ImmutableArray<DecisionCurveLine> all = [.. curves];
        DecisionPlot.Check(all, prevalence);
        return new Figure(style => DecisionPlot.Of(all, prevalence, options, style), options.Style, DecisionPlot.Text(all, prevalence));
    }

    /// <summary>Draws a nomogram: points of each variable, their total, and what the model predicts for it.</summary>
    /// <param name="rows">A row per variable, with its points from 0 to 100.</param>
    /// <param name="predictions">Scales below the total points, such as survival at 12 months.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no row, or points are negative.</exception>
    public static Figure Nomogram(IEnumerable<NomogramRow> rows, IEnumerable<NomogramScale>? predictions = null,
        FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new FigureOptions();
        var model = NomogramModel.Of([.. rows], [.. predictions ?? []]);
        return new Figure(style => NomogramPlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>Draws the statistic of every cut-off that was tried, the chosen one, and the P value that knows of the search.</summary>
    /// <param name="cuts">Cut-offs and the absolute value of their standardised statistic.</param>
    /// <param name="options">P values, range, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no cut-off.</exception>
    public static Figure CutPointScan(IEnumerable<(double Cut, double Statistic)> cuts, CutPointFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cuts);
        options ??= new CutPointFigureOptions();
        ImmutableArray<(double Cut, double Statistic)> all = [.. cuts.OrderBy(c => c.Cut)];
        CutPointPlot.Check(all);
        return new Figure(style => CutPointPlot.Of(all, options, style), options.Style, CutPointPlot.Text(all, options));
    }
}

/// <summary>Net benefit of a model.</summary>
/// <param name="Name">The model.</param>
/// <param name="Points">Threshold of risk between 0 and 1, and net benefit there; ascending.</param>
public sealed record DecisionCurveLine(string Name, ImmutableArray<(double Threshold, double NetBenefit)> Points)
{
    /// <summary>
    /// Confidence limits of net benefit, one pair for each point, such as <c>Lower</c> and <c>Upper</c> of <c>DecisionPoint</c>; drawn as
    /// a band. The default value is empty: none is drawn.
    /// </summary>
    public ImmutableArray<(double Lower, double Upper)> Limits { get; init; } = [];
}

/// <summary>Range, titles and size of a decision curve.</summary>
public sealed record DecisionCurveOptions : FigureOptions
{
    /// <summary>
    /// Largest threshold shown: clinicians choose the range that they would act on. The default value is null: that of the curves.
    /// </summary>
    public double? MaxThreshold
    {
        get;
        init => field = value is null or (> 0 and < 1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxThreshold must lie between 0 and 1.");
    }
}

/// <summary>A variable of a nomogram.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Points">Levels or values with their points, from 0 to 100. Two numbers are the ends of a range; round values between them
/// are added.</param>
public sealed record NomogramRow(string Name, ImmutableArray<(string Label, double Points)> Points);

/// <summary>A prediction of a nomogram.</summary>
/// <param name="Name">What is predicted, such as <c>Survival at 12 months</c>.</param>
/// <param name="Marks">Values with the total of points that they belong to.</param>
public sealed record NomogramScale(string Name, ImmutableArray<(string Label, double TotalPoints)> Marks);

/// <summary>P values, range, titles and size of a scan of cut-offs.</summary>
public sealed record CutPointFigureOptions : FigureOptions
{
    /// <summary>Title of the x axis: the value that is cut. The default value is <c>Cut-off</c>.</summary>
    public string ValueTitle { get; init; } = "Cut-off";

    /// <summary>Title of the y axis. The default value is <c>Standardized log-rank statistic, absolute</c>.</summary>
    public string StatisticTitle { get; init; } = "Standardized log-rank statistic, absolute";

    /// <summary>P value corrected for the search; null where it is not known.</summary>
    public double? CorrectedP { get; init; }

    /// <summary>Least and largest value of the data: what lies outside the cut-offs tried is grey. The default value is null.</summary>
    public (double From, double To)? Range { get; init; }
}
