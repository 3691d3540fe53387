using System.Collections.Immutable;

namespace NotebookKit.Response.Tumours;

/// <summary>One treatment, or one course of several, whose response is judged.</summary>
/// <param name="Id">Name of the procedure, the course or the patient, by the unit of analysis.</param>
/// <param name="PatientId">Name of the patient.</param>
/// <param name="Date">Date of the (first) procedure: time zero.</param>
internal sealed record TreatmentUnit(string Id, string PatientId, DateOnly Date)
{
    /// <summary>Days in a month: 365.25 / 12.</summary>
    public const double DaysPerMonth = Cohorts.FrameShaping.DaysPerMonth;

    /// <summary>Treated lesions, by name.</summary>
    public ImmutableArray<string> TreatedLesions { get; init; } = [];

    /// <summary>Lesions that appeared in the treated territory or at its margin, by name.</summary>
    public ImmutableArray<string> NewInTerritory { get; init; } = [];

    /// <summary>The last procedure before it; null if there is none.</summary>
    public DateOnly? Previous { get; init; }

    /// <summary>First later procedure on one of the same lesions that is not part of the same course; null if there is none.</summary>
    public DateOnly? Retreatment { get; init; }

    /// <summary>First new systemic therapy, transplantation or resection after it; null if there is none.</summary>
    public DateOnly? NewTherapy { get; init; }

    /// <summary>The procedures of the unit, in order of date.</summary>
    public ImmutableArray<string> ProcedureIds { get; init; } = [];

    /// <summary>Row of the (first) procedure in <c>procedures.csv</c> as Excel shows it; 0 when it does not come from a file.</summary>
    public int Row { get; init; }
}
