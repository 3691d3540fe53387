using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Typing;

/// <summary>Columns whose every cell is blank or one plain number or day: read without looking twice.</summary>
internal static class CleanColumn
{
    /// <summary>The typed column, or null where a cell needs a closer look.</summary>
    public static (DataType Type, DataFrameColumn Column, int Filled)? TryRead(TextColumn cells, string name)
    {
        var values = new ValueColumn(cells.Count);
        for (int row = 0; row < cells.Count; row++)
            if (!values.Add(MemoryMarshal.Cast<char, ushort>(cells[row]))) return null;
        return values.Finish(name);
    }
}
