using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Repeated;
using NotebookKit.Adjusted.Tables;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Adjusted.Tests.Tables;

public sealed class TableTests
{
    internal static AnalysisSet Lung()
    {
        DataFrame frame = Golden.Table("lung.csv").ToFrame();
        frame.Columns.Insert(0, new Int32DataFrameColumn("row", Enumerable.Range(1, (int)frame.Rows.Count)));
        return frame.AnalysisSet("patients", key: "row").Label(("ecog", "ECOG"), ("wt.loss", "Weight loss"));
    }

    [Fact]
    public void Cox_table_shows_reference_rows_counts_and_one_P_per_variable()
    {
        RegressionTable table = Lung().CoxTable("Surv(time, status) ~ age + ecog + `wt.loss`");
        string text = table.ToString();
        Assert.Contains("ECOG", text, StringComparison.Ordinal);
        Assert.Contains("reference", text, StringComparison.Ordinal);
        Assert.Contains("Missing: ECOG 1; Weight loss 14.", text, StringComparison.Ordinal);
        Assert.Equal(227, table.Variables[1].Univariable!.N);
        Assert.Equal(213, table.Multivariable!.N);
        Assert.Equal(2, table.Multivariable.Terms[1].DegreesOfFreedom);
        RegressionTable same = Lung().CoxTable("Surv(time, status) ~ age + ecog + `wt.loss`",
            new RegressionTableOptions { SameRows = true });
        Assert.All(same.Variables, v => Assert.Equal(213, v.Univariable!.N));
        Assert.Equal(5, table.ToDataFrame().Rows.Count + 1);
        Assert.Equal(4, table.Effects().Length);
    }

    [Fact]
    public void Selection_carries_its_warning_and_its_path()
    {
        RegressionTable byP = Lung().CoxTable("Surv(time, status) ~ age + female + ecog + `wt.loss`",
            new RegressionTableOptions { Selection = VariableSelection.UnivariableP });
        Assert.Equal(["age", "female", "ecog"], byP.Multivariable!.Terms.Select(t => t.Term));
        Assert.Contains("ignore this selection", byP.ToString(), StringComparison.Ordinal);
        RegressionTable step = Lung().CoxTable("Surv(time, status) ~ age + female + ecog + `wt.loss`",
            new RegressionTableOptions { Selection = VariableSelection.StepwiseAic });
        Assert.NotNull(step.Selection);
        Assert.Contains("Stepwise selection by AIC", step.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Clusters_leave_no_likelihood_ratio_and_are_printed()
    {
        DataFrame frame = Golden.Table("respiratory.csv").ToFrame();
        frame.Columns.Insert(0, new Int32DataFrameColumn("row", Enumerable.Range(1, (int)frame.Rows.Count)));
        AnalysisSet set = frame.AnalysisSet("visits", key: "row", patient: "id");
        RegressionTable table = set.LogisticTable("outcome ~ active + male + age");
        Assert.Null(table.Multivariable!.Terms[0].LikelihoodRatio);
        Assert.Equal(111, table.Multivariable.Clusters);
        Assert.Contains("111 clusters", table.ToString(), StringComparison.Ordinal);
        GeeFit gee = set.Gee("outcome ~ active + male + age");
        Assert.Contains("exchangeable", gee.ToString(), StringComparison.Ordinal);
        Assert.NotNull(set.Independent().Logistic("outcome ~ active").Terms[0].LikelihoodRatio);
        MixedModelFit mixed = set.MixedModel("outcome ~ active + visit");
        Assert.Equal(111, mixed.Clusters);
        Assert.Contains("Satterthwaite", mixed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_says_what_is_wrong()
    {
        AnalysisSet set = Lung();
        Assert.Contains("say which values are the event", Assert.Throws<ArgumentException>(() => set.Logistic("ecog ~ age")).Message,
            StringComparison.Ordinal);
        Assert.Contains("no row holds the event 'CR'",
            Assert.Throws<ArgumentException>(() => set.Logistic("ecog ~ age", events: ["CR"])).Message, StringComparison.Ordinal);
        Assert.Contains("All of the", Assert.Throws<ArgumentException>(() => set.Logistic("ecog ~ age", events: ["0", "1", "2+"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => set.Logistic("age + sex"));
        Assert.Throws<FormatException>(() => set.Logistic("Surv(time, status) ~ age"));
        Assert.Contains("nearest name", Assert.Throws<ArgumentException>(() => set.CoxTable("Surv(time, status) ~ agee")).Message,
            StringComparison.Ordinal);
        Assert.Contains("needs two", Assert.Throws<ArgumentException>(() => set.Subgroups("time", "status", "ecog", ["old"])).Message,
            StringComparison.Ordinal);
        RegressionFit constant = LogisticRegression.Fit(
            new RegressionData { Outcome = new double[] { 0, 1, 0, 1, 1 },
                Covariates = [new("x", new double[] { 1, 2, 3, 4, 6 }), new("one", new double[] { 2, 2, 2, 2, 2 }),
                    new("twice", new double[] { 2, 4, 6, 8, 12 })] });
        Assert.Null(constant["one"].Estimate);
        Assert.Null(constant["twice"].Estimate);
        Assert.NotNull(constant["x"].Estimate);
        Assert.Contains(constant.Notes, n => n.StartsWith("one: constant", StringComparison.Ordinal));
        var few = new RegressionData { Outcome = new double[] { 0, 1, 0, 1, 1, 0 }, Clusters = new[] { 0, 0, 0, 1, 1, 1 },
            Covariates = [new("x", new double[] { 1, 2, 3, 4, 6, 5 })] };
        Assert.Contains("2 clusters for 2 coefficients", Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(few)).Message,
            StringComparison.Ordinal);
        Assert.Contains("more clusters than coefficients", Assert.Throws<ArgumentException>(() => GeeRegression.Fit(few)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Subgroup_table_by_door()
    {
        SubgroupTable table = Lung().Subgroups("time", "status", "female", ["old", "ecog"], holm: true);
        Assert.Equal(2, table.Variables.Length);
        Assert.Contains("ECOG", table.ToString(), StringComparison.Ordinal);
        Assert.NotNull(table.Variables[1].HolmP);
        Assert.Equal(228, table.Overall.N.Control + table.Overall.N.Treated);
    }

    [Fact]
    public void Functions_of_columns_stand_in_tables_and_a_penalty_is_not_advised_twice()
    {
        RegressionTable table = Lung().CoxTable("Surv(time, status) ~ log(age) + ecog");
        Assert.NotNull(table.Multivariable!["log(age)"].Effect);
        Assert.Equal(227, table.Multivariable.N);
        AnalysisSet few = Lung().WithValues("ecog").Where("ecog", "2+").Where("female", "1");
        Assert.Contains("or Firth's penalty", few.CoxTable(
            "Surv(time, status) ~ age + old + inst + `ph.karno` + `pat.karno` + `wt.loss` + `meal.cal`").ToString(),
            StringComparison.Ordinal);
        RegressionTableOptions firth = new() { Regression = new RegressionOptions { Firth = true } };
        Assert.DoesNotContain("or Firth's penalty",
            few.CoxTable("Surv(time, status) ~ age + old + inst + `ph.karno` + `pat.karno` + `wt.loss` + `meal.cal`", firth).ToString(),
            StringComparison.Ordinal);
    }
}
