using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Rendering;
using NotebookKit.Survival.Comparisons;

namespace NotebookKit.Sql.Tests;

/// <summary>What every place of the rows must answer as memory does: the same doors, the same records, the same numbers.</summary>
internal static class Conformance
{
    private const double Sums = 1e-12, Fits = 1e-9;

    /// <summary>Analyses of rows taken as independent, by name, with the tolerance of their numbers; counts are always exact.</summary>
    public static readonly (string Name, Func<AnalysisSet, object> Ask, double Tolerance)[] Independent =
    [
        ("Kaplan-Meier", s => s.KaplanMeier("days", "event").ToDataFrame(), 0),
        ("Kaplan-Meier, entry and strata", s => s.KaplanMeier("days", "event", new() { Entry = "entry", Strata = "site" })
            .ToDataFrame(), 0),
        ("Quantiles", s => s.KaplanMeier("days", "event").Curves.SelectMany(c => new[] { c.Quantile(0.5), c.Quantile(0.25) })
            .Select(q => (q.Estimate, q.Lower, q.Upper)).ToArray(), 0),
        ("Restricted mean", s => s.KaplanMeier("days", "event").RestrictedMean(200).ToDataFrame(), 0),
        ("Follow-up", s => s.FollowUp("days", "event").ToDataFrame(), 0),
        ("Nelson-Aalen", s => s.NelsonAalen("days", "event").ToDataFrame(), 0),
        ("Log-rank", s => s.LogRank("days", "event").ToDataFrame(), 0),
        ("Log-rank, strata", s => s.LogRank("days", "event", new() { Strata = "site" }).ToDataFrame(), 0),
        ("Log-rank, Peto", s => s.LogRank("days", "event", new() { Weight = LogRankWeight.PetoPeto }).ToDataFrame(), 0),
        ("Trend", s => s.LogRankTrend("days", "event").ToDataFrame(), 0),
        ("Pairs", s => s.PairwiseLogRank("days", "event").ToDataFrame(), 0),
        ("Weighted curve", s => s.KaplanMeier("days", "event", new() { Weights = "weight" }).ToDataFrame(), Sums),
        ("Cumulative incidence", s => s.CumulativeIncidence("days", "cause").ToDataFrame(), Sums),
        ("Cox, Efron", s => s.Cox("Surv(days, event) ~ arm + age + factor(ecog) + sex").ToDataFrame(), Fits),
        ("Cox, entry, strata, weights", s => s.Cox("Surv(entry, days, event) ~ age + sex + strata(site) + weights(weight)")
            .ToDataFrame(), Fits),
        ("Logistic", s => s.Logistic("response ~ age + arm + sex", ["CR", "PR"]).ToDataFrame(), Fits),
        ("Table 1", s => Text(s.Describe(r => r.MedianQuartiles("age").MeanSd("weight").Categorical("sex").Categorical("ecog")
            .Level("viral", "True").MedianQuartiles("odd \"name\"; x"), new() { P = true, Smd = true })), 0),
        ("Table 1 by site", s => Text(s.Describe(r => r.MedianQuartiles("age").Categorical("response"),
            new() { Strata = "site" })), 0),
        ("Response", s => Text(s.TabulateResponse("response", new() { P = true })), 0),
        ("Comparison of responses", s => Text(s.Where("arm", "TACE", "TAE").CompareResponse("response")), 0),
    ];

    /// <summary>Analyses in which patients are the clusters.</summary>
    public static readonly (string Name, Func<AnalysisSet, object> Ask, double Tolerance)[] Clustered =
    [
        ("Robust curve", s => s.KaplanMeier("days", "event").ToDataFrame(), Sums),
        ("Robust log-rank", s => s.LogRank("days", "event").ToDataFrame(), Sums),
        ("Robust incidence", s => s.CumulativeIncidence("days", "cause").ToDataFrame(), Sums),
        ("Cox, sandwich", s => s.Cox("Surv(days, event) ~ arm + age + factor(ecog) + strata(site)").ToDataFrame(), Fits),
        ("Logistic, sandwich", s => s.Logistic("response ~ age + sex", ["CR", "PR"]).ToDataFrame(), Fits),
        ("Table 1 of clusters", s => Text(s.Describe(r => r.MedianQuartiles("age").Categorical("sex"), new() { P = true })), 0),
        ("Response of clusters", s => Text(s.TabulateResponse("response", new() { P = true })), 0),
        ("Independent on request", s => s.Independent().KaplanMeier("days", "event").Notes
            .Where(n => !n.StartsWith("Rows:", StringComparison.Ordinal)).ToArray(), 0),
    ];

    /// <summary>Asks both and compares.</summary>
    public static void Same(AnalysisSet memory, AnalysisSet elsewhere,
        params IEnumerable<(string Name, Func<AnalysisSet, object> Ask, double Tolerance)> analyses)
    {
        foreach ((string name, Func<AnalysisSet, object> ask, double tolerance) in analyses)
            Same(name, ask(memory), ask(elsewhere), tolerance);
    }

    private static string Text(ITableResult table) => table.ToTable().ToString();

    private static void Same(string name, object expected, object found, double tolerance)
    {
        if (expected is not DataFrame frame)
        {
            if (expected is string text) Assert.True(text == (string)found, $"{name}:\n{text}\n{found}");
            else Assert.Equal((System.Collections.IEnumerable)expected, (System.Collections.IEnumerable)found);
            return;
        }
        var other = (DataFrame)found;
        Assert.Equal(frame.Columns.Select(c => c.Name), other.Columns.Select(c => c.Name));
        Assert.True(frame.Rows.Count == other.Rows.Count, $"{name}: {frame.Rows.Count} rows and {other.Rows.Count}");
        foreach (DataFrameColumn column in frame.Columns)
            for (int i = 0; i < frame.Rows.Count; i++)
                Assert.True(Close(column[i], other.Columns[column.Name][i], tolerance),
                    $"{name}, {column.Name}, row {i}: {column[i] ?? "missing"} and {other.Columns[column.Name][i] ?? "missing"}");
    }

    private static bool Close(object? a, object? b, double tolerance) =>
        a is double x && b is double y ? x == y || Math.Abs(x - y) <= tolerance * Math.Max(Math.Abs(x), 1e-3) : Equals(a, b);
}
