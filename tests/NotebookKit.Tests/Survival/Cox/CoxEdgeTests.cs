using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Models;
using static NotebookKit.Tests.Survival.GoldenSurvival;
using static NotebookKit.Tests.Survival.GoldenRegression;

namespace NotebookKit.Tests.Survival.Cox;

public sealed class CoxEdgeTests
{
    [Theory]
    [InlineData("all_events_one_time", "coxph(Surv(time,status)~g,d)", "Surv(time, status) ~ g", CoxTies.Efron)]
    [InlineData("float_ties", "coxph(Surv(time,status)~g,d)", "Surv(time, status) ~ g", CoxTies.Efron)]
    [InlineData("weights", "coxph(Surv(time,status)~g,d,weights=w)", "Surv(time, status) ~ g + weights(w)", CoxTies.Efron)]
    [InlineData("weights", "coxph(Surv(time,status)~g,d,weights=wf)", "Surv(time, status) ~ g + weights(wf)", CoxTies.Efron)]
    [InlineData("cluster_across_groups", "coxph(Surv(time,status)~g,d,cluster=id)", "Surv(time, status) ~ g + cluster(id)", CoxTies.Efron)]
    [InlineData("constant_covariate", "coxph(Surv(time,status)~k,d)", "Surv(time, status) ~ k", CoxTies.Efron)]
    [InlineData("constant_covariate", "coxph(Surv(time,status)~x+k,d)", "Surv(time, status) ~ x + k", CoxTies.Efron)]
    [InlineData("constant_covariate", "coxph(Surv(time,status)~x+x2,d)", "Surv(time, status) ~ x + x2", CoxTies.Efron)]
    [InlineData("huge_scale_covariate", "coxph(Surv(time,status)~x,d)", "Surv(time, status) ~ x", CoxTies.Efron)]
    [InlineData("huge_scale_covariate", "coxph(Surv(time,status)~z,d)", "Surv(time, status) ~ z", CoxTies.Efron)]
    [InlineData("huge_scale_covariate", "coxph(Surv(time,status)~u,d)", "Surv(time, status) ~ u", CoxTies.Efron)]
    [InlineData("therneau_test1", "coxph(Surv(time,status)~x,d,ties=\"breslow\")", "Surv(time, status) ~ x", CoxTies.Breslow)]
    [InlineData("therneau_test1", "coxph(Surv(time,status)~x,d,ties=\"efron\")", "Surv(time, status) ~ x", CoxTies.Efron)]
    [InlineData("therneau_test2", "coxph(Surv(start,time,status)~x,d,ties=\"breslow\")", "Surv(start, time, status) ~ x", CoxTies.Breslow)]
    [InlineData("therneau_test2", "coxph(Surv(start,time,status)~x,d,ties=\"efron\")", "Surv(start, time, status) ~ x", CoxTies.Efron)]
    public void Equals_R(string name, string call, string formula, CoxTies ties)
    {
        JsonElement expected = Edge(name, call);
        CoxFit fit = Frame("edge/" + name).Cox(formula, options: new CoxOptions { Ties = ties });
        // R stops at a relative change of the log-likelihood of 1e-9 in these cases, ours goes to the maximum
        NearVector(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-7);
        Near(expected.Column("loglik")[0], fit.LogLikelihoodNull, "null", 1e-12, 1);
        Near(expected.Column("loglik")[^1], fit.LogLikelihood, "loglik", 1e-12, 1);
        for (int i = 0; i < fit.Coefficients.Length; i++)
            if (fit.Coefficients[i].Estimate is not null)
                Near(GoldenSurvival.Values(expected.GetProperty("var")[i])[i], fit.Covariance[i, i], "var", 1e-7);
            else Assert.Contains("not estimable", fit.Coefficients[i].Note);
    }

    [Fact]
    public void Without_events_or_estimates_model_and_test_of_proportional_hazards_say_why()
    {
        // R: coef NA and "0 events"
        CoxFit fit = Frame("edge/zero_events").Cox("Surv(time, status) ~ g");
        Assert.Equal((0, null, null), (fit.Events, fit.Coefficients[0].Estimate, fit.LikelihoodRatio.ChiSquare));
        Assert.Contains(fit.Notes, n => n.StartsWith("No event was observed", StringComparison.Ordinal));
        Assert.Contains("NE, not estimable", fit.ToTable().ToString(), StringComparison.Ordinal);
        ProportionalHazardsResult none = ProportionalHazardsTest.Test(fit);
        Assert.Equal((0, null), (none.Terms.Length, none.Global.P));
        Assert.Contains(none.Notes, n => n.Contains("nothing to test", StringComparison.Ordinal));
        // one event time cannot show a hazard ratio that changes
        ProportionalHazardsResult once = ProportionalHazardsTest.Test(Frame("edge/all_events_one_time").Cox("Surv(time, status) ~ g"));
        Assert.Null(once.Global.P);
    }

    [Fact]
    public void Exact_ties_of_all_rows_at_once_leave_nothing_to_estimate()
    {
        // R: coef 0 with variance 0 after "Ran out of iterations"; the likelihood does not depend on the coefficient
        CoxFit fit = Frame("edge/all_events_one_time").Cox("Surv(time, status) ~ g", options: new CoxOptions { Ties = CoxTies.Exact });
        Assert.Equal((0.0, 0.0), (fit.LogLikelihoodNull, fit.LogLikelihood));
        Coefficient coefficient = Assert.Single(fit.Coefficients);
        Assert.Null(coefficient.Estimate);
        Assert.Contains("not estimable", coefficient.Note);
    }

    [Theory]
    [InlineData("separation", "Surv(time, status) ~ x", CoxTies.Efron, "infinity")]
    [InlineData("separation", "Surv(time, status) ~ y", CoxTies.Efron, "infinity")]
    [InlineData("group_without_events", "Surv(time, status) ~ g", CoxTies.Efron, "0")]
    [InlineData("event_at_zero", "Surv(time, status) ~ g", CoxTies.Efron, "0")]
    [InlineData("event_censor_tie", "Surv(time, status) ~ g", CoxTies.Efron, "0")]
    [InlineData("missing", "Surv(time, status) ~ g", CoxTies.Efron, "0")]
    [InlineData("therneau_test1", "Surv(time, status) ~ x", CoxTies.Exact, "infinity")]
    public void Separation_is_named_and_gives_no_number(string name, string formula, CoxTies ties, string limit)
    {
        CoxFit fit = Frame("edge/" + name).Cox(formula, options: new CoxOptions { Ties = ties });
        Assert.False(fit.Converged);
        Coefficient coefficient = Assert.Single(fit.Coefficients);
        Assert.Null(coefficient.Estimate);
        Assert.Null(coefficient.HazardRatio);
        Assert.Null(coefficient.StandardError);
        Assert.Contains($"separates events from the rest (monotone likelihood): the hazard ratio tends to {limit}", coefficient.Note);
        Assert.Contains(fit.Notes, n => n.StartsWith(coefficient.Label, StringComparison.Ordinal));
        Assert.Null(fit.Wald.ChiSquare);
        Assert.NotNull(fit.LikelihoodRatio.P);
        Assert.Contains("NE", fit.ToTable().ToString());
    }

    [Fact]
    public void Likelihood_ratio_of_a_separated_model_is_the_limit()
    {
        CoxFit fit = Frame("edge/separation").Cox("Surv(time, status) ~ x");
        // limit: the four events draw from the four of the group alone: 1/(4·3·2·1)
        Near(2 * (Math.Log(1.0 / 24) - Math.Log(1.0 / (8 * 7 * 6 * 5))), fit.LikelihoodRatio.ChiSquare, "LR", 1e-3);
        Near(Edge("separation", "coxph(Surv(time,status)~x,d)").GetProperty("score").GetDouble(), fit.Score.ChiSquare, "score", 1e-12);
    }

    [Fact]
    public void Separation_in_one_column_leaves_the_others_estimable()
    {
        DataFrame lung = Frame("lung");
        var death = new DoubleDataFrameColumn("never",
            lung.Columns["event"].Cast<double>().Select((e, i) => e == 0 && i % 2 == 0 ? 1.0 : 0.0));
        lung.Columns.Add(death);
        CoxFit fit = lung.Cox("Surv(time, event) ~ age + never + sex");
        Assert.Null(fit.Coefficients[1].Estimate);
        Assert.All([fit.Coefficients[0], fit.Coefficients[2]], c => Assert.NotNull(c.StandardError));
        // at the limit those with the mark are never at risk of dying: leave them out
        CoxFit without = lung.Filter(lung.Columns["never"].ElementwiseEquals(0.0)).Cox("Surv(time, event) ~ age + sex");
        Near(without.Coefficients[0].Estimate, fit.Coefficients[0].Estimate, "age", 1e-3);
        Near(without.Coefficients[1].Estimate, fit.Coefficients[2].Estimate, "sex", 1e-3);
        Near(without.Coefficients[1].StandardError, fit.Coefficients[2].StandardError, "se", 1e-3);
    }

    [Fact]
    public void An_unused_level_vanishes()
    {
        CoxFit fit = Frame("edge/unused_level").Cox("""Surv(time, status) ~ factor(g, "b", "a")""");
        Near(Edge("unused_level", "coxph(Surv(time,status)~factor(g,c(\"b\",\"zz\",\"a\")),d)").Column("coef")[1],
            Assert.Single(fit.Coefficients).Estimate, "coef", 1e-7);
    }

    [Fact]
    public void Left_truncation_by_hand()
    {
        DataFrame data = Frame("edge/left_truncation");
        data.Columns.Add(new DoubleDataFrameColumn("late", data.Columns["start"].Cast<double>().Select(s => s > 1 ? 1.0 : 0.0)));
        CoxFit fit = data.Cox("Surv(start, time, status) ~ late");
        Near(Math.Log(2) / 2, fit.Coefficients[0].Estimate, "coef", 1e-9);
    }

    [Fact]
    public void Zero_weight_rows_are_left_out_and_counted()
    {
        CoxFit fit = Frame("edge/weights").Cox("Surv(time, status) ~ g + weights(w0)");
        Assert.Equal("weight 0 (column 'w0')", Assert.Single(fit.Excluded).Reason);
        Assert.Equal(5 - fit.N, fit.Excluded[0].Count);
    }

    [Theory]
    [InlineData("cluster_one", "Surv(time, status) ~ 1 + cluster(id)", "at least two clusters")]
    [InlineData("interval_length_zero_by_timefix", "Surv(start, time, status) ~ start", "no length")]
    [InlineData("empty", "Surv(time, status) ~ 1", "No rows left")]
    [InlineData("weights", "Surv(time, status) ~ grp", "nearest name is 'g'")]
    public void Bad_input_is_refused_with_the_reason(string name, string formula, string message)
    {
        Exception error = Assert.ThrowsAny<Exception>(() => Frame("edge/" + name).Cox(formula));
        Assert.Contains(message, error.Message);
    }
}
