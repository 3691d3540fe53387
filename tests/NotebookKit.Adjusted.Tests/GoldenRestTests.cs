using System.Collections.Immutable;
using System.Text.Json;
using NotebookKit.Adjusted.Imputation;
using NotebookKit.Adjusted.Prediction;
using NotebookKit.Adjusted.Propensity;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Repeated;
using NotebookKit.Adjusted.Tables;
using NotebookKit.Adjusted.Tests.Regression;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Survival.Concordance;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Models;

namespace NotebookKit.Adjusted.Tests;

/// <summary>
/// Values of the reference pack that the tests by room leave out, so that every one of them is met; <see cref="GoldenChangeTests"/> proves
/// it.
/// </summary>
public sealed class GoldenRestTests
{
    private const double Tolerance = 1e-8;

    public static TheoryData<string, int> CoxModels => CoxTests.Models;

    [Theory, MemberData(nameof(CoxModels))]
    public void Cox_models(string file, int index)
    {
        JsonElement table = Golden.Analyses(file + ".json", "cox_table")[0], e = index < 0
            ? table.GetProperty("multivariable")
            : table.Items("univariable")[index];
        SurvivalData data = CoxTests.Data(Golden.Table(file + ".csv"), e.Items("terms").Select(t => t.Text("term")));
        RegressionFit fit = SurvivalRegression.Cox(data);
        CoxFit core = CoxModel.Fit(data);
        Assert.Equal("efron", e.Text("ties"));
        Assert.Equal([e.Number("n"), e.Number("events"), e.Number("parameters")], [fit.N, fit.Events!.Value, fit.Coefficients.Length]);
        Golden.Near(Column(e.Items("coefficients"), "z"), fit.Coefficients.Select(c => c.Statistic), Tolerance, "z");
        Assert.Equal(Column(e.Items("terms"), "df"), fit.Terms.Select(t => (double)t.DegreesOfFreedom));
        Golden.Near([e.Number("score_chisq"), e.Number("wald_chisq")], [core.Score.ChiSquare, core.Wald.ChiSquare], Tolerance,
            "score, Wald");
        double[] lp = fit.LinearPredictor();
        ConcordanceResult harrell = ConcordanceEstimator.Estimate(data, lp, new ConcordanceOptions { LargerIsWorse = true }),
            uno = ConcordanceEstimator.Estimate(data, lp, new ConcordanceOptions { LargerIsWorse = true, Weight = ConcordanceWeight.Uno });
        Golden.Near([e.Number("concordance"), e.Number("concordance_se"), e.Number("uno_concordance"), e.Number("uno_concordance_se")],
            [harrell.Concordance, harrell.StandardError, uno.Concordance, uno.StandardError], Tolerance, "C");
        Same(e.Matrix("covariance"), (i, j) => fit.Covariance[i, j], Tolerance);
        if (index >= 0) return;
        JsonElement[] gvif = [.. e.GetProperty("gvif").EnumerateArray()];
        Golden.Near(Column(gvif, "gvif_adjusted"), fit.Collinearity.Select(c => (double?)c.Adjusted), Tolerance, "GVIF");
        Assert.Equal(Column(gvif, "df"), fit.Collinearity.Select(c => (double)c.DegreesOfFreedom));
        JsonElement zph = e.GetProperty("zph");
        ProportionalHazardsResult ph = core.ProportionalHazards();
        Golden.Near(zph.Numbers("chisq"), ph.Terms.Append(ph.Global).Select(t => (double?)t.ChiSquare), Tolerance, "zph");
        Golden.Near(zph.Numbers("p"), ph.Terms.Append(ph.Global).Select(t => (double?)t.P), Tolerance, "zph P");
        Assert.Equal(zph.Numbers("df"), ph.Terms.Append(ph.Global).Select(t => (double)t.DegreesOfFreedom));
    }

    [Theory, InlineData("lung"), InlineData("veteran")]
    public void Subgroups(string file)
    {
        JsonElement e = Golden.Analyses(file + ".json", "subgroups")[0];
        GoldenTable table = Golden.Table(file + ".csv");
        SubgroupVariable[] variables = [.. e.Items("groups").Select(g =>
        {
            string[] levels = [.. g.Items("levels").Select(l => l.Text("level"))];
            return new SubgroupVariable(g.Text("variable"), [.. levels],
                table.Texts(g.Text("variable")).Select(t => Array.IndexOf(levels, t)).ToArray());
        })];
        SubgroupTable found = SubgroupAnalysis.Cox(CoxTests.Data(table, []),
            table.Numbers(e.Text("treatment")).Select(v => v == 1).ToArray(), variables, ("0", "1"));
        Check(e.GetProperty("overall"), found.Overall);
        for (int g = 0; g < variables.Length; g++)
        {
            JsonElement group = e.Items("groups")[g];
            Assert.Equal(group.Number("interaction_df"), found.Variables[g].DegreesOfFreedom);
            for (int l = 0; l < found.Variables[g].Rows.Length; l++)
            {
                Check(group.Items("levels")[l], found.Variables[g].Rows[l]);
                Golden.Near(group.Items("levels")[l].GetProperty("from_interaction_model").Number("hazard_ratio"),
                    Exp(found.Variables[g].Rows[l].InteractionEstimate), Tolerance, "interaction model");
            }
        }

        static void Check(JsonElement e, SubgroupRow row)
        {
            Golden.Near(e.Number("hazard_ratio"), row.Effect, Tolerance, row.Label);
            // Wald
            Golden.Near(e.Number("p"), Distributions.NormalTwoSided(row.Estimate!.Value / row.StandardError!.Value), Tolerance, row.Label);
        }
    }

    [Theory, InlineData("lung", "apparent"), InlineData("lung", "split"), InlineData("veteran", "apparent"), InlineData("veteran", "split")]
    public void Prediction(string file, string part)
    {
        JsonElement all = Golden.Analyses(file + ".json", "prediction")[0], e = all.GetProperty(part);
        SurvivalData data = CoxTests.Data(Golden.Table(file + ".csv"),
            all.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries));
        Assert.Equal([all.Number("n"), all.Number("events")], [data.Rows, data.IsEvent.ToArray().Count(d => d)]);
        int[] rows = [.. Enumerable.Range(0, data.Rows)];
        SurvivalData train = part == "apparent" ? data : Optimism.Rows(data, [.. rows.Where(i => i % 2 == 0)]), test = part == "apparent"
            ? data
            : Optimism.Rows(data, [.. rows.Where(i => i % 2 == 1)]);
        PredictionReport r = PredictionReport.Judge(CoxPredictor.Fit(train), train.Rows, test, all.Numbers("times"), groups: 5);
        Assert.Equal([e.Number("n_fit"), e.Number("n_evaluated")], [r.N.Fitted, r.N.Judged]);
        Assert.Equal(e.Number("tau"), r.Auc.Max(a => a.Time));
        Assert.Equal(Column(e.Items("auc_t"), "time"), r.Auc.Select(a => a.Time));
        Assert.Equal(Column(e.Items("brier_t"), "time"), r.Brier.Select(a => a.Time));
        Assert.Equal(Column(e.Items("calibration"), "time"), r.Calibration.Select(a => a.Time));
        Assert.Contains(e.GetProperty("decision_curve").Number("time"), r.Auc.Select(a => a.Time));
        foreach (JsonElement c in e.Items("calibration"))
            Assert.Equal(Enumerable.Range(1, 5).Select(g => (double)g), Column(c.Items("groups"), "group"));
        Censoring.Step g = Censoring.Of(test.Time.ToArray(), test.IsEvent.ToArray());
        foreach (JsonElement a in e.Items("auc_t"))
        {
            Golden.Near(a.Number("censoring_survival_at_t"), g.At(a.Number("time")), Tolerance, "G(t)");
            Golden.Near(a.Number("sum_case_weights"),
                Enumerable.Range(0, test.Rows).Where(i => test.IsEvent.Span[i] && test.Time.Span[i] <= a.Number("time")).Sum(
                    i => 1 / g.Before(test.Time.Span[i])), Tolerance, "weights");
        }
    }

    [Theory, InlineData("lung"), InlineData("veteran")]
    public void Nomogram_and_optimism(string file)
    {
        JsonElement e = Golden.Analyses(file + ".json", "prediction")[0];
        SurvivalData data = CoxTests.Data(Golden.Table(file + ".csv"),
            e.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries));
        CoxPredictor model = CoxPredictor.Fit(data);
        Nomogram nomogram = Nomogram.Of(model, data);
        JsonElement[] axes = e.GetProperty("nomogram").Items("terms");
        for (int a = 0; a < axes.Length; a++)
        {
            Golden.Near(axes[a].Number("span"), nomogram.Axes[a].Span, Tolerance, "span");
            Covariate[] own = [.. data.Covariates.Where(c => c.Term == axes[a].Text("term"))];
            double[] effect = axes[a].Numbers("effect"), beta = [.. own.Select(c => model.Coefficients[data.Covariates.IndexOf(c)])];
            if (axes[a].TryGetProperty("min", out JsonElement least))
            {
                double[] x = own[0].Values.ToArray();
                Golden.Near([least.Number(), axes[a].Number("max")], [x.Min(), x.Max()], Tolerance, "range");
                Golden.Near(effect, [beta[0] * x.Min(), beta[0] * x.Max()], Tolerance, "effect");
            }
            else Golden.Near(effect, new double?[] { 0 }.Concat(beta.Select(b => (double?)b)), Tolerance, "effect");
        }
        JsonElement boot = e.GetProperty("bootstrap_optimism");
        Golden.Near(boot.Number("optimism"),
            Optimism.Of(data, boot.Matrix("indices_1based").Select(r => r.Select(i => (int)i - 1).ToArray())).Mean, Tolerance, "optimism");
    }

    [Theory, InlineData("lung", 0), InlineData("lung", 1), InlineData("veteran", 0)]
    public void Splines_and_cut_points(string file, int index)
    {
        JsonElement e = Golden.Analyses(file + ".json", "spline_cox")[index];
        string x = e.Text("x");
        string[] other = e.GetProperty("other").ValueKind == JsonValueKind.Null ? [] : e.Texts("other");
        GoldenTable table = Golden.Table(file + ".csv").Complete(["time", "status", x, .. other]);
        RestrictedCubicSpline s = RestrictedCubicSpline.Cox(CoxTests.Data(table, other), x, table.Numbers(x), e.Numbers("knots").Length);
        Golden.Near(e.Number("log_likelihood"), s.Fit.LogLikelihood, Tolerance, "log-likelihood");
        Assert.Equal([e.Number("overall_df"), e.Number("nonlinear_df")], [s.Overall.DegreesOfFreedom, s.NonLinear.DegreesOfFreedom]);
        JsonElement[] cuts = Golden.Analyses(file + ".json", "max_selected_logrank");
        if (index < cuts.Length)
            Assert.Equal(cuts[index].Number("n"), Golden.Table(file + ".csv").Complete("time", "status", cuts[index].Text("x")).Count);
    }

    [Theory, InlineData(0), InlineData(1)]
    public void Pooling(int index)
    {
        JsonElement e = Golden.Analyses("lung.json", "pooled")[index];
        GoldenTable all = Golden.Table("lung_imputed.csv");
        string[] terms = e.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries);
        RegressionFit[] fits = [.. Enumerable.Range(1, (int)e.Number("m")).Select(m =>
        {
            GoldenTable t = all.Where(i => all.Numbers("imp")[i] == m);
            return index == 0 ? SurvivalRegression.Cox(
                new SurvivalData { Time = t.Numbers("time"), IsEvent = t.Numbers("status").Select(s => s == 1).ToArray(),
                    Covariates = t.Design(terms) })
                : LogisticRegression.Fit(
                    new RegressionData { Outcome = t.Numbers("time").Select(v => v <= 365 ? 1.0 : 0).ToArray(),
                        Covariates = t.Design(terms) });
        })];
        Assert.Equal(e.Number("m"), PooledRegression.Pool(fits).Imputations);
        double[][] estimates = e.Matrix("estimates_by_imputation"), variances = e.Matrix("variances_by_imputation");
        for (int m = 0; m < fits.Length; m++)
        {
            Golden.Near(estimates[m], fits[m].Coefficients.Select(c => c.Estimate), Tolerance, "estimate");
            Golden.Near(variances[m], fits[m].Coefficients.Select(c => c.StandardError * c.StandardError), Tolerance, "variance");
        }
        double complete = (index == 0 ? fits[0].Events!.Value : fits[0].N) - fits[0].Coefficients.Length;
        Assert.All(e.Items("barnard_rubin"), b => Assert.Equal(complete, b.Number("dfcom")));
        PooledRegression large = PooledRegression.Pool(fits, double.PositiveInfinity);
        Golden.Near(Column(e.Items("large_sample"), "df_rubin_1987"),
            large.Coefficients.Select(c => (double?)c.LargeSampleDegreesOfFreedom), Tolerance, "df");
        Assert.All(e.Items("large_sample"), b => Assert.True(double.IsInfinity(b.Number("dfcom")) || double.IsNaN(b.Number("dfcom"))));
    }

    [Theory, InlineData(-1), InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6),
        InlineData(7)]
    public void Logistic_models(int index)
    {
        JsonElement table = Golden.Analyses("birthwt.json", "logit_table")[0], e = index < 0
            ? table.GetProperty("multivariable")
            : table.Items("univariable")[index];
        RegressionFit fit = LogisticTests.Fit(Golden.Table("birthwt.csv"), "low", e.Items("terms").Select(t => t.Text("term")));
        LogisticPerformance p = fit.Performance();
        Assert.Equal(e.Number("parameters"), fit.Coefficients.Length);
        Assert.Equal(e.Number("lr_df"), fit.LikelihoodRatio!.DegreesOfFreedom);
        Assert.Equal(e.GetProperty("sequential").Numbers("df"), TermTests.Sequential(fit.Problem!).Select(t => (double)t.DegreesOfFreedom));
        Golden.Near([e.Number("deviance"), e.Number("null_deviance")], [-2 * fit.LogLikelihood, -2 * fit.LogLikelihoodNull], Tolerance,
            "deviance");
        Golden.Near([e.Number("mcfadden"), e.Number("cox_snell"), e.Number("nagelkerke")], [fit.McFaddenR2, fit.CoxSnellR2, p.Nagelkerke],
            Tolerance, "R²");
        Golden.Near([e.Number("tjur"), e.Number("brier")], [p.Tjur, p.Brier], Tolerance, "Tjur, Brier");
        if (index >= 0) return;
        JsonElement auc = e.GetProperty("auc"), hosmer = e.GetProperty("hosmer_lemeshow"), calibration = e.GetProperty("calibration");
        double z = -Distributions.NormalQuantile(0.025);
        Golden.Near([auc.Number("lower_unclipped"), auc.Number("upper_unclipped")],
            [p.Roc.AreaUnderCurve - z * p.Roc.StandardError, p.Roc.AreaUnderCurve + z * p.Roc.StandardError], Tolerance, "limits");
        Assert.Equal([hosmer.Number("groups"), hosmer.Number("df")], [p.HosmerLemeshow!.N.Length, p.HosmerLemeshow.DegreesOfFreedom]);
        Assert.Equal(Column([.. e.GetProperty("vif").EnumerateArray()], "df"), fit.Collinearity.Select(c => (double)c.DegreesOfFreedom));
        Golden.Near(e.Numbers("linear_predictor_first_20"), fit.LinearPredictor().Take(20).Select(l => (double?)l), Tolerance, "lp");
        Golden.Near([calibration.Number("intercept"), calibration.Number("slope")], [p.CalibrationIntercept, p.CalibrationSlope], Tolerance,
            "calibration");
    }

    [Fact]
    public void Logistic_interaction()
    {
        JsonElement e = Golden.Analyses("birthwt.json", "logit_interaction")[0];
        RegressionFit fit = LogisticTests.Fit(Golden.Table("birthwt.csv"), "low", ["age", "smoke", "race", "smoke:race"]);
        Assert.Equal(e.Number("interaction_df"), fit.Terms[3].DegreesOfFreedom);
        // glm's own are off by up to 4e-8 (differences-from-R.md)
        Golden.Near(e.Numbers("se"), fit.Coefficients.Select(c => c.StandardError), 1e-7, "se");
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Firth(int index)
    {
        JsonElement e = Golden.Analyses("birthwt.json", "firth_logistic")[index];
        GoldenTable table = Golden.Table("birthwt.csv");
        table = index switch { 1 => table.Where(i => i < 40),
            2 => table.Where(i => table.Numbers("ptd")[i] == 1 && table.Texts("race")[i] != "black"), _ => table };
        Assert.Equal([e.Number("n"), e.Number("events")], [table.Count, table.Numbers("low").Sum()]);
        string[] terms = e.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries);
        if (index == 1) return; // no event: extra.json holds the maximum, LogisticTests compares with it
        RegressionFit fit = LogisticTests.Fit(table, "low", terms, new RegressionOptions { Firth = true });
        JsonElement[] rows = e.Items("coefficients");
        Golden.Near(Column(rows, "odds_ratio"), fit.Coefficients.Select(c => c.Effect), 1e-7, "odds ratio");
        Golden.Near(Column(rows, "wald_p"), fit.Coefficients.Select(
            c => (double?)Distributions.NormalTwoSided(c.Estimate!.Value / c.StandardError!.Value)), 1e-7, "Wald P");
        Golden.Near(Column(rows, "lr_chisq"), fit.Coefficients.Select(c => (double?)Distributions.ChiSquareQuantile(1 - c.P!.Value, 1)),
            1e-5, "LR");
        RegressionFit plain = LogisticTests.Fit(table, "low", terms);
        double[] stopped = e.Numbers("maximum_likelihood_coefficients_at_default_stop");
        if (index == 0) Golden.Near(stopped, plain.Coefficients.Select(c => c.Estimate), 1e-5, "glm at its default stop");
        // where glm stops on its way to infinity, no number is printed here
        else Assert.True(stopped[2] > 15 && plain.Coefficients[2].Estimate is null);
    }

    [Theory, InlineData(0), InlineData(1)]
    public void Clusters(int index)
    {
        JsonElement e = Golden.Analyses("respiratory.json", "clustered_logistic")[index];
        GoldenTable table = Golden.Table("respiratory.csv");
        string[] ids = [.. table.Texts("id").Distinct()];
        var data = new RegressionData { Outcome = table.Numbers("outcome"),
            Covariates = table.Design(e.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries)),
            Clusters = table.Texts("id").Select(t => Array.IndexOf(ids, t)).ToArray() };
        RegressionFit plain = LogisticRegression.Fit(data, new RegressionOptions { Sandwich = SandwichKind.Plain });
        int n = plain.N, k = plain.Coefficients.Length, groups = plain.Clusters!.Value;
        Assert.Equal([e.Number("n"), e.Number("clusters"), e.Number("events")], [n, groups, plain.Events!.Value]);
        Golden.Near(e.Numbers("se_model"), LogisticRegression.Fit(data with { Clusters = default }).Coefficients.Select(
            c => c.StandardError), Tolerance, "model");
        Assert.Equal(Column(e.Items("joint"), "df"), plain.Terms.Select(t => (double)t.DegreesOfFreedom));
        double q = -Distributions.NormalQuantile(0.025);
        foreach ((string name, SandwichKind kind, double factor) in new[]
        {
            ("hc0_no_adjustment", SandwichKind.Plain, 1.0), ("hc0_G_over_Gminus1", SandwichKind.Adjusted, 1),
            ("hc1_stata", SandwichKind.Stata, 1),
            ("hc1_without_G", SandwichKind.Plain, (n - 1.0) / (n - k)), ("mancl_derouen", SandwichKind.ManclDeRouen, 1),
        })
        {
            RegressionFit fit = LogisticRegression.Fit(data, new RegressionOptions { Sandwich = kind });
            JsonElement r = e.GetProperty("robust").GetProperty(name);
            double[] b = [.. fit.Coefficients.Select(c => c.Estimate!.Value)],
                se = [.. fit.Coefficients.Select(c => c.StandardError!.Value * Math.Sqrt(factor))], z = [.. b.Zip(se, (x, s) => x / s)];
            Golden.Near(r.Numbers("se"), se.Select(v => (double?)v), Tolerance, name);
            Golden.Near(r.Numbers("z"), z.Select(v => (double?)v), Tolerance, name);
            Golden.Near(r.Numbers("p_normal"), z.Select(v => (double?)Distributions.NormalTwoSided(v)), Tolerance, name);
            Golden.Near(r.Numbers("p_t_Gminus1"), z.Select(v => (double?)Distributions.TTwoSided(v, groups - 1)), Tolerance, name);
            Golden.Near(r.Numbers("odds_ratio_lower"), b.Zip(se, (x, s) => (double?)Math.Exp(x - q * s)), Tolerance, name);
            Golden.Near(r.Numbers("odds_ratio_upper"), b.Zip(se, (x, s) => (double?)Math.Exp(x + q * s)), Tolerance, name);
            Same(r.Matrix("covariance"), (i, j) => fit.Covariance[i, j] * factor, Tolerance);
        }
        JsonElement correct = Golden.Load("gee_correlation.json").Items("alpha_se")[index];
        foreach (JsonElement gee in e.Items("gee"))
        {
            GeeCorrelation correlation = gee.Text("corstr") switch { "independence" => GeeCorrelation.Independence,
                "exchangeable" => GeeCorrelation.Exchangeable, _ => GeeCorrelation.Autoregressive };
            GeeFit fit = GeeRegression.Fit(data, new GeeRegressionOptions { Correlation = correlation }),
                jack = GeeRegression.Fit(data, new GeeRegressionOptions { Correlation = correlation, Variance = SandwichKind.Jackknife });
            Same(gee.Matrix("covariance"), (i, j) => fit.Regression.Covariance[i, j], 1e-6);
            Golden.Near(gee.Numbers("se_jackknife_fij"), jack.Regression.Coefficients.Select(c => c.StandardError), 1e-6,
                $"{correlation} jackknife");
            if (correlation == GeeCorrelation.Independence)
            {
                Assert.Null(fit.AlphaStandardError);
                continue;
            }
            // geepack's derivatives are wrong (differences-from-R.md): its value is near, that by numerical derivatives is met
            Assert.InRange(fit.AlphaStandardError!.Value / gee.Numbers("alpha_se")[0], 0.6, 1);
            Golden.Near(correct.Number(gee.Text("corstr")), fit.AlphaStandardError, 1e-6, $"{correlation} error of the correlation");
        }
    }

    [Theory, InlineData("lalonde"), InlineData("rotterdam_nodes")]
    public void Propensity(string file)
    {
        JsonElement e = Golden.Analyses(file + ".json", "propensity")[0], outcome = e.GetProperty("outcome");
        string[] terms = e.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries);
        GoldenTable table = Golden.Table(file + ".csv").Complete(terms);
        PropensityScore score = PropensityScore.Estimate(table.Numbers(e.Text("treatment")).Select(v => v == 1).ToArray(),
            table.Design(terms));
        Assert.Equal([e.Number("n"), e.Number("treated")], [score.Scores.Length, score.Treated.Count(t => t)]);
        Golden.Near(e.Number("events_per_parameter"), score.Model.EventsPerParameter, Tolerance, "events per parameter");
        Golden.Near(e.Number("logit_mean"), score.Logits.Average(), Tolerance, "logit");
        bool survival = outcome.TryGetProperty("time", out JsonElement time);
        foreach (JsonElement m in e.Items("matching"))
        {
            double caliper = m.TryGetProperty("caliper_in_sd", out JsonElement c) ? c.Number() : double.NaN;
            bool logit = m.Text("distance") == "logit", replace = m.GetProperty("replace").GetBoolean();
            AdjustedComparison matched = score.Match(
                new MatchOptions { OnLogit = logit, Caliper = double.IsNaN(caliper) ? null : caliper, PooledDeviation = false,
                    WithReplacement = replace });
            double[] distance = [.. logit ? score.Logits : score.Scores];
            Golden.Near(m.Number("sd_of_distance"), Math.Sqrt(PropensityScore.Variance(distance)), Tolerance, "sd");
            Assert.Equal(m.Number("pairs"), matched.Pairs.Length);
            Assert.Equal(m.Number("controls_used"), matched.Pairs.Select(p => p.Control).Distinct().Count());
            Assert.Equal(m.Number("rows_with_a_repeated_distance"),
                distance.Length - distance.Select(d => Math.Round(d, 10)).Distinct().Count());
            if (replace)
            {
                var used = matched.Pairs.GroupBy(p => p.Control).OrderBy(g => g.Key).ToArray();
                Assert.Equal(m.GetProperty("times_used").Numbers("row"), used.Select(g => g.Key + 1.0));
                Assert.Equal(m.GetProperty("times_used").Numbers("times"), used.Select(g => (double)g.Count()));
            }
            Differences(m, score, matched, table);
            Estimates(m.GetProperty("estimate"), matched);
        }
        foreach ((JsonElement w, WeightOptions? options) in e.Items("weighting").Zip(Weightings))
        {
            AdjustedComparison weighted = options is null
                ? score.Weight() with { Weights = [.. score.Scores.Select(_ => 1.0)] }
                : score.Weight(options);
            Differences(w, score, weighted, table);
            Estimates(w.GetProperty("estimate"), weighted);
        }
        if (survival)
            foreach (JsonElement a in new[] { "multivariable", "ps_logit_as_covariate", "ps_quintiles_as_strata" }.Select(
                n => e.GetProperty("adjusted").GetProperty(n)))
                Golden.Near(a.Number("hazard_ratio"), Math.Exp(a.Number("coef")), Tolerance, "adjusted"); // coef itself: PropensityTests

        void Estimates(JsonElement e, AdjustedComparison comparison)
        {
            if (survival)
            {
                AdjustedOutcome found = AdjustedOutcomes.Survival(comparison, table.Numbers(time.GetString()!),
                    table.Numbers(outcome.Text("status")).Select(s => s == 1).ToArray());
                Golden.Near(e.GetProperty("cox").Number("hazard_ratio"), found.Effect, Tolerance, "hazard ratio");
                Assert.Equal(outcome.Numbers("times"), e.GetProperty("km").Numbers("times"));
                if (e.TryGetProperty("cox_stratified_by_pair", out JsonElement pair))
                    Golden.Near(pair.Number("hazard_ratio"), Math.Exp(found.StratifiedByPair!.Value.Estimate), Tolerance, "by pair");
                return;
            }
            AdjustedOutcome means = AdjustedOutcomes.Means(comparison, table.Numbers(outcome.Text("y")));
            Golden.Near(e.Number("z"), means.Estimate / (means.PatientStandardError ?? means.StandardError), Tolerance, "z");
            Assert.Equal(e.TryGetProperty("paired_t", out JsonElement t), means.PairedT is not null);
            if (means.PairedT is { } paired)
                Golden.Near([t.Number("mean_difference"), t.Number("se"), t.Number("t"), t.Number("df")],
                    [paired.MeanDifference, paired.StandardError, paired.T, paired.DegreesOfFreedom], Tolerance, "paired t");
        }
    }

    private static readonly WeightOptions?[] Weightings =
    [
        null, new() { Stabilized = false }, new(), new() { Target = WeightTarget.Treated }, new() { Target = WeightTarget.Overlap },
        new() { Target = WeightTarget.Matching },
        new() { Truncation = 0.01 }, new() { Stabilized = false, Trim = 0.1 },
    ];

    private static void Differences(JsonElement e, PropensityScore score, AdjustedComparison comparison, GoldenTable table)
    {
        foreach (JsonElement b in e.Items("balance"))
        {
            string name = b.Text("variable");
            double[] x = name switch
            {
                "propensity" => [.. score.Scores], "logit_propensity" => [.. score.Logits],
                    _ when table.Names.Contains(name) => table.Numbers(name),
                _ => table.Levels.Where(l => name.StartsWith(l.Key, StringComparison.Ordinal))
                    .Select(l => table.Texts(l.Key).Select(t => l.Key + t == name ? 1.0 : 0).ToArray()).First(),
            };
            BalanceStatistics s = BalanceTable.Statistics(x, [.. score.Treated], [.. comparison.Weights]);
            Golden.Near(b.Number("raw_difference"), s.MeanTreated - s.MeanControl, Tolerance, name);
            Assert.Equal(b.GetProperty("binary").GetBoolean(), x.All(v => v is 0 or 1));
        }
    }

    [Theory, InlineData("lalonde"), InlineData("rotterdam_nodes")]
    public void Two_way_variance_after_matching_with_replacement(string file)
    {
        JsonElement e = Golden.Load("twoway.json").GetProperty(file), all = Golden.Analyses(file + ".json", "propensity")[0];
        string[] terms = all.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries);
        GoldenTable table = Golden.Table(file + ".csv").Complete(terms);
        AdjustedComparison matched = PropensityScore.Estimate(table.Numbers(all.Text("treatment")).Select(v => v == 1).ToArray(),
            table.Design(terms)).Match(new MatchOptions { Caliper = 0.2, PooledDeviation = false, WithReplacement = true });
        AdjustedOutcome found = file == "lalonde" ? AdjustedOutcomes.Means(matched, table.Numbers("re78"))
            : AdjustedOutcomes.Survival(matched, table.Numbers("time"), table.Numbers("event").Select(v => v == 1).ToArray());
        Golden.Near([e.Number("estimate"), e.Number("by_patient"), e.Number("two_way")],
            [found.Estimate, found.PatientStandardError, found.StandardError], Tolerance, file);
        Assert.Contains("matched set and patient", found.ToString(), StringComparison.Ordinal);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Mixed_models(int index)
    {
        JsonElement e = Golden.Analyses("mixed.json", "mixed_model")[index];
        GoldenTable table = Golden.Table(e.Text("file"));
        if (e.Text("file") == "dietox.csv")
            table = table with { Levels = Golden.Load("mixed.json").GetProperty("meta").GetProperty("factor_levels")
                .GetProperty("dietox.csv").EnumerateObject()
                .ToDictionary(p => p.Name, p => p.Value.EnumerateArray().Select(v => v.GetString()!).ToArray()) };
        string[] sides = e.Text("call").Split('~');
        string id = sides[1].Split('|')[1].Trim(' ', ')'), fixedPart = sides[1][..sides[1].LastIndexOf('+')].Trim();
        string[] terms = fixedPart == "age * female"
            ? ["age", "female", "age:female"]
            : fixedPart.Split('+', StringSplitOptions.TrimEntries), ids = [.. table.Texts(id).Distinct()];
        MixedModelFit fit = MixedModel.RandomIntercept(
            new RegressionData { Outcome = table.Numbers(sides[0].Trim()), Covariates = table.Design(terms),
                Clusters = table.Texts(id).Select(t => Array.IndexOf(ids, t)).ToArray() });
        Assert.Equal([e.Number("n"), e.Number("groups")], [fit.N, fit.Clusters]);
        Golden.Near(e.Numbers("t"), fit.Coefficients.Select(c => (double?)c.T), 1e-5, "t");
        Assert.Equal(Column(e.Items("terms_ml"), "df"), fit.Terms.Take(e.Items("terms_ml").Length).Select(t => (double)t.DegreesOfFreedom));
        JsonElement anova = e.GetProperty("anova_type3_F");
        Assert.Equal(anova.Numbers("numdf"), fit.Terms.Select(t => (double)t.DegreesOfFreedom));
        Golden.Near(anova.Numbers("p"), fit.Terms.Select(t => t.P), 1e-5, "F P");
    }

    private static double[] Column(JsonElement[] rows, string name) => [.. rows.Select(r => r.Number(name))];

    private static double? Exp(double? value) => value is { } v ? Math.Exp(v) : null;

    private static void Same(double[][] expected, Func<int, int, double?> found, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
            for (int j = 0; j < expected[i].Length; j++) Golden.Near(expected[i][j], found(i, j), tolerance, $"[{i}, {j}]");
    }
}
