using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.Curves;

/// <summary>Restricted mean survival time of one group.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="N">Number of rows.</param>
/// <param name="Events">Weight of all events, also those after τ.</param>
/// <param name="Mean">Mean time up to τ; null where follow-up ends before.</param>
/// <param name="StdErr">Standard error.</param>
/// <param name="Lower">Lower confidence limit.</param>
/// <param name="Upper">Upper confidence limit.</param>
internal sealed record RestrictedMeanGroup(string Name, int N, double Events, double? Mean, double? StdErr, double? Lower, double? Upper);

/// <summary>Restricted mean survival times and their comparisons.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record RestrictedMeanEstimate : SurvivalResult
{
    /// <summary>Time up to which the mean is taken.</summary>
    public required double Tau { get; init; }

    /// <summary>The groups in order.</summary>
    internal ImmutableArray<RestrictedMeanGroup> Groups { get; init; } = [];

    /// <summary>Difference, ratio and ratio of time lost of every pair of groups.</summary>
    internal ImmutableArray<GroupContrast> Contrasts { get; init; } = [];

    /// <summary>The curves below which the areas lie.</summary>
    internal KaplanMeierEstimate Curves { get; init; } = null!;

    /// <summary>The options used.</summary>
    public required KaplanMeierOptions Options { get; init; }

    /// <summary>Column of the times.</summary>
    public string TimeColumn { get; init; } = "";

    /// <summary>Number of rows used.</summary>
    public int N => Groups.Sum(g => g.N);

    /// <summary>Weight of all events.</summary>
    public double EventTotal => Groups.Sum(g => g.Events);

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = FormattableString.Invariant($"Restricted mean of {Words.Name(TimeColumn)} up to {Tau:0.####}"),
        Columns = [new("", TableAlignment.Left), Print.Head(Unit), new("Events"),
            Print.TimeHead("Estimate", Options.ConfidenceLevel, TimeColumn), new("P")],
        Rows =
        [
            .. Groups.Select(g => new TableRow([
                g.Name, Print.Count(g.N, Unit), Print.Count(g.Events, "events"), Print.Estimate(g.Mean, g.Lower, g.Upper, 2), ""])),
            .. Contrasts.Select(c => new TableRow([
                $"{Wording.Capital(c.Quantity)}: {c.Group2} vs {c.Group1}", "", "", Print.Estimate(c.Estimate, c.Lower, c.Upper, 2),
                Print.PValue(c.P)]) { Indent = 1 }),
        ],
        Footnotes =
        [
            Print.UnitOfAnalysis(N, Unit, Clusters, ClusterUnit),
            $"CI, confidence interval{(Clusters is null ? "" : ", cluster-robust")}; NE, not estimable.",
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>Groups and comparisons as rows: quantity, group1, group2, estimate, std_err, lower, upper, p.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("quantity", [.. Groups.Select(_ => "mean"), .. Contrasts.Select(c => c.Quantity)]),
        new StringDataFrameColumn("group1", [.. Groups.Select(g => g.Name), .. Contrasts.Select(c => c.Group1)]),
        new StringDataFrameColumn("group2", [.. Groups.Select(_ => (string?)null), .. Contrasts.Select(c => c.Group2)]),
        new DoubleDataFrameColumn("estimate", [.. Groups.Select(g => g.Mean), .. Contrasts.Select(c => c.Estimate)]),
        new DoubleDataFrameColumn("std_err", [.. Groups.Select(g => g.StdErr), .. Contrasts.Select(c => c.StdErr)]),
        new DoubleDataFrameColumn("lower", [.. Groups.Select(g => g.Lower), .. Contrasts.Select(c => c.Lower)]),
        new DoubleDataFrameColumn("upper", [.. Groups.Select(g => g.Upper), .. Contrasts.Select(c => c.Upper)]),
        new DoubleDataFrameColumn("p", [.. Groups.Select(_ => (double?)null), .. Contrasts.Select(c => c.P)]));
}
