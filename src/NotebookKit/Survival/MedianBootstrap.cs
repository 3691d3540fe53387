using NotebookKit.Cohorts;

namespace NotebookKit.Survival;

/// <summary>Bootstrap of the median of every group: rows within groups, or whole clusters over all groups.</summary>
internal static class MedianBootstrap
{
    /// <summary>Medians of each replicate, replicate × group; NaN where not reached.</summary>
    public static double[] Run(SurvivalCohort cohort, RiskTable[] tables, int replicates, long seed)
    {
        var random = new SeededRandom(seed);
        var medians = new double[replicates * tables.Length];
        var times = new int[cohort.Clusters > 0 ? cohort.Clusters : cohort.N];
        int largest = tables.Max(t => t.Time.Length);
        var (events, exits) = (new double[largest], new double[largest]);
        // One packed list per table: unit of the row, place of its exit, event or not.
        var rows = tables.Select(t => t.Rows!.Select((row, k) => (
            Unit: cohort.Cluster.IsEmpty ? row : cohort.Cluster[row], Exit: t.Exit![k], IsEvent: (int)cohort.Status[row],
            Weight: cohort.Weight.IsEmpty ? 1 : cohort.Weight[row])).ToArray()).ToArray();
        for (int r = 0; r < replicates; r++)
        {
            Array.Clear(times);
            if (cohort.Clusters > 0) for (int i = 0; i < times.Length; i++) times[random.Below(times.Length)]++;
            for (int g = 0; g < tables.Length; g++)
            {
                Span<double> d = events.AsSpan(0, tables[g].Time.Length), c = exits.AsSpan(0, tables[g].Time.Length);
                d.Clear();
                c.Clear();
                double atRisk = 0;
                var list = rows[g];
                for (int i = 0; i < list.Length; i++)
                {
                    ref readonly var row = ref cohort.Clusters > 0 ? ref list[i] : ref list[random.Below(list.Length)];
                    double weight = cohort.Clusters > 0 ? row.Weight * times[row.Unit] : row.Weight;
                    c[row.Exit] += weight;
                    d[row.Exit] += weight * row.IsEvent;
                    atRisk += weight;
                }
                medians[r * tables.Length + g] = Median(tables[g].Time, d, c, atRisk);
            }
        }
        return medians;
    }

    /// <summary>Median by the rule of <see cref="SurvivalQuantile"/>.</summary>
    internal static double Median(ReadOnlySpan<double> time, ReadOnlySpan<double> events, ReadOnlySpan<double> exits, double atRisk)
    {
        double s = 1, level = double.NaN, reached = double.NaN;
        for (int j = 0; j < time.Length && atRisk > 0; j++)
        {
            if (events[j] > 0)
            {
                if (!double.IsNaN(level)) return (reached + time[j]) / 2;
                s *= (atRisk - events[j]) / atRisk;
                if (s < 0.5 + 1.4901161193847656e-8)
                {
                    if (s <= 0.5 - 1.4901161193847656e-8) return time[j];
                    (level, reached) = (s, time[j]);
                }
            }
            atRisk -= exits[j];
        }
        return reached;
    }
}
