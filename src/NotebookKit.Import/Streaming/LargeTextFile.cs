using System.Text;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Import.Delimited;
using NotebookKit.Import.Layout;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Streaming;

/// <summary>
/// A text file of many rows, read a piece at a time: its first rows say how it is written and what its columns hold, every further cell is
/// held against that. A file that is in any way out of the ordinary is left to the reader that looks at every cell.
/// </summary>
internal sealed class LargeTextFile
{
    private const int HeadBytes = 1 << 20, TailBytes = 1 << 16;

    /// <summary>From how many rows on a file is read this way; below, rows are also compared with each other.</summary>
    public const int FewestRows = 200_001;

    private readonly string _path;
    private readonly TextTable _head;
    private readonly string _decided;
    private readonly object?[] _builders; // ValueColumn, WordColumn; null where a second reading keeps the texts
    private readonly byte _delimiter;
    private readonly long _length;
    private long _firstRow, _tail;
    private int _rows, _tailRow;

    private LargeTextFile(string path, TextTable head, string decided, long length, int headBytes)
    {
        (_path, _head, _decided, _delimiter, _length) = (path, head, decided, (byte)head.Delimiter!.Value, length);
        int expected = (int)Math.Min(Array.MaxLength / 8, (length / Math.Max(1, headBytes / Math.Max(1, head.RowCount)) * 17 / 16) + 1000);
        _builders = [.. head.Columns.Select((c, i) => Builder(c, head.Names[i], expected))];
    }

    /// <summary>The table and its typed columns; null where the file is not for this reader.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is set by hand.</param>
    /// <param name="context">What the reading of a column needs.</param>
    /// <param name="isTable">Whether a file that begins with these bytes and this table is a table of cells, as other readers see
    /// it.</param>
    /// <param name="fewestRows">Rows below which the file is left to others.</param>
    public static (TextTable Table, TypedColumn[] Columns, string Decided)? TryRead(
        string path, DataFileOptions options, ReadContext context, Func<byte[], TextTable, bool> isTable, int fewestRows)
    {
        if (!options.Missing.IsEmpty || !options.TextColumns.IsEmpty || options.DecimalSign == ',' || options.Encoding is not null
            || options.HeaderRow is not null || options.Dictionary is not null) return null;
        using FileStream file = Open(path);
        byte[] head = new byte[(int)Math.Min(HeadBytes, file.Length)];
        file.ReadExactly(head);
        if (head.Length < file.Length) head = head[..(head.AsSpan().LastIndexOf((byte)'\n') + 1)];
        if (Sample(path, head, options) is not var (table, decided) || table.HeaderRow != 1 || table.DeclaredTypes.Count > 0
            || table.Units is not null || table.Delimiter is null or > (char)127 or ' ' || !isTable(head, table)) return null;
        var large = new LargeTextFile(path, table, decided, file.Length, head.Length);
        return large.ReadCells() && large._rows >= fewestRows && large.EndsWithRows(file, head, options) ? large.Finish(context) : null;
    }

    private static FileStream Open(string path) => SharedFile.Open(path, bufferSize: 0);

    /// <summary>A part of the file as the other reader sees it; null where it finds anything to say.</summary>
    private static (TextTable Table, string Decided)? Sample(string path, byte[] bytes, DataFileOptions options)
    {
        var findings = new FindingSink(Path.GetFileName(path), null);
        if (bytes.Length == 0 || !bytes.AsSpan().Contains((byte)'\n')) return null;
        (TextTable? table, string decided) = DelimitedReader.Read(Path.GetFileName(path), bytes, options, findings);
        return table is null || findings.All().Any() ? null : (table, decided);
    }

    private static object? Builder(TextColumn sample, string name, int rows)
    {
        var values = new ValueColumn(sample.Count);
        for (int row = 0; row < sample.Count; row++)
            if (!values.Add(System.Runtime.InteropServices.MemoryMarshal.Cast<char, ushort>(sample[row])))
                return new WordColumn(name, rows);
        return new ValueColumn(rows);
    }

    private bool ReadCells()
    {
        using var scanner = new RecordScanner(Open(_path), _delimiter, _head.Columns.Count);
        if (!scanner.Read()) return false;
        while (scanner.Read())
        {
            if (_rows == 0) _firstRow = scanner.Offset;
            if (_rows == 0 || scanner.Offset <= _length - TailBytes) (_tail, _tailRow) = (scanner.Offset, _rows);
            for (int c = 0; c < _builders.Length; c++)
            {
                ReadOnlySpan<byte> cell = scanner.Cell(c);
                bool taken = _builders[c] switch { ValueColumn values => values.Add(cell), WordColumn words => words.Add(cell, _rows),
                    _ => true };
                if (!taken) _builders[c] = null;
            }
            if (++_rows == int.MaxValue) return false;
        }
        return !scanner.Failed;
    }

    /// <summary>Whether the end of the file is rows too: no sums, no remarks.</summary>
    private bool EndsWithRows(FileStream file, byte[] head, DataFileOptions options)
    {
        byte[] rows = new byte[_firstRow + file.Length - _tail];
        head.AsSpan(0, (int)_firstRow).CopyTo(rows);
        file.Position = _tail;
        file.ReadExactly(rows.AsSpan((int)_firstRow));
        return Sample(_path, rows, options) is var (table, _) && table.HeaderRow == 1 && table.RowCount == _rows - _tailRow;
    }

    private (TextTable, TypedColumn[], string)? Finish(ReadContext context)
    {
        var columns = new TypedColumn?[_builders.Length];
        for (int c = 0; c < columns.Length; c++)
        {
            if (_builders[c] is ValueColumn values && values.Finish(_head.Names[c]) is var (type, column, filled))
                columns[c] = new(new(_head.Names[c], type) { Unit = UnitText.InName(_head.Names[c]), Filled = filled }, column);
            else if (_builders[c] is WordColumn { Characters: { } characters })
            {
                _head.Columns[c] = characters;
                _builders[c] = characters;
            }
            else if (_builders[c] is WordColumn words && words.Distinct() is null)
                columns[c] = new(new(_head.Names[c], DataType.Text) { Unit = UnitText.InName(_head.Names[c]), Filled = words.Texts.Filled },
                    words.Texts.Column);
        }
        int[] closer = [.. Enumerable.Range(0, columns.Length)
            .Where(c => columns[c] is null && _builders[c] is not (WordColumn or TextColumn))];
        if (closer.Length > 0 && !ReadTexts(closer)) return null;
        _head.Extend(_rows);
        for (int c = 0; c < columns.Length; c++)
            columns[c] ??= _builders[c] is WordColumn { } words
                ? ColumnTyper.Type(_head, c, context, words.Distinct()!)
                : ColumnTyper.Type(_head, c, context);
        return (_head, [.. columns.OfType<TypedColumn>()], _decided);
    }

    /// <summary>Reads the file again for the texts of single columns.</summary>
    private bool ReadTexts(int[] closer)
    {
        using var scanner = new RecordScanner(Open(_path), _delimiter, _head.Columns.Count);
        var texts = closer.ToDictionary(c => c, _ => new TextColumn());
        char[] characters = new char[256];
        if (!scanner.Read()) return false;
        while (scanner.Read())
            foreach (int c in closer)
            {
                ReadOnlySpan<byte> cell = scanner.Cell(c);
                if (cell.Contains((byte)0)) return false;
                if (characters.Length < cell.Length) characters = new char[2 * cell.Length];
                texts[c].Add(characters.AsSpan(0, Encoding.UTF8.GetChars(cell, characters)));
            }
        foreach (int c in closer) _head.Columns[c] = texts[c];
        return !scanner.Failed;
    }
}
