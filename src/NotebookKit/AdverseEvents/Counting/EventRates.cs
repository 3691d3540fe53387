using System.Collections.Immutable;
using NotebookKit.Statistics.Proportions;

namespace NotebookKit.AdverseEvents.Counting;

/// <summary>Counts events per time at risk.</summary>
internal static class EventRates
{
    public static EventRateTable Of(SafetyAssessment safety, bool firstEventsOnly, double perYears, double confidenceLevel,
        Func<string, string> label)
    {
        if (!(perYears > 0 && double.IsFinite(perYears)))
            throw new ArgumentOutOfRangeException(nameof(perYears), perYears, "Expected a number of years above 0, such as 100.");
        RiskTimes risk = TimeAtRisk.Of(safety);
        var rows = safety.Events.GroupBy(e => e.Term).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Row(label(g.Key), g.Key, g)).Prepend(Row("Any adverse event", null, safety.Events));
        var notes = new List<string>(safety.Notes)
        {
            firstEventsOnly
                ? "First event of each patient; time at risk ends with it."
                : "All events; the interval takes the events of one patient as independent.",
            risk.Definition + " Intervals: exact Poisson (Garwood).",
        };
        if (risk.Days.Count(d => d is null) is > 0 and int unknown)
            notes.Add($"Left out, n = {unknown}: {risk.Unknown}, and their events.");
        int undated = safety.Events.Count(e => risk.IsTimed(e) && (e.Onset is null || risk.Starts[risk.UnitOf(e)] is null));
        if (firstEventsOnly && undated > 0) notes.Add($"Day unknown, n = {undated} events: they count, but do not end the time at risk.");
        return new EventRateTable
        {
            Groups = safety.Groups, FirstEventsOnly = firstEventsOnly, PerYears = perYears, ConfidenceLevel = confidenceLevel,
            Rows = [.. rows], Notes = safety.Words.Notes([.. notes]),
        };

        EventRateRow Row(string text, string? term, IEnumerable<AdverseEvent> events) =>
            new(text, term, [.. risk.Count(events, firstEventsOnly, safety.Groups.Length).Select(c => Rate(c.Events, c.Years))]);

        EventRate Rate(int events, double years) =>
            new(events, years, IncidenceRate.Of(events, years / perYears, confidenceLevel: confidenceLevel));
    }
}
