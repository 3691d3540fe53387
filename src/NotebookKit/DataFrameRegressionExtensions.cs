using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Survival.Concordance;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Expected;
using NotebookKit.Survival.Frailty;
using NotebookKit.Survival.Parametric;
using NotebookKit.Survival.Planning;

namespace NotebookKit;

/// <summary>Survival regression on data frames.</summary>
public static class DataFrameRegressionExtensions
{
    /// <summary>Fits a Cox proportional-hazards model written as a formula.</summary>
    /// <param name="df">One row per unit of analysis; never changed.</param>
    /// <param name="formula">Such as <c>Surv(months, event) ~ age + sex*grade + strata(site) + cluster(patient_id)</c>: columns joined by
    /// <c>+</c>;
    /// <c>a:b</c> is an interaction and <c>a*b</c> means <c>a + b + a:b</c>; <c>factor(x)</c> makes categories of numbers and
    /// <c>factor(x, "male", "female")</c> orders them, the reference first; <c>strata(x, ...)</c>, <c>cluster(x)</c>, <c>weights(x)</c>,
    /// <c>offset(x)</c>;
    /// <c>1</c> stands for no covariate. Put names with blanks or signs in backquotes.</param>
    /// <param name="unit">What one row is, in the plural, printed with the result.</param>
    /// <param name="options">Ties, confidence level, penalty; null for the defaults.</param>
    /// <returns>The fit; prints as a table of hazard ratios.</returns>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, or there is no event.</exception>
    /// <exception cref="InvalidDataException">A cell is invalid, or no row is left.</exception>
    /// <remarks>The status column holds 1 for an event and 0 for censoring; for another coding give <see cref="CoxOptions.EventCoding"/>.
    /// Rows with a missing value in a column used are left out and counted. Equivalent R call: <c>coxph(formula, data)</c>.</remarks>
    public static CoxFit Cox(this DataFrame df, string formula, string unit = "rows", CoxOptions? options = null) =>
        Rows(df, unit).Cox(formula, options);

    /// <summary>Concordance of a score with survival, such as <c>Surv(months, event) ~ score + strata(site)</c>.</summary>
    /// <param name="df">One row per unit of analysis; never changed.</param>
    /// <param name="formula">A formula with exactly one numeric column on the right.</param>
    /// <param name="unit">What one row is, in the plural, printed with the result.</param>
    /// <param name="options">Direction, weight over time and confidence level; null for the defaults.</param>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column is unknown, or there is not exactly one score.</exception>
    /// <remarks>Equivalent R call: <c>concordance(formula, data)</c>.</remarks>
    public static ConcordanceResult Concordance(this DataFrame df, string formula, string unit = "rows",
        ConcordanceOptions? options = null) =>
        Rows(df, unit).Concordance(formula, options);

    /// <summary>Fits a parametric accelerated failure time model.</summary>
    /// <param name="df">One row per unit of analysis; never changed.</param>
    /// <param name="formula">Such as <c>Surv(months, event) ~ age + sex + cluster(patient_id)</c>, or <c>Interval(lower, upper) ~ age</c>,
    /// where a missing lower limit means left-censored, a missing upper limit right-censored and equal limits an exact time.</param>
    /// <param name="unit">What one row is, in the plural, printed with the result.</param>
    /// <param name="options">Distribution and confidence level; null for Weibull and 0.95.</param>
    /// <returns>The fit; prints as a table of time ratios.</returns>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, or there is no event.</exception>
    /// <exception cref="InvalidDataException">A time is not positive, or no row is left.</exception>
    /// <remarks>Equivalent R call: <c>survreg(formula, data, dist = "weibull")</c>.</remarks>
    public static AftFit Aft(this DataFrame df, string formula, string unit = "rows", AftOptions? options = null) =>
        Rows(df, unit).Aft(formula, options);

    /// <summary>Fits a Cox model in which the rows of a cluster share a gamma-distributed factor on their hazard.</summary>
    /// <param name="df">One row per unit of analysis; never changed.</param>
    /// <param name="formula">Such as <c>Surv(months, event) ~ age + cluster(patient_id)</c>; <c>cluster()</c> names who shares the
    /// frailty.</param>
    /// <param name="unit">What one row is, in the plural, printed with the result.</param>
    /// <param name="options">Ties, confidence level and iterations; null for the defaults.</param>
    /// <param name="gaussian">Whether the logarithm of the shared factor is normal; else the factor is gamma distributed.</param>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column is unknown, there is no cluster, or there is no event.</exception>
    /// <remarks>Equivalent R call: <c>coxph(Surv(months, event) ~ age + frailty(patient_id))</c>.</remarks>
    public static FrailtyFit CoxFrailty(this DataFrame df, string formula, string unit = "rows", CoxOptions? options = null,
        bool gaussian = false) =>
        Rows(df, unit).CoxFrailty(formula, options, gaussian);

    /// <summary>Rows still at risk after a landmark, with times counted from it: the way to compare groups formed by response.</summary>
    /// <param name="df">One row per unit of analysis; never changed.</param>
    /// <param name="time">Column of the time of event or censoring.</param>
    /// <param name="status">Column that tells event from censoring.</param>
    /// <param name="landmark">The landmark, in the unit of the times.</param>
    /// <param name="coding">How the status column is coded; null for 1 = event, 0 = censored.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <returns>A new frame of the rows whose time lies beyond the landmark, and the counts of those left out.</returns>
    /// <exception cref="ArgumentException">A column is unknown, or the landmark is not a finite number.</exception>
    public static LandmarkCohort Landmark(this DataFrame df, string time, string status, double landmark, EventCoding? coding = null,
        string unit = "rows") =>
        LandmarkAnalysis.Select(Rows(df, unit).Frame, time, status, landmark, coding ?? EventCoding.ZeroOne, unit);

    /// <summary>Person-years, events and rates by group and band of attained age, beside what a population would show.</summary>
    /// <param name="df">One row per person; never changed.</param>
    /// <param name="time">Column of the follow-up time; see <see cref="ExpectedOptions.UnitsPerYear"/>.</param>
    /// <param name="status">Column of the event.</param>
    /// <param name="rates">Rates of the population, one row per cell of age, calendar year and further columns; null for person-years
    /// alone.</param>
    /// <param name="by">Column of the groups; null for one group.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="options">Columns, units, bands of age; null for the defaults.</param>
    /// <inheritdoc cref="AnalysisSetSurvivalExtensions.PersonYears" path="/exception"/>
    /// <inheritdoc cref="AnalysisSetSurvivalExtensions.PersonYears" path="/remarks"/>
    public static PersonYearsTable PersonYears(this DataFrame df, string time, string status, DataFrame? rates = null, string? by = null,
        string unit = "rows", ExpectedOptions? options = null) =>
        AnalysisSet.OfRows(df, by, null, unit).PersonYears(time, status, rates, options);

    /// <summary>Survival of groups relative to that of a population of the same age, sex and calendar time.</summary>
    /// <param name="df">One row per person; never changed.</param>
    /// <param name="time">Column of the follow-up time; see <see cref="ExpectedOptions.UnitsPerYear"/>.</param>
    /// <param name="status">Column of the event: death of any cause.</param>
    /// <param name="rates">Rates of the population, one row per cell of age, calendar year and further columns.</param>
    /// <param name="times">Times at which survival is compared.</param>
    /// <param name="by">Column of the groups; null for one group.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="options">Columns, units, kind of expectation; null for the defaults.</param>
    /// <inheritdoc cref="AnalysisSetSurvivalExtensions.PersonYears" path="/exception"/>
    /// <inheritdoc cref="AnalysisSetSurvivalExtensions.RelativeSurvival" path="/remarks"/>
    public static ExpectedSurvivalEstimate RelativeSurvival(this DataFrame df, string time, string status, DataFrame rates,
        IReadOnlyList<double> times, string? by = null,
        string unit = "rows", ExpectedOptions? options = null) =>
        AnalysisSet.OfRows(df, by, null, unit).RelativeSurvival(time, status, rates, times, options);

    private static AnalysisSet Rows(DataFrame df, string unit) => AnalysisSet.OfRows(df, null, null, unit);
}
