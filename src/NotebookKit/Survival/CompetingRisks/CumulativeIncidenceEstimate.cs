using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.CompetingRisks;

/// <summary>Cumulative incidence of one cause in one group: a right-continuous step function.</summary>
public sealed record CumulativeIncidenceCurve
{
    /// <summary>Name of the group.</summary>
    public required string Group { get; init; }

    /// <summary>Name of the cause.</summary>
    public required string Cause { get; init; }

    /// <summary>Number of rows in the group.</summary>
    public required int N { get; init; }

    /// <summary>Events of the cause.</summary>
    public required double EventTotal { get; init; }

    /// <summary>Distinct times of event or censoring, ascending.</summary>
    public required ImmutableArray<double> Time { get; init; }

    /// <summary>Rows at risk just before each time.</summary>
    public required ImmutableArray<double> AtRisk { get; init; }

    /// <summary>Events of the cause at each time.</summary>
    public required ImmutableArray<double> Events { get; init; }

    /// <summary>Cumulative incidence from each time on.</summary>
    public required ImmutableArray<double> Incidence { get; init; }

    /// <summary>Standard error of the cumulative incidence.</summary>
    public required ImmutableArray<double?> StdErr { get; init; }

    /// <summary>Lower confidence limit; null where not estimable.</summary>
    public required ImmutableArray<double?> Lower { get; init; }

    /// <summary>Upper confidence limit; null where not estimable.</summary>
    public required ImmutableArray<double?> Upper { get; init; }

    /// <summary>Incidence and limits at a time; null beyond the last time observed while someone was still at risk.</summary>
    public (double? Incidence, double? Lower, double? Upper) At(double time)
    {
        bool complete = Events.Length > 0 && AtRisk[^1] == Events[^1];
        if (Time.Length == 0 || (time > Time[^1] && !complete)) return (null, null, null);
        int index = Time.BinarySearch(time);
        index = index >= 0 ? index : ~index - 1;
        return index < 0 ? (0, null, null) : (Incidence[index], Lower[index], Upper[index]);
    }
}

/// <summary>Cumulative incidence of competing events by group, with Gray's tests.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record CumulativeIncidenceEstimate : SurvivalResult
{
    /// <summary>One curve per group and cause, groups outermost.</summary>
    public required ImmutableArray<CumulativeIncidenceCurve> Curves { get; init; }

    /// <summary>Gray's k-sample test (1988) of each cause, whose name it bears; empty with one group. Clusters do not enter.</summary>
    public required ImmutableArray<ModelTest> Tests { get; init; }

    /// <summary>Options used.</summary>
    public required CumulativeIncidenceOptions Options { get; init; }

    /// <summary>Whether the variance is the infinitesimal jackknife, over clusters if there are any; else Aalen's.</summary>
    public required bool IsRobust { get; init; }

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    internal CompetingRisksData Data { get; init; } = null!;

    /// <summary>
    /// Expected time lost to each cause up to τ, the area under its cumulative incidence, in every group, with the differences between
    /// groups.
    /// </summary>
    /// <param name="tau">τ, in the unit of the times.</param>
    /// <returns>The table: time lost with limits for every cause and group, and the differences; a group not followed up to τ is
    /// NE.</returns>
    /// <exception cref="ArgumentOutOfRangeException">τ is not a positive number.</exception>
    /// <remarks>
    /// Andersen (2013, doi:10.1002/sim.5903). Standard errors are the infinitesimal jackknife, over clusters where there are any.
    /// Equivalent R call: <c>summary(survfit(Surv(time, factor(cause)) ~ by, id = row), rmean = tau)</c>.
    /// </remarks>
    public RestrictedTimeEstimate RestrictedTimeLost(double tau) =>
        new(tau, "Time lost to each cause", Options.ConfidenceLevel, CumulativeIncidence.TimeLost(Data, tau), !Data.Clusters.IsEmpty)
        {
            N = N, EventTotal = EventTotal, TimeColumn = TimeColumn, Unit = Unit, Words = Words, Clusters = Clusters,
            ClusterUnit = ClusterUnit, Excluded = Excluded, Notes = Notes,
        };

    /// <summary>Events of all causes.</summary>
    public double EventTotal => Curves.Sum(c => c.EventTotal);

    /// <summary>Column of the times. The default value is <c>time</c>.</summary>
    public string TimeColumn { get; init; } = "time";

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"Cumulative incidence at the last {Words.Name(TimeColumn)}",
        Columns = [new("Cause", TableAlignment.Left), new("Group", TableAlignment.Left), new("N"), new("Events"), new("Incidence"),
            new(Print.Level(Options.ConfidenceLevel))],
        Rows = [.. Curves.OrderBy(c => Curves.Select(o => o.Cause).Distinct().ToList().IndexOf(c.Cause)).Select(c => new TableRow(
        [
            c.Cause, c.Group, Print.Count(c.N, Unit), Print.Count(c.EventTotal, Unit),
            new(NumberFormat.Percent(c.Incidence[^1])) { Value = c.Incidence[^1], Statistic = "cumulative incidence" },
            NumberFormat.PercentInterval(c.Lower[^1], c.Upper[^1]),
        ]))],
        Footnotes =
        [
            $"Aalen-Johansen; {(IsRobust ? "infinitesimal jackknife" : "Aalen")} variance, "
                + $"{ConfidenceLimits.Name(Options.IntervalType)} limits; {Print.Sample(N, Unit, EventTotal)}"
                + $"{(Clusters is { } c ? $" in {c} clusters" : "")}.",
            .. Tests.Select(
                t => $"Gray's test{(Options.Rho == 0 ? "" : FormattableString.Invariant($" (ρ = {Options.Rho:0.####})"))}, {t.Name}: "
                    + $"{t.Statistic}."),
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row per group, cause and time.</summary>
    public override DataFrame ToDataFrame()
    {
        IEnumerable<T> All<T>(Func<CumulativeIncidenceCurve, IEnumerable<T>> of) => Curves.SelectMany(of);
        return new DataFrame(
            new StringDataFrameColumn("group", All(c => Enumerable.Repeat(c.Group, c.Time.Length))),
            new StringDataFrameColumn("cause", All(c => Enumerable.Repeat(c.Cause, c.Time.Length))),
            new DoubleDataFrameColumn("time", All(c => c.Time)), new DoubleDataFrameColumn("at_risk", All(c => c.AtRisk)),
            new DoubleDataFrameColumn("events", All(c => c.Events)), new DoubleDataFrameColumn("incidence", All(c => c.Incidence)),
            new DoubleDataFrameColumn("se", All(c => c.StdErr)), new DoubleDataFrameColumn("lower", All(c => c.Lower)),
            new DoubleDataFrameColumn("upper", All(c => c.Upper)));
    }
}
