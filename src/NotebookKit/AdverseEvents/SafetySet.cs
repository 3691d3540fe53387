using System.Collections.Immutable;

namespace NotebookKit.AdverseEvents;

/// <summary>
/// The patients and procedures at risk of an event: the denominators, read from their own tables and never from the events.
/// </summary>
internal sealed record SafetySet
{
    public required ImmutableArray<string> PatientIds { get; init; }

    public required ImmutableArray<DateTime?> Deaths { get; init; }

    public required ImmutableArray<DateTime?> LastContacts { get; init; }

    /// <summary>First day of treatment of each patient; empty where procedures were given or no patient has one.</summary>
    public ImmutableArray<DateTime?> TreatmentStarts { get; init; } = [];

    /// <summary>Last day of treatment of each patient, null while it goes on; empty as <see cref="TreatmentStarts"/>.</summary>
    public ImmutableArray<DateTime?> TreatmentEnds { get; init; } = [];

    /// <summary>Days at risk of each patient as given; empty where there are procedures or no such column.</summary>
    public ImmutableArray<double?> DaysAtRisk { get; init; } = [];

    /// <summary>Empty where no procedures were given.</summary>
    public ImmutableArray<string> ProcedureIds { get; init; } = [];

    public ImmutableArray<int> PatientOfProcedure { get; init; } = [];

    public ImmutableArray<DateTime?> ProcedureDates { get; init; } = [];

    /// <summary>Procedures of each patient in the order of their dates.</summary>
    public ImmutableArray<ImmutableArray<int>> ProceduresOfPatient { get; init; } = [];

    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>−1 where the patient has no value.</summary>
    public required ImmutableArray<int> GroupOfPatient { get; init; }

    public ImmutableArray<int> GroupOfProcedure { get; init; } = [];

    /// <summary>A patient whose procedures lie in several groups; null for none.</summary>
    public string? PatientInSeveralGroups { get; init; }
}
