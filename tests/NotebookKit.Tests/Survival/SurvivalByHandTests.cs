using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Survival;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Curves;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival;

/// <summary>Answers derived by hand, as fractions.</summary>
public sealed class SurvivalByHandTests
{
    // Times 1, 2, 2, 3+, 4, 5+, 6: S = 6/7, 6/7·4/6 = 4/7, 4/7, 4/7·2/3 = 8/21, 8/21, 0.
    private static readonly SurvivalCohort Seven = SurvivalCohort.Create([2, 1, 6, 3, 2, 5, 4], [1, 1, 1, 0, 1, 0, 1]);

    [Fact]
    public void Kaplan_Meier()
    {
        KaplanMeierCurve curve = KaplanMeier.Estimate(Seven).Curves[0];
        Assert.Equal([1.0, 2, 3, 4, 5, 6], curve.Time);
        Assert.Equal([7.0, 6, 4, 3, 2, 1], curve.AtRisk);
        Near([6.0 / 7, 4.0 / 7, 4.0 / 7, 8.0 / 21, 8.0 / 21, 0], curve.Survival.Nullable(), "S");
        // Greenwood: 1/42; + 2/24; + 1/6.
        Near([Math.Sqrt(1.0 / 42), Math.Sqrt(1.0 / 42 + 1.0 / 12), Math.Sqrt(1.0 / 42 + 1.0 / 12), Math.Sqrt(1.0 / 42 + 1.0 / 12 + 1.0 / 6),
            Math.Sqrt(1.0 / 42 + 1.0 / 12 + 1.0 / 6), null], curve.StdErrLogSurvival, "se(log S)");
        Assert.Equal(4, curve.Median.Estimate);
        // Area to 4: 1 + 6/7 + 4/7·2 = 3.
        Near(3, KaplanMeier.Estimate(Seven).RestrictedMean(4).Groups[0].Mean, "mean");
        // Variance: (6/7 + 8/7)²/42 + (8/7)²/12.
        Near(Math.Sqrt(4.0 / 42 + 64.0 / 49 / 12), KaplanMeier.Estimate(Seven).RestrictedMean(4).Groups[0].StdErr, "se of the mean");
        Assert.Equal([7, 7, 6, 4, 3, 2, 1, 0], new[] { 0.5, 1, 2, 3, 4, 5, 6, 6.5 }.Select(curve.AtRiskAt));
    }

    [Fact]
    public void Tsiatis_variance_with_the_product_limit()
    {
        KaplanMeierCurve curve = KaplanMeier.Estimate(Seven, new() { Greenwood = false }).Curves[0];
        Near(Math.Sqrt(1.0 / 49 + 2.0 / 36), curve.StdErrLogSurvival[1], "se(log S)");
    }

    [Fact]
    public void Nelson_Aalen_and_Fleming_Harrington()
    {
        Near(1.0 / 7 + 2.0 / 6, NelsonAalen.Estimate(Seven).Curves[0].CumulativeHazard[1], "H");
        Near(1.0 / 7 + 1.0 / 6 + 1.0 / 5,
            NelsonAalen.Estimate(Seven, new() { Estimator = SurvivalEstimator.FlemingHarrington }).Curves[0].CumulativeHazard[1], "H");
    }

    [Fact]
    public void Log_rank()
    {
        // a: 1, 3; b: 2, 4+. E(a) = 2/4 + 1/3 + 1/2 = 4/3; V = 1/4 + 2/9 + 1/4 = 13/18.
        LogRankResult result = LogRank.Test(SurvivalCohort.Create([1, 3, 2, 4], [1, 1, 1, 0], [0, 0, 1, 1]));
        Near(4.0 / 3, result.Groups[0].Expected, "expected");
        Near(4.0 / 9 / (13.0 / 18), result.ChiSquare, "chi-square");
    }

    [Fact]
    public void Clustered_Kaplan_Meier()
    {
        // Two patients with two rows each, all events: 1, 2 | 3, 4. At t = 1 the share of patient 1 is 1/4 − 2/16·… : U = S·(A·M + B):
        // S(1) = 3/4; influence of each row on S(1) is −(1{event} − 1/4)/4: patient 1: −(1 − 2/4)/4 = −1/8, patient 2: +1/8.
        KaplanMeierCurve curve = KaplanMeier.Estimate(SurvivalCohort.Create([1, 2, 3, 4], [1, 1, 1, 1], cluster: [0, 0, 1, 1])).Curves[0];
        Near(Math.Sqrt(2.0 / 64), curve.StdErrSurvival[0], "se");
        // S(2) = 1/2: patient 1: −(2 − 2/2)/4 = −1/4.
        Near(Math.Sqrt(2.0 / 16), curve.StdErrSurvival[1], "se");
    }

    [Fact]
    public void Difference_of_clustered_curves_uses_their_covariance()
    {
        // Every patient has one row in each group with the same time: the curves are the same, their difference has no variance.
        double[] time = [1, 2, 3, 4, 5, 6];
        SurvivalCohort paired = SurvivalCohort.Create(
            [.. time, .. time], [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
            [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]);
        double?[,] covariance = KaplanMeier.Estimate(paired).SurvivalCovariance(3);
        Near(covariance[0, 0], covariance[0, 1], "covariance");
        GroupContrast contrast = KaplanMeier.Estimate(paired).AtTimes(3).Differences[0].Contrast;
        Assert.Equal(0, contrast.Estimate);
        Assert.True(contrast.StdErr is null or < 1e-9);
    }

    [Fact]
    public void Median_difference_is_reproducible_and_draws_whole_clusters()
    {
        DataFrame bladder = Data("bladder");
        KaplanMeierEstimate byRow = Data("veteran").KaplanMeier("time", "status", "trt");
        GroupContrast a = byRow.MedianDifference(400, seed: 4).Contrasts[0], b = byRow.MedianDifference(400, seed: 4).Contrasts[0];
        Assert.Equal(a, b);
        Near(byRow.Curves[1].Median.Estimate - byRow.Curves[0].Median.Estimate, a.Estimate, "difference");
        Assert.True(a.Lower < a.Estimate && a.Estimate < a.Upper);
        Assert.Equal(85, bladder.KaplanMeier("stop", "event", "rx", "id").MedianDifference(200).Clusters);
        Assert.Null(bladder.KaplanMeier("stop", "event", "rx", "id").MedianDifference(200).Contrasts[0].Estimate); // median not reached
    }

    [Fact]
    public void Prints_a_publishable_table()
    {
        string text = Data("lung").KaplanMeier("time", "event", "sex", unit: "patients").ToString();
        Assert.Equal(["Kaplan-Meier estimate of time", "Group  Patients  Events  Median (95% CI)"], text.Split('\n')[..2]);
        Assert.Contains("1           138     112    270 (212–310)\n2            90      53    426 (348–550)\n", text);
        Assert.Contains("Unit of analysis: patients, n = 228.\nCI, confidence interval (log type).\n", text);
        Assert.Equal(206, Data("lung").KaplanMeier("time", "event", "sex").ToDataFrame().Rows.Count);
        Assert.Contains("<table", Data("lung").KaplanMeier("time", "event", "sex").ToTable().ToHtml());
    }

    [Fact]
    public void A_limit_that_is_not_estimable_is_NE_and_a_median_that_was_not_reached_NR()
    {
        DataFrame df = new(new DoubleDataFrameColumn("t", [1, 2, 3, 4, 1, 2, 3, 4]),
            new Int32DataFrameColumn("e", [1, 1, 1, 1, 1, 0, 0, 0]),
            new StringDataFrameColumn("g", ["reached", "reached", "reached", "reached", "level", "level", "level", "level"]));
        string table = df.KaplanMeier("t", "e", by: "g", unit: "patients").ToString();
        Assert.Matches(@"reached +4 +4 +[\d.]+ \([\d.]+–NE\)", table);
        Assert.Matches(@"level +4 +1 +NR( \(|\s)", table);
        Assert.Contains("NR, not reached; NE, not estimable.", table, StringComparison.Ordinal);
    }
}
