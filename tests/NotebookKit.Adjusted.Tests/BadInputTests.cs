using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Laboratory;
using NotebookKit.Adjusted.Propensity;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Repeated;
using NotebookKit.Adjusted.Scores;
using NotebookKit.Adjusted.Tables;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Adjusted.Tests;

/// <summary>
/// What cannot be done, by every door that may meet it: an error or a result that says what and why, with the name of the column.
/// </summary>
public sealed class BadInputTests
{
    private static readonly double[] Time = [5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, 38];
    private static readonly double?[] Death = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
    private static readonly double?[] Age = [61, 55, 70, 48, 66, 59, 63, 52, 68, 57, 60, 71];
    private static readonly string[] Marker = ["high", "high", "high", "high", "high", "high", "low", "low", "low", "low", "low", "low"];
    private static readonly string[] Arm = ["TACE", "TARE", "TACE", "TARE", "TACE", "TARE", "TACE", "TARE", "TACE", "TARE", "TACE", "TARE"];

    private static AnalysisSet Set(string? patient = null, params DataFrameColumn[] more)
    {
        DataFrameColumn[] columns =
        [
            new Int32DataFrameColumn("row", Enumerable.Range(1, 12)), new DoubleDataFrameColumn("months", Time),
            new DoubleDataFrameColumn("death", Death),
            new DoubleDataFrameColumn("age", Age), new StringDataFrameColumn("marker", Marker), new StringDataFrameColumn("arm", Arm),
        ];
        return new DataFrame([.. columns, .. more]).AnalysisSet(patient is null ? "patients" : "procedures", key: "row", patient: patient);
    }

    private static string Error(Action action)
    {
        Exception e = Assert.ThrowsAny<Exception>(action);
        Assert.True(e is ArgumentException or InvalidDataException, e.ToString());
        return e.Message;
    }

    private static void Says(string text, params string[] parts) =>
        Assert.All(parts, p => Assert.Contains(p, text, StringComparison.Ordinal));

    [Fact]
    public void Perfect_separation_is_named_and_no_ratio_is_printed()
    {
        Says(Set().Logistic("death ~ marker").ToString(), "marker", "Separation: no finite estimate exists", "Firth");
        Says(Set().LogisticTable("death ~ marker + age").ToString(), "Separation", "NE");
        Says(Set().CoxTable("Surv(months, death) ~ marker").ToString(), "Marker", "NE", "Firth");
        Says(Error(() => Set().Propensity("marker ~ death", treated: ["high"])), "No overlap", "death");
        Says(Error(() => Set().Prediction("Surv(months, death) ~ marker", 20)), "marker", "no finite estimate");
        Says(Error(() => Set().Logistic("death ~ marker").Performance()), "marker", "no finite estimate");
        Says(Error(() => Set("arm").Gee("death ~ marker")), "marker");
        RegressionFit firth = Set().Logistic("death ~ marker", options: new RegressionOptions { Firth = true });
        Assert.NotNull(firth["marker[low]"].Effect);
    }

    [Fact]
    public void One_event_gives_a_result_that_says_it_is_unstable_and_none_an_error()
    {
        var one = new DoubleDataFrameColumn("late", Enumerable.Range(0, 12).Select(i => i == 3 ? 1.0 : 0));
        var none = new DoubleDataFrameColumn("never", new double[12]);
        Says(Set(null, one).CoxTable("Surv(months, late) ~ age").ToString(), "1.0 per coefficient (below 5)", "Firth's penalty");
        Says(Set(null, one).Logistic("late ~ age").ToString(), "1 of the rarer outcome", "below 5");
        Says(Error(() => Set(null, none).CoxTable("Surv(months, never) ~ age")), "no");
        Says(Error(() => Set(null, none).Logistic("never ~ age")), "None of the 12 rows had the event");
        Says(Error(() => Set(null, none).Roc("never", "age")), "None of the 12");
        Says(Error(() => Set(null, none).CutPoint("months", "never", "age")), "event");
        Says(Error(() => Set(null, none).Prediction("Surv(months, never) ~ age", 20)), "event");
        Says(Error(() => Set(null, none).Poisson("never ~ age")), "All 12 counts are 0");
        Says(Error(() => Set(null, none).Subgroups("months", "never", "arm", ["marker"])), "found none in 12 rows");
    }

    [Fact]
    public void One_group_is_refused_by_name()
    {
        var one = new StringDataFrameColumn("site", Enumerable.Repeat("north", 12));
        Says(Error(() => Set(null, one).Propensity("site ~ age", treated: ["north"])), "One group has no rows");
        Says(Error(() => Set(null, one).Subgroups("months", "death", "site", ["arm"])), "'site' has 1 values", "needs two");
        Says(Error(() => Set(null, one).SubgroupOdds("death", "site", ["arm"])), "'site' has 1 values");
        Says(Set(null, one).CoxTable("Surv(months, death) ~ site + age").ToString(), "site");
    }

    [Fact]
    public void Constant_and_collinear_covariates_are_named()
    {
        var constant = new DoubleDataFrameColumn("dose", Enumerable.Repeat(2.5, 12));
        var twice = new DoubleDataFrameColumn("age_in_months", Age.Select(a => a * 12));
        foreach (string text in new[]
        {
            Set(null, constant).CoxTable("Surv(months, death) ~ age + dose").ToString(),
            Set(null, constant).Logistic("death ~ age + dose").ToString(),
            Set(null, constant).Linear("months ~ age + dose").ToString(), Set(null, constant).Poisson("death ~ age + dose").ToString(),
        }) Says(text, "Dose", "NE", "constant");
        foreach (string text in new[]
        {
            Set(null, twice).CoxTable("Surv(months, death) ~ age + age_in_months").ToString(),
            Set(null, twice).Logistic("death ~ age + age_in_months").ToString(),
            Set(null, twice).Linear("months ~ age + age_in_months").ToString(),
        }) Says(text, "Age in", "NE");
        Says(Error(() => Set(null, twice).Prediction("Surv(months, death) ~ age + age_in_months", 20)), "age_in_months", "collinear");
        Says(Error(() => Set("arm", twice).Gee("death ~ age + age_in_months")), "age_in_months");
        Says(Set(null, new DoubleDataFrameColumn("nearly", Age.Select((a, i) => a + i % 2 * 0.1))).Linear(
            "months ~ age + nearly").ToString(), "variance inflation");
    }

    [Fact]
    public void No_overlap_and_a_caliper_that_matches_nobody_are_said()
    {
        var early = new DoubleDataFrameColumn("year", Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? 2010.0 + i : 2030 + i));
        Says(Error(() => Set(null, early).Propensity("arm ~ year", treated: ["TARE"])), "No overlap", "year");
        PropensityScore score = Set().Propensity("arm ~ age", treated: ["TARE"]);
        Says(Error(() => score.Match(new MatchOptions { Caliper = 1e-12 })), "The caliper matches nobody", "Widen the caliper");
        Says(Error(() => score.Match(new MatchOptions { Caliper = -1 })), "caliper");
        Says(Error(() => score.Weight(new WeightOptions { Trim = 0.499999 })), "leaves");
        Says(Error(() => score.Match().Survival("nothing", "death")), "'nothing'");
    }

    [Fact]
    public void Smooth_terms_belong_to_Cox_models_and_are_refused_by_name_elsewhere()
    {
        const string words = "pspline(age, df = 2) belongs to Cox models, fitted by Cox(). Here take ns()";
        Says(Error(() => Set().Logistic("death ~ pspline(age, df = 2)")), words);
        Says(Error(() => Set().Linear("months ~ pspline(age, df = 2)")), words);
        Says(Error(() => Set().Gee("death ~ pspline(age, df = 2)")), words);
        Says(Error(() => Set().CoxTable("Surv(months, death) ~ pspline(age, df = 2)")), words);
        Says(Error(() => Set().Cox("Surv(months, death) ~ pspline(age, df = 2)").TermTests()), "a test of terms knows no smooth terms");
    }

    [Fact]
    public void Fewer_clusters_than_parameters_are_refused_or_said()
    {
        var few = new StringDataFrameColumn("patient", Enumerable.Range(0, 12).Select(i => $"p{i / 6}"));
        var x = new DoubleDataFrameColumn("x", [0, 1, 4, 2, 5, 3, 1, 4, 0, 3, 2, 5]);
        Says(Error(() => Set("patient", few, x).Gee("death ~ age + x", options: new GeeRegressionOptions { Kind = RegressionKind.Linear })),
            "2 clusters for 3 coefficients");
        Says(Error(() => Set("patient", few, x).Linear("months ~ age + x")), "2 clusters for 3 coefficients");
        Says(Error(() => Set("patient", new StringDataFrameColumn("patient", Enumerable.Repeat("p1", 12)), x).Linear("months ~ age")),
            "at least two clusters");
        Says(Error(() => Set("patient", new StringDataFrameColumn("patient", Enumerable.Repeat("p1", 12)), x).MixedModel("months ~ age")),
            "cluster");
    }

    [Fact]
    public void A_score_with_a_missing_part_is_missing_and_negative_values_are_findings()
    {
        var bilirubin = new DoubleDataFrameColumn("bili", [1.0, null, -2, 1.2, 0.9, 1, 1, 1, 1, 1, 1, 1]);
        var albumin = new DoubleDataFrameColumn("alb", [4.0, 3.5, 3.6, null, 3.9, 4, 4, 4, 4, 4, 4, 4]);
        LiverScoreTable scores = Set(null, bilirubin, albumin)
            .LiverScores(new LiverScoreColumns { Bilirubin = ("bili", "mg/dL"), Albumin = ("alb", "g/dL") });
        Assert.Equal([true, false, false, false, true], scores["albi"].Numbers.Take(5).Select(v => v is not null));
        Assert.Equal([false, true, true, true, false], scores["albi_grade"].Values.Take(5).Select(v => v is null));
        Says(scores.ToString(), "bili, row 4: -2 mg/dL is negative");
        DataFrame visits = new(
            new Int32DataFrameColumn("row", Enumerable.Range(1, 3)), new StringDataFrameColumn("of", ["a", "a", "a"]),
            new DoubleDataFrameColumn("day", [0, 5, 9]),
            new DoubleDataFrameColumn("alt", [30, -40, 200]));
        LabGradeTable grades = visits.AnalysisSet("samples", key: "row")
            .LabGrades([new LabMeasure(LabQuantity.Alt, "alt", "U/L") { Upper = 40 }],
                new LabGradeOptions { Version = CtcaeVersion.V5, Day = "day", Of = "of" });
        Assert.Equal(1, grades.Terms[0].Rows[0].Measurements);
        Says(grades.ToString(), "alt, row 3: -40 U/L is negative");
        Says(Error(() => Ctcae.Grade(CtcaeVersion.V5, LabQuantity.Alt, -1, new LabReference { UpperLimit = 40 })), "Alt",
            "expected 0 or more");
        Says(Error(() => LiverScore.Albi(-1, 40)), "bilirubin");
    }
}
