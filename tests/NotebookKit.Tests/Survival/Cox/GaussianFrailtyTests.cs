using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Frailty;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Cox;

/// <summary>Gaussian frailty, and penalties with clusters: frailty.R beside the values.</summary>
public sealed class GaussianFrailtyTests
{
    private static readonly JsonElement R = Load("frailty.json");

    [Fact]
    public void Gaussian_frailty_as_R_fits_it_by_REML()
    {
        FrailtyFit fit = Data("bladder").CoxFrailty("Surv(stop, event) ~ rx + number + size + cluster(id)", gaussian: true);
        JsonElement expected = R.GetProperty("gaussian");
        Near(expected.GetProperty("theta").GetDouble(), fit.Variance, "theta", 1e-9);
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-9);
        GoldenRegression.NearMatrix(expected.GetProperty("var"), (i, j) => fit.Covariance[i, j], "var", 1e-9);
        Near(expected.Column("frail"), fit.LogFrailties.Nullable(), "frailties", 1e-9, 1e-2);
        Assert.True(fit.P < 1e-6);
        Assert.Null(fit.KendallTau);
        Assert.Contains("Gaussian", fit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Clusters_that_do_not_differ_leave_the_fit_without_frailty()
    {
        FrailtyFit fit = Data("lung_complete").CoxFrailty("Surv(time, status == 2) ~ age + factor(sex) + cluster(inst)", gaussian: true);
        Assert.Equal((0.0, 1.0), (fit.Variance, fit.P));
        Near(R.GetProperty("none").Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-9);
        Assert.Contains("do not differ more than by chance", fit.ToString(), StringComparison.Ordinal);
        Assert.Equal(fit.Variance,
            AnalysisSet.OfRows(Data("lung_complete"), null, null, "rows")
                .CoxFrailty("Surv(time, status == 2) ~ age + factor(sex) + cluster(inst)", gaussian: true).Variance);
    }

    [Fact]
    public void A_ridge_penalty_takes_clusters()
    {
        CoxFit fit = Data("lung_complete").Cox("Surv(time, status == 2) ~ age + ph.karno + factor(sex) + cluster(inst)",
            options: new() { Penalty = CoxPenalty.Ridge(2, "age", "ph.karno") });
        JsonElement expected = R.GetProperty("ridge");
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-9);
        GoldenRegression.NearMatrix(expected.GetProperty("var"), (i, j) => fit.Covariance[i, j], "robust", 1e-9);
        GoldenRegression.NearMatrix(expected.GetProperty("naive"), (i, j) => fit.ModelCovariance[i, j], "model", 1e-9);
        Assert.Contains("clusters (robust standard errors)", fit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Firths_penalty_takes_clusters_and_gives_Wald_limits()
    {
        DataFrame lung = Data("lung_complete");
        CoxFit plain = lung.Cox("Surv(time, status == 2) ~ age + factor(sex)", options: new() { Penalty = CoxPenalty.Firth });
        CoxFit fit = lung.Cox("Surv(time, status == 2) ~ age + factor(sex) + cluster(inst)", options: new() { Penalty = CoxPenalty.Firth });
        Near([.. plain.Coefficients.Select(c => c.Estimate)], [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-9);
        Coefficient(fit, 0);
        Assert.Contains("Wald's, with robust standard errors", fit.ToString(), StringComparison.Ordinal);
        // near the plain fit, as the penalty is weak with 149 deaths
        CoxFit robust = lung.Cox("Surv(time, status == 2) ~ age + factor(sex) + cluster(inst)");
        for (int j = 0; j < 2; j++)
            Assert.InRange(fit.Coefficients[j].StandardError!.Value / robust.Coefficients[j].StandardError!.Value, 0.97, 1.03);

        static void Coefficient(CoxFit fit, int j)
        {
            double z = fit.Coefficients[j].Estimate!.Value / fit.Coefficients[j].StandardError!.Value;
            Near(z, fit.Coefficients[j].Z, "z");
            Assert.True(fit.Coefficients[j].Lower < fit.Coefficients[j].HazardRatio);
        }
    }
}
