using System.Diagnostics;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Statistics.Clustered;
using NotebookKit.Statistics.Permutation;
using NotebookKit.Survival.Comparisons;

namespace NotebookKit.Benchmarks;

/// <summary>Processor time of exact permutation tests at their limits; writes the rows of results/permutation-times.md.</summary>
internal static class PermutationTimes
{
    public static void Run()
    {
        Console.WriteLine("| test | patients | allocations | how | processor time |\n|---|--:|--:|---|--:|");
        LogRank("log-rank, studentized", 20, 6, PermutedStatistic.Studentized);
        LogRank("log-rank, U²/V", 20, 6, PermutedStatistic.Standardized);
        LogRank("log-rank, |U|", 20, 6, PermutedStatistic.Linear);
        LogRank("log-rank, studentized", 12, 12, PermutedStatistic.Studentized);
        LogRank("log-rank, |U|", 22, 22, PermutedStatistic.Linear);
        LogRank("log-rank, studentized", 91, 6, PermutedStatistic.Studentized);
        LogRank("log-rank, studentized", 94, 6, PermutedStatistic.Studentized);
        Rates("rates, studentized", 20, 6, PermutedStatistic.Automatic);
        Rates("rates, Q", 20, 6, PermutedStatistic.Standardized);
        Rates("rates, Q", 60, 60, PermutedStatistic.Standardized);
        Rates("rates, studentized", 60, 60, PermutedStatistic.Automatic);
        Rates("rates, Q", 200, 200, PermutedStatistic.Standardized);
        Rates("rates, difference", 200, 200, PermutedStatistic.Difference);
        Rates("rates, studentized", 200, 200, PermutedStatistic.Automatic);
    }

    private static void LogRank(string what, int first, int second, PermutedStatistic statistic)
    {
        (int[] patient, int[] group, DeterministicRandom random) = Rows(first, second);
        double[] time = [.. patient.Select(_ => Math.Ceiling(-Math.Log(1 - random.NextDouble()) * 300))];
        byte[] status = [.. patient.Select(_ => (byte)(random.Below(4) == 0 ? 0 : 1))];
        SurvivalCohort cohort = SurvivalCohort.Create(time, status, group, patient);
        Measure(what, first, second, () => PermutationLogRank.Test(cohort, new PermutationOptions { Statistic = statistic }).How);
    }

    private static void Rates(string what, int first, int second, PermutedStatistic statistic)
    {
        (int[] patient, int[] group, DeterministicRandom random) = Rows(first, second);
        bool[] events = [.. patient.Select(_ => random.Below(2) == 0)];
        Measure(what, first, second, () => ClusteredTest.Proportions(events, group, patient, statistic).Note!);
    }

    private static (int[] Patient, int[] Group, DeterministicRandom Random) Rows(int first, int second)
    {
        var random = new DeterministicRandom(12);
        int[] patient = [.. Enumerable.Range(0, first + second).SelectMany(p => Enumerable.Repeat(p, 1 + random.Below(4)))];
        return (patient, Array.ConvertAll(patient, p => p < first ? 0 : 1), random);
    }

    private static void Measure(string what, int first, int second, Func<string> test)
    {
        string how = test();
        double best = double.PositiveInfinity;
        for (int i = 0; i < 3 && (i == 0 || best < 1); i++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            test();
            best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }
        string allocations = TwoGroupDeals.Text(TwoGroupDeals.Binomial(first + second, second)),
            way = how.Contains("weighted", StringComparison.Ordinal) ? "20,000 weighted draws" : "exact";
        Console.WriteLine(
            FormattableString.Invariant(
                $"| {what} | {first} + {second} | {allocations} | {way} | {(best < 1 ? $"{1000 * best:0} ms" : $"{best:0.0} s")} |"));
    }
}
