using NotebookKit.Cohorts;

namespace NotebookKit.Survival;

/// <summary>Sort-and-count for arbitrary times: one sort of the whole cohort, then one sweep that hands each row to its cell.</summary>
internal static class SortedTable
{
    public static RiskTable[] Build(SurvivalCohort cohort, bool keepRows, double? startTime, bool reverse)
    {
        double[]? entry = cohort.Entry.IsEmpty ? null : cohort.Entry.ToArray();
        bool rows = keepRows || entry is not null || !cohort.Weight.IsEmpty;
        int[] codes = Codes(cohort, reverse), order = SortOrder.Of(cohort.Time, rows ? Ascending(cohort.N) : codes, out double[] time);
        NearTies.MakeEqual(time, entry);
        int first = startTime is { } start ? RiskTable.LowerBound(time, start) : 0;
        RowsOfCell[] cells = Deal(cohort.Groups.Length * cohort.Strata.Length, order.AsSpan(first), time.AsSpan(first), rows ? codes : null);
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
                    throw new InvalidDataException(FormattableString.Invariant(
                        $"An interval from {cohort.Entry[cell.Row![k]]} to {cohort.Time[cell.Row[k]]} has no length once times that differ by rounding alone are made equal. Record times in larger units or as whole days."));
            }
            int[] byEntry = SortOrder.Of(entryOfRow, out double[] sortedEntry);
            entries = (sortedEntry, Array.ConvertAll(byEntry, k => cohort.Weight.IsEmpty ? 1 : cohort.Weight[cell.Row![k]]));
        }
        return RiskTableBuilder.Build(
            c / cohort.Groups.Length, c % cohort.Groups.Length, cell.Rows, cell.Time, cell.Events, cell.Censored, cell.EventRows, entries,
            reverse, keepRows ? new RowPlaces(cell.Row!, cell.Exit!, firstAtRisk, entryOfRow) : null);
    }

    /// <summary>Cell and status of each row in one number: 2·cell + 1 for an event.</summary>
    private static int[] Codes(SurvivalCohort cohort, bool reverse)
    {
        ReadOnlySpan<int> cellOf = RiskTableBuilder.Cells(cohort);
        ReadOnlySpan<byte> status = cohort.Status;
        int[] codes = GC.AllocateUninitializedArray<int>(status.Length);
        int flip = reverse ? 1 : 0;
        for (int i = 0; i < codes.Length; i++) codes[i] = 2 * (cellOf.IsEmpty ? 0 : cellOf[i]) + (status[i] ^ flip);
        return codes;
    }

    private static int[] Ascending(int count)
    {
        var rows = new int[count];
        for (int i = 0; i < rows.Length; i++) rows[i] = i;
        return rows;
    }

    /// <summary>The sorted rows dealt out to their cells, so that each cell is read from front to back.</summary>
    /// <param name="cells">Number of cells.</param>
    /// <param name="items">Rows by time, or their codes if rows are not kept.</param>
    /// <param name="time">Time of each.</param>
    /// <param name="codeOfRow">Codes if <paramref name="items"/> are rows; else null.</param>
    private static RowsOfCell[] Deal(int cells, ReadOnlySpan<int> items, ReadOnlySpan<double> time, int[]? codeOfRow)
    {
        var sizes = new int[cells];
        foreach (int item in items) sizes[(codeOfRow is null ? item : codeOfRow[item]) >> 1]++;
        var dealt = Array.ConvertAll(sizes, size => new RowsOfCell(
            GC.AllocateUninitializedArray<double>(size), GC.AllocateUninitializedArray<byte>(size), codeOfRow is null ? null : GC.AllocateUninitializedArray<int>(size)));
        int[] next = new int[cells];
        for (int k = 0; k < items.Length; k++)
        {
            int code = codeOfRow is null ? items[k] : codeOfRow[items[k]], at = next[code >> 1]++;
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
            for (int k = 0, j = 0; k < time.Length; k++)
            {
                if (distinct[j] != time[k]) j++;
                int dies = isEvent[k];
                double weight = eventRows is null ? 1 : cohort.Weight[row![k]];
                events[j] += weight * dies;
                censored[j] += weight * (1 - dies);
                if (exit is not null) exit[k] = j;
                if (eventRows is not null) eventRows[j] += dies;
            }
            return new Cell(time.Length, distinct, events, censored, eventRows, row, exit);
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
