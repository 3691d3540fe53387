using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Assessment;

/// <summary>Findings on what the rules cannot decide or set aside: each says what was done, and never changes a value.</summary>
internal static class UndecidedChecks
{
    private static readonly string[] Organs = ["liver", "lymph_node", "porta_hepatis_node", "lung", "bone", "peritoneum",
        "primary", "other"];

    public static void Check(List<Finding> findings, PatientTumours patient, IReadOnlyList<UnitResponse> units, ResponseOptions options)
    {
        PatientImaging imaging = patient.Imaging;
        foreach (Lesion lesion in imaging.Lesions)
            if (!Organs.Contains(lesion.Organ))
                findings.Add(
                    AtLesion(FindingSeverity.Warning, "R24", lesion, "organ", lesion.Organ,
                        $"{lesion.Id} lies in no organ of the template; it is taken to lie outside the liver.",
                    string.Join(", ", Organs), "Correct organ in lesions.csv; liver for lesions of the liver."));
        int own = findings.Count;
        for (int u = 0; u < units.Count; u++)
        foreach (Finding finding in Unit(imaging, units[u], options))
        {
            // Several treatments see the same of one lesion; it is told once.
            bool known = false;
            for (int f = own; f < findings.Count; f++) known |= findings[f].Rule == finding.Rule && findings[f].Key == finding.Key;
            if (!known) findings.Add(finding);
        }
        for (int v = 0; v < imaging.Visits.Length; v++)
        for (int l = 0; l < imaging.Lesions.Length; l++)
        {
            if (imaging[v, l].NonTarget != NonTargetStatus.EquivocalProgression && !(imaging[v, l].Enhancing > imaging[v, l].Longest))
                continue;
            findings.AddRange(Measurement(imaging, v, l));
        }
        if (Centimetres(imaging) is { } centimetres) findings.Add(centimetres);
        foreach (ScanRow scan in patient.Scans)
        {
            if (scan.NewLesionsNotEvaluated && NotSearched(scan, imaging, units, options) is { } unsearched) findings.Add(unsearched);
            bool quiet = patient.Patient.Death is null && (scan.IsBaseline is true || !IsOfAProcedure(patient, scan));
            if (!quiet) findings.AddRange(Scan(patient, scan));
        }
    }

    private static IEnumerable<Finding> Unit(PatientImaging imaging, UnitResponse unit, ResponseOptions options)
    {
        foreach (string id in unit.Local.NonTargets)
            if (unit.Unit.TreatedLesions.Contains(id))
                yield return AtLesion(FindingSeverity.Info, "R13", imaging.Lesions[imaging.IndexOf(id)], "lesion_id", null,
                $"{id} was treated by {unit.Id} but is not among its targets{Reason(unit.Local.Notes, id)}; it is judged by the "
                    + "reader's word.",
                "a target, or nontarget_status at every scan", "Enter nontarget_status, or raise ResponseOptions.MaxLocalTargets.");
        foreach ((DateOnly day, string note) in unit.Overall.DatedNotes)
            if (note.Contains("by the call it would be PD", StringComparison.Ordinal)
                && imaging.Lesions.FirstOrDefault(l => note.Contains($" {l.Id} ", StringComparison.Ordinal)) is { } lesion)
                yield return AtLesion(FindingSeverity.Warning, "R25", lesion, "new_lesion_status", "unequivocal", $"{Iso(day)}: {note}.",
                    "a size that agrees with the call", "Correct the size or the call, or lower ResponseOptions.PortaHepatisNodeMm.");
        foreach (string id in unit.Overall.NonTargets)
            if (imaging.IndexOf(id) is var l and >= 0 && Grown(imaging, l, unit, options) is { } found) yield return found;
    }

    // A measured lesion that is not a target and grows as a target would: where the reader has not said so, the reader has to.
    private static Finding? Grown(PatientImaging imaging, int l, UnitResponse unit, ResponseOptions options)
    {
        decimal? smallest = null;
        bool diameters = options.Criterion.Measure is SizeMeasure.ViableDiameter or SizeMeasure.LongestDiameter;
        for (int v = 0; v < imaging.Visits.Length; v++)
        {
            bool after = imaging.Visits[v].Date > unit.Date;
            if (after && imaging[v, l].Progresses) return null;
            if (((diameters ? LesionSize.Of(imaging, v, l, options) : null) ?? imaging[v, l].Longest) is not { } size) continue;
            if (after && imaging[v, l].NonTarget == NonTargetStatus.NotRecorded && smallest is { } nadir
                && size >= TargetLesionRules.RecistProgression * nadir && size - nadir >= 5)
                return AtLesion(FindingSeverity.Warning, "R14", imaging.Lesions[l], "nontarget_status", null,
                    $"{imaging.Lesions[l].Id} is not among the targets{Reason(unit.Overall.Notes, imaging.Lesions[l].Id)} and grew from "
                    + $"{Mm(nadir)} to {Mm(size)} on {Iso(imaging.Visits[v].Date)}; "
                    + "by size alone that is not progression"
                    + (unit.Local.Targets.Any(t => t.LesionId == imaging.Lesions[l].Id) ? " of all disease, only of the treated." : "."),
                    "the reader's call of a growing lesion", "Enter unequivocal_progression or present in nontarget_status.",
                    imaging[v, l].Row);
            if (!after) smallest = size;
            else if (!(size >= smallest)) smallest = size;
        }
        return null;
    }

    private static IEnumerable<Finding> Measurement(PatientImaging imaging, int v, int l)
    {
        LesionMeasurement cell = imaging[v, l];
        string id = imaging.Lesions[l].Id, day = Iso(imaging.Day(v, l));
        if (cell.Enhancing > cell.Longest)
            yield return AtRow(FindingSeverity.Warning, "R16", cell, "enhancing_diameter_mm", id, Number(cell.Enhancing.Value),
                $"{id} on {day}: the viable diameter of {Mm(cell.Enhancing.Value)} is larger than the whole of {Mm(cell.Longest.Value)}; "
                    + "both are used as entered.",
                "a viable diameter no larger than the longest", "Correct one of the two, perhaps exchanged.");
        if (cell.NonTarget == NonTargetStatus.EquivocalProgression)
            yield return AtRow(FindingSeverity.Info, "R17", cell, "nontarget_status", id, "equivocal_progression",
                $"{id} on {day}: equivocal progression is not counted.", "a call once it is certain",
                "Enter unequivocal_progression here if a later scan confirms it.");
    }

    // A target is chosen from 10 mm on: a patient of whom half are smaller when first measured, and none reaches 30 mm, was perhaps
    // measured in cm.
    private static Finding? Centimetres(PatientImaging imaging)
    {
        decimal largest = 0;
        LesionMeasurement first = default;
        int found = 0, targets = 0, small = 0;
        for (int l = 0; l < imaging.Lesions.Length; l++)
        {
            if (imaging.Lesions[l].Role != LesionRole.Target) continue;
            bool seen = false;
            for (int v = 0; v < imaging.Visits.Length; v++)
            {
                if (imaging[v, l].Status != MeasurementStatus.Measured || imaging[v, l].Longest is not ({ } size and > 0)) continue;
                if (found++ == 0) first = imaging[v, l];
                largest = Math.Max(largest, size);
                if (seen) continue;
                (seen, targets) = (true, targets + 1);
                if (size < 10) small++;
            }
        }
        return found < 2 || largest >= 30 || 2 * small < targets || small == 0 ? null
            : AtRow(FindingSeverity.Warning, "R15", first, "longest_diameter_mm", imaging.PatientId, Number(largest),
                (small == targets
                    ? $"Every target of {imaging.PatientId}"
                    : FormattableString.Invariant($"{small} of {targets} targets of {imaging.PatientId}"))
                + $" measured below 10 mm at first, and none is larger than {Mm(largest)}: perhaps the whole patient was entered in cm.",
                "a size in mm", "If the sizes are in cm, multiply all of them by 10.");
    }

    private static IEnumerable<Finding> Scan(PatientTumours patient, ScanRow scan)
    {
        if (patient.Patient.Death is { } death && scan.Date > death)
            yield return AtScan(FindingSeverity.Error, "R18", scan, "imaging_date", Iso(scan.Date),
                $"{scan.Id} is later than the death of {scan.PatientId} on {Iso(death)}; one of the two dates is wrong. The scan ends no "
                    + "time, and its response is kept.",
                "a date on or before death", "Correct imaging_date or death_date.");
        if (scan.IsBaseline is not true && IsOfAProcedure(patient, scan))
            yield return AtScan(FindingSeverity.Warning, "R26", scan, "timepoint", scan.IsBaseline is null ? null : "follow_up",
                $"{scan.Id} was taken on the day of a procedure and is not marked as its baseline; it may have been taken afterwards, so "
                    + "it is not used as its baseline.",
                "baseline, if it was taken before the procedure", "Enter baseline in timepoint if it was taken before.");
    }

    // A scan that follows no treatment, such as a first baseline, cannot have been searched for anything new.
    private static Finding? NotSearched(ScanRow scan, PatientImaging imaging, IReadOnlyList<UnitResponse> units, ResponseOptions options)
    {
        if (!units.Any(u => u.Overall.Judges(scan.Id))) return null;
        Visit visit = imaging.Visits.First(v => v.ImagingIds.Contains(scan.Id));
        string done = !visit.NewLesionsNotEvaluated ? "another scan of the visit is not called so, and the response stands"
            : options.NeedsNewLesionSearch
            ? "unless known lesions progress, the response of the liver and overall is not evaluable; the local one stands"
            : "its response holds for the known lesions";
        return AtScan(FindingSeverity.Info, "R19", scan, "new_lesions", "not_evaluated",
            $"{scan.Id} was not searched for new lesions; {done}.",
            "yes or no", "Enter yes or no once the scan has been searched, or choose ResponseOptions.NeedsNewLesionSearch = false.");
    }

    private static bool IsOfAProcedure(PatientTumours patient, ScanRow scan)
    {
        foreach (ProcedureRow procedure in patient.Procedures)
            if (procedure.Date == scan.Date) return true;
        return false;
    }

    private static string Reason(IEnumerable<string> notes, string id) =>
        notes.FirstOrDefault(n => n.StartsWith(id + ": ", StringComparison.Ordinal)) is { } note ? " (" + note[(id.Length + 2)..]
            + ")" : "";

    private static Finding AtLesion(FindingSeverity severity, string rule, Lesion lesion, string column, string? value, string message,
        string expected, string fix, int row = 0) =>
        new(severity, rule, row > 0 ? "lesion_measurements.csv" : "lesions.csv", row > 0 ? row : lesion.Row == 0 ? null : lesion.Row,
            column, lesion.Id, value, message, expected, fix);

    private static Finding AtRow(FindingSeverity severity, string rule, in LesionMeasurement cell, string column, string key, string value,
        string message, string expected, string fix) =>
        new(severity, rule, "lesion_measurements.csv", cell.Row == 0 ? null : cell.Row, column, key, value, message, expected, fix);

    private static Finding AtScan(FindingSeverity severity, string rule, ScanRow scan, string column, string? value, string message,
        string expected, string fix) =>
        new(severity, rule, "imaging.csv", scan.Row == 0 ? null : scan.Row, column, scan.Id, value, message, expected, fix);

    private static string Number(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Mm(decimal value) => Number(value) + " mm";

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
