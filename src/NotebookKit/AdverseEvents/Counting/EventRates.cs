using System.Collections.Immutable;
using NotebookKit.Statistics.Proportions;

namespace NotebookKit.AdverseEvents.Counting;

/// <summary>Counts events per time at risk.</summary>
internal static class EventRates
{
    private const double DaysPerYear = 365.25;

    public static EventRateTable Of(SafetyAssessment safety, bool firstEventsOnly, double perYears, double confidenceLevel, Func<string, string> label)
    {
        if (!(perYears > 0 && double.IsFinite(perYears))) throw new ArgumentOutOfRangeException(nameof(perYears), perYears, "Expected a number of years above 0, such as 100.");
        safety.RequireAllProcedures("Time at risk begins with a procedure and ends with the next");
        SafetySet set = safety.Set;
        (int From, int To)?[] spans = TimeAtRisk.OfProcedures(set, safety.Options.Window);
        int unknown = spans.Count(s => s is null);
        var rows = safety.Events.GroupBy(e => e.Term).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Row(label(g.Key), g.Key, g)).Prepend(Row("Any adverse event", null, safety.Events));
        var notes = new List<string>(safety.Notes)
        {
            firstEventsOnly ? "First event of each patient; time at risk ends with it." : "All events; the interval takes the events of one patient as independent.",
            "Time at risk: from the procedure to the last contact, death, the end of the window or the day before the next procedure. Intervals: exact Poisson (Garwood).",
        };
        if (unknown > 0) notes.Add($"Left out, n = {unknown}: procedures without date or without last contact, and their events.");
        return new EventRateTable
        {
            Groups = safety.Groups, FirstEventsOnly = firstEventsOnly, PerYears = perYears, ConfidenceLevel = confidenceLevel, Rows = [.. rows], Notes = safety.Words.Notes([.. notes]),
        };

        EventRateRow Row(string text, string? term, IEnumerable<AdverseEvent> events)
        {
            AdverseEvent[] timed = [.. events.Where(e => e.Procedure >= 0 && e.Onset is not null && spans[e.Procedure] is not null && set.GroupOfProcedure[e.Procedure] >= 0)];
            var first = timed.GroupBy(e => e.Patient).ToDictionary(g => g.Key, g => g.MinBy(e => e.Onset)!);
            var days = new long[safety.Groups.Length];
            for (int p = 0; p < spans.Length; p++)
            {
                if (set.GroupOfProcedure[p] < 0 || spans[p] is not var (from, to)) continue;
                if (firstEventsOnly && first.TryGetValue(set.PatientOfProcedure[p], out AdverseEvent? e))
                    to = Math.Min(to, (e.Onset!.Value - set.ProcedureDates[p]!.Value).Days);
                days[set.GroupOfProcedure[p]] += Math.Max(0, to - from + 1);
            }
            AdverseEvent[] counted = firstEventsOnly ? [.. first.Values] : timed;
            return new EventRateRow(text, term, [.. Enumerable.Range(0, days.Length).Select(g =>
                Rate(counted.Count(e => set.GroupOfProcedure[e.Procedure] == g), days[g] / DaysPerYear))]);
        }

        EventRate Rate(int events, double years) => new(events, years, IncidenceRate.Of(events, years / perYears, confidenceLevel: confidenceLevel));
    }
}
