using static NotebookKit.Cohorts.Checks.Item;

namespace NotebookKit.Cohorts.Checks;

/// <summary>
/// Events follow their procedure and stand on the day of their imaging; therapies begin before they end and before what says they came
/// first.
/// </summary>
internal static class FollowupChecks
{
    public static void Check(Checks checks, CheckedPatient patient)
    {
        foreach (Item e in patient.Events) CheckEvent(checks, patient, e);
        foreach (IGrouping<(string, string), Item> twice in patient.Events.Where(
            e => e["procedure_id"] is not null && e["event_type"] is not null)
            .GroupBy(e => (e["event_type"]!, e["procedure_id"]!)).Where(g => g.Count() > 1))
            checks.Report("D87", twice.ElementAt(1), "event_type",
                $"{twice.Key.Item1} after {twice.Key.Item2} stands twice (row {twice.First().Number})", "the first alone",
                "delete the later, where it is the same event", twice.First());
        foreach (Item t in patient.Therapies)
            if (t.Date("end_date") < t.Date("start_date"))
                checks.Report("D88", t, "end_date", $"ends {t["end_date"]} before it starts {t["start_date"]}", "end on or after start",
                    "check both dates");
        CheckPrior(checks, patient, "prior_ssa", "ssa");
        CheckPrior(checks, patient, "prior_prrt", "prrt");
    }

    private static void CheckEvent(Checks checks, CheckedPatient patient, Item e)
    {
        if (e.Date("event_date") is not { } day) return;
        if (patient.Procedure(e["procedure_id"]) is { } procedure && procedure.Date("procedure_date") is { } start)
        {
            if (day < start)
                checks.Report("D84", e, "event_date",
                    $"{e["event_type"]} on {Iso(day)}, before {procedure["procedure_id"]} on {Iso(start)}", "after it",
                    "correct one of the two", procedure);
            Item? later = patient.Procedures.LastOrDefault(p => p.Date("procedure_date") > start && p.Date("procedure_date") < day);
            if (later is not null && e.Is("event_type", "local_progression", "hepatic_progression", "extrahepatic_progression",
                "overall_progression"))
                checks.Report("D85", e, "procedure_id",
                    $"{e["event_type"]} on {Iso(day)} booked to {procedure["procedure_id"]}; {later["procedure_id"]} was on "
                        + $"{later["procedure_date"]}", "counted from the last procedure",
                        "right where time counts from the earlier one", later);
        }
        if (patient.Image(e["imaging_id"]) is { } image && image.Date("imaging_date") is { } seen && seen != day)
            checks.Report("D86", e, "event_date", $"{e["event_type"]} on {Iso(day)}, imaging {image["imaging_id"]} on {Iso(seen)}",
                "the same day", "correct one of the two", image);
    }

    private static void CheckPrior(Checks checks, CheckedPatient patient, string column, string therapy)
    {
        if (patient.FirstProcedure is not { } first) return;
        Item? before = patient.Therapies.FirstOrDefault(t => t.Is("therapy_class", therapy) && t.Date("start_date") < first);
        if (patient.Row.Is(column, "no") && before is not null)
            checks.Report("D91", patient.Row, column, $"{column} no, but {before["therapy_id"]} from {before["start_date"]}", "yes",
                "correct one of the two", before);
        if (patient.Row.Is(column, "yes") && before is null && checks.Cohort.AllTherapies
            && !patient.Therapies.Any(t => t.Is("therapy_class", therapy) && t.Date("start_date") is null))
            checks.Report("D92", patient.Row, column, $"{column} yes, but systemic_therapy.csv has no {therapy} before {Iso(first)}",
                "a row", "add it where known");
    }
}
