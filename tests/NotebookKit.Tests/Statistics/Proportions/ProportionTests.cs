using System.Text.Json;
using CsCheck;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Contingency;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tests.Statistics.Proportions;

public sealed class ProportionTests
{
    private static readonly Alternative[] Alternatives = [Alternative.TwoSided, Alternative.Less, Alternative.Greater];

    private static readonly Dictionary<string, ProportionMethod> Methods = new()
    {
        ["clopper"] = ProportionMethod.ClopperPearson, ["wilson"] = ProportionMethod.Wilson, ["jeffreys"] = ProportionMethod.Jeffreys,
        ["agresti"] = ProportionMethod.AgrestiCoull, ["wald"] = ProportionMethod.Wald, ["midp"] = ProportionMethod.MidP,
    };

    [Fact]
    public void Intervals_and_binomial_test_equal_R()
    {
        double[] nulls = [0.1, 0.5, 0.37];
        foreach (JsonElement golden in Golden.Load("proportion-intervals").EnumerateArray())
        {
            long x = golden.GetProperty("x").GetInt64(), n = golden.GetProperty("n").GetInt64();
            foreach ((string name, ProportionMethod method) in Methods)
                Limits(golden.Doubles(name), ProportionInterval.Of(x, n, method), 1e-10, $"{name} {x}/{n}");
            for (int i = 0; i < 3; i++)
                for (int a = 0; a < 3; a++)
                    Golden.P(golden.GetProperty("binomial")[i][a].GetDouble(), ProportionTest.Exact(x, n, nulls[i], Alternatives[a]).P,
                        $"binomial {x}/{n} {nulls[i]} {Alternatives[a]}");
        }
    }

    [Fact]
    public void Two_proportions_equal_R_and_published_formulas()
    {
        foreach (JsonElement golden in Golden.Load("two-proportions").EnumerateArray())
        {
            long[] c = [.. golden.Doubles("counts").Select(v => (long)v)];
            string what = string.Join(" ", c);
            Limits(golden.Doubles("newcombe"), ProportionDifference.Of(c[0], c[1], c[2], c[3]), 1e-10, "Newcombe " + what);
            Limits(golden.Doubles("wald"), ProportionDifference.Of(c[0], c[1], c[2], c[3], DifferenceMethod.Wald), 1e-10, "Wald " + what);
            Limits(golden.Doubles("caffo"), ProportionDifference.Of(c[0], c[1], c[2], c[3], DifferenceMethod.AgrestiCaffo), 1e-10,
                "Agresti-Caffo " + what);
            Limits(golden.Doubles("mn"), ProportionDifference.Of(c[0], c[1], c[2], c[3], DifferenceMethod.MiettinenNurminen), 1e-9,
                "Miettinen-Nurminen " + what);
            for (int a = 0; a < 3; a++)
                Golden.Test(golden.GetProperty("prop")[a], ProportionTest.TwoSample(c[0], c[1], c[2], c[3], alternative: Alternatives[a]),
                    estimate: false);
            Golden.Test(golden.GetProperty("prop_plain"), ProportionTest.TwoSample(c[0], c[1], c[2], c[3], continuityCorrection: false),
                estimate: false);
            if (c[0] > 0 && c[2] > 0) Triple(golden.Numbers("rr"), RiskRatio.Katz(c[0], c[1], c[2], c[3]), 1e-12);
            if (c[0] > 0 && c[2] > 0 && c[0] < c[1] && c[2] < c[3])
                Triple(golden.Numbers("or"), OddsRatio.Woolf(c[0], c[1], c[2], c[3]), 1e-12);
            // R stops solving near 1e-4; the exact solution is tested by its own equations
            Triple(golden.Numbers("fisher"), OddsRatio.Conditional(c[0], c[1], c[2], c[3]), 2e-3);
        }
    }

    [Fact]
    public void Trend_and_rates_equal_R()
    {
        foreach (JsonElement golden in Golden.Load("trend").EnumerateArray())
            Golden.Test(golden.GetProperty("test"), ProportionTest.Trend([.. golden.Doubles("x").Select(v => (long)v)],
                [.. golden.Doubles("n").Select(v => (long)v)],
                golden.GetProperty("scores").ValueKind == JsonValueKind.Null ? null : golden.Doubles("scores")));
        foreach (JsonElement golden in Golden.Load("rates").EnumerateArray())
        {
            long events = golden.GetProperty("events").GetInt64();
            Limits(golden.Doubles("exact"), IncidenceRate.Of(events, golden.Double("time")), 1e-10, "exact");
            Limits(golden.Doubles("byar"), IncidenceRate.Of(events, golden.Double("time"), RateMethod.Byar), 1e-10, "Byar");
        }
    }

    [Theory]
    [InlineData(18, 30, 40.6, 77.3, 42.3, 75.4, 41.4, 76.4)]
    [InlineData(4, 13, 9.1, 61.4, 12.7, 57.6, 11.3, 58.7)]
    [InlineData(22, 43, 35.5, 66.7, 36.8, 65.4, 35.7, 66.4)]
    [InlineData(6, 13, 19.2, 74.9, 23.2, 70.9, 22.4, 74.0)]
    [InlineData(14, 43, 19.1, 48.5, 20.5, 47.5, 19.2, 47.7)]
    [InlineData(12, 43, 15.3, 43.7, 16.7, 42.7, 15.7, 42.9)]
    [InlineData(8, 43, 8.4, 33.4, 9.7, 32.6, 8.7, 33.6)]
    [InlineData(1, 43, 0.06, 12.3, 0.41, 12.1, 0.12, 12.1)]
    [InlineData(0, 13, 0.0, 24.7, 0.0, 22.8, 0.0, 22.5)]
    public void Intervals_of_the_founding_cohort(long x, long n, params double[] percent)
    {
        ProportionMethod[] methods = [ProportionMethod.ClopperPearson, ProportionMethod.Wilson, ProportionMethod.BlythStillCasella];
        for (int i = 0; i < methods.Length; i++)
        {
            IntervalEstimate interval = ProportionInterval.Of(x, n, methods[i]);
            Assert.True(Math.Abs(percent[2 * i] - 100 * interval.Lower!.Value) < (percent[2 * i] < 1 ? 0.0051 : 0.051),
                $"{methods[i]} {x}/{n} lower: {100 * interval.Lower:F4}");
            // 47.647 for 14/43 is printed as 47.7 by an implementation that searches in steps
            Assert.True(Math.Abs(percent[2 * i + 1] - 100 * interval.Upper!.Value) < 0.054,
                $"{methods[i]} {x}/{n} upper: {100 * interval.Upper:F4}");
        }
    }

    [Fact]
    public void Difference_and_ratios_of_the_founding_cohort()
    {
        Within(29.2, -2.9, 53.0, DifferenceMethod.Newcombe);
        Within(29.2, -3.6, 55.1, DifferenceMethod.MiettinenNurminen);
        Within(29.2, -1.4, 59.8, DifferenceMethod.Wald);
        Within(29.2, -3.3, 55.3, DifferenceMethod.AgrestiCaffo);
        IntervalEstimate ratio = RiskRatio.Katz(18, 30, 4, 13), odds = OddsRatio.Woolf(18, 30, 4, 13);
        Assert.Equal((1.950, 0.820, 4.637), (Math.Round(ratio.Value!.Value, 3), Math.Round(ratio.Lower!.Value, 3),
            Math.Round(ratio.Upper!.Value, 3)));
        Assert.Equal((3.375, 0.844, 13.495), (Math.Round(odds.Value!.Value, 3), Math.Round(odds.Lower!.Value, 3),
            Math.Round(odds.Upper!.Value, 3)));

        static void Within(double value, double lower, double upper, DifferenceMethod method)
        {
            IntervalEstimate difference = ProportionDifference.Of(18, 30, 4, 13, method);
            Assert.Equal(value, 100 * difference.Value!.Value, 0.05);
            Assert.Equal(lower, 100 * difference.Lower!.Value, 0.05);
            Assert.Equal(upper, 100 * difference.Upper!.Value, 0.05);
        }
    }

    [Fact]
    public void Exact_intervals_cover_every_proportion_with_their_level()
    {
        foreach (int n in new[] { 1, 2, 5, 13, 20, 43 })
            foreach (ProportionMethod method in new[] { ProportionMethod.ClopperPearson, ProportionMethod.BlythStillCasella })
            {
                IntervalEstimate[] intervals = [.. Enumerable.Range(0, n + 1).Select(x => ProportionInterval.Of(x, n, method))];
                double[] ends = [.. intervals.SelectMany(i => new[] { i.Lower!.Value, i.Upper!.Value })];
                double[] points = [.. ends.SelectMany(e => new[] { e - 1e-9, e, e + 1e-9 })
                    .Concat(Enumerable.Range(1, 999).Select(i => i / 1000.0)).Where(p => p is > 0 and < 1)];
                foreach (double p in points)
                {
                    double coverage = Enumerable.Range(0, n + 1).Where(x => intervals[x].Lower <= p && p <= intervals[x].Upper)
                        .Sum(x => Distributions.BinomialProbability(x, n, p));
                    Assert.True(coverage >= 0.95 - 1e-7, $"{method}, n = {n}, p = {p}: {coverage}");
                }
                for (int x = 1; x <= n; x++)
                    Assert.True(intervals[x].Lower >= intervals[x - 1].Lower && intervals[x].Upper >= intervals[x - 1].Upper);
            }
    }

    [Fact]
    public void Every_interval_mirrors_and_nests()
    {
        Gen.Select(Gen.Long[1, 60], Gen.Double[0, 1]).Sample((n, share) =>
        {
            long x = (long)(share * n);
            foreach (ProportionMethod method in Enum.GetValues<ProportionMethod>())
            {
                IntervalEstimate interval = ProportionInterval.Of(x, n, method), mirror = ProportionInterval.Of(n - x, n, method),
                    wide = ProportionInterval.Of(x, n, method, 0.99);
                if (Math.Abs(interval.Lower!.Value - (1 - mirror.Upper!.Value)) > 1e-9) return false;
                if (!(interval.Lower >= 0 && interval.Lower <= interval.Value && interval.Value <= interval.Upper && interval.Upper <= 1)
                    && method != ProportionMethod.AgrestiCoull) return false;
                if (method != ProportionMethod.BlythStillCasella
                    && (wide.Lower > interval.Lower + 1e-12 || wide.Upper < interval.Upper - 1e-12)) return false;
            }
            return Width(ProportionMethod.BlythStillCasella) <= Width(ProportionMethod.ClopperPearson) + 1e-9;

            double Width(ProportionMethod method) =>
                Enumerable.Range(0, (int)n + 1).Sum(k => ProportionInterval.Of(k, n, method) is var i
                    ? i.Upper!.Value - i.Lower!.Value
                    : 0);
        }, iter: 300);
    }

    [Fact]
    public void Differences_mirror_when_groups_swap() =>
        Gen.Select(Gen.Long[1, 30], Gen.Long[1, 30], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((n1, n2, s1, s2) =>
        {
            long x1 = (long)(s1 * (n1 + 1)), x2 = (long)(s2 * (n2 + 1));
            if (x1 > n1 || x2 > n2) return true;
            return Enum.GetValues<DifferenceMethod>().All(method =>
            {
                IntervalEstimate a = ProportionDifference.Of(x1, n1, x2, n2, method), b = ProportionDifference.Of(x2, n2, x1, n1, method);
                return Math.Abs(a.Lower!.Value + b.Upper!.Value) < 1e-9 && a.Lower >= -1 && a.Lower <= a.Upper && a.Upper <= 1;
            });
        });

    [Fact]
    public void Nothing_observed_is_no_estimate()
    {
        foreach (ProportionMethod method in Enum.GetValues<ProportionMethod>())
        {
            IntervalEstimate none = ProportionInterval.Of(0, 0, method);
            Assert.Equal((null, null, null), (none.Value, none.Lower, none.Upper));
            Assert.NotNull(none.Note);
            Assert.Equal(0, ProportionInterval.Of(0, 7, method).Lower!.Value, method == ProportionMethod.AgrestiCoull ? 0.2 : 0);
        }
        Assert.Null(ProportionDifference.Of(0, 0, 1, 2).Value);
        Assert.Null(RiskRatio.Katz(1, 2, 0, 3).Value);
        Assert.Null(IncidenceRate.Of(0, 0).Value);
        Assert.Equal(0, IncidenceRate.Of(0, 5).Lower);
        Assert.StartsWith("P not computed: ", ProportionTest.TwoSample(0, 5, 0, 6).Note);
        Assert.StartsWith("P not computed: ", ProportionTest.Exact(0, 0).Note);
        Assert.StartsWith("P not computed: ", ProportionTest.Trend([0, 0], [4, 5]).Note);
        Assert.Throws<ArgumentException>(() => ProportionInterval.Of(5, 4));
        Assert.Throws<ArgumentException>(() => IncidenceRate.Of(-1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Of(1, 4, confidenceLevel: 95));
    }

    private static void Limits(double[] expected, IntervalEstimate actual, double tolerance, string what)
    {
        Assert.True(Math.Abs(expected[0] - actual.Lower!.Value) <= tolerance * Math.Max(1e-3, Math.Abs(expected[0])),
            $"{what}: expected {expected[0]:R}, found {actual.Lower:R}");
        Assert.True(Math.Abs(expected[1] - actual.Upper!.Value) <= tolerance * Math.Max(1e-3, Math.Abs(expected[1])),
            $"{what}: expected {expected[1]:R}, found {actual.Upper:R}");
    }

    private static void Triple(double?[] expected, IntervalEstimate actual, double tolerance)
    {
        double?[] found = [actual.Value, actual.Lower, actual.Upper];
        for (int i = 0; i < 3; i++)
            if (double.IsInfinity(expected[i]!.Value)) Assert.Null(found[i]);
            else Golden.Relative(expected[i], found[i], tolerance, actual.Method);
    }
}
