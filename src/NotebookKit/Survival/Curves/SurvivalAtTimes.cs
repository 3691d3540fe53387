using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Curves;

/// <summary>Survival of one group at one time.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Time">The time.</param>
/// <param name="AtRisk">Weight under observation just before it.</param>
/// <param name="Events">Weight of the events after the time before it in the list, up to this one.</param>
/// <param name="Censored">Weight censored in the same span.</param>
/// <param name="Survival">S(t); null beyond the last observed time unless the curve has reached 0.</param>
/// <param name="StdErr">Standard error of S(t).</param>
/// <param name="Lower">Lower confidence limit.</param>
/// <param name="Upper">Upper confidence limit.</param>
internal sealed record SurvivalAtTime(
    string Group, double Time, double AtRisk, double Events, double Censored, double? Survival, double? StdErr, double? Lower,
    double? Upper);

/// <summary>Survival at chosen times with its differences between groups.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record SurvivalAtTimes : SurvivalResult
{
    /// <summary>One row for each group and time.</summary>
    internal ImmutableArray<SurvivalAtTime> Rows { get; init; } = [];

    /// <summary>Difference of S(t) for every pair of groups at each time, on the plain scale.</summary>
    internal ImmutableArray<(double Time, GroupContrast Contrast)> Differences { get; init; } = [];

    /// <summary>The options used.</summary>
    public required KaplanMeierOptions Options { get; init; }

    /// <summary>Column of the times.</summary>
    public string TimeColumn { get; init; } = "";

    /// <summary>Number of rows used.</summary>
    public int N { get; init; }

    /// <summary>Weight of all events.</summary>
    public double EventTotal { get; init; }

    internal static SurvivalAtTimes Of(KaplanMeierEstimate estimate, IEnumerable<double> times)
    {
        double[] sorted = [.. times.Distinct().Order()];
        double z = ConfidenceLimits.NormalQuantile(estimate.Options.ConfidenceLevel);
        return new SurvivalAtTimes
        {
            Rows = [.. estimate.Curves.SelectMany(c => At(c, sorted, z))],
            Differences = [.. sorted.SelectMany(t => Contrasts(estimate, t, z).Select(c => (t, c)))],
            Options = estimate.Options, TimeColumn = estimate.TimeColumn, N = estimate.N, EventTotal = estimate.EventTotal,
            Unit = estimate.Unit, Words = estimate.Words, Clusters = estimate.Clusters, ClusterUnit = estimate.ClusterUnit,
            Excluded = estimate.Excluded, Notes = estimate.Notes,
        };
    }

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"Survival at chosen times, {Words.Name(TimeColumn)}",
        Columns = [new("Group", TableAlignment.Left), new("Time"), new("At risk"),
            new($"S(t) ({Print.Level(Options.ConfidenceLevel)})"), new("P")],
        Rows =
        [
            .. Rows.Select(r => new TableRow([
                r.Group, Print.Plain(r.Time), Print.Count(r.AtRisk, Unit), Print.PercentEstimate(r.Survival, r.Lower, r.Upper), ""])),
            .. Differences.Select(d => new TableRow([
                $"Difference: {d.Contrast.Group2} vs {d.Contrast.Group1}", Print.Plain(d.Time), "",
                Print.PercentEstimate(d.Contrast.Estimate, d.Contrast.Lower, d.Contrast.Upper), Print.PValue(d.Contrast.P)]) {
                    Indent = 1 }),
        ],
        Footnotes =
        [
            $"{Print.Sample(N, Unit, EventTotal)}. Intervals of S(t) of the {ConfidenceLimits.Name(Options.ConfidenceType)} type, of "
            + "differences plain"
                + (Clusters is { } clusters ? $"; cluster-robust ({Wording.Count(clusters, ClusterUnit)})" : "")
                + "; NE: not estimable, or beyond follow-up.",
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row for each group and time: group, time, n_risk, n_event, n_censor, survival, std_err, lower, upper.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("group", Rows.Select(r => r.Group)),
        new DoubleDataFrameColumn("time", Rows.Select(r => r.Time)),
        new DoubleDataFrameColumn("n_risk", Rows.Select(r => r.AtRisk)),
        new DoubleDataFrameColumn("n_event", Rows.Select(r => r.Events)),
        new DoubleDataFrameColumn("n_censor", Rows.Select(r => r.Censored)),
        new DoubleDataFrameColumn("survival", Rows.Select(r => r.Survival)),
        new DoubleDataFrameColumn("std_err", Rows.Select(r => r.StdErr)),
        new DoubleDataFrameColumn("lower", Rows.Select(r => r.Lower)),
        new DoubleDataFrameColumn("upper", Rows.Select(r => r.Upper)));

    private static IEnumerable<SurvivalAtTime> At(KaplanMeierCurve curve, double[] times, double z)
    {
        int from = 0;
        foreach (double t in times)
        {
            int to = RiskTable.UpperBound(curve.Table.Time, t);
            double events = 0, censored = 0;
            for (int j = from; j < to; j++) (events, censored) = (events + curve.Table.Events[j], censored + curve.Table.Censored[j]);
            from = to;
            double? survival = curve.SurvivalAt(t);
            double se = to == 0 ? 0 : curve.RawStdErrLog[to - 1];
            var (lower, upper) = to == 0 ? (1, 1) : ConfidenceLimits.Of(curve.Options.ConfidenceType, survival ?? double.NaN, se, z);
            bool estimable = survival is > 0 && double.IsFinite(se);
            yield return new SurvivalAtTime(
                curve.Group, t, curve.AtRiskAt(t), events, censored, survival, estimable ? survival * se : null,
                estimable && double.IsFinite(lower) ? lower : null, estimable && double.IsFinite(upper) ? upper : null);
        }
    }

    private static IEnumerable<GroupContrast> Contrasts(KaplanMeierEstimate estimate, double t, double z)
    {
        if (estimate.Curves.Length < 2) yield break;
        CurveFunctional at = CurveFunctional.SurvivalAt(estimate, t);
        for (int g = 0; g < estimate.Curves.Length; g++)
            for (int h = g + 1; h < estimate.Curves.Length; h++)
                yield return GroupContrast.Difference(
                    "difference of S(t)", estimate.Curves[g].Group, estimate.Curves[h].Group, at.Values[g], at.Values[h],
                    at.Covariance[g, g] + at.Covariance[h, h] - 2 * at.Covariance[g, h], z);
    }
}
