using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using NotebookKit.Cohorts;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;
using NotebookKit.Survival.Models;

namespace NotebookKit.Benchmarks;

/// <summary>Curves, tests and Cox models of one cohort by its size; survival.sh measures the same beside R.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, warmupCount: 2, iterationCount: 5)]
public class SurvivalBenchmarks
{
    private double[] _time = [], _days = [];
    private byte[] _status = [];
    private int[] _group = [], _patient = [];
    private SurvivalData _cox = new() { Time = default, IsEvent = default, Covariates = [] };

    /// <summary>Number of rows.</summary>
    [Params(10_000, 100_000, 1_000_000)]
    public int Rows { get; set; }

    /// <summary>Makes the rows: four groups, exponential times with uniform censoring, on average 1.7 rows of a patient.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(20240108);
        (_time, _status, _group, _patient) = (new double[Rows], new byte[Rows], new int[Rows], new int[Rows]);
        for (int i = 0; i < Rows; i++)
        {
            _group[i] = random.Next(4);
            double death = -Math.Log(1 - random.NextDouble()) * 365 * (1 + _group[i]), end = random.NextDouble() * 3650;
            (_time[i], _status[i], _patient[i]) = (Math.Min(death, end), (byte)(death <= end ? 1 : 0), random.Next(Rows * 6 / 10 + 1));
        }
        _days = Array.ConvertAll(_time, Math.Ceiling);
        _cox = new SurvivalData
        {
            Time = _time, IsEvent = Array.ConvertAll(_status, s => s == 1),
            Covariates =
                [.. Enumerable.Range(0, 5)
                    .Select(j => new Covariate($"x{j}", Enumerable.Range(0, Rows).Select(_ => random.NextDouble()).ToArray()))],
        };
    }

    /// <summary>Curves with medians, and the log-rank test.</summary>
    [Benchmark]
    public double? CurvesAndTest() => Curves(SurvivalCohort.Create(_time, _status, _group));

    /// <summary>The same in whole days.</summary>
    [Benchmark]
    public double? CurvesAndTestInDays() => Curves(SurvivalCohort.Create(_days, _status, _group));

    /// <summary>Curves with cluster-robust limits.</summary>
    [Benchmark]
    public double? ClusteredCurves() =>
        KaplanMeier.Estimate(SurvivalCohort.Create(_time, _status, _group, _patient)).Curves[0].Median.Lower;

    /// <summary>Cox model of five covariates.</summary>
    [Benchmark]
    public double Cox() => CoxModel.Fit(_cox).LogLikelihood;

    private static double? Curves(SurvivalCohort cohort)
    {
        EventTable table = EventTable.Of(cohort);
        return KaplanMeier.Estimate(table, new()).Curves[0].Median.Upper + LogRank.Test(table, new()).P;
    }
}
