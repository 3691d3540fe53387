using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Tables;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tests.Tables;

/// <summary>
/// The test chosen, its statistic and P for every variable of the golden tables; statistics to 1e-10, P to 1e-9 relative.
/// </summary>
public sealed class GroupComparisonGoldenTests
{
    private static readonly (string Golden, GroupTest Test)[] Continuous =
    [
        ("wilcox_default", GroupTest.Wilcoxon), ("t_welch", GroupTest.WelchT), ("t_pooled", GroupTest.PooledT),
        ("kruskal", GroupTest.KruskalWallis),
        ("oneway_equal_var", GroupTest.Anova),
    ];

    private static readonly (string Golden, GroupTest Test)[] Categorical =
        [("chisq_nocorrect", GroupTest.ChiSquare), ("chisq_default", GroupTest.ChiSquareYates),
            ("fisher_default_workspace", GroupTest.Fisher)];

    [Theory]
    [MemberData(nameof(CohortDescriptionGoldenTests.Tables), MemberType = typeof(CohortDescriptionGoldenTests))]
    public void Every_test_equals_R(string data, string expected, string by)
    {
        using JsonDocument golden = CohortDescriptionGoldenTests.Golden(expected);
        DataFrame frame = CohortDescriptionGoldenTests.Frame(data);
        int compared = 0;
        foreach (JsonProperty variable in golden.RootElement.GetProperty("variables").EnumerateObject())
        {
            bool continuous = variable.Value.GetProperty("type").GetString() == "continuous";
            JsonElement tests = variable.Value.GetProperty("tests");
            GroupComparison Compare(GroupTest? test) =>
                CohortDescriptionGoldenTests.Describe(frame, by, variable.Name, continuous, new DescriptionOptions { P = true },
                    test).Comparison!;
            foreach ((string name, GroupTest test) in continuous ? Continuous : Categorical)
            {
                AssertTest(tests.GetProperty(name), Compare(test), $"{variable.Name} {name}");
                compared++;
            }
            AssertTest(tests.GetProperty(tests.GetProperty("gtsummary_default").GetString()!), Compare(null), $"{variable.Name} default");
            if (tests.TryGetProperty("wilcox_exact_conditional", out JsonElement exact))
                AssertP(exact.GetProperty("p_doubling").GetDouble(), Compare(GroupTest.WilcoxonExact).P, $"{variable.Name} exact");
            if (tests.TryGetProperty("min_expected", out JsonElement smallest))
                Assert.Equal(smallest.GetDouble(), Compare(null).MinExpected!.Value, 1e-12);
        }
        Assert.True(compared >= 25, $"{compared}");
    }

    [Theory]
    [MemberData(nameof(CohortDescriptionGoldenTests.Tables), MemberType = typeof(CohortDescriptionGoldenTests))]
    public void Every_difference_equals_R(string data, string expected, string by)
    {
        using JsonDocument golden = CohortDescriptionGoldenTests.Golden(expected);
        DataFrame frame = CohortDescriptionGoldenTests.Frame(data);
        int compared = 0;
        foreach (JsonProperty variable in golden.RootElement.GetProperty("variables").EnumerateObject())
        {
            JsonElement tests = variable.Value.GetProperty("tests");
            bool continuous = tests.TryGetProperty("t_welch", out JsonElement test);
            if (!continuous && !tests.TryGetProperty("prop_test_correct", out test)) continue;
            PairComparison pair = frame.Describe(unit: "patients", by: by,
                rows: r => continuous ? r.MeanSd(variable.Name) : r.Level(variable.Name, test.GetProperty("level").GetString()!),
                options: new DescriptionOptions { Difference = true }).Sections[0].Blocks[0].Variables[0].Comparison!.Pairs[0];
            CohortDescriptionGoldenTests.Near(test, continuous ? "estimate_diff" : "diff", pair.Difference);
            Assert.Equal(test.GetProperty("conf_low").GetDouble(), pair.DifferenceLower!.Value,
                1e-10 * Math.Max(1, Math.Abs(pair.DifferenceLower.Value)));
            Assert.Equal(test.GetProperty("conf_high").GetDouble(), pair.DifferenceUpper!.Value,
                1e-10 * Math.Max(1, Math.Abs(pair.DifferenceUpper.Value)));
            compared++;
        }
        Assert.True(compared >= 5, $"{compared}");
    }

    [Theory]
    [MemberData(nameof(CohortDescriptionGoldenTests.Tables), MemberType = typeof(CohortDescriptionGoldenTests))]
    public void Every_standardized_difference_equals_tableone(string data, string expected, string by)
    {
        using JsonDocument golden = CohortDescriptionGoldenTests.Golden(expected);
        DataFrame frame = CohortDescriptionGoldenTests.Frame(data);
        int compared = 0;
        foreach (JsonProperty variable in golden.RootElement.GetProperty("variables").EnumerateObject())
        {
            JsonElement tests = variable.Value.GetProperty("tests");
            bool continuous = tests.TryGetProperty("smd_tableone_abs", out JsonElement smd);
            if (!continuous) smd = tests.GetProperty("smd_multinomial_abs");
            PairComparison pair = CohortDescriptionGoldenTests.Describe(frame, by, variable.Name, continuous,
                new DescriptionOptions { Smd = true }).Comparison!.Pairs[0];
            Assert.Equal(smd.EnumerateObject().Single().Value.GetDouble(), Math.Abs(pair.Smd!.Value), 1e-10);
            if (tests.TryGetProperty("smd_pkg_0_7_signed", out JsonElement signed) || tests.TryGetProperty("smd_binary_signed", out signed))
            {
                double value = signed.EnumerateObject().Single().Value.GetDouble();
                Assert.Equal(Math.Sign(value), Math.Sign(pair.Smd.Value));
            }
            compared++;
        }
        Assert.True(compared >= 7, $"{compared}");
    }

    [Fact]
    public void Standardized_differences_by_hand()
    {
        // means 2 and 4, both variances 1: d = -2; n = 3 and 3: SE = sqrt(6/9 + 4/12) = 1
        var d = StandardizedDifference.Continuous([1, 2, 3], [3, 4, 5], 0.95);
        Assert.Equal((-2.0, 1.0), (d.Value!.Value, d.StandardError!.Value));
        Assert.Equal(-2 + 1.959963984540054, d.Upper!.Value, 1e-12);
        Assert.Equal(0, StandardizedDifference.Continuous([1, 1], [1, 1], 0.95).Value);
        Assert.Null(StandardizedDifference.Continuous([1, 1], [2, 2], 0.95).Value);
        Assert.Null(StandardizedDifference.Categorical(new long[,] { { 5, 0 }, { 0, 5 } }, 0.95).Value);
        // 1/2 against 1/4: -(1/4)/sqrt((1/4 + 3/16)/2)
        Assert.Equal(0.25 / Math.Sqrt(7.0 / 32), StandardizedDifference.Categorical(new long[,] { { 2, 3 }, { 2, 1 } }, 0.95).Value!.Value,
            1e-14);
        Assert.Equal(0, StandardizedDifference.Categorical(new long[,] { { 2, 4 }, { 0, 0 }, { 1, 2 } }, 0.95).Value!.Value, 1e-14);
    }

    private static void AssertTest(JsonElement expected, GroupComparison actual, string what)
    {
        if (expected.TryGetProperty("statistic", out JsonElement statistic))
        {
            double s = statistic.GetDouble();
            Assert.True(Math.Abs(s - actual.Statistic!.Value) <= 1e-10 * Math.Max(1, Math.Abs(s)),
                $"{what}: statistic expected {s:R}, got {actual.Statistic:R}");
        }
        if (expected.TryGetProperty("df", out JsonElement df))
            Assert.Equal((df.ValueKind == JsonValueKind.Array ? df[0] : df).GetDouble(), actual.DegreesOfFreedom!.Value,
                1e-10 * actual.DegreesOfFreedom.Value);
        AssertP(expected.GetProperty("p_value").GetDouble(), actual.P, what);
    }

    private static void AssertP(double expected, double? actual, string what) =>
        Assert.True(actual is not null && Math.Abs(expected - actual.Value) <= 1e-9 * expected,
            $"{what}: P expected {expected:R}, got {actual:R}");
}
