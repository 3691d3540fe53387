using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Layout;

/// <summary>One of the first rows of a file.</summary>
/// <param name="Number">Row as a spreadsheet numbers it.</param>
/// <param name="Cells">Its cells as text.</param>
internal sealed record HeadRow(int Number, string[] Cells)
{
    public int Filled { get; } = Cells.Count(c => !string.IsNullOrWhiteSpace(c));
}

/// <summary>Where the names stand.</summary>
/// <param name="Position">Position of the row of names among the first rows; -1 = there are none.</param>
/// <param name="Names">The names as they stand, one per column, also blank and repeated ones.</param>
/// <param name="Units">Units under the names; null where there are none.</param>
/// <param name="FirstData">Position of the first row of data.</param>
internal sealed record Header(int Position, string[] Names, string?[]? Units, int FirstData);

/// <summary>Finds the row of names: the first that is as wide as most and holds text alone.</summary>
internal static class HeaderFinder
{
    public static Header Find(IReadOnlyList<HeadRow> rows, int? given, FindingSink findings)
    {
        int width = Width(rows);
        if (given == 0) return Absent(rows, width, 0);
        int position = given is int row ? Math.Max(0, rows.TakeWhile(r => r.Number < row).Count()) : Start(rows, width);
        HeadRow header = rows[Math.Min(position, rows.Count - 1)];
        if (given is null && !LooksLikeNames(header) && LooksLikeData(rows, position, width))
        {
            findings.Warn("header-absent", header.Number, null, string.Join(", ", header.Cells.Take(5)),
                "The first row holds values, not names; the columns were numbered.", "the names in the first row",
                "Add a row of names to the file; HeaderRow says in which row they stand.");
            return Absent(rows, width, position);
        }
        if (position > 0 && given is null)
            findings.Warn("header-not-first", header.Number, null, null,
                $"The names stand in row {header.Number}; what stands above was left out.", "the names in row 1",
                "Nothing to do; HeaderRow says where the names stand.");
        if (position + 1 < rows.Count && header.Cells.Length > 1)
        {
            HeadRow next = rows[position + 1];
            if (IsUnitLine(next))
            {
                findings.Warn("unit-line", next.Number, null, string.Join(", ", next.Cells),
                    "The row under the names holds units; they were kept with the columns.", "units in the names or a dictionary",
                    "Nothing to do.");
                return new(position, Padded(header.Cells, width),
                    [.. Padded(next.Cells, Math.Max(width, header.Cells.Length))
                        .Select(u => u.Trim().Length == 0 ? null : u.Trim().Trim('[', ']', '(', ')'))], position + 2);
            }
            if (IsSecondLine(header, next, rows, position))
            {
                findings.Warn("header-two-lines", next.Number, null, string.Join(", ", next.Cells.Take(6)),
                    "The names stand in two lines; they were joined.", "the names in one line",
                    "Nothing to do where the joined names are right.");
                return new(position, Joined(Padded(header.Cells, width), Padded(next.Cells, width)), null, position + 2);
            }
        }
        return new(position, Padded(header.Cells, width), null, position + 1);
    }

    /// <summary>Cells that most rows have.</summary>
    private static int Width(IReadOnlyList<HeadRow> rows) =>
        rows.Where(r => r.Filled > 0).GroupBy(r => r.Cells.Length).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key)
            .First().Key;

    private static int Start(IReadOnlyList<HeadRow> rows, int width)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            HeadRow row = rows[i];
            if (row.Filled == 0) continue;
            bool title = width > 1 && row.Filled == 1 && rows.Skip(i + 1).Any(r => r.Filled > 1);
            bool narrow = row.Cells.Length < width && rows.Skip(i + 1).Take(5)
                .Any(r => r.Cells.Length == width && r.Filled > 1 && LooksLikeNames(r));
            if (!title && !narrow) return i;
        }
        return 0;
    }

    private static Header Absent(IReadOnlyList<HeadRow> rows, int width, int firstData) => new(-1, Padded([], width), null, firstData);

    private static bool LooksLikeNames(HeadRow row) => row.Cells.All(c => !IsValue(c));

    private static bool LooksLikeData(IReadOnlyList<HeadRow> rows, int position, int width)
    {
        HeadRow row = rows[position];
        HeadRow[] below = [.. rows.Skip(position + 1).Where(r => r.Filled > 0).Take(5)];
        int values = 0;
        for (int c = 0; c < Math.Min(width, row.Cells.Length); c++)
        {
            if (!IsValue(row.Cells[c])) continue;
            values++;
            if (below.Any(r => c < r.Cells.Length && r.Cells[c].Trim().Length > 0 && !IsValue(r.Cells[c]))) return false;
        }
        return values > 0;
    }

    private static bool IsValue(string text)
    {
        string cell = text.Trim();
        return cell.Length > 0 && (NumberText.Parse(cell) is { Form: not NumberForm.None, Unit: null }
            || DateText.Parse(cell, 2100).Form is DateForm.Day or DateForm.Either or DateForm.ShortYear);
    }

    private static bool IsUnitLine(HeadRow row) => row.Filled > 0 && row.Cells.All(c => string.IsNullOrWhiteSpace(c) || UnitText.IsUnit(c));

    /// <summary>
    /// Whether the row under the names belongs to them: text alone, where the row above has gaps and the one below has values.
    /// </summary>
    private static bool IsSecondLine(HeadRow header, HeadRow next, IReadOnlyList<HeadRow> rows, int position)
    {
        if (next.Filled < 2 || !LooksLikeNames(next) || position + 2 >= rows.Count) return false;
        bool gaps = Enumerable.Range(0, Math.Min(header.Cells.Length, next.Cells.Length))
            .Any(c => string.IsNullOrWhiteSpace(header.Cells[c]) && !string.IsNullOrWhiteSpace(next.Cells[c])) ||
            header.Cells.Where(c => c.Trim().Length > 0).GroupBy(c => c).Any(g => g.Count() > 1);
        string[] below = rows[position + 2].Cells;
        return gaps && Enumerable.Range(0, Math.Min(below.Length, next.Cells.Length))
            .Any(c => !string.IsNullOrWhiteSpace(next.Cells[c]) && IsValue(below[c]));
    }

    private static string[] Joined(string[] first, string[] second)
    {
        string above = "";
        var names = new string[first.Length];
        for (int c = 0; c < first.Length; c++)
        {
            string one = first[c].Trim(), two = second[c].Trim();
            if (one.Length > 0) above = one;
            names[c] = two.Length == 0 ? one : above.Length == 0 ? two : $"{above}_{two}".Replace(' ', '_');
        }
        return names;
    }

    private static string[] Padded(string[] cells, int width) =>
        cells.Length >= width ? cells : [.. cells, .. Enumerable.Repeat("", width - cells.Length)];
}
