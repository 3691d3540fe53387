using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Import.Mapping;

/// <summary>
/// Rows of a mapping that no single column asks for: what follows from others by a choice that the user sees, and what is still missing.
/// </summary>
internal static class Consequences
{
    private static readonly HashSet<string> Birth = new(StringComparer.Ordinal)
    {
        "geburtsdatum", "geburtstag", "gebdatum", "gebdat", "birthdate", "dateofbirth", "dob", "birthday", "datenaissance",
        "datedenaissance", "fechanacimiento", "fechadenacimiento", "fechanac", "fnac", "fnacimiento", "fecnac", "brthdtc", "brthdt",
        "datadinascita",
    };

    public static IEnumerable<MappingRow> Of(IReadOnlyList<Source> sources, IReadOnlyList<MappingRow> mapping)
    {
        MappingRow[] used = [.. mapping.Where(r => r.IsUsed)];
        MappingRow? patients = used.FirstOrDefault(r => r.Column == "patient_id");
        if (patients is null) return [];
        var more = new List<MappingRow>();
        MappingRow? Of(string column) => used.FirstOrDefault(r => (r.Table, r.Column) == ("patients", column));
        if (Of("age_at_index_years") is null
            && mapping.FirstOrDefault(r => !r.IsUsed && Birth.Contains(CellText.Plain(r.SourceColumn))) is { } birth)
            more.Add(birth with { Table = "patients", Column = "age_at_index_years", Transform = "age",
                Note = "unsure: completed years from the day of birth to the first procedure; the day itself is not carried" });
        if (Of("vital_status") is null && Of("death_date") is { } death)
            more.Add(death with { Column = "vital_status", Transform = "filled:dead:alive",
                Note = "unsure: whoever has no day of death counts as alive" });
        if (Of("vital_status") is not null && Of("death_date") is null && Of("last_contact_date") is { } last)
            more.Add(last with { Table = "", Column = "", Transform = "if-dead",
                Note = "open: where the dead died on the day of their last contact, write patients and death_date" });
        if (Of("death_cause") is null && (Of("vital_status") ?? Of("death_date")) is { } status)
            more.Add(Blank(status, "patients", "death_cause", "if-dead constant:",
                "open: where no cause is recorded, if-dead constant:unknown"));
        foreach (IGrouping<string, MappingRow> table in used.GroupBy(r => r.Table)
            .Append(used.Where(r => r.Column == "patient_id").Take(1).GroupBy(_ => "patients").First()).DistinctBy(g => g.Key))
            foreach (FieldSchema field in CohortSchema.Current.Table(table.Key).Fields.Where(f => f.Required && !f.IsDerived && f.Name
                is not ("patient_id" or "procedure_number" or "index_procedure") && f.Name != MappedRows.IdOf(table.Key)))
                if (!used.Concat(more).Any(r => (r.Table, r.Column) == (table.Key, field.Name)))
                {
                    string also = field.Name == "onset_date" ? ", also that of the procedure's day" : "",
                        value = field.Allowed.Length > 0 ? "one of " + Targets.Words(field.Allowed) : "the value of all rows";
                    more.Add(Blank(table.First(), table.Key, field.Name, "constant:",
                        $"open: required; name a column{also}, or write constant: and {value}"));
                }
        // Grades mean nothing without the version of their list; one line for all rows is asked for.
        if (used.FirstOrDefault(r => (r.Table, r.Column) == ("adverse_events", "ctcae_grade")) is { } grade
            && !used.Any(r => r.Column == "ctcae_version"))
            more.Add(Blank(grade, "adverse_events", "ctcae_version", "constant:",
                "open: write constant:4.03, constant:5.0 or constant:6.0"));
        return more.Where(r => sources.Any(s => s.File == r.File && s.Sheet == r.Sheet));
    }

    private static MappingRow Blank(MappingRow like, string table, string column, string transform, string note) =>
        new(like.File, like.Sheet, "", "", table, column, transform, "", note);
}
