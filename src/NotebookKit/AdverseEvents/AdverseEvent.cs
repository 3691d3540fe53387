using System.Collections.Immutable;

namespace NotebookKit.AdverseEvents;

/// <summary>One adverse event, assigned to its patient and procedure.</summary>
internal sealed record AdverseEvent
{
    /// <summary>Row of the adverse-event frame as a spreadsheet shows it: the header is row 1. Of merged rows, the first.</summary>
    public required long Row { get; init; }

    /// <summary>The patient.</summary>
    public required string PatientId { get; init; }

    /// <summary>The procedure; null where the event precedes every procedure or there are none.</summary>
    public string? ProcedureId { get; init; }

    /// <summary>Term as in the data.</summary>
    public required string Term { get; init; }

    /// <summary>System organ class; null where missing.</summary>
    public string? Soc { get; init; }

    /// <summary>First day; null where missing.</summary>
    public DateTime? Onset { get; init; }

    /// <summary>Last day; null where missing or ongoing.</summary>
    public DateTime? End { get; init; }

    /// <summary>Days from the procedure, or from the start of treatment, to the onset; null where either is unknown.</summary>
    public int? Day { get; init; }

    /// <summary>The scales that were read.</summary>
    public required ImmutableArray<GradeScale> Scales { get; init; }

    /// <summary>Rank on each of <see cref="Scales"/>; 0 where the grade is missing.</summary>
    public required ImmutableArray<int> Ranks { get; init; }

    /// <summary>CTCAE version of the grade; null where missing.</summary>
    public string? CtcaeVersion { get; init; }

    /// <summary>Grade before the procedure; null where missing.</summary>
    public int? BaselineGrade { get; init; }

    /// <summary>Relation to the procedure; null where missing.</summary>
    public string? Attribution { get; init; }

    /// <summary>Whether the event was serious; null where missing.</summary>
    public bool? Serious { get; init; }

    /// <summary>Whether the event was fatal by its outcome or by any of its grades.</summary>
    public bool Fatal { get; init; }

    /// <summary>Rows of the data that were merged into this event.</summary>
    public int MergedRows { get; init; } = 1;

    /// <summary>
    /// Whether the event is related to the procedure; null where the attribution is missing, "unknown" or none of the known words.
    /// </summary>
    internal bool? IsRelated => Attribution?.Trim().ToUpperInvariant() switch
    {
        "POSSIBLE" or "PROBABLE" or "DEFINITE" or "RELATED" or "POSSIBLY RELATED" or "PROBABLY RELATED" or "DEFINITELY RELATED" or "YES"
            or "Y" => true,
        "UNRELATED" or "UNLIKELY" or "NOT RELATED" or "UNLIKELY RELATED" or "NO" or "N" => false,
        _ => null,
    };

    /// <summary>Days from the end of the patient's treatment to the onset; null where either is unknown.</summary>
    internal int? DaysAfterTreatment { get; init; }

    internal int Patient { get; init; }

    internal int Procedure { get; init; } = -1;

    /// <summary>Rank of the grade on a scale, 0 where missing.</summary>
    /// <param name="scale">The scale.</param>
    /// <exception cref="ArgumentException">The scale was not read.</exception>
    public int Rank(GradeScale scale) => Scales.IndexOf(scale) is >= 0 and int s ? Ranks[s]
        : throw new ArgumentException($"The scale '{scale.Name}' was not read: name it in SafetyOptions.Scales.", nameof(scale));
}
