using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;

namespace NotebookKit.Survival.Counting;

/// <summary>Sort-and-count for arbitrary times: one sort of the whole cohort, then one sweep that hands each row to its cell.</summary>
internal static class SortedTable
{
    public static RiskTable[] Build(SurvivalCohort cohort, bool keepRows, double? startTime, bool reverse)
    {
        double[]? entry = cohort.Entry.IsEmpty ? null : cohort.Entry.ToArray();
        bool rows = keepRows || entry is not null || !cohort.Weight.IsEmpty || !cohort.Frequency.IsDefault;
        using Scratch<double> sorted = new(cohort.N);
        using Scratch<int> items = new(cohort.N), codeOfRow = new(rows ? cohort.N : 0);
        Span<double> time = sorted.Span;
        cohort.Time.CopyTo(time);
        FillCodes(cohort, reverse, rows ? codeOfRow.Span : items.Span);
        if (rows) for (int i = 0; i < time.Length; i++) items.Span[i] = i;
        SortOrder.Sort(time, items.Span);
        NearTies.MakeEqual(time, entry);
        int first = startTime is { } start ? RiskTable.LowerBound(time, start) : 0;
        RowsOfCell[] cells = Deal(cohort.Groups.Length * cohort.Strata.Length, items.Span[first..], time[first..], codeOfRow.Span);
        var tables = new RiskTable[cells.Length];
        for (int c = 0; c < tables.Length; c++) tables[c] = Table(cohort, Cell.Count(cohort, cells[c]), c, entry, keepRows, reverse);
        return tables;
    }

    private static RiskTable Table(SurvivalCohort cohort, Cell cell, int c, double[]? entry, bool keepRows, bool reverse)
    {
        (double[], double[])? entries = null;
        int[]? firstAtRisk = null;
        double[]? entryOfRow = null;
        if (entry is not null)
        {
            entryOfRow = Array.ConvertAll(cell.Row!, row => entry[row]);
            firstAtRisk = new int[entryOfRow.Length];
            for (int k = 0; k < firstAtRisk.Length; k++)
            {
                firstAtRisk[k] = RiskTable.UpperBound(cell.Time, entryOfRow[k]);
                if (firstAtRisk[k] > cell.Exit![k])
                    throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                        $"An interval from {cohort.Entry[cell.Row![k]]} to {cohort.Time[cell.Row[k]]} has no length once times that differ "
                            + $"by rounding alone are made equal. Record times in larger units or as whole days."));
            }
            int[] byEntry = SortOrder.Of(entryOfRow, out double[] sortedEntry);
            entries = (sortedEntry, Array.ConvertAll(byEntry, k => Weight(cohort, cell.Row![k])));
        }
        return RiskTableBuilder.Build(
            c / cohort.Groups.Length, c % cohort.Groups.Length, cell.Rows, cell.Time, cell.Events, cell.Censored, cell.EventRows, entries,
            reverse, keepRows ? new RowPlaces(cell.Row!, cell.Exit!, firstAtRisk, entryOfRow) : null);
    }

    /// <summary>Weight of a row times the rows it stands for.</summary>
    private static double Weight(SurvivalCohort cohort, int row) => (cohort.Weight.IsEmpty ? 1 : cohort.Weight[row]) * Times(cohort, row);

    private static long Times(SurvivalCohort cohort, int row) => cohort.Frequency.IsDefault ? 1 : cohort.Frequency[row];

    /// <summary>Cell and status of each row in one number: 2·cell + 1 for an event.</summary>
    private static void FillCodes(SurvivalCohort cohort, bool reverse, Span<int> codes)
    {
        ReadOnlySpan<int> cellOf = RiskTableBuilder.Cells(cohort);
        ReadOnlySpan<byte> status = cohort.Status;
        int flip = reverse ? 1 : 0;
        for (int i = 0; i < codes.Length; i++) codes[i] = 2 * (cellOf.IsEmpty ? 0 : cellOf[i]) + (status[i] ^ flip);
    }

    /// <summary>The sorted rows dealt out to their cells, so that each cell is read from front to back.</summary>
    /// <param name="cells">Number of cells.</param>
    /// <param name="items">Rows by time, or their codes if rows are not kept.</param>
    /// <param name="time">Time of each.</param>
    /// <param name="codeOfRow">Codes if <paramref name="items"/> are rows; else empty.</param>
    private static RowsOfCell[] Deal(int cells, ReadOnlySpan<int> items, ReadOnlySpan<double> time, ReadOnlySpan<int> codeOfRow)
    {
        bool rows = !codeOfRow.IsEmpty;
        var sizes = new int[cells];
        foreach (int item in items) sizes[(rows ? codeOfRow[item] : item) >> 1]++;
        var dealt = Array.ConvertAll(sizes, size => new RowsOfCell(
            GC.AllocateUninitializedArray<double>(size), GC.AllocateUninitializedArray<byte>(size),
            rows ? GC.AllocateUninitializedArray<int>(size) : null));
        int[] next = new int[cells];
        for (int k = 0; k < items.Length; k++)
        {
            int code = rows ? codeOfRow[items[k]] : items[k], at = next[code >> 1]++;
            ref readonly RowsOfCell cell = ref dealt[code >> 1];
            cell.Time[at] = time[k];
            cell.IsEvent[at] = (byte)(code & 1);
            if (cell.Row is not null) cell.Row[at] = items[k];
        }
        return dealt;
    }

    private readonly record struct RowsOfCell(double[] Time, byte[] IsEvent, int[]? Row);

    /// <summary>Counts of one group in one stratum at its distinct times, with its rows if they are kept.</summary>
    private sealed record Cell(int Rows, double[] Time, double[] Events, double[] Censored, double[]? EventRows, int[]? Row, int[]? Exit)
    {
        public static Cell Count(SurvivalCohort cohort, RowsOfCell rows)
        {
            (double[] time, byte[] isEvent, int[]? row) = rows;
            double[] distinct = Distinct(time);
            var (events, censored) = (new double[distinct.Length], new double[distinct.Length]);
            int[]? exit = row is null ? null : new int[time.Length];
            double[]? eventRows = cohort.Weight.IsEmpty ? null : new double[distinct.Length];
            bool each = cohort.Weight.IsEmpty && cohort.Frequency.IsDefault;
            long n = each ? time.Length : 0;
            for (int k = 0, j = 0; k < time.Length; k++)
            {
                if (distinct[j] != time[k]) j++;
                int dies = isEvent[k];
                double weight = each ? 1 : Weight(cohort, row![k]);
                events[j] += weight * dies;
                censored[j] += weight * (1 - dies);
                if (exit is not null) exit[k] = j;
                if (each) continue;
                long times = Times(cohort, row![k]);
                n += times;
                if (eventRows is not null) eventRows[j] += times * dies;
            }
            return new Cell(checked((int)n), distinct, events, censored, eventRows, row, exit);
        }

        private static double[] Distinct(double[] sorted)
        {
            int count = sorted.Length == 0 ? 0 : 1;
            for (int k = 1; k < sorted.Length; k++) if (sorted[k] != sorted[k - 1]) count++;
            if (count == sorted.Length) return sorted;
            var distinct = new double[count];
            for (int k = 0, j = 0; k < sorted.Length; k++)
                if (k == 0 || sorted[k] != sorted[k - 1]) distinct[j++] = sorted[k];
            return distinct;
        }
    }
}
