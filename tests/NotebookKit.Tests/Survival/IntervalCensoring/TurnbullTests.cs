using System.Text.Json;
using NotebookKit.Survival.Curves;
using NotebookKit.Survival.IntervalCensoring;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.IntervalCensoring;

public sealed class TurnbullTests
{
    [Fact]
    public void Turnbull_1974_equals_the_maximum_likelihood_solution()
    {
        JsonElement golden = EdgeCall("turnbull_1974", "npmle(ifelse(d$status==2,-Inf,d$time), ifelse(d$status==0,Inf,d$time), d$n)");
        var df = Data("edge/turnbull_1974");
        double?[] time = [.. df["time"].Cast<double?>()], status = [.. df["status"].Cast<double?>()], n = [.. df["n"].Cast<double?>()];
        TurnbullEstimate estimate = TurnbullEstimate.Estimate(
            [.. time.Select((t, i) => status[i] == 2 ? null : t)], [.. time.Select((t, i) => status[i] == 0 ? null : t)],
            [.. n.Select(x => x!.Value)]);
        double?[] times = golden.GetProperty("v").Column("value");
        Near(golden.GetProperty("S_at_v").Column("value"), [.. times.Select(t => estimate.SurvivalAt(t!.Value))], "S", 1e-9);
        Near(golden.GetProperty("loglik").Column("value")[0], estimate.LogLikelihood, "log-likelihood", 1e-13);
        Assert.Empty(estimate.Notes);
    }

    [Fact]
    public void Mixed_intervals_equal_the_maximum_likelihood_solution()
    {
        JsonElement golden = EdgeCall("interval_small", "npmle(ifelse(is.na(d$l),-Inf,d$l), ifelse(is.na(d$r),Inf,d$r), rep(1,7))");
        TurnbullEstimate estimate = Data("edge/interval_small").IntervalCensored("l", "r");
        Assert.Equal([2.0, 5, 6], estimate.Intervals.Select(i => i.Left));
        Near([3.0 / 7, 2.0 / 7, 2.0 / 7], [.. estimate.Intervals.Select(i => (double?)i.Mass)], "mass");
        Near(golden.GetProperty("loglik").Column("value")[0], estimate.LogLikelihood, "log-likelihood", 1e-13);
        Assert.Equal(1, estimate.SurvivalAt(1.9));
        Near(4.0 / 7, estimate.SurvivalAt(4.5), "S(4.5)");
        Assert.Null(estimate.SurvivalAt(5.5)); // inside (5, 6]
        Assert.Equal(6, estimate.Median?.Right);
    }

    [Fact]
    public void Right_censored_data_give_the_Kaplan_Meier_estimate()
    {
        var lung = Data("lung");
        double?[] time = [.. lung["time"].Cast<double?>()], status = [.. lung["event"].Cast<double?>()];
        TurnbullEstimate estimate = TurnbullEstimate.Estimate(time, [.. time.Select((t, i) => status[i] == 1 ? t : null)]);
        KaplanMeierCurve curve = lung.KaplanMeier("time", "event").Curves[0];
        for (int j = 0; j < curve.Time.Length - 1; j++)
            Near(curve.Survival[j], estimate.SurvivalAt(curve.Time[j]), $"S({curve.Time[j]})", 1e-9);
    }

    [Fact]
    public void An_interval_that_ends_before_it_begins_is_an_error() => Assert.Contains(
        "Row 3", Assert.Throws<InvalidDataException>(() => TurnbullEstimate.Estimate([1, 5], [2, 4])).Message);
}
