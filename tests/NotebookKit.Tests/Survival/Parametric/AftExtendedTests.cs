using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Survival;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.Parametric;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Parametric;

/// <summary>Strata, entry times, Gompertz, generalised gamma and residuals: parametric.R beside the values.</summary>
public sealed class AftExtendedTests
{
    private static readonly JsonElement R = Load("parametric.json");

    private static DataFrame Lung()
    {
        DataFrame lung = Data("lung_complete");
        double[] time = [.. lung["time"].Cast<double>()], age = [.. lung["age"].Cast<double>()];
        lung.Columns.Add(new DoubleDataFrameColumn("dead", lung["status"].Cast<double>().Select(s => s - 1)));
        lung.Columns.Add(new DoubleDataFrameColumn("entry", time.Select((t, i) => age[i] > 65 ? Math.Min(t / 2, 60) : 0)));
        return lung;
    }

    private static AftDistribution Named(string name) => name switch
    {
        "weibull" => AftDistribution.Weibull, "lognormal" => AftDistribution.LogNormal, "loglogistic" => AftDistribution.LogLogistic,
        "gompertz" => AftDistribution.Gompertz, _ => AftDistribution.GeneralizedGamma,
    };

    [Theory]
    [InlineData("weibull_strata"), InlineData("lognormal_strata"), InlineData("loglogistic_strata")]
    [InlineData("weibull_entry"), InlineData("lognormal_entry"), InlineData("loglogistic_entry")]
    [InlineData("weibull_entry_strata"), InlineData("lognormal_entry_strata"), InlineData("loglogistic_entry_strata")]
    [InlineData("gompertz"), InlineData("gompertz_entry"), InlineData("gengamma"), InlineData("gengamma_entry")]
    public void Strata_entry_times_and_further_distributions(string kind)
    {
        string name = kind.Split('_')[0];
        bool entry = kind.Contains("entry", StringComparison.Ordinal), strata = kind.Contains("strata", StringComparison.Ordinal);
        bool survreg = strata && !entry; // as survreg: the stratum is not a covariate as well
        AftFit fit = Lung()
            .Aft($"Surv({(entry ? "entry, " : "")}time, dead) ~ age{(survreg ? "" : " + factor(sex)")}{(strata ? " + strata(sex)" : "")}",
                options: new() { Distribution = Named(name) });
        JsonElement expected = R.GetProperty(kind);
        double?[] coef = expected.Column("coef");
        Near(coef, [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-8, name == "gompertz" ? 1e-5 : 1e-2);
        Near(expected.Column("se"), [.. fit.Coefficients.Select(c => c.StandardError)], "se", 1e-7);
        JsonElement log = expected.GetProperty("loglik");
        Near(log.ValueKind == JsonValueKind.Array ? log[1].GetDouble() : log.GetDouble(), fit.LogLikelihood, "loglik", 1e-11);
        if (survreg) Near(log[0].GetDouble(), fit.LogLikelihoodNull, "null", 1e-10);
        Assert.True(fit.Converged);
        Assert.Contains(kind.StartsWith("gompertz", StringComparison.Ordinal) ? "Hazard ratio" : "Time ratio", fit.ToString(),
            StringComparison.Ordinal);
        if (strata) Assert.Contains("Log(scale)[sex=2]", fit.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weibull", false), InlineData("weibull", true), InlineData("lognormal", false), InlineData("lognormal", true),
        InlineData("loglogistic", false), InlineData("loglogistic", true)]
    public void Residuals_of_survreg(string name, bool strata)
    {
        AftFit fit = Lung().Aft(strata ? "Surv(time, dead) ~ age + strata(sex)" : "Surv(time, dead) ~ age + factor(sex)",
            options: new() { Distribution = Named(name) });
        DataFrame residuals = fit.Residuals();
        JsonElement expected = R.GetProperty(name + (strata ? "_strata" : "") + "_residuals");
        string[] types = ["response", "deviance", "working", "ldcase", "ldresp", "ldshape"],
            matrix = ["loglik", "dg", "ddg", "ds", "dds", "dsg"];
        for (int i = 0; i < 40; i++)
        {
            for (int t = 0; t < types.Length; t++)
                Near(expected.GetProperty("types")[i][t].GetDouble(), (double)residuals[types[t]][i], $"{types[t]}[{i}]", 1e-7, 1e-4);
            for (int t = 0; t < matrix.Length; t++)
                Near(expected.GetProperty("matrix")[i][t].GetDouble(), (double)residuals[matrix[t]][i], $"{matrix[t]}[{i}]", 1e-7, 1e-4);
            for (int j = 0; j < fit.Coefficients.Length; j++)
            {
                Near(expected.GetProperty("dfbeta")[i][j].GetDouble(), (double)residuals["dfbeta_" + fit.Coefficients[j].Name][i], "dfbeta",
                    1e-7, 1e-4);
                Near(expected.GetProperty("dfbetas")[i][j].GetDouble(), (double)residuals["dfbetas_" + fit.Coefficients[j].Name][i],
                    "dfbetas", 1e-7, 1e-4);
            }
        }
        // Weibull scores sum to 0
        Assert.Equal(0, residuals["martingale"].Cast<double>().Sum(), name == "weibull" && !strata ? 1e-6 : 40.0);
    }

    [Theory]
    [InlineData(AftDistribution.Weibull, 1), InlineData(AftDistribution.LogNormal, 0)]
    public void The_generalised_gamma_holds_its_relatives(AftDistribution distribution, double q)
    {
        AftFit small = Lung().Aft("Surv(time, dead) ~ age", options: new() { Distribution = distribution });
        double[] b = [.. small.Coefficients.Select(c => c.Estimate!.Value)];
        double[] x = [.. Lung()["age"].Cast<double>()], time = [.. Lung()["time"].Cast<double>()],
            dead = [.. Lung()["dead"].Cast<double>()];
        var gamma = NaturalDistribution.Of(AftDistribution.GeneralizedGamma);
        double sum = Enumerable.Range(0, x.Length)
            .Sum(i => (dead[i] == 1
                ? gamma.LogDensity(time[i], b[0] + b[1] * x[i], b[2], q)
                : gamma.LogSurvival(time[i], b[0] + b[1] * x[i], b[2], q)).Value);
        Near(small.LogLikelihood, sum, "likelihood", 1e-12);
        Assert.True(Lung().Aft("Surv(time, dead) ~ age", options: new() { Distribution = AftDistribution.GeneralizedGamma }).LogLikelihood
            >= small.LogLikelihood);
    }

    [Fact]
    public void A_Gompertz_hazard_without_slope_is_the_exponential()
    {
        var gompertz = NaturalDistribution.Of(AftDistribution.Gompertz);
        Assert.Equal(-3 * Math.Exp(-1), gompertz.LogSurvival(3, -1, 0, 0).Value, 14);
        Assert.Equal(-1 - 3 * Math.Exp(-1), gompertz.LogDensity(3, -1, 0, 0).Value, 14);
        // where the hazard falls to 0 some never fail: no median
        Assert.Null(gompertz.Quantile(0.5, -3, -1, 0));
        Assert.Equal(Math.Log(2) * Math.E, gompertz.Quantile(0.5, -1, 0, 0)!.Value, 12);
        foreach (double u in (double[])[-1.0001, -0.9999, -0.01, 0.01, 0.9999, 1.0001])
        {
            Natural at = gompertz.LogSurvival(2, -1, u / 2, 0);
            const double h = 1e-4;
            Near((gompertz.LogSurvival(2, -1, u / 2 + h, 0).Value - gompertz.LogSurvival(2, -1, u / 2 - h, 0).Value) / (2 * h), at.K,
                "slope", 1e-7);
            Near((gompertz.LogSurvival(2, -1, u / 2 + h, 0).K - gompertz.LogSurvival(2, -1, u / 2 - h, 0).K) / (2 * h), at.KK,
                "curvature", 1e-6);
        }
    }

    [Fact]
    public void Predictions_of_a_stratum_a_Gompertz_and_a_generalised_gamma_agree_with_themselves()
    {
        var patient = new Profile("a") { ["age"] = 60, ["sex"] = 2 };
        foreach ((AftDistribution distribution, string formula) in ((AftDistribution, string)[])[
            (AftDistribution.Weibull, "Surv(time, dead) ~ age + strata(sex)"),
            (AftDistribution.Gompertz, "Surv(time, dead) ~ age + factor(sex)"),
            (AftDistribution.GeneralizedGamma, "Surv(entry, time, dead) ~ age + factor(sex)")])
        {
            AftFit fit = Lung().Aft(formula, options: new() { Distribution = distribution });
            SurvivalQuantile median = fit.Quantile(patient);
            (_, double survival, double lower, double upper) = fit.Survival(patient, [median.Estimate!.Value])[0];
            Assert.Equal(0.5, survival, 10);
            Assert.True(lower < 0.5 && upper > 0.5 && median.Lower < median.Estimate && median.Upper > median.Estimate);
        }
        // a stratum with a scale of its own is a fit of its own where nothing is shared
        AftFit both = Lung().Aft("Surv(time, dead) ~ factor(sex) + strata(sex)"), alone = Lung().Where("sex", "2")
            .Aft("Surv(time, dead) ~ 1");
        Near(alone.Quantile(new Profile("a")).Estimate, both.Quantile(new Profile("a") { ["sex"] = 2 }).Estimate, "median", 1e-9);
        Near(alone.Quantile(new Profile("a")).StdErr, both.Quantile(new Profile("a") { ["sex"] = 2 }).StdErr, "se", 1e-8);
    }

    [Fact]
    public void What_cannot_be_estimated_is_said()
    {
        DataFrame lung = Lung();
        lung.Columns.Add(new DoubleDataFrameColumn("same", Enumerable.Repeat(3.0, (int)lung.Rows.Count)));
        AftFit fit = lung.Aft("Surv(time, dead) ~ age + same", options: new() { Distribution = AftDistribution.Gompertz });
        Assert.Null(fit.Coefficients.Single(c => c.Name == "same").Estimate);
        Assert.NotNull(fit.Coefficients.Single(c => c.Name == "age").Estimate);
        lung.Columns.Add(
            new DoubleDataFrameColumn("spared", Enumerable.Range(0, (int)lung.Rows.Count).Select(
                i => (double)lung["dead"][i] == 0 && i % 2 == 0 ? 1.0 : 0)));
        AftFit separated = lung.Aft("Surv(time, dead) ~ age + spared", options: new() { Distribution = AftDistribution.Gompertz });
        Assert.Null(separated.Coefficients.Single(c => c.Name == "spared").Estimate);
        Assert.False(separated.Converged);
        DataFrame none = lung.Where("dead", "0");
        Assert.Contains("needs events", Assert.Throws<ArgumentException>(
            () => none.Aft("Surv(time, dead) ~ age", options: new() { Distribution = AftDistribution.GeneralizedGamma })).Message,
            StringComparison.Ordinal);
        Assert.True(fit.Residuals().Columns.Count == 2);
    }

    [Fact]
    public void Clusters_make_robust_errors_of_every_distribution()
    {
        // with one covariate-free exponential the sandwich is known: sum of squared cluster residuals over events squared
        DataFrame lung = Lung();
        AftFit fit = lung.Aft("Surv(time, dead) ~ 1 + cluster(inst)", options: new() { Distribution = AftDistribution.Gompertz });
        AftFit plain = lung.Aft("Surv(time, dead) ~ 1", options: new() { Distribution = AftDistribution.Gompertz });
        Near(plain.Coefficients[0].StandardError, fit.Coefficients[0].ModelStandardError, "model", 1e-12);
        Assert.NotEqual(plain.Coefficients[0].StandardError, fit.Coefficients[0].StandardError);
        DataFrame residuals = lung.Aft("Surv(time, dead) ~ age + cluster(inst)", options: new() { Distribution = AftDistribution.Weibull })
            .Residuals();
        double[] sums = [.. Enumerable.Range(0, (int)lung.Rows.Count).GroupBy(i => (double)lung["inst"][i])
            .Select(g => g.Sum(i => (double)residuals["dfbeta_age"][i]))];
        AftFit robust = lung.Aft("Surv(time, dead) ~ age + cluster(inst)", options: new() { Distribution = AftDistribution.Weibull });
        Near(Math.Sqrt(sums.Sum(s => s * s)), robust.Coefficients[1].StandardError, "sum of dfbeta", 1e-9);
    }
}
