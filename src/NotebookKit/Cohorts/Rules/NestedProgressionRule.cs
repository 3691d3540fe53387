using System.Globalization;
using NotebookKit.Cohorts.Reading;

namespace NotebookKit.Cohorts.Rules;

/// <summary>
/// The dates of nested progression: the hepatic one that includes a local one, and the overall one that includes both, are not later.
/// </summary>
/// <remarks>
/// The outer event must lie after the procedure the inner one belongs to, and on or before the inner one. An event belongs to the
/// procedure it names, otherwise to the last one before it.
/// </remarks>
internal sealed class NestedProgressionRule : ICohortRule
{
    private static readonly (string Inner, string Outer)[] Nested =
    [
        ("local_progression", "hepatic_progression"),
        ("hepatic_progression", "overall_progression"),
        ("extrahepatic_progression", "overall_progression"),
    ];

    public IEnumerable<Finding> Check(RawCohort cohort)
    {
        RawTable events = cohort["followup_events"];
        ILookup<string, Procedure> procedures = Procedures(cohort["procedures"]).ToLookup(p => p.Patient);
        foreach (IGrouping<string, Event> patient in Events(events).GroupBy(e => e.Patient))
        foreach (Event inner in patient)
        foreach (string outer in Nested.Where(n => n.Inner == inner.Type).Select(n => n.Outer))
        {
            DateTime start = Start(inner, procedures[patient.Key]);
            if (patient.Any(e => e.Type == outer && e.Date > start && e.Date <= inner.Date)) continue;
            Event? late = patient.Where(e => e.Type == outer && e.Date > inner.Date).MinBy(e => e.Date);
            yield return new(FindingSeverity.Error, "X14", events.Schema.File, inner.Row.Number, "event_type", events.Key(inner.Row),
                inner.Type,
                $"{inner.Type} on {Iso(inner.Date)} has no {outer} on or before it.",
                $"{outer} dated {Iso(inner.Date)} or earlier, after the procedure",
                late is null
                    ? $"Add a row {outer}{(outer == "hepatic_progression" ? " (and overall_progression, if it is missing too)" : "")} for "
                        + $"patient {patient.Key}, dated {Iso(inner.Date)} unless it was seen earlier."
                    : $"{outer} is dated {Iso(late.Date)} in row {late.Row.Number}: correct one of the dates, or add an earlier {outer}.",
                late is null ? null : events.Schema.File, late?.Row.Number);
        }
    }

    private static DateTime Start(Event inner, IEnumerable<Procedure> procedures) =>
        procedures.Where(p => inner.Procedure is null ? p.Date < inner.Date : p.Id == inner.Procedure)
            .Select(p => p.Date).DefaultIfEmpty(DateTime.MinValue).Max();

    private static IEnumerable<Procedure> Procedures(RawTable table) =>
        from row in table.Rows
        let patient = table[row, "patient_id"]
        let id = table[row, "procedure_id"]
        let date = Date(table[row, "procedure_date"])
        where patient is not null && id is not null && date is not null
        select new Procedure(patient, id, date.Value);

    private static IEnumerable<Event> Events(RawTable table) =>
        from row in table.Rows
        let patient = table[row, "patient_id"]
        let type = table[row, "event_type"]
        let date = Date(table[row, "event_date"])
        where patient is not null && type is not null && date is not null
        select new Event(row, patient, type, date.Value, table[row, "procedure_id"]);

    private static DateTime? Date(string? text) => text is not null && CellParser.TryDate(text, out DateTime date) ? date : null;

    private static string Iso(DateTime date) => date.ToString(CellParser.DateFormat, CultureInfo.InvariantCulture);

    private sealed record Procedure(string Patient, string Id, DateTime Date);

    private sealed record Event(RawRow Row, string Patient, string Type, DateTime Date, string? Procedure);
}
