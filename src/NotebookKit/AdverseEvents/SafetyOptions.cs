namespace NotebookKit.AdverseEvents;

/// <summary>Which adverse events count.</summary>
public sealed record SafetyOptions
{
    /// <summary>Days after the procedure in which an event must begin. The default value is <see cref="TimeWindow.AllTime"/>.</summary>
    public TimeWindow Window { get; init; } = TimeWindow.AllTime;

    /// <summary>Whether all events count or those related to the procedure. The default value is <see cref="EventAttribution.AllCause"/>.</summary>
    public EventAttribution Attribution { get; init; } = EventAttribution.AllCause;

    /// <summary>
    /// Whether an event whose attribution is missing or "unknown" counts as related, the conservative choice. The default value is true.
    /// </summary>
    public bool UnknownAttributionIsRelated { get; init; } = true;

    /// <summary>
    /// Whether rows of the same patient and term that overlap, or are at most a day apart, are one event of the worst grade.
    /// The default value is false: every row is an event.
    /// </summary>
    public bool MergeContinuing { get; init; }

    /// <summary>
    /// Whether an event with a baseline grade counts only where its grade is worse than that. The default value is true; events
    /// without a baseline grade always count.
    /// </summary>
    public bool OnlyAboveBaseline { get; init; } = true;
}

/// <summary>Which events count by their relation to the procedure.</summary>
public enum EventAttribution
{
    /// <summary>Every event, whatever its cause.</summary>
    AllCause,

    /// <summary>Events possibly, probably or definitely related to the procedure.</summary>
    Related,
}
