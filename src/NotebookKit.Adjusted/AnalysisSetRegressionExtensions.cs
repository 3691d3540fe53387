using NotebookKit.Adjusted;
using NotebookKit.Adjusted.Reading;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Repeated;
using NotebookKit.Adjusted.Tables;
using NotebookKit.Survival.Models;

namespace NotebookKit;

/// <summary>Regressions of an analysis set: unit, labels, patients as clusters and footnotes are those of the set.</summary>
/// <remarks>
/// Formulas are those of the Cox model: <c>age + sex*grade + factor(ecog, "0", "1") + cluster(site)</c>. Rows with a
/// missing value in a column used are left out and counted. Where patients repeat, standard errors count patients.
/// </remarks>
public static class AnalysisSetRegressionExtensions
{
    /// <summary>Logistic regression: odds ratios.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>response ~ age + albi_grade</c>.</param>
    /// <param name="events">Values of the outcome that are the event, such as CR and PR; null for a column of 0 and 1.</param>
    /// <param name="options">Limits, Firth's penalty, robust variance; null for the defaults.</param>
    /// <returns>The fit; prints as a table with reference rows, n and events per level and one P per variable.</returns>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column is unknown, the event is not said or does not occur, or all rows have one
    /// outcome.</exception>
    /// <remarks>Equivalent R call: <c>glm(y ~ x, binomial)</c>; with clusters <c>sandwich::vcovCL</c>.</remarks>
    /// <example><code>set.Logistic("response ~ age + albi_grade", events: ["CR", "PR"])</code></example>
    public static RegressionFit Logistic(this AnalysisSet set, string formula, IReadOnlyList<string>? events = null,
        RegressionOptions? options = null) =>
        set.Finish(ModelSpecification.Plain(RegressionKind.Logistic, set.FormulaColumns(formula), formula,
            set.Unit, options, events).Of(set).Fit());

    /// <summary>Linear regression: differences of means.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>albi_change ~ age + sessions</c>.</param>
    /// <param name="options">Confidence level, robust variance; null for the defaults.</param>
    /// <inheritdoc cref="Logistic" path="/exception"/>
    /// <remarks>Equivalent R call: <c>lm(y ~ x)</c>, F tests as <c>drop1(fit, test = "F")</c>.</remarks>
    public static RegressionFit Linear(this AnalysisSet set, string formula, RegressionOptions? options = null) =>
        set.Finish(ModelSpecification.Plain(RegressionKind.Linear, set.FormulaColumns(formula), formula, set.Unit, options).Of(set).Fit());

    /// <summary>
    /// Poisson regression of counts: rate ratios; <c>offset(log_time)</c> holds the logarithm of the time under observation.
    /// </summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>admissions ~ arm + offset(log_years)</c>.</param>
    /// <param name="options">Limits, robust variance; null for the defaults.</param>
    /// <inheritdoc cref="Logistic" path="/exception"/>
    /// <remarks>Equivalent R call: <c>glm(y ~ x + offset(log(time)), poisson)</c>.</remarks>
    public static RegressionFit Poisson(this AnalysisSet set, string formula, RegressionOptions? options = null) =>
        set.Finish(ModelSpecification.Plain(RegressionKind.Poisson, set.FormulaColumns(formula), formula, set.Unit, options).Of(set).Fit());

    /// <summary>Negative binomial regression of counts: rate ratios where counts vary more than Poisson counts.</summary>
    /// <inheritdoc cref="Poisson"/>
    /// <remarks>Equivalent R call: <c>MASS::glm.nb(y ~ x + offset(log(time)))</c>.</remarks>
    public static RegressionFit NegativeBinomial(this AnalysisSet set, string formula, RegressionOptions? options = null) =>
        set.Finish(ModelSpecification.Plain(RegressionKind.NegativeBinomial, set.FormulaColumns(formula), formula,
            set.Unit, options).Of(set).Fit());

    /// <summary>Conditional logistic regression within matched sets.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>case ~ exposure</c>.</param>
    /// <param name="matchedSet">Column of the matched set.</param>
    /// <param name="events">Values of the outcome that are a case; null for a column of 0 and 1.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <inheritdoc cref="Logistic" path="/exception"/>
    /// <remarks>Equivalent R call: <c>survival::clogit(case ~ x + strata(set), method = "exact")</c>.</remarks>
    public static RegressionFit ConditionalLogistic(this AnalysisSet set, string formula, string matchedSet,
        IReadOnlyList<string>? events = null, RegressionOptions? options = null)
    {
        ModelSpecification model = ModelSpecification.Plain(RegressionKind.ConditionalLogistic, set.FormulaColumns(formula, matchedSet),
            formula, set.Unit, options, events);
        return set.Finish((model with { Model = model.Model with { Cluster = matchedSet }, Labels = set.Words.Labels }).Fit());
    }

    /// <summary>Univariable beside multivariable Cox models: the table of most papers.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>Surv(months, death) ~ age + albi_grade + tumours</c>.</param>
    /// <param name="options">Rows, selection, limits; null for the defaults.</param>
    /// <returns>One row per variable and level: n (events), hazard ratio, limits and P, univariable and multivariable.</returns>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, or there is no event.</exception>
    /// <example><code>set.CoxTable("Surv(os_months, death) ~ age + albi_grade + extrahepatic")</code></example>
    public static RegressionTable CoxTable(this AnalysisSet set, string formula, RegressionTableOptions? options = null) =>
        Table(set, ModelSpecification.Survival(RegressionKind.Cox, set.FormulaColumns(formula), formula, set.Unit, null), options);

    /// <summary>Univariable beside multivariable logistic models.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>response ~ age + size_cm</c>.</param>
    /// <param name="events">Values of the outcome that are the event; null for a column of 0 and 1.</param>
    /// <param name="options">Rows, selection, limits; null for the defaults.</param>
    /// <inheritdoc cref="Logistic" path="/exception"/>
    public static RegressionTable LogisticTable(this AnalysisSet set, string formula, IReadOnlyList<string>? events = null,
        RegressionTableOptions? options = null) =>
        Table(set, ModelSpecification.Plain(RegressionKind.Logistic, set.FormulaColumns(formula), formula,
            set.Unit, null, events), options);

    /// <summary>Univariable beside multivariable linear models.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>albi_change ~ age + sessions</c>.</param>
    /// <param name="options">Rows, selection, limits; null for the defaults.</param>
    /// <inheritdoc cref="Logistic" path="/exception"/>
    public static RegressionTable LinearTable(this AnalysisSet set, string formula, RegressionTableOptions? options = null) =>
        Table(set, ModelSpecification.Plain(RegressionKind.Linear, set.FormulaColumns(formula), formula, set.Unit, null), options);

    /// <summary>Univariable beside multivariable Poisson models of rates.</summary>
    /// <inheritdoc cref="LinearTable"/>
    public static RegressionTable PoissonTable(this AnalysisSet set, string formula, RegressionTableOptions? options = null) =>
        Table(set, ModelSpecification.Plain(RegressionKind.Poisson, set.FormulaColumns(formula), formula, set.Unit, null), options);

    /// <summary>Univariable beside multivariable negative binomial models of rates.</summary>
    /// <inheritdoc cref="LinearTable"/>
    public static RegressionTable NegativeBinomialTable(this AnalysisSet set, string formula, RegressionTableOptions? options = null) =>
        Table(set, ModelSpecification.Plain(RegressionKind.NegativeBinomial, set.FormulaColumns(formula), formula,
            set.Unit, null), options);

    /// <summary>Univariable beside multivariable Fine-Gray models of one cause.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">Such as <c>Surv(months, cause) ~ age + size_cm</c>, where the second column holds the cause.</param>
    /// <param name="cause">Value of the cause column that is modelled.</param>
    /// <param name="censored">Value that means censored.</param>
    /// <param name="options">Rows, selection; null for the defaults.</param>
    /// <inheritdoc cref="CoxTable" path="/exception"/>
    public static RegressionTable FineGrayTable(this AnalysisSet set, string formula, string cause, string censored = "0",
        RegressionTableOptions? options = null) =>
        Table(set, ModelSpecification.Survival(RegressionKind.FineGray, set.FormulaColumns(formula), formula,
            set.Unit, null) with { Cause = cause,
            Censored = censored }, options);

    /// <summary>Marginal effects by generalised estimating equations over the patients of the set.</summary>
    /// <param name="set">The analysis set; its patients, or <c>cluster()</c> in the formula, are the clusters.</param>
    /// <param name="formula">Such as <c>toxicity ~ arm + visit</c>.</param>
    /// <param name="events">Values of the outcome that are the event; null for a column of 0 and 1, and for means and counts.</param>
    /// <param name="options">Outcome, working correlation, variance; null for logistic and exchangeable.</param>
    /// <inheritdoc cref="Logistic" path="/exception"/>
    /// <remarks>Equivalent R call: <c>geepack::geeglm(y ~ x, binomial, id = patient, corstr = "exchangeable")</c>.</remarks>
    public static GeeFit Gee(this AnalysisSet set, string formula, IReadOnlyList<string>? events = null,
        GeeRegressionOptions? options = null)
    {
        options ??= new();
        ModelSpecification model = ModelSpecification.Plain(options.Kind, set.FormulaColumns(formula), formula,
            set.Unit, null, events).Of(set);
        RegressionFrame read = model.Read();
        GeeFit fit = GeeRegression.Fit(read.ToData(), options);
        Func<int, bool>? isEvent = options.Kind == RegressionKind.Logistic ? i => read.Outcome[i] == 1 : null;
        RegressionFit inner = fit.Regression with { Formula = read.Formula, Outcome = read.OutcomeLabel, Unit = set.Unit,
            Excluded = read.Frame.Excluded, Notes = [.. read.Frame.Notes, .. fit.Regression.Notes], Variables = read.Variables(isEvent) };
        return set.Finish(fit with { Regression = inner, Unit = set.Unit });
    }

    /// <summary>Linear mixed model with a random intercept per patient: trajectories such as ALBI after treatment.</summary>
    /// <param name="set">The analysis set, one row per visit; its patients, or <c>cluster()</c> in the formula, are the clusters.</param>
    /// <param name="formula">Such as <c>albi ~ month*arm</c>.</param>
    /// <param name="degreesOfFreedom">Degrees of freedom of t.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <inheritdoc cref="Logistic" path="/exception"/>
    /// <remarks>Equivalent R call: <c>lmerTest::lmer(y ~ x + (1 | patient))</c>.</remarks>
    public static MixedModelFit MixedModel(this AnalysisSet set, string formula,
        MixedDegreesOfFreedom degreesOfFreedom = MixedDegreesOfFreedom.Satterthwaite, double confidenceLevel = 0.95)
    {
        RegressionFrame read = ModelSpecification.Plain(RegressionKind.Linear, set.FormulaColumns(formula), formula,
            set.Unit, null).Of(set).Read();
        MixedModelFit fit = Adjusted.Repeated.MixedModel.RandomIntercept(read.ToData(), degreesOfFreedom, confidenceLevel);
        return set.Finish(
            fit with { Formula = read.Formula, Unit = set.Unit, Excluded = read.Frame.Excluded,
                Notes = [.. read.Frame.Notes, .. fit.Notes] });
    }

    /// <summary>Hazard ratio of a treatment overall and by subgroup, with P for interaction.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="time">Column of the follow-up time.</param>
    /// <param name="status">Column of the event, 1 and 0.</param>
    /// <param name="treatment">Column of the treatment, with two values.</param>
    /// <param name="variables">Columns that make subgroups.</param>
    /// <param name="holm">Whether P for interaction are adjusted over the variables.</param>
    /// <param name="options">Confidence level; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown, or the treatment has not two values.</exception>
    public static SubgroupTable Subgroups(this AnalysisSet set, string time, string status, string treatment,
        IReadOnlyList<string> variables, bool holm = false, RegressionOptions? options = null)
    {
        RegressionFrame read = RegressionFrameReader.Survival(set.Frame,
            ForSubgroups(set, treatment) with { Time = time, Status = status }, set.Unit);
        (SubgroupVariable[] groups, bool[] treated, (string, string) arms) = Groups(set, read, treatment, variables);
        return set.Finish(
            Named(SubgroupAnalysis.Cox(read.Frame.ToData() with { Covariates = [] }, treated, groups, arms, options, holm), set, read));
    }

    /// <summary>Odds ratio of a treatment overall and by subgroup, with P for interaction.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="outcome">Column of the outcome.</param>
    /// <param name="treatment">Column of the treatment, with two values.</param>
    /// <param name="variables">Columns that make subgroups.</param>
    /// <param name="events">Values of the outcome that are the event; null for a column of 0 and 1.</param>
    /// <param name="holm">Whether P for interaction are adjusted over the variables.</param>
    /// <param name="options">Confidence level; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown, or the treatment has not two values.</exception>
    public static SubgroupTable SubgroupOdds(this AnalysisSet set, string outcome, string treatment, IReadOnlyList<string> variables,
        IReadOnlyList<string>? events = null, bool holm = false, RegressionOptions? options = null)
    {
        RegressionFrame read = RegressionFrameReader.Read(set.Frame, outcome, ForSubgroups(set, treatment), set.Unit, events,
            isEvent: true);
        (SubgroupVariable[] groups, bool[] treated, (string, string) arms) = Groups(set, read, treatment, variables);
        return set.Finish(
            Named(SubgroupAnalysis.Logistic(Array.ConvertAll(read.Outcome, v => v == 1), read.Frame.Clusters, treated, groups, arms,
                options, holm), set, read));
    }

    private static SurvivalFormula ForSubgroups(AnalysisSet set, string treatment) =>
        new() { Time = "", Terms = [ModelTerm.Factor(treatment, treatment == set.By ? [.. set.Groups] : [])], Cluster = set.Cluster };

    private static (SubgroupVariable[], bool[], (string, string)) Groups(AnalysisSet set, RegressionFrame read, string treatment,
        IReadOnlyList<string> variables)
    {
        if (variables.Count == 0) throw new ArgumentException("Name at least one column that makes subgroups.");
        VariableValues arms = read.Frame.Variables[treatment];
        if (arms.Levels.Length != 2)
            throw new ArgumentException(
                $"Column '{treatment}' has {arms.Levels.Length} values ({string.Join(", ", arms.Levels)}); a comparison of subgroups "
                    + "needs two.");
        var reader = new ColumnReader(set.Frame);
        SubgroupVariable[] groups = [.. variables.Select(v =>
        {
            CategoryColumn column = reader.Categories(v);
            if (column.Levels.Length > 12)
                throw new ArgumentException($"Column '{v}' has {column.Levels.Length} values; cut it into groups first.");
            return new SubgroupVariable(set.Words.Labels.GetValueOrDefault(v, Wording.Title(v)), column.Levels,
                Array.ConvertAll(read.Frame.Rows, i => column.Codes[i]));
        })];
        return (groups, Array.ConvertAll(arms.Codes, c => c == 1), (arms.Levels[0], arms.Levels[1]));
    }

    private static SubgroupTable Named(SubgroupTable table, AnalysisSet set, RegressionFrame read) => table with
    {
        Unit = set.Unit, Excluded = read.Frame.Excluded,
        Notes = [.. table.Notes, .. read.Frame.Clusters.Length > 0
            ? ["Standard errors count patients; P for interaction are Wald tests."]
            : read.Frame.Notes],
    };

    private static RegressionTable Table(AnalysisSet set, ModelSpecification specification, RegressionTableOptions? options) =>
        set.Finish(RegressionTableBuilder.Build(specification.Of(set), options ?? new()));

    /// <summary>The result with the footnotes of its set.</summary>
    internal static T Finish<T>(this AnalysisSet set, T result) where T : AdjustedResult =>
        (T)(result with { Notes = set.Words.Notes(result.Notes) });
}
