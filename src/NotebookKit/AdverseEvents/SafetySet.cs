using System.Collections.Immutable;

namespace NotebookKit.AdverseEvents;

/// <summary>The patients and procedures at risk of an event: the denominators, read from their own tables and never from the events.</summary>
internal sealed record SafetySet
{
    public required ImmutableArray<string> PatientIds { get; init; }

    public required ImmutableArray<DateTime?> Deaths { get; init; }

    public required ImmutableArray<DateTime?> LastContacts { get; init; }

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
