namespace NotebookKit.Survival;

/// <summary>Walks the pooled times of several groups of one stratum, with the counts of each group at each.</summary>
internal sealed class RiskSetWalk
{
    private readonly RiskTable[] tables;
    private readonly int[] next;
    private readonly int[] nextEntry;
    private readonly int[] counted;
    private readonly double[] entered;
    private readonly double[] left;

    /// <summary>Starts before the first time.</summary>
    /// <param name="tables">Tables of one stratum, of different groups.</param>
    public RiskSetWalk(RiskTable[] tables)
    {
        this.tables = tables;
        next = new int[tables.Length];
        nextEntry = new int[tables.Length];
        counted = new int[tables.Length];
        (entered, left) = (new double[tables.Length], new double[tables.Length]);
        (AtRisk, Events) = (new double[tables.Length], new double[tables.Length]);
    }

    /// <summary>The current time.</summary>
    public double Time { get; private set; }

    /// <summary>At risk in each table just before <see cref="Time"/>.</summary>
    public double[] AtRisk { get; }

    /// <summary>Events in each table at <see cref="Time"/>.</summary>
    public double[] Events { get; }

    /// <summary>Moves to the next pooled time of exit.</summary>
    public bool MoveNext()
    {
        double time = double.PositiveInfinity;
        for (int g = 0; g < tables.Length; g++)
            if (next[g] < tables[g].Time.Length && tables[g].Time[next[g]] < time) time = tables[g].Time[next[g]];
        if (double.IsPositiveInfinity(time)) return false;
        Time = time;
        for (int g = 0; g < tables.Length; g++)
        {
            RiskTable table = tables[g];
            int j = next[g];
            Events[g] = 0;
            if (j == table.Time.Length) AtRisk[g] = 0;
            else if (table.Time[j] == time)
            {
                AtRisk[g] = table.AtRisk[j];
                Events[g] = table.Events[j];
                next[g]++;
            }
            else AtRisk[g] = table.Entries is null ? table.AtRisk[j] : BetweenTimes(g, j, time);
        }
        return true;
    }

    /// <summary>At risk before a time at which nobody leaves the group: those who have not left, less those who have not entered.</summary>
    private double BetweenTimes(int g, int j, double time)
    {
        var (entryTime, weight) = tables[g].Entries!.Value;
        while (nextEntry[g] < entryTime.Length && entryTime[nextEntry[g]] < time) entered[g] += weight[nextEntry[g]++];
        for (; counted[g] < j; counted[g]++) left[g] += tables[g].Events[counted[g]] + tables[g].Censored[counted[g]];
        return entered[g] - left[g];
    }
}
