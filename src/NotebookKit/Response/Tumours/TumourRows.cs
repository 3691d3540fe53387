using System.Collections.Immutable;

namespace NotebookKit.Response.Tumours;

/// <summary>Rows of a cohort as the response rules need them; any order. The input of <see cref="TumourData.Create"/>.</summary>
internal sealed record TumourRows
{
    /// <summary>Patients.</summary>
    public ImmutableArray<PatientRow> Patients { get; init; } = [];

    /// <summary>Procedures.</summary>
    public ImmutableArray<ProcedureRow> Procedures { get; init; } = [];

    /// <summary>Lesions with their patient.</summary>
    public ImmutableArray<(string PatientId, Lesion Lesion)> Lesions { get; init; } = [];

    /// <summary>Lesions in the territory of procedures.</summary>
    public ImmutableArray<TreatedLesionRow> TreatedLesions { get; init; } = [];

    /// <summary>Scans.</summary>
    public ImmutableArray<ScanRow> Scans { get; init; } = [];

    /// <summary>Measurements.</summary>
    public ImmutableArray<MeasurementRow> Measurements { get; init; } = [];

    /// <summary>Dated events, new therapy included.</summary>
    public ImmutableArray<FollowupRow> Events { get; init; } = [];
}

/// <summary>A patient.</summary>
/// <param name="Id">Name of the patient.</param>
/// <param name="Death">Day of death; null when alive.</param>
/// <param name="LastContact">Last day known alive; null when not known.</param>
/// <param name="Row">Row in the file as Excel shows it.</param>
internal sealed record PatientRow(string Id, DateOnly? Death = null, DateOnly? LastContact = null, int Row = 0);

/// <summary>A procedure.</summary>
/// <param name="Id">Name of the procedure.</param>
/// <param name="PatientId">Name of the patient.</param>
/// <param name="Date">Day of the procedure.</param>
/// <param name="CourseId">Course it belongs to; null when not given.</param>
/// <param name="Row">Row in the file as Excel shows it.</param>
internal sealed record ProcedureRow(string Id, string PatientId, DateOnly Date, string? CourseId = null, int Row = 0)
{
    /// <summary>Kind of treatment, in the words of the template; null when not given.</summary>
    public string? Modality { get; init; }
}

/// <summary>A lesion in the territory of a procedure.</summary>
/// <param name="ProcedureId">Name of the procedure.</param>
/// <param name="LesionId">Name of the lesion.</param>
/// <param name="IsNew">Whether it appeared later in the territory, instead of being treated.</param>
/// <param name="Row">Row in the file as Excel shows it.</param>
internal sealed record TreatedLesionRow(string ProcedureId, string LesionId, bool IsNew = false, int Row = 0);

/// <summary>A scan.</summary>
/// <param name="Id">Name of the scan.</param>
/// <param name="PatientId">Name of the patient.</param>
/// <param name="Date">Day of imaging.</param>
internal sealed record ScanRow(string Id, string PatientId, DateOnly Date)
{
    /// <summary>Slice thickness in mm; null when not known.</summary>
    public decimal? SliceThickness { get; init; }

    /// <summary>Name of the reader; null when not given.</summary>
    public string? Reader { get; init; }

    /// <summary>Whether it is entered as a baseline scan; null when not given.</summary>
    public bool? IsBaseline { get; init; }

    /// <summary>Modality, in the words of the template; null when not given.</summary>
    public string? Modality { get; init; }

    /// <summary>Whether the reader did not look for new lesions.</summary>
    public bool NewLesionsNotEvaluated { get; init; }

    /// <summary>Whether the reader reports new lesions.</summary>
    public bool ReportsNewLesions { get; init; }

    /// <summary>Criterion of the reader's calls, in the words of the template; null when not given.</summary>
    public string? Criteria { get; init; }

    /// <summary>Target response as the reader called it; null when not called.</summary>
    public ResponseCategory? CalledTarget { get; init; }

    /// <summary>Non-target response as the reader called it; null when not called.</summary>
    public ResponseCategory? CalledNonTarget { get; init; }

    /// <summary>Response of the liver as the reader called it; null when not called.</summary>
    public ResponseCategory? CalledHepatic { get; init; }

    /// <summary>Overall response as the reader called it; null when not called.</summary>
    public ResponseCategory? CalledOverall { get; init; }

    /// <summary>Row in the file as Excel shows it.</summary>
    public int Row { get; init; }
}

/// <summary>A measurement of a lesion on a scan.</summary>
/// <param name="LesionId">Name of the lesion.</param>
/// <param name="ImagingId">Name of the scan.</param>
/// <param name="Measurement">What was measured.</param>
internal readonly record struct MeasurementRow(string LesionId, string ImagingId, LesionMeasurement Measurement);

/// <summary>Kinds of dated events.</summary>
internal enum FollowupKind
{
    /// <summary>Progression of the lesions treated by the named procedure.</summary>
    LocalProgression,

    /// <summary>Progression in the liver.</summary>
    HepaticProgression,

    /// <summary>Progression outside the liver.</summary>
    ExtrahepaticProgression,

    /// <summary>Progression anywhere.</summary>
    OverallProgression,

    /// <summary>Progression by symptoms without imaging.</summary>
    SymptomProgression,

    /// <summary>New systemic therapy.</summary>
    NewTherapy,

    /// <summary>Liver transplantation.</summary>
    Transplant,

    /// <summary>Liver resection.</summary>
    Resection,
}

/// <summary>A dated event.</summary>
/// <param name="Id">Name of the event.</param>
/// <param name="PatientId">Name of the patient.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Date">Day of the event.</param>
/// <param name="ProcedureId">The procedure it belongs to; null: every earlier procedure of the patient still under observation.</param>
/// <param name="Row">Row in the file as Excel shows it.</param>
internal sealed record FollowupRow(string Id, string PatientId, FollowupKind Kind, DateOnly Date, string? ProcedureId = null, int Row = 0)
{
    /// <summary>Whether the event counts for a treatment: it is dated after it and names it, or names none.</summary>
    /// <param name="unit">The treatment.</param>
    /// <param name="mustName">Whether it has to name the procedure.</param>
    public bool BelongsTo(TreatmentUnit unit, bool mustName = false) =>
        Date > unit.Date && (ProcedureId is null ? !mustName : unit.ProcedureIds.Contains(ProcedureId));

    /// <summary>The first event of the given kinds that belongs to a treatment; null when there is none.</summary>
    public static DateOnly? First(TreatmentUnit unit, ImmutableArray<FollowupRow> events, params ReadOnlySpan<FollowupKind> kinds)
    {
        DateOnly? first = null;
        foreach (FollowupRow e in events)
            if (kinds.Contains(e.Kind) && e.BelongsTo(unit) && !(first <= e.Date)) first = e.Date;
        return first;
    }
}
