namespace NotebookKit.Adjusted.Prediction;

/// <summary>Concordance of the linear predictor.</summary>
/// <param name="Harrell">Harrell's C.</param>
/// <param name="HarrellError">Its standard error.</param>
/// <param name="Uno">Uno's C.</param>
/// <param name="UnoError">Its standard error.</param>
public sealed record ConcordancePair(double? Harrell, double? HarrellError, double? Uno, double? UnoError);

/// <summary>Performance of a Cox model on given rows: discrimination, calibration, accuracy, usefulness.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record PredictionReport : AdjustedResult
{
    /// <summary>The model.</summary>
    public required CoxPredictor Model { get; init; }

    /// <summary>Rows the model was fitted to, and rows it was judged on.</summary>
    public required (int Fitted, int Judged) N { get; init; }

    /// <summary>Events among the rows judged.</summary>
    public required int Events { get; init; }

    /// <summary>Linear predictor of the rows judged.</summary>
    public required ImmutableArray<double> LinearPredictor { get; init; }

    /// <summary>Concordance over all follow-up.</summary>
    public required ConcordancePair Concordance { get; init; }

    /// <summary>Concordance up to the last of the times.</summary>
    public required ConcordancePair ConcordanceToLast { get; init; }

    /// <summary>AUC at each time.</summary>
    public required ImmutableArray<TimeAuc> Auc { get; init; }

    /// <summary>Brier score at each time.</summary>
    public required ImmutableArray<BrierScore> Brier { get; init; }

    /// <summary>Calibration at each time.</summary>
    public required ImmutableArray<Calibration> Calibration { get; init; }

    /// <summary>Slope of the linear predictor in a Cox model of the rows judged; 1 by construction on the rows fitted.</summary>
    public required (double? Slope, double? StandardError) CalibrationSlope { get; init; }

    /// <summary>The model as a formula. The default value is empty.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Whether the rows judged are others than those fitted. The default value is false.</summary>
    public bool IsValidation { get; init; }

    /// <summary>Optimism of C by bootstrap, where it was asked for; null else.</summary>
    public Optimism? Optimism { get; init; }

    /// <summary>The items of the TRIPOD statement that the numbers of this analysis answer, and those the author has to write.</summary>
    /// <remarks>Collins, Reitsma, Altman and Moons 2015 (doi:10.7326/M14-0697).</remarks>
    public SummaryTable Tripod() => TripodTable.Write(this);

    /// <summary>Judges a model on rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="fitted">Number of rows it was fitted to.</param>
    /// <param name="rows">Rows to judge it on.</param>
    /// <param name="times">Times of interest.</param>
    /// <param name="groups">Groups of calibration; null for 3 below 150 events, else 5.</param>
    /// <exception cref="ArgumentException">No time is given, or a column of the model is missing.</exception>
    internal static PredictionReport Judge(CoxPredictor model, int fitted, SurvivalData rows, IReadOnlyList<double> times,
        int? groups = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        if (times.Count == 0) throw new ArgumentException("Name at least one time, such as 12 and 24 months.");
        double[] lp = model.LinearPredictor(rows.Covariates), time = rows.Time.ToArray();
        bool[] isEvent = rows.IsEvent.ToArray();
        double last = times.Max();
        double[] Survival(double t) => [.. lp.Select(l => model.Survival(t, l))];
        CoxFit slope = CoxModel.Fit(rows with { Covariates = [new Covariate("lp", lp)] });
        bool[] toLast = [.. isEvent.Select((e, i) => e && time[i] <= last)];
        return new PredictionReport
        {
            Model = model, Rows = rows, N = (fitted, time.Length), Events = isEvent.Count(e => e), LinearPredictor = [.. lp],
            Concordance = Pair(rows, lp), ConcordanceToLast = Pair(rows with { IsEvent = toLast }, lp),
            Auc = [.. times.Select(t => PredictionMeasures.Auc(time, isEvent, lp, t))],
            Brier = [.. times.Select(t => PredictionMeasures.Brier(time, isEvent, Survival(t), t))],
            Calibration = [.. times.Select(t => PredictionMeasures.Calibrate(time, isEvent, Survival(t), t, groups))],
            CalibrationSlope = (slope.Coefficients[0].Estimate, slope.Coefficients[0].StandardError),
        };
    }

    /// <summary>Net benefit of treating by predicted risk, on the rows judged.</summary>
    /// <param name="at">Time at which the risk counts.</param>
    /// <param name="thresholds">Risks from which one would treat; only those that make clinical sense.</param>
    /// <exception cref="ArgumentException">A threshold is not between 0 and 1.</exception>
    public ImmutableArray<DecisionPoint> DecisionCurve(double at, IEnumerable<double> thresholds) => DecisionCurve(Rows, at, thresholds);

    internal SurvivalData Rows { get; init; } = null!;

    /// <summary>Events and rows left out among those fitted.</summary>
    internal (int Events, ImmutableArray<ExcludedRows> Excluded) Fitted { get; init; }

    internal ImmutableArray<DecisionPoint> DecisionCurve(SurvivalData rows, double at, IEnumerable<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return PredictionMeasures.DecisionCurve(rows.Time.ToArray(), rows.IsEvent.ToArray(),
            [.. Model.LinearPredictor(rows.Covariates).Select(l => 1 - Model.Survival(at, l))], at, thresholds);
    }

    internal static double? HarrellC(SurvivalData rows, double[] lp) =>
        ConcordanceEstimator.Estimate(rows, lp, new ConcordanceOptions { LargerIsWorse = true }).Concordance;

    private static ConcordancePair Pair(SurvivalData rows, double[] lp)
    {
        ConcordanceResult h = ConcordanceEstimator.Estimate(rows, lp, new ConcordanceOptions { LargerIsWorse = true });
        ConcordanceResult u = ConcordanceEstimator.Estimate(rows, lp,
            new ConcordanceOptions { LargerIsWorse = true, Weight = ConcordanceWeight.Uno });
        return new ConcordancePair(h.Concordance, h.StandardError, u.Concordance, u.StandardError);
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new DoubleDataFrameColumn("time", Auc.Select(a => (double?)a.Time)), new DoubleDataFrameColumn("auc", Auc.Select(a => a.Auc)),
        new DoubleDataFrameColumn("brier", Brier.Select(b => (double?)b.Brier)),
        new DoubleDataFrameColumn("null_brier", Brier.Select(b => (double?)b.NullBrier)),
        new DoubleDataFrameColumn("predicted_risk", Calibration.Select(c => (double?)c.MeanPredictedRisk)),
        new DoubleDataFrameColumn("observed_risk", Calibration.Select(c => (double?)c.ObservedRisk)));

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = "Performance of the prediction model",
        Columns = [new("Time", TableAlignment.Left), new("AUC"), new("Brier"), new("IPA"), new("Predicted risk"), new("Observed risk"),
            new("O/E")],
        Rows = [.. Enumerable.Range(0, Auc.Length)
            .Select(k =>
                new TableRow(
                    [Print.Plain(Auc[k].Time), Print.Number(Auc[k].Auc, 3), Print.Number(Brier[k].Brier, 3), Print.Number(Brier[k].Ipa, 3),
            NumberFormat.Percent(Calibration[k].MeanPredictedRisk), NumberFormat.Percent(Calibration[k].ObservedRisk),
            Print.Number(Calibration[k].ObservedOverExpected, 2)]))],
        Footnotes =
        [
            $"Fitted to {N.Fitted} {Unit}, judged on {N.Judged} with {Events} events. Harrell's C "
                + $"{NumberFormat.Fixed(Concordance.Harrell, 3)}, Uno's C {NumberFormat.Fixed(Concordance.Uno, 3)}; calibration slope "
                + $"{NumberFormat.Fixed(CalibrationSlope.Slope, 2)}.",
            $"Model: {string.Join(", ", Model.Names.Select((n, j) => $"{n} {NumberFormat.Fixed(Model.Coefficients[j], 4)}"))}; baseline "
                + $"survival {string.Join(
                    ", ", Auc.Select(
                        a => $"S₀({Print.Plain(a.Time).Text}) = {NumberFormat.Fixed(Model.Survival(a.Time, 0), 4)}"))} at {string.Join(
                            ", ", Model.Names.Select((n, j) => $"{n} = {NumberFormat.Fixed(Model.Means[j], 2)}"))}.",
            .. Footnotes(),
        ],
    };
}
