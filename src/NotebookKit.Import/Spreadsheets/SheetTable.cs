using NotebookKit.Import.Layout;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Spreadsheets;

/// <summary>Finds the table in a sheet: its corner, its names, merged cells and what is hidden.</summary>
internal static class SheetTable
{
    private const int HeadRows = 100;

    public static TextTable? Build(string file, SheetData sheet, DataFileOptions options, FindingSink findings)
    {
        SheetRow[] rows = [.. sheet.Rows.Where(r => r.Cells.Exists(IsFilled))];
        if (rows.Length == 0) return null;
        int first = rows.Min(r => r.Cells.Find(IsFilled).Column), last = rows.Max(r => r.Cells.FindLast(IsFilled).Column);
        if (last - first + 1 > options.Limits.Columns)
        {
            findings.Error("too-large", null, null, null,
                $"The sheet has {last - first + 1} columns; the limit is {options.Limits.Columns}.", "a table",
                "Raise Limits.Columns where this is meant.");
            return null;
        }
        (SheetRow[] filled, List<(int Row, int Column)> spoken) = Merged(sheet, rows, first, last);
        var head = filled.Take(HeadRows).Select(r => new HeadRow(r.Number, Texts(r, first, last))).ToList();
        Header header = HeaderFinder.Find(head, options.HeaderRow, findings);
        var table = new TextTable(file, sheet.Name) { HeaderRow = header.Position < 0 ? 0 : head[header.Position].Number,
            Units = header.Units };
        for (int c = 0; c <= last - first; c++) table.Columns.Add(new TextColumn());
        foreach (SheetRow row in filled.Skip(header.FirstData)) Add(table, row, first);
        TableFinish.CutBelow(table, findings);
        ReportTwoTables(table, header.Names, first, findings);
        string[] names = Positions(table, header.Names, findings, out int[] kept);
        ReportMerged(spoken, table, names, kept, first, findings);
        ReportHidden(sheet, filled, table, findings);
        return table;
    }

    private static bool IsFilled(SheetCell cell) => cell.Kind != CellKind.Text || !string.IsNullOrWhiteSpace(cell.Text);

    private static string[] Texts(SheetRow row, int first, int last)
    {
        var texts = new string[last - first + 1];
        Array.Fill(texts, "");
        foreach (SheetCell cell in row.Cells)
            if (cell.Column >= first && cell.Column <= last) texts[cell.Column - first] = cell.Text;
        return texts;
    }

    private static void Add(TextTable table, SheetRow row, int first)
    {
        int at = 0;
        foreach (SheetCell cell in row.Cells)
        {
            int column = cell.Column - first;
            if (column < 0 || column >= table.Columns.Count) continue;
            while (at < column) table.Columns[at++].Add("");
            if (at == column) table.Columns[at++].Add(cell.Text, cell.Kind);
        }
        while (at < table.Columns.Count) table.Columns[at++].Add("");
        table.EndRow(row.Number);
    }

    /// <summary>A merged cell speaks for all its rows; sideways only where it does not span the whole table, as a title does.</summary>
    private static (SheetRow[] Rows, List<(int, int)> Spoken) Merged(SheetData sheet, SheetRow[] rows, int first, int last)
    {
        var spoken = new List<(int, int)>();
        if (sheet.Merges.Count == 0) return (rows, spoken);
        var byNumber = sheet.Rows.ToDictionary(r => r.Number);
        foreach (Merge merge in sheet.Merges)
        {
            if (!byNumber.TryGetValue(merge.FirstRow, out SheetRow? origin)
                || (merge.FirstColumn <= first && merge.LastColumn >= last && last > first)) continue;
            int at = origin.Cells.FindIndex(c => c.Column == merge.FirstColumn);
            if (at < 0 || !IsFilled(origin.Cells[at])) continue;
            SheetCell value = origin.Cells[at];
            if (merge.LastRow > merge.FirstRow) spoken.Add((merge.FirstRow, merge.FirstColumn));
            foreach (SheetRow row in sheet.Rows.Where(r => r.Number >= merge.FirstRow && r.Number <= merge.LastRow))
                for (int c = merge.FirstColumn; c <= merge.LastColumn; c++) Put(row.Cells, value with { Column = c });
        }
        return ([.. sheet.Rows.Where(r => r.Cells.Exists(IsFilled))], spoken);
    }

    private static void Put(List<SheetCell> cells, SheetCell cell)
    {
        int at = cells.FindIndex(c => c.Column >= cell.Column);
        if (at < 0) cells.Add(cell);
        else if (cells[at].Column == cell.Column) cells[at] = cell;
        else cells.Insert(at, cell);
    }

    /// <summary>Names the columns and tells which of the sheet's columns were kept.</summary>
    private static string[] Positions(TextTable table, string[] names, FindingSink findings, out int[] kept)
    {
        TextColumn[] before = [.. table.Columns];
        TableFinish.Name(table, names, findings);
        kept = [.. table.Columns.Select(c => Array.IndexOf(before, c))];
        return [.. table.Names];
    }

    private static void ReportTwoTables(TextTable table, string[] names, int first, FindingSink findings)
    {
        for (int c = 1; c < names.Length - 1; c++)
        {
            if (names[c].Trim().Length > 0 || Enumerable.Range(0, table.RowCount).Any(r => !table.Columns[c][r].IsWhiteSpace())
                || names[c + 1].Trim().Length == 0) continue;
            findings.Warn("two-tables", table.HeaderRow, null, null,
                $"An empty column divides the sheet: a second table seems to begin in column {SheetData.Letters(first + c + 1)}. Its rows "
                    + "were read beside those of the first.",
                "one table on a sheet", "Move the second table to a sheet of its own.");
            return;
        }
    }

    private static void ReportMerged(List<(int Row, int Column)> spoken, TextTable table, string[] names, int[] kept, int first,
        FindingSink findings)
    {
        foreach (IGrouping<int, (int Row, int Column)> column in spoken.Where(s => s.Row > table.HeaderRow).GroupBy(s => s.Column))
        {
            int at = Array.IndexOf(kept, column.Key - first);
            if (at >= 0)
                findings.Warn("merged-cells", column.Min(s => s.Row), names[at], null,
                    $"{column.Count()} merged cell{(column.Count() == 1 ? "" : "s")}: the value was read for all rows it spans.",
                    "a value in every row", "Nothing to do where the value holds for all these rows.");
        }
    }

    private static void ReportHidden(SheetData sheet, SheetRow[] rows, TextTable table, FindingSink findings)
    {
        int[] hidden = [.. rows.Where(r => r.IsHidden && r.Number > table.HeaderRow).Select(r => r.Number)];
        if (hidden.Length > 0)
            findings.Warn("hidden-rows", hidden[0], null, null,
                $"{hidden.Length} row{(hidden.Length == 1 ? "" : "s")} hidden in the program (by a filter or by hand) were read too: row "
                    + $"{string.Join(", ", hidden.Take(20))}{(hidden.Length > 20 ? ", …" : "")}.",
                "no hidden rows", "Delete them in the file where they do not belong to the data.");
        if (sheet.HiddenColumns.Count > 0)
            findings.Info("hidden-columns", null, null, null,
                $"Columns hidden in the program were read too: "
                    + $"{string.Join(", ", sheet.HiddenColumns.Take(20).Select(SheetData.Letters))}.");
    }
}
