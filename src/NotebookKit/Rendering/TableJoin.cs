using System.Collections.Immutable;

namespace NotebookKit.Rendering;

/// <summary>Puts tables beside and below each other, and cuts them into pages.</summary>
internal static class TableJoin
{
    /// <summary>
    /// Side by side: rows of the same variable, level and label stand in one line; a row that one table lacks is empty there.
    /// </summary>
    public static SummaryTable Beside(SummaryTable left, SummaryTable right, string? leftSpanner, string? rightSpanner)
    {
        List<(TableRow? Left, TableRow? Right)> rows = Matched(left.Rows, right.Rows);
        return new SummaryTable
        {
            Title = left.Title.Length > 0 ? left.Title : right.Title,
            Columns = [left.Columns[0], .. left.Columns.Skip(1).Select(c => Under(c, leftSpanner)),
                .. right.Columns.Skip(1).Select(c => Under(c, rightSpanner))],
            Rows = [.. rows.Select(r => (r.Left ?? r.Right!) with
            {
                Cells = [(r.Left ?? r.Right!).Cells[0], .. r.Left?.Cells.Skip(1) ?? Empty(left), .. r.Right?.Cells.Skip(1) ?? Empty(right)],
            })],
            Footnotes = Notes(left.Footnotes, right.Footnotes, leftSpanner, rightSpanner),
        };
    }

    /// <summary>One below the other, each below its heading; the columns must have the same names.</summary>
    /// <exception cref="ArgumentException">The columns differ.</exception>
    public static SummaryTable Below(SummaryTable upper, SummaryTable lower, string? upperHeading, string? lowerHeading)
    {
        string[] names = [.. upper.Columns.Select(Name)], others = [.. lower.Columns.Select(Name)];
        if (!names.Skip(1).SequenceEqual(others.Skip(1)))
            throw new ArgumentException(
                $"The columns differ: {string.Join(", ", names.Skip(1))} and {string.Join(", ", others.Skip(1))}. Give both tables the "
                    + "same groups in the same order.");
        // heads that differ, such as in N, stand in the heading of each part
        bool differ = !upper.Columns.Skip(1).Select(c => c.Header).SequenceEqual(lower.Columns.Skip(1).Select(c => c.Header));
        if (differ && (upperHeading is null || lowerHeading is null))
            throw new ArgumentException(
                "The heads of the columns differ, such as in N: give both parts a heading, beside which they can stand.");
        IEnumerable<TableRow> Part(SummaryTable table, string? heading) => heading is null ? table.Rows :
        [
            new TableRow([heading, .. table.Columns.Skip(1).Select(c => (TableCell)(differ ? Rest(c) : ""))]) { IsHeading = true },
            .. table.Rows.Select(r => r with { Indent = r.Indent + 1 }),
        ];
        return upper with
        {
            Title = upper.Title.Length > 0 ? upper.Title : lower.Title,
            Columns = differ ? [upper.Columns[0], .. upper.Columns.Skip(1).Select(c => c with { Header = Name(c) })] : upper.Columns,
            Rows = [.. Part(upper, upperHeading), .. Part(lower, lowerHeading)],
            Footnotes = Notes(upper.Footnotes, lower.Footnotes, upperHeading, lowerHeading),
        };
    }

    /// <summary>A heading above the named columns, which must be neighbours.</summary>
    public static SummaryTable Spanned(SummaryTable table, string text, string[] columns)
    {
        int[] found = [.. columns.Select(c => Index(table, c)).Order()];
        if (found.Length == 0 || found[^1] - found[0] != found.Length - 1)
            throw new ArgumentException($"A heading stands above neighbouring columns; found {string.Join(", ", columns)}.",
                nameof(columns));
        return table with { Columns = [.. table.Columns.Select((c, i) => found.Contains(i) ? c with { Spanner = text } : c)] };
    }

    /// <summary>A label in bold above the rows of the named variables, which must be neighbours; they are indented.</summary>
    public static SummaryTable Grouped(SummaryTable table, string label, string[] variables)
    {
        int[] found = [.. Enumerable.Range(0, table.Rows.Length).Where(r => table.Rows[r].Variable is { } v && variables.Contains(v))];
        if (variables.FirstOrDefault(v => table.Rows.All(r => r.Variable != v)) is { } missing)
            throw new ArgumentException(
                $"The table has no variable '{missing}'; it has "
                    + $"{string.Join(", ", table.Rows.Select(r => r.Variable).OfType<string>().Distinct())}.", nameof(variables));
        if (found.Length == 0 || found[^1] - found[0] != found.Length - 1)
            throw new ArgumentException($"A label stands above neighbouring rows; found {string.Join(", ", variables)}.",
                nameof(variables));
        TableRow heading = new([label, .. Enumerable.Repeat(TableCell.Empty, table.Columns.Length - 1)]) { IsHeading = true,
            Indent = table.Rows[found[0]].Indent };
        ImmutableArray<TableRow> rows = [.. table.Rows.Select((r, i) => found.Contains(i) ? r with { Indent = r.Indent + 1 } : r)];
        return table with { Rows = rows.Insert(found[0], heading) };
    }

    /// <summary>
    /// Pages of some rows each; the heading above a page's first row is repeated, and a value that a blank cell repeats is written out.
    /// </summary>
    public static ImmutableArray<SummaryTable> Pages(SummaryTable table, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        int count = Math.Max(1, (table.Rows.Length + rows - 1) / rows);
        return [.. Enumerable.Range(0, count).Select(
            p => Page(p * rows) with {
                Title = string.Join(' ', new[] { table.Title, FormattableString.Invariant($"(page {p + 1} of {count})") }.Where(
                    t => t.Length > 0)) })];

        SummaryTable Page(int start)
        {
            TableRow[] page = [.. table.Rows.Skip(start).Take(rows)];
            if (page.Length == 0) return table;
            page[0] = page[0] with { Cells = [.. page[0].Cells.Select(c => c.Repeats is { } value ? c with { Text = value } : c)] };
            TableRow? heading = start == 0 || page[0].Indent == 0 ? null : table.Rows.Take(start)
                .LastOrDefault(r => r.Indent < page[0].Indent);
            if (heading is not null)
                page = [heading with {
                    Cells = heading.Cells.SetItem(0, heading.Cells[0] with { Text = heading.Cells[0].Text + " (continued)" }) }, .. page];
            return table with { Rows = [.. page] };
        }
    }

    private static List<(TableRow?, TableRow?)> Matched(ImmutableArray<TableRow> left, ImmutableArray<TableRow> right)
    {
        (string, int)[] leftKeys = Keys(left), rightKeys = Keys(right);
        var rows = left.Select(
            (r, i) => (Left: (TableRow?)r, Right: Array.IndexOf(rightKeys, leftKeys[i]) is >= 0 and int at ? right[at] : null)).ToList();
        int after = 0; // a row of the right alone follows the row that it follows there
        for (int i = 0; i < right.Length; i++)
        {
            int at = rows.FindIndex(r => ReferenceEquals(r.Right, right[i]));
            if (at < 0) rows.Insert(at = after, (null, right[i]));
            after = at + 1;
        }
        return rows;
    }

    // variable, level and label with the headings above; the same for the second time is another row
    private static (string, int)[] Keys(ImmutableArray<TableRow> rows)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var above = new List<string>();
        return [.. rows.Select(r =>
        {
            while (above.Count > r.Indent) above.RemoveAt(above.Count - 1);
            string key = string.Join('\u001f', [r.Variable ?? string.Join('\u001e', above), r.Level ?? "", r.Cells[0].Text]);
            while (above.Count < r.Indent) above.Add("");
            above.Add(r.Cells[0].Text);
            return (key, seen[key] = seen.GetValueOrDefault(key) + 1);
        })];
    }

    private static TableColumn Under(TableColumn column, string? spanner) =>
        spanner is null ? column : column with { Spanner = column.Spanner is null ? spanner : $"{spanner}: {column.Spanner}" };

    private static IEnumerable<TableCell> Empty(SummaryTable table) => Enumerable.Repeat(TableCell.Empty, table.Columns.Length - 1);

    // a note of one table alone says whose it is
    private static ImmutableArray<string> Notes(ImmutableArray<string> first, ImmutableArray<string> second, string? firstName,
        string? secondName) =>
    [
        .. first.Select(n => second.Contains(n) || firstName is null ? n : $"{firstName}: {n}"),
        .. second.Where(n => !first.Contains(n)).Select(n => secondName is null ? n : $"{secondName}: {n}"),
    ];

    private static string Name(TableColumn column) => column.Name ?? column.Header;

    private static string Rest(TableColumn column) => column.Header.StartsWith(Name(column) + "\n", StringComparison.Ordinal)
        ? column.Header[(Name(column).Length + 1)..]
        : "";

    private static int Index(SummaryTable table, string column)
    {
        int[] found = [.. Enumerable.Range(0, table.Columns.Length)
            .Where(i => Name(table.Columns[i]) == column || table.Columns[i].Header == column)];
        return found.Length == 1 ? found[0] : throw new ArgumentException(found.Length == 0
            ? $"The table has no column '{column}'; it has {string.Join(", ", table.Columns.Select(Name))}."
            : $"The table has {found.Length} columns '{column}'.", nameof(column));
    }
}
