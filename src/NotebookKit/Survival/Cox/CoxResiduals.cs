using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics;

namespace NotebookKit.Survival.Cox;

/// <summary>Residuals of a Cox model, one per row used and in the order of the data.</summary>
/// <remarks>Efron ties give the dying part of the hazard at their own time, as in R. Score residuals and dfbeta are null under exact
/// ties.</remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record CoxResiduals : SurvivalResult
{
    /// <summary>Names of the coefficients: the columns of the matrices. Coefficients that were not estimated are left out.</summary>
    public required ImmutableArray<string> Coefficients { get; init; }

    /// <summary>Observed minus expected events of each row; R: <c>type = "martingale"</c>.</summary>
    public required ImmutableArray<double> Martingale { get; init; }

    /// <summary>Martingale residuals made more symmetric; R: <c>type = "deviance"</c>.</summary>
    public required ImmutableArray<double> Deviance { get; init; }

    /// <summary>Contribution of each row to the score, by coefficient; R: <c>type = "score"</c>.</summary>
    public ImmutableArray<ImmutableArray<double>>? Score { get; init; }

    /// <summary>
    /// Approximate change of each coefficient by the presence of the row, case weight included; R: <c>type = "dfbeta"</c>.
    /// </summary>
    public ImmutableArray<ImmutableArray<double>>? DfBeta { get; init; }

    /// <summary><see cref="DfBeta"/> over the model-based standard error; R: <c>type = "dfbetas"</c>.</summary>
    public ImmutableArray<ImmutableArray<double>>? DfBetaScaled { get; init; }

    /// <summary>Rows of the model.</summary>
    public required int N { get; init; }

    /// <summary>Events of the model.</summary>
    public required int Events { get; init; }

    /// <summary>Options of the model.</summary>
    public required CoxOptions Options { get; init; }

    /// <summary>One row per row used: martingale, deviance and dfbeta of each coefficient.</summary>
    public override DataFrame ToDataFrame()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("martingale", Martingale), new DoubleDataFrameColumn("deviance", Deviance));
        for (int j = 0; j < Coefficients.Length && DfBeta is { } dfbeta; j++)
            frame.Columns.Add(new DoubleDataFrameColumn($"dfbeta {Coefficients[j]}", dfbeta[j]));
        return frame;
    }

    /// <summary>The quartiles of the residuals; <see cref="ToDataFrame"/> has every one.</summary>
    public override SummaryTable ToTable() => ResidualTable.Of(
        "Residuals of the Cox model",
        [("martingale", Martingale), ("deviance", Deviance),
            .. Coefficients.Select((name, j) => ($"dfbeta {name}", DfBeta?[j] ?? [])).Where(_ => DfBeta is not null)],
        [$"{Print.Sample(N, Unit, Events)}.", .. Print.DataNotes(Excluded, Notes, Unit)]);
}

/// <summary>
/// Schoenfeld residuals: covariates of each event minus their mean over the risk set. One per event, by stratum and time.
/// </summary>
/// <remarks>Schoenfeld (1982, doi:10.1093/biomet/69.1.239). Under Efron ties the mean is that over the steps. R: <c>residuals(fit,
/// "schoenfeld")</c>.</remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record SchoenfeldResiduals : SurvivalResult
{
    /// <summary>Names of the coefficients. Coefficients that were not estimated are left out.</summary>
    public required ImmutableArray<string> Coefficients { get; init; }

    /// <summary>Time of each event.</summary>
    public required ImmutableArray<double> Time { get; init; }

    /// <summary>Stratum of each event.</summary>
    public required ImmutableArray<string> Stratum { get; init; }

    /// <summary>Residuals by coefficient.</summary>
    public required ImmutableArray<ImmutableArray<double>> Values { get; init; }

    /// <summary>
    /// Residuals scaled by the number of events times the model-based covariance, plus the estimate: a smooth of these over time shows
    /// how the log hazard ratio changes (Grambsch and Therneau 1994). R: <c>residuals(fit, "scaledsch")</c>.
    /// </summary>
    public required ImmutableArray<ImmutableArray<double>> Scaled { get; init; }

    /// <summary>The model that the residuals are of.</summary>
    internal CoxFit Fit { get; init; } = null!;

    /// <summary>Rows of the model.</summary>
    public required int N { get; init; }

    /// <summary>Events of the model.</summary>
    public required int Events { get; init; }

    /// <summary>Options of the model.</summary>
    public required CoxOptions Options { get; init; }

    /// <summary>One row per event: time, stratum and the scaled residual of each coefficient.</summary>
    public override DataFrame ToDataFrame()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("time", Time), new StringDataFrameColumn("stratum", Stratum));
        for (int j = 0; j < Coefficients.Length; j++) frame.Columns.Add(new DoubleDataFrameColumn(Coefficients[j], Scaled[j]));
        return frame;
    }

    /// <summary>The quartiles of the scaled residuals; <see cref="ToDataFrame"/> has every one.</summary>
    public override SummaryTable ToTable() => ResidualTable.Of(
        "Scaled Schoenfeld residuals of the Cox model", Coefficients.Select((name, j) => (name, Scaled[j])),
        [$"{Print.Sample(N, Unit, Events)}.", .. Print.DataNotes(Excluded, Notes, Unit)]);
}

/// <summary>Residuals by their quartiles.</summary>
internal static class ResidualTable
{
    public static SummaryTable Of(string title, IEnumerable<(string Name, ImmutableArray<double> Values)> residuals,
        ImmutableArray<string> footnotes) => new()
    {
        Title = title,
        Columns = [new("Residual", TableAlignment.Left), new("Lowest"), new("Quartile 1"), new("Median"), new("Quartile 3"),
            new("Highest")],
        Rows = [.. residuals.Select(r => new TableRow([
            r.Name, .. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(
                p => Print.Number(Quantiles.Of(r.Values.AsSpan(), p, QuantileType.Type7), 3))]))],
        Footnotes = footnotes,
    };
}
