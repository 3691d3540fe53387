using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Imputation;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Repeated;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Adjusted.Tests.Imputation;

public sealed class ImputationTests
{
    [Fact]
    public void Patterns_tell_what_is_missing_together()
    {
        var frame = new DataFrame(
            new Int32DataFrameColumn("id", Enumerable.Range(1, 6)), new DoubleDataFrameColumn("age", [60, 61, null, 63, 64, 65]),
            new StringDataFrameColumn("albi_grade", ["1", null, null, "2", null, "1"]),
            new DoubleDataFrameColumn("size_cm", [1, 2, 3, 4, 5, 6]));
        MissingPatterns found = frame.AnalysisSet("patients", key: "id").Label(("albi_grade", "ALBI grade"))
            .MissingPatterns("age", "albi_grade", "size_cm");
        Assert.Equal([("age", 1), ("albi_grade", 3), ("size_cm", 0)], found.Columns);
        Assert.Equal(["", "albi_grade", "age albi_grade"], found.Patterns.Select(p => string.Join(' ', p.Missing)));
        Assert.Equal([3, 2, 1], found.Patterns.Select(p => p.N));
        Assert.Equal(3, found.Complete);
        Assert.Contains("ALBI grade, Age", found.ToString(), StringComparison.Ordinal);
        Assert.Contains("Nowhere missing: Size, cm.", found.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, found.ToDataFrame().Rows.Count);
        Assert.Contains("'nowhere'", Assert.Throws<ArgumentException>(
            () => frame.AnalysisSet("patients", key: "id").MissingPatterns("nowhere")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_missing_values_are_drawn_from_values_that_occur_and_the_seed_decides()
    {
        AnalysisSet lung = Tables.TableTests.Lung();
        ImputedSets first = lung.Impute("Surv(time, status) ~ age + factor(ecog) + `wt.loss`",
            new ImputationOptions { Imputations = 4, Auxiliary = ["female"] });
        ImputedSets again = lung.Impute("Surv(time, status) ~ age + factor(ecog) + `wt.loss`",
            new ImputationOptions { Imputations = 4, Auxiliary = ["female"] });
        ImputedSets other = lung.Impute("Surv(time, status) ~ age + factor(ecog) + `wt.loss`",
            new ImputationOptions { Imputations = 4, Auxiliary = ["female"], Seed = 2 });
        double?[] original = [.. ((DoubleDataFrameColumn)lung.Frame["wt.loss"])];
        Assert.Contains(null, original);
        for (int m = 0; m < 4; m++)
        {
            double?[] drawn = [.. ((DoubleDataFrameColumn)first.Sets[m].Frame["wt.loss"])];
            Assert.Equal(drawn, [.. ((DoubleDataFrameColumn)again.Sets[m].Frame["wt.loss"])]);
            for (int i = 0; i < drawn.Length; i++)
                if (original[i] is { } seen) Assert.Equal(seen, drawn[i]);
                else Assert.Contains(drawn[i], original);
            Assert.Equal(lung.Frame["ecog"].DataType, first.Sets[m].Frame["ecog"].DataType);
            Assert.Equal(0, first.Sets[m].Frame["ecog"].NullCount);
        }
        Assert.NotEqual(((DoubleDataFrameColumn)first.Sets[0].Frame["wt.loss"]).ToArray(),
            ((DoubleDataFrameColumn)other.Sets[0].Frame["wt.loss"]).ToArray());
        Assert.NotEqual(((DoubleDataFrameColumn)first.Sets[0].Frame["wt.loss"]).ToArray(),
            ((DoubleDataFrameColumn)first.Sets[1].Frame["wt.loss"]).ToArray());
        Assert.Contains("missing at random", first.ToString(), StringComparison.Ordinal);
        Assert.Equal(4 * 10 * 2, first.ToDataFrame().Rows.Count); // wt.loss and ecog
        PooledRegression pooled = first.Pool(s => s.CoxTable("Surv(time, status) ~ age + factor(ecog) + `wt.loss`"));
        Assert.Equal(228, pooled.N);
        Assert.Equal(213, pooled.CompleteCases!.N);
        Assert.Contains("reference", pooled.ToString(), StringComparison.Ordinal);
        Assert.Contains("213 with complete rows", pooled.ToString(), StringComparison.Ordinal);
    }

    /// <summary>60 small clusters with a number, a yes/no and three levels, some of them missing.</summary>
    private static AnalysisSet Holed()
    {
        var random = new PosteriorDraws(new Numerics.DeterministicRandom(7UL));
        int n = 180;
        double[] x = [.. Enumerable.Range(0, n).Select(_ => random.Normal())], w = [.. x.Select(v => 0.5 * v + random.Normal())];
        string[] level = [.. x.Select(v => random.Uniform() < 0.4 ? "a" : random.Uniform() < 0.5 ? "b" : "c")];
        double[] y = [.. x.Zip(w).Select(p => 0.5 * p.First + 0.3 * p.Second + random.Normal())];
        return new DataFrame(
            new Int32DataFrameColumn("row", Enumerable.Range(1, n)),
            new StringDataFrameColumn("patient", Enumerable.Range(0, n).Select(i => $"p{i / 3}")),
            new StringDataFrameColumn("pair", Enumerable.Range(0, n).Select(i => $"s{i / 2}")), new DoubleDataFrameColumn("y", y),
            new Int32DataFrameColumn("event", y.Select(v => v > 0 ? 1 : 0)),
            new Int32DataFrameColumn("count", y.Select(v => (int)Math.Round(Math.Exp(1.5 * v)))),
            new DoubleDataFrameColumn("time", y.Select(v => Math.Exp(-v) * (0.5 + random.Uniform()))),
            new StringDataFrameColumn("cause", y.Select(v => v < -0.3 ? "0" : v < 0.8 ? "tumour" : "liver")),
            new DoubleDataFrameColumn("w", w), new DoubleDataFrameColumn("x", x.Select((v, i) => i % 5 == 1 ? (double?)null : v)),
            new StringDataFrameColumn("level", level.Select((v, i) => i % 7 == 2 ? null : v))).AnalysisSet("visits", key: "row",
            patient: "patient");
    }

    [Fact]
    public void Every_kind_of_regression_is_pooled()
    {
        AnalysisSet set = Holed(), alone = set.Independent();
        var options = new ImputationOptions { Imputations = 5, Iterations = 5 };
        (string Kind, PooledRegression Found)[] all =
        [
            ("linear", alone.Impute("y ~ x + level + w", options).Pool(s => s.Linear("y ~ x + level + w"))),
            ("logistic", alone.Impute("event ~ x + level + w", options).Pool(s => s.Logistic("event ~ x + level + w"))),
            ("clustered logistic", set.Impute("event ~ x + level + w", options).Pool(s => s.Logistic("event ~ x + level + w"))),
            ("Firth", alone.Impute("event ~ x + level + w", options).Pool(
                s => s.Logistic("event ~ x + level + w", options: new RegressionOptions { Firth = true }))),
            ("conditional", alone.Impute("event ~ x + w", options).Pool(s => s.ConditionalLogistic("event ~ x + w", "pair"))),
            ("Poisson", alone.Impute("count ~ x + level + w", options).Pool(s => s.Poisson("count ~ x + level + w"))),
            ("negative binomial", alone.Impute("count ~ x + level + w", options).Pool(s => s.NegativeBinomial("count ~ x + level + w"))),
            ("Cox", alone.Impute("Surv(time, event) ~ x + level + w", options).Pool(s => s.CoxTable("Surv(time, event) ~ x + level + w"))),
            ("Fine-Gray", alone.Impute("Surv(time, cause) ~ x + level + w", options).Pool(
                s => s.FineGrayTable("Surv(time, cause) ~ x + level + w", "tumour"))),
            ("GEE", set.Impute("event ~ x + level + w", options).Pool(s => s.Gee("event ~ x + level + w"))),
            ("mixed", set.Impute("y ~ x + level + w", options).Pool(s => s.MixedModel("y ~ x + level + w"))),
        ];
        foreach ((string kind, PooledRegression found) in all)
        {
            PooledEstimate x = found.Coefficients.Single(c => c.Name == "x"), w = found.Coefficients.Single(c => c.Name == "w");
            Assert.True(x.Between > 0 && x.StandardError > Math.Sqrt(x.Within), kind);
            Assert.True(x.MissingInformation > w.MissingInformation, kind); // x is missing, w is not
            Assert.True(x.DegreesOfFreedom > 3 && double.IsFinite(x.P), kind);
            Assert.True(kind == "conditional" || found.Terms.Single(t => t.Term == "level").DegreesOfFreedom == 2, kind);
            Assert.True(kind == "mixed" || found.CompleteCases!.N < found.N, kind);
            Assert.Contains("5 imputed data sets", found.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>The short form of the study whose table lies in tests/NotebookKit.Benchmarks/results/imputation.md.</summary>
    [Theory, InlineData("mean"), InlineData("odds"), InlineData("hazard")]
    public void Limits_hold_the_truth_and_estimates_are_not_biased(string outcome)
    {
        Dictionary<string, StudyRow[]> found = ImputationStudy.Run(outcome, sets: 60, rows: 250, imputations: 5, iterations: 4);
        foreach (StudyRow row in found["imputed"])
        {
            Assert.True(row.Coverage >= 0.85, $"{outcome} {row.Name}: coverage {row.Coverage}"); // 0.95 − 3.5 standard errors of 60 sets
            Assert.True(Math.Abs(row.Bias) < 4 * row.MonteCarloError + 0.02,
                $"{outcome} {row.Name}: bias {row.Bias}, error {row.MonteCarloError}");
        }
        // complete rows alone are biased where the outcome decides what is missing, and their limits are wider
        Assert.True(found["complete rows"].Average(r => r.MeanWidth) > found["imputed"].Average(r => r.MeanWidth));
        if (outcome == "mean")
            Assert.True(found["complete rows"].Sum(r => Math.Abs(r.Bias)) > 2 * found["imputed"].Sum(r => Math.Abs(r.Bias)));
    }

    /// <summary>
    /// Both sides draw at random: pooled estimates may differ by what so many data sets leave to chance, variances by a third.
    /// </summary>
    [Fact]
    public void Pooled_estimates_are_those_of_mice_but_for_chance()
    {
        System.Text.Json.JsonElement e = Golden.Load("imputation.json").GetProperty("cox");
        DataFrame frame = Golden.Table("lung_holes.csv").ToFrame();
        frame.Columns.Insert(0, new Int32DataFrameColumn("row", Enumerable.Range(1, (int)frame.Rows.Count)));
        const string Formula = "Surv(time, status) ~ age + factor(female) + ecog + `wt.loss`";
        const int Ours = 100;
        PooledRegression pooled = frame.AnalysisSet("patients", key: "row").Impute(Formula, new ImputationOptions { Imputations = Ours })
            .Pool(s => s.CoxTable(Formula));
        double[] estimate = e.Numbers("estimate"), within = e.Numbers("within"), between = e.Numbers("between");
        for (int j = 0; j < estimate.Length; j++)
        {
            PooledEstimate found = pooled.Coefficients[j];
            double chance = Math.Sqrt(between[j] / Ours + between[j] / 500);
            Assert.True(Math.Abs(found.Estimate - estimate[j]) < 4 * chance,
                $"{found.Name}: expected {estimate[j]}, found {found.Estimate}, chance {chance}");
            Assert.InRange(found.Within / within[j], 0.97, 1.03);
            Assert.InRange(found.Between / between[j], 0.67, 1.5);
        }
    }

    [Fact]
    public void What_cannot_be_imputed_is_said()
    {
        AnalysisSet set = Holed().Independent();
        string Message(string formula, ImputationOptions? options = null) =>
            Assert.ThrowsAny<Exception>(() => set.Impute(formula, options)).Message;
        Assert.Contains("fit the model as it is", Message("y ~ w"), StringComparison.Ordinal);
        Assert.Contains("at least two", Message("y ~ x", new ImputationOptions { Imputations = 1 }), StringComparison.Ordinal);
        Assert.Contains("nothing to impute", Message("y ~ 1"), StringComparison.Ordinal);
        Assert.Contains("180 values; cut it into groups", Message("y ~ x + factor(row)"), StringComparison.Ordinal);
        Assert.Contains("'nothing'", Message("y ~ x + nothing"), StringComparison.Ordinal);
        DataFrame empty = new([.. set.Frame.Columns.Select(c => c.Clone()), new DoubleDataFrameColumn("void", new double?[180])]);
        Assert.Contains("no value at all", Assert.Throws<ArgumentException>(
            () => empty.AnalysisSet("visits", key: "row").Impute("y ~ x + void")).Message, StringComparison.Ordinal);
        DataFrame odd = new(
            [.. set.Frame.Columns.Select(c => c.Clone()),
                new DoubleDataFrameColumn("late", Enumerable.Range(0, 180).Select(i => i < 3 ? (double?)null : i))]);
        ImputedSets without = odd.AnalysisSet("visits", key: "row").Impute("late ~ x + w", new ImputationOptions { Imputations = 2 });
        Assert.Equal(177, without.N);
        Assert.Contains("3 rows left out: missing 'late'", without.ToString(), StringComparison.Ordinal);
        Assert.Contains("Imputed data set 1 of 2",
            Assert.Throws<ArgumentException>(() => without.Pool(s => s.Logistic("late ~ x"))).Message, StringComparison.Ordinal);
    }
}
