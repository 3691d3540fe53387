using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Imputation;
using NotebookKit.Adjusted.Propensity;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Repeated;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Benchmarks;

/// <summary>Our side of adjusted.sh: times one task in this process and prints task,side,cpu_s,wall_s,check as adjusted.R does.</summary>
internal static class AdjustedTimer
{
    private const string Formula = "y ~ x1 + x2 + x3 + x4 + x5";

    public static void Run(string folder, string task)
    {
        DataFrame frame = Read(Path.Combine(folder, task == "mice" ? "holes.csv" : "adjusted.csv"));
        AnalysisSet rows = frame.AnalysisSet("rows", key: "row");
        AnalysisSet patients = frame.AnalysisSet("rows", key: "row", patient: "id");
        Func<double> run = task switch
        {
            "glm" => () => rows.Logistic(Formula)["x1"].Estimate!.Value,
            "glm_drop" => () => rows.Logistic(Formula).Terms[0].LikelihoodRatio!.Value,
            "profile" =>
                () => Math.Log(
                    rows.Logistic(Formula, options: new RegressionOptions { Limits = ConfidenceLimitKind.Profile })["x1"].Lower!.Value),
            "gee" => () =>
                patients.Gee(Formula,
                    options: new GeeRegressionOptions { Correlation = GeeCorrelation.Exchangeable }).Regression["x1"].StandardError!.Value,
            "match" => () => rows.Propensity("treat ~ x1 + x2 + x3 + x4 + x5")
                .Match(new MatchOptions { PooledDeviation = false }).Pairs.Length,
            "mice" => () => rows.Impute("y ~ x1 + factor(x2) + x3 + x4 + x5", new ImputationOptions { Imputations = 5, Iterations = 5 })
                .Pool(s => s.Logistic("y ~ x1 + factor(x2) + x3 + x4 + x5")).Coefficients[1].Estimate,
            _ => throw new ArgumentException($"No task '{task}'."),
        };
        double check = 0;
        var (cpu, wall) = (new double[5], new double[5]);
        var warm = Stopwatch.StartNew();
        for (int i = 0; i < 2 || (i < 40 && warm.Elapsed.TotalSeconds < 5); i++) run(); // until the just-in-time compiler is done
        for (int i = 0; i < cpu.Length; i++)
        {
            GC.Collect();
            TimeSpan start = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            check = run();
            (wall[i], cpu[i]) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - start).TotalSeconds);
        }
        Array.Sort(cpu);
        Array.Sort(wall);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{task},ours,{cpu[2]:F4},{wall[2]:F4},{check:G6}"));
    }

    private static DataFrame Read(string path)
    {
        string[] lines = File.ReadAllLines(path), names = lines[0].Split(',');
        string[][] cells = [.. lines.Skip(1).Select(l => l.Split(','))];
        var frame = new DataFrame(new Int32DataFrameColumn("row", Enumerable.Range(1, cells.Length)));
        for (int j = 0; j < names.Length; j++)
        {
            int k = j;
            frame.Columns.Add(names[k] == "x3" ? new StringDataFrameColumn("x3", cells.Select(c => c[k].Length == 0 ? null : c[k]))
                : names[k] == "id" ? new Int32DataFrameColumn("id", cells.Select(c => int.Parse(c[k], CultureInfo.InvariantCulture)))
                : new DoubleDataFrameColumn(names[k], cells.Select(
                    c => c[k].Length == 0 ? (double?)null : double.Parse(c[k], CultureInfo.InvariantCulture))));
        }
        return frame;
    }
}
