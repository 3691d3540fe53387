using System.Collections.Immutable;
using NotebookKit.Cohorts;

namespace NotebookKit.AdverseEvents;

/// <summary>Selects the events that count by window, attribution and baseline, and merges continuing ones.</summary>
internal static class EventSelection
{
    public static ImmutableArray<AdverseEvent> Select(AdverseEvent[] events, SafetySet set, SafetyOptions options,
        List<ExcludedRows> excluded)
    {
        IEnumerable<AdverseEvent> Keep(IReadOnlyCollection<AdverseEvent> from, Func<AdverseEvent, bool> keep, string reason)
        {
            AdverseEvent[] kept = [.. from.Where(keep)];
            excluded.Add(new ExcludedRows(reason, from.Count - kept.Length));
            return kept;
        }

        string start = set.TreatmentStarts.IsEmpty ? "procedure" : "treatment";
        bool endedBefore(AdverseEvent e) => !set.TreatmentStarts.IsEmpty && e.End < set.TreatmentStarts[e.Patient];
        AdverseEvent[] left =
            [.. Keep(events, e => !(e.Day < 0) && !(e.Onset is null && endedBefore(e)),
                $"events that began before the {start} (baseline)")];
        if (options.TreatmentEmergentDays is int days)
            left = [.. Keep(left, e => !(e.DaysAfterTreatment > days),
                FormattableString.Invariant($"events that began more than {days} days after the end of treatment"))];
        left = [.. Keep(left, e => options.Window.Contains(e.Day), $"events outside the window ({options.Window})")];
        left = [.. Keep(left, e => options.Attribution == EventAttribution.AllCause || (e.IsRelated ?? options.UnknownAttributionIsRelated),
            $"events not related to {(set.ProcedureIds.IsEmpty ? "treatment" : "the procedure")}")];
        left = [.. Keep(left, e => !options.OnlyAboveBaseline || IsAboveBaseline(e), "events no worse than the baseline grade")];
        if (!options.MergeContinuing) return [.. left];
        AdverseEvent[] merged = Merge(left);
        excluded.Add(new ExcludedRows("rows merged into a continuing event of the same patient and term", left.Length - merged.Length));
        return [.. merged];
    }

    private static bool IsAboveBaseline(AdverseEvent e) =>
        e.BaselineGrade is not int baseline || e.Rank(GradeScale.Ctcae) == 0 || e.Rank(GradeScale.Ctcae) > baseline;

    // an event without end is taken to last one day; one without onset is never merged
    private static AdverseEvent[] Merge(AdverseEvent[] events)
    {
        var merged = new List<AdverseEvent>();
        foreach (IGrouping<(int, string), AdverseEvent> same in events.GroupBy(e => (e.Patient, e.Term)))
        {
            AdverseEvent? open = null;
            foreach (AdverseEvent e in same.OrderBy(e => e.Onset ?? DateTime.MinValue))
            {
                if (open is { Onset: not null } && e.Onset <= (open.End ?? open.Onset).Value.AddDays(1))
                {
                    open = Join(open, e);
                    continue;
                }
                if (open is not null) merged.Add(open);
                open = e;
            }
            merged.Add(open!);
        }
        return [.. merged.OrderBy(e => e.Row)];
    }

    private static AdverseEvent Join(AdverseEvent first, AdverseEvent second) => first with
    {
        End = (first.End ?? first.Onset) > (second.End ?? second.Onset) ? first.End : second.End ?? second.Onset,
        Ranks = [.. first.Ranks.Zip(second.Ranks, Math.Max)],
        Serious = first.Serious == true || second.Serious == true ? true : first.Serious ?? second.Serious,
        Fatal = first.Fatal || second.Fatal,
        MergedRows = first.MergedRows + second.MergedRows,
    };
}
