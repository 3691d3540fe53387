using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Counting;

/// <summary>Turns sorted times of one cell into a <see cref="RiskTable"/>.</summary>
internal static class RiskTableBuilder
{
    /// <summary>Builds the table from the distinct exit times and the counts at each.</summary>
    public static RiskTable Build(
        int stratum, int group, int n, double[] time, double[] events, double[] censored, double[]? eventRows,
        (double[] Time, double[] Weight)? entries, bool reverse, RowPlaces? rows)
    {
        var atRisk = new double[time.Length];
        double left = 0;
        for (int j = time.Length - 1; j >= 0; j--) atRisk[j] = left += events[j] + censored[j];
        if (entries is { } entry)
        {
            double notYet = 0;
            for (int j = time.Length - 1, e = entry.Time.Length - 1; j >= 0; j--)
            {
                while (e >= 0 && entry.Time[e] >= time[j]) notYet += entry.Weight[e--];
                atRisk[j] -= notYet;
            }
        }
        return new RiskTable
        {
            Stratum = stratum, Group = group, N = n, Time = time, AtRisk = atRisk, Events = events, Censored = censored,
            EventRows = eventRows, Entries = entries, Reverse = reverse,
            Rows = rows?.Rows, Exit = rows?.Exit, FirstAtRisk = rows?.FirstAtRisk, EntryTime = rows?.EntryTime,
        };
    }

    /// <summary>Cell number of each row: stratum × groups + group; empty when there is one cell.</summary>
    public static ReadOnlySpan<int> Cells(SurvivalCohort cohort)
    {
        if (cohort.Stratum.IsEmpty) return cohort.Group;
        var cells = cohort.Stratum.ToArray();
        int groups = cohort.Groups.Length;
        for (int i = 0; i < cells.Length; i++) cells[i] = cells[i] * groups + (cohort.Group.IsEmpty ? 0 : cohort.Group[i]);
        return cells;
    }
}

/// <summary>Row numbers with the places at which they leave and enter.</summary>
internal sealed record RowPlaces(int[] Rows, int[] Exit, int[]? FirstAtRisk, double[]? EntryTime);
