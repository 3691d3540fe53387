namespace NotebookKit.Rendering;

/// <summary>Neighbouring columns of the same spanner, joined.</summary>
internal static class Spanners
{
    public static IEnumerable<(string? Text, int Start, int Count)> Of(SummaryTable table)
    {
        int start = 0;
        for (int i = 1; i <= table.Columns.Length; i++)
        {
            if (i < table.Columns.Length && table.Columns[i].Spanner == table.Columns[start].Spanner) continue;
            yield return (table.Columns[start].Spanner, start, i - start);
            start = i;
        }
    }
}
