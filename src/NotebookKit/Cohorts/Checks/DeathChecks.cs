using static NotebookKit.Cohorts.Checks.Item;

namespace NotebookKit.Cohorts.Checks;

/// <summary>Vital status, day and cause of death agree with each other and with everything that happened.</summary>
internal static class DeathChecks
{
    public static void Check(Checks checks, CheckedPatient patient)
    {
        CheckStatus(checks, patient);
        CheckFatal(checks, patient);
        if (patient.Death is { } death) CheckAfter(checks, patient, death);
    }

    private static void CheckStatus(Checks checks, CheckedPatient patient)
    {
        Item row = patient.Row;
        DateTime? death = patient.Death, last = patient.LastContact;
        if (row.Is("vital_status", "alive") && death is not null)
            checks.Report("D01", row, "death_date", $"{patient.Id} is alive, but has a death date {Iso(death)}", "one of the two",
                "write dead, or clear death_date, as the source says");
        if (row.Is("vital_status", "alive") && row["death_cause"] is { } cause)
            checks.Report("D02", row, "death_cause", $"{patient.Id} is alive, but has a cause of death ({cause})", "no cause",
                "clear death_cause, or write dead and the date");
        if (!patient.IsDead) return;
        if (row.IsBlank("death_date"))
            checks.Report("D03", row, "death_date", $"{patient.Id} is dead without a date", "death_date",
                "fill it in; without a date the patient cannot be an event");
        if (row.IsBlank("death_cause"))
            checks.Report("D04", row, "death_cause", $"{patient.Id} is dead, the cause is not given", "one of the list",
                "write unknown where it is not known");
        if (last > death)
            checks.Report("D05", row, "last_contact_date", $"last contact {Iso(last)} lies after death {Iso(death)}", "the same day",
                "correct the one that is wrong");
        if (last < death)
            checks.Report("D06", row, "last_contact_date", $"last contact {Iso(last)} lies before death {Iso(death)}", "the same day",
                "write the day of death in both");
    }

    private static void CheckFatal(Checks checks, CheckedPatient patient)
    {
        Item[] fatal = [.. patient.AdverseEvents.Where(IsFatal)];
        foreach (Item e in fatal)
        {
            if (!patient.IsDead && patient.Row["vital_status"] is { } status)
                checks.Report("D30", e, "outcome", $"fatal event {e["ae_id"]}, but {patient.Id} is {status}", "dead with a date",
                    "correct one of the two", patient.Row);
            if (e.Is("outcome", "fatal") && e.Date("end_date") is { } end && patient.Death is { } death && end != death)
                checks.Report("D31", e, "end_date", $"the fatal event ends {Iso(end)}, death is on {Iso(death)}", "the same day",
                    "correct one of the two", patient.Row);
        }
        if (fatal.Length > 0 || !patient.IsDead) return;
        if (patient.Row.Is("death_cause", "treatment_related"))
            checks.Report("D67", patient.Row, "death_cause", "death by treatment without a fatal adverse event", "a fatal adverse event",
                "add the event, or correct the cause");
        if (patient.Death is { } day && patient.LastProcedure is { } last && day >= last && (day - last).Days is <= 30 and int days)
        {
            Item procedure = patient.Procedures.Last(p => p.Date("procedure_date") == last);
            checks.Report("D68", patient.Row, "death_date", $"death {days} days after {procedure["procedure_id"]}", "–",
                "counted as 30-day mortality; nothing to do if right", procedure);
        }
    }

    public static bool IsFatal(Item e) => e.Is("outcome", "fatal") || e.Whole("ctcae_grade") == 5;

    /// <summary>Nothing happens after death; where a procedure does, the rest of that patient is folded into it.</summary>
    private static void CheckAfter(Checks checks, CheckedPatient patient, DateTime death)
    {
        (string Rule, Item At, string Column, string Message, string Expected)[] after =
        [
            .. After("D15", patient.Imaging, "imaging_date", i => $"imaging {i["imaging_id"]} on {i["imaging_date"]}",
                "imaging before death"),
            .. After("D17", patient.Events, "event_date", e => $"{e["event_type"]} on {e["event_date"]}", "on or before the day of death"),
            .. After("D19", patient.Labs, "lab_date", l => $"laboratory value of {l["lab_date"]}", "before death"),
            .. After("D21", patient.AdverseEvents, "onset_date", e => $"adverse event begins {e["onset_date"]}",
                "on or before the day of death"),
            .. After("D22", patient.AdverseEvents.Where(e => !(e.Date("onset_date") > death)), "end_date",
                e => $"adverse event ends {e["end_date"]}",
                "on or before the day of death; an event that lasted until death ends on that day"),
            .. After("D54", patient.Procedures.Where(p => !(p.Date("procedure_date") > death)), "discharge_date",
                p => $"discharged {p["discharge_date"]}", "on or before the day of death"),
            .. After("D89", patient.Therapies, "start_date", t => $"{t["therapy_class"]} starts {t["start_date"]}", "before death"),
            .. After("D90", patient.Therapies.Where(t => !(t.Date("start_date") > death)), "end_date",
                t => $"{t["therapy_class"]} ends {t["end_date"]}", "on or before the day of death"),
        ];
        if (patient.Diagnosis is { } diagnosis && diagnosis.First > death)
            checks.Report("D12", patient.Row, "diagnosis_date", $"diagnosis {patient.Row["diagnosis_date"]} lies after death {Iso(death)}",
                "before it", "check both dates");
        Item[] procedures = [.. patient.Procedures.Where(p => p.Date("procedure_date") > death)];
        bool folded = false;
        foreach (Item p in procedures)
        {
            string more = folded || after.Length == 0
                ? ""
                : $", as {(after.Length == 1 ? "does one more row" : $"do {after.Length} more rows")} of the patient";
            checks.Report("D09", p, "procedure_date",
                $"procedure {p["procedure_id"]} on {p["procedure_date"]} lies after death on {Iso(death)}{more}",
                "the procedure before death", "check both dates", patient.Row);
            folded = true;
        }
        if (folded) return;
        foreach ((string rule, Item at, string column, string message, string expected) in after)
            checks.Report(rule, at, column, $"{message}, death on {Iso(death)}", expected, "check both dates", patient.Row);

        IEnumerable<(string, Item, string, string, string)> After(string rule, IEnumerable<Item> rows, string column,
            Func<Item, string> message, string expected) =>
            rows.Where(r => r.Date(column) > death).Select(r => (rule, r, column, message(r), expected));
    }
}
