using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Curves;

/// <summary>Bootstrap of the median of every group: rows within groups, or whole clusters over all groups.</summary>
internal static class MedianBootstrap
{
    /// <summary>Medians of each replicate, replicate × group; NaN where not reached.</summary>
    public static double[] Run(SurvivalCohort cohort, RiskTable[] tables, int replicates, long seed)
    {
        var random = new DeterministicRandom(seed);
        var medians = new double[replicates * tables.Length];
        var times = new int[cohort.Clusters];
        MedianSample[] samples = Array.ConvertAll(tables, t => new MedianSample(cohort, t));
        for (int r = 0; r < replicates; r++)
        {
            LongWork.Report("Bootstrap", (double)r / replicates);
            Array.Clear(times);
            for (int i = 0; i < times.Length; i++) times[random.Below(times.Length)]++;
            for (int g = 0; g < tables.Length; g++)
            {
                MedianSample sample = samples[g];
                int[] rows = tables[g].Rows!;
                sample.Clear();
                for (int i = 0; i < rows.Length; i++)
                {
                    if (times.Length > 0) sample.Add(i, times[cohort.Cluster[rows[i]]]);
                    else sample.Add(random.Below(rows.Length), 1);
                }
                medians[r * tables.Length + g] = sample.Median();
            }
        }
        return medians;
    }
}

/// <summary>Median of rows drawn from one table, without sorting them again.</summary>
/// <param name="cohort">The cohort.</param>
/// <param name="table">A table built with its rows.</param>
internal sealed class MedianSample(SurvivalCohort cohort, RiskTable table)
{
    private readonly double[] _events = new double[table.Time.Length], _exits = new double[table.Time.Length];
    private readonly double[] _weight = Array.ConvertAll(table.Rows!, row => cohort.Weight.IsEmpty ? 1 : cohort.Weight[row]);
    private readonly double[] _eventWeight = Array.ConvertAll(
        table.Rows!, row => cohort.Status[row] == 1 == table.Reverse ? 0 : cohort.Weight.IsEmpty ? 1 : cohort.Weight[row]);
    private double _atRisk;

    public void Clear()
    {
        Array.Clear(_events);
        Array.Clear(_exits);
        _atRisk = 0;
    }

    /// <summary>Adds the table's row number <paramref name="k"/> by time.</summary>
    public void Add(int k, int times)
    {
        int exit = table.Exit![k];
        _exits[exit] += times * _weight[k];
        _events[exit] += times * _eventWeight[k];
        _atRisk += times * _weight[k];
    }

    /// <summary>Median of the rows added; NaN where not reached.</summary>
    public double Median() => MedianOf(table.Time, _events, _exits, _atRisk);

    /// <summary>Median by the rule of <see cref="SurvivalQuantile"/>.</summary>
    private static double MedianOf(ReadOnlySpan<double> time, ReadOnlySpan<double> events, ReadOnlySpan<double> exits, double atRisk)
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
