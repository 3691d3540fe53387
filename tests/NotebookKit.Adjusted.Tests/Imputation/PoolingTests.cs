using System.Text.Json;
using NotebookKit.Adjusted.Imputation;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Survival.Models;

namespace NotebookKit.Adjusted.Tests.Imputation;

public sealed class PoolingTests
{
    [Theory, InlineData(0), InlineData(1)]
    public void Rubins_rules_equal_mice(int index)
    {
        JsonElement e = Golden.Analyses("lung.json", "pooled")[index];
        GoldenTable all = Golden.Table("lung_imputed.csv");
        double[] imputation = all.Numbers("imp");
        string[] terms = e.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries);
        RegressionFit[] fits = [.. Enumerable.Range(1, 5).Select(m =>
        {
            GoldenTable t = all.Where(i => imputation[i] == m);
            return index == 0
                ? SurvivalRegression.Cox(
                    new SurvivalData { Time = t.Numbers("time"), IsEvent = t.Numbers("status").Select(s => s == 1).ToArray(),
                        Covariates = t.Design(terms) })
                : LogisticRegression.Fit(
                    new RegressionData { Outcome = t.Numbers("time").Select(v => v <= 365 ? 1.0 : 0).ToArray(),
                        Covariates = t.Design(terms) });
        })];
        PooledRegression pooled = PooledRegression.Pool(fits), large = PooledRegression.Pool(fits, double.PositiveInfinity);
        JsonElement[] barnard = e.Items("barnard_rubin"), old = e.Items("large_sample");
        for (int j = 0; j < barnard.Length; j++)
        {
            Check(barnard[j], pooled.Coefficients[j], e.Texts("names")[j]);
            Golden.Near(barnard[j].Number("df_rubin_1987"), pooled.Coefficients[j].LargeSampleDegreesOfFreedom, 1e-8, "df 1987");
            Check(old[j], large.Coefficients[j], e.Texts("names")[j]);
        }
        JsonElement d1 = e.GetProperty("joint_wald_D1");
        PooledTest ecog = pooled.Terms.Single(t => t.Term == "ecog");
        Golden.Near([d1.Number("k"), d1.Number("r"), d1.Number("D1"), d1.Number("df2"), d1.Number("p")],
            [ecog.DegreesOfFreedom, ecog.RelativeIncrease, ecog.Statistic, ecog.DenominatorDf, ecog.P], 1e-8, "D1");
        Assert.Contains("Rubin's rules", pooled.ToString(), StringComparison.Ordinal);
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => PooledRegression.Pool([fits[0]])).Message,
            StringComparison.Ordinal);
    }

    private static void Check(JsonElement e, PooledEstimate p, string name) => Golden.Near(
        [e.Number("estimate"), e.Number("within"), e.Number("between"), e.Number("total"), e.Number("se"), e.Number("riv"),
            e.Number("lambda"), e.Number("fmi"), e.Number("df_barnard_rubin"), e.Number("t"), e.Number("p"), e.Number("lower"),
            e.Number("upper")],
        [p.Estimate, p.Within, p.Between, p.Total, p.StandardError, p.RelativeIncrease, p.Lambda, p.MissingInformation, p.DegreesOfFreedom,
            p.T, p.P, p.Lower, p.Upper], 1e-8, name);
}
