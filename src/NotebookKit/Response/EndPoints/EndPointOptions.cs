using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;

namespace NotebookKit.Response.EndPoints;

/// <summary>Where progression comes from.</summary>
public enum EndPointSource
{
    /// <summary>The dated progression events of <c>followup_events.csv</c>, cross-checked against the measurements.</summary>
    Events,

    /// <summary>The lesion measurements and new lesions, by the rules of the criterion.</summary>
    Measurements,

    /// <summary>
    /// The reader's calls of <c>imaging.csv</c> as recorded: PD in <c>overall_response</c> and <c>liver_response</c>; local progression is
    /// not called there and comes from the dated events.
    /// </summary>
    ReaderCalls,
}

/// <summary>What death without progression is.</summary>
public enum DeathRule
{
    /// <summary>An event: progression-free survival.</summary>
    Event,

    /// <summary>Censored at the last adequate assessment: time to progression.</summary>
    Censor,

    /// <summary>A competing event, coded 2, at the day of death.</summary>
    Competing,
}

/// <summary>How the times to progression are made. Every option is printed with the result.</summary>
public sealed record EndPointOptions
{
    /// <summary>Where progression comes from. The default value is <see cref="EndPointSource.Events"/>.</summary>
    public EndPointSource Source { get; init; }

    /// <summary>What death without progression is. The default value is <see cref="DeathRule.Event"/>.</summary>
    public DeathRule Death { get; init; }

    /// <summary>What new systemic therapy does. The default value is <see cref="InterveningRule.Ignore"/> (EMA type).</summary>
    public InterveningRule NewTherapy { get; init; }

    /// <summary>What liver transplantation does. The default value is null: the same as new systemic therapy.</summary>
    public InterveningRule? Transplant { get; init; }

    /// <summary>What liver resection does. The default value is null: the same as new systemic therapy.</summary>
    public InterveningRule? Resection { get; init; }

    /// <summary>
    /// What retreatment of the same lesion outside the course does. The default value is <see cref="InterveningRule.Censor"/>.
    /// </summary>
    public InterveningRule Retreatment { get; init; } = InterveningRule.Censor;

    /// <summary>
    /// Whether retreatment ends only local observation, which can break the order of the end points. The default value is false.
    /// </summary>
    public bool RetreatmentEndsLocalOnly { get; init; }

    /// <summary>
    /// What progression by symptoms without imaging does; as an event it counts for overall progression alone. The default value is
    /// <see cref="InterveningRule.Censor"/>.
    /// </summary>
    public InterveningRule SymptomProgression { get; init; } = InterveningRule.Censor;

    /// <summary>
    /// Longest time in days between the last adequate assessment and an event; a later event is censored at that assessment
    /// (FDA type). Two missed visits of every d days: 2 × d + the visit window. The default value is null: events count at any time (EMA
    /// type).
    /// </summary>
    public int? MaxGapDays { get; init; }

    /// <summary>Whether one day is added to every time (ADaM). The default value is false.</summary>
    public bool AddDay { get; init; }

    /// <summary>
    /// How response and progression are derived from measurements; also sets the unit of analysis. The default value is mRECIST per
    /// procedure.
    /// </summary>
    public ResponseOptions Response { get; init; } = new();

    /// <summary>EMA-type censoring (CHMP/27994/2008 Rev 1): events count at their date whatever came before. The defaults.</summary>
    public static EndPointOptions Ema { get; } = new();

    /// <summary>
    /// FDA-type censoring (2018 guidance, appendix 3, table A): new therapy censors, and so does an event after too long a gap.
    /// </summary>
    /// <param name="maxGapDays">Longest gap in days: two visit intervals and a window.</param>
    public static EndPointOptions Fda(int maxGapDays) => new() { NewTherapy = InterveningRule.Censor, MaxGapDays = maxGapDays };

    /// <summary>
    /// FDA-type censoring by missed visits: an event after as many missed visits as given, or more, is censored at the last adequate
    /// assessment.
    /// </summary>
    /// <param name="visitIntervalDays">Days between scheduled visits, such as 90.</param>
    /// <param name="windowDays">Days by which a visit may be late, such as 14.</param>
    /// <param name="missedVisits">Missed visits that censor. The default value is 2.</param>
    /// <remarks>The longest gap allowed is the time to the last of these visits and its window: an event within it comes before that visit
    /// is missed.</remarks>
    public static EndPointOptions Fda(int visitIntervalDays, int windowDays, int missedVisits = 2)
    {
        if (visitIntervalDays < 1 || windowDays < 0 || missedVisits < 1)
            throw new ArgumentException(
                $"EndPointOptions.Fda: found visits every {visitIntervalDays} days, a window of {windowDays} days, {missedVisits} missed "
                    + "visits; expected at least 1, 0 and 1.");
        return Fda(visitIntervalDays * missedVisits + windowDays);
    }

    /// <summary>The options in words, one line each.</summary>
    public ImmutableArray<string> Describe() =>
    [
        Source == EndPointSource.Events ? "Progression: dated events; local implies hepatic, hepatic implies overall."
            : Source == EndPointSource.ReaderCalls
            ? "Progression: the reader's calls as recorded, local from dated events; local implies hepatic, hepatic implies overall."
            : $"Progression: derived from measurements by {Response.Criterion.Name}; local implies hepatic, hepatic implies overall.",
        Death switch
        {
            DeathRule.Event => "Death without progression: event.",
            DeathRule.Censor => "Death without progression: censored at the last adequate assessment.",
            _ => "Death without progression: competing event (2).",
        },
        $"New systemic therapy: {Words(NewTherapy)}; transplantation: {Words(TransplantRule)}; resection: {Words(ResectionRule)}; "
        + $"retreatment of the same lesion: {Words(Retreatment)}{(RetreatmentEndsLocalOnly ? " (local only)" : "")}; "
            + $"progression by symptoms: {Words(SymptomProgression)}; "
            + (MaxGapDays is { } gap
                ? $"event more than {gap.ToString(CultureInfo.InvariantCulture)} days after the last adequate assessment: censored there."
                : "events count after any gap."),
        "Censored at the last adequate assessment, one rule for all scopes. Months = days / 30.4375" + (AddDay ? "; one day added." : "."),
    ];

    internal InterveningRule TransplantRule => Transplant ?? NewTherapy;

    internal InterveningRule ResectionRule => Resection ?? NewTherapy;

    internal void Validate()
    {
        if (MaxGapDays is < 1) throw new ArgumentException("EndPointOptions.MaxGapDays: expected 1 or more, or null.", nameof(MaxGapDays));
        Response.Validate();
    }

    /// <summary>Options of response that cannot change end points taken from recorded events.</summary>
    /// <exception cref="ArgumentException">There is one; the message names it.</exception>
    internal void ValidateReach()
    {
        if (Source == EndPointSource.Measurements) return;
        // What sets the units, the scans or the response itself is used with recorded events too.
        ResponseOptions plain = new()
        {
            Unit = Response.Unit, CourseGapDays = Response.CourseGapDays, Reader = Response.Reader, Best = Response.Best,
            UntilRetreatment = Response.UntilRetreatment,
            VisitWindowDays = Response.VisitWindowDays, BaselineWindowDays = Response.BaselineWindowDays,
            LandmarkDay = Response.LandmarkDay, WindowFirstDay = Response.WindowFirstDay, WindowLastDay = Response.WindowLastDay,
        };
        if (Response == plain) return;
        string what = Response.Criterion != plain.Criterion
            ? $"Response.Criterion = {Response.Criterion.Name}"
            : "Response, which changes how measurements are judged,";
        throw new ArgumentException(
            $"EndPointOptions: {what} cannot change end points taken from recorded "
            + $"{(Source == EndPointSource.Events ? "events" : "calls")}. "
            + "Choose Source = EndPointSource.Measurements to derive them by it, or leave it out.", nameof(Response));
    }

    private static string Words(InterveningRule rule) => rule switch
    {
        InterveningRule.Ignore => "ignored",
        InterveningRule.Censor => "censored",
        InterveningRule.Competing => "competing event (2)",
        _ => "event",
    };
}
