using System.Globalization;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Layout;

/// <summary>Names, empty columns and what stands below a table.</summary>
internal static class TableFinish
{
    private static readonly HashSet<string> Totals = new(StringComparer.OrdinalIgnoreCase)
    {
        "total", "totals", "grand total", "sum", "summe", "gesamt", "insgesamt", "mean", "average", "mittelwert", "median", "durchschnitt",
        "sd", "somme", "moyenne", "min", "max", "count", "anzahl",
    };

    /// <summary>Takes off rows of sums and remarks at the end; each is named.</summary>
    public static void CutBelow(TextTable table, FindingSink findings)
    {
        if (table.Columns.Count < 2) return;
        while (table.RowCount > 1 && First(table, table.RowCount - 1) is { Length: > 0 } word && Totals.Contains(word.TrimEnd(':', ' ')))
        {
            int last = table.RowCount - 1;
            findings.Warn("totals-row", table.RowNumber(last), null, word, $"The row '{word}' sums up the rows above; it was left out.",
                "rows of data alone", "Nothing to do; delete the row in the file.");
            table.Truncate(last);
        }
        int gap = table.RowCount - 1;
        while (gap > 0 && table.RowNumber(gap) == table.RowNumber(gap - 1) + 1 && gap > table.RowCount - 50) gap--;
        if (gap <= 0 || table.RowNumber(gap) == table.RowNumber(gap - 1) + 1) return;
        if (!Enumerable.Range(gap, table.RowCount - gap).All(r => table.Filled(r) == 1)) return;
        findings.Warn("text-below-table", table.RowNumber(gap), null, FindingSink.Cut(First(table, gap)),
            $"Below the table, after a blank row, stands text ({table.RowCount - gap} row{(table.RowCount - gap == 1 ? "" : "s")}); it was "
                + "left out.", "nothing below the table", "Nothing to do; delete it in the file.");
        table.Truncate(gap);
    }

    /// <summary>Gives every column its name: blank ones a number, repeated ones a second name; columns without name and cells go.</summary>
    public static void Name(TextTable table, string[] names, FindingSink findings)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var kept = new List<(TextColumn Column, string Name, string? Unit)>();
        var given = new HashSet<string>(names.Select(Clean), StringComparer.OrdinalIgnoreCase);
        int empty = 0;
        int? headerRow = table.HeaderRow == 0 ? null : table.HeaderRow;
        for (int c = 0; c < table.Columns.Count; c++)
        {
            string name = c < names.Length ? Clean(names[c]) : "";
            if (name.Length == 0 && IsEmpty(table.Columns[c]))
            {
                empty++;
                continue;
            }
            if (name.Length == 0)
            {
                name = Free("column_" + (c + 1).ToString(CultureInfo.InvariantCulture), taken);
                if (table.HeaderRow > 0)
                    findings.Warn("header-blank", headerRow, name, null,
                        $"Column {(c + 1).ToString(CultureInfo.InvariantCulture)} has no name; it was called {name}.", "a name",
                        "Name it in the file.");
            }
            else if (taken.Contains(name))
            {
                string second = Second(name, taken, given);
                findings.Warn("header-duplicate", headerRow, name, name,
                    $"The name '{name}' stands twice (in any case of letters); the later column was called {second}.", "each name once",
                    "Rename one of the two in the file.");
                name = second;
            }
            taken.Add(name);
            kept.Add((table.Columns[c], name, table.Units is { } units && c < units.Length ? units[c] : null));
        }
        if (empty > 0)
            findings.Info("empty-column", headerRow, null, null,
                $"{empty} column{(empty == 1 ? "" : "s")} without name and cells left out.");
        table.Columns.Clear();
        table.Columns.AddRange(kept.Select(k => k.Column));
        table.Names.AddRange(kept.Select(k => k.Name));
        if (table.Units is not null) table.Units = [.. kept.Select(k => k.Unit)];
    }

    private static string Clean(string name) => CellText.Clean(name, out _).ReplaceLineEndings(" ");

    private static string Second(string name, HashSet<string> taken, HashSet<string> given)
    {
        for (int i = 2; ; i++)
        {
            string next = name + "_" + i.ToString(CultureInfo.InvariantCulture);
            if (!taken.Contains(next) && !given.Contains(next)) return next;
        }
    }

    private static string Free(string name, HashSet<string> taken) => taken.Contains(name) ? Second(name, taken, []) : name;

    private static bool IsEmpty(TextColumn column)
    {
        for (int row = 0; row < column.Count; row++)
            if (!column[row].IsWhiteSpace() || column.Kind(row) != CellKind.Text) return false;
        return true;
    }

    private static string? First(TextTable table, int row)
    {
        foreach (TextColumn column in table.Columns)
            if (!column[row].IsWhiteSpace()) return column[row].Trim().ToString();
        return null;
    }
}
