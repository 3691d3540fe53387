using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Typing;

/// <summary>One distinct cell of a column.</summary>
internal sealed class DistinctCell(string raw, CellKind kind, int firstRow)
{
    /// <summary>As it stands in the file.</summary>
    public string Raw { get; } = raw;

    public CellKind Kind { get; } = kind;

    /// <summary>Position of the first row that has it.</summary>
    public int FirstRow { get; } = firstRow;

    public int Count { get; set; }

    /// <summary>Without blanks at the ends and invisible characters.</summary>
    public string Text { get; set; } = raw;

    public NumberText Number { get; set; }

    public DateText Date { get; set; }
}

/// <summary>The distinct cells of a column in the order of the file, and which of them each row holds; -1 = blank.</summary>
internal sealed class DistinctColumn
{
    private DistinctColumn(int[] codes, List<DistinctCell> cells) => (Codes, Cells) = (codes, cells);

    public int[] Codes { get; }

    public List<DistinctCell> Cells { get; }

    public static DistinctColumn From(int[] codes, List<DistinctCell> cells) => new(codes, cells);

    public static DistinctColumn Of(TextColumn column)
    {
        int[] codes = new int[column.Count];
        var cells = new List<DistinctCell>();
        var known = new Dictionary<string, int>[(int)CellKind.InvalidDate + 1];
        var lookups = new Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>[known.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            ReadOnlySpan<char> text = column[row];
            CellKind kind = column.Kind(row);
            if (text.IsEmpty && kind == CellKind.Text)
            {
                codes[row] = -1;
                continue;
            }
            int k = (int)kind;
            if (known[k] is null)
            {
                known[k] = new(StringComparer.Ordinal);
                lookups[k] = known[k].GetAlternateLookup<ReadOnlySpan<char>>();
            }
            if (!lookups[k].TryGetValue(text, out int code))
            {
                code = cells.Count;
                var cell = new DistinctCell(text.ToString(), kind, row);
                cells.Add(cell);
                known[k].Add(cell.Raw, code);
            }
            cells[code].Count++;
            codes[row] = code;
        }
        return new(codes, cells);
    }
}
