namespace NotebookKit.Import.Tables;

/// <summary>A table as it was found: names, cells as text, and where the rows stand in the file.</summary>
internal sealed class TextTable(string file, string? sheet)
{
    private readonly List<int> _rowNumbers = [];
    private bool _counted = true;

    public string File { get; } = file;

    public string? Sheet { get; } = sheet;

    public List<string> Names { get; } = [];

    public List<TextColumn> Columns { get; } = [];

    /// <summary>Units that stood in a line of their own under the names; null where there was no such line.</summary>
    public string?[]? Units { get; set; }

    /// <summary>STRING or NUMBER by name, where the file declares it (cBioPortal).</summary>
    public Dictionary<string, string> DeclaredTypes { get; } = [];

    /// <summary>Row of the names as a spreadsheet numbers it; 0 where there are none.</summary>
    public int HeaderRow { get; set; } = 1;

    /// <summary>What stands between the cells of a text file; null for other files and for one column.</summary>
    public char? Delimiter { get; set; }

    public int RowCount { get; private set; }

    /// <summary>Whether the text of every cell is there; of a file of many rows those of the first rows alone may be.</summary>
    public bool HasAllTexts => Columns.TrueForAll(c => c.Count == RowCount);

    private int FirstRow { get; set; }

    /// <summary>Row of the file, as a spreadsheet numbers it.</summary>
    public int RowNumber(int row) => _counted ? FirstRow + row : _rowNumbers[row];

    /// <summary>Says where the row stands whose cells have just been added to the columns.</summary>
    public void EndRow(int number)
    {
        if (RowCount == 0) FirstRow = number;
        if (_counted && number != FirstRow + RowCount)
        {
            _counted = false;
            for (int i = 0; i < RowCount; i++) _rowNumbers.Add(FirstRow + i);
        }
        if (!_counted) _rowNumbers.Add(number);
        RowCount++;
    }

    /// <summary>Says that the table has more rows than were kept as text; they follow without a gap.</summary>
    public void Extend(int count) => RowCount = _counted ? count : throw new InvalidOperationException("The rows have gaps.");

    /// <summary>Takes the last rows off.</summary>
    public void Truncate(int count)
    {
        foreach (TextColumn column in Columns) column.Truncate(count);
        if (!_counted) _rowNumbers.RemoveRange(count, RowCount - count);
        RowCount = count;
    }

    /// <summary>Cells of a row that hold something.</summary>
    public int Filled(int row) => Columns.Count(c => !c[row].IsWhiteSpace() || c.Kind(row) != CellKind.Text);
}
