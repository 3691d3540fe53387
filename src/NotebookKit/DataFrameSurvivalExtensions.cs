using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Statistics;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Curves;
using NotebookKit.Survival.IntervalCensoring;

namespace NotebookKit;

/// <summary>
/// Survival analysis of free frames: short doors for rows that are declared nowhere else; see <see cref="AnalysisSetSurvivalExtensions"/>.
/// </summary>
public static class DataFrameSurvivalExtensions
{
    /// <summary>Kaplan-Meier curves.</summary>
    /// <param name="df">One row per unit of analysis; not changed.</param>
    /// <param name="time">Column of the follow-up time, in any one unit.</param>
    /// <param name="status">Column that tells event from censoring, by default 1 and 0.</param>
    /// <param name="by">Column of the groups; null for one curve.</param>
    /// <param name="cluster">Column of the cluster, such as the patient of a procedure; null when rows are independent.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A cell is invalid or no row is left.</exception>
    public static KaplanMeierEstimate KaplanMeier(
        this DataFrame df, string time, string status, string? by = null, string? cluster = null, string unit = "rows",
        KaplanMeierOptions? options = null) =>
        AnalysisSet.OfRows(df, by, cluster, unit, options?.Id).KaplanMeier(time, status, options);

    /// <summary>Log-rank test and its weighted relatives; cluster-aware when a cluster is given.</summary>
    /// <param name="df">One row per unit of analysis; not changed.</param>
    /// <param name="time">Column of the follow-up time, in any one unit.</param>
    /// <param name="status">Column that tells event from censoring, by default 1 and 0.</param>
    /// <param name="by">Column of the groups.</param>
    /// <param name="cluster">Column of the cluster, such as the patient of a procedure; null when rows are independent.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A cell is invalid, no row is left, or there is one group only.</exception>
    public static LogRankResult LogRank(
        this DataFrame df, string time, string status, string by, string? cluster = null, string unit = "rows",
        LogRankOptions? options = null) =>
        AnalysisSet.OfRows(df, by, cluster, unit, options?.Id).LogRank(time, status, options);

    /// <summary>Log-rank test for a trend over ordered groups; cluster-aware when a cluster is given.</summary>
    /// <param name="df">One row per unit of analysis; not changed.</param>
    /// <param name="time">Column of the follow-up time, in any one unit.</param>
    /// <param name="status">Column that tells event from censoring, by default 1 and 0.</param>
    /// <param name="by">Column of the groups.</param>
    /// <param name="cluster">Column of the cluster, such as the patient of a procedure; null when rows are independent.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="scores">Score of each group in order; null for 1, 2, 3, …</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A cell is invalid, no row is left, or the groups do not suit the method.</exception>
    public static LogRankTrendResult LogRankTrend(
        this DataFrame df, string time, string status, string by, string? cluster = null, string unit = "rows",
        IReadOnlyList<double>? scores = null, LogRankOptions? options = null) =>
        AnalysisSet.OfRows(df, by, cluster, unit, options?.Id).LogRankTrend(time, status, scores, options);

    /// <summary>Log-rank tests of every pair of groups with adjusted P values; cluster-aware when a cluster is given.</summary>
    /// <param name="df">One row per unit of analysis; not changed.</param>
    /// <param name="time">Column of the follow-up time, in any one unit.</param>
    /// <param name="status">Column that tells event from censoring, by default 1 and 0.</param>
    /// <param name="by">Column of the groups.</param>
    /// <param name="cluster">Column of the cluster, such as the patient of a procedure; null when rows are independent.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="method">How P values are adjusted.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A cell is invalid, no row is left, or the groups do not suit the method.</exception>
    public static PairwiseLogRankResult PairwiseLogRank(
        this DataFrame df, string time, string status, string by, string? cluster = null, string unit = "rows",
        PAdjustMethod method = PAdjustMethod.Holm, LogRankOptions? options = null) =>
        AnalysisSet.OfRows(df, by, cluster, unit, options?.Id).PairwiseLogRank(time, status, method, options);

    /// <summary>Exact or Monte-Carlo permutation log-rank test of rows, or of whole clusters when a cluster is given.</summary>
    /// <param name="df">One row per unit of analysis; not changed.</param>
    /// <param name="time">Column of the follow-up time, in any one unit.</param>
    /// <param name="status">Column that tells event from censoring, by default 1 and 0.</param>
    /// <param name="by">Column of the groups.</param>
    /// <param name="cluster">Column of the cluster, such as the patient of a procedure; null when rows are independent.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A cell is invalid, no row is left, or the groups do not suit the method.</exception>
    public static PermutationLogRankResult PermutationLogRank(
        this DataFrame df, string time, string status, string by, string? cluster = null, string unit = "rows",
        PermutationOptions? options = null) =>
        AnalysisSet.OfRows(df, by, cluster, unit, options?.Id).PermutationLogRank(time, status, options);

    /// <summary>Nelson-Aalen cumulative hazards.</summary>
    /// <param name="df">One row per unit of analysis; not changed.</param>
    /// <param name="time">Column of the follow-up time, in any one unit.</param>
    /// <param name="status">Column that tells event from censoring, by default 1 and 0.</param>
    /// <param name="by">Column of the groups; null for one curve.</param>
    /// <param name="cluster">Column of the cluster, such as the patient of a procedure; null when rows are independent.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A cell is invalid, no row is left, or the groups do not suit the method.</exception>
    public static CumulativeHazardEstimate NelsonAalen(
        this DataFrame df, string time, string status, string? by = null, string? cluster = null, string unit = "rows",
        KaplanMeierOptions? options = null) =>
        AnalysisSet.OfRows(df, by, cluster, unit, options?.Id).NelsonAalen(time, status, options);

    /// <summary>Follow-up by the reverse Kaplan-Meier method: the median of a curve in which censoring is the event.</summary>
    /// <param name="df">One row per unit of analysis; not changed.</param>
    /// <param name="time">Column of the follow-up time, in any one unit.</param>
    /// <param name="status">Column that tells event from censoring, by default 1 and 0.</param>
    /// <param name="by">Column of the groups; null for one curve.</param>
    /// <param name="cluster">Column of the cluster, such as the patient of a procedure; null when rows are independent.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A cell is invalid, no row is left, or the groups do not suit the method.</exception>
    public static KaplanMeierEstimate FollowUp(
        this DataFrame df, string time, string status, string? by = null, string? cluster = null, string unit = "rows",
        KaplanMeierOptions? options = null) =>
        AnalysisSet.OfRows(df, by, cluster, unit, options?.Id).FollowUp(time, status, options);

    /// <summary>Survival from interval-censored times: the nonparametric maximum likelihood estimate.</summary>
    /// <param name="df">One row per unit of analysis; not changed.</param>
    /// <param name="left">Column of the last time known to be free of the event; empty if none (left-censored).</param>
    /// <param name="right">Column of the first time the event is known; empty if never seen (right-censored); equal to left if
    /// exact.</param>
    /// <param name="weights">Column of weights ≥ 0; null for 1.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">An interval ends before it begins, or no row is left.</exception>
    public static TurnbullEstimate IntervalCensored(this DataFrame df, string left, string right, string? weights = null,
        string unit = "rows")
    {
        UnitCheck.Require(df, unit);
        var reader = new ColumnReader(df);
        return TurnbullEstimate.Estimate(
            reader.Numbers(left), reader.Numbers(right), weights is null ? null : [.. reader.Numbers(weights).Select(w => w ?? 0)], unit);
    }
}
