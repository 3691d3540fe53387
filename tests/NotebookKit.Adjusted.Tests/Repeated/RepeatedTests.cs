using System.Text.Json;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Repeated;

namespace NotebookKit.Adjusted.Tests.Repeated;

public sealed class RepeatedTests
{
    private static RegressionData Respiratory(JsonElement analysis)
    {
        GoldenTable table = Golden.Table("respiratory.csv");
        string[] terms = analysis.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries);
        return new RegressionData { Outcome = table.Numbers("outcome"), Covariates = table.Design(terms),
            Clusters = Codes(table.Texts("id")) };
    }

    private static int[] Codes(string[] texts)
    {
        string[] distinct = [.. texts.Distinct()];
        return [.. texts.Select(t => Array.IndexOf(distinct, t))];
    }

    [Theory, InlineData(0), InlineData(1)]
    public void Robust_logistic_equals_sandwich(int index)
    {
        JsonElement expected = Golden.Analyses("respiratory.json", "clustered_logistic")[index];
        RegressionData data = Respiratory(expected);
        foreach ((string name, SandwichKind kind) in new[] { ("hc0_no_adjustment", SandwichKind.Plain),
            ("hc0_G_over_Gminus1", SandwichKind.Adjusted), ("hc1_stata", SandwichKind.Stata),
            ("mancl_derouen", SandwichKind.ManclDeRouen) })
        {
            RegressionFit fit = LogisticRegression.Fit(data, new RegressionOptions { Sandwich = kind });
            JsonElement robust = expected.GetProperty("robust").GetProperty(name);
            Golden.Near(expected.Numbers("coef"), fit.Coefficients.Select(c => c.Estimate), 1e-8, "coef");
            Golden.Near(robust.Numbers("se"), fit.Coefficients.Select(c => c.StandardError), 1e-8, name);
            Golden.Near(robust.Numbers("z"), fit.Coefficients.Select(c => c.Statistic), 1e-8, name);
            double[][] covariance = robust.Matrix("covariance");
            for (int i = 0; i < covariance.Length; i++)
                for (int j = 0; j < covariance.Length; j++) Golden.Near(covariance[i][j], fit.Covariance[i, j], 1e-8, name);
            if (kind == SandwichKind.ManclDeRouen) continue; // its P uses t on G − k
            Golden.Near(robust.Numbers("p_normal"), fit.Coefficients.Select(c => c.P), 1e-8, name);
            Golden.Near(robust.Numbers("odds_ratio_lower"), fit.Coefficients.Select(c => c.Lower), 1e-8, name);
            Golden.Near(robust.Numbers("odds_ratio_upper"), fit.Coefficients.Select(c => c.Upper), 1e-8, name);
            if (kind != SandwichKind.Plain) continue;
            JsonElement[] joint = expected.Items("joint");
            for (int t = 0; t < joint.Length; t++)
            {
                Golden.Near(joint[t].Number("wald_chisq_hc0"), fit.Terms[t].Wald, 1e-8, "joint");
                Golden.Near(joint[t].Number("p"), fit.Terms[t].P, 1e-8, "joint P");
                Assert.Null(fit.Terms[t].LikelihoodRatio);
            }
        }
    }

    [Theory, InlineData(0), InlineData(1)]
    public void Estimating_equations_equal_geepack(int index)
    {
        JsonElement expected = Golden.Analyses("respiratory.json", "clustered_logistic")[index];
        foreach (JsonElement gee in expected.Items("gee"))
        {
            GeeCorrelation correlation = gee.Text("corstr") switch { "independence" => GeeCorrelation.Independence,
                "exchangeable" => GeeCorrelation.Exchangeable, _ => GeeCorrelation.Autoregressive };
            GeeFit fit = GeeRegression.Fit(Respiratory(expected), new GeeRegressionOptions { Correlation = correlation });
            Golden.Near(gee.Numbers("coef"), fit.Regression.Coefficients.Select(c => c.Estimate), 1e-7, $"{correlation} coef");
            Golden.Near(gee.Numbers("se_sandwich"), fit.Regression.Coefficients.Select(c => c.StandardError), 1e-6, $"{correlation} se");
            Golden.Near(gee.Numbers("wald"), fit.Regression.Coefficients.Select(c => c.Statistic * c.Statistic), 1e-6,
                $"{correlation} wald");
            Golden.Near(gee.Numbers("p"), fit.Regression.Coefficients.Select(c => c.P), 1e-6, $"{correlation} p");
            Golden.Near(gee.Numbers("se_naive"), fit.NaiveStandardErrors.Select(s => (double?)s), 1e-6, $"{correlation} naive");
            if (correlation != GeeCorrelation.Independence) Golden.Near(gee.Numbers("alpha")[0], fit.Alpha, 1e-6, $"{correlation} alpha");
            Golden.Near(gee.Number("scale"), fit.Scale, 1e-6, $"{correlation} scale");
            Golden.Near(gee.Number("quasi_likelihood"), fit.Criterion.QuasiLikelihood, 1e-6, "quasi");
            Golden.Near(gee.Number("cic"), fit.Criterion.Cic, 1e-6, $"{correlation} CIC");
            Golden.Near(gee.Number("qic"), fit.Criterion.Qic, 1e-6, $"{correlation} QIC");
            Golden.Near(gee.Number("qic_u"), fit.Criterion.QicU, 1e-6, $"{correlation} QICu");
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Random_intercept_equals_lme4(int index)
    {
        JsonElement expected = Golden.Analyses("mixed.json", "mixed_model")[index];
        GoldenTable table = Golden.Table(expected.Text("file"));
        if (expected.Text("file") == "dietox.csv")
            table = table with { Levels = Golden.Load("mixed.json").GetProperty("meta").GetProperty("factor_levels")
                .GetProperty("dietox.csv").EnumerateObject()
                .ToDictionary(p => p.Name, p => p.Value.EnumerateArray().Select(v => v.GetString()!).ToArray()) };
        string[] sides = expected.Text("call").Split('~');
        string id = sides[1].Split('|')[1].Trim(' ', ')');
        string fixedPart = sides[1][..sides[1].LastIndexOf('+')].Trim();
        string[] terms = fixedPart == "age * female"
            ? ["age", "female", "age:female"]
            : fixedPart.Split('+', StringSplitOptions.TrimEntries);
        var data = new RegressionData { Outcome = table.Numbers(sides[0].Trim()), Covariates = table.Design(terms),
            Clusters = Codes(table.Texts(id)) };
        MixedModelFit fit = MixedModel.RandomIntercept(data), kr = MixedModel.RandomIntercept(data, MixedDegreesOfFreedom.KenwardRoger),
            z = MixedModel.RandomIntercept(data, MixedDegreesOfFreedom.Normal);
        Golden.Near(expected.Numbers("coef"), fit.Coefficients.Select(c => (double?)c.Estimate), 1e-6, "coef");
        Golden.Near(expected.Numbers("se"), fit.Coefficients.Select(c => (double?)c.StandardError), 1e-6, "se");
        Golden.Near(expected.Number("variance_random_intercept"), fit.RandomVariance, 1e-5, "tau²");
        Golden.Near(expected.Number("variance_residual"), fit.ResidualVariance, 1e-5, "sigma²");
        Golden.Near(expected.Number("icc"), fit.IntraclassCorrelation, 1e-5, "ICC");
        Golden.Near(expected.Number("reml_log_likelihood"), fit.RemlLogLikelihood, 1e-8, "REML");
        Golden.Near(expected.Number("aic_reml"), fit.RemlAic, 1e-8, "AIC");
        Golden.Near(expected.Numbers("satterthwaite_df"), fit.Coefficients.Select(c => (double?)c.SatterthwaiteDf), 1e-3, "Satterthwaite");
        Golden.Near(expected.Numbers("p_satterthwaite"), fit.Coefficients.Select(c => c.P), 1e-5, "P");
        Golden.Near(expected.Numbers("kenward_roger_se"), kr.Coefficients.Select(c => (double?)c.StandardError), 1e-5, "KR se");
        Golden.Near(expected.Numbers("kenward_roger_df"), kr.Coefficients.Select(c => (double?)c.DegreesOfFreedom), 1e-3, "KR df");
        Golden.Near(expected.Numbers("kenward_roger_p"), kr.Coefficients.Select(c => c.P), 1e-5, "KR P");
        Golden.Near(expected.Numbers("lme_containment_df"), fit.Coefficients.Select(c => (double?)c.ContainmentDf), 1e-9, "containment");
        Golden.Near(expected.Numbers("p_normal"), z.Coefficients.Select(c => c.P), 1e-6, "P normal");
        JsonElement ml = expected.GetProperty("ml");
        Golden.Near(ml.Numbers("coef"), fit.MlEstimates.Select(v => (double?)v), 1e-6, "ML coef");
        Golden.Near(ml.Number("variance_random_intercept"), fit.MlRandomVariance, 1e-5, "ML tau²");
        Golden.Near(ml.Number("variance_residual"), fit.MlResidualVariance, 1e-5, "ML sigma²");
        Golden.Near(ml.Number("log_likelihood"), fit.MlLogLikelihood, 1e-8, "ML");
        Golden.Near(ml.Number("aic"), fit.MlAic, 1e-8, "ML AIC");
        Golden.Near(ml.Number("bic"), fit.MlBic, 1e-8, "ML BIC");
        JsonElement[] tests = expected.Items("terms_ml");
        JsonElement anova = expected.GetProperty("anova_type3_F");
        for (int t = 0; t < tests.Length; t++)
        {
            Golden.Near(tests[t].Number("lr_chisq_ml"), fit.Terms[t].LikelihoodRatio, 1e-6, "LR");
            Golden.Near(tests[t].Number("p"), fit.Terms[t].LikelihoodRatioP, 1e-6, "LR P");
            Golden.Near(anova.Numbers("F")[t], fit.Terms[t].F, 1e-5, "F");
            Golden.Near(anova.Numbers("dendf")[t], fit.Terms[t].DenominatorDf, 1e-3, "F df");
        }
        string[] ids = [.. table.Texts(id).Distinct()];
        string[] named = expected.Texts("random_effect_ids_first_10");
        Golden.Near(expected.Numbers("blup_first_10"), named.Select(n => (double?)fit.RandomEffects[Array.IndexOf(ids, n)]), 1e-5, "BLUP");
        double[][] covariance = expected.Matrix("covariance");
        for (int i = 0; i < covariance.Length; i++)
            for (int j = 0; j < covariance.Length; j++) Golden.Near(covariance[i][j], fit.Covariance[i, j], 1e-5, "covariance");
    }
}
