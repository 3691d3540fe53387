using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Tables;
using NotebookKit.Statistics;
using NotebookKit.Survival;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.CoxLikelihoods;

namespace NotebookKit.Adjusted.Tests.Regression;

/// <summary>Tests of terms, nested fits and selection: tests/NotebookKit.Tests/Survival/golden/after-fit.R beside the values.</summary>
public sealed class AfterFitTests
{
    private const string Full = "Surv(time, status == 2) ~ age * factor(sex) + factor(ph.ecog) + wt.loss";

    private static readonly JsonElement R = JsonDocument.Parse(
        File.ReadAllText(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "after-fit.json"))).RootElement;

    private static DataFrame Lung() =>
        DataFrame.LoadCsv(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "data", "lung_complete.csv"));

    private static CoxFit Fit(string right) => Lung().Cox("Surv(time, status == 2) ~ " + right);

    private static void Near(JsonElement expected, double? chiSquare, int df, double? p)
    {
        Assert.Equal(expected.GetProperty("df").GetInt32(), df);
        Close(expected.GetProperty("chisq").GetDouble(), chiSquare);
        Close(expected.GetProperty("p").GetDouble(), p);
    }

    private static void Close(double expected, double? actual) =>
        Assert.InRange(actual!.Value, expected - 1e-9 * Math.Abs(expected), expected + 1e-9 * Math.Abs(expected));

    [Fact]
    public void Type_two_tests_respect_marginality()
    {
        TermTestTable table = Lung().Cox(Full).TermTests();
        JsonElement lr = R.GetProperty("type2"), wald = R.GetProperty("wald2");
        foreach ((string name, string term) in ((string, string)[])[("age", "age"), ("sex", "factor(sex)"), ("ecog", "factor(ph.ecog)"),
            ("wt", "wt.loss"), ("inter", "age:factor(sex)")])
        {
            TermTest test = table.Terms.Single(t => t.Term == term);
            Near(lr.GetProperty(name), test.LikelihoodRatio, test.DegreesOfFreedom, test.LikelihoodRatioP);
            if (wald.TryGetProperty(name, out JsonElement w)) Near(w, test.Wald, test.DegreesOfFreedom, test.WaldP);
            // what stands in an interaction has no test of its own coefficients that does not depend on the reference
            else Assert.Null(test.Wald);
        }
        Close(R.GetProperty("crit").GetProperty("aic").GetDouble(), table.Aic);
        Close(R.GetProperty("crit").GetProperty("bic").GetDouble(), table.Bic);
        Assert.Contains("type II", table.ToString(), StringComparison.Ordinal);
        Assert.Equal(5, table.ToDataFrame().Rows.Count);
    }

    [Fact]
    public void Type_one_tests_follow_the_formula_and_type_three_is_refused_with_its_reason()
    {
        TermTestTable table = Lung().Cox(Full).TermTests(type: 1);
        // R's and our order: main effects, then the interaction
        Assert.Equal(["age", "factor(sex)", "factor(ph.ecog)", "wt.loss", "age:factor(sex)"], table.Terms.Select(t => t.Term));
        foreach ((int i, JsonElement expected) in R.GetProperty("type1").EnumerateArray().Index())
            Near(expected, table.Terms[i].LikelihoodRatio, table.Terms[i].DegreesOfFreedom, table.Terms[i].LikelihoodRatioP);
        string message = Assert.Throws<ArgumentException>(() => Lung().Cox(Full).TermTests(type: 3)).Message;
        Assert.Contains("which level is the reference", message, StringComparison.Ordinal);
        Assert.Contains("type 2", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Lung().Cox(Full).TermTests(type: 4));
    }

    [Fact]
    public void Clusters_leave_robust_Wald_tests()
    {
        CoxFit fit = Fit("age + factor(sex) + factor(ph.ecog) + wt.loss + cluster(inst)");
        TermTestTable table = fit.TermTests();
        Assert.All(table.Terms, t => Assert.Null(t.LikelihoodRatio));
        Near(R.GetProperty("wald_robust").GetProperty("age"), table.Terms[0].Wald, 1, table.Terms[0].WaldP);
        Near(R.GetProperty("wald_robust").GetProperty("ecog"), table.Terms[2].Wald, 2, table.Terms[2].WaldP);
        Assert.Null(table.Aic);
        Assert.Contains("robust Wald", table.ToString(), StringComparison.Ordinal);
        Assert.Contains("no", Assert.Throws<ArgumentException>(() => fit.TermTests(1)).Message, StringComparison.Ordinal);
        Assert.Contains("clusters", Assert.Throws<ArgumentException>(() => Fit("age").Anova(fit)).Message, StringComparison.Ordinal);
        Assert.Contains("clusters", Assert.Throws<ArgumentException>(() => fit.Stepwise()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_fits_are_compared_also_where_a_spline_holds_the_line()
    {
        ModelComparison table = Fit("age").Anova(Fit("age + factor(sex)"), Fit("ns(age, 3) + factor(sex)"));
        JsonElement expected = R.GetProperty("nested");
        for (int i = 0; i < 3; i++) Close(expected.GetProperty("loglik")[i].GetDouble(), table.LogLikelihoods[i]);
        for (int i = 1; i < 3; i++)
        {
            ModelTest test = table.Tests[i - 1];
            Assert.Equal(expected.GetProperty("df")[i].GetInt32(), test.DegreesOfFreedom);
            Close(expected.GetProperty("chisq")[i].GetDouble(), test.ChiSquare);
            Close(expected.GetProperty("p")[i].GetDouble(), test.P);
        }
        Assert.Equal(3, table.ToDataFrame().Rows.Count);
    }

    [Fact]
    public void Fits_that_are_not_nested_or_rest_on_other_rows_are_refused()
    {
        Assert.Contains("not part of", Assert.Throws<ArgumentException>(() => Fit("wt.loss").Anova(Fit("age + factor(sex)"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("smaller model first", Assert.Throws<ArgumentException>(() => Fit("age + factor(sex)").Anova(Fit("age"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("strata", Assert.Throws<ArgumentException>(() => Fit("age").Anova(Fit("age + wt.loss + strata(sex)"))).Message,
            StringComparison.Ordinal);
        DataFrame holes = Lung();
        holes["wt.loss"][0] = null;
        Assert.Contains("on 211 rows and", Assert.Throws<ArgumentException>(
            () => Fit("age").Anova(holes.Cox("Surv(time, status == 2) ~ age + wt.loss"))).Message, StringComparison.Ordinal);
        CoxFit ridge = Lung().Cox("Surv(time, status == 2) ~ age + wt.loss", options: new CoxOptions { Penalty = CoxPenalty.Ridge(1) });
        Assert.Contains("penalty", Assert.Throws<ArgumentException>(() => ridge.TermTests()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("both", StepDirection.Both, false), InlineData("backward_bic", StepDirection.Backward, true),
        InlineData("forward", StepDirection.Forward, false)]
    public void Stepwise_as_stepAIC_with_its_warning(string kind, StepDirection direction, bool bic)
    {
        CoxFit full = Fit("age * factor(sex) + factor(ph.ecog) + ph.karno + wt.loss");
        SelectionPath path = full.Stepwise(direction, bic);
        JsonElement expected = R.GetProperty(kind);
        Assert.Equal(expected.GetProperty("terms").EnumerateArray().Select(t => t.GetString()!).Order(), path.Terms.Order());
        Close(expected.GetProperty("criterion").GetDouble(), path.Steps[^1].Criterion);
        Close(expected.GetProperty("criterion").GetDouble(), bic ? Lung().Cox(path.Formula).Bic : Lung().Cox(path.Formula).Aic);
        Assert.Contains("P are too small and effects too large", path.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Regression_fits_have_the_same_doors()
    {
        // F of the main effect in the model without the interaction, with the residual of the whole model, as car::Anova
        RegressionFit linear = AnalysisSets.AnalysisSet.OfRows(Lung(), null, null, "rows").Linear("time ~ age * factor(sex)");
        TermTestTable table = linear.TermTests();
        RegressionFit without = AnalysisSets.AnalysisSet.OfRows(Lung(), null, null, "rows").Linear("time ~ age + factor(sex)");
        double sigma2 = Math.Pow(linear.ResidualStandardDeviation!.Value, 2), own = Math.Pow(without.ResidualStandardDeviation!.Value, 2);
        Close(without.Terms[0].LikelihoodRatio!.Value * own / sigma2, table.Terms[0].LikelihoodRatio);
        DataFrame rows = Lung();
        rows.Columns.Add(new DoubleDataFrameColumn("dead", rows["status"].Cast<object>().Select(v => Convert.ToDouble(v) - 1)));
        var set = AnalysisSets.AnalysisSet.OfRows(rows, null, null, "rows");
        ModelComparison nested = set.Logistic("dead ~ age").Anova(set.Logistic("dead ~ age + factor(ph.ecog)"));
        Close(set.Logistic("dead ~ age + factor(ph.ecog)").TermTests().Terms[1].LikelihoodRatio!.Value, nested.Tests[0].ChiSquare);
        Assert.Contains("linear", Assert.Throws<ArgumentException>(() => without.Anova(linear)).Message, StringComparison.Ordinal);
    }
}
