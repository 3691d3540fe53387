namespace NotebookKit.Survival.CompetingRisks;

/// <summary>Weight at risk and of the events by cause at the distinct times of one group.</summary>
internal sealed class CauseTable
{
    private const double Rounding = 1e-12;

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
        Censored = new double[Time.Length];
        Events = [.. Enumerable.Range(0, causes).Select(_ => new double[Time.Length])];
        for (int q = 0; q < rows.Length; q++)
        {
            int cause = data.Cause.Span[rows[q]];
            (cause == 0 ? Censored : Events[cause - 1])[TimeIndex[q]] += data.WeightOf(rows[q]);
        }
        Entries = data.Entry.IsEmpty ? [] : EntriesBefore(data);
        AtRisk = CountAtRisk(data);
        Survival = new double[Time.Length];
        double survival = 1;
        for (int j = 0; j < Time.Length; j++)
        {
            double events = TotalEvents(j);
            bool all = events >= AtRisk[j] * (1 - Rounding);
            Survival[j] = survival = all ? 0 : survival * (1 - events / AtRisk[j]);
            if (all && EndsEarly is null && j < Time.Length - 1) EndsEarly = Time[j];
        }
    }

    /// <summary>Rows of the group by time.</summary>
    public int[] Rows { get; }

    /// <summary>Index into <see cref="Time"/> of each of <see cref="Rows"/>.</summary>
    public int[] TimeIndex { get; }

    /// <summary>
    /// For each time the positions in <see cref="Rows"/> that enter after the time before and before it; empty without entry times.
    /// </summary>
    public int[][] Entries { get; }

    public double[] Time { get; }
    public double[] AtRisk { get; }
    public double[] Censored { get; }
    public double[][] Events { get; }

    /// <summary>Survival free of any event, from each time on.</summary>
    public double[] Survival { get; }

    /// <summary>Time at which all then at risk had an event while others enter later, so that survival stays 0; else null.</summary>
    public double? EndsEarly { get; }

    public double SurvivalBefore(int j) => j == 0 ? 1 : Survival[j - 1];

    public double TotalEvents(int j)
    {
        double sum = 0;
        foreach (double[] cause in Events) sum += cause[j];
        return sum;
    }

    private int[][] EntriesBefore(CompetingRisksData data)
    {
        var entries = new List<int>[Time.Length];
        for (int j = 0; j < entries.Length; j++) entries[j] = [];
        for (int q = 0; q < Rows.Length; q++)
        {
            int j = Array.BinarySearch(Time, data.Entry.Span[Rows[q]]);
            entries[j >= 0 ? j + 1 : ~j].Add(q); // at risk from the first time after its entry
        }
        return Array.ConvertAll(entries, e => e.ToArray());
    }

    /// <summary>From the last time back, so that without entry times nothing is ever subtracted.</summary>
    private double[] CountAtRisk(CompetingRisksData data)
    {
        double[] atRisk = new double[Time.Length];
        double weight = 0;
        for (int j = Time.Length - 1; j >= 0; j--)
        {
            weight += Censored[j] + TotalEvents(j);
            atRisk[j] = weight;
            if (Entries.Length > 0)
                foreach (int q in Entries[j]) weight -= data.WeightOf(Rows[q]);
        }
        return atRisk;
    }
}
