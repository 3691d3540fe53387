using System.Collections.Immutable;

namespace NotebookKit.Response.Tumours;

/// <summary>Imaging of a patient on one day, or on a few days that look at different lesions.</summary>
/// <param name="Date">The (last) day.</param>
internal sealed record Visit(DateOnly Date)
{
    /// <summary>First day.</summary>
    public DateOnly First { get; init; } = Date;

    /// <summary>Whether a scan is marked as baseline.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>Modalities, where given.</summary>
    public ImmutableArray<string> Modalities { get; init; } = [];

    /// <summary>Whether no scan was searched for new lesions, by the reader's word.</summary>
    public bool NewLesionsNotEvaluated { get; init; }

    /// <summary>Day of the scan whose reader ticked "new lesions"; null when none did.</summary>
    public DateOnly? NewLesionsReported { get; init; }

    /// <summary>Names of the scans.</summary>
    public ImmutableArray<string> ImagingIds { get; init; } = [];

    /// <summary>Largest slice thickness in mm; null when unknown.</summary>
    public decimal? SliceThickness
    {
        get => _sliceThickness.Value;
        init => _sliceThickness = ShortDecimal.Of(value);
    }

    private readonly ShortDecimal _sliceThickness;

    /// <summary>Whether a reader ticked "new lesions".</summary>
    public bool ReportsNewLesions => NewLesionsReported is not null;

    /// <summary>Whether the reader called every scan not evaluable.</summary>
    public bool CalledNotEvaluable { get; init; }

    /// <summary>This visit together with a later scan or visit.</summary>
    public Visit With(Visit later) => new(later.Date)
    {
        First = First,
        ImagingIds = [.. ImagingIds, .. later.ImagingIds],
        SliceThickness = SliceThickness > later.SliceThickness ? SliceThickness : later.SliceThickness ?? SliceThickness,
        IsBaseline = IsBaseline || later.IsBaseline,
        Modalities = [.. Modalities.Union(later.Modalities)],
        NewLesionsReported = NewLesionsReported ?? later.NewLesionsReported,
        NewLesionsNotEvaluated = NewLesionsNotEvaluated && later.NewLesionsNotEvaluated,
        CalledNotEvaluable = CalledNotEvaluable && later.CalledNotEvaluable,
    };
}

/// <summary>Lesions of one patient by days of imaging: everything the rules look at.</summary>
internal sealed class PatientImaging
{
    private readonly LesionMeasurement[] _cells;
    private readonly int _start;
    private readonly int[]?[]? _fragments;

    /// <summary>Creates the grid.</summary>
    /// <param name="patientId">Name of the patient.</param>
    /// <param name="lesions">The lesions, in any order.</param>
    /// <param name="visits">Days of imaging, strictly ascending.</param>
    /// <param name="cells">Measurements visit by visit: <c>cells[v · lesions + l]</c>; a default cell is a missing row. They are not
    /// copied.</param>
    /// <exception cref="ArgumentException">The visits do not ascend, or the cells are not visits × lesions.</exception>
    public PatientImaging(string patientId, ImmutableArray<Lesion> lesions, ImmutableArray<Visit> visits,
        ArraySegment<LesionMeasurement> cells)
    {
        if (cells.Count != lesions.Length * visits.Length)
            throw new ArgumentException(
                $"Patient {patientId}: found {cells.Count} cells; expected {visits.Length} visits × {lesions.Length} lesions.",
                nameof(cells));
        for (int v = 1; v < visits.Length; v++)
            if (visits[v].Date <= visits[v - 1].Date)
                throw new ArgumentException(
                    $"Patient {patientId}: visit {v + 1} is not later than the one before; sort by date, one visit per day.",
                    nameof(visits));
        PatientId = patientId;
        Lesions = lesions;
        Visits = visits;
        (_cells, _start) = (cells.Array ?? [], cells.Offset);
        for (int l = 0; l < lesions.Length; l++)
        {
            if (lesions[l].PartOf is not { } whole) continue;
            int of = IndexOf(whole);
            if (of < 0 || of == l) continue;
            _fragments ??= new int[]?[lesions.Length];
            _fragments[of] = [.. _fragments[of] ?? [], l];
        }
    }

    /// <summary>Name of the patient.</summary>
    public string PatientId { get; }

    /// <summary>The lesions.</summary>
    public ImmutableArray<Lesion> Lesions { get; }

    /// <summary>Days of imaging, ascending.</summary>
    public ImmutableArray<Visit> Visits { get; }

    /// <summary>Day on which a lesion was looked at in a visit.</summary>
    public DateOnly Day(int visit, int lesion) => this[visit, lesion].Day is var day && day != default ? day : Visits[visit].Date;

    /// <summary>The fragments into which a lesion has split, by index.</summary>
    public ReadOnlySpan<int> Fragments(int lesion) => _fragments?[lesion];

    /// <summary>Index of a lesion by name; −1 when there is none.</summary>
    public int IndexOf(string lesionId)
    {
        for (int l = 0; l < Lesions.Length; l++)
            if (Lesions[l].Id == lesionId) return l;
        return -1;
    }

    /// <summary>Whether a visit has a row for the lesion or for a fragment of it.</summary>
    public bool IsRecorded(int visit, int lesion)
    {
        if (this[visit, lesion].IsRecorded) return true;
        foreach (int fragment in Fragments(lesion))
            if (this[visit, fragment].IsRecorded) return true;
        return false;
    }

    /// <summary>
    /// Whether a lesion is measured by its fragments at a visit: it is entered as split, or its fragments alone have rows.
    /// </summary>
    public bool IsSplit(int visit, int lesion) =>
        Fragments(lesion).Length > 0
            && (this[visit, lesion].Status == MeasurementStatus.Split || (!this[visit, lesion].IsRecorded && IsRecorded(visit, lesion)));

    /// <summary>Whether two names stand for the same lesion: they are equal, or one is a fragment of the other.</summary>
    public bool AreOne(string a, string b) => a == b || IsPartOf(a, b) || IsPartOf(b, a);

    private bool IsPartOf(string fragment, string whole)
    {
        for (int step = 0; step < Lesions.Length && IndexOf(fragment) is var l and >= 0 && Lesions[l].PartOf is { } part; step++,
            fragment = part)
            if (part == whole) return true;
        return false;
    }

    /// <summary>The measurement of a lesion at a visit.</summary>
    /// <param name="visit">Index into <see cref="Visits"/>.</param>
    /// <param name="lesion">Index into <see cref="Lesions"/>.</param>
    public ref readonly LesionMeasurement this[int visit, int lesion] => ref _cells[_start + visit * Lesions.Length + lesion];
}
