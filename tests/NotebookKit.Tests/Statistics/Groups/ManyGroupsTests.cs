using System.Text.Json;
using CsCheck;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Groups;

namespace NotebookKit.Tests.Statistics.Groups;

public sealed class ManyGroupsTests
{
    [Fact]
    public void Kruskal_Wallis_and_analysis_of_variance_equal_R()
    {
        foreach (JsonElement golden in Golden.Load("groups").EnumerateArray())
        {
            double[][] groups = [.. golden.GetProperty("groups").EnumerateArray()
                .Select(g => g.EnumerateArray().Select(e => e.GetDouble()).ToArray())];
            Golden.Test(golden.GetProperty("kruskal"), KruskalWallis.Test(groups));
            Golden.Test(golden.GetProperty("anova"), Anova.Test(groups));
            Golden.Test(golden.GetProperty("welch"), Anova.Test(groups, equalVariances: false));
        }
    }

    [Fact]
    public void Kruskal_Wallis_by_hand()
    {
        // rank sums 3, 7, 11 of six: H = 12/42 · (9 + 49 + 121)/2 − 21 = 32/7
        Golden.Statistic(32.0 / 7, KruskalWallis.Test([[1, 2], [3, 4], [5, 6]]).Statistic);
        // two groups of means 2 and 5 about 3.5 with squares within 2 + 2: F = 13.5/(4/4)
        Golden.Statistic(13.5, Anova.Test([[1, 2, 3], [4, 5, 6]]).Statistic);
    }

    // a group without spread has no F by Welch
    private static readonly Gen<double[]> Spread = Gen.Double[-3, 3].Array[3, 15].Where(values => values.Max() - values.Min() > 0.01);

    [Fact]
    public void Two_groups_agree_with_the_two_sample_tests() =>
        Gen.Select(Spread, Spread).Sample((x, y) =>
            Math.Abs(Anova.Test([x, y]).P!.Value - TTest.TwoSample(x, y, equalVariances: true).P!.Value) < 1e-9
            && Math.Abs(Anova.Test([x, y], equalVariances: false).P!.Value - TTest.TwoSample(x, y).P!.Value) < 1e-9
            && Math.Abs(KruskalWallis.Test([x, y]).P!.Value
                - WilcoxonRankSum.Test(x, y, new() { Exact = ExactRule.Never, ContinuityCorrection = false }).P!.Value) < 1e-9);

    [Fact]
    public void A_p_that_cannot_be_computed_is_null_and_explained()
    {
        HypothesisTestResult[] results =
        [
            KruskalWallis.Test([]), KruskalWallis.Test([[1, 2], []]), KruskalWallis.Test([[1, 1], [1]]), Anova.Test([[1, 2]]),
            Anova.Test([[1], [2]]),
            Anova.Test([[1, 1], [2, 2]]), Anova.Test([[1], [2, 3]], equalVariances: false),
            Anova.Test([[1, 1], [2, 3]], equalVariances: false),
        ];
        Assert.All(results, r =>
        {
            Assert.Null(r.P);
            Assert.StartsWith("P not computed: ", r.Note);
        });
        Assert.Contains("1 of 3 groups", KruskalWallis.Test([[1, 2], [], [3, 4]]).Note);
    }
}
