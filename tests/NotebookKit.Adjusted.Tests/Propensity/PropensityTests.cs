using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Propensity;
using NotebookKit.Adjusted.Regression;
using NotebookKit.AnalysisSets;
using NotebookKit.Survival.Models;

namespace NotebookKit.Adjusted.Tests.Propensity;

public sealed class PropensityTests
{
    private const double Tolerance = 1e-8;

    private static (JsonElement Expected, GoldenTable Table, PropensityScore Score) Load(string file)
    {
        JsonElement expected = Golden.Analyses(file + ".json", "propensity")[0];
        string[] terms = expected.Text("call").Split('~')[1].Split('+', StringSplitOptions.TrimEntries);
        GoldenTable table = Golden.Table(file + ".csv").Complete(terms);
        PropensityScore score = PropensityScore.Estimate(table.Numbers(expected.Text("treatment")).Select(v => v == 1).ToArray(),
            table.Design(terms));
        return (expected, table, score);
    }

    [Theory, InlineData("lalonde"), InlineData("rotterdam_nodes")]
    public void Score_equals_glm(string file)
    {
        (JsonElement e, _, PropensityScore score) = Load(file);
        Golden.Near(e.GetProperty("coefficients").Numbers("coef"), score.Model.Coefficients.Select(c => c.Estimate), Tolerance, "coef");
        Golden.Near(e.GetProperty("coefficients").Numbers("se"), score.Model.Coefficients.Select(c => c.StandardError), Tolerance, "se");
        Golden.Near(e.Numbers("ps_first_20"), score.Scores.Take(20).Select(v => (double?)v), Tolerance, "score");
        Golden.Near(e.Number("auc"), score.Auc, Tolerance, "AUC");
        Golden.Near(e.Number("logit_sd"), score.LogitDeviation.All, Tolerance, "sd");
        Golden.Near(e.Number("logit_sd_pooled_within"), score.LogitDeviation.PooledWithin, Tolerance, "pooled sd");
        Golden.Near(e.GetProperty("common_support").Numbers("treated"), [score.Support.Treated.Least, score.Support.Treated.Largest],
            Tolerance, "support");
        Golden.Near(e.GetProperty("common_support").Numbers("control"), [score.Support.Control.Least, score.Support.Control.Largest],
            Tolerance, "support");
    }

    public static TheoryData<string, int> Weightings =>
        new((from f in new[] { "lalonde", "rotterdam_nodes" } from i in Enumerable.Range(0, 8) select new TheoryDataRow<string,
            int>(f, i)));

    [Theory, MemberData(nameof(Weightings))]
    public void Weights_balance_and_outcome_equal_R(string file, int index)
    {
        (JsonElement e, GoldenTable table, PropensityScore score) = Load(file);
        JsonElement w = e.Items("weighting")[index];
        WeightOptions? options = w.Text("weights") switch
        {
            "ate" => new() { Stabilized = false }, "ate_stabilized" => new(), "att" => new() { Target = WeightTarget.Treated },
                "overlap" => new() { Target = WeightTarget.Overlap },
            "matching_weights" => new() { Target = WeightTarget.Matching }, "ate_stabilized_truncated_1_99" => new() { Truncation = 0.01 },
            "ate_ps_trimmed_0.1_0.9" => new() { Stabilized = false, Trim = 0.1 }, _ => null,
        };
        AdjustedComparison comparison = options is null
            ? score.Weight() with { Weights = [.. score.Scores.Select(_ => 1.0)] }
            : score.Weight(options);
        Golden.Near(w.Numbers("first_20"), comparison.Weights.Take(20).Select(v => (double?)v), Tolerance, "weights");
        if (options is not null)
        {
            JsonElement s = w.GetProperty("summary");
            WeightSummary summary = comparison.WeightSummary!;
            Golden.Near(
                [s.Number("sum_treated"), s.Number("sum_control"), s.Number("max"), s.Number("min"), s.Number("ess_treated"),
                    s.Number("ess_control"), s.Number("ess")],
                [summary.SumTreated, summary.SumControl, summary.Largest, summary.Least, summary.EffectiveTreated, summary.EffectiveControl,
                    summary.Effective], Tolerance, "summary");
        }
        Balance(w, table, score, comparison);
        Outcome(w.GetProperty("estimate"), e.GetProperty("outcome"), table, comparison);
    }

    public static TheoryData<string, int> Matchings =>
        new((from f in new[] { "lalonde", "rotterdam_nodes" } from i in Enumerable.Range(0, 4) select new TheoryDataRow<string,
            int>(f, i)));

    [Theory, MemberData(nameof(Matchings))]
    public void Matches_are_the_nearest_neighbours(string file, int index)
    {
        (JsonElement e, GoldenTable table, PropensityScore score) = Load(file);
        JsonElement m = e.Items("matching")[index];
        double caliper = m.TryGetProperty("caliper_in_sd", out JsonElement c) ? c.Number() : double.NaN;
        AdjustedComparison comparison = score.Match(new MatchOptions
        {
            OnLogit = m.Text("distance") == "logit", Caliper = double.IsNaN(caliper) ? null : caliper, PooledDeviation = false,
            WithReplacement = m.GetProperty("replace").GetBoolean(),
        });
        if (!double.IsNaN(caliper)) Golden.Near(m.Number("caliper_width"), comparison.CaliperWidth, Tolerance, "caliper");
        Assert.Equal(m.Numbers("treated_row"), comparison.Pairs.OrderBy(p => p.Treated).Select(p => p.Treated + 1.0));
        Assert.Equal(m.Numbers("control_row"), comparison.Pairs.OrderBy(p => p.Treated).Select(p => p.Control + 1.0));
        Assert.Equal(m.Number("unmatched_treated"), comparison.UnmatchedTreated);
        Balance(m, table, score, comparison);
        Outcome(m.GetProperty("estimate"), e.GetProperty("outcome"), table, comparison);
    }

    private static void Balance(JsonElement e, GoldenTable table, PropensityScore score, AdjustedComparison comparison)
    {
        bool[] treated = [.. score.Treated];
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
            BalanceStatistics s = BalanceTable.Statistics(x, treated, [.. comparison.Weights]);
            Golden.Near(b.Number("mean_treated"), s.MeanTreated, Tolerance, name);
            Golden.Near(b.Number("mean_control"), s.MeanControl, Tolerance, name);
            Golden.Near(b.Number("smd_pooled_unadjusted_sd"), s.Smd, Tolerance, name);
            Golden.Near(b.Number("smd_treated_sd"), s.SmdTreatedDeviation, Tolerance, name);
            Golden.Near(b.Number("smd_weighted_sd"), s.SmdWeightedDeviation, Tolerance, name);
            Golden.Near(b.Number("smd_binary_p1mp"), s.SmdProportion, Tolerance, name);
            Golden.Near(b.Number("variance_ratio"), s.VarianceRatio, Tolerance, name);
            Golden.Near(b.Number("ks"), s.KolmogorovSmirnov, Tolerance, name);
            Golden.Near(b.Number("ecdf_mean"), s.MeanDistance, Tolerance, name);
        }
    }

    private static void Outcome(JsonElement e, JsonElement outcome, GoldenTable table, AdjustedComparison comparison)
    {
        if (outcome.TryGetProperty("y", out JsonElement y))
        {
            AdjustedOutcome means = AdjustedOutcomes.Means(comparison, table.Numbers(y.GetString()!));
            Golden.Near(e.Number("difference"), means.Estimate, Tolerance, "difference");
            // after matching with replacement the pack counts patients alone; both ways: GoldenRestTests
            Golden.Near(e.Number("robust_se_hc0"), means.PatientStandardError ?? means.StandardError, Tolerance, "HC0");
            AdjustedOutcome stata = AdjustedOutcomes.Means(comparison, table.Numbers(y.GetString()!), SandwichKind.Stata);
            Golden.Near(e.Number("robust_se_hc1"), stata.PatientStandardError ?? stata.StandardError, Tolerance, "HC1");
            return;
        }
        AdjustedOutcome found = AdjustedOutcomes.Survival(comparison, table.Numbers(outcome.Text("time")),
            table.Numbers(outcome.Text("status")).Select(s => s == 1).ToArray());
        JsonElement cox = e.GetProperty("cox");
        Golden.Near(cox.Number("coef"), found.Estimate, Tolerance, "coef");
        double robust = found.PatientStandardError ?? found.StandardError!.Value, z = -Numerics.Distributions.NormalQuantile(0.025),
            b = found.Estimate!.Value;
        (double? low, double? high, double? p) = found.PatientStandardError is null
            ? (found.Lower, found.Upper, found.P)
            : (Math.Exp(b - z * robust), Math.Exp(b + z * robust), Numerics.Distributions.NormalTwoSided(b / robust));
        Golden.Near(cox.Number("robust_se"), robust, Tolerance, "robust se");
        Golden.Near(cox.Number("naive_se"), found.NaiveStandardError, Tolerance, "naive se");
        Golden.Near(cox.Number("lower"), low, Tolerance, "lower");
        Golden.Near(cox.Number("upper"), high, Tolerance, "upper");
        Golden.Near(cox.Number("p"), p, Tolerance, "p");
        Golden.Near(cox.GetProperty("robust_score_chisq")[0][0].Number(), found.RobustScore, Tolerance, "robust score");
        JsonElement km = e.GetProperty("km");
        double[][] survival = km.Matrix("survival"), se = km.Matrix("robust_std_err_surv"), risk = km.Matrix("weighted_at_risk");
        double[] times = km.Numbers("times"), median = km.Numbers("median");
        for (int g = 0; g < 2; g++)
        {
            var curve = found.Curves!.Curves[g];
            Golden.Near(median[g], curve.Median.Estimate, Tolerance, "median");
            for (int k = 0; k < times.Length; k++)
            {
                int at = curve.Time.ToList().FindLastIndex(t => t <= times[k]);
                Golden.Near(survival[g][k], curve.SurvivalAt(times[k]), Tolerance, "S");
                Golden.Near(se[g][k], curve.StdErrSurvival[at], Tolerance, "se S");
                Golden.Near(risk[g][k], curve.AtRiskAt(times[k]), Tolerance, "at risk");
            }
        }
        if (!e.TryGetProperty("cox_stratified_by_pair", out JsonElement pair)) return;
        Golden.Near(pair.Number("coef"), found.StratifiedByPair!.Value.Estimate, Tolerance, "pair coef");
        Golden.Near(pair.Number("se"), found.StratifiedByPair!.Value.StandardError, Tolerance, "pair se");
    }

    [Fact]
    public void Score_as_covariate_and_as_strata_equal_R()
    {
        (JsonElement e, GoldenTable table, PropensityScore score) = Load("rotterdam_nodes");
        var treated = new Covariate("treated", score.Treated.Select(t => t ? 1.0 : 0).ToArray());
        var data = new SurvivalData { Time = table.Numbers("time"), IsEvent = table.Numbers("event").Select(v => v == 1).ToArray(),
            Covariates = [treated, .. table.Design("age", "meno", "size", "grade3", "nodes", "er")] };
        JsonElement adjusted = e.GetProperty("adjusted");
        Near("multivariable", data);
        Near("ps_logit_as_covariate", data with { Covariates = [treated, new Covariate("logit", score.Logits.ToArray())] });
        double[] sorted = [.. score.Scores.Order()];
        double[] cuts =
            [.. new[] { .2, .4, .6, .8 }.Select(p => (sorted.Length - 1) * p is var at
                ? sorted[(int)at] + (at - (int)at) * (sorted[(int)at + 1] - sorted[(int)at])
                : 0)];
        Near("ps_quintiles_as_strata",
            data with { Covariates = [treated], Strata = score.Scores.Select(s => cuts.Count(c => s > c)).ToArray(),
                StratumNames = ["1", "2", "3", "4", "5"] });
        void Near(string name, SurvivalData d)
        {
            RegressionCoefficient c = SurvivalRegression.Cox(d).Coefficients[0];
            Golden.Near(adjusted.GetProperty(name).Number("coef"), c.Estimate, Tolerance, name);
            Golden.Near(adjusted.GetProperty(name).Number("se"), c.StandardError, Tolerance, name);
        }
    }

    [Fact]
    public void By_door_from_score_to_outcome()
    {
        DataFrame frame = Golden.Table("rotterdam_nodes.csv").ToFrame();
        frame.Columns.Insert(0, new Int32DataFrameColumn("patient", Enumerable.Range(1, (int)frame.Rows.Count)));
        AnalysisSet set = frame.AnalysisSet("patients", key: "patient", patient: "patient");
        PropensityScore score = set.Propensity("hormon ~ age + meno + size + grade3 + nodes + er", exact: ["meno"]);
        AdjustedComparison matched = score.Match(new MatchOptions { Ratio = 2 });
        Assert.All(matched.Pairs, p => Assert.Equal(frame["meno"][score.FrameRows[p.Treated]], frame["meno"][score.FrameRows[p.Control]]));
        Assert.Contains("SMD", matched.ToString(), StringComparison.Ordinal);
        AdjustedOutcome outcome = matched.Survival("time", "event");
        Assert.Contains("Largest |SMD|", outcome.ToString(), StringComparison.Ordinal);
        Assert.NotNull(outcome.EValue);
        Assert.Contains("Effective sample size", score.Weight(new WeightOptions { Target = WeightTarget.Overlap }).ToString(),
            StringComparison.Ordinal);
        AdjustedComparison overlap = set.Propensity("hormon ~ age + nodes").Weight(new WeightOptions { Target = WeightTarget.Overlap });
        Assert.All(overlap.Balance.Rows, r => Assert.True(Math.Abs(r.After.Smd!.Value) < 1e-8));
    }

    [Fact]
    public void E_values_are_those_of_the_paper()
    {
        EValue e = EValue.Of(3.9, 1.8, 8.7); // VanderWeele and Ding 2017, breast feeding
        Assert.Equal(7.26, e.Estimate, 2);
        Assert.Equal(3.00, e.Limit, 2);
        Assert.Equal(1, EValue.Of(0.9, 0.7, 1.1).Limit);
        Assert.Equal(EValue.Of(2, 1.5, 3).Estimate, EValue.Of(0.5, 1 / 3.0, 1 / 1.5).Estimate, 12);
    }

    [Fact]
    public void Bad_input_says_what_could_not_be_done()
    {
        double[] x = [1, 2, 3, 4, 5, 6, 7, 8];
        bool[] arm = [false, false, false, false, true, true, true, true];
        Assert.Contains("No overlap", Assert.Throws<ArgumentException>(
            () => PropensityScore.Estimate(arm, [new Covariate("x", x)])).Message, StringComparison.Ordinal);
        Assert.Contains("One group has no rows",
            Assert.Throws<ArgumentException>(() => PropensityScore.Estimate(new bool[8], [new Covariate("x", x)])).Message,
            StringComparison.Ordinal);
        bool[] mixed = [false, true, false, true, false, true, true, false];
        PropensityScore score = PropensityScore.Estimate(mixed, [new Covariate("x", x)]);
        Assert.Contains("matches nobody", Assert.Throws<ArgumentException>(() => score.Match(new MatchOptions { Caliper = 1e-9 })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => score.Match(new MatchOptions { Ratio = 0 }));
        Assert.Contains("estimated from arrays",
            Assert.Throws<ArgumentException>(() => score.Match(new MatchOptions { Caliper = null }).Survival("t", "e")).Message,
            StringComparison.Ordinal);
        var frame = new DataFrame(new StringDataFrameColumn("procedure", ["a", "b", "c", "d"]),
            new StringDataFrameColumn("patient_id", ["1", "1", "2", "3"]), new DoubleDataFrameColumn("x", [1, 2, 3, 4]),
            new DoubleDataFrameColumn("t", [0, 1, 1, 0]));
        AnalysisSet procedures = frame.AnalysisSet("procedures", key: "procedure", patient: "patient_id");
        Assert.Contains("OneRowPer", Assert.Throws<ArgumentException>(() => procedures.Propensity("t ~ x")).Message,
            StringComparison.Ordinal);
    }
}
