using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Survival.Cox;
using static NotebookKit.Tests.Survival.CompetingRisks.ExtendedCompetingRisksTests;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Models;

/// <summary>Covariates that change with time, split follow-up, and '.' in formulas: splitting.R beside the values.</summary>
public sealed class TimeFunctionTests
{
    private static readonly JsonElement R = Load("splitting.json");

    private static DataFrame Split(string name) =>
        Read(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "split", name + ".csv"));

    private static DataFrame Lung()
    {
        DataFrame lung = Data("lung_complete");
        lung.Columns.Add(new DoubleDataFrameColumn("dead", lung["status"].Cast<double>().Select(s => s - 1)));
        lung.Columns.Add(new DoubleDataFrameColumn("entry", lung["time"].Cast<double>().Select(t => Math.Min(t / 2, 60))));
        return lung;
    }

    private static readonly Func<double, double, double> LogTime = (x, t) => x * Math.Log(t + 20), Years = (x, t) => x * t / 365.25;

    [Theory]
    [InlineData("log", "Surv(time, dead) ~ ph.karno + tt(ph.karno)", CoxTies.Efron)]
    [InlineData("strata", "Surv(time, dead) ~ age + tt(age) + strata(sex)", CoxTies.Efron)]
    [InlineData("breslow", "Surv(time, dead) ~ age + sex + tt(age)", CoxTies.Breslow)]
    [InlineData("cluster", "Surv(time, dead) ~ ph.karno + tt(ph.karno) + cluster(inst)", CoxTies.Efron)]
    [InlineData("entry", "Surv(entry, time, dead) ~ ph.karno + tt(ph.karno) + factor(sex)", CoxTies.Efron)]
    public void A_time_function_as_R_fits_it(string kind, string formula, CoxTies ties)
    {
        DataFrame lung = Lung();
        CoxFit fit = lung.Cox(formula, options: new() { Ties = ties, TimeFunction = kind == "strata" ? Years : LogTime });
        JsonElement expected = R.GetProperty(kind);
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-9);
        Near(expected.Column("se"), [.. fit.Coefficients.Select(c => c.StandardError)], "se", 1e-9);
        Near(expected.Column("loglik"), [fit.LogLikelihoodNull, fit.LogLikelihood], "loglik", 1e-11);
        Assert.Equal(((int)lung.Rows.Count, lung["dead"].Cast<double>().Count(d => d == 1)), (fit.N, fit.Events));
        Assert.Contains("the function of time of the options", fit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_function_in_an_interaction_is_follow_up_split_at_every_event()
    {
        DataFrame lung = Lung();
        CoxFit fit = lung.Cox("Surv(time, dead) ~ age + factor(sex) + tt(age) + tt(age):factor(sex)",
            options: new() { TimeFunction = Years });
        double[] events = [.. Enumerable.Range(0, (int)lung.Rows.Count).Where(i => (double)lung["dead"][i] == 1)
            .Select(i => (double)lung["time"][i])];
        DataFrame rows = lung.SplitFollowUp("time", "dead", events);
        rows.Columns.Add(
            new DoubleDataFrameColumn("later", Enumerable.Range(0, (int)rows.Rows.Count).Select(
                i => (double)rows["age"][i] * (double)rows["time"][i] / 365.25)));
        CoxFit split = rows.Cox("Surv(tstart, time, dead) ~ age + factor(sex) + later + later:factor(sex)");
        Near([.. split.Coefficients.Select(c => c.Estimate)], [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-8);
        Near(split.LogLikelihood, fit.LogLikelihood, "loglik", 1e-11);
    }

    [Fact]
    public void A_time_function_asks_for_its_function_and_is_refused_where_it_means_nothing()
    {
        DataFrame lung = Lung();
        Assert.Contains("TimeFunction", Assert.Throws<ArgumentException>(() => lung.Cox("Surv(time, dead) ~ tt(age)")).Message,
            StringComparison.Ordinal);
        Assert.Contains("belongs to Cox", Assert.Throws<ArgumentException>(() => lung.Aft("Surv(time, dead) ~ tt(age)")).Message,
            StringComparison.Ordinal);
        Assert.Contains("not a finite number", Assert.Throws<ArgumentException>(
            () => lung.Cox("Surv(time, dead) ~ tt(age)", options: new() { TimeFunction = (x, t) => Math.Log(x - 60) })).Message,
            StringComparison.Ordinal);
        CoxFit fit = lung.Cox("Surv(time, dead) ~ tt(age)", options: new() { TimeFunction = Years });
        foreach (Action ask in (Action[])[() => fit.Predict(lung), () => fit.BaselineHazard(), () => fit.Residuals(),
            () => fit.ProportionalHazards(), () => fit.Expected(lung)])
            Assert.Contains("tt()", Assert.Throws<ArgumentException>(ask).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Follow_up_is_split_as_survSplit_splits_it()
    {
        DataFrame lung = Lung(), expected = Split("lung_split");
        lung = lung.First(40);
        lung.Columns.Add(new DoubleDataFrameColumn("id", Enumerable.Range(1, 40).Select(i => (double)i)));
        Same(expected, lung.SplitFollowUp("time", "dead", [365, 90, 180], start: "from", episode: "period"), "id", "age", "sex", "from",
            "time", "dead", "period");
        Same(Split("late_split"), Split("late").SplitFollowUp("time", "dead", [90, 180, 365], entry: "entry", episode: "period"), "id",
            "age", "from=entry", "time", "dead", "period");
    }

    [Fact]
    public void Changes_are_merged_as_tmerge_merges_them()
    {
        DataFrame rows = Split("base")
            .AddTimeDependent(Split("labs"), "id", "day", "bili", into: "bili", exit: "futime", status: "death")
            .AddTimeDependent(Split("tx"), "id", "txday", null, into: "transplanted", exit: "futime", status: "death");
        Same(Split("merged"), rows, "id", "age", "tstart", "tstop=futime", "status=death", "bili", "transplanted");
        CoxFit fit = rows.Cox("Surv(tstart, futime, death) ~ age + transplanted");
        Near(R.GetProperty("merged").Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-9);
        Near(R.GetProperty("merged").Column("se"), [.. fit.Coefficients.Select(c => c.StandardError)], "se", 1e-9);
    }

    private static void Same(DataFrame expected, DataFrame actual, params string[] columns)
    {
        Assert.Equal(expected.Rows.Count, actual.Rows.Count);
        foreach (string pair in columns)
        {
            string[] names = pair.Split('=');
            for (int i = 0; i < expected.Rows.Count; i++)
                Assert.True(Equals(expected[names[0]][i] is { } e ? Convert.ToDouble(e) : null,
                    actual[names[^1]][i] is { } a ? Convert.ToDouble(a) : (object?)null),
                    $"{pair}, row {i + 1}: expected {expected[names[0]][i]}, found {actual[names[^1]][i]}");
        }
    }

    [Fact]
    public void Splitting_says_what_it_cannot_do()
    {
        DataFrame Rows(double time, string status) =>
            new(new StringDataFrameColumn("id", ["a"]), new DoubleDataFrameColumn("time", [time]),
                new StringDataFrameColumn("status", [status]));
        DataFrame Changes(params (string? Id, double? Day)[] rows) =>
            new(new StringDataFrameColumn("id", rows.Select(r => r.Id)), new DoubleDataFrameColumn("day", rows.Select(r => r.Day)));
        DataFrame Add(params (string? Id, double? Day)[] rows) =>
            Rows(10, "1").AddTimeDependent(Changes(rows), "id", "day", null, "treated", "time", "status");
        Assert.Contains("which value means that no event",
            Assert.Throws<ArgumentException>(() => Rows(10, "dead").SplitFollowUp("time", "status", [5])).Message,
            StringComparison.Ordinal);
        Assert.Equal("alive", Rows(10, "dead").SplitFollowUp("time", "status", [5], censored: "alive")["status"][0]);
        Assert.Contains("not after it begins", Assert.Throws<InvalidDataException>(
            () => Rows(0, "1").SplitFollowUp("time", "status", [5])).Message, StringComparison.Ordinal);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => Rows(1, "1").SplitFollowUp("time", "status", [])).Message,
            StringComparison.Ordinal);
        Assert.Contains("subject 'b' has no row", Assert.Throws<InvalidDataException>(() => Add(("b", 3))).Message,
            StringComparison.Ordinal);
        Assert.Contains("changes twice at 3", Assert.Throws<InvalidDataException>(() => Add(("a", 3), ("a", 3))).Message,
            StringComparison.Ordinal);
        Assert.Contains("time of the change", Assert.Throws<InvalidDataException>(() => Add(("a", null))).Message,
            StringComparison.Ordinal);
        DataFrame late = Add(("a", 10));
        Assert.Equal((1L, 0.0), (late.Rows.Count, (double)late["treated"][0]));
    }

    [Fact]
    public void A_point_stands_for_the_other_columns()
    {
        DataFrame lung = Data("lung_complete");
        DataFrame rows = new(new DoubleDataFrameColumn("dead", lung["status"].Cast<double>().Select(s => s - 1)), lung["time"].Clone(),
            lung["age"].Clone(), lung["sex"].Clone(), lung["ph.ecog"].Clone(), lung["wt.loss"].Clone());
        foreach ((string kind, string formula) in ((string, string)[])[("dot", "Surv(time, dead) ~ ."),
            ("minus", "Surv(time, dead) ~ . - wt.loss")])
        {
            CoxFit fit = rows.Cox(formula);
            Assert.Equal(R.GetProperty(kind).GetProperty("names").EnumerateArray().Select(n => n.GetString()),
                fit.Coefficients.Select(c => c.Name));
            Near(R.GetProperty(kind).Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-9);
        }
        Assert.Equal("Surv(time, dead) ~ age + ph.ecog + wt.loss + strata(sex)", rows.Cox("Surv(time, dead) ~ . + strata(sex)").Formula);
        Assert.Equal(["age", "sex", "wt.loss"], rows.Cox("Surv(time, dead) ~ age + sex + wt.loss + ph.ecog - ph.ecog").Coefficients.Select(
            c => c.Name));
        Assert.Contains("no ph.karno to take away",
            Assert.Throws<FormatException>(() => rows.Cox("Surv(time, dead) ~ age - ph.karno")).Message, StringComparison.Ordinal);
        Assert.Contains("no interaction", Assert.Throws<FormatException>(() => rows.Cox("Surv(time, dead) ~ .:sex")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_takes_no_names_and_leaves_the_patients_of_a_set_out()
    {
        DataFrame rows = Data("lung_complete");
        rows.Columns.Add(new StringDataFrameColumn("name", Enumerable.Range(0, (int)rows.Rows.Count).Select(i => $"P{i}")));
        Assert.Contains("'. - name'", Assert.Throws<ArgumentException>(() => rows.Cox("Surv(time, status == 2) ~ .")).Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("name", rows.Cox("Surv(time, status == 2) ~ . - name - inst").Formula, StringComparison.Ordinal);
        rows.Columns.Add(new StringDataFrameColumn("patient", Enumerable.Range(0, (int)rows.Rows.Count).Select(i => $"P{i / 2}")));
        CoxFit fit = AnalysisSet.OfRows(rows, null, "patient", "procedures").Cox("Surv(time, status == 2) ~ . - name - inst");
        Assert.Equal("Surv(time, status == 2) ~ age + sex + ph.ecog + ph.karno + wt.loss + cluster(patient)", fit.Formula);
    }
}
