using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Survival;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Curves;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Curves;

public sealed class KaplanMeierGoldenTests
{
    private sealed record Call(string Dataset, string R, string Time, string Status)
    {
        public string? By { get; init; }

        public string? Cluster { get; init; }

        public KaplanMeierOptions Options { get; init; } = new();

        public Func<DataFrame, DataFrame> Prepare { get; init; } = df => df;
    }

    private static readonly KaplanMeierOptions OneTwo = new() { EventCoding = EventCoding.OneTwo };

    private static readonly Call[] Calls =
    [
        new("aml", "survfit(Surv(time,status)~1)", "time", "status"),
        new("aml", "survfit(Surv(time,status)~x)", "time", "status") { By = "x" },
        new("lung", "survfit(Surv(time,event)~1)", "time", "status") { Options = OneTwo },
        new("lung", "survfit(Surv(time,event)~sex)", "time", "status") { By = "sex", Options = OneTwo },
        new("lung", "survfit(Surv(time,event)~ph.ecog)", "time", "event") { By = "ph.ecog" },
        new("lung", "survfit(Surv(time,event)~sex, weights=w3)", "time", "event") { By = "sex", Options = new() { Weights = "w3" } },
        new("lung", "survfit(Surv(time,event)~sex, weights=wf)  (robust by default)", "time", "event") { By = "sex",
            Options = new() { Weights = "wf" } },
        new("lung", "survfit(Surv(time,event)~sex, cluster=site)", "time", "event") { By = "sex", Cluster = "site" },
        new("lung", "survfit(Surv(time,event)~sex, start.time=100)", "time", "event") { By = "sex", Options = new() { StartTime = 100 } },
        new("lung", "survfit(Surv(time/30.4375,event)~sex)  months by division", "months", "event")
        {
            By = "sex",
            Prepare = df =>
            {
                df.Columns.Add(new DoubleDataFrameColumn("months", ((DoubleDataFrameColumn)df["time"]).Select(t => t / 30.4375)));
                return df;
            },
        },
        new("veteran", "survfit(Surv(time,status)~trt)", "time", "status") { By = "trt" },
        new("veteran", "survfit(Surv(time,status)~celltype)", "time", "status")
            { By = "celltype", Options = new() { GroupOrder = ["squamous", "smallcell", "adeno", "large"] } },
        new("bladder", "survfit(Surv(stop,event)~rx)  naive", "stop", "event") { By = "rx" },
        new("bladder", "survfit(Surv(stop,event)~rx, cluster=id)", "stop", "event") { By = "rx", Cluster = "id" },
        new("bladder", "survfit(Surv(stop,event)~1, cluster=id)", "stop", "event") { Cluster = "id" },
        new("bladder2", "survfit(Surv(start,stop,event)~rx, cluster=id)", "stop", "event") { By = "rx", Cluster = "id",
            Options = new() { Entry = "start" } },
        new("ovarian", "survfit(Surv(futime,fustat)~rx)", "futime", "fustat") { By = "rx" },
        new("ovarian", "survfit(Surv(futime,fustat)~1)", "futime", "fustat"),
    ];

    private static readonly (string R, ConfidenceIntervalType Type)[] Types =
    [
        ("plain", ConfidenceIntervalType.Plain), ("log", ConfidenceIntervalType.Log), ("log-log", ConfidenceIntervalType.LogLog),
        ("logit", ConfidenceIntervalType.Logit), ("arcsin", ConfidenceIntervalType.ArcSine),
    ];

    public static TheoryData<int> Indices => new(Enumerable.Range(0, Calls.Length));

    private static KaplanMeierEstimate Run(Call call, Func<KaplanMeierOptions, KaplanMeierOptions>? change = null) =>
        call.Prepare(Data(call.Dataset)).KaplanMeier(call.Time, call.Status, call.By, call.Cluster,
            options: (change ?? (o => o))(call.Options));

    [Theory, MemberData(nameof(Indices))]
    public void Curve_equals_R(int index)
    {
        Call call = Calls[index];
        JsonElement golden = Analysis(call.Dataset, call.R);
        KaplanMeierEstimate estimate = Run(call);
        AssertCurves(golden.GetProperty("strata"), estimate, $"{call.Dataset} {call.R}");
    }

    [Theory, MemberData(nameof(Indices))]
    public void Every_type_of_interval_and_its_quantiles_equal_R(int index)
    {
        Call call = Calls[index];
        JsonElement golden = Analysis(call.Dataset, call.R).GetProperty("ci");
        foreach (var (r, type) in Types)
        {
            JsonElement expected = golden.GetProperty(r);
            KaplanMeierEstimate estimate = Run(call, o => o with { ConfidenceType = type });
            string where = $"{call.Dataset} {call.R} {r}";
            for (int g = 0; g < estimate.Curves.Length; g++)
            {
                Limits(expected.GetProperty("lower")[g].Values(), estimate.Curves[g], c => c.Lower, $"{where} lower");
                Limits(expected.GetProperty("upper")[g].Values(), estimate.Curves[g], c => c.Upper, $"{where} upper");
                AssertQuantiles(expected.GetProperty("quantiles"), g, estimate.Curves[g], where);
                double?[] table = expected.GetProperty("table").GetProperty("rows")[g].Values();
                Near([table[^3], table[^2], table[^1]], [estimate.Curves[g].Median.Estimate, estimate.Curves[g].Median.Lower,
                    estimate.Curves[g].Median.Upper], $"{where} table");
                Near([table[0], table[3]], [estimate.Curves[g].N, estimate.Curves[g].EventTotal], $"{where} n, events");
            }
        }
    }

    [Theory, MemberData(nameof(Indices))]
    public void Other_levels_equal_R(int index)
    {
        Call call = Calls[index];
        JsonElement golden = Analysis(call.Dataset, call.R);
        KaplanMeierEstimate log90 = Run(call, o => o with { ConfidenceLevel = 0.9 });
        KaplanMeierEstimate logLog99 = Run(call, o => o with { ConfidenceLevel = 0.99, ConfidenceType = ConfidenceIntervalType.LogLog });
        for (int g = 0; g < log90.Curves.Length; g++)
        {
            AssertQuantiles(golden.GetProperty("ci_log_90"), g, log90.Curves[g], $"{call.R} 90%");
            AssertQuantiles(golden.GetProperty("ci_loglog_99"), g, logLog99.Curves[g], $"{call.R} 99%");
        }
    }

    [Theory, MemberData(nameof(Indices))]
    public void Fleming_Harrington_and_Breslow_equal_R(int index)
    {
        Call call = Calls[index];
        JsonElement golden = Analysis(call.Dataset, call.R);
        AssertCurves(golden.GetProperty("fleming_harrington_stype2_ctype2"),
            Run(call, o => o with { Estimator = SurvivalEstimator.FlemingHarrington }), $"{call.R} FH");
        AssertCurves(golden.GetProperty("breslow_stype2_ctype1"), Run(call, o => o with { Estimator = SurvivalEstimator.Breslow }),
            $"{call.R} Breslow",
            robustBreslow: golden.GetProperty("robust").GetBoolean());
    }

    internal static void AssertCurves(JsonElement strata, KaplanMeierEstimate estimate, string where, bool robustBreslow = false)
    {
        Assert.Equal(strata.GetArrayLength(), estimate.Curves.Length);
        for (int g = 0; g < estimate.Curves.Length; g++)
        {
            JsonElement expected = strata[g];
            KaplanMeierCurve curve = estimate.Curves[g];
            string what = $"{where} {curve.Group}";
            Assert.Equal(expected.GetProperty("n").GetInt32(), curve.N);
            Near(expected.Column("time"), curve.Time.Nullable(), what + " time");
            Near(expected.Column("n_risk"), curve.AtRisk.Nullable(), what + " n_risk");
            Near(expected.Column("n_event"), curve.Events.Nullable(), what + " n_event");
            Near(expected.Column("n_censor"), curve.Censored.Nullable(), what + " n_censor");
            Near(expected.Column("surv"), curve.Survival.Nullable(), what + " surv");
            if (robustBreslow)
            {
                // R takes se(H) for se(S) here; see differences-from-R.md.
                Limits([.. expected.Column("std_chaz").Zip(expected.Column("surv"), (se, surv) => se * surv)], curve, c => c.StdErrSurvival,
                    what + " se(S)");
                continue;
            }
            Limits(expected.Column("std_err_surv"), curve, c => c.StdErrSurvival, what + " se(S)");
            Limits(expected.Column("lower"), curve, c => c.Lower, what + " lower");
            Limits(expected.Column("upper"), curve, c => c.Upper, what + " upper");
        }
    }

    /// <summary>As R, except where S = 0: R gives a robust curve a standard error of 0 there, we give none.</summary>
    private static void Limits(double?[] expected, KaplanMeierCurve curve, Func<KaplanMeierCurve, IReadOnlyList<double?>> column,
        string what)
    {
        for (int j = 0; j < expected.Length; j++)
            Near(curve.Survival[j] > 0 ? expected[j] : null, column(curve)[j], $"{what}[{j}]", floor: curve.Survival[j]);
    }

    private static void AssertQuantiles(JsonElement golden, int g, KaplanMeierCurve curve, string where)
    {
        double?[] probabilities = golden.Column("probs");
        for (int q = 0; q < probabilities.Length; q++)
        {
            SurvivalQuantile quantile = curve.Quantile(probabilities[q]!.Value);
            string what = $"{where} {curve.Group} quantile {probabilities[q]}";
            if (!quantile.EndsFlat) Near(golden.GetProperty("quantile")[g].Values()[q], quantile.Estimate, what);
            // R sorts a limit that rises again before it looks the height up; see differences-from-R.md.
            if (Falls(curve.Lower)) Near(golden.GetProperty("lower")[g].Values()[q], quantile.Lower, what + " lower");
            if (Falls(curve.Upper)) Near(golden.GetProperty("upper")[g].Values()[q], quantile.Upper, what + " upper");
        }
    }

    private static bool Falls(IReadOnlyList<double?> limit)
    {
        double[] values = [.. limit.Where(v => v is not null).Select(v => v!.Value)];
        return values.Zip(values.Skip(1), (a, b) => b <= a).All(x => x);
    }
}
