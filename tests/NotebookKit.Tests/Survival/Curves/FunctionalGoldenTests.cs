using System.Text.Json;
using NotebookKit.Cohorts;
using NotebookKit.Survival;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Curves;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Curves;

/// <summary>What is read off curves: S(t) at times, restricted means, covariances, cumulative hazards, follow-up.</summary>
public sealed class FunctionalGoldenTests
{
    private static readonly (string Dataset, string R, string Time, string Status, string? By, string? Cluster,
        KaplanMeierOptions Options)[] Calls =
    [
        ("aml", "survfit(Surv(time,status)~1)", "time", "status", null, null, new()),
        ("aml", "survfit(Surv(time,status)~x)", "time", "status", "x", null, new()),
        ("lung", "survfit(Surv(time,event)~sex)", "time", "event", "sex", null, new()),
        ("lung", "survfit(Surv(time,event)~ph.ecog)", "time", "event", "ph.ecog", null, new()),
        ("lung", "survfit(Surv(time,event)~sex, weights=w3)", "time", "event", "sex", null, new() { Weights = "w3" }),
        ("lung", "survfit(Surv(time,event)~sex, weights=wf)  (robust by default)", "time", "event", "sex", null, new() { Weights = "wf" }),
        ("lung", "survfit(Surv(time,event)~sex, cluster=site)", "time", "event", "sex", "site", new()),
        ("lung", "survfit(Surv(time,event)~sex, start.time=100)", "time", "event", "sex", null, new() { StartTime = 100 }),
        ("bladder", "survfit(Surv(stop,event)~rx)  naive", "stop", "event", "rx", null, new()),
        ("bladder", "survfit(Surv(stop,event)~rx, cluster=id)", "stop", "event", "rx", "id", new()),
        ("bladder", "survfit(Surv(stop,event)~1, cluster=id)", "stop", "event", null, "id", new()),
        ("bladder2", "survfit(Surv(start,stop,event)~rx, cluster=id)", "stop", "event", "rx", "id", new() { Entry = "start" }),
        ("ovarian", "survfit(Surv(futime,fustat)~rx)", "futime", "fustat", "rx", null, new()),
        ("ovarian", "survfit(Surv(futime,fustat)~1)", "futime", "fustat", null, null, new()),
        ("veteran", "survfit(Surv(time,status)~trt)", "time", "status", "trt", null, new()),
    ];

    public static TheoryData<int> Indices => new(Enumerable.Range(0, Calls.Length));

    private static (JsonElement Golden, KaplanMeierEstimate Estimate, string What) Run(int index,
        ConfidenceIntervalType type = ConfidenceIntervalType.Log)
    {
        var c = Calls[index];
        return (Analysis(c.Dataset, c.R),
            Data(c.Dataset).KaplanMeier(c.Time, c.Status, c.By, c.Cluster, options: c.Options with { ConfidenceType = type }), c.R);
    }

    [Theory, MemberData(nameof(Indices))]
    public void Survival_at_times_equals_R(int index)
    {
        (string R, ConfidenceIntervalType Type)[] types =
        [
            ("plain", ConfidenceIntervalType.Plain), ("log", ConfidenceIntervalType.Log), ("log-log", ConfidenceIntervalType.LogLog),
            ("logit", ConfidenceIntervalType.Logit), ("arcsin", ConfidenceIntervalType.ArcSine),
        ];
        foreach (var (r, type) in types)
        {
            var (golden, estimate, what) = Run(index, type);
            JsonElement expected = golden.GetProperty("landmark").GetProperty(r);
            double[] times = [.. expected.GetProperty("times_requested").EnumerateArray().Select(t => t.GetDouble())];
            if (estimate.Options.StartTime is { } start) times = [.. times.Where(t => t >= start)];
            SurvivalAtTime[] rows = [.. estimate.AtTimes(times).Rows];
            double?[] time = expected.Column("time");
            Assert.Equal(time.Length, rows.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                string where = $"{what} {r} {rows[i].Group} t={rows[i].Time}";
                Near(time[i], rows[i].Time, where);
                Near(expected.Column("n_risk")[i], rows[i].AtRisk, where + " n_risk");
                Near(expected.Column("n_event_since_previous")[i], rows[i].Events, where + " n_event");
                Near(expected.Column("n_censor_since_previous")[i], rows[i].Censored, where + " n_censor");
                if (rows[i].Survival is null)
                {
                    Assert.True(rows[i].Time > estimate[rows[i].Group].Time[^1], where + " is beyond follow-up");
                    continue;
                }
                Near(expected.Column("surv")[i], rows[i].Survival, where + " surv");
                if (rows[i].Survival == 0) continue;
                Near(expected.Column("std_err")[i], rows[i].StdErr, where + " se");
                Near(expected.Column("lower")[i], rows[i].Lower, where + " lower", floor: rows[i].Survival!.Value);
                Near(expected.Column("upper")[i], rows[i].Upper, where + " upper");
            }
        }
    }

    [Theory, MemberData(nameof(Indices))]
    public void Restricted_means_equal_R(int index)
    {
        var (golden, estimate, what) = Run(index);
        foreach (JsonProperty entry in golden.GetProperty("rmean").EnumerateObject())
        {
            if (entry.Name == "individual") continue;
            double tau = entry.Value.GetProperty("end_time")[0].GetDouble();
            RestrictedMeanEstimate means = estimate.RestrictedMean(tau);
            for (int g = 0; g < means.Groups.Length; g++)
            {
                double?[] row = entry.Value.GetProperty("rows")[g].Values();
                if (means.Groups[g].Mean is null)
                {
                    Assert.True(tau > estimate.Curves[g].Time[^1]); // R carries the last S on; we do not
                    continue;
                }
                Near(row[4], means.Groups[g].Mean, $"{what} {entry.Name} mean");
                // R prints the variance of independent rows even for a robust fit.
                if (!estimate.IsRobust) Near(row[5], means.Groups[g].StdErr ?? 0, $"{what} {entry.Name} se");
            }
        }
        if (!golden.TryGetProperty("rmst_two_group", out JsonElement two) || estimate.IsRobust) return;
        foreach (JsonProperty entry in two.EnumerateObject())
        {
            RestrictedMeanEstimate means = estimate.RestrictedMean(entry.Value.GetProperty("tau").GetDouble());
            if (means.Groups.Any(g => g.Mean is null)) continue;
            AssertContrast(entry.Value.GetProperty("difference_2_minus_1"), means.Contrasts[0], $"{what} {entry.Name} difference");
            AssertContrast(entry.Value.GetProperty("ratio_2_over_1"), means.Contrasts[1], $"{what} {entry.Name} ratio");
            // R's script measures time lost from 0, which is not the time lost since a later start.
            if (estimate.Options.StartTime is null)
                AssertContrast(entry.Value.GetProperty("rmtl_ratio_2_over_1"), means.Contrasts[2], $"{what} {entry.Name} time lost");
        }
    }

    private static void AssertContrast(JsonElement expected, GroupContrast actual, string what)
    {
        if (expected.GetProperty("est").ValueKind != JsonValueKind.Number)
        {
            Assert.Null(actual.Estimate); // no time lost in either group
            return;
        }
        Near(expected.GetProperty("est").GetDouble(), actual.Estimate, what, 1e-11);
        if (expected.GetProperty("se").GetDouble() == 0)
        {
            Assert.Null(actual.StdErr); // no event before τ: nothing varies
            return;
        }
        Near(expected.GetProperty("se").GetDouble(), actual.StdErr, what + " se", 1e-11);
        Near(expected.GetProperty("lower").GetDouble(), actual.Lower, what + " lower", 1e-11, floor: 1);
        Near(expected.GetProperty("upper").GetDouble(), actual.Upper, what + " upper", 1e-11, floor: 1);
        Near(expected.GetProperty("p").GetDouble(), actual.P, what + " p", 1e-10);
    }

    [Theory, InlineData(6), InlineData(9), InlineData(10), InlineData(11)]
    public void Covariance_between_clustered_curves_equals_R(int index)
    {
        var (golden, estimate, what) = Run(index);
        JsonElement cluster = golden.GetProperty("cluster_ij");
        double[] times = [.. cluster.GetProperty("times").EnumerateArray().Select(t => t.GetDouble())];
        for (int t = 0; t < cluster.GetProperty("V_surv").GetArrayLength(); t++)
        {
            AssertMatrix(cluster.GetProperty("V_surv")[t], estimate.SurvivalCovariance(times[t]), $"{what} V_surv {times[t]}");
            AssertMatrix(cluster.GetProperty("V_rmst")[t], estimate.RestrictedMeanCovariance(times[t]), $"{what} V_rmst {times[t]}");
        }
    }

    private static void AssertMatrix(JsonElement expected, double?[,] actual, string what)
    {
        for (int g = 0; g < actual.GetLength(0); g++)
            for (int h = 0; h < actual.GetLength(1); h++)
                if (actual[g, h] is { } value)
                    Near(expected[g][h].GetDouble(), value, $"{what}[{g},{h}]",
                        floor: Math.Sqrt(actual[g, g]!.Value * actual[h, h]!.Value));
                else Assert.True(actual[g, g] is null || actual[h, h] is null, what);
    }

    [Theory, MemberData(nameof(Indices))]
    public void Cumulative_hazards_equal_R(int index)
    {
        var c = Calls[index];
        if (c.Options.StartTime is not null) return;
        JsonElement golden = Analysis(c.Dataset, c.R);
        foreach (bool breakTies in new[] { false, true })
        {
            CumulativeHazardEstimate estimate = Data(c.Dataset).NelsonAalen(
                c.Time, c.Status, c.By, c.Cluster,
                options: new() { Estimator = breakTies ? SurvivalEstimator.FlemingHarrington : SurvivalEstimator.KaplanMeier,
                    Entry = c.Options.Entry, Weights = c.Options.Weights });
            JsonElement strata = golden.GetProperty(breakTies ? "fleming_harrington_stype2_ctype2" : "strata");
            for (int g = 0; g < estimate.Curves.Length; g++)
            {
                Near(strata[g].Column("cumhaz"), estimate.Curves[g].CumulativeHazard.Nullable(), $"{c.R} cumhaz");
                Near(strata[g].Column("std_chaz"), estimate.Curves[g].StdErr, $"{c.R} std_chaz");
            }
        }
    }

    [Theory]
    [InlineData("aml", "reverse KM ~1", "time", "status", null)]
    [InlineData("aml", "reverse KM ~x", "time", "status", "x")]
    [InlineData("lung", "reverse KM ~sex", "time", "event", "sex")]
    [InlineData("veteran", "reverse KM ~celltype", "time", "status", "celltype")]
    [InlineData("ovarian", "reverse KM ~rx", "futime", "fustat", "rx")]
    public void Follow_up_equals_R(string dataset, string r, string time, string status, string? by)
    {
        JsonElement golden = Analysis(dataset, r, "reverse_km");
        var options = new KaplanMeierOptions { GroupOrder = dataset == "veteran" ? ["squamous", "smallcell", "adeno", "large"] : [] };
        KaplanMeierEstimate log = Data(dataset).FollowUp(time, status, by, options: options);
        KaplanMeierEstimate logLog = Data(dataset)
            .FollowUp(time, status, by, options: options with { ConfidenceType = ConfidenceIntervalType.LogLog });
        for (int g = 0; g < log.Curves.Length; g++)
        {
            JsonElement strata = golden.GetProperty("strata")[g];
            Near(strata.Column("n_event"), log.Curves[g].Events.Nullable(), r + " events");
            Near(strata.Column("n_censor"), log.Curves[g].Censored.Nullable(), r + " censored");
            Near(strata.Column("surv"), log.Curves[g].Survival.Nullable(), r + " surv");
            foreach (var (name, estimate) in new[] { ("quantiles_log", log), ("quantiles_loglog", logLog) })
                for (int q = 0; q < 3; q++)
                {
                    SurvivalQuantile quantile = estimate.Curves[g].Quantile(golden.GetProperty(name).Column("probs")[q]!.Value);
                    Near(golden.GetProperty(name).GetProperty("quantile")[g].Values()[q], quantile.Estimate, $"{r} {name}");
                    Near(golden.GetProperty(name).GetProperty("lower")[g].Values()[q], quantile.Lower, $"{r} {name} lower");
                    Near(golden.GetProperty(name).GetProperty("upper")[g].Values()[q], quantile.Upper, $"{r} {name} upper");
                }
        }
    }
}
