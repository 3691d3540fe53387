using System.Collections.Immutable;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.EndPoints;

/// <summary>Local, hepatic and overall end point of one treatment.</summary>
/// <param name="Unit">The treatment.</param>
/// <param name="Local">Progression of the treated lesions.</param>
/// <param name="Hepatic">Progression in the liver.</param>
/// <param name="Overall">Progression anywhere.</param>
internal sealed record UnitEndPoints(TreatmentUnit Unit, EndPoint Local, EndPoint Hepatic, EndPoint Overall)
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
internal sealed record UnitHistory(TreatmentUnit Unit)
{
    /// <summary>First progression by scope, each by its own rule: local, hepatic, overall; null where there is none.</summary>
    public ImmutableArray<FirstProgression?> Progressions { get; init; } = [null, null, null];

    /// <summary>Days of adequate assessment, in any order.</summary>
    public ImmutableArray<DateOnly> Assessments { get; init; } = [];

    /// <summary>Day of death; null when alive.</summary>
    public DateOnly? Death { get; init; }

    /// <summary>First new systemic therapy after the treatment; null when there is none.</summary>
    public DateOnly? NewTherapy { get; init; }

    /// <summary>Liver transplantation after the treatment; null when there is none.</summary>
    public DateOnly? Transplant { get; init; }

    /// <summary>First liver resection after the treatment; null when there is none.</summary>
    public DateOnly? Resection { get; init; }

    /// <summary>First progression by symptoms after the treatment; null when there is none.</summary>
    public DateOnly? SymptomProgression { get; init; }
}
