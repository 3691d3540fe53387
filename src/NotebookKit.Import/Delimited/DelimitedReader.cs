using System.Globalization;
using NotebookKit.Import.Layout;
using NotebookKit.Import.Tables;
using Sylvan.Data.Csv;

namespace NotebookKit.Import.Delimited;

/// <summary>Reads a text file with cells between delimiters into a table of texts.</summary>
internal sealed class DelimitedReader
{
    private const int HeadRows = 100;
    private const int HeadCharacters = 1 << 18;

    private readonly FindingSink _findings;
    private readonly DataFileOptions _options;
    /// <summary>The remedy for a row with fewer cells than names, by which its finding is known.</summary>
    public const string TooFewCells = "Add the missing delimiters; a blank cell still needs its own.";

    private readonly TextTable _table;
    private readonly List<int> _comments = [];
    private string[] _declared = [];
    private int _ragged;
    private int _length;
    private string[]? _names;

    private DelimitedReader(string file, DataFileOptions options, FindingSink findings) =>
        (_options, _findings, _table) = (options, findings, new TextTable(file, null));

    /// <summary>The table and what was decided, in words; null where the file holds nothing.</summary>
    public static (TextTable? Table, string Decided) Read(string file, byte[] bytes, DataFileOptions options, FindingSink findings) =>
        new DelimitedReader(file, options, findings).Read(bytes);

    private (TextTable?, string) Read(byte[] bytes)
    {
        _length = bytes.Length;
        (TextReader text, string encoding) = EncodingSniffer.Open(bytes, _options.Encoding, _findings);
        char[] buffer = new char[Math.Min(HeadCharacters, bytes.Length + 1)];
        int read = text.ReadBlock(buffer);
        string head = new(buffer, 0, read);
        if (head.Replace("\0", "").Trim('\uFEFF', '\u001A').All(c => char.IsWhiteSpace(c) || c is ',' or ';'))
        {
            if (read < buffer.Length)
            {
                _findings.Error("empty-file", null, null, null, "The file is empty.", "a table", "Export it again.");
                return (null, "");
            }
        }
        char? separator = SepLine(head, out int skipped);
        int skippedRows = 0;
        if (separator is not null)
        {
            _findings.Info("sep-line", 1, null, head[..skipped].Trim(),
                $"The first line says that cells are separated by '{separator}'; it was left out.");
            head = head[skipped..];
            skippedRows = 1;
        }
        char? delimiter = _options.Delimiter ?? separator ?? DelimiterSniffer.Find(head, _findings);
        _table.Delimiter = delimiter;
        var rest = new ChainedReader(head, text);
        if (delimiter == ' ' && _options.Delimiter is null) ReadLinedUp(rest);
        else ReadRecords(rest, delimiter ?? ',', skippedRows);
        if (_table.Columns.Count == 0 && !_findings.HasErrors)
            _findings.Error("empty-file", null, null, null, "The file holds no table.", "a table", "Export it again.");
        string decided =
            $"{encoding}, {Name(delimiter)}, names in "
                + $"{(_table.HeaderRow == 0 ? "no row" : "row " + _table.HeaderRow.ToString(CultureInfo.InvariantCulture))}";
        return (_table.Columns.Count == 0 ? null : _table, decided);
    }

    private static string Name(char? delimiter) => delimiter switch
    {
        null => "one column",
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "bar",
        ' ' => "blanks",
        char c => $"'{c}'",
    } + (delimiter is null ? "" : " between cells");

    private static char? SepLine(string head, out int length)
    {
        length = 0;
        ReadOnlySpan<char> text = head.AsSpan().TrimStart('"');
        if (!text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) || text.Length < 6) return null;
        int end = head.IndexOfAny(['\r', '\n']);
        if (end is < 0 or > 8) return null;
        length = end + (head.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
        return text[4];
    }

    private void ReadLinedUp(TextReader text)
    {
        var rows = new List<HeadRow>();
        int number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            if (line.Trim().Length > 0) rows.Add(new(number, DelimiterSniffer.SplitBlanks(line)));
        }
        Header header = Begin(rows);
        foreach (HeadRow row in rows.Skip(header.FirstData)) Add(row);
        TableFinish.Name(_table, header.Names, _findings);
    }

    private void ReadRecords(TextReader text, char delimiter, int rowsBefore)
    {
        var head = new List<HeadRow>();
        Header? header = null;
        int number = rowsBefore;
        try
        {
            using var csv = CsvDataReader.Create(text, DelimiterSniffer.Options(delimiter, _options.Limits.CellCharacters, _length));
            while (csv.Read())
            {
                number++;
                int fields = csv.RowFieldCount;
                if (fields > _options.Limits.Columns + 1000)
                {
                    _findings.Error("too-large", number, null, null, $"The row has {fields} cells; the limit is {_options.Limits.Columns}.",
                        "a table", "Raise Limits.Columns where this is meant.");
                    break;
                }
                if (IsNothing(csv, fields, number)) continue;
                if (header is not null)
                {
                    Add(csv, fields, number);
                    continue;
                }
                head.Add(new(number, [.. Enumerable.Range(0, fields).Select(csv.GetString)]));
                if (head.Count < HeadRows) continue;
                header = Start(head);
            }
        }
        catch (CsvRecordTooLargeException)
        {
            _findings.Error("too-large", number + 1, null, null,
                $"A cell of this row is longer than {_options.Limits.CellCharacters} characters; it and all rows after it were not read. A "
                    + "quotation mark that is not closed makes such cells.", "shorter cells",
                    "Close the quotation mark, or raise Limits.CellCharacters.");
        }
        catch (CsvFormatException)
        {
            _findings.Error("unclosed-quote", number + 1, null, null,
                "A quotation mark in this row is not closed; this row and all after it could not be read.",
                "text with a comma or quotation mark in double quotes, a quotation mark inside doubled",
                "Close or remove the quotation mark in this row.");
        }
        header ??= head.Count == 0 ? null : Start(head);
        if (_comments.Count > 0)
            _findings.Info("comment-lines", _comments[0], null, null,
                $"{_comments.Count} line{(_comments.Count == 1 ? "" : "s")} that begin{(_comments.Count == 1 ? "s" : "")} with # left out "
                    + $"as comment{(_comments.Count == 1 ? "" : "s")} (row {string.Join(", ", _comments.Take(10))}"
                    + $"{(_comments.Count > 10 ? ", …" : "")}).");
        if (header is null) return;
        for (int c = 0; c < Math.Min(_declared.Length, header.Names.Length); c++)
            _table.DeclaredTypes[header.Names[c].Trim()] = _declared[c];
        TableFinish.CutBelow(_table, _findings);
        TableFinish.Name(_table, header.Names, _findings);
    }

    private Header Start(List<HeadRow> head)
    {
        Header header = Begin(head);
        foreach (HeadRow row in head.Skip(header.FirstData)) Add(row);
        return header;
    }

    private Header Begin(List<HeadRow> head)
    {
        Header header = HeaderFinder.Find(head, _options.HeaderRow, _findings);
        _table.HeaderRow = header.Position < 0 ? 0 : head[header.Position].Number;
        _table.Units = header.Units;
        _names = header.Names;
        for (int c = 0; c < header.Names.Length; c++) _table.Columns.Add(new TextColumn());
        int most = head.Skip(header.FirstData).Select(r => r.Cells.Length).DefaultIfEmpty(header.Names.Length).GroupBy(w => w)
            .MaxBy(g => g.Count())!.Key;
        if (header.Position >= 0 && head[header.Position].Cells.Length > most && head.Skip(header.FirstData)
            .All(r => r.Cells.Length < head[header.Position].Cells.Length))
        {
            _findings.Error("ragged-row", _table.HeaderRow, null, string.Join(", ", header.Names),
                $"The row of names has {head[header.Position].Cells.Length} cells, the rows below have {most}.", $"{most} cells",
                "Put a name that holds the delimiter in double quotes.");
            _ragged = most;
        }
        return header;
    }

    /// <summary>Blank lines, comments and marks of an end of file; they are counted as rows.</summary>
    private bool IsNothing(CsvDataReader csv, int fields, int number)
    {
        if (fields == 0) return true;
        ReadOnlySpan<char> first = csv.GetFieldSpan(0);
        if (first.Length > 0 && first[0] > ' ' && first[0] != '#') return false;
        if (first.StartsWith("#") && (fields == 1 ? _table.Columns.Count != 1 : _table.Columns.Count == 0 && !first.StartsWith("#N/A")))
        {
            _comments.Add(number);
            string[] cells = fields is > 1 and < 10_000 && _comments.Count < 10
                ? [.. Enumerable.Range(0, fields).Select(csv.GetString)]
                : [];
            if (cells.Length > 0) cells[0] = cells[0].TrimStart('#');
            if (cells.Length > 0 && Array.TrueForAll(cells, c => c is "STRING" or "NUMBER" or "BOOLEAN")) _declared = cells;
            return true;
        }
        if (fields == 1 && first.Length > 0 && first[0] == '\u001A')
        {
            _findings.Info("control-character", number, null, null, "The end-of-file sign of an old program (Ctrl-Z) was left out.");
            return true;
        }
        for (int c = 0; c < fields; c++)
            if (!csv.GetFieldSpan(c).IsWhiteSpace()) return false;
        return true;
    }

    private void Add(CsvDataReader csv, int fields, int number)
    {
        int width = _table.Columns.Count;
        for (int c = 0; c < width; c++) AddCell(c, c < fields ? csv.GetFieldSpan(c) : default, number);
        if (fields != width) Ragged(fields, number, () => string.Join(", ", Enumerable.Range(0, fields).Select(csv.GetString)));
        _table.EndRow(number);
    }

    private void Add(HeadRow row)
    {
        int width = _table.Columns.Count;
        for (int c = 0; c < width; c++) AddCell(c, c < row.Cells.Length ? row.Cells[c] : default, row.Number);
        if (row.Cells.Length != width) Ragged(row.Cells.Length, row.Number, () => string.Join(", ", row.Cells));
        _table.EndRow(row.Number);
    }

    private void AddCell(int column, ReadOnlySpan<char> text, int row)
    {
        if (text.Contains('\0'))
        {
            string clean = text.ToString().Replace("\0", "");
            _findings.Warn("control-character", row, Header(column), clean, "The cell holds zero bytes; they were taken off.", "text",
                "Nothing to do; the program that wrote the file may be at fault.");
            _table.Columns[column].Add(clean);
        }
        else _table.Columns[column].Add(text);
    }

    private string? Header(int column) => _names is not null && column < _names.Length ? _names[column] : null;

    private void Ragged(int fields, int number, Func<string> text)
    {
        int width = _table.Columns.Count;
        if (fields == _ragged) return;
        _findings.Error("ragged-row", number, null, text(), $"The row has {fields} cell{(fields == 1 ? "" : "s")}, the names are {width}.",
            $"{width} cells",
            fields > width
                ? "Put text that holds the delimiter in double quotes; the cells too many were left out."
                : TooFewCells);
    }
}
