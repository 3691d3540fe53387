using System.Text.Json;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Contingency;

namespace NotebookKit.Tests.Statistics.Contingency;

public sealed class CochranMantelHaenszelTests
{
    private static readonly Alternative[] Alternatives = [Alternative.TwoSided, Alternative.Less, Alternative.Greater];

    [Fact]
    public void Equals_R()
    {
        foreach (JsonElement golden in Golden.Load("strata").EnumerateArray())
        {
            long[][,] strata = [.. golden.GetProperty("tables").EnumerateArray().Select(Table)];
            Golden.Test(golden.GetProperty("plain"), CochranMantelHaenszel.Test(strata));
            if (golden.GetProperty("exact").ValueKind == JsonValueKind.Null) continue;
            Golden.Test(golden.GetProperty("corrected"), CochranMantelHaenszel.Test(strata, continuityCorrection: true));
            for (int a = 0; a < 3; a++)
                Golden.P(golden.GetProperty("exact")[a].GetDouble(), CochranMantelHaenszel.Exact(strata, Alternatives[a]).P, "exact");
            if (golden.GetProperty("odds").ValueKind == JsonValueKind.Null) continue;
            double[] odds = golden.Doubles("odds");
            IntervalEstimate exact = CochranMantelHaenszel.Exact(strata).Estimate!;
            Golden.Relative(odds[0], exact.Value, 1e-9, "conditional odds ratio");
            Golden.Relative(odds[1], exact.Lower, 1e-9, "lower");
            Golden.Relative(odds[2], exact.Upper, 1e-9, "upper");
        }
    }

    [Fact]
    public void One_stratum_exact_is_Fisher_and_plain_is_N_minus_1_chi_square()
    {
        long[,] table = { { 18, 12 }, { 4, 9 } };
        HypothesisTestResult fisher = FisherExactTest.Test(table), exact = CochranMantelHaenszel.Exact([table]);
        Assert.Equal(fisher.P!.Value, exact.P!.Value, 1e-14);
        Assert.Equal((fisher.Estimate!.Value, fisher.Estimate.Lower, fisher.Estimate.Upper),
            (exact.Estimate!.Value, exact.Estimate.Lower, exact.Estimate.Upper));
        Assert.Equal(ChiSquareTest.Test(table, ChiSquareCorrection.NMinusOne).P!.Value,
            CochranMantelHaenszel.Test([table]).P!.Value, 1e-13);
        Assert.Equal(3.375, CochranMantelHaenszel.Test([table]).Estimate!.Value!.Value, 1e-12);
    }

    [Fact]
    public void Order_of_rows_turns_the_odds_ratio_over()
    {
        long[,] forward = { { 18, 12 }, { 4, 9 } }, swapped = { { 4, 9 }, { 18, 12 } };
        IntervalEstimate a = CochranMantelHaenszel.Test([forward, forward]).Estimate!,
            b = CochranMantelHaenszel.Test([swapped, swapped]).Estimate!;
        Assert.Equal(a.Value!.Value, 1 / b.Value!.Value, 1e-12);
        Assert.Equal(a.Lower!.Value, 1 / b.Upper!.Value, 1e-12);
    }

    [Fact]
    public void Strata_without_information_change_nothing()
    {
        long[,] table = { { 8, 2 }, { 3, 9 } };
        Assert.Equal(CochranMantelHaenszel.Test([table]).P,
            CochranMantelHaenszel.Test([table, new long[,] { { 1, 0 }, { 0, 0 } }, new long[2, 2]]).P);
    }

    [Fact]
    public void Columns_that_cannot_vary_within_the_strata_cost_degrees_of_freedom()
    {
        // columns 1, 2 in one stratum and 3 alone in the other: what is left is the test of the first two
        HypothesisTestResult test = CochranMantelHaenszel.Test(
            [new long[,] { { 5, 2, 0 }, { 1, 6, 0 } }, new long[,] { { 0, 0, 4 }, { 0, 0, 3 } }]);
        Assert.Equal(1, test.DegreesOfFreedom);
        Assert.Equal(CochranMantelHaenszel.Test([new long[,] { { 5, 2 }, { 1, 6 } }]).P!.Value, test.P!.Value, 1e-12);
        Assert.Contains("1 of 2 degrees of freedom lost", test.Note);
    }

    [Fact]
    public void What_cannot_be_tested_says_why()
    {
        Assert.StartsWith("P not computed: ", CochranMantelHaenszel.Test([new long[,] { { 3, 0 }, { 4, 0 } }]).Note);
        Assert.StartsWith("P not computed: ", CochranMantelHaenszel.Test(
            [new long[,] { { 3, 0 }, { 4, 0 } }, new long[,] { { 0, 2 }, { 0, 5 } }]).Note);
        Assert.Contains("3×2", Assert.Throws<ArgumentException>(
            () => CochranMantelHaenszel.Test([new long[2, 2], new long[3, 2]])).Message);
        Assert.Contains("found -1", Assert.Throws<ArgumentException>(
            () => CochranMantelHaenszel.Test([new long[,] { { 1, -1 }, { 0, 1 } }])).Message);
        Assert.Throws<ArgumentException>(() => CochranMantelHaenszel.Test([]));
    }

    private static long[,] Table(JsonElement element)
    {
        JsonElement[] rows = [.. element.EnumerateArray()];
        var table = new long[rows.Length, rows[0].GetArrayLength()];
        for (int i = 0; i < table.GetLength(0); i++)
            for (int j = 0; j < table.GetLength(1); j++) table[i, j] = rows[i][j].GetInt64();
        return table;
    }
}
