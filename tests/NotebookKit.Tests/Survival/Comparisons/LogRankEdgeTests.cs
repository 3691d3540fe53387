using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Survival.Comparisons;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Comparisons;

public sealed class LogRankEdgeTests
{
    private static DataFrame Edge(string name) => Data("edge/" + name);

    [Theory]
    [InlineData("event_censor_tie"), InlineData("event_at_zero"), InlineData("missing"), InlineData("float_ties"),
        InlineData("group_without_events")]
    [InlineData("group_never_at_risk_at_event")]
    public void Equals_R(string name)
    {
        JsonElement golden = EdgeCall(name, "survdiff(Surv(time,status)~g,d)");
        LogRankResult result = Edge(name).LogRank("time", "status", "g");
        Near(golden.Column("observed"), [.. result.Groups.Select(g => (double?)g.Observed)], name + " observed");
        Near(golden.Column("expected"), [.. result.Groups.Select(g => (double?)g.Expected)], name + " expected");
        Near(golden.GetProperty("chisq").GetDouble(), result.ChiSquare, name + " chisq");
        Near(golden.GetProperty("p").GetDouble(), result.P, name + " p");
        Assert.Equal(golden.GetProperty("df").GetInt32(), result.DegreesOfFreedom);
    }

    [Theory, InlineData("all_events_one_time", "variance is singular"), InlineData("zero_events", "there are no events")]
    public void A_test_that_cannot_be_computed_is_null_with_a_reason(string name, string reason)
    {
        LogRankResult result = Edge(name).LogRank("time", "status", "g");
        Assert.Null(result.ChiSquare);
        Assert.Null(result.P);
        Assert.Contains(result.Notes, n => n.Contains(reason, StringComparison.Ordinal));
    }

    [Theory, InlineData("one_group"), InlineData("single_event")]
    public void One_group_is_an_error(string name) =>
        Assert.Contains("one group only", Assert.Throws<InvalidDataException>(() => Edge(name).LogRank("time", "status", "g")).Message);

    [Fact]
    public void Left_truncated_test_by_hand()
    {
        // a: (0,2] event, (0,5] censored, (3,6] event. b: (1,4] event, (0,7] censored.
        // t=2: a 2 of 4 at risk; t=4: a 2 (5 and 6), b 2; t=6: a 1, b 1. Expected in a: 1/2 + 1/2 + 1/2.
        // Variance: 1/4 at each time.
        LogRankResult result = LogRank.Test(
            SurvivalCohort.Create([2, 5, 6, 4, 7], [1, 0, 1, 1, 0], [0, 0, 0, 1, 1], entry: [0, 0, 3, 1, 0]));
        Assert.Equal(2, result.Groups[0].Observed);
        Near(1.5, result.Groups[0].Expected, "expected");
        Near(0.25 / 0.75, result.ChiSquare, "chi-square");
    }

    [Fact]
    public void Zero_score_variance_is_not_estimable_with_one_cluster()
    {
        DataFrame df = Edge("event_censor_tie");
        df.Columns.Add(new Int32DataFrameColumn("one", Enumerable.Repeat(1, (int)df.Rows.Count)));
        LogRankResult result = df.LogRank("time", "status", "g", cluster: "one");
        Assert.Null(result.ChiSquare);
        Assert.NotNull(result.OrdinaryChiSquare);
    }
}
