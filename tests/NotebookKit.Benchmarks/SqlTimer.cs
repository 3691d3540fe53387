using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using NotebookKit.AnalysisSets;
using NotebookKit.Sql;
using NotebookKit.Sql.DuckDb;
using NotebookKit.Sql.Engines;

namespace NotebookKit.Benchmarks;

/// <summary>Rows that stay in Parquet files: time, processor time and peak memory of one analysis in a process of its own.</summary>
internal static class SqlTimer
{
    /// <summary>Writes one file per shard of rows that are the same on every machine.</summary>
    public static void Make(string folder, long rows, int shards)
    {
        Directory.CreateDirectory(folder);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        for (int s = 0; s < shards; s++)
        {
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = string.Create(CultureInfo.InvariantCulture,
                $"""
                COPY (SELECT range AS id, (1 + hash(range) % 1824)::INTEGER AS days, (hash(range + 1) % 2)::INTEGER AS event,
                (hash(range + 2) % 4)::INTEGER AS arm, (40 + hash(range + 3) % 50)::INTEGER AS age, (hash(range + 4) % 2)::INTEGER AS sex,
                (hash(range + 5) % 3)::INTEGER AS ecog, (hash(range + 6) % 90 / 10.0)::DOUBLE AS bilirubin
                FROM range({rows * s / shards}, {rows * (s + 1) / shards})) TO '{folder}/rows_{s}.parquet'
                """);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Prints a row of the table of results: the second of two runs, and the peak of the process.</summary>
    public static void Run(string folder, string task)
    {
        string[] files = [.. Directory.GetFiles(folder, "*.parquet").Order(StringComparer.Ordinal)];
        using Database database = DuckDbDatabase.OpenFiles(new DatabaseOptions { MaxRows = 200_000_000 }, files);
        AnalysisSet set = files.Select(f => database.Table(Path.GetFileNameWithoutExtension(f)))
            .AnalysisSet("rows", key: task == "cox" ? "id" : null, by: "arm");
        (double seconds, double processor, string result) = (0, 0, "");
        for (int run = 0; run < 2; run++)
        {
            AnalysisSet fresh = set.Independent(); // a set keeps its counts; this one has none yet
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            result = task == "cox"
                ? Text(fresh.Cox("Surv(days, event) ~ age + bilirubin + sex + factor(ecog) + factor(arm, \"0\", \"1\", \"2\", \"3\")")
                    .Coefficients[0].Estimate!.Value)
                : Text(fresh.KaplanMeier("days", "event").Curves[0].Survival[^1]) + " "
                    + Text(fresh.LogRank("days", "event").ChiSquare!.Value);
            (seconds, processor) = (clock.Elapsed.TotalSeconds,
                (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {task} | {set.N:#,0} | {files.Length} | {seconds:0.00} | {processor:0.00} | {self.PeakWorkingSet64 / 1e6:0} | {result} |"));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
