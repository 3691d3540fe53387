using System.Collections.Immutable;
using NotebookKit.Cohorts.Schema;
using Sylvan.Data.Csv;

namespace NotebookKit.Cohorts.Reading;

/// <summary>Reads one CSV file into text cells and reports what is wrong with its structure.</summary>
/// <remarks>Never throws for what a file holds; all rows that can be read are kept.</remarks>
internal sealed class CsvTableReader
{
    private readonly TableSchema _schema;
    private readonly List<Finding> _findings;
    private readonly HashSet<string> _unnamed = [];
    private bool _isComplete = true;
    private int _skipped;

    private CsvTableReader(TableSchema schema, List<Finding> findings) => (_schema, _findings) = (schema, findings);

    public static RawTable Read(string path, TableSchema schema, List<Finding> findings) =>
        new CsvTableReader(schema, findings).Read(path);

    private int HeaderRow => _skipped + 1;

    private int Number(int record) => _skipped + record + 1;

    private RawTable Read(string path)
    {
        string text = SkipPreamble(FileText.Read(path, out string? encoding));
        if (encoding is not null)
            Report("S03", FindingSeverity.Warning, null, null, null, $"The file is not UTF-8; it was read as {encoding}.",
                "UTF-8", "Save as 'CSV UTF-8 (comma delimited)' and check accented letters.");
        char delimiter = Delimiter(text);
        if (delimiter != ',')
            Report("S03", FindingSeverity.Warning, HeaderRow, null, delimiter == '\t' ? "tab" : delimiter.ToString(),
                "Cells are not separated by commas.",
                "comma", "Save as 'CSV UTF-8 (comma delimited)'.");

        List<string[]> records = Records(text, delimiter);
        if (records.Count == 0 || IsBlank(records[0]))
        {
            Report("S01", FindingSeverity.Error, records.Count == 0 ? null : HeaderRow, null, null, "The file has no header.",
                "the column names in row 1", $"Copy row 1 from the template {_schema.File}.");
            return new(_schema, [.. _schema.Fields.Select(f => f.Name)], [], []) { IsComplete = false };
        }
        return Rows(records);
    }

    /// <summary>Leaves out what stands before the row of names (sep=, and comments) and the end-of-file sign of old programs.</summary>
    private string SkipPreamble(string text)
    {
        if (text.AsSpan().TrimEnd() is [.., '\u001A'])
        {
            text = text.TrimEnd().TrimEnd('\u001A');
            Report("S03", FindingSeverity.Warning, null, null, null, "The end-of-file sign of an old program (Ctrl-Z) was left out.",
                "text alone", "Nothing to do; save the file again to be rid of it.");
        }
        int comments = 0;
        while (text.StartsWith('#') || text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
        {
            int end = text.IndexOf('\n', StringComparison.Ordinal);
            if (end < 0) break;
            if (text[0] == '#') comments++;
            else
                Report("S03", FindingSeverity.Warning, _skipped + 1, null, text[..end].Trim(),
                    "The first line names the separator; it was left out.", "the column names in row 1",
                    "Nothing to do; delete the line in the file.");
            _skipped++;
            text = text[(end + 1)..];
        }
        if (comments > 0)
            Report("S03", FindingSeverity.Warning, 1, null, null,
                $"{comments} comment line{(comments == 1 ? "" : "s")} (#) before the column names {(comments == 1 ? "was" : "were")} left "
                    + "out.", "the column names in row 1", "Nothing to do; delete them in the file.");
        return text;
    }

    private List<string[]> Records(string text, char delimiter)
    {
        var records = new List<string[]>();
        try
        {
            using var csv = CsvDataReader.Create(new StringReader(text), new CsvDataReaderOptions
            {
                HasHeaders = false, Delimiter = delimiter, Comment = '\uFFFF', CsvStyle = CsvStyle.Standard, MaxBufferSize = 1 << 26,
                ResultSetMode = ResultSetMode.SingleResult,
            });
            while (csv.Read())
            {
                var cells = new string[csv.RowFieldCount];
                for (int i = 0; i < cells.Length; i++) cells[i] = csv.GetString(i);
                records.Add(cells);
            }
        }
        catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException)
        {
            _isComplete = false;
            Report("S05", FindingSeverity.Error, _skipped + records.Count + 1, null, null,
                "The quotation marks of this row do not match; this row and all after it could not be read, and links to this file were "
                    + "not checked.",
                "text with a comma or quotation mark in double quotes, a quotation mark inside doubled",
                "Close or remove the quotation mark in this row.");
        }
        return records;
    }

    private RawTable Rows(List<string[]> records)
    {
        string[] header = [.. records[0].Select(Name)];
        int width = _schema.Fields.Length;
        ImmutableArray<string> absent = [.. _schema.Fields.Select(f => f.Name).Except(header)];
        int[] target = Targets(header, absent, out ImmutableArray<string> extra);
        var rows = ImmutableArray.CreateBuilder<RawRow>();
        int last = records.FindLastIndex(r => !IsBlank(r));
        for (int r = 1; r <= last; r++)
        {
            string[] record = records[r];
            if (IsBlank(record))
            {
                Report("S03", FindingSeverity.Warning, Number(r), null, null, "The row is blank.", "no blank row between rows",
                    "Delete the row.");
                continue;
            }
            if (record.Length != header.Length)
                Report("S04", FindingSeverity.Error, Number(r), null, string.Join(',', record),
                    $"The row has {record.Length} cells, the header has {header.Length}.", $"{header.Length} cells",
                    record.Length > header.Length
                        ? "Put text that holds a comma in double quotes."
                        : "Add the missing commas; a blank cell still needs its comma.");
            var cells = new string?[width + extra.Length];
            for (int c = 0; c < Math.Min(record.Length, header.Length); c++)
                if (target[c] >= 0) cells[target[c]] = Cell(record[c], Number(r), header[c]);
            rows.Add(new(Number(r), cells));
        }
        return new(_schema, absent, extra, rows.ToImmutable()) { IsComplete = _isComplete && !_schema.PrimaryKey.Any(absent.Contains) };
    }

    private string Name(string header, int position)
    {
        if (header.Trim() is { Length: > 0 } name) return name;
        string number = (position + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Report("S02", FindingSeverity.Warning, HeaderRow, null, null, $"Column {number} has no name.", "a name in row 1",
            "Name it, or delete the column.");
        _unnamed.Add("column_" + number);
        return "column_" + number;
    }

    /// <summary>Where the cells of each column of the file belong; -1 = nowhere.</summary>
    private int[] Targets(string[] header, ImmutableArray<string> absent, out ImmutableArray<string> extra)
    {
        var more = new List<string>();
        var target = new int[header.Length];
        for (int c = 0; c < header.Length; c++)
        {
            target[c] = -1;
            string name = header[c];
            if (Array.IndexOf(header, name) < c)
                Report("S02", FindingSeverity.Error, HeaderRow, name, name, $"Column '{name}' occurs twice; the first was used.",
                    "each column once",
                    "Delete or rename one of the two.");
            else if (_schema.Field(name) is { } field) target[c] = _schema.Fields.IndexOf(field);
            else
            {
                target[c] = _schema.Fields.Length + more.Count;
                more.Add(name);
                ReportUnknown(name, absent);
            }
        }
        foreach (FieldSchema field in _schema.Fields.Where(f => f.Required && !f.IsDerived && absent.Contains(f.Name)))
            Report("S02", FindingSeverity.Error, HeaderRow, field.Name, null, $"Column '{field.Name}' is missing.", field.Description,
                $"Add the column; row 1 of the template {_schema.File} has all names.");
        extra = [.. more];
        return target;
    }

    private void ReportUnknown(string name, ImmutableArray<string> absent)
    {
        if (NearestName.Of(name, absent) is { } nearest)
            Report("S02", FindingSeverity.Error, HeaderRow, name, name,
                $"Column '{name}' is not in the template; column '{nearest}' is missing.",
                nearest, $"Rename it to {nearest} if that is what it holds.");
        else if (!_unnamed.Contains(name))
            Report("S02", FindingSeverity.Warning, HeaderRow, name, name, $"Column '{name}' is not in the template; it was kept as text.",
                "a column of the template", "Nothing to do if it is a column of your own.");
    }

    private string? Cell(string text, int row, string column)
    {
        string trimmed = CellText.Clean(text, out string? hidden);
        if (trimmed.Length == 0) return null;
        if (hidden is not null)
            Report("S03", FindingSeverity.Warning, row, column, $"'{text}'",
                $"The cell holds a character that cannot be seen ({hidden}); it was taken off.", $"'{trimmed}'", "Type the text again.");
        else if (trimmed.Length != text.Length)
            Report("S03", FindingSeverity.Warning, row, column, $"'{text}'", "There are spaces before or after the value.", $"'{trimmed}'",
                "Delete the spaces.");
        return trimmed;
    }

    /// <summary>The separator under which row 1 holds most names of the template; a comma where none does.</summary>
    private char Delimiter(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        string header = end < 0 ? text : text[..end];
        return new[] { ',', ';', '\t' }.MaxBy(d => header.Split(d).Count(n => _schema.Field(n.Trim().Trim('"')) is not null));
    }

    private static bool IsBlank(string[] record) => Array.TrueForAll(record, string.IsNullOrWhiteSpace);

    private void Report(string rule, FindingSeverity severity, int? row, string? column, string? value, string message, string expected,
        string howToFix) =>
        _findings.Add(new(severity, rule, _schema.File, row, column, null, value, message, expected, howToFix));
}
