using System.Collections.Immutable;

namespace NotebookKit.Response;

/// <summary>Outcome of an end point.</summary>
public enum EndPointStatus
{
    /// <summary>Censored.</summary>
    Censored,

    /// <summary>Event; for time to progression and competing risks: progression.</summary>
    Event,

    /// <summary>Death as a competing event.</summary>
    CompetingDeath,
}

/// <summary>One time to event.</summary>
/// <param name="Days">Days from time zero.</param>
/// <param name="Status">Outcome.</param>
/// <param name="Date">Date of the event or of censoring.</param>
/// <param name="Reason">Why it ends there, in words.</param>
/// <param name="IsDeath">Whether it ends with death.</param>
public sealed record EndPoint(int Days, EndPointStatus Status, DateOnly Date, string Reason, bool IsDeath = false)
{
    /// <summary>Days in a month: 365.25 / 12.</summary>
    public const double DaysPerMonth = 30.4375;

    /// <summary>Time in months.</summary>
    public double Months => Days / DaysPerMonth;
}

/// <summary>Local, hepatic and overall end point of one treatment.</summary>
/// <param name="Unit">The treatment.</param>
/// <param name="Local">Progression of the treated lesions.</param>
/// <param name="Hepatic">Progression in the liver.</param>
/// <param name="Overall">Progression anywhere.</param>
public sealed record UnitEndPoints(TreatmentUnit Unit, EndPoint Local, EndPoint Hepatic, EndPoint Overall)
{
    /// <summary>The end point of a scope.</summary>
    /// <param name="scope">The scope.</param>
    public EndPoint this[ResponseScope scope] => scope switch
    {
        ResponseScope.Local => Local,
        ResponseScope.Hepatic => Hepatic,
        _ => Overall,
    };

    /// <summary>Whether overall ≤ hepatic ≤ local.</summary>
    public bool IsNested => Overall.Days <= Hepatic.Days && Hepatic.Days <= Local.Days;
}

/// <summary>What is known of one treatment until progression: the input of the end points.</summary>
/// <param name="Unit">The treatment.</param>
public sealed record UnitHistory(TreatmentUnit Unit)
{
    /// <summary>First progression by scope, each by its own rule: local, hepatic, overall; null where there is none.</summary>
    public ImmutableArray<Progression?> Progressions { get; init; } = [null, null, null];

    /// <summary>Days of adequate assessment, in any order.</summary>
    public ImmutableArray<DateOnly> Assessments { get; init; } = [];

    /// <summary>Day of death; null when alive.</summary>
    public DateOnly? Death { get; init; }

    /// <summary>First new therapy after the treatment; null when there is none.</summary>
    public DateOnly? NewTherapy { get; init; }

    /// <summary>First progression by symptoms after the treatment; null when there is none.</summary>
    public DateOnly? SymptomProgression { get; init; }
}
