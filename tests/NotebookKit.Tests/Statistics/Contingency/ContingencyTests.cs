using NotebookKit.Numerics;
using System.Text.Json;
using CsCheck;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Contingency;
using NotebookKit.Statistics.Pairs;

namespace NotebookKit.Tests.Statistics.Contingency;

public sealed class ContingencyTests
{
    [Fact]
    public void Chi_square_and_Fisher_equal_R()
    {
        foreach (JsonElement golden in Golden.Load("contingency").EnumerateArray())
        {
            long[,] table = golden.Table("table");
            Golden.Test(golden.GetProperty("none"), ChiSquareTest.Test(table));
            Golden.Test(golden.GetProperty("yates"), ChiSquareTest.Test(table, ChiSquareCorrection.Yates));
            Golden.Statistic(golden.Double("min_expected"), ChiSquareTest.Test(table).MinExpected);
            HypothesisTestResult fisher = FisherExactTest.Test(table);
            Golden.P(golden.GetProperty("fisher").Double("p"), fisher.P, fisher.TestName);
            if (!golden.TryGetProperty("less", out _)) continue;
            Golden.P(golden.Double("less"), FisherExactTest.Test(table, new() { Alternative = Alternative.Less }).P);
            Golden.P(golden.Double("greater"), FisherExactTest.Test(table, new() { Alternative = Alternative.Greater }).P);
        }
    }

    [Fact]
    public void McNemar_and_Bowker_equal_R()
    {
        foreach (JsonElement golden in Golden.Load("mcnemar").EnumerateArray())
        {
            long[,] table = golden.Table("table");
            Golden.Test(golden.GetProperty("corrected"), McNemarTest.Test(table));
            Golden.Test(golden.GetProperty("plain"), McNemarTest.Test(table, continuityCorrection: false));
            if (golden.GetProperty("exact").Number() is double exact) Golden.P(exact, McNemarTest.Test(table, exact: true).P);
        }
    }

    [Fact]
    public void Large_tables_equal_R_with_a_large_workspace()
    {
        foreach (JsonElement golden in Golden.Load("fisher-large").EnumerateArray())
        {
            HypothesisTestResult result = FisherExactTest.Test(golden.Table("table"));
            Assert.Equal("Fisher-Freeman-Halton exact test", result.TestName);
            // R's network algorithm merges nearly equal paths, which costs it digits: see differences-from-R.md
            Golden.Relative(golden.Double("p"), result.P, 1e-8, result.TestName);
            if (golden.GetProperty("all").Number() is double all) Golden.P(all, result.P, "all tables summed");
        }
    }

    [Fact]
    public void Freeman_Halton_equals_enumeration_of_all_tables()
    {
        Gen.Select(Gen.Int[2, 4], Gen.Int[2, 4]).SelectMany((r, c) => Gen.Int[0, 4].Array2D[r, c]).Sample(counts =>
        {
            int rows = counts.GetLength(0), columns = counts.GetLength(1);
            var table = new long[rows, columns];
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++) table[i, j] = counts[i, j];
            HypothesisTestResult result = FisherExactTest.Test(table);
            return result.P is null ? result.Note is not null : Math.Abs(result.P.Value - BruteForce(table)) < 1e-10;
        }, iter: 60);
    }

    /// <summary>Every table with the margins, one by one.</summary>
    private static double BruteForce(long[,] table)
    {
        int rows = table.GetLength(0), columns = table.GetLength(1);
        var row = new long[rows];
        var column = new long[columns];
        double observed = 1;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
            {
                row[i] += table[i, j];
                column[j] += table[i, j];
                observed /= Factorial(table[i, j]);
            }
        double extreme = 0, all = 0;
        Fill(0, 0, row[0], 1);
        return extreme / all;

        void Fill(int i, int j, long left, double weight)
        {
            if (i == rows)
            {
                all += weight;
                if (weight <= observed * (1 + 1e-7)) extreme += weight;
                return;
            }
            if (j == columns)
            {
                if (left == 0) Fill(i + 1, 0, i + 1 < rows ? row[i + 1] : 0, weight);
                return;
            }
            long least = i == rows - 1 ? column[j] : 0;
            for (long x = least; x <= Math.Min(left, column[j]); x++)
            {
                column[j] -= x;
                Fill(i, j + 1, left - x, weight / Factorial(x));
                column[j] += x;
            }
        }
    }

    private static double Factorial(long n) => n < 2 ? 1 : n * Factorial(n - 1);

    [Fact]
    public void A_large_p_equals_rational_arithmetic() =>
        // 2×3 table, every one of its companions weighed in whole numbers
        Golden.Relative(0.00010261739868015058, FisherExactTest.Test(new long[,] { { 120, 80, 110 }, { 100, 140, 95 } }).P, 1e-12);

    [Fact]
    public void Lady_tasting_tea_by_hand()
    {
        long[,] tea = { { 3, 1 }, { 1, 3 } };
        Golden.P(34.0 / 70, FisherExactTest.Test(tea).P);
        Golden.P(17.0 / 70, FisherExactTest.Test(tea, new() { Alternative = Alternative.Greater }).P);
        Golden.P(34.0 / 70, FisherExactTest.Test(tea, new() { TwoSided = FisherTwoSided.DoubledTail }).P);
        Golden.P(18.0 / 70, FisherExactTest.Test(tea, new() { TwoSided = FisherTwoSided.MidP }).P);
    }

    [Fact]
    public void Local_response_of_the_founding_cohort()
    {
        // 18/30 against 4/13, printed in the analysis of Endocrine Abstracts (2024) 108 C28
        long[,] table = { { 18, 12 }, { 4, 9 } };
        HypothesisTestResult fisher = FisherExactTest.Test(table);
        Assert.Equal(0.1040, fisher.P!.Value, 0.00005);
        Assert.Equal(0.0760, FisherExactTest.Test(table, new() { Alternative = Alternative.Greater }).P!.Value, 0.00005);
        Assert.Equal(0.0933, FisherExactTest.Test(table, new() { TwoSided = FisherTwoSided.MidP }).P!.Value, 0.00005);
        Assert.Equal(0.1521, FisherExactTest.Test(table, new() { TwoSided = FisherTwoSided.DoubledTail }).P!.Value, 0.00005);
        Assert.Equal(3.278, fisher.Estimate!.Value!.Value, 0.0005);
        Assert.Equal(0.711, fisher.Estimate.Lower!.Value, 0.0005);
        // R prints 18.084 because its root finder stops early; the property below holds the exact value to its equation
        Assert.Equal(18.086, fisher.Estimate.Upper!.Value, 0.0005);
        Assert.Equal(3.1015, ChiSquareTest.Test(table).Statistic!.Value, 0.00005);
        Assert.Equal(0.0782, ChiSquareTest.Test(table).P!.Value, 0.00005);
        Assert.Equal(0.1530, ChiSquareTest.Test(table, ChiSquareCorrection.Yates).P!.Value, 0.00005);
        Assert.Equal(3.0294, ChiSquareTest.Test(table, ChiSquareCorrection.NMinusOne).Statistic!.Value, 0.00005);
        Assert.Equal(0.0818, ChiSquareTest.Test(table, ChiSquareCorrection.NMinusOne).P!.Value, 0.00005);
        // modality TAE/TACE/TARE 9/12/9 against 1/4/8; sex
        Assert.Equal(0.1397, FisherExactTest.Test(new long[,] { { 9, 12, 9 }, { 1, 4, 8 } }).P!.Value, 0.00005);
        Assert.Equal(0.365, FisherExactTest.Test(new long[,] { { 8, 12 }, { 4, 2 } }).P!.Value, 0.0005);
    }

    [Fact]
    public void Odds_ratio_solves_its_equations_exactly() =>
        Gen.Select(Gen.Long[0, 15], Gen.Long[0, 15], Gen.Long[0, 15], Gen.Long[0, 15])
            .Where((a, b, c, d) => a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0)
            .Sample((a, b, c, d) =>
            {
                IntervalEstimate ratio = OddsRatio.Conditional(a, a + b, c, c + d);
                var distribution = new NoncentralHypergeometric(a + c, b + d, a + b);
                return (ratio.Value is not > 0 || Math.Abs(distribution.Mean(ratio.Value.Value) - a) < 1e-9)
                    && (ratio.Lower is not > 0 || Math.Abs(distribution.Upper(a, ratio.Lower.Value) - 0.025) < 1e-12)
                    && (ratio.Upper is null || Math.Abs(distribution.Lower(a, ratio.Upper.Value) - 0.025) < 1e-12);
            });

    [Fact]
    public void Transposed_or_shuffled_tables_give_the_same_p()
    {
        long[,] table = { { 2, 7, 1 }, { 5, 0, 3 }, { 1, 1, 6 }, { 4, 2, 2 } },
            shuffled = { { 6, 1, 1 }, { 2, 2, 4 }, { 1, 7, 2 }, { 3, 0, 5 } };
        var transposed = new long[3, 4];
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 3; j++) transposed[j, i] = table[i, j];
        double p = FisherExactTest.Test(table).P!.Value;
        Golden.P(p, FisherExactTest.Test(transposed).P);
        Golden.P(p, FisherExactTest.Test(shuffled).P);
        Golden.P(ChiSquareTest.Test(table).P, ChiSquareTest.Test(transposed).P);
    }

    [Fact]
    public void A_work_limit_leads_to_labelled_Monte_Carlo_near_the_exact_p()
    {
        long[,] table = { { 12, 5, 8 }, { 6, 14, 9 }, { 9, 9, 3 } };
        HypothesisTestResult exact = FisherExactTest.Test(table), drawn = FisherExactTest.Test(table, new() { WorkLimit = 10 });
        Assert.Equal("Fisher-Freeman-Halton test (Monte Carlo)", drawn.TestName);
        Assert.Contains("10000 tables, seed 20241108", drawn.Note);
        double error = 5 * Math.Sqrt(exact.P!.Value * (1 - exact.P.Value) / 10_000);
        Assert.InRange(drawn.P!.Value, exact.P.Value - error, exact.P.Value + error);
        Assert.Equal(drawn.P, FisherExactTest.Test(table, new() { WorkLimit = 10 }).P);
        // (1 + k)/(B + 1): never 0, and k is whole
        Assert.Equal(0, drawn.P.Value * 10_001 % 1, 1e-6);
    }

    [Fact]
    public void Empty_rows_and_columns_are_left_out_and_named()
    {
        long[,] table = { { 3, 0, 5 }, { 0, 0, 0 }, { 4, 0, 1 } };
        HypothesisTestResult result = ChiSquareTest.Test(table);
        Golden.P(ChiSquareTest.Test(new long[,] { { 3, 5 }, { 4, 1 } }).P, result.P);
        Assert.Equal("Left out as empty: 1 rows, 1 columns.", result.Note);
        Golden.P(FisherExactTest.Test(new long[,] { { 3, 5 }, { 4, 1 } }).P, FisherExactTest.Test(table).P);
        foreach (HypothesisTestResult none in new[] { ChiSquareTest.Test(new long[,] { { 3, 5 }, { 0, 0 } }),
            FisherExactTest.Test(new long[,] { { 3 }, { 4 } }), FisherExactTest.Test(new long[0, 0]) })
        {
            Assert.Null(none.P);
            Assert.StartsWith("P not computed: ", none.Note);
        }
        Assert.Null(McNemarTest.Test(new long[,] { { 3, 0 }, { 0, 4 } }).P);
        Assert.Equal(1, McNemarTest.Test(new long[,] { { 3, 0 }, { 0, 4 } }, exact: true).P);
    }

    [Fact]
    public void Bad_counts_are_refused()
    {
        Assert.Contains("Row 1, column 2", Assert.Throws<ArgumentException>(
            () => FisherExactTest.Test(new long[,] { { 1, -2 }, { 3, 4 } })).Message);
        Assert.Throws<ArgumentException>(() => McNemarTest.Test(new long[2, 3]));
        Assert.Throws<ArgumentException>(() => McNemarTest.Test(new long[3, 3], exact: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FisherOptions { ConfidenceLevel = 95 });
    }

    [Fact]
    public void A_zero_cell_leaves_the_odds_ratio_bounded_on_one_side()
    {
        IntervalEstimate infinite = OddsRatio.Conditional(5, 5, 2, 6), zero = OddsRatio.Conditional(0, 5, 2, 6),
            none = OddsRatio.Conditional(0, 5, 0, 6);
        Assert.Null(infinite.Value);
        Assert.Null(infinite.Upper);
        Assert.True(infinite.Lower > 0);
        Assert.Equal((0.0, 0.0), (zero.Value, zero.Lower));
        Assert.True(zero.Upper > 0);
        Assert.Equal((null, null, null), (none.Value, none.Lower, none.Upper));
        Assert.Null(OddsRatio.Woolf(5, 5, 2, 6).Lower);
    }
}
