namespace NotebookKit.Survival.Counting;

/// <summary>Walks the pooled times of several groups of one stratum, with the counts of each group at each.</summary>
internal sealed class RiskSetWalk
{
    private readonly RiskTable[] _tables;
    private readonly int[] _next;
    private readonly double[] _nextTime;
    private readonly double[] _upcoming;
    private readonly int[] _nextEntry;
    private readonly int[] _counted;
    private readonly double[] _entered;
    private readonly double[] _left;

    /// <summary>Starts before the first time.</summary>
    /// <param name="tables">Tables of one stratum, of different groups.</param>
    public RiskSetWalk(RiskTable[] tables)
    {
        this._tables = tables;
        _next = new int[tables.Length];
        (_nextTime, _upcoming) = (Array.ConvertAll(tables, t => t.Time[0]), Array.ConvertAll(tables, t => t.AtRisk[0]));
        bool delayed = tables[0].Entries is not null;
        (_nextEntry, _counted) = delayed ? (new int[tables.Length], new int[tables.Length]) : ([], []);
        (_entered, _left) = delayed ? (new double[tables.Length], new double[tables.Length]) : ([], []);
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
        double[] heads = _nextTime, atRisk = AtRisk, events = Events;
        double time = double.PositiveInfinity;
        foreach (double t in heads) time = Math.Min(time, t);
        if (double.IsPositiveInfinity(time)) return false;
        Time = time;
        for (int g = 0; g < heads.Length && g < atRisk.Length && g < events.Length; g++)
        {
            if (heads[g] == time)
            {
                (atRisk[g], events[g]) = (_upcoming[g], _tables[g].Events[_next[g]]);
                Advance(g);
            }
            else
            {
                events[g] = 0;
                atRisk[g] = _nextEntry.Length == 0 ? _upcoming[g] : BetweenTimes(g, _next[g], time);
            }
        }
        return true;
    }

    private void Advance(int g)
    {
        RiskTable table = _tables[g];
        int j = ++_next[g];
        bool more = j < table.Time.Length;
        _nextTime[g] = more ? table.Time[j] : double.PositiveInfinity;
        _upcoming[g] = more ? table.AtRisk[j] : 0;
    }

    /// <summary>At risk before a time at which nobody leaves the group: those who have not left, less those who have not entered.</summary>
    private double BetweenTimes(int g, int j, double time)
    {
        if (j == _tables[g].Time.Length) return 0;
        var (entryTime, weight) = _tables[g].Entries!.Value;
        while (_nextEntry[g] < entryTime.Length && entryTime[_nextEntry[g]] < time) _entered[g] += weight[_nextEntry[g]++];
        for (; _counted[g] < j; _counted[g]++) _left[g] += _tables[g].Events[_counted[g]] + _tables[g].Censored[_counted[g]];
        return _entered[g] - _left[g];
    }
}
