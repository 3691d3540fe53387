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
        Assert.Contains("leave interactions out", Assert.Throws<ArgumentException>(() => Lung.Nomogram("Surv(time, status) ~ age*female")).Message, StringComparison.Ordinal);
    }
}
