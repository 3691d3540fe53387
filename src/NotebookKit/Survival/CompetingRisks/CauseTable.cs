namespace NotebookKit.Survival.CompetingRisks;

/// <summary>Numbers at risk and events by cause at the distinct times of one group.</summary>
internal sealed class CauseTable
{
    public CauseTable(CompetingRisksData data, int group, int causes)
    {
        int[] rows = [.. Enumerable.Range(0, data.Time.Length).Where(i => data.GroupOf(i) == group)];
        double[] keys = Array.ConvertAll(rows, i => data.Time.Span[i]);
        Array.Sort(keys, rows);
        Rows = rows;
        var times = new List<double>();
        TimeIndex = new int[rows.Length];
        for (int q = 0; q < rows.Length; q++)
        {
            if (times.Count == 0 || keys[q] != times[^1]) times.Add(keys[q]);
            TimeIndex[q] = times.Count - 1;
        }
        Time = [.. times];
        AtRisk = new double[Time.Length];
        Censored = new double[Time.Length];
        Events = [.. Enumerable.Range(0, causes).Select(_ => new double[Time.Length])];
        for (int q = 0; q < rows.Length; q++)
        {
            int cause = data.Cause.Span[rows[q]];
            if (cause == 0) Censored[TimeIndex[q]]++;
            else Events[cause - 1][TimeIndex[q]]++;
        }
        double left = rows.Length;
        Survival = new double[Time.Length];
        double survival = 1;
        for (int j = 0; j < Time.Length; j++)
        {
            AtRisk[j] = left;
            double events = TotalEvents(j);
            survival = events == left ? 0 : survival * (1 - events / left);
            Survival[j] = survival;
            left -= events + Censored[j];
        }
    }

    /// <summary>Rows of the group by time.</summary>
    public int[] Rows { get; }

    /// <summary>Index into <see cref="Time"/> of each of <see cref="Rows"/>.</summary>
    public int[] TimeIndex { get; }

    public double[] Time { get; }
    public double[] AtRisk { get; }
    public double[] Censored { get; }
    public double[][] Events { get; }

    /// <summary>Survival free of any event, from each time on.</summary>
    public double[] Survival { get; }

    public double SurvivalBefore(int j) => j == 0 ? 1 : Survival[j - 1];

    public double TotalEvents(int j)
    {
        double sum = 0;
        foreach (double[] cause in Events) sum += cause[j];
        return sum;
    }
}
