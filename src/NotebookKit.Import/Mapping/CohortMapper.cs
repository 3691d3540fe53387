using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Mapping;

/// <summary>
/// Applies a mapping: rows of a user's tables become rows of the templates; what has no place is reported, nothing is dropped.
/// </summary>
internal sealed class CohortMapper
{
    private readonly List<MappingRow> _mapping;
    private readonly Dictionary<(string, string, string), RecodeRow> _recode;
    private readonly List<Finding> _findings;
    private readonly Dictionary<string, List<(string Source, int Row, Dictionary<string, string> Cells)>> _rows = [];
    private readonly Dictionary<(string Table, string Column, string Value), (string File, int Row, int Count)> _unknown = [];
    private readonly Dictionary<string, int> _patients = [];
    private readonly HashSet<RecodeRow> _met = [];
    private readonly Dictionary<string, (string Text, string File, int Row)> _identifiers = [];

    private CohortMapper(List<MappingRow> mapping, List<RecodeRow> recode, List<Finding> findings)
    {
        (_mapping, _findings) = (mapping, findings);
        _recode = recode.GroupBy(r => (r.Table, r.Column, r.SourceValue)).ToDictionary(g => g.Key, g => g.First());
    }

    public static RawCohort Map(IReadOnlyList<Source> sources, List<MappingRow> mapping, List<RecodeRow> recode, List<Finding> findings) =>
        new CohortMapper(mapping, recode, findings).Map(sources);

    private RawCohort Map(IReadOnlyList<Source> sources)
    {
        foreach (MappingRow row in _mapping.Where(
            r => r.IsUsed && CohortSchema.Current.Tables.FirstOrDefault(t => t.Name == r.Table)?.Field(r.Column) is null))
            Report(FindingSeverity.Error, "M02", "mapping.csv", null, row.Column, row.SourceColumn,
                $"The templates have no column {row.Table}.{row.Column}.", "a table and column of the data dictionary",
                "Correct the row in mapping.csv.");
        _mapping.RemoveAll(r => r.IsUsed && CohortSchema.Current.Tables.FirstOrDefault(t => t.Name == r.Table)?.Field(r.Column) is null);
        foreach (MappingRow row in _mapping.Where(r => r.IsUsed && r.UnknownTransforms.Any()))
            Report(FindingSeverity.Error, "M02", "mapping.csv", null, row.Column, row.Transform,
                $"There is no transform '{row.UnknownTransforms.First()}' ({row.Table}.{row.Column}).",
                "recode | unit | day-first | month-first | flag | flag:no | constant:… | event:… | wide:n | split:; | part:n:/",
                "Correct the row in mapping.csv.");
        // The file that says most of the patients gives their order.
        foreach (var group in _mapping.GroupBy(r => (r.File, r.Sheet)).OrderByDescending(g => g.Count(r => r.Table == "patients")))
        {
            Source? source = sources.FirstOrDefault(
                s => s.File == group.Key.File
                    && (s.Sheet == group.Key.Sheet || group.Key.Sheet.Length == 0 && sources.Count(o => o.File == s.File) == 1));
            if (source is null)
                Report(FindingSeverity.Error, "M02", group.Key.File, null, null, group.Key.Sheet,
                    $"The mapping names {group.Key.File}{(group.Key.Sheet.Length == 0 ? "" : $" [{group.Key.Sheet}]")}, which is not "
                        + "there.", "the file", "Put the file into the folder, or take its rows out of mapping.csv.");
            else MapSource(source, [.. group]);
        }
        ReportNew(sources);
        Number();
        ReportUnknown();
        RecodeRow[] gone = [.. _recode.Values.Where(r => r.Count > 0 && !_met.Contains(r))];
        if (gone.Length > 0)
            Report(FindingSeverity.Info, "M10", "recode.csv", null, null, null,
                $"Values of recode.csv that do not occur any more: "
                    + $"{string.Join(", ", gone.Take(10).Select(r => $"{r.SourceValue} ({r.Table}.{r.Column}, {r.Count} ×)"))}"
                    + $"{(gone.Length > 10 ? $" and {gone.Length - 10} more" : "")}.", "",
                    "Nothing to do where they were corrected; else look at the export.");
        return new RawCohort(CohortSchema.Current.Tables.Where(t => !t.Optional || _rows.ContainsKey(t.Name)).Select(Table));
    }

    private void MapSource(Source source, MappingRow[] rows)
    {
        string[] names = [.. source.Columns.Select(c => c.Name)];
        foreach (MappingRow gone in rows.Where(r => r.SourceColumn.Length > 0 && !names.Contains(r.SourceColumn)))
            Report(gone.IsUsed ? FindingSeverity.Error : FindingSeverity.Warning, "M02", source.Name, 1, gone.SourceColumn, null,
                $"The column '{gone.SourceColumn}' of the mapping is not in the file any more.", gone.SourceColumn,
                NearestName.Of(gone.SourceColumn, names) is { } near
                    ? $"It may be called '{near}' now: correct mapping.csv."
                    : "Correct mapping.csv, or export the column again.");
        rows = [.. rows.Where(r => r.SourceColumn.Length == 0 || names.Contains(r.SourceColumn))];
        string[] unused = [.. rows.Where(r => !r.IsUsed && r.SourceColumn.Length > 0).Select(r => r.SourceColumn)];
        if (unused.Length > 0)
            Report(FindingSeverity.Info, "M04", source.Name, null, null, null, $"Columns not used: {string.Join(", ", unused)}.", "", "");
        MappingRow? patient = rows.FirstOrDefault(r => r.IsUsed && r.Column == "patient_id");
        if (patient is null)
        {
            if (rows.Any(r => r.IsUsed))
                Report(FindingSeverity.Error, "M02", source.Name, null, null, null,
                    $"No column of {source.Name} is mapped to patient_id; the file was left out.", "one column mapped to patient_id",
                    "Name the column that says whose row it is.");
            return;
        }
        foreach (IGrouping<string, MappingRow> table in rows.Where(r => r.IsUsed).GroupBy(r => r.Table))
            MapTable(source, patient, table.Key, [.. table]);
    }

    private void MapTable(Source source, MappingRow patient, string table, MappingRow[] rows)
    {
        MappingRow[] constants = [.. rows.Where(r => r.Constant is not null)], events = [.. rows.Where(r => r.Event is not null)];
        int[] repeats = [.. rows.Select(r => r.Wide).OfType<int>().Distinct().Order()];
        MappingRow[] plain = [.. rows.Where(r => r.Wide is null && r.Constant is null && r.Event is null && r.Split is null)],
            split = [.. rows.Where(r => r.Split is not null && r.Wide is null)];
        int before = _rows.GetValueOrDefault(table)?.Count ?? 0;
        for (int row = 0; row < source.Rows; row++)
        {
            if (source.Text(patient.SourceColumn, row) is not { } text || Identifier(text) is not { Length: > 0 } id)
            {
                if (rows.Any(r => r.SourceColumn.Length > 0 && source.Text(r.SourceColumn, row) is not null))
                    Report(FindingSeverity.Error, "M07", source.Name, source.RowNumber(row), patient.SourceColumn, null,
                        $"The row holds values for {table}, but no patient in '{patient.SourceColumn}'; it was left out.", "a patient",
                        "Fill in the patient, or clear the row.");
                continue;
            }
            Remember(id, text, source, row);
            foreach (MappingRow e in events)
                if (Value(source, e, row) is { } day)
                    Add(source, table, row, id, new() { ["event_type"] = e.Event!, [e.Column] = day }, []);
            foreach (int n in repeats)
            {
                var cells = Cells(source, [.. rows.Where(r => r.Wide == n)], row);
                if (cells.Count > 0) Add(source, table, row, id, cells, constants);
            }
            if (split.Length > 0)
            {
                AddSplit(source, table, row, id, plain, split, constants);
                continue;
            }
            if (plain.Length == 0 || (repeats.Length > 0 && plain.All(r => r.Column == "patient_id"))) continue;
            Dictionary<string, string> own = Cells(source, plain, row);
            bool onlyPatient = own.Keys.All(k => k == "patient_id");
            if (table == "patients" || !onlyPatient) Add(source, table, row, id, own, constants);
        }
        int after = _rows.GetValueOrDefault(table)?.Count ?? 0;
        Report(FindingSeverity.Info, "M06", source.Name, null, table, null,
            $"{source.Rows} row{(source.Rows == 1 ? "" : "s")} in, {after - before} row{(after - before == 1 ? "" : "s")} of {table} out.",
            "", "");
    }

    /// <summary>A row for every entry of a cell that holds several; entries of other columns go with them in their order.</summary>
    private void AddSplit(Source source, string table, int row, string id, MappingRow[] plain, MappingRow[] split, MappingRow[] constants)
    {
        string[][] entries =
            [.. split.Select(
                s => (source.Text(s.SourceColumn, row) ?? "").Split(s.Split == "blank" ? " " : s.Split!,
                    StringSplitOptions.TrimEntries) is [""] ? [] : source.Text(s.SourceColumn,
                    row)!.Split(s.Split == "blank" ? " " : s.Split!, StringSplitOptions.TrimEntries))];
        int[] counts = [.. entries.Select(e => e.Length).Where(n => n > 0).Distinct()];
        if (counts.Length > 1)
            Report(FindingSeverity.Error, "M07", source.Name, source.RowNumber(row), split[0].SourceColumn,
                source.Text(split[0].SourceColumn, row),
                $"The cells {string.Join(", ", split.Select((s, i) => $"'{s.SourceColumn}' ({entries[i].Length})"))} hold different "
                    + "numbers of entries; it is not known which belong together.", "as many entries in each",
                    "Give every entry its partner in the file, with a blank one where a value is not known.");
        for (int n = 0; n < counts.DefaultIfEmpty().Max(); n++)
        {
            Dictionary<string, string> cells = Cells(source, plain, row);
            for (int s = 0; s < split.Length; s++)
                if (n < entries[s].Length && entries[s][n].Length > 0 && Value(split[s], entries[s][n], source, row) is { } value)
                    cells[split[s].Column] = value;
            if (cells.Keys.Any(k => k != "patient_id")) Add(source, table, row, id, cells, constants);
        }
    }

    /// <summary>Two spellings of the user that become one identifier would join two persons.</summary>
    private void Remember(string id, string text, Source source, int row)
    {
        text = text.Trim();
        if (!_identifiers.TryAdd(id, (text, source.Name, source.RowNumber(row))) && _identifiers[id].Text != text)
            Report(FindingSeverity.Error, "M08", source.Name, source.RowNumber(row), "patient_id", text,
                $"'{text}' and '{_identifiers[id].Text}' (row {_identifiers[id].Row}) both become {id}, as identifiers have letters, "
                    + "digits, hyphen and underscore alone.", "one spelling per patient", "Write one of the two in another way.");
    }

    private void Add(Source source, string table, int row, string patient, Dictionary<string, string> cells, MappingRow[] constants)
    {
        cells["patient_id"] = patient;
        foreach (MappingRow constant in constants.Where(c => c.Constant!.Length > 0)) cells.TryAdd(constant.Column, constant.Constant!);
        if (!_rows.TryGetValue(table, out var rows)) _rows[table] = rows = [];
        int number = source.RowNumber(row);
        if (table != "patients")
        {
            rows.Add((source.Name, number, cells));
            return;
        }
        if (!_patients.TryGetValue(patient, out int known))
        {
            _patients[patient] = rows.Count;
            rows.Add((source.Name, number, cells));
            return;
        }
        foreach ((string column, string value) in cells)
        {
            if (!rows[known].Cells.TryGetValue(column, out string? first)) rows[known].Cells[column] = value;
            else if (first != value)
                Report(FindingSeverity.Error, "M05", source.Name, number, column, value,
                    $"{patient} has {column} '{value}' here and '{first}' in row "
                        + $"{rows[known].Row}{(rows[known].Source == source.Name ? "" : $" of {rows[known].Source}")}; the first was kept.",
                        "one value per patient", "Correct one of the two, or map the column to a table with one row per visit.");
        }
    }

    private Dictionary<string, string> Cells(Source source, MappingRow[] rows, int row)
    {
        var cells = new Dictionary<string, string>();
        foreach (MappingRow mapped in rows)
            if (Value(source, mapped, row) is { } value && !cells.TryAdd(mapped.Column, value) && cells[mapped.Column] != value)
                Report(FindingSeverity.Error, "M05", source.Name, source.RowNumber(row), mapped.SourceColumn, value,
                    $"Two columns are mapped to {mapped.Table}.{mapped.Column} and differ: '{cells[mapped.Column]}' and '{value}'; the "
                        + "first was kept.", "one column", "Map one of the two.");
        return cells;
    }

    private string? Value(Source source, MappingRow mapped, int row)
    {
        if (source.Text(mapped.SourceColumn, row) is not { } text) return mapped.Transforms.Contains("flag:no") ? "no" : null;
        if (mapped.Part is not var (number, sign)) return Value(mapped, text, source, row);
        string[] parts = text.Split(sign, StringSplitOptions.TrimEntries);
        int most = _mapping.Where(r => r.File == mapped.File && r.Sheet == mapped.Sheet && r.SourceColumn == mapped.SourceColumn)
            .Max(r => r.Part?.Number ?? 0);
        if (number == most && parts.Length > most)
            Report(FindingSeverity.Error, "M07", source.Name, source.RowNumber(row), mapped.SourceColumn, text,
                $"'{text}' has {parts.Length} parts, the mapping uses {most}.", $"{most} parts",
                "Map the other parts, or correct the cell.");
        return number <= parts.Length && parts[number - 1].Length > 0 ? Value(mapped, parts[number - 1], source, row) : null;
    }

    private string? Value(MappingRow mapped, string text, Source source, int row)
    {
        if (mapped.Column is "patient_id") return Identifier(text);
        string[] transforms = mapped.Transforms;
        if (transforms.Contains("flag") || transforms.Contains("flag:no"))
            return text is "x" or "X" or "1" or "yes" ? "yes" : text is "0" or "no" ? "no" : text;
        if (DateOrderOf(transforms) is { } order && DateText.Parse(text, 2100) is { Form: DateForm.Either } date)
            return Item(order == "day-first" ? date.First : date.Second);
        if (mapped.Unit.Contains('→') && UnitConversion.Convert(text, mapped.Unit) is { } converted) return converted;
        IReadOnlyCollection<string> allowed = Targets.Allowed(mapped.Table, mapped.Column);
        if (allowed.Count == 0) return Plain(mapped, text);
        if (allowed.Contains(text)) return text;
        if (!_recode.TryGetValue((mapped.Table, mapped.Column, text), out RecodeRow? recode))
        {
            Unknown(mapped, text, source, row);
            return null;
        }
        _met.Add(recode);
        if (recode.Value == "(missing)") return null;
        if (recode.Value == "(keep)") return text;
        if (recode.Value.Length > 0) return recode.Value;
        Unknown(mapped, text, source, row);
        return null;
    }

    private static string? DateOrderOf(string[] transforms) => transforms.FirstOrDefault(t => t is "day-first" or "month-first");

    /// <summary>
    /// A piece of a cell was never read as number or day with its column: decimal commas and days are written as the templates want them.
    /// </summary>
    private static string Plain(MappingRow mapped, string text)
    {
        if (mapped.Part is null && mapped.Split is null) return text;
        FieldSchema field = CohortSchema.Current.Table(mapped.Table).Field(mapped.Column)!;
        if (field.Type == FieldType.Date && DateText.Parse(text, 2100) is { Form: DateForm.Day } day) return Item(day.First);
        if (field.Type is FieldType.Number or FieldType.Integer
            && NumberText.Parse(text) is { Form: NumberForm.Plain, Evidence: Evidence.Comma or Evidence.None, Unit: null or "%" } number
            && number.Value(',') is { } value)
            return value.ToString("R", CultureInfo.InvariantCulture);
        return text;
    }

    private static string Item(DateTime day) => day.ToString(CellParser.DateFormat, CultureInfo.InvariantCulture);

    /// <summary>An identifier in the letters the templates allow.</summary>
    private static string Identifier(string text) =>
        string.Concat(text.Trim().Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')).TrimStart('-', '_');

    private void Unknown(MappingRow mapped, string text, Source source, int row)
    {
        var key = (mapped.Table, mapped.Column, text);
        _unknown[key] = _unknown.TryGetValue(key, out var known)
            ? known with { Count = known.Count + 1 }
            : (source.Name, source.RowNumber(row), 1);
    }

    private void ReportUnknown()
    {
        foreach (((string table, string column, string value), (string file, int row, int count)) in _unknown)
        {
            Report(FindingSeverity.Error, "M01", file, row, column, value,
                $"'{value}' ({count} ×) is not decided in recode.csv; the cells are missing in {table}.{column} until it is.",
                string.Join(" | ", Targets.Allowed(table, column)), "Add a row to recode.csv with the value it means, or (missing).");
        }
    }

    /// <summary>Columns that came with a later export.</summary>
    private void ReportNew(IReadOnlyList<Source> sources)
    {
        foreach (Source source in sources)
        {
            MappingRow[] own = [.. _mapping.Where(r => r.File == source.File && (r.Sheet == source.Sheet || r.Sheet.Length == 0))];
            string[] more = [.. source.Columns.Select(c => c.Name).Where(n => own.All(r => r.SourceColumn != n))];
            if (own.Length == 0)
                Report(FindingSeverity.Warning, "M03", source.Name, null, null, null,
                    $"{source.Name} is not in the mapping; it was not used.", "rows in mapping.csv",
                    "Propose the mapping again where it belongs to the data.");
            else if (more.Length > 0)
            Report(FindingSeverity.Warning, "M03", source.Name, 1, more[0], null,
                $"Columns that the mapping does not know, not used: {string.Join(", ", more)}.", "rows in mapping.csv",
                "Add rows for them, with table and column or without.");
        }
    }

    /// <summary>Identifiers, numbers and the index of procedures, where the user's tables have none: by patient and day.</summary>
    private void Number()
    {
        Identify("procedures", "procedure_id", "procedure_date", "-");
        Identify("imaging", "imaging_id", "imaging_date", "-I");
        Identify("adverse_events", "ae_id", "onset_date", "-AE");
        Identify("followup_events", "event_id", "event_date", "-E");
        Identify("systemic_therapy", "therapy_id", "start_date", "-T");
        if (!_rows.TryGetValue("procedures", out var procedures)) return;
        foreach (var patient in procedures.GroupBy(r => r.Cells["patient_id"]))
        {
            var ordered = patient.OrderBy(r => r.Cells.GetValueOrDefault("procedure_date") ?? "9", StringComparer.Ordinal).ToArray();
            bool numbered = ordered.Any(r => r.Cells.ContainsKey("procedure_number")),
                indexed = ordered.Any(r => r.Cells.ContainsKey("index_procedure"));
            for (int i = 0; i < ordered.Length; i++)
            {
                if (!numbered) ordered[i].Cells["procedure_number"] = (i + 1).ToString(CultureInfo.InvariantCulture);
                if (!indexed) ordered[i].Cells["index_procedure"] = i == 0 ? "yes" : "no";
            }
        }
    }

    private void Identify(string table, string id, string day, string infix)
    {
        if (!_rows.TryGetValue(table, out var rows)) return;
        foreach (var patient in rows.Where(r => !r.Cells.ContainsKey(id)).GroupBy(r => r.Cells["patient_id"]))
        {
            int n = 0;
            foreach (var row in patient.OrderBy(r => r.Cells.GetValueOrDefault(day) ?? "9", StringComparer.Ordinal))
                row.Cells[id] = $"{patient.Key}{infix}{++n}";
        }
    }

    private RawTable Table(TableSchema schema)
    {
        var rows = _rows.GetValueOrDefault(schema.Name) ?? [];
        string[] sources = [.. rows.Select(r => r.Source).Distinct()];
        // Findings name the user's own file and row where the table comes from one file.
        TableSchema named = sources.Length == 1 ? schema with { File = sources[0] } : schema;
        HashSet<string> filled = [.. rows.SelectMany(r => r.Cells.Keys)];
        ImmutableArray<string> absent = [.. schema.Fields.Select(f => f.Name).Where(n => !filled.Contains(n))];
        foreach (FieldSchema field in schema.Fields.Where(f => f.Required && !f.IsDerived && absent.Contains(f.Name) && rows.Count > 0))
            Report(FindingSeverity.Error, "S02", named.File, null, field.Name, null,
                $"No column is mapped to {schema.Name}.{field.Name}, which is required.", field.Description,
                $"Map a column to it, or give a constant: a row of mapping.csv without source_column and with the transform "
                    + $"constant:{(field.Allowed.Length > 0 ? field.Allowed[^1] : "…")}.");
        return new(named, absent, [],
            [.. rows.Select(r => new RawRow(r.Row, [.. schema.Fields.Select(f => r.Cells.GetValueOrDefault(f.Name))]))]);
    }

    private void Report(FindingSeverity severity, string rule, string file, int? row, string? column, string? value, string message,
        string expected, string howToFix) =>
        _findings.Add(new(severity, rule, file, row, column, null, value, message, expected, howToFix));
}
