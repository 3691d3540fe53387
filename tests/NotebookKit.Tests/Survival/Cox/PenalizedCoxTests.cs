using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Frailty;
using NotebookKit.Survival.Models;
using static NotebookKit.Tests.Survival.GoldenSurvival;
using static NotebookKit.Tests.Survival.GoldenRegression;

namespace NotebookKit.Tests.Survival.Cox;

public sealed class PenalizedCoxTests
{
    private const double BruteForce = 2e-6; // numerical derivatives of R's log-likelihood

    private static readonly JsonElement Firth = Load("firth", "values.json");

    private static readonly JsonElement Penalised = Load("penalised", "values.json");

    [Theory]
    [InlineData("ovarian", "ovarian", "Surv(futime, fustat) ~ age10 + rx + ecog.ps", CoxTies.Efron)]
    [InlineData("separation_x", "edge/separation", "Surv(time, status) ~ x", CoxTies.Efron)]
    [InlineData("separation_y", "edge/separation", "Surv(time, status) ~ y", CoxTies.Efron)]
    [InlineData("group_without_events", "edge/group_without_events", "Surv(time, status) ~ g", CoxTies.Breslow)]
    [InlineData("lung_efron", "lung", "Surv(time, event) ~ age10 + sex", CoxTies.Efron)]
    [InlineData("lung_breslow", "lung", "Surv(time, event) ~ age10 + sex", CoxTies.Breslow)]
    [InlineData("bladder2", "bladder2", "Surv(start, stop, event) ~ rx + number + strata(enum)", CoxTies.Efron)]
    public void Firth_equals_the_brute_force_maximum(string name, string dataset, string formula, CoxTies ties)
    {
        DataFrame data = Frame(dataset);
        if (data.Columns.IndexOf("age") >= 0)
            data.Columns.Add(new DoubleDataFrameColumn("age10", data.Columns["age"].Cast<double>().Select(a => a / 10)));
        CoxFit fit = data.Cox(formula, options: new CoxOptions { Ties = ties, Penalty = CoxPenalty.Firth });
        JsonElement expected = Firth.GetProperty(name);
        Assert.True(fit.Converged);
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", BruteForce, 1);
        Near(expected.Column("se"), [.. fit.Coefficients.Select(c => c.StandardError)], "se", BruteForce, 1);
        Near(expected.Column("loglik"), [fit.LogLikelihoodNull, fit.LogLikelihood], "loglik", 1e-9);
        Near(expected.Column("p"), [.. fit.Coefficients.Select(c => c.P)], "p", BruteForce * 10);
        Near(expected.Column("lower"), [.. fit.Coefficients.Select(c => (double?)Math.Log(c.Lower!.Value))], "lower", BruteForce * 10, 1);
        Near(expected.Column("upper"), [.. fit.Coefficients.Select(c => (double?)Math.Log(c.Upper!.Value))], "upper", BruteForce * 10, 1);
    }

    [Fact]
    public void Ridge_equals_R_on_complete_rows()
    {
        JsonElement expected = Penalised.GetProperty("ridge");
        CoxFit fit = Frame("lung").Cox("Surv(time, event) ~ age + ph.karno + pat.karno",
            options: new CoxOptions { Penalty = CoxPenalty.Ridge(10, "ph.karno", "pat.karno") });
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", Iterated);
        NearMatrix(expected.GetProperty("var"), (i, j) => fit.Covariance[i, j], "var");
        Near(expected.Column("loglik"), [fit.LogLikelihoodNull, fit.LogLikelihood], "loglik", 1e-12);
        Assert.Null(fit.LikelihoodRatio.P);
    }

    [Fact]
    public void Ridge_differs_from_R_by_the_rows_that_set_the_scale_alone()
    {
        // R takes the variance of a covariate over all rows, also those then left out
        JsonElement expected = Analyses("lung", "cox_penalised").Single();
        CoxFit fit = Frame("lung").Cox("Surv(time, event) ~ age + ph.karno + pat.karno",
            options: new CoxOptions { Penalty = CoxPenalty.Ridge(10, "ph.karno", "pat.karno") });
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 3e-3);
    }

    [Fact]
    public void A_strong_ridge_leads_to_zero_and_a_weak_one_to_the_ordinary_fit()
    {
        CoxFit ordinary = Frame("lung").Cox("Surv(time, event) ~ age + sex");
        Assert.All(Frame("lung").Cox("Surv(time, event) ~ age + sex",
            options: new CoxOptions { Penalty = CoxPenalty.Ridge(1e9) }).Coefficients, c => Assert.True(
                Math.Abs(c.Estimate!.Value) < 1e-6));
        CoxFit weak = Frame("lung").Cox("Surv(time, event) ~ age + sex", options: new CoxOptions { Penalty = CoxPenalty.Ridge(1e-9) });
        Near([.. ordinary.Coefficients.Select(c => c.Estimate)], [.. weak.Coefficients.Select(c => c.Estimate)], "coef", 1e-8);
        CoxFit separated = Frame("edge/separation")
            .Cox("Surv(time, status) ~ x", options: new CoxOptions { Penalty = CoxPenalty.Ridge(0.5) });
        Assert.True(separated.Converged && separated.Coefficients[0].Estimate > 0);
    }

    [Theory]
    [InlineData("efron", CoxTies.Efron)]
    [InlineData("breslow", CoxTies.Breslow)]
    public void Gamma_frailty_equals_R(string name, CoxTies ties)
    {
        var options = new CoxOptions { Ties = ties };
        SurvivalData data = Frame("bladder").Cox("Surv(stop, event) ~ rx + number + size + cluster(id)", options: options).Data;
        var problem = new FrailtyProblem(data, 85, options, gaussian: false);
        JsonElement r = Penalised.GetProperty(name);
        foreach (JsonElement expected in r.GetProperty("fixed").EnumerateArray())
        {
            FrailtySolution solution = problem.Solve(expected.GetProperty("theta").GetDouble());
            double[] scale = problem.Design.Scale;
            Near(expected.Column("coef"), [.. solution.Beta.Select((b, j) => (double?)(b / scale[j]))], "coef", Iterated);
            Near(expected.GetProperty("c_loglik").GetDouble(), solution.MarginalLogLikelihood, "marginal", 1e-12);
            NearVector(expected.Column("frail"), [.. solution.LogFrailties.Select(b => (double?)b)], "log frailties");
            NearMatrix(expected.GetProperty("var"), (i, j) => solution.Variance[i * 3 + j] / scale[i] / scale[j], "var");
        }
        FrailtyFit fit = Frame("bladder").CoxFrailty("Surv(stop, event) ~ rx + number + size + cluster(id)", options: options);
        JsonElement best = r.GetProperty("best");
        Near(best.GetProperty("theta").GetDouble(), fit.Variance, "theta", 1e-6);
        Near(best.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-6);
        Near(best.GetProperty("c_loglik").GetDouble(), fit.LogLikelihood, "marginal", 1e-12);
        Assert.True(fit.P < 1e-6);
    }

    [Fact]
    public void The_frailty_variance_lies_nearer_the_maximum_than_R_stops()
    {
        JsonElement expected = Analyses("bladder", "cox_penalised").Single();
        FrailtyFit fit = Frame("bladder").CoxFrailty("Surv(stop, event) ~ rx + number + size + cluster(id)");
        Near(expected.Column("theta")[0], fit.Variance, "theta", 2e-3);
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 5e-3);
        Assert.True(fit.LogLikelihood > expected.GetProperty("c_loglik").GetDouble());
    }

    [Fact]
    public void Clusters_of_one_patient_have_no_measurable_frailty_beyond_the_ordinary_fit()
    {
        FrailtyFit fit = Frame("ovarian").CoxFrailty("Surv(futime, fustat) ~ age + cluster(row)");
        CoxFit plain = Frame("ovarian").Cox("Surv(futime, fustat) ~ age");
        Assert.True(fit.LogLikelihood >= plain.LogLikelihood - 1e-9);
        Assert.InRange(fit.P, 0, 1);
        Assert.Equal(26, fit.Clusters);
    }
}
