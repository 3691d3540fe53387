using System.Globalization;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;
using NotebookKit.Import.Layout;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Mapping;

/// <summary>
/// Proposes where the columns of a user go: by name (case, accents and signs aside), by synonym, and by whether the values fit.
/// </summary>
/// <remarks>What is not surely known is left blank; every column gets a row, so that nothing is dropped in silence.</remarks>
internal static class MappingProposer
{
    private const string Unused = "not used (to carry it: table, a name of your own, transform keep)";

    public static (List<MappingRow> Mapping, List<RecodeRow> Recode) Propose(IReadOnlyList<Source> sources)
    {
        var mapping = new List<MappingRow>();
        var recode = new List<RecodeRow>();
        foreach (Source source in sources)
        {
            MappingRow[] rows = [.. Columns(source)];
            mapping.AddRange(rows);
            mapping.AddRange(Modalities(source, rows));
        }
        mapping.AddRange(Consequences.Of(sources, mapping));
        foreach (Source source in sources)
            foreach (MappingRow row in mapping.Where(r => r.IsUsed && r.File == source.File && r.Sheet == source.Sheet))
                recode.AddRange(Recode(source, row));
        recode = [.. recode.GroupBy(r => (r.Table, r.Column, r.SourceValue)).Select(g => g.First() with { Count = g.Sum(r => r.Count) })];
        recode.AddRange(CohortMapper.Undecided(sources, mapping, recode)
            .Where(u => !recode.Exists(r => (r.Table, r.Column, r.SourceValue) == (u.Table, u.Column, u.SourceValue)))
            .Select(u => Proposed(u, mapping)));
        return (mapping, recode);
    }

    /// <summary>A row for a value that nothing decided yet, with the word that it means where that is known.</summary>
    public static RecodeRow Proposed(RecodeRow open, IReadOnlyList<MappingRow> mapping)
    {
        bool?[] deaths = [.. mapping.Where(r => (r.Table, r.Column) == (open.Table, open.Column) && r.SourceColumn.Length > 0)
            .Select(r => Synonyms.AsksForDeath(r.SourceColumn)).Distinct()];
        return Meant(open.Table, open.Column, open.SourceValue, deaths is [var death] ? death : null) is { } meant
            ? open with { Value = meant, Status = "proposed" } : open;
    }

    private static IEnumerable<MappingRow> Columns(Source source)
    {
        string[] names = [.. source.Columns.Select(c => c.Name)];
        WideGroup[] groups = [.. WideGroup.Find(names)];
        var taken = new HashSet<(string, string)>();
        string? context = ColumnFinder.Context(source);
        foreach (DataColumn column in source.Columns)
        {
            string examples = NameChecks.IsIdentifier(column.Name) ? "" : Examples(source, column.Name);
            MappingRow Row(string table, string target, string transform, string unit, string note) =>
                new(source.File, source.Sheet, column.Name, examples, table, target, transform, unit, note);
            WideColumn? wide = groups.SelectMany(g => g.Columns).FirstOrDefault(c => c.Name == column.Name);
            if (wide is not null
                && InGroup(source, groups.First(g => g.Columns.Contains(wide)), wide) is var (wideTable, wideColumn, unit, keep,
                    wideNote))
            {
                string number = "wide:" + wide.Number.ToString(CultureInfo.InvariantCulture);
                yield return wideTable.Length == 0 ? Row("", "", number, "", wideNote)
                    : Row(wideTable, wideColumn, keep ? number + " keep" : number, unit, wideNote);
                continue;
            }
            (string Table, string Column, string Note)? found = ColumnFinder.Find(source, column, context, taken);
            if (found is not var (table, target, note))
            {
                yield return Row("", "", "", "", NameChecks.IsIdentifier(column.Name) ? "not used: identifies persons" : Unused);
                continue;
            }
            taken.Add((table, target));
            bool isEvent = table == "followup_events" && target == "event_date";
            string conversion = Unit(source, column, CohortSchema.Current.Table(table).Field(target)!);
            string split = table != "patients" && source.Frame[column.Name] is Microsoft.Data.Analysis.StringDataFrameColumn cells
                && cells.Any(v => v is not null && v.Contains(';')) ? "split:;" : "";
            yield return Row(table, target, split.Length > 0 ? split : isEvent ? "event:overall_progression" : conversion.Length > 0
                ? "unit"
                : NeedsRecode(source, column, table, target) ? "recode" : "", conversion, note);
        }
    }

    /// <summary>Procedures side by side whose kind stands in the name of their columns: TACE 1, TACE 2.</summary>
    private static IEnumerable<MappingRow> Modalities(Source source, MappingRow[] rows)
    {
        if (rows.Any(r => (r.Table, r.Column) == ("procedures", "modality"))) yield break;
        IReadOnlyCollection<string> allowed = CohortSchema.Current.Table("procedures").Field("modality")!.Allowed;
        foreach (MappingRow day in rows.Where(r => (r.Table, r.Column) == ("procedures", "procedure_date")))
            if (WideWords.Tokens(day.SourceColumn).Select(t => Synonyms.Value("modality", t, allowed)).FirstOrDefault(v => v is not null)
                is { } modality)
                yield return day with { SourceColumn = "", Examples = "", Column = "modality", Unit = "",
                    Transform = $"{(day.Wide is null ? "" : day.Transform.Split(' ')[0] + " ")}constant:{modality}",
                    Note = $"unsure: from the name of the column '{day.SourceColumn}'" };
    }

    /// <summary>
    /// Where a column of a group goes: table, column, unit, whether the templates lack it, note. No table where that is not known; null
    /// where the group says nothing of this column.
    /// </summary>
    private static (string Table, string Column, string Unit, bool Keep, string Note)? InGroup(
        Source source, WideGroup group, WideColumn column)
    {
        int repeated = group.Columns.Count(c => string.Equals(c.Measure, column.Measure, StringComparison.OrdinalIgnoreCase));
        DataColumn about = source.Columns.First(c => c.Name == column.Name);
        bool day = about.Type == DataType.Date || group.Columns.Any(c => c.Measure == column.Measure
            && source.Columns.First(s => s.Name == c.Name).Type == DataType.Date);
        bool recorded = WideWords.Tokens(column.Measure).Any(t => Responses.Contains(t));
        string plain = CellText.Plain(column.Measure);
        string? table = WideWords.TableOf(group.Name, column.Measure);
        bool visit = WideWords.IsVisit(group.Name + " " + column.Measure);
        bool responses = group.Columns.Any(c => WideWords.Tokens(c.Measure).Any(t => Responses.Contains(t)));
        if (table is null && visit && !responses)
            return repeated < 2 ? null : ("", "", "", false, "unsure: a visit; map it where it belongs, or not at all");
        bool sure = table is not null;
        table ??= visit ? "imaging" : "procedures";
        TableSchema schema = CohortSchema.Current.Table(table);
        string? target = schema.Fields.FirstOrDefault(f => CellText.Plain(f.Name) == plain)?.Name
            ?? Synonyms.Of(column.Measure).Where(s => s.Table == table).Select(s => s.Column).FirstOrDefault()
            ?? (day || Dates.Any(w => plain.StartsWith(w, StringComparison.Ordinal) || plain.EndsWith(w, StringComparison.Ordinal))
                ? MappedRows.DayOf(table)
                : table == "procedures" && WideWords.Tokens(column.Measure).Any(t => t is "type" or "art" or "tipo") ? "modality"
                : table == "imaging" && recorded ? "overall_response"
                : table == "procedures" ? Dose(about)
                : table == "imaging" && ColumnFinder.Fit(source, column.Name, table, "overall_response") > -0.2 ? "overall_response"
                    : null);
        if (target == MappedRows.DayOf(table) && !day) target = null;
        if (target is not null)
            return (table, target, Unit(source, about, schema.Field(target)!), false,
                sure && !visit && (target != "overall_response" || recorded) ? "proposed: side by side" : "unsure: side by side");
        bool belongs = sure || group.Columns.Any(c => c.Measure != column.Measure && WideWords.TableOf(group.Name, c.Measure) == table);
        return repeated < 2 || !belongs || about.Filled == 0 ? null
            : (table, NameOf(column.Measure), "", true, "unsure: side by side; not in the templates, kept as it is");
    }

    private static readonly string[] Responses = ["response", "reponse", "respuesta", "ansprechen", "recist", "mrecist", "resp",
        "risposta"],
        Dates = ["date", "datum", "fecha", "data", "dt"];

    /// <summary>An activity or a dose by its unit; null where it is another.</summary>
    private static string? Dose(DataColumn column) => column.Unit?.ToLowerInvariant() switch
    {
        "gbq" or "mbq" => "activity_gbq",
        "gy" => "tumor_dose_gy",
        _ => null,
    };

    /// <summary>A name for a column of the user's own: letters and digits, small.</summary>
    private static string NameOf(string measure) => string.Join('_', System.Text.RegularExpressions.Regex
        .Split(measure.ToLowerInvariant(), @"[^\p{L}\p{N}]+").Where(w => w.Length > 0));

    private static bool NeedsRecode(Source source, DataColumn about, string table, string column) =>
        CohortSchema.Current.Table(table).Field(column) is var field && (field is { Type: FieldType.String }
            ? Known.Allowed(table, column).Count > 0
            : field is { Type: FieldType.Integer, Maximum: not null } && about.Type == DataType.Text
                && ColumnFinder.Fit(source, about.Name, table, column) > -0.1);

    /// <summary>The conversion a column in another unit needs, as <c>cm→mm</c>.</summary>
    private static string Unit(Source source, DataColumn column, FieldSchema field)
    {
        string? unit = column.Unit?.ToLowerInvariant();
        if (unit is not null && UnitConversion.Factor(unit, field.Unit) is { } f && f != 1) return $"{column.Unit}→{field.Unit}";
        // Cells that name their units themselves; one without is taken as the column, or the template, has it.
        return unit is null && field.Unit.Length > 0 && column.Type == DataType.Text && Enumerable.Range(0, source.Rows)
            .Select(r => source.Text(column.Name, r)).OfType<string>().Any(t => NumberText.Parse(t) is { Form: NumberForm.Plain,
                Unit: { } own }
                && UnitConversion.Factor(own, field.Unit) is not null) ? $"{field.Unit}→{field.Unit}" : "";
    }

    /// <summary>A row for every value of a closed list; open where its meaning is not known.</summary>
    private static IEnumerable<RecodeRow> Recode(Source source, MappingRow row)
    {
        IReadOnlyCollection<string> allowed = Known.Allowed(row.Table, row.Column);
        if (row.SourceColumn.Length == 0 || row.Event is not null || row.Filled is not null || allowed.Count == 0 && !row.IsRecoded)
            yield break;
        IEnumerable<string> values = Enumerable.Range(0, source.Rows).Select(r => source.Text(row.SourceColumn, r)).OfType<string>();
        if (row.Split is { } sign)
            values = values.SelectMany(v => v.Split(sign, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        string[] distinct = [.. values];
        foreach (IGrouping<string, string> value in distinct.GroupBy(v => v))
        {
            if (allowed.Contains(value.Key)) continue;
            // M is male beside F and W, and mujer beside H.
            string? meant = row.Column == "sex" && CellText.Plain(value.Key) == "m" && distinct.Any(v =>
                CellText.Plain(v) is "h" or "mujer")
                ? null : Meant(row.Table, row.Column, value.Key, Synonyms.AsksForDeath(row.SourceColumn));
            yield return new(row.Table, row.Column, value.Key, value.Count(), meant ?? "", meant is null ? "open"
                : meant == "(keep)" ? "proposed: a word of your own" : "proposed");
        }
    }

    private static readonly Targets Known = new();

    /// <summary>The word of the templates that a value means; one of an open list that is like none of them is kept.</summary>
    /// <param name="table">Table of the templates.</param>
    /// <param name="column">Its column.</param>
    /// <param name="value">As it stands in the file.</param>
    /// <param name="yesIsDead">Whether yes means dead, by the name of the column; null where it does not say, as 1 may be alive.</param>
    private static string? Meant(string table, string column, string value, bool? yesIsDead)
    {
        IReadOnlyCollection<string> allowed = Known.Allowed(table, column);
        if (value == RecodeRow.Blank) return allowed.Contains("unknown") ? "unknown" : null;
        if (column == "vital_status" && Synonyms.YesOrNo(value) is { } yes)
            return yesIsDead is { } dead ? yes == dead ? "dead" : "alive" : null;
        if (Known.Field(table, column) is { Type: FieldType.Integer } scale) return Step(value, scale);
        bool open = Known.Field(table, column)?.IsOpen == true;
        // A remark behind the word is not part of it: PR (necrosis 70%).
        string begin = value.Split('(', ',', ';')[0].Trim();
        return Synonyms.Value(column, value, allowed, open) ?? (value.Contains('?') ? null : Synonyms.Value(column, begin, allowed, open))
            ?? (open && !value.Contains('?') && value.Any(char.IsLetter)
                && NotebookKit.Cohorts.Rules.FixHints.Meant(value, allowed) is null ? "(keep)" : null);
    }

    /// <summary>The step of a short scale that a text names: grade 2, ECOG 1, III; null where it names none.</summary>
    public static string? Step(string value, FieldSchema scale)
    {
        string[] words = [.. System.Text.RegularExpressions.Regex.Matches(value, @"[0-9]+|\b(?:IV|V|I{1,3})\b").Select(m => m.Value)];
        if (value.Length > 30 || words is not [var word] || scale is not { Minimum: { } least, Maximum: { } most } || most - least > 10)
            return null;
        int step = word switch { "I" => 1, "II" => 2, "III" => 3, "IV" => 4, "V" => 5, _ => word.Length > 2 ? -1 : int.Parse(word,
            CultureInfo.InvariantCulture) };
        return step >= least && step <= most ? step.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static string Examples(Source source, string column) =>
        string.Join("; ", Enumerable.Range(0, source.Rows).Select(r => source.Text(column, r)).OfType<string>()
        .GroupBy(v => v).OrderByDescending(g => g.Count()).Take(3)
        .Select(g => (g.Key.Length > 30 ? g.Key[..30] + "…" : g.Key) + (g.Count() > 1 ? $" ({g.Count()})" : "")));
}
