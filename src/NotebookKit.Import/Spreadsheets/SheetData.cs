using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Spreadsheets;

/// <summary>One cell of a sheet.</summary>
/// <param name="Column">Column, counted from 0.</param>
/// <param name="Text">What it holds, as text.</param>
/// <param name="Kind">What the program stored.</param>
internal readonly record struct SheetCell(int Column, string Text, CellKind Kind);

/// <summary>One row of a sheet with its cells in ascending columns.</summary>
internal sealed record SheetRow(int Number, List<SheetCell> Cells)
{
    public bool IsHidden { get; init; }
}

/// <summary>Merged cells; all bounds are inside, rows as the program shows them, columns from 0.</summary>
internal readonly record struct Merge(int FirstRow, int LastRow, int FirstColumn, int LastColumn);

/// <summary>One sheet as it was found.</summary>
internal sealed class SheetData(string name)
{
    public string Name { get; } = name;

    public bool IsHidden { get; init; }

    public List<SheetRow> Rows { get; } = [];

    public List<Merge> Merges { get; } = [];

    public SortedSet<int> HiddenColumns { get; } = [];

    public bool IsEmpty => Rows.TrueForAll(r => r.Cells.TrueForAll(c => c.Kind == CellKind.Text && string.IsNullOrWhiteSpace(c.Text)));

    /// <summary>Letters of a column: A, B … AA.</summary>
    public static string Letters(int column)
    {
        string letters = "";
        for (int c = column + 1; c > 0; c = (c - 1) / 26) letters = (char)('A' + ((c - 1) % 26)) + letters;
        return letters;
    }
}
