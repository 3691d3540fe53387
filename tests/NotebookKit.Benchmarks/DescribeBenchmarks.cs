using BenchmarkDotNet.Attributes;
using Microsoft.Data.Analysis;
using NotebookKit.Tables;
using NotebookKit.Tables.Description;

namespace NotebookKit.Benchmarks;

/// <summary>
/// Table 1 of 20 variables by two groups: ten continuous, ten of five levels, 2% missing. describe.R does the same with R's base functions.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 1, iterationCount: 3, invocationCount: 1)]
public class DescribeBenchmarks
{
    private const int Variables = 10;

    private DataFrame _frame = new();

    /// <summary>Number of rows.</summary>
    [Params(1_000, 100_000, 1_000_000)]
    public int Rows { get; set; }

    /// <summary>Makes the frame.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(20240108);
        _frame = new DataFrame(new StringDataFrameColumn("arm", Enumerable.Range(0, Rows).Select(i => i % 2 == 0 ? "TAE" : "TARE")));
        string[] levels = ["I", "II", "III", "IV", "V"];
        for (int v = 0; v < Variables; v++)
        {
            _frame.Columns.Add(
                new DoubleDataFrameColumn($"x{v}", Enumerable.Range(0, Rows).Select(
                    _ => random.Next(50) == 0 ? (double?)null : random.NextDouble() * 100)));
            _frame.Columns.Add(
                new StringDataFrameColumn($"c{v}", Enumerable.Range(0, Rows).Select(
                    _ => random.Next(50) == 0 ? null : levels[random.Next(5)])));
        }
    }

    /// <summary>Mean (SD), median (Q1, Q3), range, n (%) and missing values by group and overall.</summary>
    [Benchmark]
    public int Describe() => Table(new DescriptionOptions { Overall = true });

    /// <summary>The same with Wilcoxon and chi-square tests.</summary>
    [Benchmark]
    public int DescribeWithTests() => Table(new DescriptionOptions { Overall = true, P = true });

    private int Table(DescriptionOptions options) => _frame.Describe(unit: "patients", by: "arm", rows: rows =>
    {
        for (int v = 0; v < Variables; v++) rows = rows.Continuous($"x{v}", null, "{mean} ({sd})", "{median} ({q1}, {q3})", "{min}–{max}")
            .Categorical($"c{v}");
        return rows;
    }, options: options).ToTable().Rows.Length;
}
