using static NotebookKit.Cohorts.Checks.Item;

namespace NotebookKit.Cohorts.Checks;

/// <summary>Diameters, states and roles of lesions agree with each other, with the procedure and with the imaging.</summary>
internal static class LesionChecks
{
    public static void Check(Checks checks, CheckedPatient patient)
    {
        CheckBurden(checks, patient);
        CheckLargest(checks, patient);
        CheckNumbers(checks, patient);
        CheckNew(checks, patient);
        foreach (Item m in patient.Measurements) CheckCell(checks, patient, m);
        foreach (string? lesion in patient.Measurements.Select(m => m["lesion_id"]).Distinct()) CheckCourse(checks, patient, lesion);
    }

    private static void CheckBurden(Checks checks, CheckedPatient patient)
    {
        if (patient.Row.Value("liver_tumor_burden_percent") == 0
            && patient.Lesions.FirstOrDefault(l => l.Is("organ", "liver") && !l.Is("lesion_role", "new")) is { } lesion)
            checks.Report("D61", patient.Row, "liver_tumor_burden_percent", $"burden 0%, but lesion {lesion["lesion_id"]} in the liver",
                "above 0", "correct one of the two", lesion);
    }

    private static void CheckLargest(Checks checks, CheckedPatient patient)
    {
        double most = checks.Cohort.Options.DiameterDifferenceMm;
        foreach (Item p in patient.Procedures)
        {
            if (p.Value("largest_hepatic_tumor_mm") is not { } stated || p.Date("procedure_date") is not { } day
                || patient.Baseline(day) is not { } image) continue;
            double[] liver =
                [.. patient.Measurements.Where(m => m["imaging_id"] == image["imaging_id"]
                    && patient.Lesion(m["lesion_id"])?.Is("organ", "liver") == true).Select(
                    m => m.Value("longest_diameter_mm")).OfType<double>()];
            if (liver.Length > 0 && Math.Abs(liver.Max() - stated) > most)
                checks.Report("D56", p, "largest_hepatic_tumor_mm",
                    $"{Text(stated)} mm, imaging {image["imaging_id"]} says {Text(liver.Max())} mm", "the same",
                    "a lesion that is not followed may be larger: leave it then", image);
        }
    }

    private static void CheckNumbers(Checks checks, CheckedPatient patient)
    {
        Item[] targets = [.. patient.Lesions.Where(l => l.Is("lesion_role", "target"))];
        IGrouping<string?, Item>? organ = targets.GroupBy(l => l["organ"]).Where(g => g.Key is not (null or "other") && g.Count() > 2)
            .MaxBy(g => g.Count());
        if (organ is not null)
            checks.Report("D81", organ.ElementAt(2), "lesion_role", $"{organ.Count()} targets in {organ.Key}", "up to 2 per organ and 5",
                "more than RECIST and mRECIST take");
        else if (targets.Length > 5)
            checks.Report("D81", targets[5], "lesion_role", $"{targets.Length} targets", "up to 2 per organ and 5",
                "more than RECIST and mRECIST take");
    }

    private static void CheckNew(Checks checks, CheckedPatient patient)
    {
        var appears = new HashSet<string>();
        foreach (Item lesion in patient.Lesions.Where(l => l.Is("lesion_role", "new")))
        {
            if (patient.Course(lesion["lesion_id"]).FirstOrDefault() is not ({ } first, { } image)) continue;
            appears.Add(image["imaging_id"]!);
            if (image.Is("new_lesions", "no"))
                checks.Report("D71", first, "lesion_id",
                    $"lesion {lesion["lesion_id"]} is new on {image["imaging_id"]}, which says no new lesion", "yes",
                    "correct one of the two", image);
        }
        if (patient.Measurements.Length == 0) return;
        foreach (Item image in patient.Imaging.Where(i => i.Is("new_lesions", "yes") && i["imaging_id"] is { } id && !appears.Contains(id)))
            if (!patient.Lesions.Any(l => l.Is("lesion_role", "new") && patient.Course(l["lesion_id"])
                .Any(c => c.Image["imaging_id"] == image["imaging_id"])))
                checks.Report("D72", image, "new_lesions", $"{image["imaging_id"]} says new lesion, none is listed", "a row in lesions.csv",
                    "add it, or write no");
    }

    private static void CheckCell(Checks checks, CheckedPatient patient, Item m)
    {
        double? whole = m.Value("longest_diameter_mm"), enhancing = m.Value("enhancing_diameter_mm");
        if (enhancing > whole)
            checks.Report("D70", m, "enhancing_diameter_mm", $"enhancing {Text(enhancing)} mm, whole {Text(whole)} mm",
                "enhancing up to whole", "the two may be swapped");
        if (m.Is("status", "measured") && m.IsBlank("longest_diameter_mm") && m.IsBlank("enhancing_diameter_mm")
            && patient.Lesion(m["lesion_id"])?.Is("lesion_role", "target") == true)
            checks.Report("D73", m, "longest_diameter_mm", $"target {m["lesion_id"]} measured without a diameter", "diameter",
                "fill it in, or write not_evaluable");
        if (m.Is("status", "disappeared") && whole > 0)
            checks.Report("D74", m, "status", $"disappeared, but {Text(whole)} mm", "0 or blank", "correct one of the two");
    }

    private static void CheckCourse(Checks checks, CheckedPatient patient, string? lesion)
    {
        double fold = checks.Cohort.Options.DiameterFold;
        (Item Measurement, Item Image)? before = null, gone = null;
        foreach ((Item m, Item image) in patient.Course(lesion))
        {
            double? now = m.Value("longest_diameter_mm");
            if (gone is var (_, goneAt) && m.Is("status", "measured") && !(now == 0))
            {
                checks.Report("D80", m, "status", $"lesion {lesion} was gone on {goneAt["imaging_date"]} and is measured again",
                    "progression, if so", "check both", gone.Value.Measurement);
                gone = null;
            }
            if (m.Is("status", "disappeared")) gone = (m, image);
            if (now is not > 0) continue;
            if (before is var (earlier, _) && earlier.Value("longest_diameter_mm") is > 0 and double then
                && (now >= fold * then || now <= then / fold))
                checks.Report("D75", m, "longest_diameter_mm", $"{Text(then)} mm, then {Text(now)} mm",
                    $"less than a {Text(fold)}-fold change", "cm for mm?", earlier);
            before = (m, image);
        }
    }
}
