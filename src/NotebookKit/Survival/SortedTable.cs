using NotebookKit.Cohorts;

namespace NotebookKit.Survival;

/// <summary>Sort-and-count for arbitrary times: sorts within each cell, n log n.</summary>
internal static class SortedTable
{
    public static RiskTable[] Build(SurvivalCohort cohort, bool keepRows, double? startTime, bool reverse)
    {
        int cellCount = cohort.Groups.Length * cohort.Strata.Length;
        int[]? cells = RiskTableBuilder.Cells(cohort);
        var sorted = new SortedCell[cellCount];
        int[] sizes = Sizes(cohort, cells, cellCount, startTime);
        for (int c = 0; c < cellCount; c++) sorted[c] = new SortedCell(sizes[c], !cohort.Entry.IsEmpty);
        for (int i = 0; i < cohort.N; i++)
        {
            if (startTime is { } start && cohort.Time[i] < start) continue;
            SortedCell cell = sorted[cells is null ? 0 : cells[i]];
            cell.Row[cell.Count] = i;
            cell.Time[cell.Count] = cohort.Time[i];
            if (cell.Entry is { } entry) entry[cell.Count] = cohort.Entry[i];
            cell.Count++;
        }
        foreach (SortedCell cell in sorted) Array.Sort(cell.Time, cell.Row);

        (double From, double To)[] merges = NearTies.Find([.. sorted.Select(s => s.Time), .. sorted.Where(s => s.Entry is not null).Select(s => Sorted(s.Entry!))]);
        if (merges.Length > 0)
            foreach (SortedCell cell in sorted)
            {
                NearTies.Apply(merges, cell.Time);
                if (cell.Entry is { } entry) MergeEntries(merges, cell, entry);
            }
        return [.. sorted.Select((cell, c) => Count(cohort, cell, c, keepRows, reverse))];
    }

    private static int[] Sizes(SurvivalCohort cohort, int[]? cells, int cellCount, double? startTime)
    {
        var sizes = new int[cellCount];
        for (int i = 0; i < cohort.N; i++)
            if (startTime is not { } start || cohort.Time[i] >= start) sizes[cells is null ? 0 : cells[i]]++;
        return sizes;
    }

    private static void MergeEntries((double From, double To)[] merges, SortedCell cell, double[] entry)
    {
        for (int i = 0; i < entry.Length; i++) entry[i] = NearTies.Map(merges, entry[i]);
    }

    private static RiskTable Count(SurvivalCohort cohort, SortedCell cell, int c, bool keepRows, bool reverse)
    {
        bool weighted = !cohort.Weight.IsEmpty;
        double[] time = Distinct(cell.Time);
        var events = new double[time.Length];
        var censored = new double[time.Length];
        double[]? eventRows = weighted ? new double[time.Length] : null;
        int[]? exit = keepRows || cell.Entry is not null ? new int[cell.Count] : null;
        for (int k = 0, j = -1; k < cell.Count; k++)
        {
            if (k == 0 || cell.Time[k] != cell.Time[k - 1]) j++;
            int row = cell.Row[k];
            double weight = weighted ? cohort.Weight[row] : 1;
            if (cohort.Status[row] == 1 != reverse)
            {
                events[j] += weight;
                if (eventRows is not null) eventRows[j]++;
            }
            else censored[j] += weight;
            if (exit is not null) exit[k] = j;
        }
        return WithEntries(cohort, cell, c, time, events, censored, eventRows, exit, keepRows, reverse);
    }

    private static RiskTable WithEntries(
        SurvivalCohort cohort, SortedCell cell, int c, double[] time, double[] events, double[] censored, double[]? eventRows,
        int[]? exit, bool keepRows, bool reverse)
    {
        (double[], double[])? entries = null;
        int[]? firstAtRisk = null;
        double[]? entryOfRow = null;
        if (cell.Entry is not null)
        {
            // Entries were filled in the order of rows; Row is sorted by time now.
            entryOfRow = EntriesInSortedOrder(cell);
            firstAtRisk = new int[cell.Count];
            for (int k = 0; k < cell.Count; k++)
            {
                firstAtRisk[k] = RiskTable.UpperBound(time, entryOfRow[k]);
                if (firstAtRisk[k] > exit![k])
                    throw new InvalidDataException(FormattableString.Invariant(
                        $"An interval from {cohort.Entry[cell.Row[k]]} to {cohort.Time[cell.Row[k]]} has no length once times that differ by rounding alone are made equal. Record times in larger units or as whole days."));
            }
            var sortedEntry = (double[])entryOfRow.Clone();
            var weights = new double[cell.Count];
            for (int k = 0; k < cell.Count; k++) weights[k] = cohort.Weight.IsEmpty ? 1 : cohort.Weight[cell.Row[k]];
            Array.Sort(sortedEntry, weights);
            entries = (sortedEntry, weights);
        }
        return RiskTableBuilder.Build(
            c / cohort.Groups.Length, c % cohort.Groups.Length, cell.Count, time, events, censored, eventRows, entries,
            reverse, keepRows ? new RowPlaces(cell.Row, exit!, firstAtRisk, entryOfRow) : null);
    }

    private static double[] EntriesInSortedOrder(SortedCell cell)
    {
        var order = (int[])cell.Row.Clone();
        var position = new int[cell.Count];
        for (int k = 0; k < cell.Count; k++) position[k] = k;
        Array.Sort(order, position); // rows ascend again: the order in which entries were filled
        var entries = new double[cell.Count];
        for (int k = 0; k < cell.Count; k++) entries[position[k]] = cell.Entry![k];
        return entries;
    }

    private static double[] Sorted(double[] values)
    {
        var copy = (double[])values.Clone();
        Array.Sort(copy);
        return copy;
    }

    private static double[] Distinct(double[] sorted)
    {
        int count = 0;
        for (int k = 0; k < sorted.Length; k++) if (k == 0 || sorted[k] != sorted[k - 1]) count++;
        var distinct = new double[count];
        for (int k = 0, j = -1; k < sorted.Length; k++) if (k == 0 || sorted[k] != sorted[k - 1]) distinct[++j] = sorted[k];
        return distinct;
    }

    private sealed class SortedCell(int size, bool delayed)
    {
        public int Count;

        public int[] Row { get; } = new int[size];

        public double[] Time { get; } = new double[size];

        public double[]? Entry { get; } = delayed ? new double[size] : null;
    }
}
