using System.Collections.Immutable;
using NotebookKit.Rendering;
using NotebookKit.Statistics;

namespace NotebookKit.AdverseEvents.Counting;

/// <summary>Adverse events per time at risk, with exact Poisson intervals.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record EventRateTable : ITableResult
{
    /// <summary>Groups, left to right.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Rows: any event first, then every term, most events first.</summary>
    internal ImmutableArray<EventRateRow> Rows { get; init; } = [];

    /// <summary>Whether only the first event of each patient counts and ends the time at risk.</summary>
    public required bool FirstEventsOnly { get; init; }

    /// <summary>Years to which rates refer, such as 100 for events per 100 patient-years.</summary>
    public required double PerYears { get; init; }

    /// <summary>Confidence level of the intervals.</summary>
    public required double ConfidenceLevel { get; init; }

    /// <summary>What a reader must know.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        var columns = ImmutableArray.CreateBuilder<TableColumn>();
        columns.Add(new TableColumn("Adverse event", TableAlignment.Left));
        string level = NumberFormat.Level(ConfidenceLevel), per = NumberFormat.Fixed(PerYears, 0);
        foreach (string group in Groups)
            columns.AddRange(
                new TableColumn("Events") { Spanner = group }, new TableColumn("Patient-years") { Spanner = group },
                new TableColumn($"Rate per {per} patient-years\n({level} CI)") { Spanner = group });
        return new SummaryTable
        {
            Columns = columns.ToImmutable(), Footnotes = Notes,
            Rows = [.. Rows.Select(r => new TableRow([r.Label, .. r.ByGroup.SelectMany(Cells)]) { Variable = r.Term ?? r.Label })],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static IEnumerable<TableCell> Cells(EventRate rate)
    {
        yield return new TableCell(NumberFormat.Fixed(rate.Events, 0)) { Count = rate.Events, Value = rate.Events, Statistic = "events",
            Unit = "events" };
        yield return new TableCell(NumberFormat.Fixed(rate.Years, 1)) { Value = rate.Years, Statistic = "patient-years" };
        IntervalEstimate r = rate.Rate;
        yield return new TableCell(r.Value is null
            ? NumberFormat.NotEstimable
            : $"{NumberFormat.Fixed(r.Value, 1)} ({NumberFormat.Interval(r.Lower, r.Upper, 1)})")
        {
            Value = r.Value, Statistic = "rate", Values = [new("rate", r.Value), new("lower", r.Lower), new("upper", r.Upper)],
        };
    }
}

/// <summary>One row of an <see cref="EventRateTable"/>.</summary>
/// <param name="Label">Label in print.</param>
/// <param name="Term">Term as in the data; null for any event.</param>
/// <param name="ByGroup">Rate of each group.</param>
internal sealed record EventRateRow(string Label, string? Term, ImmutableArray<EventRate> ByGroup);

/// <summary>Events and time at risk of one group.</summary>
/// <param name="Events">Number of events.</param>
/// <param name="Years">Time at risk in years of 365.25 days.</param>
/// <param name="Rate">Rate with its interval, per <see cref="EventRateTable.PerYears"/>.</param>
internal sealed record EventRate(int Events, double Years, IntervalEstimate Rate);
