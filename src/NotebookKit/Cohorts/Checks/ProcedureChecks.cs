using static NotebookKit.Cohorts.Checks.Item;

namespace NotebookKit.Cohorts.Checks;

/// <summary>Procedures are numbered in their order, one is the index, and stay, modality, agent and dose agree.</summary>
internal static class ProcedureChecks
{
    private static readonly string[] Radio = ["tare_glass", "tare_resin", "tare_holmium"];
    private static readonly string[] Arterial = ["tae", "ctace", "deb_tace", .. Radio];

    public static void Check(Checks checks, CheckedPatient patient)
    {
        if (checks.Cohort.AllProcedures && patient.Procedures.Length == 0)
            checks.Report("D47", patient.Row, "patient_id", $"{patient.Id} has no procedure", "at least one",
                "add it, or take the patient out");
        CheckNumbers(checks, patient);
        CheckIndex(checks, patient);
        CheckOverlap(checks, patient);
        foreach (Item p in patient.Procedures)
        {
            CheckStay(checks, p);
            CheckModality(checks, p);
            CheckTreated(checks, patient, p, [.. checks.Cohort.TreatedBy[p["procedure_id"]]]);
        }
    }

    private static void CheckNumbers(Checks checks, CheckedPatient patient)
    {
        Item[] numbered = [.. patient.Procedures.Where(p => p.Whole("procedure_number") is not null)];
        bool twice = false;
        foreach (IGrouping<int?, Item> number in numbered.GroupBy(p => p.Whole("procedure_number")).Where(g => g.Count() > 1))
        {
            twice = true;
            checks.Report("D40", number.Last(), "procedure_number", $"number {number.Key} stands twice", "each once",
                "correct one of the two", number.First());
        }
        for (int i = 1; i < numbered.Length; i++)
        {
            Item before = numbered[i - 1], p = numbered[i];
            if (p.Date("procedure_date") > before.Date("procedure_date") && p.Whole("procedure_number") < before.Whole("procedure_number"))
                checks.Report("D39", p, "procedure_number",
                    $"number {p["procedure_number"]} on {p["procedure_date"]}, but number {before["procedure_number"]} on "
                        + $"{before["procedure_date"]}", "numbers in the order of dates", "correct number or date", before);
        }
        int[] numbers = [.. numbered.Select(p => p.Whole("procedure_number")!.Value).Order()];
        if (!twice && checks.Cohort.AllProcedures && numbers.Length > 0 && numbered.Length == patient.Procedures.Length
            && !numbers.SequenceEqual(Enumerable.Range(1, numbers.Length)))
            checks.Report("D41", numbered[^1], "procedure_number", $"{patient.Id} has the numbers {string.Join(", ", numbers)}",
                $"1 to {numbers.Length}", "a procedure may be missing");
    }

    private static void CheckIndex(Checks checks, CheckedPatient patient)
    {
        Item[] index = [.. patient.Procedures.Where(p => p.Is("index_procedure", "yes"))];
        if (checks.Cohort.AllProcedures && patient.Procedures.Length > 0 && index.Length != 1
            && patient.Procedures.All(p => p.Is("index_procedure", "yes", "no")))
            checks.Report("D42", patient.Row, "patient_id", $"{patient.Id} has {index.Length} index procedures", "exactly one",
                "write yes at the first procedure alone", index.ElementAtOrDefault(1) ?? patient.Procedures[0]);
        if (index.Length == 1 && index[0].Date("procedure_date") > patient.FirstProcedure)
            checks.Report("D43", index[0], "index_procedure",
                $"index {index[0]["procedure_id"]} on {index[0]["procedure_date"]}, an earlier one on {Iso(patient.FirstProcedure)}",
                "the first procedure", "check both", patient.Procedures[0]);
    }

    private static void CheckOverlap(Checks checks, CheckedPatient patient)
    {
        for (int i = 1; i < patient.Procedures.Length; i++)
        {
            Item p = patient.Procedures[i];
            if (p.Date("procedure_date") is not { } day) continue;
            if (patient.Procedures[i - 1] is { } before && before.Date("procedure_date") == day)
                checks.Report("D48", p, "procedure_date", $"{before["procedure_id"]} and {p["procedure_id"]} on {Iso(day)}",
                    "one row per session", "join them, or correct a date", before);
            if (patient.Procedures.Take(i).LastOrDefault(x => x.Date("procedure_date") < day && x.Date("discharge_date") > day) is { } stay)
                checks.Report("D55", p, "procedure_date",
                    $"{p["procedure_id"]} on {Iso(day)} falls into the stay for {stay["procedure_id"]} until {stay["discharge_date"]}",
                    "after it", "check; leave it if both fell in one stay", stay);
        }
    }

    private static void CheckStay(Checks checks, Item p)
    {
        DateTime? day = p.Date("procedure_date"), discharge = p.Date("discharge_date");
        int? nights = p.Whole("length_of_stay_nights");
        if (discharge < day)
            checks.Report("D44", p, "discharge_date", $"discharged {Iso(discharge)} before the procedure {Iso(day)}", "on or after it",
                "check both dates");
        else if (discharge is { } end && day is { } start && nights is { } n && (end - start).Days != n)
            checks.Report("D45", p, "length_of_stay_nights", $"{n} nights, the dates give {(end - start).Days}", $"{(end - start).Days}",
                "correct one (admission before the day of the procedure: leave discharge or nights blank)");
        if (nights > checks.Cohort.Options.LongestStayNights)
            checks.Report("D46", p, "length_of_stay_nights", $"a stay of {nights} nights",
                $"up to {checks.Cohort.Options.LongestStayNights}", "check; leave it if right");
    }

    private static void CheckModality(Checks checks, Item p)
    {
        if (p["modality"] is not { } modality) return;
        bool radio = Radio.Contains(modality);
        foreach (string column in new[] { "activity_gbq", "tumor_dose_gy", "normal_liver_dose_gy", "lung_shunt_percent" })
            if (!radio && p[column] is { } value)
                checks.Report("D49", p, column, $"{modality} with {column} {value}", "blank", "clear it, or correct the modality");
        if (radio && p.Has("activity_gbq") && p.IsBlank("activity_gbq"))
            checks.Report("D50", p, "activity_gbq", $"{modality} without activity", "activity in GBq", "fill it in where known");
        if ((radio || modality == "tae") && p["agent"] is { } agent && agent != "none")
            checks.Report("D51", p, "agent", $"{modality} with {agent}", "none",
                "with a drug it is ctace or deb_tace: correct one of the two");
        if (modality is "ctace" or "deb_tace" && p.Is("agent", "none"))
            checks.Report("D52", p, "agent", $"{modality} without a drug", "a drug of the list",
                "without one it is tae: correct one of the two");
        if (p.Value("tumor_dose_gy") < p.Value("normal_liver_dose_gy"))
            checks.Report("D53", p, "tumor_dose_gy", $"tumour {p["tumor_dose_gy"]} Gy, liver {p["normal_liver_dose_gy"]} Gy",
                "tumour above liver", "the two may be swapped");
    }

    private static void CheckTreated(Checks checks, CheckedPatient patient, Item p, Item[] treated)
    {
        if (treated.Length == 0 && checks.Cohort.AllTreated && p["procedure_id"] is not null)
            checks.Report("D82", p, "procedure_id", $"{p["procedure_id"]} treated no lesion", "at least one",
                "add it to treated_lesions.csv; local response cannot be computed without it");
        if (p["modality"] is not { } modality || !Arterial.Contains(modality)) return;
        foreach (Item link in treated)
            if (patient.Lesion(link["lesion_id"]) is { } lesion && lesion["organ"] is { } organ && organ != "liver"
                && !link.Is("relation", "new_in_territory"))
                checks.Report("D83", link, "lesion_id", $"{p["procedure_id"]} ({modality}) treated {lesion["lesion_id"]} in {organ}",
                    "liver", "correct one of the two", lesion);
    }
}
