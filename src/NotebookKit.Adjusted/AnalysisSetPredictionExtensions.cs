using NotebookKit.Adjusted.Prediction;
using NotebookKit.Adjusted.Reading;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Selection;

namespace NotebookKit;

/// <summary>Discrimination, prediction models, cut-offs and selection on an analysis set.</summary>
public static class AnalysisSetPredictionExtensions
{
    /// <summary>ROC curve of a value for an event: AUC with DeLong's limits, Youden's cut-off.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="outcome">Column of the outcome.</param>
    /// <param name="value">Column of a number; larger values mean the event.</param>
    /// <param name="events">Values of the outcome that are the event; null for a column of 0 and 1.</param>
    /// <exception cref="ArgumentException">A column is unknown, the event is not said, or all rows have one outcome.</exception>
    public static RocCurve Roc(this AnalysisSet set, string outcome, string value, IReadOnlyList<string>? events = null)
    {
        RegressionFrame read = Plain(set, outcome, [value], events);
        RocCurve curve = RocCurve.Estimate(Array.ConvertAll(read.Outcome, v => v == 1), Number(read, value));
        string[] clusters = read.Frame.Clusters.Length > 0 ? ["Limits treat rows of one patient as independent."] : [];
        return set.Finish(
            curve with { Name = set.Words.Labels.GetValueOrDefault(value, Wording.Title(value)), Unit = set.Unit,
                Excluded = read.Frame.Excluded, Notes = [.. curve.Notes, .. clusters] });
    }

    /// <summary>
    /// Performance of a Cox model on the rows it is fitted to: C, AUC(t), Brier, calibration. Correct its optimism by
    /// <see cref="Optimism"/>.
    /// </summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>Surv(os_months, death) ~ age + albi</c>.</param>
    /// <param name="times">Times of interest.</param>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column is unknown, or a coefficient has no finite estimate.</exception>
    /// <example><code>set.Prediction("Surv(os_months, death) ~ age + albi", 12, 24).Tripod()</code></example>
    public static PredictionReport Prediction(this AnalysisSet set, string formula, params IReadOnlyList<double> times)
    {
        RegressionFrame read = Survival(set, formula);
        SurvivalData data = read.Frame.ToData() with { Clusters = default };
        PredictionReport report = PredictionReport.Judge(CoxPredictor.Fit(data), data.Rows, data, times);
        return set.Finish(
            report with { Formula = formula, Fitted = (report.Events, read.Frame.Excluded), Unit = set.Unit, Excluded = read.Frame.Excluded,
                Notes = [.. read.Frame.Notes,
                    "Judged on the rows it was fitted to: C and calibration are optimistic and the slope is 1 by construction."] });
    }

    /// <summary>Performance of a Cox model fitted to one set and judged on another, such as the two of a split by patient.</summary>
    /// <param name="training">Set the model is fitted to.</param>
    /// <param name="validation">Set it is judged on.</param>
    /// <param name="formula">Such as <c>Surv(os_months, death) ~ age + albi</c>.</param>
    /// <param name="times">Times of interest.</param>
    /// <inheritdoc cref="Prediction" path="/exception"/>
    public static PredictionReport Validate(this AnalysisSet training, AnalysisSet validation, string formula,
        params IReadOnlyList<double> times)
    {
        ArgumentNullException.ThrowIfNull(validation);
        RegressionFrame development = Survival(training, formula), read = Survival(validation, formula);
        SurvivalData fitted = development.Frame.ToData() with { Clusters = default };
        string[] shared = Shared(training, validation);
        PredictionReport report = PredictionReport.Judge(CoxPredictor.Fit(fitted), fitted.Rows,
            read.Frame.ToData() with { Clusters = default, Covariates = TrainedColumns.Of(development.Frame, read.Frame) }, times);
        return training.Finish(report with
        {
            Formula = formula, IsValidation = true, Fitted = (fitted.IsEvent.ToArray().Count(e => e), development.Frame.Excluded),
            Unit = validation.Unit, Excluded = read.Frame.Excluded,
            Notes = [.. read.Frame.Notes, .. Both(shared)],
        });
    }

    /// <summary>
    /// Performance of a logistic model on the rows it was fitted to: AUC with DeLong's limits, Hosmer-Lemeshow, Nagelkerke, Brier,
    /// calibration.
    /// </summary>
    /// <param name="fit">A logistic model.</param>
    /// <exception cref="ArgumentException">The fit is not a logistic regression, or a coefficient has no finite estimate.</exception>
    /// <example><code>set.Logistic("response ~ age + albi", events: ["CR", "PR"]).Performance()</code></example>
    public static LogisticPerformance Performance(this RegressionFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        if (fit.Kind != RegressionKind.Logistic)
            throw new ArgumentException(
                $"Found {fit.Kind} regression; this judges logistic regression. Cox models: set.Prediction(formula, times).");
        if (fit.Coefficients.LastOrDefault(c => c.Estimate is null) is { } lost)
            throw new ArgumentException($"{lost.Name} has no finite estimate: {lost.Note}");
        LogisticPerformance found = LogisticPerformance.Of(Array.ConvertAll(fit.Problem!.Y, v => v == 1), fit.LinearPredictor(), fit);
        return found with { Unit = fit.Unit, Excluded = fit.Excluded,
            Notes = [.. found.Notes, .. fit.Clusters is null ? [] : new[] { "Limits treat rows of one patient as independent." }] };
    }

    /// <summary>Performance of a logistic model fitted to one set and judged on another, such as the two of a split by patient.</summary>
    /// <param name="training">Set the model is fitted to.</param>
    /// <param name="validation">Set it is judged on.</param>
    /// <param name="formula">Such as <c>response ~ age + albi</c>.</param>
    /// <param name="events">Values of the outcome that are the event; null for a column of 0 and 1.</param>
    /// <exception cref="ArgumentException">A column is unknown, a level occurs in the validation set alone, or a coefficient has no finite
    /// estimate.</exception>
    public static LogisticPerformance ValidateLogistic(this AnalysisSet training, AnalysisSet validation, string formula,
        IReadOnlyList<string>? events = null)
    {
        ArgumentNullException.ThrowIfNull(validation);
        ModelSpecification model = ModelSpecification.Plain(RegressionKind.Logistic, training.Frame, formula, training.Unit, null, events);
        RegressionFrame development = model.Read(), read = (model with { Frame = validation.Frame, Unit = validation.Unit }).Read();
        RegressionFit fit = LogisticRegression.Fit(development.ToData() with { Clusters = default });
        if (fit.Coefficients.LastOrDefault(c => c.Estimate is null) is { } lost)
            throw new ArgumentException($"{lost.Name} has no finite estimate in the training set: {lost.Note}");
        ImmutableArray<Covariate> columns = TrainedColumns.Of(development.Frame, read.Frame);
        double[] predictor = new double[read.Outcome.Length];
        for (int i = 0; i < predictor.Length; i++)
        {
            predictor[i] = fit.Coefficients[0].Estimate!.Value;
            for (int j = 0; j < columns.Length; j++) predictor[i] += fit.Coefficients[j + 1].Estimate!.Value * columns[j].Values.Span[i];
        }
        string[] shared = Shared(training, validation);
        return training.Finish(LogisticPerformance.Of(Array.ConvertAll(read.Outcome, v => v == 1), predictor, null) with
        {
            Unit = validation.Unit, Excluded = read.Frame.Excluded,
            Notes = [$"Fitted to {Wording.Count(fit.N, training.Unit)} with {Wording.Count(fit.Events ?? 0, "events")}.", .. Both(shared)],
        });
    }

    /// <summary>Divides a set into two by chance: all rows of a patient fall on one side.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="share">Share of patients in the first set. The default value is 0.7.</param>
    /// <param name="seed">Seed; the same seed gives the same split.</param>
    /// <returns>The set to fit a model to and the set to judge it on. Below some 1,000 events a split wastes data: the bootstrap
    /// (<see cref="Optimism"/>) judges the same model on all rows.</returns>
    /// <exception cref="ArgumentException">The share is not between 0 and 1, or one side would be empty.</exception>
    /// <example><code>var (training, validation) = set.Split(0.7); training.Validate(validation, "Surv(os_months, death) ~ age + albi", 12,
    /// 24)</code></example>
    public static (AnalysisSet Training, AnalysisSet Validation) Split(this AnalysisSet set, double share = 0.7, ulong seed = 1)
    {
        if (share is not (> 0 and < 1))
            throw new ArgumentException(
                FormattableString.Invariant($"Found share {share}; expected a share of patients between 0 and 1, such as 0.7."));
        string what = set.Patient is null ? set.Unit : "patients";
        int[] codes = set.PatientCodes is { } p
            ? [.. p.Codes.Select((c, i) => c >= 0 ? c : p.Levels.Length + i)]
            : [.. Enumerable.Range(0, set.N)], units = [.. codes.Distinct().Order()];
        int first = (int)Math.Round(share * units.Length, MidpointRounding.AwayFromZero);
        if (first == 0 || first == units.Length)
            throw new ArgumentException($"{Wording.Count(units.Length, what)} cannot be divided so that both sides have some.");
        new DeterministicRandom(seed).Shuffle(units);
        var training = units.Take(first).ToHashSet();
        AnalysisSet Side(bool side, string name, int n) =>
            set.Replace(FrameShaping.Rows(set.Frame, [.. Enumerable.Range(0, set.N).Where(i => training.Contains(codes[i]) == side)]),
                $"{name}: {n} of {Wording.Count(units.Length, what)} by chance, seed {seed}");
        return (Side(true, "training", first), Side(false, "validation", units.Length - first));
    }

    private static string[] Both(string[] shared) => shared.Length == 0 ? []
        : [$"{Wording.Count(shared.Length, "patients")} ({string.Join(", ", shared.Take(5))}) stand in both sets: this is not a "
            + "validation. Split by patient (set.Split)."];

    /// <summary>Patients that stand in both sets.</summary>
    private static string[] Shared(AnalysisSet training, AnalysisSet validation) =>
        (training.Patient ?? training.Key) is { } id && id == (validation.Patient ?? validation.Key)
        ? [.. new ColumnReader(training.Frame).Texts(id).OfType<string>()
            .Intersect(new ColumnReader(validation.Frame).Texts(id).OfType<string>())] : [];

    /// <summary>Harrell's C corrected for optimism by refitting in bootstrap resamples of whole patients.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>Surv(os_months, death) ~ age + albi</c>.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <param name="seed">Seed.</param>
    /// <inheritdoc cref="Prediction" path="/exception"/>
    public static Optimism Optimism(this AnalysisSet set, string formula, int resamples = 200, ulong seed = 1) =>
        Adjusted.Prediction.Optimism.Bootstrap(Survival(set, formula).Frame.ToData(), resamples, seed);

    /// <summary>The points of a nomogram of a Cox model.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>Surv(os_months, death) ~ age + albi</c>, without interactions.</param>
    /// <inheritdoc cref="Prediction" path="/exception"/>
    public static Nomogram Nomogram(this AnalysisSet set, string formula)
    {
        RegressionFrame read = Survival(set, formula);
        if (read.Frame.Model.Terms.Any(t => t.Variables.Length > 1))
            throw new ArgumentException("A nomogram has one axis per variable; leave interactions out.");
        SurvivalData data = read.Frame.ToData() with { Clusters = default };
        return set.Finish(
            Adjusted.Prediction.Nomogram.Of(CoxPredictor.Fit(data), data, read.Frame) with {
                Unit = set.Unit, Excluded = read.Frame.Excluded });
    }

    /// <summary>Cut-off that separates survival best, with a P corrected for the choice.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="time">Column of the follow-up time.</param>
    /// <param name="status">Column of the event, 1 and 0.</param>
    /// <param name="value">Column of the number to cut.</param>
    /// <exception cref="ArgumentException">A column is unknown, or no cut-off leaves a tenth of the rows on either side.</exception>
    public static MaximallySelected CutPoint(this AnalysisSet set, string time, string status, string value)
    {
        RegressionFrame read = RegressionFrameReader.Survival(set.Frame,
            new SurvivalFormula { Time = time, Status = status, Terms = [ModelTerm.Of(value)] }, set.Unit);
        return set.Finish(
            MaximallySelected.Search(read.Frame.Time, read.Frame.IsEvent,
                Number(read, value)) with { Name = set.Words.Labels.GetValueOrDefault(value, Wording.Title(value)), Unit = set.Unit,
                Excluded = read.Frame.Excluded });
    }

    /// <summary>Curved effect of a number in a Cox model by a restricted cubic spline, with the test of curvature.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>Surv(os_months, death) ~ age + sex</c>; the variable named next must be among them.</param>
    /// <param name="variable">The number that gets the spline.</param>
    /// <param name="knots">3, 4 or 5.</param>
    /// <inheritdoc cref="Prediction" path="/exception"/>
    public static RestrictedCubicSpline Spline(this AnalysisSet set, string formula, string variable, int knots = 4)
    {
        RegressionFrame read = Survival(set, formula);
        SurvivalData data = read.Frame.ToData() with { Clusters = default };
        Covariate own = data.Covariates.FirstOrDefault(c => c.Name == variable)
            ?? throw new ArgumentException(
                $"'{variable}' is not a numeric variable of the model; found: {string.Join(", ", data.Covariates.Select(c => c.Name))}.");
        return set.Finish(
            RestrictedCubicSpline.Cox(data with { Covariates = data.Covariates.Remove(own) }, variable, own.Values,
                knots) with { Unit = set.Unit, Excluded = read.Frame.Excluded });
    }

    /// <summary>LASSO selection for survival with cross-validation in folds of whole patients.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>Surv(os_months, death) ~ age + albi + afp</c>.</param>
    /// <param name="folds">Number of folds.</param>
    /// <param name="seed">Seed that deals rows to folds.</param>
    /// <inheritdoc cref="Prediction" path="/exception"/>
    public static LassoFit LassoCox(this AnalysisSet set, string formula, int folds = 10, long seed = 1)
    {
        RegressionFrame read = Survival(set, formula);
        return set.Finish(
            Lasso.Cox(read.Frame.ToData() with { Clusters = default }, null, Folds(read.Frame, folds, seed)) with { Unit = set.Unit,
                Excluded = read.Frame.Excluded });
    }

    /// <summary>LASSO selection for a binary outcome with cross-validation in folds of whole patients.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>response ~ age + albi + afp</c>.</param>
    /// <param name="events">Values of the outcome that are the event; null for a column of 0 and 1.</param>
    /// <param name="folds">Number of folds.</param>
    /// <param name="seed">Seed that deals rows to folds.</param>
    /// <inheritdoc cref="Prediction" path="/exception"/>
    public static LassoFit LassoLogistic(this AnalysisSet set, string formula, IReadOnlyList<string>? events = null, int folds = 10,
        long seed = 1)
    {
        RegressionFrame read = ModelSpecification.Plain(RegressionKind.Logistic, set.Frame, formula, set.Unit, null, events).Of(set).Read();
        return set.Finish(
            Lasso.Logistic(read.ToData() with { Clusters = default }, null, Folds(read.Frame, folds, seed)) with { Unit = set.Unit,
                Excluded = read.Frame.Excluded });
    }

    private static int[] Folds(ModelFrame frame, int folds, long seed)
    {
        int[] unit = frame.Clusters.Length > 0 ? frame.Clusters : [.. Enumerable.Range(0, frame.Rows.Length)];
        int count = unit.Max() + 1;
        if (folds < 3 || folds > count)
            throw new ArgumentException($"Found {folds} folds for {count} patients or rows; expected 3 or more, and no more than those.");
        int[] order = [.. Enumerable.Range(0, count)];
        new DeterministicRandom(seed).Shuffle(order);
        return Array.ConvertAll(unit, u => order[u] % folds + 1);
    }

    private static RegressionFrame Survival(AnalysisSet set, string formula) =>
        ModelSpecification.Survival(RegressionKind.Cox, set.Frame, formula, set.Unit, null).Of(set).Read();

    private static RegressionFrame Plain(AnalysisSet set, string outcome, string[] columns, IReadOnlyList<string>? events) =>
        RegressionFrameReader.Read(set.Frame, outcome,
            new SurvivalFormula { Time = "", Terms = [.. columns.Select(ModelTerm.Of)], Cluster = set.Cluster }, set.Unit, events,
            isEvent: true);

    private static double[] Number(RegressionFrame read, string column) => read.Frame.Variables[column] is { IsFactor: false } v ? v.Numbers
        : throw new ArgumentException($"Column '{column}' holds texts; expected numbers.");
}
