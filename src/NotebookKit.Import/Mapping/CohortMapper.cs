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
    private readonly IReadOnlyList<MappingRow> _whole;
    private readonly List<MappingRow> _mapping;
    private readonly IReadOnlyDictionary<(string, string, string), RecodeRow> _recode;
    private readonly HashSet<(string, string, string)> _wrong;
    private readonly List<Finding> _findings;
    private readonly Targets _targets = new();
    private readonly MappedRows _rows = new();
    private readonly Dictionary<(string Table, string Column, string Value), (string File, int Row, int Count)> _unknown = [];
    private readonly Dictionary<(string File, string Column, bool Day), (int Row, string Text, int Count)> _unclear = [];
    private readonly Dictionary<(string Table, string Column, string Value), int> _blanks = [];
    private readonly Dictionary<(string Table, string Column), int> _undecidedBlanks = [];
    private readonly Dictionary<string, int> _patients = [];
    private readonly HashSet<RecodeRow> _met = [];
    private readonly Dictionary<string, (string Text, string File, int Row)> _identifiers = [];

    private CohortMapper(
        IReadOnlyList<Source> sources, IReadOnlyList<MappingRow> mapping, IReadOnlyList<RecodeRow> recode, List<Finding> findings)
    {
        (_whole, _findings) = (mapping, findings);
        _mapping = MappingChecks.Usable(mapping, _targets, findings);
        foreach (MappingRow row in _mapping.Where(r => r.IsUsed && r.IsKept))
            _targets.Keep(row.Table, row.Column, TypeOf(row, Of(row, sources)));
        foreach (MappingRow row in _mapping.Where(r => r.IsUsed && r.Constant is { Length: > 0 } && _targets.IsOpen(r.Table, r.Column)))
            _targets.Open(row.Table, row.Column, row.Constant!);
        (_recode, _wrong) = MappingChecks.Decisions(recode, _targets, findings);
    }

    public static RawCohort Map(
        IReadOnlyList<Source> sources, IReadOnlyList<MappingRow> mapping, IReadOnlyList<RecodeRow> recode, List<Finding> findings) =>
        new CohortMapper(sources, mapping, recode, findings).Map(sources);

    /// <summary>The values that no row of recode.csv decides, with their counts.</summary>
    public static List<RecodeRow> Undecided(
        IReadOnlyList<Source> sources, IReadOnlyList<MappingRow> mapping, IReadOnlyList<RecodeRow> recode)
    {
        var mapper = new CohortMapper(sources, mapping, recode, []);
        mapper.Map(sources);
        return [.. mapper._unknown.Select(u => new RecodeRow(u.Key.Table, u.Key.Column, u.Key.Value, u.Value.Count, "", "open")),
            .. mapper._undecidedBlanks.Select(b => new RecodeRow(b.Key.Table, b.Key.Column, RecodeRow.Blank, b.Value, "", "open"))];
    }

    private RawCohort Map(IReadOnlyList<Source> sources)
    {
        // The file that says most of the patients gives their order.
        foreach (var group in _mapping.GroupBy(r => (r.File, r.Sheet)).OrderByDescending(g => g.Count(r => r.Table == "patients")))
        {
            if (Of(group.First(), sources) is { } source) MapSource(source, [.. group]);
            else
                Report(FindingSeverity.Error, "M02", group.Key.File, null, null, group.Key.Sheet,
                    $"The mapping names {group.Key.File}{(group.Key.Sheet.Length == 0 ? "" : $" [{group.Key.Sheet}]")}, which is not "
                        + "there.", "the file", "Put the file into the folder, or take its rows out of mapping.csv.");
        }
        ReportNew(sources);
        _rows.Number();
        _rows.FillLater(_findings);
        ReportUnknown();
        ReportKept();
        RecodeRow[] gone = [.. _recode.Values.Where(r => r.Count > 0 && !_met.Contains(r))];
        if (gone.Length > 0)
            Report(FindingSeverity.Info, "M10", MappingFiles.Recode, null, null, null,
                $"Values of recode.csv that do not occur any more: "
                    + $"{string.Join(", ", gone.Take(10).Select(r => $"{r.SourceValue} ({r.Table}.{r.Column}, {r.Count} ×)"))}"
                    + $"{(gone.Length > 10 ? $" and {gone.Length - 10} more" : "")}.", "",
                    "Nothing to do where they were corrected; else look at the export.");
        return new RawCohort(CohortSchema.Current.Tables.Where(t => !t.Optional || _rows.Has(t.Name)).Select(t => Table(t.Name)));
    }

    private static Source? Of(MappingRow row, IReadOnlyList<Source> sources) => sources.FirstOrDefault(s => s.File == row.File
        && (s.Sheet == row.Sheet || row.Sheet.Length == 0 && sources.Count(o => o.File == s.File) == 1));

    /// <summary>The type of a column that is carried as it is.</summary>
    private static FieldType TypeOf(MappingRow row, Source? source) =>
        row.Constant is not null || row.Filled is not null || row.IsRecoded || row.Split is not null || row.Part is not null
            || source?.Columns.FirstOrDefault(c => c.Name == row.SourceColumn) is not { } column ? FieldType.String
            : row.Unit.Contains('→') || column.Type is DataType.Number or DataType.Integer ? FieldType.Number
            : column.Type == DataType.Date ? FieldType.Date
            : column.Type != DataType.Text ? FieldType.String
            : source.TypedColumn(column.Name) switch
            {
                Microsoft.Data.Analysis.DoubleDataFrameColumn or Microsoft.Data.Analysis.Int64DataFrameColumn => FieldType.Number,
                Microsoft.Data.Analysis.DateTimeDataFrameColumn => FieldType.Date,
                _ when source.Unread.ContainsKey(column.Name) && Enumerable.Range(0, source.Rows).Select(r => source.Text(column.Name, r))
                    .OfType<string>().All(t => Typing.NumberText.Parse(t).Form == Typing.NumberForm.Plain) => FieldType.Number,
                _ => FieldType.String,
            };

    private void MapSource(Source source, MappingRow[] rows)
    {
        string[] names = [.. source.Columns.Select(c => c.Name)];
        foreach (MappingRow gone in rows.Where(r => r.SourceColumn.Length > 0 && !names.Contains(r.SourceColumn)))
            Report(gone.IsUsed ? FindingSeverity.Error : FindingSeverity.Warning, "M02", source.Name, null, gone.SourceColumn, null,
                $"The column '{gone.SourceColumn}' of the mapping is not in the file any more.", gone.SourceColumn,
                NearestName.Of(gone.SourceColumn, names) is { } near
                    ? $"It may be called '{near}' now: correct mapping.csv."
                    : "Correct mapping.csv, or export the column again.");
        rows = [.. rows.Where(r => r.SourceColumn.Length == 0 || names.Contains(r.SourceColumn))];
        var used = rows.Where(r => r.IsUsed).Select(r => r.SourceColumn).ToHashSet();
        string[] unused = [.. rows.Select(r => r.SourceColumn).Where(c => c.Length > 0 && !used.Contains(c)).Distinct()];
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
        {
            string[] elsewhere = [.. rows.Where(r => r.IsUsed && r.Table != table.Key).Select(r => r.SourceColumn)];
            string[] own = [.. table.Select(r => r.SourceColumn).Where(c => c.Length > 0 && !elsewhere.Contains(c))];
            MapTable(source, patient, table.Key, [.. table], own);
        }
    }

    /// <param name="source">The user's table.</param>
    /// <param name="patient">Where its patient stands.</param>
    /// <param name="table">The table of the templates.</param>
    /// <param name="rows">What goes there.</param>
    /// <param name="own">
    /// Columns that go to this table alone: one of them must be filled for a row to be made, where there are any. The day of a procedure
    /// that is also taken as the onset of a complication makes none.
    /// </param>
    private void MapTable(Source source, MappingRow patient, string table, MappingRow[] rows, string[] own)
    {
        MappingRow[] constants = [.. rows.Where(r => r.Constant is not null && r.Wide is null)],
            events = [.. rows.Where(r => r.Event is not null)],
            plain = [.. rows.Where(r => r.Wide is null && r.Constant is null && r.Event is null && r.Split is null)],
            split = [.. rows.Where(r => r.Split is not null && r.Wide is null)];
        int[] repeats = [.. rows.Where(r => r.Constant is null).Select(r => r.Wide).OfType<int>().Distinct().Order()];
        // Where procedures stand side by side, a column that stands once and is no day belongs to each of them.
        bool once = repeats.Length > 0 && !plain.Any(r => r.Column == MappedRows.DayOf(table));
        MappingRow[] forEach = once ? [.. plain.Where(r => r.Column != "patient_id")] : [];
        if (once) plain = [];
        int before = _rows.Count(table);
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
                Dictionary<string, string> cells = Cells(source, [.. rows.Where(r => r.Wide == n && r.Constant is null)], row);
                if (cells.Count == 0 || !MakesRow(rows.Where(r => r.Wide == n), row)) continue;
                foreach ((string column, string value) in Cells(source, forEach, row)) cells.TryAdd(column, value);
                Add(source, table, row, id, cells, [.. rows.Where(r => r.Wide == n && r.Constant is not null), .. constants]);
            }
            if (split.Length > 0)
            {
                AddSplit(source, table, row, id, plain, split, constants);
                continue;
            }
            if (plain.Length == 0 || (repeats.Length > 0 && plain.All(r => r.Column == "patient_id"))) continue;
            Dictionary<string, string> filled = Cells(source, plain, row);
            if (table == "patients" || filled.Keys.Any(k => k != "patient_id") && MakesRow(plain, row))
                Add(source, table, row, id, filled, constants);
        }

        bool MakesRow(IEnumerable<MappingRow> mapped, int row)
        {
            MappingRow[] alone = [.. mapped.Where(m => own.Contains(m.SourceColumn))];
            return alone.Length == 0 || alone.Any(m => source.Text(m.SourceColumn, row) is not null);
        }

        int after = _rows.Count(table);
        Report(FindingSeverity.Info, "M06", source.Name, null, table, null,
            $"{source.Rows} row{(source.Rows == 1 ? "" : "s")} in, {after - before} row{(after - before == 1 ? "" : "s")} of {table} out."
                + $"{(forEach.Length > 0 ? $" For every repetition: {string.Join(", ", forEach.Select(r => r.SourceColumn))}." : "")}",
            "", "");
    }

    /// <summary>A row for every entry of a cell that holds several; entries of other columns go with them in their order.</summary>
    private void AddSplit(Source source, string table, int row, string id, MappingRow[] plain, MappingRow[] split, MappingRow[] constants)
    {
        string[][] entries = [.. split.Select(s => source.Text(s.SourceColumn, row) is { } cell
            ? cell.Split(s.Split!, StringSplitOptions.TrimEntries) : [])];
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
                if (n < entries[s].Length && entries[s][n].Length > 0 && Value(split[s], entries[s][n], true, source, row) is { } value)
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
        foreach (MappingRow constant in constants.Where(c => c.Constant!.Length > 0))
            cells.TryAdd(MappedRows.Key(constant), constant.Constant!);
        int number = source.RowNumber(row);
        if (table != "patients" || !_patients.TryGetValue(patient, out int known))
        {
            if (table == "patients") _patients[patient] = _rows.Count(table);
            _rows.Add(table, new(source.Name, number, cells));
            return;
        }
        MappedRow first = _rows[table][known];
        foreach ((string column, string value) in cells)
        {
            if (!first.Cells.TryGetValue(column, out string? kept)) first.Cells[column] = value;
            else if (kept != value)
                Report(FindingSeverity.Error, "M05", source.Name, number, MappedRows.Name(column), value,
                    $"{patient} has {MappedRows.Name(column)} '{value}' here and '{kept}' in row "
                        + $"{first.Row}{(first.Source == source.Name ? "" : $" of {first.Source}")}; the first was kept.",
                        "one value per patient", "Correct one of the two, or map the column to a table with one row per visit.");
        }
    }

    /// <summary>The filled cells of a row; where there is one, also what blank ones mean.</summary>
    private Dictionary<string, string> Cells(Source source, MappingRow[] rows, int row)
    {
        var cells = new Dictionary<string, string>();
        foreach (MappingRow mapped in rows)
        {
            string key = MappedRows.Key(mapped);
            if (Value(source, mapped, row) is { } value && !cells.TryAdd(key, value) && cells[key] != value)
                Report(FindingSeverity.Error, "M05", source.Name, source.RowNumber(row), mapped.SourceColumn, value,
                    $"Two columns are mapped to {mapped.Table}.{mapped.Column} and differ: '{cells[key]}' and '{value}'; the "
                        + "first was kept.", "one column", "Map one of the two.");
        }
        if (cells.Keys.Any(k => k != "patient_id") || rows.Any(r => r.Column == "patient_id"))
            foreach (MappingRow mapped in rows)
                if (!cells.ContainsKey(MappedRows.Key(mapped)) && source.Text(mapped.SourceColumn, row) is null && OfBlank(mapped)
                    is { } meant)
                    cells[MappedRows.Key(mapped)] = meant;
        return cells;
    }

    /// <summary>What a blank cell means; null where it is missing. A decision of recode.csv is counted.</summary>
    private string? OfBlank(MappingRow mapped)
    {
        if (mapped.Filled is { Blank.Length: > 0 } filled) return filled.Blank;
        if (mapped.Transforms.Contains("flag:no")) return "no";
        if (!_recode.TryGetValue((mapped.Table, mapped.Column, RecodeRow.Blank), out RecodeRow? decision))
        {
            if (_targets.Field(mapped.Table, mapped.Column) is { Required: true, IsDerived: false, Allowed.Length: > 0 })
                _undecidedBlanks[(mapped.Table, mapped.Column)] = _undecidedBlanks.GetValueOrDefault((mapped.Table, mapped.Column)) + 1;
            return null;
        }
        _met.Add(decision);
        if (decision.Value is "" or "(missing)" or "(keep)") return null;
        var key = (mapped.Table, mapped.Column, decision.Value);
        _blanks[key] = _blanks.GetValueOrDefault(key) + 1;
        return decision.Value;
    }

    private string? Value(Source source, MappingRow mapped, int row)
    {
        bool typed = _targets.Field(mapped.Table, mapped.Column) is { Type: not FieldType.String } || mapped.IsAge;
        bool piece = mapped.Part is not null || mapped.Split is not null;
        (string? text, bool raw) = typed && !piece ? source.Typed(mapped.SourceColumn, row)
            : (source.Text(mapped.SourceColumn, row), piece);
        if (text is null) return null;
        if (mapped.Filled is { } filled) return filled.Filled;
        if (mapped.Part is not var (number, sign)) return Value(mapped, text, raw, source, row);
        string[] parts = text.Split(sign, StringSplitOptions.TrimEntries);
        int most = _mapping.Where(r => r.File == mapped.File && r.Sheet == mapped.Sheet && r.SourceColumn == mapped.SourceColumn)
            .Max(r => r.Part?.Number ?? 0);
        if (number == most && parts.Length > most)
            Report(FindingSeverity.Error, "M07", source.Name, source.RowNumber(row), mapped.SourceColumn, text,
                $"'{text}' has {parts.Length} parts, the mapping uses {most}.", $"{most} parts",
                "Map the other parts, or correct the cell.");
        return number <= parts.Length && parts[number - 1].Length > 0 ? Value(mapped, parts[number - 1], true, source, row) : null;
    }

    /// <summary>The value that a cell, or a piece of it, has in the templates; null where it is missing or nobody decided it.</summary>
    /// <param name="mapped">Where it goes.</param>
    /// <param name="text">The cell.</param>
    /// <param name="raw">Whether it still has to be read as number or day.</param>
    /// <param name="source">The table of the user.</param>
    /// <param name="row">Its row.</param>
    private string? Value(MappingRow mapped, string text, bool raw, Source source, int row)
    {
        if (mapped.Column is "patient_id") return Identifier(text);
        var key = (mapped.Table, mapped.Column, text);
        if (_recode.TryGetValue(key, out RecodeRow? decision))
        {
            _met.Add(decision);
            if (decision.Value.Length > 0) return decision.Value switch { "(missing)" => null, "(keep)" => text, var value => value };
        }
        string[] transforms = mapped.Transforms;
        if ((transforms.Contains("flag") || transforms.Contains("flag:no"))
            && text is "x" or "X" or "+" or "✓" or "✔" or "•") return "yes";
        if (mapped.Unit.Contains('→') && UnitConversion.Convert(text, mapped.Unit) is { } converted) return converted;
        IReadOnlyCollection<string> allowed = _targets.Allowed(mapped.Table, mapped.Column);
        FieldType type = mapped.IsAge ? FieldType.Date : _targets.Field(mapped.Table, mapped.Column)!.Type;
        if (type != FieldType.String && raw)
        {
            (string? read, bool unclear) = CellReading.Read(text, type, transforms);
            if (read is not null) return read;
            if (unclear)
            {
                var place = (source.Name, mapped.SourceColumn, type == FieldType.Date);
                _unclear[place] = _unclear.TryGetValue(place, out var first) ? first with { Count = first.Count + 1 }
                    : (source.RowNumber(row), text, 1);
                return null;
            }
        }
        else if (allowed.Contains(text) || allowed.Count == 0 && !mapped.IsRecoded
            || type != FieldType.String && _targets.Remedy(mapped.Table, mapped.Column, text) is null) return text;
        if (!_wrong.Contains(key)) Unknown(mapped, text, source, row);
        return null;
    }

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
            string expected = _targets.Allowed(table, column) is { Count: > 0 } allowed ? string.Join(" | ", allowed)
                : _targets.Field(table, column)!.Type switch { FieldType.Date => "a day", FieldType.String => "a row of recode.csv",
                    FieldType.Integer => "a whole number", _ => "a number" };
            string wrong = expected.StartsWith("a ", StringComparison.Ordinal) && !expected.Contains("recode")
                ? $"is not {expected}, and "
                : "is ";
            Report(FindingSeverity.Error, "M01", file, row, column, value,
                $"'{value}' ({count} ×) {wrong}not decided in recode.csv; the cells are missing in {table}.{column} until it is.",
                expected,
                "Write what it means, or (missing), into recode.csv (a value in place of a bound or a range is a choice to be named in "
                    + "the paper); notebookkit import, or Cohort.ProposeRecode in a cell, adds the row.");
        }
        foreach (((string file, string column, bool day), (int row, string text, int count)) in _unclear)
            Report(FindingSeverity.Error, "M14", file, row, column, text,
                $"'{text}' can be read in two ways, and no cell of '{column}' decides ({count} ×); the cells are missing.",
                day ? "day-first or month-first" : "decimal-comma or decimal-point",
                $"Write {(day ? "day-first or month-first" : "decimal-comma or decimal-point")} in the column transform of mapping.csv.");
        foreach (((string table, string column, string value), int count) in _blanks)
            Report(FindingSeverity.Info, "M13", MappingFiles.Recode, null, column, null,
                $"{count} blank cell{(count == 1 ? "" : "s")} of {table}.{column} count as '{value}'.", "",
                "Nothing to do where that is what you want; else change the row of recode.csv.");
    }

    /// <summary>What the templates do not have and was carried all the same.</summary>
    private void ReportKept()
    {
        foreach (TableSchema table in CohortSchema.Current.Tables)
        {
            TableSchema schema = _targets.Table(table.Name)!;
            string[] columns = [.. schema.Fields.Select(f => f.Name).Where(n => table.Field(n) is null)];
            if (columns.Length > 0)
                Report(FindingSeverity.Info, "M12", MappingFiles.Mapping, null, table.Name, null,
                    $"Columns of {table.Name} that the templates do not have, carried as they are and checked by no rule: "
                        + $"{string.Join(", ", columns)}.", "", "");
            foreach (FieldSchema open in schema.Fields.Where(f => f.IsOpen))
                if (_rows.Values(table.Name, open.Name).Where(v => !table.Field(open.Name)!.Allowed.Contains(v)).GroupBy(v => v)
                    .Select(g => $"{g.Key} ({g.Count()} ×)").ToArray() is { Length: > 0 } words)
                    Report(FindingSeverity.Info, "M12", MappingFiles.Recode, null, open.Name, null,
                        $"Words of {table.Name}.{open.Name} that the templates do not have, kept: {string.Join(", ", words)}.", "", "");
        }
    }

    /// <summary>Columns that came with a later export.</summary>
    private void ReportNew(IReadOnlyList<Source> sources)
    {
        foreach (Source source in sources)
        {
            MappingRow[] own = [.. _whole.Where(r => r.File == source.File && (r.Sheet == source.Sheet || r.Sheet.Length == 0))];
            string[] more = [.. source.Columns.Select(c => c.Name).Where(n => own.All(r => r.SourceColumn != n))];
            if (own.Length == 0)
                Report(FindingSeverity.Warning, "M03", source.Name, null, null, null,
                    $"{source.Name} is not in the mapping; it was not used.", "rows in mapping.csv",
                    "Propose the mapping again where it belongs to the data.");
            else if (more.Length > 0)
                Report(FindingSeverity.Warning, "M03", source.Name, null, more[0], null,
                    $"Columns that the mapping does not know, not used: {string.Join(", ", more)}.", "rows in mapping.csv",
                    "Add rows for them, with table and column or without.");
        }
    }

    private RawTable Table(string name)
    {
        TableSchema schema = _targets.Table(name)!;
        IReadOnlyList<MappedRow> rows = _rows[name];
        string[] sources = [.. rows.Select(r => r.Source).Distinct()];
        // Findings name the user's own file and row where the table comes from one file.
        TableSchema named = sources.Length == 1 ? schema with { File = sources[0] } : schema;
        HashSet<string> filled = [.. rows.SelectMany(r => r.Cells.Keys)];
        ImmutableArray<string> absent = [.. schema.Fields.Select(f => f.Name).Where(n => !filled.Contains(n))];
        foreach (FieldSchema field in schema.Fields.Where(f => f.Required && !f.IsDerived && absent.Contains(f.Name) && rows.Count > 0))
            if (!_whole.Any(r => r.Table == name && r.Column == field.Name && (r.SourceColumn.Length > 0 || r.Constant
                is { Length: > 0 })))
                Report(FindingSeverity.Error, "S02", named.File, null, field.Name, null,
                    $"No column is mapped to {name}.{field.Name}, which is required.", field.Description,
                    "Map a column to it, or write a row of mapping.csv without source_column whose transform gives the value of all rows: "
                        + $"constant: and then {(field.Allowed.Length > 0 ? "one of " + Targets.Words(field.Allowed) : "the value")}.");
        return new(named, absent, [],
            [.. rows.Select(r => new RawRow(r.Row, [.. schema.Fields.Select(f => r.Cells.GetValueOrDefault(f.Name))]))]);
    }

    private void Report(FindingSeverity severity, string rule, string file, int? row, string? column, string? value, string message,
        string expected, string howToFix) =>
        _findings.Add(new(severity, rule, file, row, column, null, value, message, expected, howToFix));
}
