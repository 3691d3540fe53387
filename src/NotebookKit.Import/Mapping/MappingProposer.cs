using System.Globalization;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Mapping;

/// <summary>
/// Proposes where the columns of a user go: by name (case, accents and signs aside), by synonym, and by whether the values fit.
/// </summary>
/// <remarks>What is not surely known is left blank; every column gets a row, so that nothing is dropped in silence.</remarks>
internal static class MappingProposer
{
    public static (List<MappingRow> Mapping, List<RecodeRow> Recode) Propose(IReadOnlyList<Source> sources)
    {
        var mapping = new List<MappingRow>();
        var recode = new List<RecodeRow>();
        foreach (Source source in sources)
        {
            MappingRow[] rows = [.. Columns(source)];
            mapping.AddRange(rows);
            // Grades mean nothing without the version of their list; one line for all rows is asked for.
            if (rows.Any(r => (r.Table, r.Column) == ("adverse_events", "ctcae_grade")) && !rows.Any(r => r.Column == "ctcae_version"))
                mapping.Add(
                    new(source.File, source.Sheet, "", "", "adverse_events", "ctcae_version", "constant:", "",
                        "open: write constant:4.03, constant:5.0 or constant:6.0"));
            foreach (MappingRow row in rows.Where(r => r.IsUsed)) recode.AddRange(Recode(source, row));
        }
        return (mapping,
            [.. recode.GroupBy(r => (r.Table, r.Column, r.SourceValue)).Select(g => g.First() with { Count = g.Sum(r => r.Count) })]);
    }

    private static IEnumerable<MappingRow> Columns(Source source)
    {
        string[] names = [.. source.Columns.Select(c => c.Name)];
        WideGroup[] groups = [.. WideGroup.Find(names)];
        var taken = new HashSet<(string, string)>();
        string? context = Context(source);
        foreach (DataColumn column in source.Columns)
        {
            string examples = Examples(source, column.Name);
            WideColumn? wide = groups.SelectMany(g => g.Columns).FirstOrDefault(c => c.Name == column.Name);
            if (wide is not null && InGroup(source, groups.First(g => g.Columns.Contains(wide)), wide) is var (wideTable, wideColumn, unit))
            {
                yield return new(source.File, source.Sheet, column.Name, examples, wideTable, wideColumn,
                    "wide:" + wide.Number.ToString(CultureInfo.InvariantCulture), unit, "proposed: side by side");
                continue;
            }
            (string Table, string Column, string Note)? found = Find(source, column, context, taken);
            if (found is not var (table, target, note))
            {
                yield return new(source.File, source.Sheet, column.Name, examples, "", "", "", "", "not used");
                continue;
            }
            taken.Add((table, target));
            bool isEvent = table == "followup_events" && target == "event_date";
            string conversion = Unit(column, CohortSchema.Current.Table(table).Field(target)!);
            string split = table != "patients" && source.Frame[column.Name] is Microsoft.Data.Analysis.StringDataFrameColumn cells
                && cells.Any(v => v is not null && v.Contains(';')) ? "split:;" : "";
            yield return new(source.File, source.Sheet, column.Name, examples, table, target,
                split.Length > 0 ? split : isEvent ? "event:overall_progression" : conversion.Length > 0 ? "unit" : NeedsRecode(table,
                    target) ? "recode" : "", conversion, note);
        }
    }

    /// <summary>The table a source is about, by its own name.</summary>
    private static string? Context(Source source)
    {
        string name = CellText.Plain(source.Sheet.Length > 0 ? source.Sheet : Path.GetFileNameWithoutExtension(source.File));
        return new (string, string[])[]
        {
            ("procedures", ["procedure", "eingriff", "prozedur", "treatment", "tace", "intervention"]),
            ("imaging", ["imaging", "bildgebung", "scan", "response", "adrs"]),
            ("adverse_events", ["adverse", "nebenwirkung", "komplikation", "toxicity", "adae"]), ("labs", ["lab"]),
            ("systemic_therapy", ["systemic", "systemtherapie"]),
            ("followup_events", ["followup", "event", "verlauf"]), ("lesions", ["lesion", "läsion"]),
            ("patients", ["patient", "demographic", "register", "registry", "adsl", "baseline"]),
        }.FirstOrDefault(t => t.Item2.Any(w => name.Contains(CellText.Plain(w), StringComparison.Ordinal))).Item1;
    }

    private static (string, string, string)? Find(Source source, DataColumn column, string? context, HashSet<(string, string)> taken)
    {
        string[] names = column.Label is { Length: > 0 } label ? [column.Name, label] : [column.Name];
        var candidates = new List<(string Table, string Column, double Score, string Note)>();
        foreach (string name in names)
        {
            string bare = System.Text.RegularExpressions.Regex.Replace(name, @"[\[(][^\])]*[\])]\s*$", "").Trim();
            foreach (TableSchema table in CohortSchema.Current.Tables)
                foreach (FieldSchema field in table.Fields.Where(
                    f => CellText.Plain(f.Name) == CellText.Plain(name) || CellText.Plain(f.Name) == CellText.Plain(bare)))
                    candidates.Add((table.Name, field.Name, 1, "proposed: name"));
            foreach ((string table, string target) in Synonyms.Of(name).Concat(Synonyms.Of(bare)))
                candidates.Add((table, target, 0.9, "proposed: synonym"));
        }
        var best = candidates.Where(c => !taken.Contains((c.Table, c.Column)))
            .Select(c =>
                (c, Score: c.Score + (c.Table == context ? 0.3 : c.Table == "patients" ? 0.1 : 0) + Fit(source, column, c.Table, c.Column)))
            .OrderByDescending(c => c.Score).FirstOrDefault();
        return best.c.Table is null || best.Score < 0.75
            ? null
            : (best.c.Table, best.c.Column, best.Score < 0.95 ? "unsure: " + best.c.Note : best.c.Note);
    }

    /// <summary>How well the values fit: 0 where they do, down to -0.5 where they do not.</summary>
    private static double Fit(Source source, DataColumn column, string table, string target)
    {
        FieldSchema field = CohortSchema.Current.Table(table).Field(target)!;
        string[] values = [.. Enumerable.Range(0, Math.Min(source.Rows, 500)).Select(r => source.Text(column.Name, r)).OfType<string>()];
        if (values.Length == 0) return -0.2;
        IReadOnlyCollection<string> allowed = Targets.Allowed(table, target);
        if (values.Any(v => v.Contains(';')))
            values = [.. values.SelectMany(v => v.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        double fits = values.Count(v => field.Type switch
        {
            FieldType.Date => CellParser.TryDate(v, out _) || DateText.Parse(v, 2100).Form != DateForm.None,
            FieldType.Number or FieldType.Integer => NumberText.Parse(v).Form != NumberForm.None,
            _ => allowed.Count == 0 || Synonyms.Value(target, v, allowed) is not null,
        }) / (double)values.Length;
        return (fits - 1) / 2;
    }

    private static readonly string[] Imaging = ["scan", "bildgebung", "imaging", "staging", "imagerie", "response", "reponse", "respuesta",
        "ansprechen", "recist"];

    private static (string, string, string)? InGroup(Source source, WideGroup group, WideColumn column)
    {
        string stem = CellText.Plain(group.Name), plain = CellText.Plain(column.Measure), words = stem + " " + plain;
        string table = stem is "ct" or "mri" or "mrt" || plain is "ct" or "irm" or "mri" or "mrt"
            || Imaging.Any(w => words.Contains(w, StringComparison.Ordinal)) ? "imaging"
            : stem.Contains("ae", StringComparison.Ordinal) && stem.Length < 4 || stem.Contains("komplikation", StringComparison.Ordinal)
            ? "adverse_events"
            : "procedures";
        TableSchema schema = CohortSchema.Current.Table(table);
        string? target = schema.Fields.FirstOrDefault(f => CellText.Plain(f.Name) == plain)?.Name ?? Synonyms.Of(column.Measure)
            .Where(s => s.Table == table).Select(s => s.Column).FirstOrDefault()
            ?? (Starts("date", "datum", "fecha") ? table switch { "imaging" => "imaging_date", "adverse_events" => "onset_date",
                _ => "procedure_date" }
                : table == "procedures" && Starts("type", "art", "tipo") ? "modality" : table == "imaging"
                && Starts("response", "reponse", "respuesta", "ansprechen", "mrecist", "recist") ? "overall_response" : null);
        bool Starts(params string[] with) =>
            with.Any(w => plain.StartsWith(w, StringComparison.Ordinal) || plain.EndsWith(w, StringComparison.Ordinal));
        if (target is null) return null;
        DataColumn about = source.Columns.First(c => c.Name == column.Name);
        return (table, target, Unit(about, schema.Field(target)!));
    }

    private static bool NeedsRecode(string table, string column) =>
        CohortSchema.Current.Table(table).Field(column) is { Type: FieldType.String } && Targets.Allowed(table, column).Count > 0;

    /// <summary>The conversion a column in another unit needs, as <c>cm→mm</c>.</summary>
    private static string Unit(DataColumn column, FieldSchema field)
    {
        string? unit = column.Unit?.ToLowerInvariant();
        return unit is not null && UnitConversion.Factor(unit, field.Unit) is { } f && f != 1 ? $"{column.Unit}→{field.Unit}" : "";
    }

    /// <summary>A row for every value of a closed list; open where its meaning is not known.</summary>
    private static IEnumerable<RecodeRow> Recode(Source source, MappingRow row)
    {
        IReadOnlyCollection<string> allowed = Targets.Allowed(row.Table, row.Column);
        if (row.Constant is not null || row.Event is not null || allowed.Count == 0) yield break;
        IEnumerable<string> values = Enumerable.Range(0, source.Rows).Select(r => source.Text(row.SourceColumn, r)).OfType<string>();
        if (row.Split is { } sign)
            values = values.SelectMany(v => v.Split(sign, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        foreach (IGrouping<string, string> value in values.GroupBy(v => v))
        {
            if (allowed.Contains(value.Key)) continue;
            // A number means dead only where the name of the column asks for death: 1 may be alive.
            string? meant = row.Column == "vital_status" && value.Key.All(char.IsAsciiDigit) && !Synonyms.AsksForDeath(row.SourceColumn)
                ? null
                : Synonyms.Value(row.Column, value.Key, allowed);
            yield return new(row.Table, row.Column, value.Key, value.Count(), meant ?? "", meant is null ? "open" : "proposed");
        }
    }

    private static string Examples(Source source, string column) =>
        string.Join("; ", Enumerable.Range(0, source.Rows).Select(r => source.Text(column, r)).OfType<string>()
        .GroupBy(v => v).OrderByDescending(g => g.Count()).Take(3)
        .Select(g => (g.Key.Length > 30 ? g.Key[..30] + "…" : g.Key) + (g.Count() > 1 ? $" ({g.Count()})" : "")));
}
