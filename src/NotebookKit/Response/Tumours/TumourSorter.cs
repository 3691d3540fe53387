using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using NotebookKit.Cohorts;

namespace NotebookKit.Response.Tumours;

/// <summary>Sorts rows into patients and visits. Names become numbers once; after that everything is array work.</summary>
internal sealed class TumourSorter(TumourRows rows, string? reader, int visitWindowDays)
{
    private readonly ImmutableArray<Finding>.Builder findings = ImmutableArray.CreateBuilder<Finding>();
    private readonly Dictionary<string, int> patientOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Patient, int Index)> lesionOf = new(rows.Lesions.Length, StringComparer.Ordinal);
    private readonly Dictionary<string, (int Patient, int Visit)> scanOf = new(rows.Scans.Length, StringComparer.Ordinal);
    private readonly HashSet<string> otherReaders = new(StringComparer.Ordinal);

    public TumourData Sort()
    {
        foreach (PatientRow p in rows.Patients) patientOf.TryAdd(p.Id, patientOf.Count);
        int n = patientOf.Count;
        var lesions = Lists<Lesion>(n);
        foreach ((string patient, Lesion lesion) in rows.Lesions)
        {
            if (!patientOf.TryGetValue(patient, out int p)) continue;
            if (!lesionOf.TryAdd(lesion.Id, (p, lesions[p].Count))) continue;
            lesions[p].Add(lesion);
        }
        var scans = Lists<ScanRow>(n);
        foreach (ScanRow scan in rows.Scans)
        {
            if (reader is not null && scan.Reader != reader) otherReaders.Add(scan.Id);
            else if (patientOf.TryGetValue(scan.PatientId, out int p)) scans[p].Add(scan);
        }
        var visits = new ImmutableArray<Visit>[n];
        // The cells of all patients lie in one array, patient by patient, visit by visit.
        var starts = new int[n + 1];
        var widths = new int[n];
        for (int p = 0; p < n; p++)
        {
            visits[p] = Visits(p, scans[p]);
            widths[p] = lesions[p].Count;
            starts[p + 1] = checked(starts[p] + visits[p].Length * widths[p]);
        }
        var cells = new LesionMeasurement[starts[n]];
        foreach (ref readonly MeasurementRow row in rows.Measurements.AsSpan()) Place(row, cells, starts, widths);

        var procedures = Group(rows.Procedures, n, r => r.PatientId, r => r.Date);
        var events = Group(rows.Events, n, r => r.PatientId, r => r.Date);
        var procedureOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ProcedureRow procedure in rows.Procedures)
            if (patientOf.TryGetValue(procedure.PatientId, out int p)) procedureOf.TryAdd(procedure.Id, p);
        var treated = Lists<TreatedLesionRow>(n);
        foreach (TreatedLesionRow row in rows.TreatedLesions)
            if (procedureOf.TryGetValue(row.ProcedureId, out int p)) treated[p].Add(row);

        var patients = ImmutableArray.CreateBuilder<PatientTumours>(n);
        foreach (PatientRow patient in rows.Patients.DistinctBy(p => p.Id))
        {
            int p = patients.Count;
            var own = new ArraySegment<LesionMeasurement>(cells, starts[p], starts[p + 1] - starts[p]);
            visits[p] = VisitWindows.Combine(visits[p], own, lesions[p], procedures[p], visitWindowDays);
            patients.Add(new PatientTumours(patient, new PatientImaging(patient.Id, [.. lesions[p]], visits[p], own[..(visits[p].Length * widths[p])]),
                [.. procedures[p]], [.. treated[p]], [.. events[p]], [.. scans[p]]));
        }
        return new TumourData(patients.ToImmutable(), findings.ToImmutable());
    }

    private ImmutableArray<Visit> Visits(int patient, List<ScanRow> scans)
    {
        CollectionsMarshal.AsSpan(scans).Sort((a, b) => a.Date != b.Date ? a.Date.CompareTo(b.Date) : string.CompareOrdinal(a.Id, b.Id));
        var visits = ImmutableArray.CreateBuilder<Visit>(scans.Count);
        foreach (ScanRow scan in scans)
        {
            bool sameDay = visits.Count > 0 && visits[^1].Date == scan.Date;
            var visit = new Visit(scan.Date)
            {
                ImagingIds = [scan.Id], SliceThickness = scan.SliceThickness, IsBaseline = scan.IsBaseline == true,
                CalledNotEvaluable = scan.CalledOverall == ResponseCategory.NE, NewLesionsReported = scan.ReportsNewLesions ? scan.Date : null,
                NewLesionsNotEvaluated = scan.NewLesionsNotEvaluated, Modalities = scan.Modality is { } modality ? [modality] : [],
            };
            if (sameDay) visit = visits[^1].With(visit);
            if (sameDay) visits[^1] = visit;
            else visits.Add(visit);
            scanOf.TryAdd(scan.Id, (patient, visits.Count - 1));
        }
        return visits.DrainToImmutable();
    }

    private void Place(in MeasurementRow row, LesionMeasurement[] cells, int[] starts, int[] widths)
    {
        if (otherReaders.Count > 0 && otherReaders.Contains(row.ImagingId)) return;
        if (!lesionOf.TryGetValue(row.LesionId, out var lesion) || !scanOf.TryGetValue(row.ImagingId, out var scan) || lesion.Patient != scan.Patient)
        {
            Report(row, FindingSeverity.Error, "R01", null, null, $"Measurement of {row.LesionId} on {row.ImagingId}: the lesion or the scan does not exist, or they belong to different patients.",
                "a lesion and a scan of one patient", "Correct lesion_id or imaging_id; until then the row is left out.");
            return;
        }
        ref LesionMeasurement cell = ref cells[starts[lesion.Patient] + scan.Visit * widths[lesion.Patient] + lesion.Index];
        if (!cell.IsRecorded && !IsNegative(row.Measurement))
        {
            cell = row.Measurement;
            return;
        }
        LesionMeasurement given = Checked(row);
        if (cell.IsRecorded && (cell with { Row = 0 }) != (given with { Row = 0 }))
        {
            Report(row, FindingSeverity.Error, "R02", null, null, $"{row.LesionId} is measured twice on the day of {row.ImagingId}, with different results; it is not evaluable that day.",
                "one measurement per lesion and day", "Delete one of the two rows, or choose one reader with ResponseOptions.Reader.", cell.Row);
            cell = new LesionMeasurement { Status = MeasurementStatus.NotEvaluable, NonTarget = NonTargetStatus.NotEvaluable, Row = given.Row };
        }
        else cell = given;
    }

    private static bool IsNegative(in LesionMeasurement m) => m.Longest < 0 || m.Enhancing < 0 || m.Perpendicular < 0;

    private LesionMeasurement Checked(in MeasurementRow row)
    {
        LesionMeasurement m = row.Measurement;
        if (!IsNegative(m)) return m;
        (string Column, decimal? Size)[] sizes = [("longest_diameter_mm", m.Longest), ("enhancing_diameter_mm", m.Enhancing), ("perpendicular_diameter_mm", m.Perpendicular)];
        foreach ((string column, decimal? size) in sizes)
            if (size < 0)
                Report(row, FindingSeverity.Error, "R03", column, size.Value.ToString(CultureInfo.InvariantCulture),
                    $"{row.LesionId} on {row.ImagingId} has a negative size; it is not evaluable.", "0 mm or more", "Enter the diameter in mm without a sign.");
        return m with { Status = MeasurementStatus.NotEvaluable, Longest = null, Enhancing = null, Perpendicular = null };
    }

    private void Report(in MeasurementRow row, FindingSeverity severity, string rule, string? column, string? value, string message, string expected, string fix, int related = 0) =>
        findings.Add(new Finding(severity, rule, "lesion_measurements.csv", row.Measurement.Row == 0 ? null : row.Measurement.Row, column,
            row.LesionId + " " + row.ImagingId, value, message, expected, fix, related == 0 ? null : "lesion_measurements.csv", related == 0 ? null : related));

    private List<T>[] Group<T>(ImmutableArray<T> items, int n, Func<T, string> patient, Func<T, DateOnly> date)
    {
        List<T>[] lists = Lists<T>(n);
        foreach (T item in items)
            if (patientOf.TryGetValue(patient(item), out int p)) lists[p].Add(item);
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
