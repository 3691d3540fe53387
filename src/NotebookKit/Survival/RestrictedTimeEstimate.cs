using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival;

/// <summary>Expected time up to τ in a state, or lost to a cause, of one group.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="State">Name of the state or cause.</param>
/// <param name="N">Rows of the group.</param>
/// <param name="Estimate">The time; null where follow-up ends before τ.</param>
/// <param name="StdErr">Standard error.</param>
/// <param name="Influence">Influence of each cluster (or row) on the estimate.</param>
internal sealed record StateTime(string Group, string State, int N, double? Estimate, double? StdErr, double[] Influence)
{
    /// <summary>An estimate whose variance is the sum of the squared influences.</summary>
    public static StateTime Of(string group, string state, int n, double? estimate, double[] influence) =>
        new(group, state, n, estimate, estimate is null ? null : Math.Sqrt(influence.Sum(u => u * u)), influence);
}

/// <summary>
/// Expected times up to τ: in the states of a multi-state model, or lost to competing causes; with differences between groups.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record RestrictedTimeEstimate : SurvivalResult
{
    private readonly ImmutableArray<StateTime> _times;
    private readonly ImmutableArray<GroupContrast> _contrasts;
    private readonly double _confidenceLevel;

    internal RestrictedTimeEstimate(double tau, string title, double confidenceLevel, IEnumerable<StateTime> times, bool areClustered)
    {
        if (!(tau > 0) || !double.IsFinite(tau))
            throw new ArgumentOutOfRangeException(nameof(tau), tau, "tau must be a positive number, in the unit of the times.");
        (Tau, Title, _confidenceLevel, _times) = (tau, title, confidenceLevel, [.. times]);
        double z = ConfidenceLimits.NormalQuantile(confidenceLevel);
        _contrasts = [.. from a in _times.Index()
                         from b in _times.Skip(a.Index + 1)
                         where a.Item.State == b.State && a.Item.Group != b.Group
                         select GroupContrast.Difference(b.State, a.Item.Group, b.Group, a.Item.Estimate, b.Estimate,
                             Variance(a.Item, b, areClustered), z)];
    }

    /// <summary>Time up to which the expectation is taken.</summary>
    public double Tau { get; }

    /// <summary>Caption of the printed table.</summary>
    public string Title { get; init; }

    /// <summary>Confidence level of the limits.</summary>
    public double ConfidenceLevel => _confidenceLevel;

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Events of all causes, or moves between states.</summary>
    public required double EventTotal { get; init; }

    /// <summary>Column of the times. The default value is empty.</summary>
    public string TimeColumn { get; init; } = "";

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = FormattableString.Invariant($"{Title} up to {Tau:0.####}"),
        Columns = [new("", TableAlignment.Left), new("Group", TableAlignment.Left), Print.Head(Unit),
            Print.TimeHead("Estimate", _confidenceLevel, TimeColumn), new("P")],
        Rows =
        [
            .. _times.Select(
                t => new TableRow([t.State, t.Group, Print.Count(t.N, Unit), Print.Estimate(t.Estimate, Lower(t), Upper(t), 2), ""])),
            .. _contrasts.Select(c => new TableRow([
                $"{c.Quantity}: difference", $"{c.Group2} vs {c.Group1}", "", Print.Estimate(c.Estimate, c.Lower, c.Upper, 2),
                Print.PValue(c.P)]) { Indent = 1 }),
        ],
        Footnotes =
        [
            Print.Sample(N, Unit, EventTotal) + ".",
            $"CI, confidence interval by the infinitesimal jackknife{(Clusters is { } k ? $" over {Wording.Count(k, ClusterUnit)}" : "")}; "
                + "NE, not estimable: follow-up ends before.",
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>Times and differences as rows: state, group, compared_with (null for a time), estimate, std_err, lower, upper, p.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("state", [.. _times.Select(t => t.State), .. _contrasts.Select(c => c.Quantity)]),
        new StringDataFrameColumn("group", [.. _times.Select(t => t.Group), .. _contrasts.Select(c => c.Group2)]),
        new StringDataFrameColumn("compared_with", [.. _times.Select(_ => (string?)null), .. _contrasts.Select(c => c.Group1)]),
        new DoubleDataFrameColumn("estimate", [.. _times.Select(t => t.Estimate), .. _contrasts.Select(c => c.Estimate)]),
        new DoubleDataFrameColumn("std_err", [.. _times.Select(t => t.StdErr), .. _contrasts.Select(c => c.StdErr)]),
        new DoubleDataFrameColumn("lower", [.. _times.Select(Lower), .. _contrasts.Select(c => c.Lower)]),
        new DoubleDataFrameColumn("upper", [.. _times.Select(Upper), .. _contrasts.Select(c => c.Upper)]),
        new DoubleDataFrameColumn("p", [.. _times.Select(_ => (double?)null), .. _contrasts.Select(c => c.P)]));

    private double? Lower(StateTime t) => t.Estimate - ConfidenceLimits.NormalQuantile(_confidenceLevel) * t.StdErr is { } low
        ? Math.Max(0, low)
        : null;

    private double? Upper(StateTime t) => t.Estimate + ConfidenceLimits.NormalQuantile(_confidenceLevel) * t.StdErr is { } high
        ? Math.Min(Tau, high)
        : null;

    /// <summary>Groups may share clusters; rows of different groups are independent.</summary>
    private static double? Variance(StateTime a, StateTime b, bool areClustered) => areClustered
        ? a.Influence.Zip(b.Influence, (u, v) => (u - v) * (u - v)).Sum() : a.StdErr * a.StdErr + b.StdErr * b.StdErr;
}
