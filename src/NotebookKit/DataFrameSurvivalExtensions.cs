using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Survival;

namespace NotebookKit;

/// <summary>Survival analysis of data frames.</summary>
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
        KaplanMeierOptions? options = null)
    {
        options ??= new KaplanMeierOptions();
        return Survival.KaplanMeier.Estimate(SurvivalCohort.Read(df, options.Columns(time, status, by, cluster, unit)), options);
    }

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
        LogRankOptions? options = null)
    {
        options ??= new LogRankOptions();
        return Survival.LogRank.Test(SurvivalCohort.Read(df, options.Columns(time, status, by, cluster, unit)), options);
    }
}
