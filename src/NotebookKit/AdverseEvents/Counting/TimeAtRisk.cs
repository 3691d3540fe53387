namespace NotebookKit.AdverseEvents.Counting;

/// <summary>Days on which an event could begin and count, of each procedure (or of each patient where there are no procedures).</summary>
/// <remarks>
/// A procedure is at risk from the first day of the window to its last, but no longer than to the last contact or death, or
/// to the day before the next procedure of the patient, to which later events are assigned. Both ends count.
/// </remarks>
internal static class TimeAtRisk
{
    /// <summary>First and last day after the procedure; null where the end of follow-up is unknown, and an empty span where there is none.</summary>
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

    public static int Days((int From, int To)? span) => span is var (from, to) ? Math.Max(0, to - from + 1) : 0;
}
