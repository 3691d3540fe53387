using NotebookKit.Numerics;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.RiskSets;

/// <summary>Order of rows by stratum, time, deaths before censorings, and row.</summary>
internal static class TimeOrder
{
    public static int[] Sort(SurvivalData data, out int[] stratumStart, out double[] time)
    {
        int strata = data.StrataCount;
        int[] order = SortOrder.Of(data.Time.Span, out time);
        DeathsFirst(data.IsEvent.Span, order, time);
        stratumStart = new int[strata + 1];
        if (strata == 1)
        {
            stratumStart[1] = order.Length;
            return order;
        }
        ReadOnlySpan<int> stratum = data.Strata.Span;
        foreach (int s in stratum) stratumStart[s + 1]++;
        for (int s = 0; s < strata; s++) stratumStart[s + 1] += stratumStart[s];
        int[] next = stratumStart[..strata], sorted = new int[order.Length];
        foreach (int i in order) sorted[next[stratum[i]]++] = i;
        for (int i = 0; i < sorted.Length; i++) time[i] = data.Time.Span[sorted[i]];
        return sorted;
    }

    private static void DeathsFirst(ReadOnlySpan<bool> isEvent, int[] order, double[] time)
    {
        int[] censored = [];
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && time[end] == time[start]) end++;
            if (end - start > 1)
            {
                Span<int> run = order.AsSpan(start, end - start);
                if (censored.Length < run.Length) censored = new int[2 * run.Length];
                int deaths = 0, others = 0;
                foreach (int i in run)
                    if (isEvent[i]) run[deaths++] = i;
                    else censored[others++] = i;
                censored.AsSpan(0, others).CopyTo(run[deaths..]);
            }
            start = end;
        }
    }
}
