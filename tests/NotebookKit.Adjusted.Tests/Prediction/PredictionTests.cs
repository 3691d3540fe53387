using System.Collections.Immutable;
using System.Text.Json;
using NotebookKit.Adjusted.Prediction;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Tests.Regression;
using NotebookKit.Survival.Models;

namespace NotebookKit.Adjusted.Tests.Prediction;

public sealed class PredictionTests
{
    private const double Tolerance = 1e-8;

    private static (JsonElement Expected, SurvivalData Data) Load(string file)
    {
        JsonElement e = Golden.Analyses(file + ".json", "prediction")[0];
        string[] terms = e.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries);
        return (e, CoxTests.Data(Golden.Table(file + ".csv"), terms));
    }

    [Theory, InlineData("lung", "apparent"), InlineData("lung", "split"), InlineData("veteran", "apparent"), InlineData("veteran", "split")]
    public void Performance_equals_R(string file, string part)
    {
        (JsonElement all, SurvivalData data) = Load(file);
        JsonElement e = all.GetProperty(part);
        int[] rows = [.. Enumerable.Range(0, data.Rows)];
        SurvivalData train = part == "apparent" ? data : Optimism.Rows(data, [.. rows.Where(i => i % 2 == 0)]), test = part == "apparent"
            ? data
            : Optimism.Rows(data, [.. rows.Where(i => i % 2 == 1)]);
        double[] times = all.Numbers("times");
        CoxPredictor model = CoxPredictor.Fit(train);
        Golden.Near(e.GetProperty("coef").Numbers("coef"), model.Coefficients.Select(c => (double?)c), Tolerance, "coef");
        Golden.Near(e.Numbers("means_subtracted"), model.Means.Select(c => (double?)c), Tolerance, "means");
        Golden.Near(e.Numbers("baseline_hazard_at_times"), times.Select(t => (double?)model.BaselineHazard(t)), Tolerance, "baseline");
        PredictionReport r = PredictionReport.Judge(model, train.Rows, test, times, groups: 5);
        Golden.Near(e.Numbers("linear_predictor_first_20"), r.LinearPredictor.Take(20).Select(c => (double?)c), Tolerance, "lp");
        double[][] survival = e.Matrix("predicted_survival_first_10");
        for (int i = 0; i < 10; i++)
            for (int k = 0; k < times.Length; k++)
                Golden.Near(survival[i][k], model.Survival(times[k], r.LinearPredictor[i]), Tolerance, "S(t)");
        Golden.Near([e.Number("harrell_c"), e.Number("harrell_se"), e.Number("uno_c"), e.Number("uno_se")],
            [r.Concordance.Harrell, r.Concordance.HarrellError, r.Concordance.Uno, r.Concordance.UnoError], Tolerance, "C");
        Golden.Near([e.Number("harrell_c_to_tau"), e.Number("harrell_se_to_tau"), e.Number("uno_c_to_tau"), e.Number("uno_se_to_tau")],
            [r.ConcordanceToLast.Harrell, r.ConcordanceToLast.HarrellError, r.ConcordanceToLast.Uno, r.ConcordanceToLast.UnoError],
            Tolerance, "C to tau");
        JsonElement[] auc = e.Items("auc_t"), brier = e.Items("brier_t"), calibration = e.Items("calibration");
        for (int k = 0; k < times.Length; k++)
        {
            Golden.Near(auc[k].Number("auc"), r.Auc[k].Auc, Tolerance, "AUC(t)");
            Assert.Equal((auc[k].Number("cases"), auc[k].Number("controls"), auc[k].Number("censored_before")),
                (r.Auc[k].Cases, r.Auc[k].Controls, r.Auc[k].CensoredBefore));
            Golden.Near([brier[k].Number("brier"), brier[k].Number("brier_null_km"), brier[k].Number("ipa")],
                [r.Brier[k].Brier, r.Brier[k].NullBrier, r.Brier[k].Ipa], Tolerance, "Brier");
            Golden.Near(
                [calibration[k].Number("mean_predicted_risk"), calibration[k].Number("observed_risk_km"),
                    calibration[k].Number("oe_ratio")],
                [r.Calibration[k].MeanPredictedRisk, r.Calibration[k].ObservedRisk, r.Calibration[k].ObservedOverExpected], Tolerance,
                "calibration");
            JsonElement[] groups = calibration[k].Items("groups");
            for (int g = 0; g < groups.Length; g++)
            {
                CalibrationGroup found = r.Calibration[k].Groups[g];
                Assert.Equal(groups[g].Number("n"), found.N);
                Golden.Near(groups[g].Number("mean_predicted_survival"), found.Predicted, Tolerance, "predicted");
                Golden.Near(groups[g].Number("observed_survival_km"), found.Observed, Tolerance, "observed");
                if (found.Observed == 0) continue; // R keeps a standard error where none exists
                Golden.Near(groups[g].Number("std_err"), found.StandardError, Tolerance, "std err");
                Golden.Near(groups[g].Number("lower_loglog"), found.Lower, Tolerance, "lower");
                Golden.Near(groups[g].Number("upper_loglog"), found.Upper, Tolerance, "upper");
            }
        }
        Golden.Near(e.GetProperty("calibration_slope").Number("coef"), r.CalibrationSlope.Slope, Tolerance, "slope");
        Golden.Near(e.GetProperty("calibration_slope").Number("se"), r.CalibrationSlope.StandardError, Tolerance, "slope se");
        JsonElement[] curve = e.GetProperty("decision_curve").Items("curve");
        ImmutableArray<DecisionPoint> points = r.DecisionCurve(test, e.GetProperty("decision_curve").Number("time"),
            curve.Select(c => c.Number("threshold")));
        for (int k = 0; k < curve.Length; k++)
        {
            Assert.Equal(curve[k].Number("n_above"), points[k].NAbove);
            Golden.Near(
                [curve[k].Number("true_positive"), curve[k].Number("false_positive"), curve[k].Number("net_benefit"),
                    curve[k].Number("treat_all")],
                [points[k].TruePositive, points[k].FalsePositive, points[k].NetBenefit, points[k].TreatAll], Tolerance, "net benefit");
        }
        Assert.Contains("Harrell's C", r.ToString(), StringComparison.Ordinal);
    }

    [Theory, InlineData("lung"), InlineData("veteran")]
    public void Nomogram_and_optimism_equal_R(string file)
    {
        (JsonElement e, SurvivalData data) = Load(file);
        GoldenTable table = Golden.Table(file + ".csv");
        CoxPredictor model = CoxPredictor.Fit(data);
        Nomogram nomogram = Nomogram.Of(model, data);
        JsonElement expected = e.GetProperty("nomogram");
        Golden.Near(expected.Number("linear_predictor_per_point"), nomogram.LinearPredictorPerPoint, Tolerance, "per point");
        Golden.Near(expected.Number("lp_at_zero_points"), nomogram.AtZeroPoints, Tolerance, "at zero");
        JsonElement[] axes = expected.Items("terms");
        for (int a = 0; a < axes.Length; a++)
            Golden.Near(axes[a].Numbers("points"), nomogram.Axes[a].Points.Select(p => (double?)p.Points), Tolerance, axes[a].Text("term"));
        double[] lp = model.LinearPredictor(data.Covariates);
        double raw = Enumerable.Range(0, model.Names.Length).Sum(j => model.Coefficients[j] * data.Covariates[j].Values.Span[0]);
        Golden.Near(model.Survival(100, lp[0]), nomogram.Survival((raw - nomogram.AtZeroPoints) / nomogram.LinearPredictorPerPoint, 100),
            1e-12, "points to survival");
        JsonElement boot = e.GetProperty("bootstrap_optimism");
        Optimism optimism = Optimism.Of(data, boot.Matrix("indices_1based").Select(r => r.Select(i => (int)i - 1).ToArray()));
        Golden.Near(boot.Number("apparent_c"), optimism.Apparent, Tolerance, "apparent");
        Golden.Near(boot.Numbers("optimism_each"), optimism.Each.Select(v => (double?)v), Tolerance, "optimism");
        Golden.Near(boot.Number("corrected_c"), optimism.Corrected, Tolerance, "corrected");
        Assert.Equal(Optimism.Bootstrap(data, 5).Each, Optimism.Bootstrap(data, 5).Each);
    }

    [Fact]
    public void Limits_of_net_benefit_are_those_of_a_mean()
    {
        // At 0.25 a false positive costs a third: four rows bring 1, -1/3, 0 and 1, on average 5/12.
        DecisionPoint point = Assert.Single(PredictionMeasures.DecisionCurve([true, false, true, true], [0.9, 0.3, 0.2, 0.25], [0.25]));
        double[] brought = [1, -1.0 / 3, 0, 1];
        double mean = brought.Average(), error = 1.959963984540054 * Math.Sqrt(brought.Average(b => (b - mean) * (b - mean)) / 4);
        Golden.Near(5.0 / 12, point.NetBenefit, 1e-14, "net benefit");
        Golden.Near(mean - error, point.Lower!.Value, 1e-12, "lower");
        Golden.Near(mean + error, point.Upper!.Value, 1e-12, "upper");
    }

    public static TheoryData<string, int> Splines => new() { { "lung", 0 }, { "lung", 1 }, { "veteran", 0 } };

    [Theory, MemberData(nameof(Splines))]
    public void Splines_equal_rms(string file, int index)
    {
        JsonElement e = Golden.Analyses(file + ".json", "spline_cox")[index];
        string x = e.Text("x");
        string[] other = e.TryGetProperty("other", out JsonElement o) && o.ValueKind is JsonValueKind.Array or JsonValueKind.String
            ? e.Texts("other")
            : [];
        GoldenTable table = Golden.Table(file + ".csv").Complete(["time", "status", x, .. other]);
        RestrictedCubicSpline s = RestrictedCubicSpline.Cox(CoxTests.Data(table, other), x, table.Numbers(x), e.Numbers("knots").Length);
        Golden.Near(e.Numbers("knots"), s.Knots.Select(k => (double?)k), 1e-9, "knots");
        Golden.Near(e.Numbers("coef"), s.Fit.Coefficients.Select(c => c.Estimate), 1e-7, "coef");
        Golden.Near(e.Numbers("se"), s.Fit.Coefficients.Select(c => c.StandardError), 1e-7, "se");
        Golden.Near([e.Number("overall_lr"), e.Number("overall_p"), e.Number("nonlinear_lr"), e.Number("nonlinear_p")],
            [s.Overall.ChiSquare, s.Overall.P, s.NonLinear.ChiSquare, s.NonLinear.P], 1e-7, "tests");
        Assert.Equal(e.Number("reference"), s.Reference);
        Golden.Near(e.Numbers("log_hazard_ratio"), e.Numbers("at").Select(v => (double?)s.At(v).LogHazardRatio), 1e-7, "log HR");
        Golden.Near(e.Numbers("log_hazard_ratio_se"), e.Numbers("at").Select(v => (double?)s.At(v).StandardError), 1e-7, "log HR se");
    }

    public static TheoryData<string, int> Cuts => new() { { "lung", 0 }, { "lung", 1 }, { "veteran", 0 } };

    [Theory, MemberData(nameof(Cuts))]
    public void Maximally_selected_cut_points_equal_maxstat(string file, int index)
    {
        JsonElement e = Golden.Analyses(file + ".json", "max_selected_logrank")[index];
        GoldenTable table = Golden.Table(file + ".csv").Complete("time", "status", e.Text("x"));
        MaximallySelected m = MaximallySelected.Search(table.Numbers("time"), [.. table.Numbers("status").Select(s => s == 1)],
            table.Numbers(e.Text("x")));
        Assert.Equal(e.Numbers("cuts"), m.Cuts.Select(c => c.Cut));
        Golden.Near(e.Numbers("statistics"), m.Cuts.Select(c => (double?)c.Statistic), Tolerance, "statistics");
        Golden.Near([e.Number("cutpoint"), e.Number("statistic"), Math.Min(1, e.Number("p_lausen_schumacher_1992")),
            e.Number("p_unadjusted_normal")], [m.CutPoint, m.Statistic, m.P, m.UncorrectedP], Tolerance, "cut");
        Assert.Contains("optimistic", RocCurve.Estimate([true, false, true, false], [3, 1, 2, 2]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Discrimination_and_calibration_of_logistic_models_equal_pROC()
    {
        JsonElement golden = Golden.Analyses("birthwt.json", "logit_table")[0].GetProperty("multivariable"),
            auc = golden.GetProperty("auc"), hosmer = golden.GetProperty("hosmer_lemeshow");
        GoldenTable table = Golden.Table("birthwt.csv");
        RegressionFit full = LogisticTests.Fit(table, "low", golden.Items("terms").Select(t => t.Text("term"))),
            small = LogisticTests.Fit(table, "low", ["age", "lwt", "race"]);
        bool[] y = [.. table.Numbers("low").Select(v => v == 1)];
        double[] p = [.. full.LinearPredictor().Select(l => 1 / (1 + Math.Exp(-l)))];
        RocCurve roc = RocCurve.Estimate(y, p);
        Golden.Near([auc.Number("auc"), auc.Number("delong_se"), auc.Number("lower"), auc.Number("upper"), auc.Number("roc_points")],
            [roc.AreaUnderCurve, roc.StandardError, roc.Lower, roc.Upper, roc.Points.Length], Tolerance, "AUC");
        JsonElement youden = auc.GetProperty("youden");
        Golden.Near([youden.Number("threshold"), youden.Number("sensitivity"), youden.Number("specificity"), youden.Number("index")],
            [roc.YoudenPoint.Threshold, roc.YoudenPoint.Sensitivity, roc.YoudenPoint.Specificity, roc.YoudenPoint.Youden],
            Tolerance, "Youden");
        RocComparison pair = RocCurve.Compare(y, p, small.LinearPredictor());
        JsonElement paired = Golden.Analyses("birthwt.json", "paired_auc")[0];
        Golden.Near([paired.Number("auc_1"), paired.Number("auc_2"), paired.Number("difference"), paired.Number("z"), paired.Number("p")],
            [pair.First, pair.Second, pair.Difference, pair.Z, pair.P], Tolerance, "paired");
        HosmerLemeshow h = HosmerLemeshow.Test(y, p);
        Assert.Equal(hosmer.Numbers("n"), h.N.Select(v => (double)v));
        Assert.Equal(hosmer.Numbers("observed"), h.Observed.Select(v => (double)v));
        Golden.Near(hosmer.Numbers("expected"), h.Expected.Select(v => (double?)v), Tolerance, "expected");
        Golden.Near([hosmer.Number("chisq"), hosmer.Number("p")], [h.ChiSquare, h.P], Tolerance, "Hosmer-Lemeshow");
        Golden.Near([golden.Number("mcfadden"), golden.Number("cox_snell"), golden.Number("nagelkerke")],
            [full.McFaddenR2, full.CoxSnellR2, full.NagelkerkeR2], Tolerance, "R²");
        JsonElement curve = Golden.Analyses("birthwt.json", "decision_curve_binary")[0];
        ImmutableArray<DecisionPoint> points = PredictionMeasures.DecisionCurve(y, p, curve.Numbers("thresholds"));
        Golden.Near(curve.Numbers("net_benefit"), points.Select(d => (double?)d.NetBenefit), Tolerance, "net benefit");
        Golden.Near(curve.Numbers("treat_all"), points.Select(d => (double?)d.TreatAll), Tolerance, "treat all");
    }

    [Fact]
    public void Risk_groups_by_hand_and_bad_input()
    {
        double[] score = [1, 2, 3, 4, 5, 6];
        Assert.Equal([1, 1, 2, 2, 3, 3], RiskGroups.ByQuantile(score).Group);
        Assert.Equal([1, 1, 1, 2, 2, 2], RiskGroups.ByCut(score, 3).Group);
        Assert.Throws<ArgumentException>(() => RiskGroups.ByCut(score, 10));
        Assert.Throws<ArgumentException>(() => RiskGroups.ByQuantile(new double[] { 1, 1, 1, 1 }));
        Assert.Contains("None of the 2", Assert.Throws<ArgumentException>(() => RocCurve.Estimate([false, false], [1, 2])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MaximallySelected.Search([1, 2, 3], [true, true, false], [5, 5, 5]));
        SurvivalData separated = new() { Time = new double[] { 1, 2, 3, 4 }, IsEvent = new[] { true, true, false, false },
            Covariates = [new("x", new double[] { 1, 1, 0, 0 })] };
        Assert.Contains("no finite estimate", Assert.Throws<ArgumentException>(() => CoxPredictor.Fit(separated)).Message,
            StringComparison.Ordinal);
    }
}
