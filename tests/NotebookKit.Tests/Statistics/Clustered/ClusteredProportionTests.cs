using System.Text.Json;
using CsCheck;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Clustered;
using NotebookKit.Statistics.Contingency;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tests.Statistics.Clustered;

public sealed class ClusteredProportionTests
{
    [Fact]
    public void Equal_R_by_whole_matrices()
    {
        foreach (JsonElement golden in Golden.Load("clusters").EnumerateArray())
        {
            bool[] y = [.. golden.Doubles("y").Select(v => v == 1)];
            int[] g = [.. golden.Doubles("g").Select(v => (int)v)], k = [.. golden.Doubles("k").Select(v => (int)v)];
            Same(golden.GetProperty("donner"), ClusteredChiSquare.Donner(y, g, k));
            Assert.Contains(FormattableString.Invariant($"correlation {golden.GetProperty("donner").Double("rho"):0.000}"),
                ClusteredChiSquare.Donner(y, g, k).Note);
            Same(golden.GetProperty("raoscott"), ClusteredChiSquare.RaoScott(y, g, k));
            foreach (WorkingCorrelation correlation in Enum.GetValues<WorkingCorrelation>())
                foreach (bool small in new[] { false, true })
                {
                    string name = correlation.ToString().ToLowerInvariant() + (small ? "_small" : "");
                    JsonElement expected = golden.GetProperty(name);
                    HypothesisTestResult test = GeeLogistic.Test(y, g, k, new() { Correlation = correlation, SmallSample = small });
                    Golden.Relative(expected.Double("statistic"), test.Statistic, 1e-9, name);
                    Golden.Relative(expected.Double("p"), test.P, 1e-9, name);
                    if (expected.GetProperty("odds").ValueKind == JsonValueKind.Null) continue;
                    double[] odds = expected.Doubles("odds");
                    Golden.Relative(odds[0], test.Estimate!.Value, 1e-9, name);
                    Golden.Relative(odds[1], test.Estimate.Lower, 1e-9, name);
                    Golden.Relative(odds[2], test.Estimate.Upper, 1e-9, name);
                }
        }

        static void Same(JsonElement expected, HypothesisTestResult test)
        {
            Golden.Statistic(expected.Double("statistic"), test.Statistic, test.TestName);
            Golden.P(expected.Double("p"), test.P, test.TestName);
            Assert.Equal(expected.Doubles("df")[0], test.DegreesOfFreedom);
        }
    }

    [Fact]
    public void Rao_Scott_by_hand()
    {
        // 2/2 and 0/2 against 1/2 and 1/2 … : group 0 has p = 1/2, v = 2·(1 + 1)/16 = 1/4, design effect (1/4)/(1/16) = 4;
        // group 1 has clusters 2/2, 2/2, 1/2: p = 5/6, residuals 1/3, 1/3, −2/3, v = (3/2)(2/3)/36 = 1/36, binomial 5/216, effect 6/5
        bool[] y = [true, true, false, false, true, true, true, true, true, false];
        HypothesisTestResult test = ClusteredChiSquare.RaoScott(y, [0, 0, 0, 0, 1, 1, 1, 1, 1, 1], [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
        // effective 1/2 of 1 and 25/6 of 5: pooled 7/9; χ² = (5/18)²/(14/81) + (5/18)²/(70/81) = 15/28
        Assert.Equal(15.0 / 28, test.Statistic!.Value, 1e-12);
        Assert.Contains("design effects 4.00, 1.20", test.Note);
    }

    [Fact]
    public void Clusters_of_one_row_give_the_tests_of_independent_rows()
    {
        bool[] y = [.. Enumerable.Range(0, 43).Select(i => i < 18 || i is >= 30 and < 34)];
        int[] g = [.. Enumerable.Range(0, 43).Select(i => i < 30 ? 0 : 1)], k = [.. Enumerable.Range(0, 43)];
        Assert.Equal(ChiSquareTest.Test(new long[,] { { 18, 4 }, { 12, 9 } }).P!.Value, ClusteredChiSquare.Donner(y, g, k).P!.Value, 1e-13);
        // binomial variances with divisor m − 1 in place of m, group by group
        Assert.Contains("design effects 1.03, 1.08", ClusteredChiSquare.RaoScott(y, g, k).Note);
        // the sandwich of independent binary rows is the model variance: logistic Wald z = 1.720, P = 0.0854
        HypothesisTestResult gee = GeeLogistic.Test(y, g, k);
        Assert.Equal(0.0854, gee.P!.Value, 0.00005);
        IntervalEstimate woolf = OddsRatio.Woolf(18, 30, 4, 13);
        Assert.Equal(woolf.Value!.Value, gee.Estimate!.Value!.Value, 1e-10);
        Assert.Equal(woolf.Upper!.Value, gee.Estimate.Upper!.Value, 1e-10);
    }

    [Fact]
    public void Every_row_three_times_changes_no_P_but_that_of_independent_rows()
    {
        bool[] y = [true, true, false, true, false, true, false, false, false, true];
        int[] g = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], k = [.. Enumerable.Range(0, 10)];
        T[] Thrice<T>(T[] values) => [.. values.SelectMany(v => new[] { v, v, v })];
        Assert.Equal(ClusteredChiSquare.RaoScott(y, g, k).P!.Value,
            ClusteredChiSquare.RaoScott(Thrice(y), Thrice(g), Thrice(k)).P!.Value, 1e-12);
        var independence = new GeeOptions { Correlation = WorkingCorrelation.Independence };
        Assert.Equal(GeeLogistic.Test(y, g, k, independence).P!.Value,
            GeeLogistic.Test(Thrice(y), Thrice(g), Thrice(k), independence).P!.Value, 1e-12);
        Assert.Equal(ClusteredTest.Proportions(y, g, k).P!.Value,
            ClusteredTest.Proportions(Thrice(y), Thrice(g), Thrice(k)).P!.Value, 1e-12);
        Assert.Contains("correlation 1.000", ClusteredChiSquare.Donner(Thrice(y), Thrice(g), Thrice(k)).Note);
        Assert.Equal(ClusteredChiSquare.Donner(y, g, k).P!.Value,
            ClusteredChiSquare.Donner(Thrice(y), Thrice(g), Thrice(k)).P!.Value, 1e-12);
    }

    [Fact]
    public void Order_of_rows_and_groups_changes_no_P() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 7]).Array[8, 30].Sample(rows =>
        {
            bool[] y = [.. rows.Select(r => r.Item1)];
            int[] k = [.. rows.Select(r => r.Item2)], g = [.. k.Select(c => c % 2)];
            foreach (Func<bool[], int[], int[], HypothesisTestResult> test in new Func<bool[], int[], int[], HypothesisTestResult>[]
            {
                (a, b, c) => ClusteredChiSquare.Donner(a, b, c), (a, b, c) => ClusteredChiSquare.RaoScott(a, b, c),
                (a, b, c) => GeeLogistic.Test(a, b, c, new() { Correlation = WorkingCorrelation.Independence }),
            })
            {
                double? p = test(y, g, k).P, turned = test([.. y.Reverse()], [.. g.Reverse().Select(v => 1 - v)],
                    [.. k.Reverse().Select(c => 9 - c)]).P;
                Assert.Equal(p is null, turned is null);
                if (p is null) Assert.StartsWith("P not computed: ", test(y, g, k).Note);
                else Assert.True(p is >= 0 and <= 1 && Math.Abs(p.Value - turned!.Value) < 1e-9);
            }
        }, iter: 300);

    [Fact]
    public void What_cannot_be_tested_says_why()
    {
        int[] g = [0, 0, 1, 1], k = [0, 1, 2, 3];
        Assert.Contains("separation", GeeLogistic.Test([true, true, true, false], g, k).Note);
        Assert.Contains("one cluster", ClusteredChiSquare.RaoScott([true, false, true, false], g, [0, 0, 1, 2]).Note);
        Assert.Contains("one cluster", GeeLogistic.Test([true, false, true, false], g, [0, 0, 1, 2], new() { SmallSample = true }).Note);
        Assert.Contains("one cluster per group", ClusteredChiSquare.Donner([true, false, true, false], g, [0, 0, 1, 1]).Note);
        Assert.Contains("all or none", ClusteredChiSquare.Donner([true, true, true, true], g, k).Note);
        Assert.Contains("same proportion", ClusteredChiSquare.RaoScott([true, false, true, false, true, true], [0, 0, 0, 0, 1, 1],
            [0, 0, 1, 1, 2, 3]).Note);
        bool[] oneOf49 = [.. Enumerable.Range(0, 196).Select(i => i < 98 ? i % 49 == 0 : i % 7 == 0 && i < 140)];
        Assert.Contains("same proportion", ClusteredChiSquare.RaoScott(oneOf49, [.. Enumerable.Range(0, 196).Select(i => i / 98)],
            [.. Enumerable.Range(0, 196).Select(i => i / 49)]).Note);
        Assert.Contains("two groups", GeeLogistic.Test([true, false], [0, 0], [0, 1]).Note);
    }

    [Theory]
    [InlineData(1, 0.0782)]
    [InlineData(1.25, 0.115)]
    [InlineData(1.5, 0.150)]
    [InlineData(2, 0.213)]
    public void Assumed_design_effects_of_the_founding_cohort(double effect, double p)
    {
        Assert.Equal(p, ClusteredChiSquare.Assumed(18, 30, 4, 13, effect).P!.Value, 0.0005);
        Assert.Null(ClusteredChiSquare.Assumed(0, 30, 0, 13, effect).P);
        Assert.Throws<ArgumentOutOfRangeException>(() => ClusteredChiSquare.Assumed(18, 30, 4, 13, 0));
    }

    [Fact]
    public void Few_clusters_are_said()
    {
        int[] g = [0, 0, 0, 1, 1, 1], k = [0, 0, 1, 2, 3, 3];
        bool[] y = [true, false, true, false, true, false];
        Assert.Contains("P tends to be too small", GeeLogistic.Test(y, g, k).Note);
        Assert.DoesNotContain("too small", GeeLogistic.Test(y, g, k, new() { SmallSample = true }).Note);
    }
}
