using System.Globalization;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Reading;

/// <summary>Fills what follows from other cells, and says how much: nobody is asked for it.</summary>
/// <remarks>
/// A blank time point, the status of a lesion with a diameter, the last contact of a patient with a day of death, and the hepatic and
/// overall rows of a progression that lacks them altogether. A cell that is filled is never changed; rows that contradict stay and are
/// reported.
/// </remarks>
internal static class Derived
{
    private static readonly (string Inner, string Outer)[] Nested =
    [
        ("local_progression", "hepatic_progression"), ("hepatic_progression", "overall_progression"),
        ("extrahepatic_progression", "overall_progression"),
    ];

    public static RawCohort Add(RawCohort raw, List<Finding> findings)
    {
        var first = new Dictionary<string, DateTime>();
        RawTable procedures = raw["procedures"];
        foreach (RawRow row in procedures.Rows)
            if (procedures[row, "patient_id"] is { } patient && Day(procedures[row, "procedure_date"]) is { } day
                && !(first.TryGetValue(patient, out DateTime known) && known <= day))
                first[patient] = day;
        Fill(raw["imaging"], "timepoint", (t, row) => t[row, "patient_id"] is { } p && first.TryGetValue(p, out DateTime start) && Day(
            t[row, "imaging_date"]) is { } seen ? seen < start ? "baseline" : seen > start ? "follow_up" : null : null, findings);
        Fill(raw["lesion_measurements"], "status",
            (t, row) => t[row, "longest_diameter_mm"] is not null || t[row, "enhancing_diameter_mm"] is not null ? "measured" : null,
            findings);
        Fill(raw["patients"], "last_contact_date", (t, row) => t[row, "death_date"], findings);
        return raw.With(Progression(raw["followup_events"], procedures, findings));
    }

    private static void Fill(RawTable table, string column, Func<RawTable, RawRow, string?> value, List<Finding> findings)
    {
        int filled = 0;
        foreach (RawRow row in table.Rows)
        {
            if (table[row, column] is not null || value(table, row) is not { } text) continue;
            row.Cells[table.Position(column)] = text;
            filled++;
        }
        if (filled > 0)
            Report(table.Schema.File, null, column,
                $"{filled} blank cell{(filled == 1 ? "" : "s")} of {column} filled from other columns.",
                findings);
    }

    private static RawTable Progression(RawTable events, RawTable procedures, List<Finding> findings)
    {
        List<RawRow> rows = [.. events.Rows];
        int before = rows.Count;
        ILookup<string?, (string? Id, DateTime? Day)> starts = procedures.Rows.ToLookup(r => procedures[r, "patient_id"],
            r => (procedures[r, "procedure_id"], Day(procedures[r, "procedure_date"])));
        var known = rows.GroupBy(r => (events[r, "patient_id"], events[r, "event_type"]))
            .ToDictionary(g => g.Key, g => g.Select(r => Day(events[r, "event_date"])).OfType<DateTime>().ToList());
        HashSet<string?> ids = [.. rows.Select(r => events[r, "event_id"])];
        foreach ((string inner, string outer) in Nested)
            foreach (RawRow row in rows.Where(r => events[r, "event_type"] == inner).ToArray())
            {
                string? patient = events[row, "patient_id"], procedure = events[row, "procedure_id"];
                if (patient is null || events[row, "event_id"] is not { } id || Day(events[row, "event_date"]) is not { } day) continue;
                DateTime start = starts[patient].Where(p => procedure is null ? p.Day < day : p.Id == procedure).Select(p => p.Day)
                    .OfType<DateTime>().DefaultIfEmpty(DateTime.MinValue).Max();
                DateTime end = starts[patient].Select(p => p.Day).OfType<DateTime>().Where(d => d > day)
                    .DefaultIfEmpty(DateTime.MaxValue).Min();
                // An outer event of the same treatment, also one dated later, is there: whether the dates agree is for X14 to say.
                if (!known.TryGetValue((patient, outer), out List<DateTime>? days)) known[(patient, outer)] = days = [];
                if (days.Exists(d => d > start && d <= end)) continue;
                string?[] cells = [.. row.Cells];
                cells[events.Position("event_id")] = Unique(ids, id + "-" + outer.Split('_')[0]);
                cells[events.Position("event_type")] = outer;
                days.Add(day);
                rows.Add(new(row.Number, cells));
            }
        int added = rows.Count - before;
        if (added == 0) return events;
        string[] kinds = [.. rows.Skip(before).GroupBy(r => events[r, "event_type"]!).Select(g => $"{g.Count()} {g.Key}")];
        Report(events.Schema.File, null, "event_type",
            $"{added} row{(added == 1 ? "" : "s")} added on the day of the progression they include: {string.Join(", ", kinds)}.",
            findings);
        return events.WithRows([.. rows]);
    }

    private static string Unique(HashSet<string?> taken, string id)
    {
        string free = id;
        for (int i = 2; !taken.Add(free); i++) free = id + i.ToString(CultureInfo.InvariantCulture);
        return free;
    }

    private static DateTime? Day(string? text) => text is not null && CellParser.TryDate(text, out DateTime day) ? day : null;

    private static void Report(string file, int? row, string column, string message, List<Finding> findings) =>
        findings.Add(
            new(FindingSeverity.Info, "V01", file, row, column, null, null, message, "",
                "Nothing to do; fill the cells where it is not so."));
}
