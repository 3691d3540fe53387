using System.Collections.Immutable;

namespace NotebookKit.Response.Tumours;

/// <summary>All imaging of a patient on one day.</summary>
/// <param name="Date">The day.</param>
internal sealed record Visit(DateOnly Date)
{
    /// <summary>Names of the scans of that day.</summary>
    public ImmutableArray<string> ImagingIds { get; init; } = [];

    /// <summary>Largest slice thickness in mm; null when unknown.</summary>
    public decimal? SliceThickness { get; init; }

    /// <summary>Whether a reader ticked "new lesions" without saying which.</summary>
    public bool ReportsNewLesions { get; init; }

    /// <summary>Whether the reader called the scan not evaluable.</summary>
    public bool CalledNotEvaluable { get; init; }
}

/// <summary>Lesions of one patient by days of imaging: everything the rules look at.</summary>
internal sealed class PatientImaging
{
    private readonly LesionMeasurement[] _cells;

    /// <summary>Creates the grid.</summary>
    /// <param name="patientId">Name of the patient.</param>
    /// <param name="lesions">The lesions, in any order.</param>
    /// <param name="visits">Days of imaging, strictly ascending.</param>
    /// <param name="cells">Measurements visit by visit: <c>cells[v · lesions + l]</c>; a default cell is a missing row.</param>
    /// <exception cref="ArgumentException">The visits do not ascend, or the cells are not visits × lesions.</exception>
    public PatientImaging(string patientId, ImmutableArray<Lesion> lesions, ImmutableArray<Visit> visits, ReadOnlySpan<LesionMeasurement> cells)
    {
        if (cells.Length != lesions.Length * visits.Length)
            throw new ArgumentException($"Patient {patientId}: found {cells.Length} cells; expected {visits.Length} visits × {lesions.Length} lesions.", nameof(cells));
        for (int v = 1; v < visits.Length; v++)
            if (visits[v].Date <= visits[v - 1].Date)
                throw new ArgumentException($"Patient {patientId}: visit {v + 1} is not later than the one before; sort by date, one visit per day.", nameof(visits));
        PatientId = patientId;
        Lesions = lesions;
        Visits = visits;
        _cells = cells.ToArray();
    }

    /// <summary>Name of the patient.</summary>
    public string PatientId { get; }

    /// <summary>The lesions.</summary>
    public ImmutableArray<Lesion> Lesions { get; }

    /// <summary>Days of imaging, ascending.</summary>
    public ImmutableArray<Visit> Visits { get; }

    /// <summary>The measurement of a lesion at a visit.</summary>
    /// <param name="visit">Index into <see cref="Visits"/>.</param>
    /// <param name="lesion">Index into <see cref="Lesions"/>.</param>
    public ref readonly LesionMeasurement this[int visit, int lesion] => ref _cells[visit * Lesions.Length + lesion];
}
