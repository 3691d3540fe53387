namespace NotebookKit.AdverseEvents;

/// <summary>Days after the procedure in which an event must begin to count; the procedure is day 0 and both ends count.</summary>
/// <param name="From">First day, 0 or later: an event before the procedure is baseline.</param>
/// <param name="To">Last day; null for no end.</param>
public sealed record TimeWindow(int From, int? To)
{
    /// <summary>Day 0 to 30.</summary>
    public static TimeWindow Days30 { get; } = new(0, 30);

    /// <summary>Day 0 to 90.</summary>
    public static TimeWindow Days90 { get; } = new(0, 90);

    /// <summary>After day 90, without an end; liver toxicity of radioembolization can appear that late.</summary>
    public static TimeWindow Late { get; } = new(91, null);

    /// <summary>From day 0, without an end.</summary>
    public static TimeWindow AllTime { get; } = new(0, null);

    /// <summary>First day.</summary>
    public int From { get; } = From >= 0 ? From
        : throw new ArgumentOutOfRangeException(nameof(From), From,
            "A window begins on day 0 or later; events before the procedure are baseline.");

    /// <summary>Last day; null for no end.</summary>
    public int? To { get; } = To is null || To >= From ? To
        : throw new ArgumentOutOfRangeException(nameof(To), To, $"A window that begins on day {From} cannot end on day {To}.");

    /// <summary>Whether a day lies in the window; an unknown day only in the window without limits.</summary>
    /// <param name="day">Days after the procedure; null where unknown.</param>
    public bool Contains(int? day) => day is int d ? d >= From && (To is null || d <= To) : this == AllTime;

    /// <summary>The window in words.</summary>
    public override string ToString() => To is null
        ? (From == 0 ? "any time after the procedure" : $"from day {From}")
        : $"day {From} to {To}";
}
