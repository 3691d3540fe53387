using System.Collections.Immutable;
using Microsoft.Data.Analysis;

namespace NotebookKit.AdverseEvents.Counting;

/// <summary>Time from the procedure to the first event of each unit, with death as the competing event.</summary>
internal static class FirstEvents
{
    public const string Censored = "censored", Event = "adverse event", Death = "death";

    /// <summary>One row per unit with a known end of follow-up: unit_id, patient_id, group, days, outcome.</summary>
    public static DataFrame Of(SafetyAssessment safety, CountingUnit per, string? term)
    {
        if (safety.Procedures == 0 && !safety.Set.TreatmentStarts.IsEmpty) return OfTreatments(safety, per, term);
        safety.RequireAllProcedures("Time to an event begins with a procedure and ends with the next");
        SafetySet set = safety.Set;
        (_, ImmutableArray<int> groupOfUnit, _) = safety.Units(per);
        AdverseEvent[] events = [.. safety.Events.Where(e => e.Procedure >= 0 && e.Onset is not null && (term is null || e.Term == term))];
        var firstOfPatient = events.GroupBy(e => e.Patient).ToDictionary(g => g.Key, g => g.Min(e => e.Onset!.Value));
        var firstOfProcedure = events.GroupBy(e => e.Procedure).ToDictionary(g => g.Key, g => g.Min(e => e.Onset!.Value));
        (int From, int To)?[] spans = TimeAtRisk.OfProcedures(set, safety.Options.Window);

        var rows = new List<(string Id, string Patient, string? Group, double Days, string Outcome)>();
        for (int p = 0; p < set.PatientIds.Length; p++)
        {
            foreach (int procedure in per == CountingUnit.Patient ? set.ProceduresOfPatient[p].Take(1) : set.ProceduresOfPatient[p])
            {
                int unit = per == CountingUnit.Patient ? p : procedure;
                if (groupOfUnit[unit] < 0 || set.ProcedureDates[procedure] is not DateTime start
                    || TimeAtRisk.End(set, p) is not DateTime end) continue;
                DateTime? first = (per == CountingUnit.Patient ? firstOfPatient : firstOfProcedure).TryGetValue(unit, out DateTime d)
                    ? d
                    : null;
                // follow-up of a procedure ends where the next begins or the window ends; of a patient only with follow-up
                int days = per == CountingUnit.Patient ? (end - start).Days : spans[procedure]!.Value.To;
                bool died = set.Deaths[p] is DateTime death && (death - start).Days <= days;
                (int time, string outcome) = first is DateTime onset ? ((onset - start).Days, Event) : (days, died ? Death : Censored);
                rows.Add((per == CountingUnit.Patient ? set.PatientIds[p] : set.ProcedureIds[procedure], set.PatientIds[p],
                    safety.Groups[groupOfUnit[unit]], time, outcome));
            }
        }
        return Frame(rows);
    }

    /// <summary>
    /// Of patients from the start of treatment: follow-up ends with death, last contact, the treatment-emergent window or the window.
    /// </summary>
    private static DataFrame OfTreatments(SafetyAssessment safety, CountingUnit per, string? term)
    {
        SafetySet set = safety.Set;
        (_, ImmutableArray<int> groups, _) = safety.Units(per);
        RiskTimes risk = TimeAtRisk.Of(safety);
        var firsts = safety.Events.Where(e => e.Day is not null && (term is null || e.Term == term)).GroupBy(e => e.Patient)
            .ToDictionary(g => g.Key, g => g.Min(e => e.Day!.Value));
        var rows = new List<(string Id, string Patient, string? Group, double Days, string Outcome)>();
        for (int p = 0; p < set.PatientIds.Length; p++)
        {
            if (groups[p] < 0 || set.TreatmentStarts[p] is not DateTime start || risk.Days[p] is not double atRisk) continue;
            double last = risk.From + atRisk - 1;
            bool died = set.Deaths[p] is DateTime death && (death - start).Days <= last;
            (double time, string outcome) = firsts.TryGetValue(p, out int first)
                ? (first, Event)
                : (Math.Max(0, last), died ? Death : Censored);
            rows.Add((set.PatientIds[p], set.PatientIds[p], safety.Groups[groups[p]], time, outcome));
        }
        return Frame(rows);
    }

    private static DataFrame Frame(List<(string Id, string Patient, string? Group, double Days, string Outcome)> rows) =>
        new DataFrame(
            new StringDataFrameColumn("unit_id", rows.Select(r => r.Id)),
            new StringDataFrameColumn("patient_id", rows.Select(r => r.Patient)),
            new StringDataFrameColumn("group", rows.Select(r => r.Group)),
            new DoubleDataFrameColumn("days", rows.Select(r => (double?)r.Days)),
            new StringDataFrameColumn("outcome", rows.Select(r => r.Outcome)));
}
