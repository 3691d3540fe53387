using static NotebookKit.Cohorts.Checks.Item;

namespace NotebookKit.Cohorts.Checks;

/// <summary>Every procedure has a baseline; time points, new lesions and responses agree with what was measured.</summary>
internal static class ImagingChecks
{
    public static void Check(Checks checks, CheckedPatient patient)
    {
        CheckBaselines(checks, patient);
        Item[] seen = [.. patient.Imaging.Where(i => i.Date("imaging_date") is not null)];
        for (int i = 0; i < seen.Length; i++)
        {
            Item image = seen[i];
            DateTime day = image.Date("imaging_date")!.Value;
            if (image.Is("timepoint", "follow_up") && day < patient.FirstProcedure)
                checks.Report("D65", image, "timepoint", $"follow-up on {Iso(day)}, first procedure {Iso(patient.FirstProcedure)}",
                    "baseline", "write baseline, or correct the date", patient.Procedures[0]);
            if (image.Is("timepoint", "baseline") && day > patient.LastProcedure)
                checks.Report("D69", image, "timepoint", $"baseline on {Iso(day)} after the last procedure {Iso(patient.LastProcedure)}",
                    "follow_up", "correct one, or add the procedure", patient.Procedures[^1]);
            Item? twin = image["modality"] is null ? null
                : seen.Take(i).FirstOrDefault(o => o.Date("imaging_date") == day && o["modality"] == image["modality"]
                    && !(o["reader_id"] is { } a && image["reader_id"] is { } b && a != b));
            if (twin is not null)
                checks.Report("D76", image, "imaging_date",
                    $"{twin["imaging_id"]} and {image["imaging_id"]}: {image["modality"]} on {Iso(day)}", "one",
                    "delete one, where it is a copy", twin);
            CheckResponse(checks, patient, image);
        }
    }

    private static void CheckBaselines(Checks checks, CheckedPatient patient)
    {
        // Where responses are recorded and nothing is measured, no baseline is needed.
        if (!checks.Cohort.AllImaging || checks.Cohort.OnlyRecorded
            || (patient.Measurements.IsEmpty && patient.Imaging.Any(i => i["overall_response"] is not null))) return;
        int most = checks.Cohort.Options.BaselineDays;
        foreach (Item p in patient.Procedures)
        {
            if (p.Date("procedure_date") is not { } day) continue;
            if (patient.Baseline(day) is not { } baseline)
            {
                if (patient.Imaging.All(i => i.Date("imaging_date") is not null || i.IsBlank("imaging_date")))
                    checks.Report("D63", p, "procedure_date", $"no baseline imaging before {p["procedure_id"]} on {Iso(day)}", "one",
                        "add it; without it no response can be computed");
            }
            else if ((day - baseline.Date("imaging_date")!.Value).Days is int days && days > most)
                checks.Report("D64", baseline, "imaging_date",
                    $"baseline {baseline["imaging_date"]}, {days} days before {p["procedure_id"]}", $"up to {most}",
                    "check; leave it if right", p);
        }
    }

    private static void CheckResponse(Checks checks, CheckedPatient patient, Item image)
    {
        if (image["overall_response"] is not { } response) return;
        if (image.Is("new_lesions", "yes") && (response is "CR" or "PR" or "SD"))
            checks.Report("D79", image, "overall_response", $"{response} with a new lesion", "PD",
                "correct one of the two (not for iRECIST)");
        if (response == "CR" && patient.Measurements.FirstOrDefault(
            m => m["imaging_id"] == image["imaging_id"] && m.Is("nontarget_status", "present")) is { } present)
            checks.Report("D78", image, "overall_response", $"CR, but non-target {present["lesion_id"]} is present", "all gone",
                "correct one of the two", present);
        if (response is not ("PR" or "CR")) return;
        (double first, double now)? sums = Sums(patient, image);
        if (sums is var (before, after) && after > before)
            checks.Report("D77", image, "overall_response",
                $"{response}, but the sum of the same targets grew from {Text(before)} to {Text(after)} mm", "SD or PD",
                "correct response or diameters");
    }

    /// <summary>Longest diameters of the targets measured both at the first imaging with measurements and at this one.</summary>
    private static (double First, double Now)? Sums(CheckedPatient patient, Item image)
    {
        Item[] now = [.. Targets(image)];
        Item? start = patient.Imaging.FirstOrDefault(i => Targets(i).Any());
        if (start is null || start == image) return null;
        double first = 0, last = 0;
        int count = 0;
        foreach (Item m in Targets(start))
            if (now.FirstOrDefault(n => n["lesion_id"] == m["lesion_id"]) is { } later)
            {
                first += m.Value("longest_diameter_mm")!.Value;
                last += later.Value("longest_diameter_mm")!.Value;
                count++;
            }
        return count == 0 ? null : (first, last);

        IEnumerable<Item> Targets(Item i) =>
            patient.Measurements.Where(m => m["imaging_id"] == i["imaging_id"] && m.Value("longest_diameter_mm") is not null
                && patient.Lesion(m["lesion_id"])?.Is("lesion_role", "target") == true);
    }
}
