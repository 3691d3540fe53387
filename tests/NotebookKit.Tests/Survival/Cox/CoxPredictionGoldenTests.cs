using System.Text.Json;
using NotebookKit.Survival;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Models;
using static NotebookKit.Tests.Survival.GoldenSurvival;
using static NotebookKit.Tests.Survival.GoldenRegression;

namespace NotebookKit.Tests.Survival.Cox;

public sealed class CoxPredictionGoldenTests
{
    public static TheoryData<string, int, string> Models => Cases("cox");

    [Theory, MemberData(nameof(Models))]
    public void Residuals(string dataset, int index, string call)
    {
        JsonElement analysis = Analyses(dataset, "cox")[index], expected = analysis.GetProperty("residuals");
        CoxFit fit = FitCox(dataset, analysis);
        CoxResiduals residuals = fit.Residuals();
        NearVector(expected.Column("martingale"), residuals.Martingale.Nullable(), call + " martingale");
        NearVector(expected.Column("deviance"), residuals.Deviance.Nullable(), "deviance", 1e-8); // a square root near 0
        if (fit.Options.Ties == CoxTies.Exact)
        {
            Assert.Null(residuals.Score);
            Assert.Throws<InvalidOperationException>(fit.SchoenfeldResiduals);
            return;
        }
        NearMatrix(expected.GetProperty("score"), (i, j) => residuals.Score!.Value[j][i], "score");
        NearMatrix(expected.GetProperty("dfbeta"), (i, j) => residuals.DfBeta!.Value[j][i], "dfbeta");
        NearMatrix(expected.GetProperty("dfbetas"), (i, j) => residuals.DfBetaScaled!.Value[j][i], "dfbetas");
        SchoenfeldResiduals schoenfeld = fit.SchoenfeldResiduals();
        Near(expected.Column("schoenfeld_times"), schoenfeld.Time.Nullable(), "times");
        NearMatrix(expected.GetProperty("schoenfeld"), (i, j) => schoenfeld.Values[j][i], "schoenfeld");
        NearMatrix(expected.GetProperty("scaledsch"), (i, j) => schoenfeld.Scaled[j][i], "scaled schoenfeld");
    }

    [Theory, MemberData(nameof(Models))]
    public void Baseline_hazard(string dataset, int index, string call)
    {
        JsonElement analysis = Analyses(dataset, "cox")[index], expected = analysis.GetProperty("basehaz").GetProperty("uncentered");
        CoxFit fit = FitCox(dataset, analysis);
        CoxCurves baseline = fit.BaselineHazard();
        NearVector(expected.Column("time"), [.. baseline.Curves.SelectMany(c => c.Time.Nullable())], call + " time");
        NearVector(expected.Column("hazard"), [.. baseline.Curves.SelectMany(c => c.CumulativeHazard.Nullable())], "hazard");
        double[] means = [.. analysis.Column("means").Select(m => m!.Value)];
        CoxCurves centered = fit.Predict([("means", means, null)], ConfidenceIntervalType.Log);
        NearVector(analysis.GetProperty("basehaz").GetProperty("centered").Column("hazard"),
            [.. centered.Curves.SelectMany(c => c.CumulativeHazard.Nullable())], "centered");
    }

    [Theory, MemberData(nameof(Models))]
    public void Predicted_curves(string dataset, int index, string call)
    {
        JsonElement analysis = Analyses(dataset, "cox")[index];
        if (!analysis.TryGetProperty("curves", out JsonElement curves)) return;
        CoxFit fit = FitCox(dataset, analysis);
        Profile[] profiles = Profiles(dataset, analysis.GetProperty("newdata"));
        foreach ((string name, ConfidenceIntervalType type) in new[] { ("log", ConfidenceIntervalType.Log),
            ("log-log", ConfidenceIntervalType.LogLog) })
        {
            JsonElement expected = curves.GetProperty(name);
            CoxCurves actual = fit.Curves(profiles, type);
            Assert.Equal(profiles.Length, actual.Curves.Length);
            Compare(expected, actual, "surv", c => c.Survival.Nullable());
            Compare(expected, actual, "cumhaz", c => c.CumulativeHazard.Nullable());
            Compare(expected, actual, "std_err_log", c => c.StdErrLogSurvival.Nullable());
            Compare(expected, actual, "lower", c => c.Lower);
            Compare(expected, actual, "upper", c => c.Upper);
            if (expected.GetProperty("strata").ValueKind == JsonValueKind.Null)
            {
                NearVector(expected.Column("n_risk"), actual.Curves[0].AtRisk.Nullable(), call + " at risk");
                NearVector(expected.Column("n_event"), actual.Curves[0].Events.Nullable(), "events");
            }
        }
        if (!analysis.TryGetProperty("curve_medians", out JsonElement medians)) return;
        SurvivalQuantile[] median = [.. fit.Curves(profiles).Curves.Select(c => c.Quantile(0.5))];
        NearMatrix(medians.GetProperty("q"), (i, _) => median[i].Estimate, "median");
        NearMatrix(medians.GetProperty("lower"), (i, _) => median[i].Lower, "median lower");
        NearMatrix(medians.GetProperty("upper"), (i, _) => median[i].Upper, "median upper");
    }

    [Theory, MemberData(nameof(Models))]
    public void Linear_predictor_of_new_patients(string dataset, int index, string call)
    {
        JsonElement analysis = Analyses(dataset, "cox")[index];
        if (!analysis.TryGetProperty("predict_new_zero", out JsonElement expected)) return;
        CoxFit fit = FitCox(dataset, analysis);
        var actual = Profiles(dataset, analysis.GetProperty("newdata")).Select(p => fit.LogHazardRatio(p)).ToArray();
        NearVector(expected.Column("fit"), [.. actual.Select(a => (double?)a.Estimate)], call);
        NearVector(expected.Column("se"), [.. actual.Select(a => (double?)a.StandardError)], "se");
    }

    private static void Compare(JsonElement expected, CoxCurves actual, string name, Func<CoxCurve, IEnumerable<double?>> of)
    {
        double?[][] rows = expected.GetProperty(name).Matrix();
        // one column a profile; with strata R puts the curves one below the other
        double?[] all = expected.GetProperty("strata").ValueKind == JsonValueKind.Null
            ? [.. Enumerable.Range(0, rows[0].Length).SelectMany(j => rows.Select(r => r[j]))]
            : [.. rows.SelectMany(r => r)];
        NearVector(all, [.. actual.Curves.SelectMany(of)], name);
    }

    private static Profile[] Profiles(string dataset, JsonElement newdata)
    {
        string[] columns = dataset switch
        {
            "aml" => ["x"], "lung" => ["age", "sex", "ph.ecog"], "bladder" => ["rx", "number", "size"],
                "veteran" => ["trt", "celltype", "karno", "age"],
            _ => [],
        };
        return [.. newdata.EnumerateArray().Select((row, i) =>
        {
            var profile = new Profile($"row {i + 1}");
            string[] names = columns.Length > 0 ? columns : row.GetArrayLength() == 3 ? ["age", "rx", "ecog.ps"] : ["age", "rx"];
            foreach ((int j, JsonElement value) in row.EnumerateArray().Index())
                profile[names[j]] = value.ValueKind == JsonValueKind.Number ? value.GetDouble()
                    : double.TryParse(value.GetString(), out double number) ? number : value.GetString()!;
            return profile;
        })];
    }
}
