using System.Collections.Immutable;
using NotebookKit.Charts.Curves;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts;

/// <summary>Figures that compare two curves over time, and those that show whether hazards are proportional.</summary>
public static class DiagnosticFigures
{
    /// <summary>Draws the difference of two Kaplan-Meier curves over time, group 2 − group 1, with its pointwise band.</summary>
    /// <param name="estimate">Two curves; the first is the one that is subtracted. Clusters that have rows in both groups count as they do
    /// in the curves.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <returns>The figure; it ends where the shorter follow-up ends, for beyond it there is no difference.</returns>
    /// <exception cref="ArgumentException">There are not two curves.</exception>
    /// <remarks>The same numbers as <c>estimate.At(times)</c> prints; R: <c>survfit</c> and the normal interval of S₂(t) − S₁(t).</remarks>
    /// <example><code>FigurePanel.Stacked(local.ToFigure(), local.ToDifferenceFigure());</code></example>
    public static Figure ToDifferenceFigure(this KaplanMeierEstimate estimate, CurveFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        options = estimate.Words.In(options ?? new CurveFigureOptions());
        var model = DifferenceModel.Of(estimate, options);
        return new Figure(style => DifferencePlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>
    /// Draws log(−log S) of each group against time on a logarithmic axis: parallel curves speak for proportional hazards.
    /// </summary>
    /// <param name="estimate">One or more curves; each is drawn where its survival lies between 0 and 1 and time is positive.</param>
    /// <param name="test">Test of proportional hazards whose P is printed; null for none.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">No curve has an event before it reaches 0.</exception>
    public static Figure ToLogLogFigure(this KaplanMeierEstimate estimate, ProportionalHazardsResult? test = null,
        CurveFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        options = estimate.Words.In(options ?? new CurveFigureOptions());
        LogLogPlot.Check(estimate);
        return new Figure(style => LogLogPlot.Of(estimate, test, options, style), options.Style, LogLogPlot.Text(estimate, test));
    }

    /// <summary>
    /// Draws restricted means as areas up to τ: below each curve, of two groups that between them, tinted by the group whose curve is
    /// above.
    /// </summary>
    /// <param name="estimate">The means, from <c>RestrictedMean(τ)</c> of a Kaplan-Meier estimate.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    public static Figure ToFigure(this RestrictedMeanEstimate estimate, CurveFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        options = estimate.Words.In(options ?? new CurveFigureOptions());
        return new Figure(style => RestrictedMeanPlot.Of(estimate, options, style), options.Style,
            RestrictedMeanPlot.Text(estimate, options));
    }

    /// <summary>
    /// Draws scaled Schoenfeld residuals against time, a panel per coefficient, with a smooth and its band: a level smooth speaks for a
    /// constant hazard ratio.
    /// </summary>
    /// <param name="residuals">The residuals, from <c>SchoenfeldResiduals()</c> of a Cox model.</param>
    /// <param name="options">Coefficients, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">The model has no event, or a coefficient that was asked for is not in it.</exception>
    /// <remarks>The smooth is a natural cubic spline with 4 degrees of freedom, as <c>plot(cox.zph(fit, transform = "identity"))</c> draws
    /// it in R.</remarks>
    public static Figure ToFigure(this SchoenfeldResiduals residuals, SchoenfeldFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        options = residuals.Words.In(options ?? new SchoenfeldFigureOptions());
        ImmutableArray<int> shown = SchoenfeldPlot.Shown(residuals, options);
        int columns = Math.Min(2, shown.Length);
        var style = new Plots.FigureStyle(options.Width / columns, options.FontSize);
        return new Figure([.. shown.Select(c => new FigurePart(s => SchoenfeldPlot.Of(residuals, c, options, s), style))], columns,
            SchoenfeldPlot.Text(residuals, shown))
            { MayStack = true };
    }

    /// <summary>Draws the survival that a Cox model predicts for chosen profiles, with its limits.</summary>
    /// <param name="curves">Curves of one or more profiles.</param>
    /// <param name="options">Titles and size; null for the defaults. Numbers at risk are never printed: none belong to a profile.</param>
    public static Figure ToFigure(this CoxCurves curves, CurveFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(curves);
        return Adjusted(AdjustedCurvePlot.Of(curves),
            AdjustedCurvePlot.Explain(curves, curves.Words.In(options ?? new CurveFigureOptions())));
    }

    /// <summary>Draws curves of survival that a model or weights adjusted, from their numbers.</summary>
    /// <param name="curves">One or more curves.</param>
    /// <param name="options">Titles and size; say in its notes what was adjusted for and averaged over. Null for the defaults.</param>
    /// <exception cref="ArgumentException">A curve has no step, times do not ascend, or a survival lies outside 0 to 1 or
    /// rises.</exception>
    public static Figure Adjusted(IEnumerable<AdjustedCurve> curves, CurveFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(curves);
        options ??= new CurveFigureOptions();
        ImmutableArray<AdjustedCurve> all = [.. curves];
        AdjustedCurvePlot.Check(all);
        return new Figure(style => AdjustedCurvePlot.Plot(all, options, style), options.Style, AdjustedCurvePlot.Text(all));
    }
}

/// <summary>A curve of survival that was adjusted.</summary>
/// <param name="Name">Group or profile.</param>
/// <param name="Steps">Time from which on survival holds, survival from 0 to 1, and its limits where known; times ascend from after
/// 0.</param>
public sealed record AdjustedCurve(string Name, ImmutableArray<(double Time, double Survival, double? Lower, double? Upper)> Steps);

/// <summary>Coefficients, titles and size of a figure of Schoenfeld residuals.</summary>
public sealed record SchoenfeldFigureOptions : CurveFigureOptions
{
    /// <summary>Names of the coefficients to draw. The default value is empty: all.</summary>
    public ImmutableArray<string> Coefficients { get; init; } = [];
}
