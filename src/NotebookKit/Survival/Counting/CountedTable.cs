using NotebookKit.Cohorts;
using NotebookKit.Numerics;

namespace NotebookKit.Survival.Counting;

/// <summary>Count without sorting for times in whole days or months: a bin for each cell, time and status.</summary>
internal static class CountedTable
{
    /// <summary>The tables, or null where the times are not whole numbers in a range that suits their number.</summary>
    public static RiskTable[]? Build(SurvivalCohort cohort, double? startTime, bool reverse)
    {
        int cells = cohort.Groups.Length * cohort.Strata.Length;
        if (!cohort.Entry.IsEmpty || !cohort.Weight.IsEmpty || !cohort.Frequency.IsDefault
            || WholeNumbers.RangeOf(cohort.Time) is not { } range || range.Count * cells > 2L * cohort.N)
            return null;
        int width = (int)range.Count;
        int[] bins = Bins(cohort, range.Least, width, cells);
        int first = startTime is { } start ? (int)Math.Clamp(Math.Ceiling(start - range.Least), 0, width) : 0;
        var tables = new RiskTable[cells];
        for (int c = 0; c < cells; c++) tables[c] = Table(cohort, bins.AsSpan(2 * width * c, 2 * width), range.Least, first, c, reverse);
        return tables;
    }

    private static int[] Bins(SurvivalCohort cohort, double least, int width, int cells)
    {
        var bins = new int[2 * width * cells];
        ReadOnlySpan<double> time = cohort.Time;
        ReadOnlySpan<byte> status = cohort.Status[..time.Length];
        ReadOnlySpan<int> cellOf = RiskTableBuilder.Cells(cohort);
        if (cellOf.IsEmpty)
            for (int i = 0; i < time.Length; i++) bins[2 * (int)(time[i] - least) + status[i]]++;
        else
        {
            cellOf = cellOf[..time.Length];
            for (int i = 0; i < time.Length; i++) bins[2 * (cellOf[i] * width + (int)(time[i] - least)) + status[i]]++;
        }
        return bins;
    }

    private static RiskTable Table(SurvivalCohort cohort, ReadOnlySpan<int> bins, double least, int first, int c, bool reverse)
    {
        int times = 0, rows = 0;
        for (int b = 2 * first; b < bins.Length; b += 2)
        {
            int here = bins[b] + bins[b + 1];
            if (here > 0) times++;
            rows += here;
        }
        var (time, events, censored) = (new double[times], new double[times], new double[times]);
        for (int b = 2 * first, j = 0; b < bins.Length; b += 2)
        {
            if (bins[b] + bins[b + 1] == 0) continue;
            time[j] = least + b / 2;
            (events[j], censored[j]) = reverse ? (bins[b], bins[b + 1]) : (bins[b + 1], bins[b]);
            j++;
        }
        return RiskTableBuilder.Build(c / cohort.Groups.Length, c % cohort.Groups.Length, rows, time, events, censored, null, null,
            reverse, null);
    }
}
