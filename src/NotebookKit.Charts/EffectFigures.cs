using System.Collections.Immutable;
using NotebookKit.Charts.Effects;
using NotebookKit.Response.Comparisons;
using NotebookKit.Survival.Cox;

namespace NotebookKit.Charts;

/// <summary>Effects with their intervals, and how well a prediction tells and fits.</summary>
public static class EffectFigures
{
    /// <summary>Draws a Cox model as a forest: a row per coefficient, reference levels as 1, on a logarithmic axis.</summary>
    /// <param name="fit">The model.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    public static Figure ToFigure(this CoxFit fit, ForestFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(fit);
        options = fit.Words.In(options ?? new ForestFigureOptions());
        return Forest(CoxForest.Rows(fit), options with { Notes = [.. CoxForest.Notes(fit), .. options.Notes],
            ConfidenceLevel = fit.Options.ConfidenceLevel });
    }

    /// <summary>
    /// Draws an end point under other choices: up to 40 as rows with medians, events and P; more, or every combination, as a specification
    /// curve, medians above the matrix of what was chosen.
    /// </summary>
    /// <param name="found">The end point under other choices.</param>
    /// <param name="options">Title, colours and size; null for the defaults.</param>
    public static Figure ToFigure(this EndPointSensitivity found, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(found);
        options ??= new FigureOptions();
        return new Figure(style => SpecificationPlot.Of(found, options, style), options.Style, SpecificationPlot.Text(found));
    }

    /// <summary>Draws estimates with their intervals, one per row, beside their numbers: models, subgroups, rates, studies.</summary>
    /// <param name="rows">Rows from top to bottom; a row without an estimate is kept with NE.</param>
    /// <param name="options">Measure, axis, titles and size; null for hazard ratios.</param>
    /// <exception cref="ArgumentException">There is no row, or a ratio is not positive.</exception>
    public static Figure Forest(IEnumerable<ForestRow> rows, ForestFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new ForestFigureOptions();
        var model = ForestModel.Of([.. rows], options);
        return new Figure(style => ForestPlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>
    /// Draws the balance of covariates before and after weighting or matching: absolute standardized mean differences, the largest on top.
    /// </summary>
    /// <param name="rows">One row per covariate.</param>
    /// <param name="options">Threshold, names and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no row.</exception>
    public static Figure LovePlot(IEnumerable<BalanceRow> rows, LovePlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new LovePlotOptions();
        ImmutableArray<BalanceRow> all = [.. rows];
        if (all.IsEmpty) throw new ArgumentException("A love plot needs at least one covariate.", nameof(rows));
        return new Figure(style => Effects.LovePlot.Of(all, options, style), options.Style, Effects.LovePlot.Text(all, options));
    }

    /// <summary>Draws receiver operating characteristics as steps on a square: sensitivity against 1 − specificity.</summary>
    /// <param name="curves">One or more curves.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">A curve does not run from (0, 0) to (1, 1) without falling.</exception>
    public static Figure Roc(IEnumerable<RocCurve> curves, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(curves);
        options ??= new FigureOptions { Width = 420 };
        ImmutableArray<RocCurve> all = [.. curves];
        RocPlot.Check(all);
        return new Figure(style => RocPlot.Of(all, options, style), options.Style, RocPlot.Text(all));
    }

    /// <summary>Draws observed against predicted risk on a square with the line of identity.</summary>
    /// <param name="curves">Smooth curves or groups of patients, such as apparent and corrected.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no point, or a risk lies outside 0 to 1.</exception>
    public static Figure Calibration(IEnumerable<CalibrationCurve> curves, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(curves);
        options ??= new FigureOptions { Width = 420 };
        ImmutableArray<CalibrationCurve> all = [.. curves];
        CalibrationPlot.Check(all);
        return new Figure(style => CalibrationPlot.Of(all, options, style), options.Style, CalibrationPlot.Text(all));
    }
}

/// <summary>A row of a forest.</summary>
/// <param name="Label">Covariate, level, subgroup or study.</param>
/// <param name="Estimate">The estimate; null where it is not estimable or the row is a heading.</param>
/// <param name="Lower">Lower confidence limit; null where not estimable.</param>
/// <param name="Upper">Upper confidence limit; null where not estimable.</param>
public sealed record ForestRow(string Label, double? Estimate = null, double? Lower = null, double? Upper = null)
{
    /// <summary>
    /// Numbers beside the label, such as <c>12/30</c> events of units; the squares grow with <see cref="Weight"/>, not with these. The
    /// default value is empty.
    /// </summary>
    public string Numbers { get; init; } = "";

    /// <summary>Two-sided P value, or the P of interaction in the row of a factor; null for none.</summary>
    public double? P { get; init; }

    /// <summary>
    /// Further texts of the row, one for each of <see cref="ForestFigureOptions.ColumnTitles"/>, such as other P values. The default value
    /// is empty.
    /// </summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>What the area of the square is proportional to, such as the number of events; null for equal squares.</summary>
    public double? Weight { get; init; }

    /// <summary>Whether the row is a heading without an estimate, in bold. The default value is false.</summary>
    public bool IsHeading { get; init; }

    /// <summary>Whether the row is the level that others are compared with. The default value is false.</summary>
    public bool IsReference { get; init; }

    /// <summary>Whether the row is the overall effect: a diamond, and a dashed line through the rows. The default value is false.</summary>
    public bool IsOverall { get; init; }

    /// <summary>Steps by which the label is moved to the right. The default value is 0.</summary>
    public int Indent { get; init; }
}

/// <summary>Measure, axis, titles and size of a forest.</summary>
public sealed record ForestFigureOptions : FigureOptions
{
    /// <summary>What is estimated, as the axis calls it. The default value is <c>Hazard ratio</c>.</summary>
    public string Measure { get; init; } = "Hazard ratio";

    /// <summary>
    /// Whether the measure is a ratio, on a logarithmic axis around 1; else a difference or a rate. The default value is true.
    /// </summary>
    public bool IsRatio { get; init; } = true;

    /// <summary>Value of no effect, at which a line stands; null for none, as of a rate. The default value is 1.</summary>
    public double? NoEffect { get; init; } = 1;

    /// <summary>Heading of <see cref="ForestRow.Numbers"/>. The default value is <c>Events/N</c>.</summary>
    public string NumbersTitle { get; init; } = "Events/N";

    /// <summary>Heading of <see cref="ForestRow.P"/>. The default value is <c>P</c>; of subgroups say <c>P interaction</c>.</summary>
    public string PTitle { get; init; } = "P";

    /// <summary>
    /// Headings of <see cref="ForestRow.Columns"/>, such as <c>P trend</c>; on narrow paper the texts stand behind the label. The default
    /// value is empty.
    /// </summary>
    public ImmutableArray<string> ColumnTitles { get; init; } = [];

    /// <summary>What an effect below <see cref="NoEffect"/> favours. The default value is empty.</summary>
    public string FavoursLow { get; init; } = "";

    /// <summary>What an effect above <see cref="NoEffect"/> favours. The default value is empty.</summary>
    public string FavoursHigh { get; init; } = "";

    /// <summary>Decimals of the printed numbers. The default value is 2.</summary>
    public int Decimals { get; init; } = 2;

    /// <summary>Confidence level, for the heading. The default value is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;
}

/// <summary>Balance of one covariate.</summary>
/// <param name="Label">The covariate, or its level.</param>
/// <param name="Before">Standardized mean difference before adjustment; null where it is not estimable.</param>
/// <param name="After">Standardized mean difference after adjustment; null where it is not estimable or nothing was adjusted.</param>
public sealed record BalanceRow(string Label, double? Before, double? After)
{
    /// <summary>Ratio of the variances before adjustment, printed in a column; null where there is none, as of a level.</summary>
    public double? VarianceRatioBefore { get; init; }

    /// <summary>Ratio of the variances after adjustment, printed in a column; null where there is none.</summary>
    public double? VarianceRatioAfter { get; init; }
}

/// <summary>Threshold, names and size of a love plot.</summary>
public sealed record LovePlotOptions : FigureOptions
{
    /// <summary>Line below which balance is usually called good. The default value is 0.1.</summary>
    public double Threshold { get; init; } = 0.1;

    /// <summary>Name of the values before. The default value is <c>Unadjusted</c>.</summary>
    public string BeforeName { get; init; } = "Unadjusted";

    /// <summary>Name of the values after. The default value is <c>Adjusted</c>.</summary>
    public string AfterName { get; init; } = "Adjusted";
}

/// <summary>A receiver operating characteristic.</summary>
/// <param name="Name">Marker or model.</param>
/// <param name="Points">False-positive rate, 1 − specificity, and sensitivity, ascending from (0, 0) to (1, 1).</param>
public sealed record RocCurve(string Name, ImmutableArray<(double FalsePositive, double Sensitivity)> Points)
{
    /// <summary>Area under the curve; null to leave it out.</summary>
    public double? Area { get; init; }

    /// <summary>Lower confidence limit of the area.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper confidence limit of the area.</summary>
    public double? Upper { get; init; }
}

/// <summary>Observed against predicted risk.</summary>
/// <param name="Name">Apparent, corrected, or the cohort.</param>
/// <param name="Points">Predicted and observed risk from 0 to 1, with confidence limits of the observed where known.</param>
public sealed record CalibrationCurve(string Name, ImmutableArray<(double Predicted, double Observed, double? Lower, double? Upper)> Points)
{
    /// <summary>Whether points are joined, as of a smooth curve; else they are groups of patients. The default value is true.</summary>
    public bool IsSmooth { get; init; } = true;

    /// <summary>
    /// Predicted risk of each row, drawn as spikes at the axis: where the curve rests on many. The default value is empty.
    /// </summary>
    public ImmutableArray<double> Risks { get; init; } = [];

    /// <summary>Calibration slope, printed with the name; null to leave it out.</summary>
    public double? Slope { get; init; }

    /// <summary>Calibration intercept, printed with the name; null to leave it out.</summary>
    public double? Intercept { get; init; }
}
