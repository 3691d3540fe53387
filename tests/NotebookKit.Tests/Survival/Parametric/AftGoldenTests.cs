using System.Text.Json;
using CsCheck;
using Microsoft.Data.Analysis;
using NotebookKit.Survival;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.Parametric;
using static NotebookKit.Tests.Survival.GoldenSurvival;
using static NotebookKit.Tests.Survival.GoldenRegression;

namespace NotebookKit.Tests.Survival.Parametric;

public sealed class AftGoldenTests
{
    /// <summary>The distributions of survreg; the others are in AftExtendedTests.</summary>
    private static readonly AftDistribution[] OfSurvreg = [AftDistribution.Weibull, AftDistribution.Exponential, AftDistribution.LogNormal,
        AftDistribution.LogLogistic];

    private const double Survreg = 1e-8;

    public static TheoryData<string, int, string> Models => Cases("survreg");

    [Theory, MemberData(nameof(Models))]
    public void Equals_survreg(string dataset, int index, string call)
    {
        JsonElement fits = Analyses(dataset, "survreg")[index].GetProperty("fits");
        DataFrame frame = Frame(dataset);
        if (call.EndsWith("stop>0", StringComparison.Ordinal)) frame = frame.Filter(frame.Columns["stop"].ElementwiseGreaterThan(0.0));
        foreach (AftDistribution distribution in OfSurvreg)
        {
            JsonElement expected = fits.GetProperty(distribution.ToString().ToLowerInvariant());
            AftFit fit = frame.Aft(Formula(call), options: new AftOptions { Distribution = distribution });
            string what = $"{call} {distribution}";
            Assert.True(fit.Converged, what);
            int columns = expected.GetProperty("coef").GetArrayLength();
            Near(expected.Column("coef"), [.. fit.Coefficients.Take(columns).Select(c => c.Estimate)], what, Survreg);
            Near(expected.GetProperty("scale")[0].GetDouble(), fit.Scale, what + " scale", Survreg);
            NearMatrix(expected.GetProperty("var"), (i, j) => fit.Covariance[i, j], what + " var", Survreg);
            if (expected.GetProperty("naive_var").ValueKind == JsonValueKind.Array)
                NearMatrix(expected.GetProperty("naive_var"), (i, j) => fit.ModelCovariance[i, j], what + " naive", Survreg);
            Near(expected.Column("loglik"), [fit.LogLikelihoodNull, fit.LogLikelihood], what + " loglik", 1e-11);
            Near(expected.GetProperty("aic").GetDouble(), fit.Aic, what + " AIC", 1e-11);
            double?[][] table = expected.GetProperty("table").Matrix();
            for (int j = 0; j < table.Length; j++)
            {
                Near(table[j][^2], fit.Coefficients[j].Z, what + " z", 1e-7);
                Near(table[j][^1], fit.Coefficients[j].P, what + " p", 1e-6);
            }
            if (expected.TryGetProperty("predict", out JsonElement predict) && predict.ValueKind == JsonValueKind.Object)
                Predicted(dataset, predict, fit, what);
        }
    }

    private static void Predicted(string dataset, JsonElement predict, AftFit fit, string what)
    {
        string[] columns = dataset switch { "aml" => ["x"], "lung" => ["age", "sex", "ph.ecog"], "veteran" => ["trt", "celltype", "karno"],
            _ => ["age", "rx"] };
        double[] p = [.. predict.Column("p").Select(v => v!.Value)];
        foreach ((int i, JsonElement row) in predict.GetProperty("newdata").EnumerateArray().Index())
        {
            var profile = new Profile("row");
            foreach ((int j, string column) in columns.Index())
                profile[column] = row[j].ValueKind == JsonValueKind.Number ? row[j].GetDouble()
                    : double.TryParse(row[j].GetString(), out double v) ? v : row[j].GetString()!;
            for (int k = 0; k < p.Length; k++)
            {
                SurvivalQuantile quantile = fit.Quantile(profile, p[k]);
                Near(predict.GetProperty("quantile")[i][k].GetDouble(), quantile.Estimate, what + " quantile", Survreg);
                Near(predict.GetProperty("se")[i][k].GetDouble(), quantile.StdErr, what + " se", Survreg);
                (double Time, double Survival, double Lower, double Upper) survival = fit.Survival(profile, [quantile.Estimate!.Value])[0];
                Near(1 - p[k], survival.Survival, "survival at the quantile", 1e-12);
                Assert.True(survival.Lower < survival.Survival && survival.Survival < survival.Upper);
            }
        }
    }

    [Fact]
    public void Interval_censoring_equals_survreg()
    {
        JsonElement expected = Edge("interval_small", "survreg(Surv(l,r,type=\"interval2\")~1,d)");
        AftFit fit = Frame("edge/interval_small").Aft("Interval(l, r) ~ 1");
        Near(expected.GetProperty("coef")[0].GetDouble(), fit.Coefficients[0].Estimate, "coef", 1e-7); // R's default stop
        Near(expected.GetProperty("scale")[0].GetDouble(), fit.Scale, "scale", 1e-7);
        Near(expected.GetProperty("loglik")[0].GetDouble(), fit.LogLikelihood, "loglik", 1e-11);
        Assert.Equal((7, 1, 2), (fit.N, fit.Events, fit.RightCensored));
    }

    [Fact]
    public void Exponential_by_hand()
    {
        // 3 events in 2 + 3 + 5 + 10 units: rate 3/20, mean log time log(20/3), variance of its logarithm 1/3
        AftFit fit = AftModel.Fit(AftData.RightCensored([2, 3, 5, 10], [true, true, true, false], []),
            new() { Distribution = AftDistribution.Exponential });
        Near(Math.Log(20.0 / 3), fit.Coefficients[0].Estimate, "intercept", 1e-12);
        Near(1.0 / 3, fit.Covariance[0, 0], "variance", 1e-12);
        Near(3 * Math.Log(3.0 / 20) - 3, fit.LogLikelihood, "loglik", 1e-12);
    }

    [Fact]
    public void Narrow_intervals_approach_exact_times() =>
        Gen.Double[0.5, 20].Array[4, 15].Where(t => t.Max() > 1.5 * t.Min()).Sample(times =>
        {
            foreach (AftDistribution distribution in OfSurvreg)
            {
                var options = new AftOptions { Distribution = distribution };
                AftFit exact = AftModel.Fit(AftData.RightCensored(times, [.. times.Select(_ => true)], []), options);
                AftFit narrow =
                    AftModel.Fit(new AftData { Lower = times.Select(t => t * (1 - 1e-4)).ToArray(),
                        Upper = times.Select(t => t * (1 + 1e-4)).ToArray(), Covariates = [] }, options);
                Near(exact.Coefficients[0].Estimate, narrow.Coefficients[0].Estimate, distribution.ToString(), 1e-5, 1);
                Near(exact.Scale, narrow.Scale, distribution + " scale", 1e-4, 1);
            }
        });

    [Fact]
    public void A_change_of_unit_moves_the_intercept_alone() =>
        Gen.Select(Gen.Double[0.5, 20], Gen.Bool, Gen.Int[-2, 2].Select(i => (double)i)).Array[8, 20].Where(HasFiniteEstimate)
            .Sample(rows =>
        {
            Covariate x = new("x", rows.Select(r => r.Item3).ToArray());
            bool[] events = [.. rows.Select(r => r.Item2)];
            AftFit days = AftModel.Fit(AftData.RightCensored([.. rows.Select(r => r.Item1)], events, [x]));
            AftFit years = AftModel.Fit(AftData.RightCensored([.. rows.Select(r => r.Item1 / 365.25)], events, [x]));
            Assert.True(days.Converged && years.Converged);
            Near(days.Coefficients[1].Estimate, years.Coefficients[1].Estimate, "x", 1e-7, 0.1);
            Near(days.Coefficients[0].Estimate - Math.Log(365.25), years.Coefficients[0].Estimate, "intercept", 1e-7, 1);
        });

    // events at two values of x bound the slope, and different times at one of them bound the scale
    private static bool HasFiniteEstimate((double Time, bool Event, double X)[] rows)
    {
        var levels = rows.Where(r => r.Event).GroupBy(r => r.X).ToList();
        return levels.Count > 1 && levels.Any(l => l.Max(r => r.Time) > 1.5 * l.Min(r => r.Time));
    }

    [Theory]
    [InlineData("event_at_zero", "Surv(time, status) ~ g", "expected positive times")]
    [InlineData("zero_events", "Surv(time, status) ~ g", "right-censored; the model needs events")]
    public void Bad_input_is_refused_with_the_reason(string name, string formula, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<Exception>(() => Frame("edge/" + name).Aft(formula)).Message);

    [Fact]
    public void A_group_without_events_is_named()
    {
        AftFit fit = Frame("edge/group_without_events").Aft("Surv(time, status) ~ g");
        Assert.Null(fit.Coefficients[1].Estimate);
        Assert.Contains("g[b]: not estimable, the likelihood rises without end", fit.Coefficients[1].Note);
    }

    [Fact]
    public void A_constant_column_is_named()
    {
        AftFit fit = Frame("edge/constant_covariate").Aft("Surv(time, status) ~ x + k");
        Assert.NotNull(fit.Coefficients[1].Estimate);
        Assert.Contains("k: not estimable, the column is constant", fit.Coefficients[2].Note);
    }
}
