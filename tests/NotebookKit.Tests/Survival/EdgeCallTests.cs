using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Rendering;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Concordance;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;
using NotebookKit.Survival.Models;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival;

/// <summary>The calls of the edge family that the tests of curves, tests and models do not name.</summary>
public sealed class EdgeCallTests
{
    private static DataFrame Edge(string name) => Data("edge/" + name);

    private static double[] EventsOf(string column, EventCoding coding) =>
        [.. Edge("status_codings").KaplanMeier("time", column, options: new() { EventCoding = coding }).Curves[0].Events];

    [Fact]
    public void A_status_is_read_as_it_is_said_to_be_coded()
    {
        double[] golden = [.. EdgeCall("status_codings", "Surv(d$time,d$s12)").GetProperty("matrix").EnumerateArray()
            .Select(r => r[1].GetDouble())];
        Assert.Equal(golden, EventsOf("s12", EventCoding.OneTwo));
        Assert.Equal(golden, EventsOf("s01", EventCoding.ZeroOne));
        Assert.Equal(golden, EventsOf("txt", EventCoding.Of("yes", "no")));
        Assert.Equal([1, 1, 1, 1, 1], EventsOf("s2only", EventCoding.OneTwo));
        Assert.Equal([1, 1, 1, 1, 1], EventsOf("s1only", EventCoding.ZeroOne));
        Assert.Equal([0, 0, 0, 0, 0], EventsOf("s1only", EventCoding.OneTwo)); // R guesses all events
    }

    [Theory]
    [InlineData("s12", "found 2")]
    [InlineData("s012", "row 4: found 2")] // R makes it NA
    [InlineData("txt", "expected 1 = event, 0 = censored")]
    public void A_status_that_does_not_fit_its_coding_is_named(string column, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => EventsOf(column, EventCoding.ZeroOne)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Times_that_are_no_finite_numbers_are_named()
    {
        DataFrame df = Edge("status_codings");
        Assert.Contains("'txt' holds text", Assert.Throws<ArgumentException>(() => df.KaplanMeier("txt", "s01")).Message,
            StringComparison.Ordinal);
        df.Columns.Add(new DoubleDataFrameColumn("far", [1, double.PositiveInfinity, 3, 4, 5]));
        Assert.Contains("'far', row 3", Assert.Throws<InvalidDataException>(() => df.KaplanMeier("far", "s01")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("float_ties"), InlineData("float_ties_relative"), InlineData("float_ties_chain")]
    public void Near_ties_are_those_of_R(string name)
    {
        double[] time = [.. Edge(name).Columns["time"].Cast<double>()];
        int[] order = SortOrder.Of(time, out double[] sorted);
        NearTies.MakeEqual(sorted, null);
        double[] mended = new double[time.Length];
        for (int k = 0; k < order.Length; k++) mended[order[k]] = sorted[k];
        Assert.Equal(EdgeCall(name, "aeqSurv(Surv(d$time,d$status))").GetProperty("matrix").EnumerateArray().Select(r => r[0].GetDouble()),
            mended);
    }

    [Theory]
    [InlineData("event_at_zero", "summary(survfit(Surv(time,status)~1,d),times=c(0,1,2),extend=TRUE)")]
    [InlineData("landmark", "summary(survfit(Surv(time,status)~1,d),times=c(0,2,3,4,8,9),extend=TRUE)")]
    public void Survival_at_times(string name, string call)
    {
        JsonElement golden = EdgeCall(name, call);
        double?[] times = golden.Column("time");
        SurvivalAtTime[] rows = [.. Edge(name).KaplanMeier("time", "status").AtTimes([.. times.Select(t => t!.Value)]).Rows];
        Near(golden.Column("n_risk"), [.. rows.Select(r => (double?)r.AtRisk)], "at risk");
        Near(golden.Column("n_event"), [.. rows.Select(r => (double?)r.Events)], "events");
        Near(golden.Column("n_censor"), [.. rows.Select(r => (double?)r.Censored)], "censored");
        Near(golden.Column("surv"), [.. rows.Select(r => r.Survival)], "survival");
        Near(golden.Column("lower"), [.. rows.Select(r => r.Lower)], "lower");
        Near(golden.Column("upper"), [.. rows.Select(r => r.Upper)], "upper");
    }

    [Fact]
    public void Repeated_rows_are_whole_weights()
    {
        DataFrame df = Edge("weights");
        int[] rows = [.. Enumerable.Range(0, 5).SelectMany(i => Enumerable.Repeat(i, (int)(double)df.Columns["w"][i]))];
        KaplanMeierCurve repeated = df.Filter(new Int32DataFrameColumn("rows", rows)).KaplanMeier("time", "status").Curves[0];
        KaplanMeierCurve weighted = df.KaplanMeier("time", "status", options: new() { Weights = "w" }).Curves[0];
        JsonElement golden = EdgeCall("weights", "survfit(Surv(time,status)~1,d[rep(1:5,d$w),])").GetProperty("strata")[0];
        foreach (KaplanMeierCurve curve in new[] { repeated, weighted })
        {
            Near(golden.Column("surv"), [.. curve.Survival.Nullable()], "survival");
            Near(golden.Column("std_err_surv"), curve.StdErrSurvival, "standard error");
        }
    }

    [Fact]
    public void A_median_on_a_level_piece_is_its_middle() =>
        Near(EdgeCall("flat_half_middle", "median(survfit(Surv(time,status)~1,d))").Column("value")[0],
            Edge("flat_half_middle").KaplanMeier("time", "status").Curves[0].Median.Estimate, "median");

    [Fact]
    public void Groups_in_the_order_given()
    {
        JsonElement golden = EdgeCall("unused_level", "survdiff(Surv(time,status)~factor(g,c(\"b\",\"zz\",\"a\")),d)");
        LogRankResult test = Edge("unused_level").LogRank("time", "status", "g", options: new() { GroupOrder = ["b", "zz", "a"] });
        Near(golden.Column("observed"), [.. test.Groups.Select(g => (double?)g.Observed)], "observed");
        Near(golden.Column("expected"), [.. test.Groups.Select(g => (double?)g.Expected)], "expected");
        Near(golden.GetProperty("p").GetDouble(), test.P, "P");
    }

    [Fact]
    public void Models_and_residuals()
    {
        Near(GoldenRegression.Edge("constant_covariate", "coxph(Surv(time,status)~1,d)").Column("loglik")[0],
            Edge("constant_covariate").Cox("Surv(time, status) ~ 1").LogLikelihood, "null model");
        DataFrame delayed = Edge("left_truncation");
        delayed.Columns.Add(new DoubleDataFrameColumn("late", delayed.Columns["start"].Cast<double>().Select(s => s > 1 ? 1.0 : 0)));
        Coefficient late = delayed.Cox("Surv(start, time, status) ~ late").Coefficients[0];
        JsonElement r = GoldenRegression.Edge("left_truncation", "coxph(Surv(start,time,status)~I(start>1),d)");
        Near(r.Column("coef")[0], late.Estimate, "coefficient", 1e-9);
        Near(Math.Sqrt(r.GetProperty("var")[0][0].GetDouble()), late.StandardError, "standard error", 1e-9);

        CoxFit first = Edge("therneau_test1").Cox("Surv(time, status) ~ x"), second = Edge("therneau_test2")
            .Cox("Surv(start, time, status) ~ x");
        GoldenRegression.NearVector(GoldenRegression.Edge("therneau_test1",
            "residuals(coxph(Surv(time,status)~x,d,ties=\"efron\"),\"schoenfeld\")").Column(
                "value"), first.SchoenfeldResiduals().Values[0].Nullable(), "Schoenfeld");
        GoldenRegression.NearVector(GoldenRegression.Edge("therneau_test1",
            "residuals(coxph(Surv(time,status)~x,d,ties=\"efron\"),\"score\")").Column(
                "value"), first.Residuals().Score!.Value[0].Nullable(), "score");
        GoldenRegression.NearVector(GoldenRegression.Edge("therneau_test2",
            "residuals(coxph(Surv(start,time,status)~x,d,ties=\"efron\"),\"martingale\")").Column(
                "value"), [.. second.Residuals().Martingale.Select(v => (double?)v)], "martingale");
    }

    [Fact]
    public void Frames_of_model_results_hold_the_numbers_printed()
    {
        CoxFit fit = Edge("therneau_test2").Cox("Surv(start, time, status) ~ x");
        ProportionalHazardsResult test = ProportionalHazardsTest.Test(fit);
        Assert.Equal((fit.N, fit.Events), (test.N, test.Events));
        Assert.Equal(["x", "Global"], test.ToDataFrame().Columns["term"].Cast<string>());
        Assert.Equal(test.Global.P, test.ToDataFrame().Columns["p"][1]);
        ConcordanceResult concordance = fit.Concordance();
        Assert.Equal((concordance.Concordance, (object)fit.Events),
            ((double?)concordance.ToDataFrame().Columns["concordance"][0], concordance.ToDataFrame().Columns["events"][0]));
        Assert.Equal(fit.Covariance[0, 0], fit.Covariance.ToDataFrame().Columns["x"][0]);
        KaplanMeierEstimate curves = Edge("landmark").KaplanMeier("time", "status", "g");
        Assert.Equal((curves.N, curves.EventTotal), (curves.AtTimes(1).N, curves.AtRiskTable(1).EventTotal));
    }

    [Fact]
    public void Models_and_curves_by_response_warn_of_guarantee_time()
    {
        DataFrame df = Edge("weights");
        df.Columns.Add(new StringDataFrameColumn("best_response", ["CR", "PD", "CR", "PD", "CR"]));
        Assert.Contains(df.Cox("Surv(time, status) ~ best_response").Notes,
            n => n.StartsWith("Guarantee-time bias: 'best_response'", StringComparison.Ordinal));
        Assert.Contains(df.NelsonAalen("time", "status", "best_response").Notes,
            n => n.StartsWith("Guarantee-time bias", StringComparison.Ordinal));
        Assert.DoesNotContain(df.Cox("Surv(time, status) ~ g").Notes, n => n.StartsWith("Guarantee-time bias", StringComparison.Ordinal));
    }
}
