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
        var byCell = new RowsByCell(cohort, order.AsSpan(first), time.AsSpan(first), rows ? codes : null);
        var tables = new RiskTable[byCell.Cells];
        for (int c = 0; c < tables.Length; c++) tables[c] = Table(cohort, Cell.Count(cohort, byCell, c), c, entry, keepRows, reverse);
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
    private sealed class RowsByCell
    {
        /// <summary>Deals out.</summary>
        /// <param name="cohort">The cohort.</param>
        /// <param name="items">Rows by time, or their codes if rows are not kept.</param>
        /// <param name="time">Time of each.</param>
        /// <param name="codeOfRow">Codes if <paramref name="items"/> are rows; else null.</param>
        public RowsByCell(SurvivalCohort cohort, ReadOnlySpan<int> items, ReadOnlySpan<double> time, int[]? codeOfRow)
        {
            Start = new int[cohort.Groups.Length * cohort.Strata.Length + 1];
            foreach (int item in items) Start[((codeOfRow is null ? item : codeOfRow[item]) >> 1) + 1]++;
            for (int c = 1; c < Start.Length; c++) Start[c] += Start[c - 1];
            Time = GC.AllocateUninitializedArray<double>(items.Length);
            IsEvent = GC.AllocateUninitializedArray<byte>(items.Length);
            Row = codeOfRow is null ? null : GC.AllocateUninitializedArray<int>(items.Length);
            int[] next = Start[..^1];
            for (int k = 0; k < items.Length; k++)
            {
                int code = codeOfRow is null ? items[k] : codeOfRow[items[k]], at = next[code >> 1]++;
                Time[at] = time[k];
                IsEvent[at] = (byte)(code & 1);
                if (Row is not null) Row[at] = items[k];
            }
        }

        public int Cells => Start.Length - 1;

        public int[] Start { get; }

        public double[] Time { get; }

        public byte[] IsEvent { get; }

        public int[]? Row { get; }
    }

    /// <summary>Counts of one group in one stratum at its distinct times, with its rows if they are kept.</summary>
    private sealed record Cell(int Rows, double[] Time, double[] Events, double[] Censored, double[]? EventRows, int[]? Row, int[]? Exit)
    {
        public static Cell Count(SurvivalCohort cohort, RowsByCell rows, int c)
        {
            int start = rows.Start[c], count = rows.Start[c + 1] - start;
            ReadOnlySpan<double> time = rows.Time.AsSpan(start, count);
            ReadOnlySpan<byte> isEvent = rows.IsEvent.AsSpan(start, count);
            double[] distinct = Distinct(time);
            var (events, censored) = (new double[distinct.Length], new double[distinct.Length]);
            int[]? row = rows.Row?.AsSpan(start, count).ToArray(), exit = row is null ? null : new int[count];
            double[]? eventRows = cohort.Weight.IsEmpty ? null : new double[distinct.Length];
            for (int k = 0, j = 0; k < count; k++)
            {
                if (distinct[j] != time[k]) j++;
                int dies = isEvent[k];
                double weight = eventRows is null ? 1 : cohort.Weight[row![k]];
                events[j] += weight * dies;
                censored[j] += weight * (1 - dies);
                if (exit is not null) exit[k] = j;
                if (eventRows is not null) eventRows[j] += dies;
            }
            return new Cell(count, distinct, events, censored, eventRows, row, exit);
        }

        private static double[] Distinct(ReadOnlySpan<double> sorted)
        {
            int count = sorted.IsEmpty ? 0 : 1;
            for (int k = 1; k < sorted.Length; k++) if (sorted[k] != sorted[k - 1]) count++;
            if (count == sorted.Length) return sorted.ToArray();
            var distinct = new double[count];
            for (int k = 0, j = 0; k < sorted.Length; k++)
                if (k == 0 || sorted[k] != sorted[k - 1]) distinct[j++] = sorted[k];
            return distinct;
        }
    }
}
