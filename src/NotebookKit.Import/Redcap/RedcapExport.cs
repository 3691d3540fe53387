using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Import.Layout;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Redcap;

/// <summary>An export of a REDCap project: raw, with labels or mixed, with events and repeating instruments in one file.</summary>
/// <remarks>
/// The frame has the rows of the file. The tables have one frame per instrument, with the record, the event and the instance as their key;
/// a row comes out only where the form holds something, so that cells of other forms are not missing data.
/// </remarks>
internal sealed class RedcapExport
{
    private const string Event = "redcap_event_name", Instrument = "redcap_repeat_instrument", Instance = "redcap_repeat_instance";

    private static readonly Dictionary<string, string> SystemLabels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Event Name"] = Event, ["Repeat Instrument"] = Instrument, ["Repeat Instance"] = Instance,
        ["Survey Identifier"] = "redcap_survey_identifier",
        ["Data Access Group"] = "redcap_data_access_group",
    };

    private readonly TextTable _table;
    private readonly DataFileOptions _options;
    private readonly FindingSink _findings;
    private readonly RedcapDictionary? _dictionary;
    private readonly RedcapField?[] _fields;
    private readonly Dictionary<string, int[]> _tableRows = [];

    private RedcapExport(TextTable table, DataFileOptions options, FindingSink findings)
    {
        (_table, _options, _findings) = (table, options, findings);
        _dictionary = options.Dictionary is { } path ? RedcapDictionary.Read(path, findings) : null;
        _fields = new RedcapField?[table.Columns.Count];
    }

    public static bool Recognises(TextTable table, DataFileOptions options) =>
        options.Dictionary is not null || table.Names.Exists(
            n => n is Event or Instrument or Instance || SystemLabels.GetValueOrDefault(n) is Instrument or Instance);

    public static FileContent Read(TextTable table, string decided, DataFileOptions options, FindingSink findings) =>
        new RedcapExport(table, options, findings).Read(decided);

    private FileContent Read(string decided)
    {
        BindNames();
        bool labels = IsLabelExport();
        TypedColumn[] columns = [.. Enumerable.Range(0, _table.Columns.Count).Select(c => Column(c, labels))];
        if (_dictionary is null && _options.Dictionary is null)
            _findings.Warn("dictionary-absent", null, null, null,
                "This is a REDCap export, but its data dictionary was not given: codes stay numbers, and forms are told apart by their "
                    + "rows alone.", "the data dictionary",
                "Give it: new() { Dictionary = \"dictionary.csv\" }; in REDCap: Project Setup, Data Dictionary, Download.");
        ReportUntickedBoxes(columns);
        NameChecks.Check(_table.Names, _findings, 1);
        var frame = new DataFrame(columns.Select(c => c.Values));
        return new(frame, [.. columns.Select(c => c.About)], $"REDCap {(labels ? "labels" : "raw")}, {decided}",
            _findings.All()) { Tables = Tables(columns), TableRows = _tableRows, RowNumbers = _table.RowNumber };
    }

    /// <summary>Gives columns of a label export the names of their fields: by their order in the dictionary, as labels repeat.</summary>
    private void BindNames()
    {
        if (_dictionary is null)
        {
            for (int c = 0; c < _table.Names.Count; c++) _table.Names[c] = SystemLabels.GetValueOrDefault(_table.Names[c], _table.Names[c]);
            return;
        }
        (string Label, string Column, RedcapField Field)[] known = [.. _dictionary.Columns()];
        int next = 0;
        for (int c = 0; c < _table.Names.Count; c++)
        {
            string name = _table.Names[c];
            int byName = Array.FindIndex(known, k => k.Column == name);
            int byLabel = byName >= 0 ? -1 : Array.FindIndex(known, next, k => SameLabel(k.Label, name));
            if (byName >= 0) _fields[c] = known[byName].Field;
            else if (SystemLabels.TryGetValue(name, out string? system)) _table.Names[c] = system;
            else if (byLabel >= 0)
            {
                (_table.Names[c], _fields[c], next) = (known[byLabel].Column, known[byLabel].Field, byLabel + 1);
            }
            else if (!name.StartsWith("redcap_", StringComparison.Ordinal) && !IsTimestamp(name))
                _findings.Warn("column-unknown", 1, name, null,
                    $"The column '{name}' is not in the data dictionary; it was read by its values.", "a field of the dictionary",
                    "Download the dictionary of the day of the export.");
            if (_fields[c] is { Identifies: true } field)
                _findings.Warn("possible-identifier", 1, _table.Names[c], null,
                    $"The data dictionary marks '{field.Name}' as an identifier.", "a pseudonym",
                    "Export without identifiers: De-Identification Options, Remove all tagged identifier fields.");
        }
    }

    /// <summary>A label, also where a later one of the same name was numbered by the reader.</summary>
    private static bool SameLabel(string label, string name) =>
        name == label || (name.StartsWith(label + "_", StringComparison.Ordinal) && name[(label.Length + 1)..].All(char.IsAsciiDigit));

    private bool IsTimestamp(string name) =>
        name.EndsWith("_timestamp", StringComparison.Ordinal) && _dictionary?.Forms.Contains(name[..^10]) == true;

    /// <summary>Whether cells hold labels: most cells with choices do.</summary>
    private bool IsLabelExport()
    {
        int codes = 0, labels = 0;
        for (int c = 0; c < _fields.Length; c++)
        {
            if (_fields[c] is not { } field || !(field.HasChoices || field.IsCheckbox)) continue;
            for (int row = 0; row < _table.RowCount; row++)
            {
                string text = _table.Columns[c][row].Trim().ToString();
                if (field.IsCheckbox ? text is "Checked" or "Unchecked" : field.Choices.Any(l => l.Label == text && l.Code != text))
                    labels++;
                else if (field.IsCheckbox ? text is "0" or "1" : field.Choices.Any(l => l.Code == text && l.Label != text)) codes++;
            }
        }
        return labels > codes;
    }

    private TypedColumn Column(int c, bool labels)
    {
        string name = _table.Names[c];
        if (_fields[c] is { } field)
            return new RedcapColumn(_table, c, name, field.Name == _dictionary!.RecordId ? field with { Validation = "" } : field, labels,
                _findings).Read();
        if (IsTimestamp(name))
            return new RedcapColumn(_table, c, name, new(name, "", "text", "", "timestamp", [], null, null, false), labels, _findings)
                .Read();
        var context = new ReadContext(name == RecordName ? _options with { TextColumns = [name] } : _options, _findings, 2100);
        return ColumnTyper.Type(_table, c, context);
    }

    private string RecordName => _dictionary?.RecordId ?? _table.Names[0];

    private string? Cell(string column, int row) =>
        _table.Names.IndexOf(column) is >= 0 and int c && _table.Columns[c][row].Trim() is { IsEmpty: false } text ? text.ToString() : null;

    /// <summary>A box is not an answer where no box of its field is ticked: REDCap writes 0 also where the form was never opened.</summary>
    private void ReportUntickedBoxes(TypedColumn[] columns)
    {
        foreach (var group in Enumerable.Range(0, columns.Length).Where(c => _fields[c]?.IsCheckbox == true).GroupBy(c => _fields[c]!.Name))
        {
            BooleanDataFrameColumn[] boxes = [.. group.Select(c => (BooleanDataFrameColumn)columns[c].Values)];
            int[] unticked = [.. Enumerable.Range(0, _table.RowCount)
                .Where(r => boxes.Any(b => b[r] == false) && boxes.All(b => b[r] != true))];
            if (unticked.Length == 0) continue;
            foreach (BooleanDataFrameColumn box in boxes)
                foreach (int row in unticked) box[row] = null;
            foreach (int c in group)
                columns[c] = columns[c] with {
                    About = columns[c].About with { Filled = (int)(columns[c].Values.Length - columns[c].Values.NullCount) } };
            _findings.Warn("checkbox-never-asked", _table.RowNumber(unticked[0]), _table.Names[group.First()], null,
                $"In {unticked.Length} row{(unticked.Length == 1 ? "" : "s")} no box of '{group.Key}' is ticked; REDCap writes 0 there "
                    + "also where the question was never asked. The boxes are missing in these rows.",
                    "at least one box, such as 'none of these'",
                "Where no box means no, fill them with false; better, give the field a box 'none of these'.");
        }
    }

    private ImmutableSortedDictionary<string, DataFrame> Tables(TypedColumn[] columns)
    {
        var tables = ImmutableSortedDictionary.CreateBuilder<string, DataFrame>(StringComparer.Ordinal);
        string?[] instruments = [.. Enumerable.Range(0, _table.RowCount).Select(r => Cell(Instrument, r))];
        foreach (string form in _dictionary?.Forms ?? instruments.Select(i => i ?? "record").Distinct())
        {
            int[] own = [.. Enumerable.Range(0, columns.Length).Where(c => Belongs(c, form, instruments))];
            int[] rows = [.. Enumerable.Range(0, _table.RowCount)
                .Where(r => IsOf(instruments[r], form)
                    && own.Any(c => _table.Names[c] == RecordName || !_table.Columns[c][r].IsWhiteSpace())
                    && (own.Any(c => _table.Names[c] != RecordName && !_table.Columns[c][r].IsWhiteSpace())
                        || own.All(c => _table.Names[c] == RecordName)))];
            if (own.Length == 0) continue;
            var frame = new DataFrame();
            if (columns.FirstOrDefault(c => c.About.Name == RecordName) is { } record)
                frame.Columns.Add(Rows(record.Values, rows, RecordName));
            if (columns.FirstOrDefault(c => c.About.Name == Event) is { } events) frame.Columns.Add(Rows(events.Values, rows, "event"));
            if (columns.FirstOrDefault(c => c.About.Name == Instance) is { } instance
                && (rows.Any(r => instance.Values[r] is not null) || _options.RepeatingInstruments.Contains(form)))
                frame.Columns.Add(Rows(instance.Values, rows, "instance"));
            foreach (int c in own.Where(c => _table.Names[c] != RecordName))
                frame.Columns.Add(Rows(columns[c].Values, rows, _table.Names[c]));
            tables[form] = frame;
            _tableRows[form] = [.. rows.Select(_table.RowNumber)];
        }
        return tables.ToImmutable();
    }

    private bool IsOf(string? instrument, string form) => instrument is null
        ? !(_dictionary is null && form != "record")
        : CellText.Plain(instrument) == CellText.Plain(form);

    private bool Belongs(int c, string form, string?[] instruments)
    {
        string name = _table.Names[c];
        if (_dictionary is not null) return _fields[c]?.Form == form || name == form + "_timestamp";
        if (name is Event or Instrument or Instance) return false;
        return name == RecordName || Enumerable.Range(0, _table.RowCount)
            .Any(r => (instruments[r] ?? "record") == form && !_table.Columns[c][r].IsWhiteSpace());
    }

    private static DataFrameColumn Rows(DataFrameColumn column, int[] rows, string name)
    {
        DataFrameColumn part = column.Clone(new Int64DataFrameColumn("rows", rows.Select(r => (long)r)));
        part.SetName(name);
        return part;
    }
}
