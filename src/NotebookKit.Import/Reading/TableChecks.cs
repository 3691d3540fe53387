using System.Globalization;
using System.Numerics;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Import.Layout;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Reading;

/// <summary>What only shows when all columns are read: placeholders for missing numbers, repeated rows, the layout.</summary>
internal static class TableChecks
{
    private const int MostRowsCompared = 200_000;
    private const int MostColumnsCompared = 1_000;

    private static readonly HashSet<double> Placeholders = [9, 99, 999, 9999, 99999, 77, 88, 777, 888, 8888, 7777, -1, -7, -8, -9, -77, -88,
        -99, -777, -888, -999, -9999];

    private static readonly bool[] IsPlaceholder = [.. Enumerable.Range(-9999, 9999 + 99999 + 1).Select(n => Placeholders.Contains(n))];

    public static void Check(TextTable table, TypedColumn[] columns, FindingSink findings)
    {
        NameChecks.Check(table.Names, findings, Math.Max(1, table.HeaderRow));
        for (int c = 0; c < Math.Min(columns.Length, MostColumnsCompared); c++)
        {
            if (columns[c].Values is StringDataFrameColumn) NameChecks.CheckValues(table, c, findings);
            ReportSentinels(table, columns[c], findings);
            ReportSerials(table, columns[c], findings);
        }
        ReportRepeatedRows(table, findings);
        if (columns.Length <= MostColumnsCompared) LayoutChecks.Check(table, columns, findings);
    }

    /// <summary>Numbers such as 999 that stand far outside the rest.</summary>
    private static void ReportSentinels(TextTable table, TypedColumn column, FindingSink findings)
    {
        (double Value, int Row)[] numbers = column.Values switch
        {
            Int64DataFrameColumn whole => Extremes(whole, v => v),
            DoubleDataFrameColumn fractions => Extremes(fractions, v => v),
            _ => [],
        };
        if (numbers.Length == 0) return;
        double[] rest = [.. numbers.Where(n => !Placeholders.Contains(n.Value)).Select(n => n.Value)];
        if (rest.Length == 0) return;
        double low = rest.Min(), high = rest.Max();
        foreach ((double value, int row) in numbers.Where(n => Placeholders.Contains(n.Value)))
        {
            bool far = value > 0 ? value >= 99 && value > 2 * Math.Max(high, 0) : low >= 0;
            if (!far) continue;
            string text = value.ToString("R", CultureInfo.InvariantCulture);
            findings.Warn("sentinel", table.RowNumber(row), column.About.Name, text,
                $"{text} stands far outside the other values ({low.ToString("R", CultureInfo.InvariantCulture)} to "
                    + $"{high.ToString("R", CultureInfo.InvariantCulture)}); it may mean missing. It was kept.",
                "a blank cell where a value is missing", $"Where it means missing: Missing = [\"{text}\"].");
        }
    }

    /// <summary>Smallest and largest value that is not a placeholder, and every placeholder with its first row.</summary>
    private static (double, int)[] Extremes<T>(PrimitiveDataFrameColumn<T> column, Func<T, double> number)
        where T : unmanaged, INumber<T>
    {
        var first = new Dictionary<double, int>();
        (T Value, int Row) low = (default, -1), high = (default, -1);
        T least = T.CreateTruncating(-9999), most = T.CreateTruncating(99999);
        int start = 0;
        using IEnumerator<ReadOnlyMemory<byte>> bitmaps = column.GetReadOnlyNullBitMapBuffers().GetEnumerator();
        foreach (ReadOnlyMemory<T> buffer in column.GetReadOnlyDataBuffers())
        {
            ReadOnlySpan<byte> valid = bitmaps.MoveNext() && column.NullCount > 0 ? bitmaps.Current.Span : default;
            ReadOnlySpan<T> values = buffer.Span[..(int)Math.Min(buffer.Length, column.Length - start)];
            for (int i = 0; i < values.Length; i++)
            {
                if (!valid.IsEmpty && (valid[i >> 3] & (1 << (i & 7))) == 0) continue;
                T value = values[i];
                if (value >= least && value <= most && T.IsInteger(value) && IsPlaceholder[int.CreateTruncating(value) + 9999])
                    first.TryAdd(number(value), start + i);
                else
                {
                    if (low.Row < 0 || value < low.Value) low = (value, start + i);
                    if (high.Row < 0 || value > high.Value) high = (value, start + i);
                }
            }
            start += values.Length;
        }
        return low.Row < 0 ? [] : [(number(low.Value), low.Row), (number(high.Value), high.Row), .. first.Select(p => (p.Key, p.Value))];
    }

    /// <summary>Numbers that a spreadsheet would show as recent days, in a column whose name or neighbours speak of dates.</summary>
    private static void ReportSerials(TextTable table, TypedColumn column, FindingSink findings)
    {
        if (column.Values is not Int64DataFrameColumn values || column.About.Filled == 0) return;
        string name = CellText.Plain(column.About.Name);
        bool speaks = name.Contains("date", StringComparison.Ordinal) || name.Contains("datum", StringComparison.Ordinal)
            || name.Contains("serial", StringComparison.Ordinal) || name.Contains("fecha", StringComparison.Ordinal);
        if (!speaks && values.Length > 0 && table.Columns.All(c => c.IsPlain)) return;
        int first = -1;
        for (int row = 0; row < values.Length; row++)
        {
            if (values[row] is not { } v) continue;
            if (v is < 32_874 or > 60_000) return;
            if (first < 0) first = row;
        }
        string day = new DateTime(1899, 12, 30).AddDays(values[first]!.Value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        findings.Warn("excel-serial", table.RowNumber(first), column.About.Name,
            values[first]!.Value.ToString(CultureInfo.InvariantCulture),
            $"All values could be date numbers of a spreadsheet: {values[first]} is {day}. They were kept as numbers.", "dates",
            "Where they are dates, format the column as a date in the workbook and read it again.");
    }

    private static void ReportRepeatedRows(TextTable table, FindingSink findings)
    {
        if (table.RowCount > MostRowsCompared || !table.HasAllTexts || table.Columns.Count is < 2 or > MostColumnsCompared) return;
        var first = new Dictionary<ulong, int>();
        int repeated = 0, firstRow = -1, firstOf = -1;
        for (int row = 0; row < table.RowCount; row++)
        {
            ulong hash = 14695981039346656037;
            foreach (TextColumn column in table.Columns)
            {
                foreach (char c in column[row]) hash = (hash ^ c) * 1099511628211;
                hash = (hash ^ 0x1F) * 1099511628211;
            }
            if (first.TryAdd(hash, row) || !Same(table, row, first[hash])) continue;
            if (repeated++ > 0) continue;
            (firstRow, firstOf) = (row, first[hash]);
        }
        if (repeated > 0)
            findings.Warn("duplicate-row", table.RowNumber(firstRow), null, null,
                $"The row is the same as row {table.RowNumber(firstOf)} in every "
                    + $"cell{(repeated > 1 ? $"; {repeated} rows repeat an earlier one" : "")}.", "each row once",
                    "Delete it where it is a copy.");
    }

    private static bool Same(TextTable table, int a, int b) => table.Columns.TrueForAll(c => c[a].SequenceEqual(c[b]));
}
