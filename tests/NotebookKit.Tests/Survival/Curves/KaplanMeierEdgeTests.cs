using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Survival;
using NotebookKit.Survival.Curves;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Curves;

/// <summary>The edge cases of R's pack, and where we leave R on purpose (differences-from-R.md).</summary>
public sealed class KaplanMeierEdgeTests
{
    private static DataFrame Edge(string name) => Data("edge/" + name);

    private static readonly (string R, ConfidenceIntervalType Type)[] Types =
    [
        ("plain", ConfidenceIntervalType.Plain), ("log", ConfidenceIntervalType.Log), ("log-log", ConfidenceIntervalType.LogLog),
        ("logit", ConfidenceIntervalType.Logit), ("arcsin", ConfidenceIntervalType.ArcSine),
    ];

    [Fact]
    public void The_table_takes_its_title_from_the_options()
    {
        Assert.Equal("Kaplan-Meier estimate of time", Edge("single_event").KaplanMeier("time", "status").ToTable().Title);
        Assert.Equal("Overall survival", Edge("single_event").KaplanMeier("time", "status", options: new() { Title = "Overall survival" })
            .ToTable().Title);
    }

    /// <remarks>A cohort keeps what was counted; curves of censoring, and those from a start time, are counted anew.</remarks>
    [Theory, InlineData(false), InlineData(true)]
    public void What_a_cohort_has_counted_serves_only_curves_of_events(bool wholeNumbers)
    {
        double[] time = wholeNumbers ? [1, 2, 3, 4, 4, 6] : [0.25, 1.5, 2.75, 4.1, 4.1, 6.3];
        byte[] status = [1, 0, 1, 1, 0, 1];
        SurvivalCohort cohort = SurvivalCohort.Create(time, status), other = SurvivalCohort.Create(time, status);
        var reverse = new KaplanMeierOptions { Reverse = true };
        var late = new KaplanMeierOptions { StartTime = 2 };
        KaplanMeier.Estimate(cohort);
        KaplanMeierCurve reversed = KaplanMeier.Estimate(cohort, reverse).Curves[0], fresh = KaplanMeier.Estimate(other, reverse).Curves[0];
        // By hand: 5 are at risk where the first is censored, 3 where the second is.
        Assert.Equal([1, 4 / 5.0, 4 / 5.0, 8 / 15.0, 8 / 15.0], reversed.Survival, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(fresh.Survival.AsEnumerable(), reversed.Survival);
        Assert.Equal(KaplanMeier.Estimate(SurvivalCohort.Create(time, status), late).Curves[0].Time.AsEnumerable(),
            KaplanMeier.Estimate(cohort, late).Curves[0].Time);
    }

    [Theory, InlineData(19, true), InlineData(20, false)]
    public void Twenty_clusters_are_enough_and_nineteen_are_few(int clusters, bool few)
    {
        int n = 2 * clusters;
        DataFrame df = new(
            new DoubleDataFrameColumn("time", Enumerable.Range(0, n).Select(i => 1.0 + i * 7 % n)),
            new Int32DataFrameColumn("status", Enumerable.Range(0, n).Select(i => i % 3 == 0 ? 0 : 1)),
            new StringDataFrameColumn("arm", Enumerable.Range(0, n).Select(i => i % 2 == 0 ? "a" : "b")),
            new DoubleDataFrameColumn("age", Enumerable.Range(0, n).Select(i => 50.0 + i * 5 % 13)),
            new StringDataFrameColumn("patient", Enumerable.Range(0, n).Select(i => $"p{i / 2}")));
        string only = $"Only {clusters} ";
        Assert.Equal(few, df.KaplanMeier("time", "status", cluster: "patient").Notes.Any(
            note => note.StartsWith(only, StringComparison.Ordinal)));
        Assert.Equal(few, df.LogRank("time", "status", by: "arm", cluster: "patient").Notes.Any(
            note => note.StartsWith(only, StringComparison.Ordinal)));
        Assert.Equal(few, df.Cox("Surv(time, status) ~ age + cluster(patient)").Notes.Any(
            note => note.StartsWith(only, StringComparison.Ordinal)));
    }

    [Fact]
    public void Clusters_without_the_robust_variance_are_counted_and_change_no_number()
    {
        double[] time = [1, 2, 3, 4, 5, 6];
        byte[] status = [1, 1, 0, 1, 0, 1];
        KaplanMeierCurve plain = KaplanMeier.Estimate(SurvivalCohort.Create(time, status)).Curves[0];
        KaplanMeierCurve clustered = KaplanMeier.Estimate(SurvivalCohort.Create(time, status, cluster: [0, 0, 1, 1, 2, 3]),
            new() { Robust = false }).Curves[0];
        Assert.Equal(4, clustered.Clusters);
        Assert.Equal(plain.StdErrLogSurvival.AsEnumerable(), clustered.StdErrLogSurvival);
    }

    [Theory]
    [InlineData("all_events_one_time"), InlineData("zero_events"), InlineData("single_event"), InlineData("single_censored"),
        InlineData("reaches_zero")]
    [InlineData("flat_half_middle"), InlineData("flat_half_with_censor"), InlineData("flat_half_exact_censor"),
        InlineData("flat_half_at_end")]
    [InlineData("flat_half_roundoff"), InlineData("median_not_reached"), InlineData("median_upper_not_reached"),
        InlineData("event_censor_tie")]
    [InlineData("event_at_zero"), InlineData("negative_time"), InlineData("missing"), InlineData("left_truncation")]
    public void Every_type_of_interval_equals_R(string name)
    {
        string surv = name == "left_truncation" ? "Surv(start,time,status)" : "Surv(time,status)";
        foreach (var (r, type) in Types)
        {
            var options = new KaplanMeierOptions { ConfidenceType = type, Entry = name == "left_truncation" ? "start" : null };
            KaplanMeierEstimate estimate = Edge(name).KaplanMeier("time", "status", options: options);
            AssertFit(EdgeCall(name, $"survfit({surv}~1,d,conf.type=\"{r}\")"), estimate, $"{name} {r}");
        }
    }

    [Theory]
    [InlineData("zero_events", "survfit(Surv(time,status)~g,d,conf.type=\"log\")", "g", null, null, null, null)]
    [InlineData("negative_time", "survfit(Surv(time,status)~1,d,start.time=0)", null, null, null, null, 0.0)]
    [InlineData("negative_time", "survfit(Surv(time,status)~1,d,start.time=-5)", null, null, null, null, -5.0)]
    [InlineData("missing", "survfit(Surv(time,status)~g,d)", "g", null, null, null, null)]
    [InlineData("float_ties", "survfit(Surv(time,status)~1,d)", null, null, null, null, null)]
    [InlineData("float_ties", "survfit(Surv(time,status)~g,d)", "g", null, null, null, null)]
    [InlineData("float_ties_relative", "survfit(Surv(time,status)~1,d)", null, null, null, null, null)]
    [InlineData("float_ties_chain", "survfit(Surv(time,status)~1,d)", null, null, null, null, null)]
    [InlineData("float_ties_small_unit", "survfit(Surv(time,status)~1,d)", null, null, null, null, null)]
    [InlineData("date_difference_months", "survfit(Surv(time,status)~1,d)", null, null, null, null, null)]
    [InlineData("weights", "survfit(Surv(time,status)~1,d,weights=w)", null, null, "w", null, null)]
    [InlineData("weights", "survfit(Surv(time,status)~1,d,weights=wf)", null, null, "wf", null, null)]
    [InlineData("weights", "survfit(Surv(time,status)~1,d,weights=wf,robust=FALSE)", null, null, "wf", false, null)]
    [InlineData("weights", "survfit(Surv(time,status)~1,d,weights=w0)", null, null, "w0", null, null)]
    [InlineData("weights", "survfit(Surv(time,status)~1,d,cluster=id)", null, "id", null, null, null)]
    [InlineData("weights", "survfit(Surv(time,status)~1,d,robust=TRUE)", null, null, null, true, null)]
    [InlineData("weights", "survfit(Surv(time,status)~1,d,weights=w,cluster=id)", null, "id", "w", null, null)]
    [InlineData("cluster_one", "survfit(Surv(time,status)~1,d,cluster=own)", null, "own", null, null, null)]
    [InlineData("cluster_one", "survfit(Surv(time,status)~1,d)", null, null, null, null, null)]
    [InlineData("cluster_across_groups", "survfit(Surv(time,status)~g,d,cluster=id)", "g", "id", null, null, null)]
    [InlineData("group_without_events", "survfit(Surv(time,status)~g,d)", "g", null, null, null, null)]
    [InlineData("one_group", "survfit(Surv(time,status)~g,d)", "g", null, null, null, null)]
    [InlineData("therneau_test1", "survfit(Surv(time,status)~x,d)", "x", null, null, null, null)]
    public void Fits_equal_R(string name, string r, string? by, string? cluster, string? weights, bool? robust, double? start)
    {
        var options = new KaplanMeierOptions { Weights = weights, Robust = robust, StartTime = start };
        AssertFit(EdgeCall(name, r), Edge(name).KaplanMeier("time", "status", by, cluster, options: options), $"{name} {r}");
    }

    [Theory]
    [InlineData("left_truncation_empty", "survfit(Surv(start,time,status)~1,d)", null)]
    [InlineData("left_truncation_empty", "survfit(Surv(start,time,status)~1,d,start.time=3)", 3.0)]
    [InlineData("entry_equals_exit", "survfit(Surv(start,time,status)~1,d)", null)]
    [InlineData("therneau_test2", "survfit(Surv(start,time,status)~1,d)", null)]
    public void Left_truncated_fits_equal_R(string name, string r, double? start) => AssertFit(
        EdgeCall(name, r), Edge(name).KaplanMeier("time", "status", options: new() { Entry = "start", StartTime = start }), $"{name} {r}");

    private static void AssertFit(JsonElement fit, KaplanMeierEstimate estimate, string what)
    {
        KaplanMeierGoldenTests.AssertCurves(fit.GetProperty("strata"), estimate, what);
        for (int g = 0; g < estimate.Curves.Length; g++)
        {
            KaplanMeierCurve curve = estimate.Curves[g];
            if (estimate.IsRobust && curve.Survival[^1] == 0) continue; // R: limits [0, 0] where S = 0
            double?[] table = fit.GetProperty("print_table").GetProperty("rows")[g].Values();
            Near([table[^3], table[^2], table[^1]], [curve.Median.Estimate, curve.Median.Lower, curve.Median.Upper], what + " median");
            JsonElement mean = fit.GetProperty("print_table_rmean_common");
            if (mean.ValueKind != JsonValueKind.Object || !mean.TryGetProperty("end_time", out JsonElement end)) continue;
            if (end[g].ValueKind != JsonValueKind.Number || curve.SurvivalAt(end[g].GetDouble()) is null
                || end[g].GetDouble() <= curve.Start) continue;
            RestrictedMeanGroup group = estimate.RestrictedMean(end[g].GetDouble()).Groups[g];
            Near(mean.GetProperty("rows")[g].Values()[4], group.Mean, what + " rmean");
            if (!estimate.IsRobust) Near(mean.GetProperty("rows")[g].Values()[5], group.StdErr, what + " se(rmean)");
        }
    }

    [Fact]
    public void Quantiles_of_100_untied_events_equal_R()
    {
        JsonElement golden = EdgeCall("flat_half_100", "quantile(survfit(Surv(time,status)~1,d),c(.1,.2,.25,.3,.5,.75,.9,0,1))");
        double[] probabilities = [.1, .2, .25, .3, .5, .75, .9, 0, 1];
        KaplanMeierCurve curve = Edge("flat_half_100").KaplanMeier("time", "status").Curves[0];
        SurvivalQuantile[] quantiles = [.. probabilities.Select(curve.Quantile)];
        Near(golden.GetProperty("quantile").Column("value"), [.. quantiles.Select(q => q.Estimate)], "quantile");
        Near(golden.GetProperty("lower").Column("value"), [.. quantiles.Select(q => q.Lower)], "lower");
        Near(golden.GetProperty("upper").Column("value"), [.. quantiles.Select(q => q.Upper)], "upper");
    }

    [Fact]
    public void A_curve_that_ends_level_at_half_gives_the_first_time_and_says_so()
    {
        KaplanMeierEstimate estimate = Edge("flat_half_at_end").KaplanMeier("time", "status");
        Assert.Equal(2, estimate.Curves[0].Median.Estimate); // R's quantile(): 5.5, its print(): 2
        Assert.True(estimate.Curves[0].Median.EndsFlat);
        Assert.Contains("ends level at 50%", estimate.ToString());
    }

    [Fact]
    public void One_cluster_has_no_standard_error()
    {
        KaplanMeierEstimate estimate = Edge("cluster_one").KaplanMeier("time", "status", cluster: "id");
        Assert.All(estimate.Curves[0].StdErrSurvival, Assert.Null);
        Assert.All(estimate.Curves[0].Lower, Assert.Null);
        Assert.Null(estimate.Curves[0].Median.Lower);
        Assert.Contains(estimate.Notes, n => n.Contains("one cluster", StringComparison.Ordinal));
        Assert.Null(estimate.RestrictedMean(4).Groups[0].StdErr);
        Assert.All(Edge("cluster_one").NelsonAalen("time", "status", cluster: "id").Curves[0].StdErr, Assert.Null);
    }

    [Fact]
    public void A_clustered_curve_at_zero_has_no_limits()
    {
        KaplanMeierCurve curve = Edge("cluster_across_groups").KaplanMeier("time", "status", "g", "id")["A"];
        Assert.Equal(0, curve.Survival[^1]);
        Assert.Null(curve.StdErrSurvival[^1]);
        Assert.Null(curve.Upper[^1]);
        Assert.Null(curve.Median.Upper); // R 3.8-11: 8
    }

    [Fact]
    public void Beyond_follow_up_there_is_a_row_without_survival()
    {
        SurvivalAtTimes at = Edge("landmark").KaplanMeier("time", "status", "g").AtTimes(1, 7);
        Assert.Equal(4, at.Rows.Length);
        SurvivalAtTime late = at.Rows.Single(r => r.Group == "b" && r.Time == 7);
        Assert.Null(late.Survival);
        Assert.Equal(0, late.AtRisk);
        Assert.Equal(2, late.Censored);
        Assert.Null(at.Differences.Single(d => d.Time == 7).Contrast.Estimate);
    }

    [Fact]
    public void Restricted_mean_equals_R_up_to_the_end_of_follow_up_and_is_null_beyond()
    {
        KaplanMeierEstimate estimate = Edge("rmst_tau").KaplanMeier("time", "status");
        foreach (double tau in new[] { 1, 2, 3, 4, 8.0 })
        {
            double?[] golden = EdgeCall("rmst_tau", FormattableString.Invariant(
                $"survival:::survmean(survfit(Surv(time,status)~1,d),rmean={tau})$matrix")).Column("value");
            RestrictedMeanGroup group = estimate.RestrictedMean(tau).Groups[0];
            Near([golden[4], golden[5]], [group.Mean, group.StdErr], $"tau {tau}");
        }
        RestrictedMeanEstimate beyond = estimate.RestrictedMean(10);
        Assert.Null(beyond.Groups[0].Mean); // R: 6.5, the last S carried on
        Assert.Contains(beyond.Notes, n => n.Contains("follow-up ends at 8", StringComparison.Ordinal));
        Assert.Equal(8, estimate.RestrictedMean().Tau);
        Assert.Throws<ArgumentOutOfRangeException>(() => estimate.RestrictedMean(0));
    }

    [Fact]
    public void Risk_set_that_empties_early_is_noted() => Assert.Contains(
        Edge("left_truncation_empty").KaplanMeier("time", "status", options: new() { Entry = "start" }).Notes,
        n => n.Contains("Consider StartTime", StringComparison.Ordinal));

    [Fact]
    public void An_interval_without_length_after_merging_ties_is_an_error() => Assert.Contains(
        "has no length",
        Assert.Throws<InvalidDataException>(() => Edge("interval_length_zero_by_timefix")
            .KaplanMeier("time", "status", options: new() { Entry = "start" })).Message);

    [Fact]
    public void Unused_levels_vanish_and_the_order_given_holds()
    {
        KaplanMeierEstimate estimate = Edge("unused_level")
            .KaplanMeier("time", "status", "g", options: new() { GroupOrder = ["b", "zz", "a"] });
        Assert.Equal(["b", "a"], estimate.Curves.Select(c => c.Group));
        KaplanMeierGoldenTests.AssertCurves(
            EdgeCall("unused_level", "survfit(Surv(time,status)~factor(g,c(\"b\",\"zz\",\"a\")),d)").GetProperty("strata"), estimate,
            "unused_level");
    }
}
