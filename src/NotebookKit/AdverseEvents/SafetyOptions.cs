using System.Collections.Immutable;

namespace NotebookKit.AdverseEvents;

/// <summary>Which adverse events count.</summary>
public sealed record SafetyOptions
{
    /// <summary>
    /// Days after the procedure, or without procedures after the start of treatment, in which an event must begin. The default value is
    /// <see cref="TimeWindow.AllTime"/>.
    /// </summary>
    public TimeWindow Window { get; init; } = TimeWindow.AllTime;

    /// <summary>
    /// Names of the columns in the tables of another trial, such as <c>["ae_term"] = "AEDECOD"</c>; columns not named here have the names
    /// of the templates.
    /// The default value is empty.
    /// </summary>
    public ImmutableDictionary<string, string> Columns { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Scales of your own, whose columns are read beside those of <see cref="GradeScale.All"/>. The default value is empty.
    /// </summary>
    public ImmutableArray<GradeScale> Scales { get; init; } = [];

    /// <summary>
    /// Where there are no procedures: whether only treatment-emergent events count, those that begin on or after treatment_start_date and
    /// no later than these days after treatment_end_date of the patient. A patient without an end is still on treatment; an event without
    /// onset counts unless it ended before the treatment, and the notes say how many. The default value is null: no such window.
    /// </summary>
    public int? TreatmentEmergentDays
    {
        get;
        init => field = value is null or >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "TreatmentEmergentDays must be 0 or more, such as 30.");
    }

    /// <summary>
    /// Whether all events count or those related to the procedure. The default value is <see cref="EventAttribution.AllCause"/>.
    /// </summary>
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
