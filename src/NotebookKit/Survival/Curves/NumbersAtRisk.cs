using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.Curves;

/// <summary>Numbers of one group for the table below a curve.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="AtRisk">Weight under observation just before each time.</param>
/// <param name="Events">Weight of the events up to each time.</param>
/// <param name="Censored">Weight censored up to each time.</param>
internal sealed record GroupAtRisk(string Group, ImmutableArray<double> AtRisk, ImmutableArray<double> Events,
    ImmutableArray<double> Censored);

/// <summary>Numbers at risk, cumulative events and cumulative censorings at chosen times.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record NumbersAtRisk : SurvivalResult
{
    /// <summary>The times, ascending.</summary>
    public required ImmutableArray<double> Times { get; init; }

    /// <summary>The groups in order.</summary>
    internal ImmutableArray<GroupAtRisk> Groups { get; init; } = [];

    /// <summary>The options used.</summary>
    public required KaplanMeierOptions Options { get; init; }

    /// <summary>Column of the times.</summary>
    public string TimeColumn { get; init; } = "";

    /// <summary>Number of rows used.</summary>
    public int N { get; init; }

    /// <summary>Weight of all events.</summary>
    public double EventTotal { get; init; }

    internal static NumbersAtRisk Of(KaplanMeierEstimate estimate, IEnumerable<double> times)
    {
        ImmutableArray<double> sorted = [.. times.Distinct().Order()];
        return new NumbersAtRisk
        {
            Options = estimate.Options, Clusters = estimate.Clusters, ClusterUnit = estimate.ClusterUnit, Excluded = estimate.Excluded,
            Notes = estimate.Notes,
            Times = sorted, TimeColumn = estimate.TimeColumn, N = estimate.N, EventTotal = estimate.EventTotal, Unit = estimate.Unit,
            Words = estimate.Words,
            Groups = [.. estimate.Curves.Select(c => new GroupAtRisk(
                c.Group, [.. sorted.Select(c.AtRiskAt)], [.. sorted.Select(t => UpTo(c, t, c.Table.Events))],
                [.. sorted.Select(t => UpTo(c, t, c.Table.Censored))]))],
        };
    }

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"Number at risk (cumulative events), {Words.Name(TimeColumn)}",
        Columns = [new("Group", TableAlignment.Left), .. Times.Select(t => new TableColumn(Print.Plain(t).Text))],
        Rows = [.. Groups.Select(g => new TableRow([
            g.Group, .. Times.Select((_, i) => Print.Count(g.AtRisk[i], Unit) is var n
                ? n with { Text = $"{n.Text} ({Print.Count(g.Events[i], "").Text})" }
                : n)]))],
        Footnotes = [$"{Print.Sample(N, Unit, EventTotal)}. Numbers under observation just before each time.",
            .. Print.DataNotes(Excluded, Notes, Unit)],
    };

    /// <summary>One row for each group and time: group, time, n_risk, cum_event, cum_censor.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("group", Groups.SelectMany(g => Enumerable.Repeat(g.Group, Times.Length))),
        new DoubleDataFrameColumn("time", Groups.SelectMany(_ => Times)),
        new DoubleDataFrameColumn("n_risk", Groups.SelectMany(g => g.AtRisk)),
        new DoubleDataFrameColumn("cum_event", Groups.SelectMany(g => g.Events)),
        new DoubleDataFrameColumn("cum_censor", Groups.SelectMany(g => g.Censored)));

    private static double UpTo(KaplanMeierCurve curve, double t, double[] counts)
    {
        double sum = 0;
        for (int j = 0; j < counts.Length && curve.Table.Time[j] <= t; j++) sum += counts[j];
        return sum;
    }
}
