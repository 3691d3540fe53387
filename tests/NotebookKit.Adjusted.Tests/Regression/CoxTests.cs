using System.Collections.Immutable;
using System.Text.Json;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Survival.Models;

namespace NotebookKit.Adjusted.Tests.Regression;

public sealed class CoxTests
{
    private const double Tolerance = 1e-8;

    internal static SurvivalData Data(GoldenTable table, IEnumerable<string> terms)
    {
        GoldenTable complete = table.Complete(["time", "status", .. terms.SelectMany(t => t.Split(':'))]);
        return new SurvivalData { Time = complete.Numbers("time"), IsEvent = complete.Numbers("status").Select(s => s == 1).ToArray(),
            Covariates = complete.Design(terms) };
    }

    public static TheoryData<string, int> Models =>
        new((from file in new[] { "lung", "veteran" } from i in Enumerable.Range(-1, 7) select (file, i)).Select(
            x => new TheoryDataRow<string, int>(x.file, x.i)));

    [Theory, MemberData(nameof(Models))]
    public void Cox_table_equals_R(string file, int index)
    {
        JsonElement table = Golden.Analyses(file + ".json", "cox_table")[0];
        JsonElement expected = index < 0 ? table.GetProperty("multivariable") : table.Items("univariable")[index];
        string[] terms = [.. expected.Items("terms").Select(t => t.Text("term"))];
        SurvivalData data = Data(Golden.Table(file + ".csv"), terms);
        RegressionFit fit = SurvivalRegression.Cox(data),
            profile = SurvivalRegression.Cox(data, new RegressionOptions { Limits = ConfidenceLimitKind.Profile });
        JsonElement[] coefficients = expected.Items("coefficients");
        for (int j = 0; j < coefficients.Length; j++)
        {
            JsonElement e = coefficients[j];
            RegressionCoefficient c = fit.Coefficients[j];
            Assert.Equal(e.Text("name"), c.Name);
            Golden.Near(e.Number("coef"), c.Estimate, Tolerance, c.Name);
            Golden.Near(e.Number("se"), c.StandardError, Tolerance, c.Name);
            Golden.Near(e.Number("hazard_ratio"), c.Effect, Tolerance, c.Name);
            Golden.Near(e.Number("wald_lower"), c.Lower, Tolerance, c.Name);
            Golden.Near(e.Number("wald_upper"), c.Upper, Tolerance, c.Name);
            Golden.Near(e.Number("p"), c.P, Tolerance, c.Name);
            Golden.Near(e.Number("profile_lower"), profile.Coefficients[j].Lower, 1e-7, $"{c.Name} profile lower");
            Golden.Near(e.Number("profile_upper"), profile.Coefficients[j].Upper, 1e-7, $"{c.Name} profile upper");
        }
        JsonElement[] tests = expected.Items("terms");
        for (int t = 0; t < tests.Length; t++)
        {
            Golden.Near(tests[t].Number("lr_chisq"), fit.Terms[t].LikelihoodRatio, Tolerance, fit.Terms[t].Term);
            Golden.Near(tests[t].Number("lr_p"), fit.Terms[t].P, Tolerance, fit.Terms[t].Term);
            Golden.Near(tests[t].Number("wald_chisq"), fit.Terms[t].Wald, Tolerance, fit.Terms[t].Term);
            Golden.Near(tests[t].Number("wald_p"), fit.Terms[t].WaldP, Tolerance, fit.Terms[t].Term);
            Golden.Near(tests[t].Number("aic_without"), fit.Terms[t].AicWithout, Tolerance, fit.Terms[t].Term);
        }
        Golden.Near(expected.Number("log_likelihood"), fit.LogLikelihood, Tolerance, "log-likelihood");
        Golden.Near(expected.Number("log_likelihood_null"), fit.LogLikelihoodNull, Tolerance, "null");
        Golden.Near(expected.Number("lr_chisq"), fit.LikelihoodRatio!.ChiSquare, Tolerance, "LR");
        Golden.Near(expected.Number("aic"), fit.Aic, Tolerance, "AIC");
        Golden.Near(expected.Number("bic_events"), fit.Bic, Tolerance, "BIC");
        Golden.Near(expected.Number("r2_cox_snell"), fit.CoxSnellR2, Tolerance, "Cox-Snell");
        Golden.Near(expected.Number("r2_nagelkerke"), fit.NagelkerkeR2, Tolerance, "Nagelkerke");
        Golden.Near(expected.Number("events_per_parameter"), fit.EventsPerParameter, Tolerance, "EPV");
        if (!expected.TryGetProperty("gvif", out JsonElement gvif)) return;
        JsonElement[] inflation = [.. gvif.EnumerateArray()];
        for (int t = 0; t < inflation.Length; t++) Golden.Near(inflation[t].Number("gvif"), fit.Collinearity[t].Gvif, Tolerance, "GVIF");
    }
}
