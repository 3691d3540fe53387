using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Prediction;

/// <summary>One group of a calibration plot of an event.</summary>
/// <param name="N">Rows.</param>
/// <param name="Predicted">Mean predicted risk.</param>
/// <param name="Observed">Share with the event.</param>
/// <param name="Lower">Lower limit (Wilson).</param>
/// <param name="Upper">Upper limit (Wilson).</param>
public sealed record RiskGroup(int N, double Predicted, double Observed, double Lower, double Upper);

/// <summary>How well predicted risks of an event fit given rows: discrimination, calibration, accuracy.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record LogisticPerformance : AdjustedResult
{
    /// <summary>Rows judged, and events among them.</summary>
    public required (int Rows, int Events) N { get; init; }

    /// <summary>ROC curve of the predicted risk.</summary>
    public required RocCurve Roc { get; init; }

    /// <summary>Hosmer-Lemeshow test; null on rows the model was not fitted to, where its degrees of freedom are others.</summary>
    public required HosmerLemeshow? HosmerLemeshow { get; init; }

    /// <summary>Brier score: mean squared difference of event and risk.</summary>
    public required double Brier { get; init; }

    /// <summary>Tjur's R²: mean risk of those with the event less that of the others.</summary>
    public required double Tjur { get; init; }

    /// <summary>Nagelkerke's R²; null on new rows.</summary>
    public required double? Nagelkerke { get; init; }

    /// <summary>Intercept of the calibration: log odds by which risks are off on average, slope held at 1; 0 on the rows fitted.</summary>
    public required double? CalibrationIntercept { get; init; }

    /// <summary>Slope of the calibration: below 1 where risks are too extreme; 1 on the rows fitted.</summary>
    public required double? CalibrationSlope { get; init; }

    /// <summary>Events observed over events expected.</summary>
    public required double ObservedOverExpected { get; init; }

    /// <summary>Groups of rising predicted risk, for the calibration figure.</summary>
    public required ImmutableArray<RiskGroup> Groups { get; init; }

    /// <summary>Whether the rows judged are others than those fitted.</summary>
    public required bool IsValidation { get; init; }

    internal bool[] IsEvent { get; init; } = [];
    internal double[] Risk { get; init; } = [];

    /// <summary>Net benefit of treating by predicted risk.</summary>
    /// <param name="thresholds">Risks from which one would treat; only those that make clinical sense.</param>
    /// <exception cref="ArgumentException">A threshold is not between 0 and 1.</exception>
    public ImmutableArray<DecisionPoint> DecisionCurve(IEnumerable<double> thresholds) =>
        PredictionMeasures.DecisionCurve(IsEvent, Risk, thresholds);

    /// <summary>Judges linear predictors (log odds).</summary>
    internal static LogisticPerformance Of(bool[] isEvent, double[] linearPredictor, RegressionFit? fit)
    {
        double[] risk = Array.ConvertAll(linearPredictor, l => 1 / (1 + Math.Exp(-l))), y = Array.ConvertAll(isEvent, e => e ? 1.0 : 0);
        RegressionFit? slope = Fit(
            () => LogisticRegression.Fit(new RegressionData { Outcome = y, Covariates = [new Covariate("lp", linearPredictor)] }));
        RegressionFit? level = Fit(
            () => LogisticRegression.Fit(new RegressionData { Outcome = y, Covariates = [], Offset = linearPredictor }));
        int events = isEvent.Count(e => e), k = Math.Clamp(isEvent.Length / 10, 2, 10);
        int[] order = [.. Enumerable.Range(0, risk.Length).OrderBy(i => risk[i])];
        return new LogisticPerformance
        {
            N = (risk.Length, events), IsEvent = isEvent, Risk = risk, IsValidation = fit is null, Roc = RocCurve.Estimate(isEvent, risk),
            HosmerLemeshow = fit is null ? null : Prediction.HosmerLemeshow.Test(isEvent, risk),
            Brier = risk.Zip(y).Average(x => (x.First - x.Second) * (x.First - x.Second)),
            Tjur = risk.Where((_, i) => isEvent[i]).Average() - risk.Where((_, i) => !isEvent[i]).Average(),
            Nagelkerke = fit?.NagelkerkeR2, CalibrationSlope = slope?["lp"].Estimate, CalibrationIntercept = level?["(Intercept)"].Estimate,
            ObservedOverExpected = events / risk.Sum(),
            Groups = [.. Enumerable.Range(0, k).Select(
                g => Group([.. order.Skip(g * order.Length / k).Take((g + 1) * order.Length / k - g * order.Length / k)], risk, isEvent))],
            Notes = fit is null
                ? []
                : ["Judged on the rows it was fitted to: AUC is optimistic, and calibration is right on average by construction."],
        };
    }

    private static RegressionFit? Fit(Func<RegressionFit> fit)
    {
        try
        {
            return fit();
        }
        catch (ArgumentException)
        {
            return null; // risks that separate the events perfectly have no slope
        }
    }

    private static RiskGroup Group(int[] rows, double[] risk, bool[] isEvent)
    {
        int n = rows.Length, events = rows.Count(i => isEvent[i]);
        double z = -Distributions.NormalQuantile(0.025), p = (double)events / n, centre = (p + z * z / (2 * n)) / (1 + z * z / n),
            half = z / (1 + z * z / n) * Math.Sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
        return new RiskGroup(n, rows.Average(i => risk[i]), p, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new Int32DataFrameColumn("n", Groups.Select(g => g.N)), new DoubleDataFrameColumn("predicted", Groups.Select(g => g.Predicted)),
        new DoubleDataFrameColumn("observed", Groups.Select(g => g.Observed)),
        new DoubleDataFrameColumn("lower", Groups.Select(g => g.Lower)), new DoubleDataFrameColumn("upper", Groups.Select(g => g.Upper)));

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = IsValidation ? "Performance of the logistic model on other rows" : "Performance of the logistic model",
        Columns = [new("", TableAlignment.Left), new("Value")],
        Rows =
        [
            new TableRow(
                [$"AUC ({Print.Level(Roc.ConfidenceLevel)}, DeLong)", Print.Estimate(Roc.AreaUnderCurve, Roc.Lower, Roc.Upper, 3)]),
            new TableRow(["Brier score", Print.Number(Brier, 3)]),
            .. Nagelkerke is { } r ? new[] { new TableRow(["Nagelkerke's R²", Print.Number(r, 3)]) } : [],
            new TableRow(["Tjur's R²", Print.Number(Tjur, 3)]),
            new TableRow(["Observed over expected", Print.Number(ObservedOverExpected, 2)]),
            .. IsValidation ? new[] { new TableRow(["Calibration intercept", Print.Number(CalibrationIntercept, 2)]),
                new TableRow(["Calibration slope", Print.Number(CalibrationSlope, 2)]) } : [],
            .. HosmerLemeshow is { } h
                ? new[] { new TableRow(
                    [$"Hosmer-Lemeshow P (χ² {NumberFormat.Fixed(h.ChiSquare, 1)}, {h.DegreesOfFreedom} df)", Print.PValue(h.P)]) }
                : [],
        ],
        Footnotes =
        [
            $"{Wording.Count(N.Rows, Unit)}, {Wording.Count(N.Events, "events")}."
                + $"{(HosmerLemeshow is null ? ""
                    : " Hosmer-Lemeshow depends on the grouping and has little power in small samples; the calibration curve says more.")}",
                    .. Footnotes(),
        ],
    };
}
