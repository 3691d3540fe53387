using System.Collections.Immutable;
using NotebookKit.Cohorts;

namespace NotebookKit.Survival;

/// <summary>What every survival method lets its caller choose: further columns, coding, order of the groups and confidence level.</summary>
public abstract record SurvivalOptions
{
    private protected SurvivalOptions()
    {
    }

    /// <summary>Caption of the printed table. The default value is null: the method and the time column.</summary>
    public string? Title { get; init; }

    /// <summary>How the status column is coded. The default value is <see cref="EventCoding.ZeroOne"/>.</summary>
    public EventCoding EventCoding { get; init; } = EventCoding.ZeroOne;

    /// <summary>
    /// Column of the entry time (left truncation, or start of an interval). The default value is null: all enter at the start.
    /// </summary>
    public string? Entry { get; init; }

    /// <summary>
    /// Column of the subject whose follow-up is split over several rows (entry, exit], as R's <c>id</c>. Rows that follow one another
    /// without an event are one history, so that counts, censorings, reverse Kaplan-Meier and follow-up are those of subjects; overlapping
    /// rows are refused, gaps and rows after an event noted. The default value is null: every row stands for itself.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Column of case weights ≥ 0. The default value is null: every row counts once.</summary>
    public string? Weights { get; init; }

    /// <summary>Column of strata. The default value is null: one stratum.</summary>
    public string? Strata { get; init; }

    /// <summary>Order of the groups. The default value is empty: numbers ascend, texts sort ordinally.</summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];

    /// <summary>Confidence level, between 0 and 1. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must lie between 0 and 1, such as 0.95.");
    } = 0.95;

    internal SurvivalColumns Columns(string time, string status, string? by, string? cluster, string unit) => new(time, status)
    {
        By = by, Cluster = cluster, Unit = unit, EventCoding = EventCoding, Entry = Entry, Id = Id, Weights = Weights, Strata = Strata,
        GroupOrder = GroupOrder.IsDefault ? [] : GroupOrder,
    };
}
