using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using NotebookKit.Cohorts;

namespace NotebookKit.Response.Tumours;

/// <summary>Sorts rows into patients and visits. Names become numbers once; after that everything is array work.</summary>
internal sealed class TumourSorter(TumourRows rows, string? reader, int visitWindowDays)
{
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
    private const int Block = 256;

    private readonly NameIndex _patientNames = new(rows.Patients.Length);
    private readonly NameIndex _lesionNames = new(rows.Lesions.Length);
    private readonly NameIndex _scanNames = new(rows.Scans.Length);
    private readonly HashSet<string> _otherReaders = new(StringComparer.Ordinal);
    private (int Patient, int Index)[] _lesionPlaces = [];
    private (int Patient, int Visit)[] _scanPlaces = []; // by number of the scan
    private bool[] _placed = [];

    public TumourData Sort()
    {
        foreach (PatientRow p in rows.Patients) _patientNames.TryAdd(p.Id);
        int n = _patientNames.Count;
        Lesion[][] lesions = Lesions(n);
        ScanRow[][] scans = Scans(n);
        (_scanPlaces, _placed) = (new (int, int)[_scanNames.Count], new bool[_scanNames.Count]);
        var visits = new ImmutableArray<Visit>[n];
        // The cells of all patients lie in one array, patient by patient, visit by visit.
        var starts = new int[n + 1];
        for (int p = 0; p < n; p++)
        {
            visits[p] = Visits(p, scans[p]);
            starts[p + 1] = checked(starts[p] + visits[p].Length * lesions[p].Length);
        }
        var cells = new LesionMeasurement[starts[n]];
        for (int s = 0; s < _scanPlaces.Length; s++) // from here on the first cell of the visit
            _scanPlaces[s].Visit = starts[_scanPlaces[s].Patient] + _scanPlaces[s].Visit * lesions[_scanPlaces[s].Patient].Length;
        Place(rows.Measurements.AsSpan(), cells);

        List<ProcedureRow>[] procedures = Group(rows.Procedures, n, r => r.PatientId, r => r.Date);
        List<FollowupRow>[] events = Group(rows.Events, n, r => r.PatientId, r => r.Date);
        var procedureOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ProcedureRow procedure in rows.Procedures)
            if (_patientNames.Find(procedure.PatientId) is var p and >= 0) procedureOf.TryAdd(procedure.Id, p);
        List<TreatedLesionRow>[] treated = Lists<TreatedLesionRow>(n);
        foreach (TreatedLesionRow row in rows.TreatedLesions)
            if (procedureOf.TryGetValue(row.ProcedureId, out int p)) treated[p].Add(row);

        var patients = ImmutableArray.CreateBuilder<PatientTumours>(n);
        foreach (PatientRow patient in rows.Patients)
        {
            int p = patients.Count;
            if (_patientNames.Find(patient.Id) != p) continue; // a second row of a patient
            var own = new ArraySegment<LesionMeasurement>(cells, starts[p], starts[p + 1] - starts[p]);
            visits[p] = VisitWindows.Combine(visits[p], own, lesions[p], procedures[p], visitWindowDays);
            ImmutableArray<Lesion> those = ImmutableCollectionsMarshal.AsImmutableArray(lesions[p]);
            patients.Add(
                new PatientTumours(patient, new PatientImaging(patient.Id, those, visits[p], own[..(visits[p].Length * those.Length)]),
                [.. procedures[p]], [.. treated[p]], [.. events[p]], ImmutableCollectionsMarshal.AsImmutableArray(scans[p])));
        }
        return new TumourData(patients.ToImmutable(), _findings.ToImmutable());
    }

    // Counted first, so that every patient gets an array of the right length.
    private Lesion[][] Lesions(int n)
    {
        var counts = new int[n];
        var of = new int[rows.Lesions.Length];
        _lesionPlaces = new (int, int)[rows.Lesions.Length];
        for (int i = 0; i < of.Length; i++)
        {
            (string patient, Lesion lesion) = rows.Lesions[i];
            of[i] = _patientNames.Find(patient);
            if (of[i] >= 0 && !_lesionNames.TryAdd(lesion.Id)) of[i] = -1;
            if (of[i] >= 0) _lesionPlaces[_lesionNames.Count - 1] = (of[i], counts[of[i]]++);
        }
        Lesion[][] lesions = Array.ConvertAll(counts, c => c == 0 ? [] : new Lesion[c]);
        Array.Clear(counts);
        for (int i = 0; i < of.Length; i++)
            if (of[i] >= 0) lesions[of[i]][counts[of[i]]++] = rows.Lesions[i].Lesion;
        return lesions;
    }

    private ScanRow[][] Scans(int n)
    {
        var counts = new int[n];
        var of = new int[rows.Scans.Length];
        for (int i = 0; i < of.Length; i++)
        {
            ScanRow scan = rows.Scans[i];
            bool isOther = reader is not null && scan.Reader != reader;
            if (isOther) _otherReaders.Add(scan.Id);
            of[i] = isOther ? -1 : _patientNames.Find(scan.PatientId);
            if (of[i] < 0) continue;
            counts[of[i]]++;
            _scanNames.TryAdd(scan.Id);
        }
        ScanRow[][] scans = Array.ConvertAll(counts, c => c == 0 ? [] : new ScanRow[c]);
        Array.Clear(counts);
        for (int i = 0; i < of.Length; i++)
            if (of[i] >= 0) scans[of[i]][counts[of[i]]++] = rows.Scans[i];
        return scans;
    }

    private ImmutableArray<Visit> Visits(int patient, ScanRow[] scans)
    {
        bool ascends = true;
        for (int i = 1; i < scans.Length; i++) ascends &= scans[i - 1].Date < scans[i].Date;
        if (!ascends) scans.AsSpan().Sort((a, b) => a.Date != b.Date ? a.Date.CompareTo(b.Date) : string.CompareOrdinal(a.Id, b.Id));
        var visits = ImmutableArray.CreateBuilder<Visit>(scans.Length);
        foreach (ScanRow scan in scans)
        {
            bool sameDay = visits.Count > 0 && visits[^1].Date == scan.Date;
            var visit = new Visit(scan.Date)
            {
                ImagingIds = [scan.Id], SliceThickness = scan.SliceThickness, IsBaseline = scan.IsBaseline == true,
                CalledNotEvaluable = scan.CalledOverall == ResponseCategory.NE,
                NewLesionsReported = scan.ReportsNewLesions ? scan.Date : null,
                NewLesionsNotEvaluated = scan.NewLesionsNotEvaluated, Modalities = scan.Modality is { } modality ? [modality] : [],
            };
            if (sameDay) visit = visits[^1].With(visit);
            if (sameDay) visits[^1] = visit;
            else visits.Add(visit);
            int number = _scanNames.Find(scan.Id);
            if (!_placed[number]) (_placed[number], _scanPlaces[number]) = (true, (patient, visits.Count - 1));
        }
        return visits.DrainToImmutable();
    }

    private void Place(ReadOnlySpan<MeasurementRow> all, LesionMeasurement[] cells)
    {
        var names = new string[Block];
        Span<int> lesions = stackalloc int[Block], scans = stackalloc int[Block];
        for (int start = 0; start < all.Length; start += Block)
        {
            ReadOnlySpan<MeasurementRow> block = all.Slice(start, Math.Min(Block, all.Length - start));
            for (int i = 0; i < block.Length; i++) names[i] = block[i].LesionId;
            _lesionNames.Find(names.AsSpan(0, block.Length), lesions);
            for (int i = 0; i < block.Length; i++) names[i] = block[i].ImagingId;
            _scanNames.Find(names.AsSpan(0, block.Length), scans);
            for (int i = 0; i < block.Length; i++) lesions[i] = Cell(lesions[i], scans[i]);
            for (int i = 0; i < block.Length; i++) scans[i] = lesions[i] < 0 ? 0 : (int)cells[lesions[i]].Status; // fetches the cells
            for (int i = 0; i < block.Length; i++) Place(block[i], lesions[i], cells);
        }
    }

    // Where a lesion of a scan lies; −1 when one of them is not known or they are of different patients.
    private int Cell(int lesion, int scan)
    {
        if (lesion < 0 || scan < 0) return -1;
        (int patient, int index) = _lesionPlaces[lesion];
        (int of, int first) = _scanPlaces[scan];
        return patient == of ? first + index : -1;
    }

    private void Place(in MeasurementRow row, int at, LesionMeasurement[] cells)
    {
        if (_otherReaders.Count > 0 && _otherReaders.Contains(row.ImagingId)) return;
        if (at < 0)
        {
            Report(row, FindingSeverity.Error, "R01", null, null,
                $"Measurement of {row.LesionId} on {row.ImagingId}: the lesion or the scan does not exist, or they belong to different "
                    + "patients.",
                "a lesion and a scan of one patient", "Correct lesion_id or imaging_id; until then the row is left out.");
            return;
        }
        ref LesionMeasurement cell = ref cells[at];
        if (!cell.IsRecorded && !row.Measurement.IsNegative)
        {
            cell = row.Measurement;
            return;
        }
        LesionMeasurement given = Checked(row);
        if (cell.IsRecorded && (cell with { Row = 0 }) != (given with { Row = 0 }))
        {
            Report(row, FindingSeverity.Error, "R02", null, null,
                $"{row.LesionId} is measured twice on the day of {row.ImagingId}, with different results; it is not evaluable that day.",
                "one measurement per lesion and day", "Delete one of the two rows, or choose one reader with ResponseOptions.Reader.",
                cell.Row);
            cell = new LesionMeasurement { Status = MeasurementStatus.NotEvaluable, NonTarget = NonTargetStatus.NotEvaluable,
                Row = given.Row };
        }
        else cell = given;
    }

    private LesionMeasurement Checked(in MeasurementRow row)
    {
        LesionMeasurement m = row.Measurement;
        if (!m.IsNegative) return m;
        (string Column, decimal? Size)[] sizes = [("longest_diameter_mm", m.Longest), ("enhancing_diameter_mm", m.Enhancing),
            ("perpendicular_diameter_mm", m.Perpendicular)];
        foreach ((string column, decimal? size) in sizes)
            if (size < 0)
                Report(row, FindingSeverity.Error, "R03", column, size.Value.ToString(CultureInfo.InvariantCulture),
                    $"{row.LesionId} on {row.ImagingId} has a negative size; it is not evaluable.", "0 mm or more",
                    "Enter the diameter in mm without a sign.");
        return m with { Status = MeasurementStatus.NotEvaluable, Longest = null, Enhancing = null, Perpendicular = null };
    }

    private void Report(in MeasurementRow row, FindingSeverity severity, string rule, string? column, string? value, string message,
        string expected, string fix, int related = 0) =>
        _findings.Add(new Finding(severity, rule, "lesion_measurements.csv", row.Measurement.Row == 0 ? null : row.Measurement.Row, column,
            row.LesionId + " " + row.ImagingId, value, message, expected, fix, related == 0 ? null : "lesion_measurements.csv",
            related == 0 ? null : related));

    private List<T>[] Group<T>(ImmutableArray<T> items, int n, Func<T, string> patient, Func<T, DateOnly> date)
    {
        List<T>[] lists = Lists<T>(n);
        foreach (T item in items)
            if (_patientNames.Find(patient(item)) is var p and >= 0) lists[p].Add(item);
        for (int p = 0; p < n; p++)
            if (lists[p].Count > 1) lists[p] = [.. lists[p].OrderBy(date)];
        return lists;
    }

    private static List<T>[] Lists<T>(int n)
    {
        var lists = new List<T>[n];
        for (int i = 0; i < n; i++) lists[i] = [];
        return lists;
    }
}
