using System.Text.Json;
using NotebookKit.Survival;
using NotebookKit.Survival.Cox;
using static NotebookKit.Tests.Survival.GoldenSurvival;
using static NotebookKit.Tests.Survival.GoldenRegression;

namespace NotebookKit.Tests.Survival.Cox;

public sealed class CoxGoldenTests
{
    public static TheoryData<string, int, string> Models => Cases("cox");

    [Theory, MemberData(nameof(Models))]
    public void Coefficients_and_variances(string dataset, int index, string call)
    {
        JsonElement expected = Analyses(dataset, "cox")[index];
        CoxFit fit = FitCox(dataset, expected);
        Assert.True(fit.Converged, call);
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", Iterated);
        NearMatrix(expected.GetProperty("var"), (i, j) => fit.Covariance[i, j], "var");
        if (expected.GetProperty("naive_var").ValueKind == JsonValueKind.Array)
            NearMatrix(expected.GetProperty("naive_var"), (i, j) => fit.ModelCovariance[i, j], "naive var");
        double?[][] hr = expected.GetProperty("hr").Matrix();
        Near([.. hr.Select(r => r[0])], [.. fit.Coefficients.Select(c => c.HazardRatio)], "HR", Iterated);
        Near([.. hr.Select(r => r[2])], [.. fit.Coefficients.Select(c => c.Lower)], "lower", Iterated);
        Near([.. hr.Select(r => r[3])], [.. fit.Coefficients.Select(c => c.Upper)], "upper", Iterated);
        double?[][] table = expected.GetProperty("coef_table").Matrix();
        Near([.. table.Select(r => r[^2])], [.. fit.Coefficients.Select(c => c.Z)], "z", Iterated);
        Near([.. table.Select(r => r[^1])], [.. fit.Coefficients.Select(c => c.P)], "p", Iterated);
    }

    [Theory, MemberData(nameof(Models))]
    public void Likelihood_and_tests(string dataset, int index, string call)
    {
        JsonElement expected = Analyses(dataset, "cox")[index];
        CoxFit fit = FitCox(dataset, expected);
        Assert.Equal(expected.GetProperty("n").GetInt32(), fit.N);
        Assert.Equal(expected.GetProperty("rows_used").GetArrayLength(), fit.N);
        Near(expected.Column("loglik"), [fit.LogLikelihoodNull, fit.LogLikelihood], call + " loglik", 1e-12);
        JsonElement tests = expected.GetProperty("tests");
        Check(tests.GetProperty("lr"), fit.LikelihoodRatio, "LR", Iterated);
        Check(tests.GetProperty("score"), fit.Score, "score", Iterated);
        Near(Number(expected, "wald"), fit.Wald.ChiSquare, "wald", Iterated);
        Near(GoldenSurvival.Values(tests.GetProperty("wald"))[2], fit.Wald.P, "wald p", Iterated);
        if (fit.RobustScore is not null) Check(tests.GetProperty("robust_score"), fit.RobustScore, "robust score", Iterated);
        else Assert.Equal(0, tests.GetProperty("robust_score").GetArrayLength());
        Near(Number(expected, "aic"), fit.Aic, "AIC", 1e-12);
        Near(Number(expected, "bic_n_events"), fit.Bic, "BIC", 1e-12);
    }

    [Theory, MemberData(nameof(Models))]
    public void Proportional_hazards(string dataset, int index, string call)
    {
        JsonElement expected = Analyses(dataset, "cox")[index].GetProperty("zph");
        CoxFit fit = FitCox(dataset, Analyses(dataset, "cox")[index]);
        foreach ((string name, TimeTransform transform) in new[] { ("km", TimeTransform.KaplanMeier), ("identity", TimeTransform.Identity),
            ("rank", TimeTransform.Rank), ("log", TimeTransform.Log) })
        {
            if (!expected.TryGetProperty(name, out JsonElement zph)) continue;
            ProportionalHazardsResult result = ProportionalHazardsTest.Test(fit, transform);
            foreach ((string property, ModelTest[] actual)
                in new (string, ModelTest[])[] { ("per_coef", [.. result.Coefficients, result.Global]),
                    ("per_term", [.. result.Terms, result.Global]) })
            {
                double?[][] rows = zph.GetProperty(property).Matrix();
                Assert.Equal(rows.Length, actual.Length);
                for (int i = 0; i < rows.Length; i++) Check(rows[i], actual[i], $"{call} {name} {property} {actual[i].Name}", Iterated);
            }
        }
    }

    private static void Check(JsonElement expected, ModelTest actual, string what, double tolerance) =>
        Check(GoldenSurvival.Values(expected), actual, what, tolerance);

    private static void Check(double?[] expected, ModelTest actual, string what, double tolerance)
    {
        Near(expected[0], actual.ChiSquare, what, tolerance, 1e-3);
        Assert.Equal(expected[1], actual.DegreesOfFreedom);
        Near(expected[2], actual.P, what + " p", tolerance * 10);
    }

    private static double? Number(JsonElement e, string name) => e.GetProperty(name).GetDouble();
}
