using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Prediction;
using NotebookKit.Adjusted.Tests.Tables;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Adjusted.Tests.Prediction;

public sealed class PredictionDoorTests
{
    private static AnalysisSet Lung => TableTests.Lung();

    [Fact]
    public void Every_door_reads_the_set()
    {
        Assert.Equal(213, Lung.Prediction("Surv(time, status) ~ age + female + ecog + `wt.loss`", 180, 365).N.Fitted);
        Assert.Equal("ECOG", Lung.Nomogram("Surv(time, status) ~ age + ecog").Axes[1].Name);
        Assert.Equal(["0", "1", "2+"], Lung.Nomogram("Surv(time, status) ~ age + ecog").Axes[1].Points.Select(p => p.Label));
        Assert.Equal(70, Lung.CutPoint("time", "status", "age").CutPoint);
        Assert.Equal(3, Lung.Spline("Surv(time, status) ~ age + female", "age").Overall.DegreesOfFreedom);
        Assert.InRange(Lung.Optimism("Surv(time, status) ~ age + ecog", resamples: 10).Corrected, 0.5, 0.7);
        Assert.Contains("Youden", Lung.Roc("status", "age").ToString(), StringComparison.Ordinal);
        Assert.NotNull(Lung.LassoCox("Surv(time, status) ~ age + female + ecog", folds: 5).LambdaMin);
        Assert.NotNull(Lung.LassoLogistic("status ~ age + female + ecog", folds: 5).Lambda1Se);
        PredictionReport judged = Lung.Where("female", "1").Validate(Lung.Where("female", "0"), "Surv(time, status) ~ age", 365);
        Assert.Equal((90, 138), judged.N);
        Assert.Contains("leave interactions out",
            Assert.Throws<ArgumentException>(() => Lung.Nomogram("Surv(time, status) ~ age*female")).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("ns(age, 3)"), InlineData("rcs(age, 4)"), InlineData("log(age)"), InlineData("poly(age, 2)")]
    public void A_nomogram_of_a_curve_gives_each_row_its_own_linear_predictor(string term)
    {
        Nomogram nomogram = Lung.Nomogram($"Surv(time, status) ~ {term} + ecog");
        NomogramAxis age = nomogram.Axes[0];
        Assert.Equal("Age", age.Name);
        Assert.InRange(age.Points.Length, 5, 12);
        Assert.Equal(("39", "82"), (age.Points[0].Label, age.Points[^1].Label));
        Assert.All(age.Points, p => Assert.InRange(p.Points, 0, 100));
        // What the points of two ages differ by is what the linear predictors of two patients differ by.
        DataFrame rows = new(new DoubleDataFrameColumn("age", age.Points.Select(p => double.Parse(p.Label))),
            new StringDataFrameColumn("ecog", age.Points.Select(_ => "1")));
        var effects = (DoubleDataFrameColumn)Lung.Cox($"Surv(time, status) ~ {term} + ecog").PredictTerms(rows)[term];
        for (int i = 1; i < age.Points.Length; i++)
            Golden.Near(effects[i]!.Value - effects[0]!.Value,
                (age.Points[i].Points - age.Points[0].Points) * nomogram.LinearPredictorPerPoint, 1e-8, age.Points[i].Label);
    }

    [Fact]
    public void A_split_keeps_patients_together_and_is_judged_on_the_other_side()
    {
        DataFrame frame = Golden.Table("lung.csv").ToFrame();
        int n = (int)frame.Rows.Count;
        frame.Columns.Insert(0, new Int32DataFrameColumn("row", Enumerable.Range(1, n)));
        frame.Columns.Insert(1, new StringDataFrameColumn("patient", Enumerable.Range(0, n).Select(i => $"p{i / 2}")));
        AnalysisSet set = frame.AnalysisSet("procedures", key: "row", patient: "patient");
        (AnalysisSet training, AnalysisSet validation) = set.Split(0.7, seed: 3);
        string[] Patients(AnalysisSet s) => [.. s.Frame.Columns["patient"].Cast<string>().Distinct()];
        Assert.Empty(Patients(training).Intersect(Patients(validation)));
        Assert.Equal(80, Patients(training).Length); // 70 % of 114
        Assert.Equal(n, training.N + validation.N);
        Assert.Contains("training: 80 of 114 patients by chance, seed 3", training.ToString(), StringComparison.Ordinal);
        Assert.Equal(Patients(training), Patients(set.Split(0.7, seed: 3).Training));
        Assert.NotEqual(Patients(training), Patients(set.Split(0.7, seed: 4).Training));
        PredictionReport report = training.Validate(validation, "Surv(time, status) ~ age + female + ecog", 180, 365);
        Assert.True(report.IsValidation);
        string tripod = report.Tripod().ToString();
        foreach (string item in new[] { "TRIPOD type 2", "Sample size", "events per coefficient", "Full model", "baseline survival",
            "Harrell's C", "slope", "To be written by the author" }) Assert.Contains(item, tripod, StringComparison.Ordinal);
        Assert.Contains("none selected here",
            (set.Prediction("Surv(time, status) ~ age + ecog", 365) with {
                Optimism = set.Optimism("Surv(time, status) ~ age + ecog", resamples: 5) }).Tripod().ToString(), StringComparison.Ordinal);
        Assert.Contains("corrected for optimism",
            (set.Prediction("Surv(time, status) ~ age + ecog", 365) with {
                Optimism = set.Optimism("Surv(time, status) ~ age + ecog", resamples: 5) }).Tripod().ToString(), StringComparison.Ordinal);
        LogisticPerformance logistic = training.ValidateLogistic(validation, "status ~ age + ecog");
        Assert.Null(logistic.HosmerLemeshow);
        Assert.NotNull(logistic.CalibrationSlope);
        Assert.Contains("Calibration slope", logistic.ToString(), StringComparison.Ordinal);
        Assert.Contains("stand in both sets", set.Validate(training, "Surv(time, status) ~ age", 365).ToString(), StringComparison.Ordinal);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(() => set.Split(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_of_the_validation_set_alone_is_refused_and_a_missing_one_keeps_the_reference()
    {
        AnalysisSet zero = Lung.Where("ecog", "0", "1"), other = Lung.Where("ecog", "1", "2+");
        Assert.Contains("'2+', which no row of the training set holds",
            Assert.Throws<ArgumentException>(() => zero.Validate(other, "Surv(time, status) ~ ecog", 365)).Message,
            StringComparison.Ordinal);
        Assert.Contains("'2+', which no row of the training set holds",
            Assert.Throws<ArgumentException>(() => zero.ValidateLogistic(other, "status ~ ecog")).Message, StringComparison.Ordinal);
        // judged rows without the reference level are still measured from it
        PredictionReport all = Lung.Validate(Lung, "Surv(time, status) ~ ecog", 365),
            some = Lung.Validate(other, "Surv(time, status) ~ ecog", 365);
        Assert.True(some.LinearPredictor.Distinct().All(l => all.LinearPredictor.Contains(l)));
        LogisticPerformance one = Lung.ValidateLogistic(other, "status ~ ecog");
        Assert.Equal(2, one.Risk.Distinct().Count());
        Assert.Contains("linear regression", Assert.Throws<ArgumentException>(() => Lung.Linear("time ~ age").Performance()).Message,
            StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Hosmer-Lemeshow P", Lung.Logistic("status ~ age + ecog").Performance().ToString(), StringComparison.Ordinal);
        Assert.Equal(3, Lung.Logistic("status ~ age + ecog").Performance().DecisionCurve([0.2, 0.5, 0.7]).Length);
    }
}
