namespace NotebookKit.Statistics.Contingency;

/// <summary>A table of counts without empty rows and columns, with its margins.</summary>
internal sealed class ContingencyTable
{
    private ContingencyTable(long[,] counts, string? note)
    {
        Counts = counts;
        Note = note;
        Rows = new long[counts.GetLength(0)];
        Columns = new long[counts.GetLength(1)];
        for (int i = 0; i < Rows.Length; i++)
            for (int j = 0; j < Columns.Length; j++)
            {
                Rows[i] += counts[i, j];
                Columns[j] += counts[i, j];
                Total += counts[i, j];
            }
    }

    public long[,] Counts { get; }

    public long[] Rows { get; }

    public long[] Columns { get; }

    public long Total { get; }

    /// <summary>How many empty rows and columns were left out; null for none.</summary>
    public string? Note { get; }

    public double Expected(int row, int column) => (double)Rows[row] * Columns[column] / Total;

    public double? MinExpected => Total == 0 ? null : (double)Rows.Min() * Columns.Min() / Total;

    /// <summary>Why nothing can be tested; null if at least two rows and two columns have counts.</summary>
    public string? WhyNot => Rows.Length < 2 || Columns.Length < 2 ? "P not computed: only one row or column has counts." : null;

    /// <exception cref="ArgumentException">A count is negative.</exception>
    public static ContingencyTable Of(long[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        int rows = counts.GetLength(0), columns = counts.GetLength(1);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                if (counts[i, j] < 0)
                    throw new ArgumentException($"Row {i + 1}, column {j + 1}: found {counts[i, j]}; expected a count of 0 or more.",
                        nameof(counts));
        int[] keptRows = [.. Enumerable.Range(0, rows).Where(i => Enumerable.Range(0, columns).Any(j => counts[i, j] > 0))];
        int[] keptColumns = [.. Enumerable.Range(0, columns).Where(j => keptRows.Any(i => counts[i, j] > 0))];
        var kept = new long[keptRows.Length, keptColumns.Length];
        for (int i = 0; i < keptRows.Length; i++)
            for (int j = 0; j < keptColumns.Length; j++) kept[i, j] = counts[keptRows[i], keptColumns[j]];
        int emptyRows = rows - keptRows.Length, emptyColumns = columns - keptColumns.Length;
        return new(kept, emptyRows + emptyColumns == 0 ? null : $"Left out as empty: {emptyRows} rows, {emptyColumns} columns.");
    }
}
