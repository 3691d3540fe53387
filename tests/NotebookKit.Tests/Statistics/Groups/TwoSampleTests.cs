using System.Text.Json;
using CsCheck;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Groups;
using NotebookKit.Statistics.Pairs;

namespace NotebookKit.Tests.Statistics.Groups;

public sealed class TwoSampleTests
{
    private static readonly Alternative[] Alternatives = [Alternative.TwoSided, Alternative.Less, Alternative.Greater];

    [Fact]
    public void Rank_sum_and_t_tests_equal_R()
    {
        foreach (JsonElement golden in Golden.Load("two-samples").EnumerateArray())
        {
            double[] x = golden.Doubles("x"), y = golden.Doubles("y");
            for (int a = 0; a < 3; a++)
            {
                Golden.Test(golden.GetProperty("wilcoxon")[a], WilcoxonRankSum.Test(x, y, new() { Alternative = Alternatives[a] }));
                Golden.Test(golden.GetProperty("wilcoxon_normal")[a],
                    WilcoxonRankSum.Test(x, y, new() { Alternative = Alternatives[a], Exact = ExactRule.Never }));
                Golden.Test(golden.GetProperty("welch")[a], TTest.TwoSample(x, y, alternative: Alternatives[a]));
                Golden.Test(golden.GetProperty("pooled")[a], TTest.TwoSample(x, y, equalVariances: true, Alternatives[a], 0.9));
            }
            Golden.Test(golden.GetProperty("wilcoxon_plain"),
                WilcoxonRankSum.Test(x, y, new() { Exact = ExactRule.Never, ContinuityCorrection = false }));
            Golden.Test(golden.GetProperty("one"), TTest.OneSample(x, 0.25));
        }
    }

    [Fact]
    public void Rank_sum_with_ties_equals_enumeration()
    {
        foreach (JsonElement golden in Golden.Load("rank-sum-ties").EnumerateArray())
        {
            double[] x = golden.Doubles("x"), y = golden.Doubles("y");
            Golden.P(golden.Double("less"),
                WilcoxonRankSum.Test(x, y, new() { Exact = ExactRule.Always, Alternative = Alternative.Less }).P);
            Golden.P(golden.Double("greater"),
                WilcoxonRankSum.Test(x, y, new() { Exact = ExactRule.Always, Alternative = Alternative.Greater }).P);
            Golden.P(golden.Double("two"), WilcoxonRankSum.Test(x, y, new() { Exact = ExactRule.Always }).P);
            Golden.P(golden.Double("two"), WilcoxonRankSum.Test(y, x, new() { Exact = ExactRule.Always }).P, "groups swapped");
        }
    }

    [Fact]
    public void Rank_sum_by_hand()
    {
        // ranks 1, 2 of 1…5: two of ten subsets lie in the tails
        HypothesisTestResult result = WilcoxonRankSum.Test([1, 2], [3, 4, 5]);
        Assert.Equal(0, result.Statistic);
        Golden.P(2.0 / 10, result.P);
        Assert.Equal("Wilcoxon rank sum exact test", result.TestName);
    }

    [Fact]
    public void Signed_rank_with_ties_equals_enumeration()
    {
        foreach (JsonElement golden in Golden.Load("signed-rank-ties").EnumerateArray())
        {
            double[] d = golden.Doubles("d");
            HypothesisTestResult less = WilcoxonSignedRank.Test(d,
                new WilcoxonOptions { Exact = ExactRule.Always, Alternative = Alternative.Less });
            Golden.Statistic(golden.Double("v"), less.Statistic);
            Golden.P(golden.Double("less"), less.P);
            Golden.P(golden.Double("greater"),
                WilcoxonSignedRank.Test(d, new WilcoxonOptions { Exact = ExactRule.Always, Alternative = Alternative.Greater }).P);
        }
    }

    [Fact]
    public void Paired_tests_and_correlations_equal_R()
    {
        foreach (JsonElement golden in Golden.Load("pairs").EnumerateArray())
        {
            double[] x = golden.Doubles("x"), y = golden.Doubles("y");
            for (int a = 0; a < 3; a++)
            {
                Golden.Test(golden.GetProperty("signed_rank")[a], WilcoxonSignedRank.Test(x, y, new() { Alternative = Alternatives[a] }));
                Golden.Test(golden.GetProperty("t")[a], TTest.Paired(x, y, Alternatives[a]));
            }
            Golden.Test(golden.GetProperty("signed_rank_plain"),
                WilcoxonSignedRank.Test(x, y, new() { Exact = ExactRule.Never, ContinuityCorrection = false }));
            Golden.Test(golden.GetProperty("pearson"), Correlation.Pearson(x, y));
            Golden.Test(golden.GetProperty("spearman"), Correlation.Spearman(x, y));
            Golden.Test(golden.GetProperty("kendall"), Correlation.Kendall(x, y));
        }
    }

    [Fact]
    public void Groups_swapped_give_the_same_two_sided_p()
    {
        Gen.Select(Gen.Int[0, 8].Array[1, 12], Gen.Int[0, 8].Array[1, 15]).Sample((a, b) =>
        {
            double[] x = [.. a.Select(v => (double)v)], y = [.. b.Select(v => (double)v)];
            return Same(WilcoxonRankSum.Test(x, y), WilcoxonRankSum.Test(y, x))
                && Same(WilcoxonRankSum.Test(x, y, new() { Exact = ExactRule.Always }),
                    WilcoxonRankSum.Test(y, x, new() { Exact = ExactRule.Always }))
                && Same(TTest.TwoSample(x, y), TTest.TwoSample(y, x));
        });

        static bool Same(HypothesisTestResult a, HypothesisTestResult b) => a.P == b.P || Math.Abs(a.P!.Value - b.P!.Value) <= 1e-12;
    }

    [Fact]
    public void Ranks_ignore_monotone_transformation() =>
        Gen.Select(Gen.Int[-9, 9].Array[2, 20], Gen.Int[-9, 9].Array[2, 20]).Sample((x, y) =>
            WilcoxonRankSum.Test([.. x.Select(v => (double)v)], [.. y.Select(v => (double)v)]).P
            == WilcoxonRankSum.Test([.. x.Select(v => Math.Exp(v))], [.. y.Select(v => Math.Exp(v))]).P);

    [Fact]
    public void Published_summaries_give_the_test_of_the_data()
    {
        double[] x = [1, 4, 2, 8], y = [3, 9, 9, 12, 7];
        HypothesisTestResult expected = TTest.TwoSample(x, y),
            found = TTest.TwoSample(new SampleMoments(4, 3.75, SampleMoments.Of(x).Variance), SampleMoments.Of(y));
        Golden.P(expected.P, found.P);
    }

    [Fact]
    public void A_p_that_cannot_be_computed_is_null_and_explained()
    {
        HypothesisTestResult[] results =
        [
            WilcoxonRankSum.Test([], [1]),
            WilcoxonRankSum.Test([2, 2], [2, 2, 2]),
            WilcoxonSignedRank.Test([1, 2], [1, 2]),
            TTest.TwoSample([1], [1, 2]),
            TTest.TwoSample([1, 1], [2, 2]),
            TTest.TwoSample([], [2, 2, 3], equalVariances: true),
            TTest.Paired([1, 2, 3], [2, 3, 4]),
            TTest.OneSample([1]),
            Correlation.Pearson([1, 2], [1, 2]),
            Correlation.Spearman([1, 1, 1], [1, 2, 3]),
            Correlation.Kendall([1], [1]),
        ];
        Assert.All(results, r =>
        {
            Assert.Null(r.P);
            Assert.StartsWith("P not computed: ", r.Note);
            Assert.Contains("NE", r.ToTable().ToString());
        });
        Assert.Equal(1, WilcoxonRankSum.Test([2, 2], [2, 2, 2], new() { Exact = ExactRule.Always }).P);
    }

    [Fact]
    public void Not_a_number_is_refused_and_located()
    {
        Assert.Contains("Value 3", Assert.Throws<ArgumentException>(() => WilcoxonRankSum.Test([1, 2], [double.NaN])).Message);
        Assert.Contains("Value 1", Assert.Throws<ArgumentException>(() => TTest.OneSample([double.NaN])).Message);
        Assert.Throws<ArgumentException>(() => TTest.Paired([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => Correlation.Kendall([1, 2], [1]));
    }

    [Fact]
    public void Groups_too_large_for_exact_say_so()
    {
        double[] x = [.. Enumerable.Range(0, 2000).Select(i => (double)(i % 50))],
            y = [.. Enumerable.Range(0, 2000).Select(i => (double)(i % 49))];
        HypothesisTestResult result = WilcoxonRankSum.Test(x, y, new() { Exact = ExactRule.Always });
        Assert.NotNull(result.P);
        Assert.Contains("normal approximation", result.Note);
    }

    [Fact]
    public void Prints_as_table()
    {
        string text = TTest.TwoSample([1, 2, 3, 4], [2, 4, 6, 9]).ToTable().ToString();
        Assert.Contains("Welch two-sample t test", text);
        Assert.Contains("Difference in means", text);
        Assert.Contains("95% confidence interval", text);
    }
}
