using System.Text.Json;
using CsCheck;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Contingency;

namespace NotebookKit.Tests.Statistics.Contingency;

public sealed class UnconditionalTestTests
{
    [Fact]
    public void Equals_brute_force_in_R()
    {
        foreach (JsonElement golden in Golden.Load("unconditional").EnumerateArray())
        {
            long[] c = [.. golden.Doubles("counts").Select(v => (long)v)];
            foreach ((string name, UnconditionalOrdering ordering) in new[] { ("fisher", UnconditionalOrdering.FisherP),
                ("score", UnconditionalOrdering.Score) })
            {
                JsonElement expected = golden.GetProperty(name);
                double greater = expected.Double("greater"), less = expected.Double("less");
                string what = $"{name} {string.Join(' ', c)}";
                Golden.Relative(greater, Test(c, ordering, Alternative.Greater), 1e-9, what + " greater");
                Golden.Relative(less, Test(c, ordering, Alternative.Less), 1e-9, what + " less");
                Golden.Relative(Math.Min(1, 2 * Math.Min(greater, less)), Test(c, ordering, Alternative.TwoSided), 1e-9, what);
            }
        }
    }

    [Fact]
    public void Founding_cohort()
    {
        Assert.Equal(0.0889, UnconditionalTest.Test(18, 30, 4, 13).P!.Value, 0.00005);
        Assert.Equal(0.0912, UnconditionalTest.Test(18, 30, 4, 13, UnconditionalOrdering.Score).P!.Value, 0.00005);
        Assert.Equal("Boschloo exact test (doubled tail)", UnconditionalTest.Test(18, 30, 4, 13).TestName);
    }

    [Fact]
    public void By_hand_one_against_one() =>
        // the only table as extreme as 1/1 against 0/1 has probability p(1 − p), at most 1/4
        Assert.Equal(0.25, UnconditionalTest.Test(1, 1, 0, 1, alternative: Alternative.Greater).P!.Value, 1e-12);

    [Fact]
    public void Boschloo_never_exceeds_Fisher_and_mirrors() =>
        Gen.Select(Gen.Long[1, 12], Gen.Long[1, 12], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((n1, n2, s1, s2) =>
        {
            long x1 = (long)(s1 * (n1 + 0.99)), x2 = (long)(s2 * (n2 + 0.99));
            double boschloo = UnconditionalTest.Test(x1, n1, x2, n2, alternative: Alternative.Greater).P!.Value;
            double fisher = Distributions.HypergeometricUpper(x1, n1, n2, x1 + x2);
            double swapped = UnconditionalTest.Test(x2, n2, x1, n1, alternative: Alternative.Less).P!.Value;
            double complement = UnconditionalTest.Test(n1 - x1, n1, n2 - x2, n2, alternative: Alternative.Less).P!.Value;
            return boschloo <= fisher * (1 + 1e-9) && boschloo is > 0 and <= 1 && Math.Abs(boschloo - swapped) < 1e-9
                && Math.Abs(boschloo - complement) < 1e-7;
        }, iter: 200);

    [Fact]
    public void What_cannot_differ_says_so()
    {
        Assert.StartsWith("P not computed: ", UnconditionalTest.Test(0, 0, 1, 2).Note);
        Assert.Equal(1, UnconditionalTest.Test(0, 4, 0, 5).P);
        Assert.Contains("too many tables", UnconditionalTest.Test(9000, 10_000, 8900, 10_000).Note);
        Assert.Throws<ArgumentException>(() => UnconditionalTest.Test(5, 4, 1, 2));
    }

    private static double? Test(long[] c, UnconditionalOrdering ordering, Alternative alternative) =>
        UnconditionalTest.Test(c[0], c[1], c[2], c[3], ordering, alternative).P;
}
