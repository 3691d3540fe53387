using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Curves;

/// <summary>Kaplan-Meier curves of the groups of a cohort.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record KaplanMeierEstimate : SurvivalResult
{
    /// <summary>The curves, in the order of the groups.</summary>
    public required ImmutableArray<KaplanMeierCurve> Curves { get; init; }

    /// <summary>The options used.</summary>
    public required KaplanMeierOptions Options { get; init; }

    /// <summary>Column of the times.</summary>
    public required string TimeColumn { get; init; }

    /// <summary>Whether the variance is the infinitesimal jackknife, over clusters if there are any.</summary>
    public bool IsRobust { get; init; }

    /// <summary>Number of rows used.</summary>
    public int N => Curves.Sum(c => c.N);

    /// <summary>Weight of all events.</summary>
    public double EventTotal => Curves.Sum(c => c.EventTotal);

    internal SurvivalCohort? Cohort { get; init; }

    /// <summary>The curve of a group.</summary>
    /// <exception cref="KeyNotFoundException">There is no such group; the message lists the groups.</exception>
    public KaplanMeierCurve this[string group] => Curves.FirstOrDefault(c => c.Group == group)
        ?? throw new KeyNotFoundException($"There is no group '{group}'. Groups: {string.Join(", ", Curves.Select(c => c.Group))}.");

    /// <summary>S(t) of every group at chosen times, with intervals and differences between groups.</summary>
    /// <param name="times">The times, in the unit of the time column.</param>
    public SurvivalAtTimes AtTimes(params double[] times) => SurvivalAtTimes.Of(this, times);

    /// <summary>Numbers at risk, events and censorings up to chosen times: the table below a curve.</summary>
    /// <param name="times">The times, in the unit of the time column.</param>
    public NumbersAtRisk AtRiskTable(params double[] times) => NumbersAtRisk.Of(this, times);

    /// <summary>Restricted mean survival time up to τ, with comparisons between groups.</summary>
    /// <param name="tau">τ; null for the longest time that every curve covers.</param>
    /// <exception cref="ArgumentOutOfRangeException">τ is not after the start of the curves.</exception>
    public RestrictedMeanEstimate RestrictedMean(double? tau = null) => Survival.Curves.RestrictedMean.Estimate(this, tau);

    /// <summary>Differences of the medians between groups, with percentile bootstrap intervals.</summary>
    /// <param name="replicates">Number of bootstrap replicates, at least 100.</param>
    /// <param name="seed">Seed; the same seed gives the same interval.</param>
    /// <exception cref="InvalidOperationException">The curves are left-truncated or not Kaplan-Meier curves.</exception>
    public MedianDifference MedianDifference(int replicates = 2000, long seed = 1) =>
        Survival.Curves.MedianDifference.Of(this, replicates, seed);

    /// <summary>
    /// Covariance of S(t) between the curves, curves × curves; off the diagonal it is 0 unless clusters lie in both groups.
    /// </summary>
    /// <param name="t">The time.</param>
    public double?[,] SurvivalCovariance(double t) => CurveFunctional.SurvivalAt(this, t).Covariance;

    /// <summary>Covariance of the restricted means between the curves, curves × curves.</summary>
    /// <param name="tau">Time up to which the means are taken.</param>
    public double?[,] RestrictedMeanCovariance(double tau) => CurveFunctional.MeanUpTo(this, tau).Covariance;

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = Options.Title ?? (Options.Reverse ? "Follow-up by reverse Kaplan-Meier, " : EstimatorName + " estimate of ")
            + Words.Name(TimeColumn),
        Columns = [new("Group", TableAlignment.Left), Print.Head(Unit), new(Options.Reverse ? "Censored" : "Events"),
            Print.TimeHead("Median", Options.ConfidenceLevel, TimeColumn)],
        Rows = [.. Curves.Select(Row)],
        Footnotes = [.. Footnotes()],
    };

    /// <summary>All curves as rows: group, time, n_risk, n_event, n_censor, survival, std_err, lower, upper.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("group", Curves.SelectMany(c => Enumerable.Repeat(c.Group, c.Time.Length))),
        new DoubleDataFrameColumn("time", Curves.SelectMany(c => c.Time)),
        new DoubleDataFrameColumn("n_risk", Curves.SelectMany(c => c.AtRisk)),
        new DoubleDataFrameColumn("n_event", Curves.SelectMany(c => c.Events)),
        new DoubleDataFrameColumn("n_censor", Curves.SelectMany(c => c.Censored)),
        new DoubleDataFrameColumn("survival", Curves.SelectMany(c => c.Survival)),
        new DoubleDataFrameColumn("std_err", Curves.SelectMany(c => c.StdErrSurvival)),
        new DoubleDataFrameColumn("lower", Curves.SelectMany(c => c.Lower)),
        new DoubleDataFrameColumn("upper", Curves.SelectMany(c => c.Upper)));

    private string EstimatorName => Options.Estimator switch
    {
        SurvivalEstimator.FlemingHarrington => "Fleming-Harrington",
        SurvivalEstimator.Breslow => "Breslow",
        _ => "Kaplan-Meier",
    };

    private TableRow Row(KaplanMeierCurve curve)
    {
        int decimals = TimeDecimals();
        return new([curve.Group, Print.Count(curve.N, Unit), Print.Count(curve.EventTotal, "events"),
            Print.Quantile(curve.Median, decimals)]);
    }

    private IEnumerable<string> Footnotes()
    {
        yield return Print.UnitOfAnalysis(N, Unit, Clusters, ClusterUnit);
        yield return $"CI, confidence interval ({ConfidenceLimits.Name(Options.ConfidenceType)} type"
            + $"{(Clusters is null ? "" : ", cluster-robust")})"
            + (Print.QuantileWords(Curves.Select(c => c.Median)) is { Length: > 0 } words ? $"; {words}." : ".");
        if (Curves.Any(c => c.Median.EndsFlat))
            yield return "A curve ends level at 50%: its median is the first time at which it gets there; any later time fits as well.";
        foreach (string line in Print.DataNotes(Excluded, Notes, Unit)) yield return line;
    }

    /// <summary>Whole units need no decimals, follow-up below 10 two, any other one.</summary>
    private int TimeDecimals()
    {
        bool whole = Curves.All(c => c.Time.All(t => t == Math.Floor(t)));
        return whole ? (Curves.Any(c => c.Median.Estimate % 1 > 0) ? 1 : 0) : Curves.Max(c => c.Time[^1]) < 10 ? 2 : 1;
    }
}
