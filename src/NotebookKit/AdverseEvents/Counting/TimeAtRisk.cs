using System.Collections.Immutable;

namespace NotebookKit.AdverseEvents.Counting;

/// <summary>Days on which an event could begin and count, of each procedure (or of each patient where there are no procedures).</summary>
/// <remarks>
/// A procedure is at risk from the first day of the window to its last, but no longer than to the last contact or death, or
/// to the day before the next procedure of the patient, to which later events are assigned. Both ends count.
/// </remarks>
internal static class TimeAtRisk
{
    /// <summary>
    /// First and last day after the procedure; null where the end of follow-up is unknown, and an empty span where there is none.
    /// </summary>
    public static (int From, int To)?[] OfProcedures(SafetySet set, TimeWindow window)
    {
        var spans = new (int, int)?[set.ProcedureIds.Length];
        for (int p = 0; p < set.PatientIds.Length; p++)
        {
            DateTime? end = End(set, p);
            for (int k = 0; k < set.ProceduresOfPatient[p].Length; k++)
            {
                int procedure = set.ProceduresOfPatient[p][k];
                if (set.ProcedureDates[procedure] is not DateTime start || end is null) continue;
                int last = (end.Value - start).Days;
                if (k + 1 < set.ProceduresOfPatient[p].Length && set.ProcedureDates[set.ProceduresOfPatient[p][k + 1]] is DateTime next)
                    last = Math.Min(last, (next - start).Days - 1);
                spans[procedure] = (window.From, Math.Min(last, window.To ?? int.MaxValue));
            }
        }
        return spans;
    }

    /// <summary>Last day of follow-up: death or last contact; null where both are unknown.</summary>
    public static DateTime? End(SafetySet set, int patient) => set.Deaths[patient] ?? set.LastContacts[patient];

    /// <summary>Time at risk of every unit of an assessment: procedures, or patients where there are none.</summary>
    /// <exception cref="ArgumentException">Nothing says when time at risk begins, or some procedures of a patient were left
    /// out.</exception>
    public static RiskTimes Of(SafetyAssessment safety)
    {
        SafetySet set = safety.Set;
        TimeWindow window = safety.Options.Window;
        if (safety.Procedures > 0)
        {
            safety.RequireAllProcedures("Time at risk begins with a procedure and ends with the next");
            return new RiskTimes(
                e => e.Procedure, set.GroupOfProcedure, set.PatientOfProcedure, set.ProcedureDates,
                [.. OfProcedures(set, window).Select(s => s is null ? (double?)null : Days(s))], window.From,
                "Time at risk: from the procedure to the last contact, death, the end of the window or the day before the next procedure.",
                "procedures without date or without last contact");
        }
        if (set.DaysAtRisk.IsEmpty && set.TreatmentStarts.IsEmpty)
            throw new ArgumentException(
                "Time at risk begins with a procedure or with treatment: give the table of procedures, or the patients "
                    + "treatment_start_date or time_at_risk_days.", nameof(safety));
        ImmutableArray<int> patients = [.. Enumerable.Range(0, set.PatientIds.Length)];
        ImmutableArray<DateTime?> starts = set.TreatmentStarts.IsEmpty ? [.. new DateTime?[patients.Length]] : set.TreatmentStarts;
        int? after = safety.Options.TreatmentEmergentDays;
        double? OfPatient(int p)
        {
            if (!set.DaysAtRisk.IsEmpty) return set.DaysAtRisk[p];
            DateTime? emergent = after is int days ? set.TreatmentEnds[p]?.AddDays(days) : null, end = End(set, p);
            DateTime? last = end is null || emergent < end ? emergent : end;
            if (last - starts[p] is not TimeSpan span) return null;
            return Math.Max(0, Math.Min(span.Days, window.To ?? int.MaxValue) - window.From + 1);
        }
        return new RiskTimes(
            e => e.Patient, set.GroupOfPatient, patients, starts, [.. patients.Select(OfPatient)], set.DaysAtRisk.IsEmpty ? window.From : 0,
            !set.DaysAtRisk.IsEmpty ? "Time at risk: as given for each patient."
                : "Time at risk: from the start of treatment to the last contact, death"
                + (after is int d ? FormattableString.Invariant($", {d} days after the end of treatment") : "")
                    + (window.To is null ? "." : " or the end of the window."),
            "patients without time at risk");
    }

    public static int Days((int From, int To)? span) => span is var (from, to) ? Math.Max(0, to - from + 1) : 0;
}

/// <summary>Time at risk of every unit.</summary>
/// <param name="UnitOf">Unit of an event; −1 for none.</param>
/// <param name="GroupOf">Group of each unit; −1 for none.</param>
/// <param name="PatientOf">Patient of each unit.</param>
/// <param name="Starts">Day 0 of each unit; null where unknown.</param>
/// <param name="Days">Days at risk; null where unknown.</param>
/// <param name="From">First day on which an event counts.</param>
/// <param name="Definition">Definition in a sentence.</param>
/// <param name="Unknown">Units without time at risk, in words.</param>
internal sealed record RiskTimes(
    Func<AdverseEvent, int> UnitOf, ImmutableArray<int> GroupOf, ImmutableArray<int> PatientOf, ImmutableArray<DateTime?> Starts,
    ImmutableArray<double?> Days, int From,
    string Definition, string Unknown)
{
    private const double DaysPerYear = 365.25;

    /// <summary>Events and years at risk of each group.</summary>
    /// <param name="events">The events of one row.</param>
    /// <param name="firstOnly">Whether the first event of each patient alone counts and ends the time at risk.</param>
    /// <param name="groups">Number of groups.</param>
    public (int Events, double Years)[] Count(IEnumerable<AdverseEvent> events, bool firstOnly, int groups)
    {
        AdverseEvent[] timed = [.. events.Where(IsTimed)];
        var first = timed.GroupBy(e => e.Patient).ToDictionary(g => g.Key, g => g.OrderBy(e => e.Onset ?? DateTime.MaxValue).First());
        var days = new double[groups];
        for (int u = 0; u < GroupOf.Length; u++)
        {
            if (GroupOf[u] < 0 || Days[u] is not double atRisk) continue;
            if (firstOnly && first.TryGetValue(PatientOf[u], out AdverseEvent? e) && (e.Onset - Starts[u])?.Days is int day)
                atRisk = Math.Clamp(day - From + 1, 0, atRisk);
            days[GroupOf[u]] += atRisk;
        }
        AdverseEvent[] counted = firstOnly ? [.. first.Values] : timed;
        return [.. Enumerable.Range(0, groups).Select(g => (counted.Count(e => GroupOf[UnitOf(e)] == g), days[g] / DaysPerYear))];
    }

    /// <summary>Whether an event has a unit with time at risk and, where days are counted from a date, an onset.</summary>
    public bool IsTimed(AdverseEvent e) => UnitOf(e) is >= 0 and int u && GroupOf[u] >= 0 && Days[u] is not null
        && (e.Onset is not null || e.Procedure < 0);
}
