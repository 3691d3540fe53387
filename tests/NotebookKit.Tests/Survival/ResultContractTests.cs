using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Tests.Survival;

/// <summary>
/// Every result prints, converts, and carries n, events, rows left out, unit, options and notes. A new public record must join a list here.
/// </summary>
public sealed class ResultContractTests
{
    /// <summary>Records that are no results: what goes in, and rows or parts of a result that carries the rest.</summary>
    private static readonly string[] Parts =
    [
        "CoxPenalty", "Covariate", // what goes in
        "CumulativeIncidenceCurve", "KaplanMeierCurve", // one curve of an estimate
        "ModelTest", "Coefficient", "CovarianceMatrix", "SmoothTerm", // rows of a table, or of a fit
        "SurvivalQuantile", // one number with its limits, asked of a fit or curve
    ];

    /// <summary>Results whose method has nothing to choose, or one thing only.</summary>
    private static readonly Dictionary<string, string?> OptionsOf = new() { ["TurnbullEstimate"] = null, ["LandmarkCohort"] = "EventCoding",
        ["RestrictedTimeEstimate"] = "ConfidenceLevel" };

    public static TheoryData<string> Results => [.. Made().Keys.Order(StringComparer.Ordinal)];

    /// <summary>One of each result, of 12 procedures with 8 events (5 of cause a) and one row without a time.</summary>
    private static Dictionary<string, (object Result, double N, double Events)> Made()
    {
        double?[] time = [2, 3, 5, 7, 8, 11, 13, 14, 17, 19, 21, 23, null];
        double[] status = [1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1];
        string[] cause = ["a", "b", "0", "a", "b", "a", "0", "a", "0", "b", "a", "0", "a"];
        var df = new DataFrame(
            new DoubleDataFrameColumn("time", time), new DoubleDataFrameColumn("status", status), new StringDataFrameColumn("cause", cause),
            new DoubleDataFrameColumn("right", time.Select((t, i) => status[i] == 1 ? t : null)),
            new StringDataFrameColumn("g", Enumerable.Range(0, 13).Select(i => i % 2 == 0 ? "A" : "B")),
            new DoubleDataFrameColumn("start", Enumerable.Repeat(0.0, 13)),
            new StringDataFrameColumn("row", Enumerable.Range(0, 13).Select(i => $"r{i}")),
            new DoubleDataFrameColumn("x", [3.0, 1, 2, 5, 4, 1, 0, 2, 3, 1, 4, 2, 1]),
            new StringDataFrameColumn("patient", Enumerable.Range(0, 13).Select(i => $"P{i / 2}")));
        const string unit = "procedures";
        KaplanMeierEstimate curves = df.KaplanMeier("time", "status", "g", unit: unit);
        CoxFit cox = df.Cox("Surv(time, status) ~ x", unit: unit);
        var incidence = df.CumulativeIncidence("time", "cause", "g", unit: unit);
        (object, double, double)[] made =
        [
            (curves, 12, 8), (curves.AtTimes(5, 10), 12, 8), (curves.AtRiskTable(0, 10), 12, 8), (curves.RestrictedMean(15), 12, 8),
            (curves.MedianDifference(100), 12, 8), (df.KaplanMeier("time", "status", unit: unit).Curves[0].Band(), 12, 8),
            (df.NelsonAalen("time", "status", "g", unit: unit), 12, 8), (df.IntervalCensored("time", "right", unit: unit), 12, 8),
            (df.LogRank("time", "status", "g", unit: unit), 12, 8), (df.LogRankTrend("time", "status", "g", unit: unit), 12, 8),
            (df.PairwiseLogRank("time", "status", "g", unit: unit), 12, 8),
            (df.PermutationLogRank("time", "status", "g", unit: unit), 12, 8),
            (cox, 12, 8), (cox.BaselineHazard(), 12, 8), (cox.Concordance(), 12, 8), (cox.Residuals(), 12, 8),
            (cox.SchoenfeldResiduals(), 12, 8),
            (ProportionalHazardsTest.Test(cox), 12, 8), (df.CoxFrailty("Surv(time, status) ~ x + cluster(patient)", unit: unit), 12, 8),
            (df.PersonYears("time", "status", by: "g", unit: unit), 12, 8),
            (df.RelativeSurvival("time", "status",
                new DataFrame(new DoubleDataFrameColumn("x", [0.0]), new DoubleDataFrameColumn("rate", [0.01])), [5.0], by: "g", unit: unit,
                options: new() { Age = "x" }), 12, 8),
            (df.Aft("Surv(time, status) ~ x", unit: unit), 12, 8), (df.Landmark("time", "status", 1, unit: unit), 12, 8),
            (incidence, 12, 8), (incidence.RestrictedTimeLost(15), 12, 8),
            (df.MultiState("start", "time", "cause", "row", by: "g", unit: unit), 12, 8),
            (df.FineGray("Surv(time, cause) ~ x", "a", unit: unit), 12, 5),
        ];
        return made.ToDictionary(m => m.Item1.GetType().Name);
    }

    [Fact]
    public void Every_public_record_is_a_result_made_here_or_a_part()
    {
        var records = typeof(KaplanMeierEstimate).Assembly.GetExportedTypes()
            .Where(t => t.Namespace!.StartsWith("NotebookKit.Survival", StringComparison.Ordinal) && t.IsClass
                && t != typeof(SurvivalResult) && t.GetMethod("<Clone>$") is not null)
            .Select(t => t.Name).Where(n => !n.EndsWith("Options", StringComparison.Ordinal));
        Assert.Equal([.. Parts.Concat(Made().Keys).Order(StringComparer.Ordinal)], [.. records.Order(StringComparer.Ordinal)]);
    }

    [Theory]
    [MemberData(nameof(Results))]
    public void A_result_prints_converts_and_says_what_it_rests_on(string name)
    {
        (object result, double n, double events) = Made()[name];
        object? Get(string property) => result.GetType().GetProperty(property)?.GetValue(result);
        Assert.Equal(n, Convert.ToDouble(Get("N")));
        Assert.Equal(events, Convert.ToDouble(Get("EventTotal") ?? Get("Events")));
        var survival = Assert.IsType<SurvivalResult>(result, exactMatch: false);
        Assert.Equal("procedures", survival.Unit);
        ExcludedRows excluded = Assert.Single(survival.Excluded);
        Assert.Equal(1, excluded.Count);
        Assert.False(survival.Notes.IsDefault);
        if (OptionsOf.GetValueOrDefault(name, "Options") is { } options) Assert.NotNull(Get(options));

        string text = survival.ToString();
        Assert.Equal(survival.ToTable().ToString(), text);
        Assert.Contains("procedures", text, StringComparison.Ordinal);
        Assert.Contains(excluded.Reason, text, StringComparison.Ordinal);
        Assert.Matches(name is "KaplanMeierEstimate" or "LogRankResult" or "LogRankTrendResult" or "PermutationLogRankResult"
            or "CumulativeHazardEstimate" or "RestrictedMeanEstimate"
            // a column by group, or a line
            ? @"(?s)Procedures +Events.* 6 .* 6 " : $@"\b{n}\b procedures.*\b{events}( \w+)? events|\b{n} procedures: {events} events",
            text);
        Assert.True(survival.ToDataFrame().Rows.Count > 0);
    }

    [Fact]
    public void What_is_derived_keeps_the_notes_and_clusters_of_its_source()
    {
        var df = new DataFrame(
            new DoubleDataFrameColumn("time", [1.0, 3, 4, 5, 9, 11]), new DoubleDataFrameColumn("status", [1.0, 0, 1, 1, 0, 1]),
            new StringDataFrameColumn("id", ["a", "a", "b", "b", "c", "c"]),
            new StringDataFrameColumn("best_response", ["PD", "PR", "PD", "PR", "PD", "PR"]),
            new StringDataFrameColumn("cause", ["1", "0", "1", "1", "0", "1"]));
        KaplanMeierEstimate curves = df.KaplanMeier("time", "status", "best_response", "id");
        Assert.NotEmpty(curves.Notes);
        Assert.Equal((3, curves.Notes), (curves.AtRiskTable(1).Clusters, curves.AtRiskTable(1).Notes));
        Assert.Contains(df.KaplanMeier("time", "status", "best_response").Curves[0].Band().Notes,
            n => n.StartsWith("Guarantee-time bias", StringComparison.Ordinal));
        CoxFit fit = df.Cox("Surv(time, status) ~ best_response + cluster(id)");
        Assert.NotEmpty(fit.Notes);
        Assert.Equal((3, fit.Notes), (fit.BaselineHazard().Clusters, fit.BaselineHazard().Notes));
        Assert.Equal((3, fit.Notes), (fit.Residuals().Clusters, fit.SchoenfeldResiduals().Notes));
        Assert.Equal(fit.Notes, fit.Concordance().Notes);
        ProportionalHazardsResult test = ProportionalHazardsTest.Test(fit);
        Assert.Equal(
            [.. fit.Notes,
                "This test takes rows as independent; clusters do not enter. Where rows of one cluster are alike its P tends to be too "
                    + "small."], test.Notes);
        Assert.Contains(df.CumulativeIncidence("time", "cause", "best_response", "id").Notes,
            n => n.StartsWith("Gray's test takes rows as independent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("id")]
    public void The_bootstrap_of_follow_up_draws_censorings_as_events(string? cluster)
    {
        double[] status = [.. Enumerable.Range(0, 40).Select(i => i % 5 < 2 ? 1.0 : 0)];
        var df = new DataFrame(
            new DoubleDataFrameColumn("time", Enumerable.Range(0, 40).Select(i => 1.0 + 7 * i % 41)),
            new DoubleDataFrameColumn("status", status),
            new DoubleDataFrameColumn("swapped", status.Select(s => 1 - s)),
            new StringDataFrameColumn("g", Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "A" : "B")),
            new StringDataFrameColumn("id", Enumerable.Range(0, 40).Select(i => $"P{i / 2}")));
        GroupContrast reverse = df.FollowUp("time", "status", "g", cluster).MedianDifference(200, seed: 3).Contrasts[0];
        GroupContrast swapped = df.KaplanMeier("time", "swapped", "g", cluster).MedianDifference(200, seed: 3).Contrasts[0];
        Assert.NotNull(swapped.Lower);
        Assert.NotEqual(swapped, df.KaplanMeier("time", "status", "g", cluster).MedianDifference(200, seed: 3).Contrasts[0]);
        Assert.Equal(swapped, reverse);
    }
}
