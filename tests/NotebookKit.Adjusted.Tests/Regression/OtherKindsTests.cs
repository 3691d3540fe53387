using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Survival.Models;

namespace NotebookKit.Adjusted.Tests.Regression;

public sealed class OtherKindsTests
{
    private const double Tolerance = 1e-8;
    private static readonly JsonElement Extra = Golden.Load("extra.json");

    private static AnalysisSets.AnalysisSet Set(string file, Func<DataFrame, DataFrame>? change = null)
    {
        GoldenTable table = Golden.Table(file);
        DataFrame frame = table.ToFrame();
        frame.Columns.Insert(0, new Int32DataFrameColumn("row", Enumerable.Range(1, table.Count)));
        return (change?.Invoke(frame) ?? frame).AnalysisSet("rows", key: "row");
    }

    [Fact]
    public void Linear_equals_R()
    {
        JsonElement e = Extra.GetProperty("linear");
        RegressionFit fit = Set("birthwt.csv").Linear("bwt ~ age + lwt + factor(race, 'white', 'black', 'other') + smoke + ht + ui");
        Compare(e, fit);
        Golden.Near(e.Numbers("t"), fit.Coefficients.Select(c => c.Statistic), Tolerance, "t");
        Golden.Near(e.Numbers("p"), fit.Coefficients.Select(c => c.P), Tolerance, "p");
        Golden.Near(e.Numbers("lower"), fit.Coefficients.Select(c => c.Lower), Tolerance, "lower");
        Golden.Near(e.Numbers("upper"), fit.Coefficients.Select(c => c.Upper), Tolerance, "upper");
        Golden.Near(e.Numbers("F"), fit.Terms.Select(t => t.LikelihoodRatio), Tolerance, "F");
        Golden.Near(e.Numbers("F_p"), fit.Terms.Select(t => t.P), Tolerance, "F P");
        Golden.Near(e.Number("sigma"), fit.ResidualStandardDeviation, Tolerance, "sigma");
        Golden.Near(e.Number("aic"), fit.Aic, Tolerance, "AIC");
        Golden.Near(e.Number("bic"), fit.Bic, Tolerance, "BIC");
    }

    [Fact]
    public void Poisson_equals_R()
    {
        RegressionFit fit = WithOffset().Poisson("Days ~ Eth + Sex + Lrn + offset(log_weeks)");
        Compare(Extra.GetProperty("poisson"), fit);
        Golden.Near(Extra.GetProperty("poisson").Numbers("lr"), fit.Terms.Select(t => t.LikelihoodRatio), Tolerance, "LR");
        Assert.Contains(fit.Notes, n => n.Contains("negative binomial", StringComparison.Ordinal));
    }

    [Fact]
    public void Negative_binomial_equals_R()
    {
        JsonElement e = Extra.GetProperty("negative_binomial");
        RegressionFit fit = WithOffset().NegativeBinomial("Days ~ Eth + Sex + Lrn + offset(log_weeks)");
        Compare(e, fit);
        Golden.Near(e.Number("theta"), fit.Theta, Tolerance, "theta");
        Golden.Near(e.Numbers("lr"), fit.Terms.Select(t => t.LikelihoodRatio), 1e-7, "LR");
    }

    private static AnalysisSets.AnalysisSet WithOffset() => Set("quine.csv", frame =>
    {
        frame.Columns.Add(new DoubleDataFrameColumn("log_weeks", Golden.Table("quine.csv").Numbers("weeks").Select(w => Math.Log(w))));
        return frame;
    });

    [Fact]
    public void Conditional_logistic_equals_clogit()
    {
        RegressionFit fit = Set("infert.csv").ConditionalLogistic("case ~ spontaneous + induced", matchedSet: "stratum");
        Compare(Extra.GetProperty("clogit"), fit);
        GoldenTable table = Golden.Table("birthwt.csv");
        RegressionFit many = SurvivalRegression.ConditionalLogistic(table.Numbers("low").Select(v => v == 1).ToArray(),
            Enumerable.Range(0, table.Count).Select(i => i % 21).ToArray(), table.Design("age", "smoke", "ht"));
        Compare(Extra.GetProperty("clogit_many"), many);
    }

    [Fact]
    public void Fine_Gray_equals_cmprsk()
    {
        GoldenTable table = Golden.Table("lung.csv").Complete("age", "female", "ecog");
        int[] status = [.. table.Numbers("status").Zip(table.Numbers("time"), (s, t) => s == 0 ? 0 : t > 300 ? 2 : 1)];
        var data = new SurvivalData { Time = table.Numbers("time"), IsEvent = status.Select(s => s == 1).ToArray(),
            Covariates = table.Design("age", "female", "ecog") };
        RegressionFit fit = SurvivalRegression.FineGray(data, status);
        JsonElement e = Extra.GetProperty("fine_gray");
        Golden.Near(e.Numbers("coef"), fit.Coefficients.Select(c => c.Estimate), Tolerance, "coef");
        Golden.Near(e.Numbers("se"), fit.Coefficients.Select(c => c.StandardError), Tolerance, "se");
        Golden.Near(e.Numbers("wald"), fit.Terms.Select(t => t.Wald), Tolerance, "Wald");
    }

    private static void Compare(JsonElement e, RegressionFit fit)
    {
        Golden.Near(e.Numbers("coef"), fit.Coefficients.Select(c => c.Estimate), Tolerance, "coef");
        Golden.Near(e.Numbers("se"), fit.Coefficients.Select(c => c.StandardError), Tolerance, "se");
        Golden.Near(e.Number("log_likelihood"), fit.LogLikelihood, Tolerance, "log-likelihood");
    }
}
