using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Reading;

/// <summary>
/// A cohort as it was known on a day: later rows do not count, later deaths had not happened, follow-up ends on that day.
/// </summary>
internal static class CutOffDay
{
    /// <summary>The column that says when a row happened.</summary>
    private static readonly Dictionary<string, string> Happened = new()
    {
        ["procedures"] = "procedure_date", ["imaging"] = "imaging_date", ["adverse_events"] = "onset_date",
        ["followup_events"] = "event_date", ["labs"] = "lab_date",
        ["systemic_therapy"] = "start_date",
    };

    public static RawCohort Apply(RawCohort raw, DateTime day, List<Finding> findings)
    {
        string shown = Iso(day);
        var gone = new Dictionary<string, HashSet<string>>();
        foreach ((string name, string column) in Happened)
        {
            if (raw.Find(name) is not { } table) continue;
            ImmutableArray<RawRow> kept = [.. table.Rows.Where(r => !(Day(table[r, column]) > day))];
            int left = table.Rows.Length - kept.Length;
            if (left > 0)
                Report(table.Schema.File, column, $"{left} row{(left == 1 ? "" : "s")} after the data cut-off {shown} not counted.",
                    findings);
            if (table.Schema.PrimaryKey.Length == 1)
                gone[table.Schema.PrimaryKey[0]] = [.. table.Rows.Except(kept).Select(r => table[r, table.Schema.PrimaryKey[0]])
                    .OfType<string>()];
            Censor(table, kept, day);
            raw = raw.With(table.WithRows(kept));
        }
        RawTable before = raw["patients"], patients = Patients(raw, day, shown, findings);
        gone["patient_id"] = [.. before.Rows.Except(patients.Rows).Select(r => before[r, "patient_id"]).OfType<string>()];
        raw = raw.With(patients);
        gone["lesion_id"] = NotYetSeen(raw, gone);
        foreach (RawTable table in raw.Tables.ToArray()) raw = raw.With(WithoutLinks(table, gone));
        return raw;
    }

    /// <summary>What had not ended on the day was going on.</summary>
    private static void Censor(RawTable table, ImmutableArray<RawRow> rows, DateTime day)
    {
        foreach (string column in new[] { "end_date", "discharge_date" }.Where(table.Has))
            foreach (RawRow row in rows.Where(r => Day(table[r, column]) > day))
            {
                row.Cells[table.Position(column)] = null;
                if (column == "discharge_date") row.Cells[table.Position("length_of_stay_nights")] = null;
                else if (table.Has("outcome")) row.Cells[table.Position("outcome")] = "ongoing";
            }
    }

    /// <summary>Lesions of patients who are not counted, and new ones that no imaging up to the day shows.</summary>
    private static HashSet<string> NotYetSeen(RawCohort raw, Dictionary<string, HashSet<string>> gone)
    {
        RawTable lesions = raw["lesions"], measurements = raw["lesion_measurements"];
        ILookup<string?, RawRow> of = measurements.Rows.ToLookup(r => measurements[r, "lesion_id"]);
        HashSet<string> late = gone.GetValueOrDefault("imaging_id") ?? [];
        return
        [
            .. lesions.Rows.Where(l => (lesions[l, "patient_id"] is { } p && gone["patient_id"].Contains(p))
                || (lesions[l, "lesion_role"] == "new" && of[lesions[l, "lesion_id"]].Any() && of[lesions[l, "lesion_id"]]
                    .All(m => measurements[m, "imaging_id"] is { } i && late.Contains(i))))
                .Select(l => lesions[l, "lesion_id"]).OfType<string>(),
        ];
    }

    /// <summary>
    /// Rows that lead to one that is not counted go with it where the link is part of their key; elsewhere the link is cleared.
    /// </summary>
    private static RawTable WithoutLinks(RawTable table, Dictionary<string, HashSet<string>> gone)
    {
        var kept = ImmutableArray.CreateBuilder<RawRow>();
        foreach (RawRow row in table.Rows)
        {
            bool drop = false;
            foreach (ForeignKey link in table.Schema.ForeignKeys)
            {
                if (table[row, link.Column] is not { } id || !gone.TryGetValue(link.KeyColumn, out HashSet<string>? ids)
                    || !ids.Contains(id)) continue;
                if (table.Schema.PrimaryKey.Contains(link.Column) || link.Column == "patient_id") drop = true;
                else row.Cells[table.Position(link.Column)] = null;
            }
            if (table.Schema.Name == "lesions" && table[row, "lesion_id"] is { } own && gone["lesion_id"].Contains(own)) drop = true;
            if (!drop) kept.Add(row);
        }
        return table.WithRows(kept.ToImmutable());
    }

    private static RawTable Patients(RawCohort raw, DateTime day, string shown, List<Finding> findings)
    {
        RawTable patients = raw["patients"];
        RawTable procedures = raw["procedures"];
        HashSet<string> treated = [.. procedures.Rows.Select(r => procedures[r, "patient_id"]).OfType<string>()];
        bool known = procedures.Rows.Length > 0;
        ImmutableArray<RawRow> kept =
            [.. patients.Rows.Where(r => !known || patients[r, "patient_id"] is not { } id || treated.Contains(id))];
        int deaths = 0, censored = 0;
        foreach (RawRow row in kept)
        {
            if (Day(patients[row, "death_date"]) > day)
            {
                Set("vital_status", "alive");
                Set("death_date", null);
                Set("death_cause", null);
                deaths++;
            }
            if (!(Day(patients[row, "last_contact_date"]) > day)) continue;
            Set("last_contact_date", shown);
            censored++;

            void Set(string column, string? value) => row.Cells[patients.Position(column)] = value;
        }
        string file = patients.Schema.File;
        if (patients.Rows.Length > kept.Length)
            Report(file, "patient_id",
                $"{patients.Rows.Length - kept.Length} patients first treated after the data cut-off {shown} not counted.", findings);
        Report(file, "last_contact_date",
            $"Data cut-off {shown}: follow-up of {censored} patient{(censored == 1 ? "" : "s")} ends on that day; {deaths} later "
                + $"death{(deaths == 1 ? "" : "s")} not counted.", findings);
        return patients.WithRows(kept);
    }

    private static DateTime? Day(string? text) => text is not null && CellParser.TryDate(text, out DateTime day) ? day : null;

    private static string Iso(DateTime day) => day.ToString(CellParser.DateFormat, CultureInfo.InvariantCulture);

    private static void Report(string file, string column, string message, List<Finding> findings) =>
        findings.Add(new(FindingSeverity.Info, "V02", file, null, column, null, null, message, "", "Nothing to do."));
}
