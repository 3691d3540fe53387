using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;
using static NotebookKit.Cohorts.Checks.Item;

namespace NotebookKit.Cohorts.Checks;

/// <summary>Days, grade, outcome and consequences of an adverse event agree; each event stands once.</summary>
internal static class AdverseEventChecks
{
    private static readonly string[] OfMen = ["prostat", "testis", "testic", "scrot", "epididym"];
    private static readonly string[] OfWomen = ["uterus", "uterine", "ovary", "ovarian", "vagina", "pregnan", "menstru", "cervix",
        "endometri"];

    public static void Check(Checks checks, CheckedPatient patient)
    {
        foreach (Item e in patient.AdverseEvents)
        {
            CheckTerm(checks, e);
            CheckDays(checks, patient, e);
            CheckGrade(checks, e);
            CheckConsequences(checks, e);
            CheckSex(checks, patient, e);
        }
        CheckRepeated(checks, patient);
    }

    private static void CheckTerm(Checks checks, Item e)
    {
        if (e["ae_term"] is not { } term || AdverseEventTerms.MaximumGrades.ContainsKey(term)) return;
        string? meant = AdverseEventTerms.MaximumGrades.Keys.FirstOrDefault(t => string.Equals(t, term, StringComparison.OrdinalIgnoreCase))
            ?? NearestName.Of(term, AdverseEventTerms.MaximumGrades.Keys);
        checks.Report("F10", e, "ae_term", $"'{term}' is not in ae_terms.csv; it is counted as a term of its own", "a term of ae_terms.csv",
            meant is null ? "write other and the words in ae_term_verbatim, or leave a term of your own" : $"did you mean {meant}?");
    }

    private static void CheckDays(Checks checks, CheckedPatient patient, Item e)
    {
        DateTime? onset = e.Date("onset_date"), end = e.Date("end_date");
        if (end < onset)
            checks.Report("D23", e, "end_date", $"ends {Iso(end)} before it begins {Iso(onset)}", "end on or after onset",
                "check both dates");
        if (patient.Procedure(e["procedure_id"]) is { } procedure && procedure.Date("procedure_date") is { } day && onset is { } begin)
        {
            if (begin < day)
                checks.Report("D24", e, "onset_date", $"begins {Iso(begin)}, before procedure {procedure["procedure_id"]} on {Iso(day)}",
                    "on or after it", "name the right procedure, or clear it (baseline complaint)", procedure);
            Item? later = patient.Procedures.LastOrDefault(p => p.Date("procedure_date") > day && p.Date("procedure_date") <= begin);
            if (later is not null)
                checks.Report("D25", e, "procedure_id",
                    $"begins {Iso(begin)}, booked to {procedure["procedure_id"]}; {later["procedure_id"]} on "
                        + $"{later["procedure_date"]} lies nearer", "the latest procedure before the onset", "check procedure_id", later);
        }
        if (e.Is("outcome", "resolved", "resolved_with_sequelae") && e.IsBlank("end_date"))
            checks.Report("D26", e, "end_date", "resolved without an end date", "end_date", "fill it in where known");
        if (e.Is("outcome", "ongoing", "resolving") && end is not null)
            checks.Report("D27", e, "end_date", $"{e["outcome"]}, but ended {Iso(end)}", "one of the two",
                "write resolved, or clear end_date");
    }

    private static void CheckGrade(Checks checks, Item e)
    {
        int? grade = e.Whole("ctcae_grade");
        if (grade == 5 && e["outcome"] is { } outcome && outcome != "fatal")
            checks.Report("D28", e, "outcome", $"grade 5 with outcome {outcome}", "fatal", "grade 5 is death: correct one of the two");
        if (e.Is("outcome", "fatal") && grade < 5)
            checks.Report("D29", e, "ctcae_grade", $"fatal with grade {grade}", "5", "correct one of the two");
        bool deadly = e.Is("sir_severity", "death");
        if ((deadly && !e.Is("outcome", "fatal")) || (!deadly && e["sir_severity"] is not null && e.Is("outcome", "fatal")))
            checks.Report("D32", e, "sir_severity", $"SIR severity {e["sir_severity"]} with outcome {e["outcome"]}", "death with fatal",
                "correct one of the two");
        if (!e.IsBlank("ctcae_grade") && e.IsBlank("ctcae_version"))
            checks.Report("D35", e, "ctcae_version", $"grade {e["ctcae_grade"]} of no version", "4.03, 5.0 or 6.0",
                "fill in ctcae_version: grades differ between versions (in mapping.csv one row with constant:5.0 for all)");
        if (e["ae_term"] is { } term && AdverseEventTerms.MaximumGrades.TryGetValue(term, out int most) && grade > most)
            checks.Report("D38", e, "ctcae_grade", $"{term} of grade {grade}", $"at most {most}", "check grade and term");
    }

    private static void CheckConsequences(Checks checks, Item e)
    {
        bool stay = e.Is("hospitalization", "prolonged", "readmission");
        if (e.Is("serious", "no") && (stay || e.Whole("ctcae_grade") >= 4))
            checks.Report("D33", e, "serious",
                $"not serious, but hospitalization {e["hospitalization"] ?? "not given"} and grade {e["ctcae_grade"] ?? "not given"}",
                "yes", "a stay prolonged by an event makes it serious; correct one of the two");
        if (e.Is("hospitalization", "none") && e.Is("action", "icu", "surgery"))
            checks.Report("D34", e, "hospitalization", $"action {e["action"]} without a stay", "prolonged or readmission", "check both");
    }

    private static void CheckSex(Checks checks, CheckedPatient patient, Item e)
    {
        if (e["ae_term_verbatim"]?.ToLowerInvariant() is not { } text || patient.Row["sex"] is not ("female" or "male")) return;
        string sex = patient.Row["sex"]!;
        string[] other = sex == "female" ? OfMen : OfWomen;
        if (other.Any(w => text.Contains(w, StringComparison.Ordinal)))
            checks.Report("D62", e, "ae_term_verbatim", $"\"{e["ae_term_verbatim"]}\" in a {sex} patient", "fits the sex",
                "check sex and event", patient.Row);
    }

    private static void CheckRepeated(Checks checks, CheckedPatient patient)
    {
        foreach (IGrouping<string, Item> term in patient.AdverseEvents.Where(e => e["ae_term"] is not null && e["ae_term"] != "other")
            .GroupBy(e => e["ae_term"]!))
        {
            Item[] events = [.. term];
            for (int i = 1; i < events.Length; i++)
            {
                Item before = events[i - 1], e = events[i];
                if (e.Date("onset_date") is not { } onset || before.Date("onset_date") is not { } earlier) continue;
                if (onset == earlier)
                    checks.Report("D36", e, "ae_term", $"{term.Key} of {Iso(onset)} stands twice (row {before.Number})",
                        "one row per event at its worst grade", "delete one", before);
                else if (events.Take(i).FirstOrDefault(x => x.Date("end_date") >= onset && x.Date("onset_date") < onset) is { } open)
                    checks.Report("D37", e, "onset_date",
                        $"{term.Key} begins {Iso(onset)} while that of row {open.Number} lasts until {open["end_date"]}",
                        "one row per event", "join them, or correct the dates", open);
            }
        }
    }
}
