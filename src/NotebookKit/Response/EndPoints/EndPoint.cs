using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.EndPoints;

/// <summary>Outcome of an end point.</summary>
internal enum EndPointStatus
{
    /// <summary>Censored.</summary>
    Censored,

    /// <summary>Event; for time to progression and competing risks: progression.</summary>
    Event,

    /// <summary>Death or an intervention as a competing event.</summary>
    Competing,
}

/// <summary>One time to event.</summary>
/// <param name="Days">Days from time zero.</param>
/// <param name="Event">1 event, 0 censored, 2 death or an intervention as a competing event.</param>
/// <param name="Date">Date of the event or of censoring.</param>
/// <param name="Reason">Why it ends there, in words.</param>
/// <param name="IsDeath">Whether it ends with death.</param>
public sealed record EndPoint(int Days, int Event, DateOnly Date, string Reason, bool IsDeath = false)
{
    /// <summary>Days in a month: 365.25 / 12.</summary>
    public const double DaysPerMonth = TreatmentUnit.DaysPerMonth;

    /// <summary>Time in months.</summary>
    public double Months => Days / DaysPerMonth;

    internal EndPointStatus Status => (EndPointStatus)Event;

    internal bool IsProgression => Event == 1 && !IsDeath && !IsIntervention;

    internal bool IsIntervention { get; init; }
}
