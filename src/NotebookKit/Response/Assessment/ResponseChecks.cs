using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Assessment;

/// <summary>Findings that only show once rows are put together: missing baselines and scans, sizes that look like centimetres.</summary>
internal static class ResponseChecks
{
    private const int BaselineWindowDays = 28;

    public static void Check(List<Finding> findings, PatientTumours patient, ImmutableArray<UnitResponse> units, ResponseOptions options)
    {
        foreach (UnitResponse unit in units)
            if (!IsQuiet(patient, unit)) findings.AddRange(Unit(patient, unit));
        Sizes(findings, patient.Imaging, options);
        Centimetres(findings, patient.Imaging);
        foreach (ScanRow scan in patient.Scans)
        {
            if (scan.IsBaseline is not null) findings.AddRange(Scan(patient, scan));
            if (scan is not { CalledTarget: null, CalledNonTarget: null, CalledHepatic: null, CalledOverall: null })
                findings.AddRange(Calls(units, scan, options));
        }
        UndecidedChecks.Check(findings, patient, units, options);
    }

    // What most treatments are: a baseline of the last four weeks, a scan after it, treated lesions that were measured.
    private static bool IsQuiet(PatientTumours patient, UnitResponse unit)
    {
        if (unit.Local.BaselineDate is not { } baseline || unit.Date.DayNumber - baseline.DayNumber > BaselineWindowDays
            || unit.Unit.TreatedLesions.IsEmpty) return false;
        foreach (TargetLesion target in unit.Local.Targets)
            if (target.BaselineSize is null) return false;
        return patient.Imaging.Visits[^1].Date > unit.Date;
    }

    private static IEnumerable<Finding> Unit(PatientTumours patient, UnitResponse response)
    {
        TreatmentUnit unit = response.Unit;
        ScopeResponse local = response.Local;
        Finding procedure(FindingSeverity severity, string rule, string message, string expected, string fix) =>
            new(severity, rule, "procedures.csv", unit.Row == 0 ? null : unit.Row, "procedure_date", unit.Id, Iso(unit.Date), message,
                expected, fix);

        if (local.BaselineDate is not { } baseline)
        {
            yield return procedure(FindingSeverity.Warning, "R04", $"{unit.Id} has no scan before it; its response is not evaluable.",
                "a baseline scan before the procedure",
                "Enter the last scan before the procedure in imaging.csv, with its measurements, or correct the dates; mark one of its day "
                    + "as baseline if it was taken before.");
            yield break;
        }
        int age = unit.Date.DayNumber - baseline.DayNumber;
        if (age > BaselineWindowDays)
            yield return procedure(FindingSeverity.Info, "R05",
                FormattableString.Invariant($"The baseline scan of {unit.Id} is {age} days old."),
                "a baseline scan at most 4 weeks before the procedure", "Enter the scan nearest the procedure if there is a later one.");
        if (!patient.Imaging.Visits.Any(v => v.Date > unit.Date))
            yield return procedure(FindingSeverity.Warning, "R06", $"{unit.Id} has no scan after it; its response is not evaluable.",
                "at least one scan after the procedure",
                "Enter the follow-up scans in imaging.csv, with their measurements, if there are any.");
        if (unit.TreatedLesions.IsEmpty)
            yield return procedure(FindingSeverity.Warning, "R07", $"{unit.Id} has no treated lesion; its local response is not evaluable.",
                "at least one row in treated_lesions.csv", "Enter the treated lesions with relation 'treated'.");
        foreach (string id in local.Targets.Where(t => t.BaselineSize is null).Select(t => t.LesionId))
        {
            int row = patient.Imaging.Lesions.First(l => l.Id == id).Row;
            yield return new(FindingSeverity.Warning, "R08", "lesions.csv", row == 0 ? null : row, "lesion_id", id, null,
                $"{id} was treated by {unit.Id} but not measured on its baseline scan of {Iso(baseline)}; the response is not evaluable.",
                "a measurement on the baseline scan", "Measure the lesion on the baseline scan, or give it the role 'nontarget'.");
        }
    }

    private static void Sizes(List<Finding> findings, PatientImaging patient, ResponseOptions options)
    {
        for (int v = 0; v < patient.Visits.Length; v++)
        for (int l = 0; l < patient.Lesions.Length; l++)
        {
            Lesion lesion = patient.Lesions[l];
            if (lesion.Role != LesionRole.Target) continue;
            ref readonly LesionMeasurement cell = ref patient[v, l];
            if (cell.Status != MeasurementStatus.Measured || LesionSize.Of(patient, v, l, options) is not null) continue;
            bool viable = LesionSize.Method(lesion, options.Criterion.Measure) == MeasurementMethod.Viable;
            string column = viable && cell.Enhancing is null ? "enhancing_diameter_mm" : cell.Longest is null
                ? "longest_diameter_mm"
                : "perpendicular_diameter_mm";
            findings.Add(
                new(FindingSeverity.Warning, "R09", "lesion_measurements.csv", cell.Row == 0 ? null : cell.Row, column, lesion.Id, null,
                $"{lesion.Id} is measured on {Iso(patient.Visits[v].Date)} but {column} is blank; it is not evaluable by "
                    + $"{options.Criterion.Name}.",
                "a size in mm", "Enter the size; 0 if nothing is left; or the status 'not_evaluable'."));
        }
    }

    private static IEnumerable<Finding> Scan(PatientTumours patient, ScanRow scan)
    {
        if (scan.IsBaseline is not { } isBaseline || patient.Procedures.IsEmpty) yield break;
        bool beforeAll = scan.Date < patient.Procedures[0].Date, afterAll = scan.Date > patient.Procedures[^1].Date;
        if (isBaseline ? !afterAll : !beforeAll) yield break;
        yield return new(FindingSeverity.Warning, "R11", "imaging.csv", scan.Row == 0 ? null : scan.Row, "timepoint", scan.Id,
            isBaseline ? "baseline" : "follow_up",
            isBaseline ? $"{scan.Id} is entered as baseline but is later than every procedure of {scan.PatientId}; it is used by its date."
                : $"{scan.Id} is entered as follow-up but is not later than any procedure of {scan.PatientId}; it is used by its date.",
            isBaseline ? "a date on or before a procedure" : "a date after a procedure", "Correct imaging_date or timepoint.");
    }

    // The reader's calls are compared with the response to the last procedure before the scan, and never used.
    private static IEnumerable<Finding> Calls(ImmutableArray<UnitResponse> units, ScanRow scan, ResponseOptions options)
    {
        if (scan.Criteria is { } criteria && criteria != TemplateName(options.Criterion)) yield break;
        if (units.LastOrDefault(u => u.Unit.Date < scan.Date) is not { } unit) yield break;
        TimePointResponse? overall = unit.Overall.TimePoints.FirstOrDefault(t => t.ImagingIds.Contains(scan.Id)),
            hepatic = unit.Hepatic.TimePoints.FirstOrDefault(t => t.ImagingIds.Contains(scan.Id));
        (string Column, ResponseCategory? Called, ResponseCategory? Found)[] calls =
        [
            ("target_response", scan.CalledTarget, overall?.Target), ("nontarget_response", scan.CalledNonTarget, overall?.NonTarget),
            ("liver_response", scan.CalledHepatic, hepatic?.Overall), ("overall_response", scan.CalledOverall, overall?.Overall),
        ];
        foreach ((string column, ResponseCategory? called, ResponseCategory? found) in calls)
        {
            if (called is null || called == found) continue;
            string computed = found is { } f ? f.Label() : "no response, for want of measurements";
            yield return new(FindingSeverity.Warning, "R12", "imaging.csv", scan.Row == 0 ? null : scan.Row, column, scan.Id,
                called.Value.Label(),
                $"The reader called {called.Value.Label()} on {scan.Id}; the measurements give {computed} for {unit.Unit.Id} by "
                    + $"{options.Criterion.Name}.",
                found?.Label() ?? "measurements on this scan",
                "Correct the measurements or the call; the response is computed from the measurements.");
        }
    }

    private static string TemplateName(ResponseCriterion criterion) =>
        criterion == ResponseCriterion.MRecist2010 ? "mrecist" : criterion == ResponseCriterion.Recist11 ? "recist11"
        : criterion == ResponseCriterion.Easl ? "easl" : criterion == ResponseCriterion.Choi ? "choi" : "other";

    // A lesion a tenth as large on one scan as on the others was probably entered in centimetres there.
    private static void Centimetres(List<Finding> findings, PatientImaging patient)
    {
        for (int l = 0; l < patient.Lesions.Length; l++)
        {
            bool small = false;
            for (int v = 0; v < patient.Visits.Length; v++)
                small |= patient[v, l] is { Status: MeasurementStatus.Measured, Longest: > 0 and < 10 };
            if (!small) continue;
            var sizes = new List<(int Visit, decimal Size)>();
            for (int v = 0; v < patient.Visits.Length; v++)
                if (patient[v, l] is { Status: MeasurementStatus.Measured, Longest: { } size and > 0 }) sizes.Add((v, size));
            foreach ((int visit, decimal size) in sizes)
            {
                if (size >= 10) continue;
                decimal[] others = [.. sizes.Where(s => s.Visit != visit).Select(s => s.Size).Order()];
                if (others.Length == 0) continue;
                decimal ratio = size / others[others.Length / 2];
                if (ratio is < 0.07m or > 0.14m) continue;
                LesionMeasurement cell = patient[visit, l];
                findings.Add(
                    new(FindingSeverity.Warning, "R10", "lesion_measurements.csv", cell.Row == 0 ? null : cell.Row, "longest_diameter_mm",
                        patient.Lesions[l].Id,
                    size.ToString(CultureInfo.InvariantCulture),
                    $"{patient.Lesions[l].Id} is about a tenth as large on {Iso(patient.Visits[visit].Date)} as on its other scans.",
                    "a size in mm", "If it was entered in cm, multiply by 10."));
            }
        }
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
