using static NotebookKit.Cohorts.Checks.Item;

namespace NotebookKit.Cohorts.Checks;

/// <summary>Days lie between birth and today, in the order in which things can happen, and not after the last contact.</summary>
internal static class DateChecks
{
    public static void Check(Checks checks, CheckedPatient patient)
    {
        DateTime today = checks.Cohort.Today;
        DateTime? born = patient.FirstProcedure is { } first && patient.Row.Value("age_at_index_years") is { } age && first.Year > age + 2
            ? first.AddYears(-(int)Math.Ceiling(age) - 1) : null;
        foreach (Item item in patient.All)
        foreach ((string column, DateTime day) in item.Dates())
        {
            if (day > today)
                checks.Report("D07", item, column, $"{column} {Iso(day)} lies in the future", $"no later than {Iso(today)}",
                    "check the year");
            DateTime last = column == "diagnosis_date" && patient.Diagnosis is { } d ? d.Last : day;
            if (last < born)
                checks.Report("D08", item, column,
                    $"{column} {Iso(day)}: the patient (age {Text(patient.Row.Value("age_at_index_years"))} in "
                        + $"{patient.FirstProcedure!.Value.Year}) was not born", "after birth", "check the year and the age", patient.Row);
        }
        CheckBeginning(checks, patient);
        if (!patient.Row.IsBlank("death_date") || patient.LastContact is not { } contact) return;
        CheckContact(checks, patient, contact);
    }

    private static void CheckBeginning(Checks checks, CheckedPatient patient)
    {
        Item row = patient.Row;
        DateTime? first = patient.FirstProcedure, mets = row.Date("liver_mets_date");
        Item? procedure = patient.Procedures.FirstOrDefault();
        if (patient.Diagnosis is { } diagnosis)
        {
            if (diagnosis.First > first)
                checks.Report("D11", row, "diagnosis_date", $"diagnosis {row["diagnosis_date"]} lies after treatment {Iso(first)}",
                    "on or before it", "check both; a later re-biopsy is not the diagnosis", procedure);
            if (mets < diagnosis.First)
                checks.Report("D13", row, "liver_mets_date",
                    $"liver metastases {Iso(mets)} lie before the diagnosis {row["diagnosis_date"]}", "on or after it",
                    "right only where metastases were found first");
        }
        if (mets > first)
            checks.Report("D14", row, "liver_mets_date", $"liver metastases {Iso(mets)} lie after liver treatment {Iso(first)}",
                "on or before it", "check both dates", procedure);
    }

    /// <summary>Of the rows after the last contact the latest is reported, with the count of the others.</summary>
    private static void CheckContact(Checks checks, CheckedPatient patient, DateTime contact)
    {
        const string Remedy = "bring last_contact_date up to date";
        Item[] procedures = After(patient.Procedures, "procedure_date");
        if (procedures.Length > 0)
            checks.Report("D10", patient.Row, "last_contact_date",
                $"last contact {Iso(contact)} lies before procedure {procedures[^1]["procedure_id"]} on {procedures[^1]["procedure_date"]}"
                    + $"{More(procedures)}", "last contact on or after it", Remedy, procedures[^1]);
        Item[] imaging = After(patient.Imaging, "imaging_date");
        if (imaging.Length > 0)
            checks.Report("D16", imaging[^1], "imaging_date",
                $"imaging {imaging[^1]["imaging_id"]} on {imaging[^1]["imaging_date"]} lies after the last contact "
                    + $"{Iso(contact)}{More(imaging)}", "last contact on or after it", Remedy, patient.Row);
        Item[] events = After(patient.Events, "event_date");
        if (events.Length > 0)
            checks.Report("D18", events[^1], "event_date",
                $"{events[^1]["event_type"]} on {events[^1]["event_date"]} lies after the last contact {Iso(contact)}{More(events)}",
                "last contact on or after it", Remedy, patient.Row);
        Item[] labs = After(patient.Labs, "lab_date");
        if (labs.Length > 0)
            checks.Report("D20", labs[^1], "lab_date",
                $"laboratory value of {labs[^1]["lab_date"]} lies after the last contact {Iso(contact)}{More(labs)}",
                "last contact on or after it", Remedy, patient.Row);

        Item[] After(IEnumerable<Item> items, string column) => [.. items.Where(i => i.Date(column) > contact)];
        static string More(Item[] items) => items.Length == 1 ? "" : $", and {items.Length - 1} more of its kind";
    }
}
