namespace NotebookKit.Survival.Regression;

/// <summary>Order of rows by stratum, time, deaths before censorings, and row.</summary>
internal static class TimeOrder
{
    public static int[] Sort(CoxData data, out int[] stratumStart)
    {
        int n = data.Rows, strata = data.StrataCount;
        int[] order = WholeNumbers(data.Time.Span, out double least, out int range)
            ? CountingSort(data, least, range) : KeySort(data);
        stratumStart = new int[strata + 1];
        if (strata == 1)
        {
            stratumStart[1] = n;
            return order;
        }
        ReadOnlySpan<int> stratum = data.Strata.Span;
        foreach (int s in stratum) stratumStart[s + 1]++;
        for (int s = 0; s < strata; s++) stratumStart[s + 1] += stratumStart[s];
        int[] next = stratumStart[..strata], sorted = new int[n];
        foreach (int i in order) sorted[next[stratum[i]]++] = i;
        return sorted;
    }

    /// <summary>Whether all times are whole numbers in a range not much wider than the number of rows.</summary>
    private static bool WholeNumbers(ReadOnlySpan<double> time, out double least, out int range)
    {
        least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        range = 0;
        foreach (double t in time)
        {
            if (t != Math.Floor(t)) return false;
            least = Math.Min(least, t);
            most = Math.Max(most, t);
        }
        if (!(most - least < 4.0 * time.Length + 1000)) return false;
        range = (int)(most - least) + 1;
        return true;
    }

    private static int[] CountingSort(CoxData data, double least, int range)
    {
        ReadOnlySpan<double> time = data.Time.Span;
        ReadOnlySpan<bool> isEvent = data.IsEvent.Span;
        int[] start = new int[2 * range + 1], order = new int[time.Length];
        for (int i = 0; i < order.Length; i++) start[2 * (int)(time[i] - least) + (isEvent[i] ? 0 : 1) + 1]++;
        for (int k = 1; k < start.Length; k++) start[k] += start[k - 1];
        for (int i = 0; i < order.Length; i++) order[start[2 * (int)(time[i] - least) + (isEvent[i] ? 0 : 1)]++] = i;
        return order;
    }

    private static int[] KeySort(CoxData data)
    {
        double[] keys = data.Time.ToArray();
        int[] order = new int[keys.Length], censored = [];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(keys, order);
        ReadOnlySpan<bool> isEvent = data.IsEvent.Span;
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && keys[end] == keys[start]) end++;
            if (end - start > 1)
            {
                Span<int> run = order.AsSpan(start, end - start);
                run.Sort();
                if (censored.Length < run.Length) censored = new int[2 * run.Length];
                int deaths = 0, others = 0;
                foreach (int i in run)
                    if (isEvent[i]) run[deaths++] = i;
                    else censored[others++] = i;
                censored.AsSpan(0, others).CopyTo(run[deaths..]);
            }
            start = end;
        }
        return order;
    }
}
