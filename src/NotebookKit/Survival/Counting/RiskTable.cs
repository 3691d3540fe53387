namespace NotebookKit.Survival.Counting;

/// <summary>Counts of one group in one stratum at each distinct time of exit, ascending.</summary>
internal sealed class RiskTable
{
    public required int Stratum { get; init; }

    public required int Group { get; init; }

    /// <summary>Number of rows.</summary>
    public required int N { get; init; }

    /// <summary>Distinct times at which a row leaves by event or censoring.</summary>
    public required double[] Time { get; init; }

    /// <summary>Weight of the rows under observation just before each time.</summary>
    public required double[] AtRisk { get; init; }

    /// <summary>Weight of the events at each time.</summary>
    public required double[] Events { get; init; }

    /// <summary>Weight of the rows censored at each time.</summary>
    public required double[] Censored { get; init; }

    /// <summary>Number of rows with an event at each time; null where every weight is 1 and <see cref="Events"/> says it.</summary>
    public double[]? EventRows { get; init; }

    /// <summary>Times of entry, ascending, and the weight that enters at each; null without delayed entry.</summary>
    public (double[] Time, double[] Weight)? Entries { get; init; }

    /// <summary>Row numbers of the cohort; null unless asked for.</summary>
    public int[]? Rows { get; init; }

    /// <summary>Index into <see cref="Time"/> at which each of <see cref="Rows"/> leaves.</summary>
    public int[]? Exit { get; init; }

    /// <summary>First index into <see cref="Time"/> at which each of <see cref="Rows"/> is at risk; null without delayed entry.</summary>
    public int[]? FirstAtRisk { get; init; }

    /// <summary>Time at which each of <see cref="Rows"/> enters; null without delayed entry.</summary>
    public double[]? EntryTime { get; init; }

    /// <summary>Whether events and censorings have changed places.</summary>
    public bool Reverse { get; init; }

    /// <summary>
    /// Weight of the rows under observation just before any time: entry &lt; t ≤ exit; when the first enter, those who enter then.
    /// </summary>
    public double AtRiskAt(double t)
    {
        double left = 0;
        for (int j = LowerBound(Time, t); j < Time.Length; j++) left += Events[j] + Censored[j];
        if (Entries is { } entries)
            for (int j = entries.Time.Length > 0 && t <= entries.Time[0]
                ? UpperBound(entries.Time, t)
                : LowerBound(entries.Time, t); j < entries.Time.Length; j++)
                left -= entries.Weight[j];
        return left;
    }

    /// <summary>Index of the first element ≥ <paramref name="value"/>.</summary>
    public static int LowerBound(ReadOnlySpan<double> sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Index of the first element &gt; <paramref name="value"/>.</summary>
    public static int UpperBound(ReadOnlySpan<double> sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= value) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
