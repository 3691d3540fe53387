using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Survival.CompetingRisks;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.FineGray;
using NotebookKit.Survival.MultiState;

namespace NotebookKit;

/// <summary>Competing risks on data frames.</summary>
public static class DataFrameCompetingRisksExtensions
{
    /// <summary>Aalen-Johansen cumulative incidence of each cause by group, with Gray's tests.</summary>
    /// <param name="df">One row per unit of analysis; never changed.</param>
    /// <param name="time">Column of the time of the first event or of censoring.</param>
    /// <param name="cause">Column of the cause; <see cref="CumulativeIncidenceOptions.CensoredValue"/> (0) means censored, every other
    /// value is a cause.</param>
    /// <param name="by">Column of the groups; null for one group.</param>
    /// <param name="cluster">Column of the cluster, such as the patient of several procedures; null for independent rows.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="options">Confidence level, interval scale, variance and censoring code; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, or no row has an event.</exception>
    /// <exception cref="InvalidDataException">No row is left.</exception>
    /// <remarks>Equivalent R call: <c>cmprsk::cuminc(time, cause, by)</c>.</remarks>
    public static CumulativeIncidenceEstimate CumulativeIncidence(this DataFrame df, string time, string cause, string? by = null,
        string? cluster = null,
        string unit = "rows", CumulativeIncidenceOptions? options = null) =>
        AnalysisSet.OfRows(df, by, cluster, unit).CumulativeIncidence(time, cause, options);

    /// <summary>
    /// Probabilities of being in each state over time, for histories of any pattern such as illness and death, with expected time in each
    /// state.
    /// </summary>
    /// <param name="df">One row per stretch (entry, exit] of a subject; never changed.</param>
    /// <param name="entry">Column of the time at which the stretch begins.</param>
    /// <param name="exit">Column of the time at which it ends.</param>
    /// <param name="state">Column of the state entered at the exit; <see cref="CumulativeIncidenceOptions.CensoredValue"/> (0) means
    /// none.</param>
    /// <param name="id">Column of the subject.</param>
    /// <param name="from">Column of the state in which the stretch is spent; null where all begin in one state and the rest
    /// follows.</param>
    /// <param name="by">Column of the groups; null for one group.</param>
    /// <param name="cluster">Column of the cluster of several subjects; null where subjects are independent.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="initial">Name of the state in which all begin, where <paramref name="from"/> is null.</param>
    /// <param name="options">Confidence level, scale of the limits, weights, censoring code; null for the defaults.</param>
    /// <inheritdoc cref="AnalysisSetSurvivalExtensions.MultiState" path="/returns"/>
    /// <inheritdoc cref="AnalysisSetSurvivalExtensions.MultiState" path="/exception"/>
    /// <inheritdoc cref="AnalysisSetSurvivalExtensions.MultiState" path="/remarks"/>
    public static MultiStateEstimate MultiState(this DataFrame df, string entry, string exit, string state, string id, string? from = null,
        string? by = null,
        string? cluster = null, string unit = "rows", string initial = "initial", CumulativeIncidenceOptions? options = null) =>
        AnalysisSet.OfRows(df, by, cluster, unit).MultiState(entry, exit, state, id, from, initial, options);

    /// <summary>Fine and Gray's regression of the cumulative incidence of one cause.</summary>
    /// <param name="df">One row per unit of analysis; never changed.</param>
    /// <param name="formula">Such as <c>Surv(months, cause) ~ age + sex</c>, where the second column holds the cause; strata, weights,
    /// clusters and entry times as for Cox models.</param>
    /// <param name="causeOfInterest">Value of the cause column that is modelled.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="options">Confidence level, iterations and censoring code; null for the defaults.</param>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column or the cause is unknown, or there is no event of the cause.</exception>
    /// <remarks>Equivalent R call: <c>cmprsk::crr(time, cause, X, failcode = 1)</c>.</remarks>
    public static FineGrayFit FineGray(this DataFrame df, string formula, string causeOfInterest, string unit = "rows",
        FineGrayOptions? options = null) =>
        AnalysisSet.OfRows(df, null, null, unit).FineGray(formula, causeOfInterest, options);

    /// <summary>Cause-specific Cox model: other causes count as censoring.</summary>
    /// <param name="df">One row per unit of analysis; never changed.</param>
    /// <param name="formula">As for <see cref="DataFrameRegressionExtensions.Cox(DataFrame, string, string, CoxOptions?)"/>, where the
    /// status column holds the cause.</param>
    /// <param name="causeOfInterest">Value of the cause column that is modelled.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="options">Options of the Cox model; null for the defaults.</param>
    /// <param name="censoredValue">Value of the cause column that means censored.</param>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column or the cause is unknown.</exception>
    public static CoxFit CauseSpecificCox(this DataFrame df, string formula, string causeOfInterest, string unit = "rows",
        CoxOptions? options = null, string censoredValue = "0") =>
        AnalysisSet.OfRows(df, null, null, unit).CauseSpecificCox(formula, causeOfInterest, options, censoredValue);
}
