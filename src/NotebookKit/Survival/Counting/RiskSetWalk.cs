namespace NotebookKit.Survival.Counting;

/// <summary>Walks the pooled times of several groups of one stratum, with the counts of each group at each.</summary>
internal sealed class RiskSetWalk
{
    private readonly RiskTable[] tables;
    private readonly int[] next;
    private readonly double[] nextTime;
    private readonly double[] upcoming;
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
        (nextTime, upcoming) = (Array.ConvertAll(tables, t => t.Time[0]), Array.ConvertAll(tables, t => t.AtRisk[0]));
        bool delayed = tables[0].Entries is not null;
        (nextEntry, counted) = delayed ? (new int[tables.Length], new int[tables.Length]) : ([], []);
        (entered, left) = delayed ? (new double[tables.Length], new double[tables.Length]) : ([], []);
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
        double[] heads = nextTime, atRisk = AtRisk, events = Events;
        double time = double.PositiveInfinity;
        foreach (double t in heads) time = Math.Min(time, t);
        if (double.IsPositiveInfinity(time)) return false;
        Time = time;
        for (int g = 0; g < heads.Length && g < atRisk.Length && g < events.Length; g++)
        {
            if (heads[g] == time)
            {
                (atRisk[g], events[g]) = (upcoming[g], tables[g].Events[next[g]]);
                Advance(g);
            }
            else
            {
                events[g] = 0;
                atRisk[g] = nextEntry.Length == 0 ? upcoming[g] : BetweenTimes(g, next[g], time);
            }
        }
        return true;
    }

    private void Advance(int g)
    {
        RiskTable table = tables[g];
        int j = ++next[g];
        bool more = j < table.Time.Length;
        nextTime[g] = more ? table.Time[j] : double.PositiveInfinity;
        upcoming[g] = more ? table.AtRisk[j] : 0;
    }

    /// <summary>At risk before a time at which nobody leaves the group: those who have not left, less those who have not entered.</summary>
    private double BetweenTimes(int g, int j, double time)
    {
        if (j == tables[g].Time.Length) return 0;
        var (entryTime, weight) = tables[g].Entries!.Value;
        while (nextEntry[g] < entryTime.Length && entryTime[nextEntry[g]] < time) entered[g] += weight[nextEntry[g]++];
        for (; counted[g] < j; counted[g]++) left[g] += tables[g].Events[counted[g]] + tables[g].Censored[counted[g]];
        return entered[g] - left[g];
    }
}
