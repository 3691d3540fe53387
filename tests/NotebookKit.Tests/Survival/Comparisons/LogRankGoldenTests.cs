using System.Text.Json;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Survival.Comparisons;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Comparisons;

public sealed class LogRankGoldenTests
{
    private static readonly (string Dataset, string R, string Time, string Status, string By, string? Strata, string[] Order)[] Calls =
    [
        ("aml", "survdiff(Surv(time,status)~x)", "time", "status", "x", null, []),
        ("lung", "survdiff(Surv(time,event)~sex)", "time", "event", "sex", null, []),
        ("lung", "survdiff(Surv(time,event)~ph.ecog), trend scores 0..3", "time", "event", "ph.ecog", null, []),
        ("lung", "survdiff(Surv(time,event)~sex+strata(ph.ecog))", "time", "event", "sex", "ph.ecog", []),
        ("veteran", "survdiff(Surv(time,status)~trt)", "time", "status", "trt", null, []),
        ("veteran", "survdiff(Surv(time,status)~celltype), trend scores 1..4", "time", "status", "celltype", null,
            ["squamous", "smallcell", "adeno", "large"]),
        ("veteran", "survdiff(Surv(time,status)~trt+strata(celltype))", "time", "status", "trt", "celltype", []),
        ("bladder", "survdiff(Surv(stop,event)~rx)", "stop", "event", "rx", null, []),
        ("bladder", "survdiff(Surv(stop,event)~rx+strata(enum))", "stop", "event", "rx", "enum", []),
        ("ovarian", "survdiff(Surv(futime,fustat)~rx)", "futime", "fustat", "rx", null, []),
        ("ovarian", "survdiff(Surv(futime,fustat)~rx+strata(ecog.ps))", "futime", "fustat", "rx", "ecog.ps", []),
    ];

    private static readonly (string R, LogRankOptions Options)[] Weights =
    [
        ("rho_0", new()),
        ("rho_1", new() { Weight = LogRankWeight.FlemingHarrington, Rho = 1 }),
        ("rho_0.5", new() { Weight = LogRankWeight.FlemingHarrington, Rho = 0.5 }),
        ("logrank", new()),
        ("gehan", new() { Weight = LogRankWeight.Gehan }),
        ("tarone_ware", new() { Weight = LogRankWeight.TaroneWare }),
        ("peto_peto", new() { Weight = LogRankWeight.PetoPeto }),
        ("modified_peto_peto", new() { Weight = LogRankWeight.ModifiedPetoPeto }),
        ("fh_1_0", new() { Weight = LogRankWeight.FlemingHarrington, Rho = 1 }),
        ("fh_0_1", new() { Weight = LogRankWeight.FlemingHarrington, Gamma = 1 }),
        ("fh_1_1", new() { Weight = LogRankWeight.FlemingHarrington, Rho = 1, Gamma = 1 }),
        ("fh_05_05", new() { Weight = LogRankWeight.FlemingHarrington, Rho = 0.5, Gamma = 0.5 }),
    ];

    public static TheoryData<int> Indices => new(Enumerable.Range(0, Calls.Length));

    [Theory, MemberData(nameof(Indices))]
    public void Every_weight_equals_R(int index)
    {
        var call = Calls[index];
        JsonElement golden = Analysis(call.Dataset, call.R, "logrank");
        foreach (var (r, options) in Weights)
        {
            JsonElement expected = r.StartsWith("rho", StringComparison.Ordinal) ? golden.GetProperty(r) : golden.GetProperty("weighted")
                .GetProperty(r);
            LogRankOptions all = options with { Strata = call.Strata, GroupOrder = [.. call.Order] };
            LogRankResult result = Data(call.Dataset).LogRank(call.Time, call.Status, call.By, options: all);
            string what = $"{call.R} {r}";
            Near(expected.Column("observed"), [.. result.Groups.Select(g => (double?)g.Observed)], what + " observed");
            Near(expected.Column("expected"), [.. result.Groups.Select(g => (double?)g.Expected)], what + " expected");
            for (int g = 0; g < result.Groups.Length; g++)
                Near(expected.GetProperty("var")[g].Values(),
                    [.. result.Covariance.Skip(g * result.Groups.Length).Take(result.Groups.Length).Select(v => (double?)v)],
                    what + " var", tolerance: 1e-11, floor: Math.Abs(result.Covariance[g * result.Groups.Length + g]));
            // (O − E)² loses digits where O and E are close: R's own two routes differ by as much.
            Near(expected.GetProperty("chisq").GetDouble(), result.ChiSquare, what + " chisq",
                floor: 0.1 * result.Groups.Max(g => g.Observed));
            Near(expected.GetProperty("p").GetDouble(), result.P, what + " p", 1e-11);
            Assert.Equal(expected.GetProperty("df").GetInt32(), result.DegreesOfFreedom);
            if (expected.TryGetProperty("n", out JsonElement n))
                Near(n.Values(), [.. result.Groups.Select(g => (double?)g.N)], what + " n");
            if (expected.TryGetProperty("trend", out JsonElement trend)) AssertTrend(trend, call, all, what);
        }
    }

    private static void AssertTrend(
        JsonElement trend, (string Dataset, string R, string Time, string Status, string By, string? Strata, string[] Order) call,
        LogRankOptions options, string what)
    {
        LogRankTrendResult result = Data(call.Dataset)
            .LogRankTrend(call.Time, call.Status, call.By, scores: [.. trend.Column("scores").Select(s => s!.Value)], options: options);
        Near(trend.GetProperty("z").GetDouble(), result.Z, what + " trend z");
        Near(trend.GetProperty("p").GetDouble(), result.P, what + " trend p", 1e-11);
    }

    [Theory, InlineData(2), InlineData(5)]
    public void Pairwise_tests_with_every_adjustment_equal_R(int index)
    {
        var call = Calls[index];
        JsonElement pairs = Analysis(call.Dataset, call.R, "logrank").GetProperty("pairwise");
        (string R, PAdjustMethod Method)[] methods =
        [
            ("bonferroni", PAdjustMethod.Bonferroni), ("holm", PAdjustMethod.Holm), ("hochberg", PAdjustMethod.Hochberg),
            ("hommel", PAdjustMethod.Hommel),
            ("BH", PAdjustMethod.BenjaminiHochberg), ("BY", PAdjustMethod.BenjaminiYekutieli),
        ];
        foreach (var (r, method) in methods)
        {
            PairwiseLogRankResult result = Data(call.Dataset)
                .PairwiseLogRank(call.Time, call.Status, call.By, method: method, options: new() { GroupOrder = [.. call.Order] });
            Near(pairs.Column("chisq"), [.. result.Pairs.Select(p => p.ChiSquare)], call.R + " chisq");
            Near(pairs.Column("p"), [.. result.Pairs.Select(p => p.P)], call.R + " p", 1e-11);
            Near(pairs.Column(r), [.. result.Pairs.Select(p => p.AdjustedP)], call.R + " " + r, 1e-11);
        }
    }

    [Fact]
    public void Clustered_test_is_the_robust_score_of_a_Breslow_Cox_model()
    {
        JsonElement golden = Analysis("bladder", "coxph(Surv(stop,event)~rx, cluster=id)  rscore = clustered log-rank", "cox");
        LogRankResult result = Data("bladder").LogRank("stop", "event", "rx", cluster: "id", unit: "recurrences");
        Near(golden.GetProperty("rscore")[0].Values()[0], result.ChiSquare, "robust score", 1e-10);
        Assert.True(result.IsRobust);
        Assert.Equal(85, result.Clusters);
        Near(Analysis("bladder", "survdiff(Surv(stop,event)~rx)", "logrank").GetProperty("rho_0").GetProperty("p").GetDouble(),
            result.OrdinaryP, "ordinary", 1e-11);
        Assert.Equal("0.15", NumberFormat.PValue(result.P));
        Assert.Contains("robust score test with 85 clusters", result.ToString());
    }
}
