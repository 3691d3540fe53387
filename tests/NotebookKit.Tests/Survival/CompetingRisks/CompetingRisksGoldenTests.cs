using System.Globalization;
using System.Text.Json;
using CsCheck;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.CompetingRisks;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;
using NotebookKit.Survival.FineGray;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.CompetingRisks;

public sealed class CompetingRisksGoldenTests
{
    private const double Printed = 1e-11; // the R values carry 15 digits

    private static readonly JsonElement R = Load("competing-risks", "values.json");

    private static readonly double[] Times = [3, 6, 12, 24];

    private static DataFrame Cohort()
    {
        string[][] lines =
            [.. File.ReadAllLines(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "competing-risks", "cohort.csv"))
                .Select(l => l.Split(',').Select(c => c.Trim('"')).ToArray())];
        return new DataFrame(lines[0].Select((name, c) => name == "g"
            ? (DataFrameColumn)new StringDataFrameColumn(name, lines.Skip(1).Select(l => l[c]))
            : new DoubleDataFrameColumn(name, lines.Skip(1).Select(l => double.Parse(l[c], CultureInfo.InvariantCulture)))));
    }

    [Theory, InlineData("time"), InlineData("exact")]
    public void Gray_test(string time)
    {
        CumulativeIncidenceEstimate estimate = Cohort().CumulativeIncidence(time, "cause", by: "g");
        foreach ((int k, JsonElement expected) in R.GetProperty(time).GetProperty("gray").EnumerateArray().Index())
        {
            Near(expected.GetProperty("chisq").GetDouble(), estimate.Tests[k].ChiSquare, "chi-square", Printed);
            Near(expected.GetProperty("p").GetDouble(), estimate.Tests[k].P, "p", Printed);
            Assert.Equal(2, estimate.Tests[k].DegreesOfFreedom);
        }
    }

    [Theory, InlineData("time"), InlineData("exact")]
    public void Incidence_with_Aalen_variance(string time)
    {
        CumulativeIncidenceEstimate estimate = Cohort().CumulativeIncidence(time, "cause", by: "g");
        JsonElement expected = R.GetProperty(time).GetProperty("cuminc");
        foreach ((int row, JsonElement name) in expected.GetProperty("names").EnumerateArray().Index())
        {
            string[] parts = name.GetString()!.Split(' ');
            CumulativeIncidenceCurve curve = estimate.Curves.Single(c => c.Group == parts[0] && c.Cause == parts[1]);
            for (int t = 0; t < Times.Length; t++)
            {
                int at = LastAt(curve, Times[t]);
                Near(expected.GetProperty("est")[row][t].GetDouble(), curve.Incidence[at], "est", Printed);
                Near(expected.GetProperty("var")[row][t].GetDouble(), curve.StdErr[at] * curve.StdErr[at], "var", Printed);
            }
        }
    }

    [Theory, InlineData("time"), InlineData("exact")]
    public void Incidence_with_jackknife_variance(string time)
    {
        CumulativeIncidenceEstimate estimate = Cohort().CumulativeIncidence(time, "cause", by: "g",
            options: new() { Robust = true });
        JsonElement expected = R.GetProperty(time).GetProperty("jackknife");
        for (int row = 0; row < expected.GetProperty("times").GetArrayLength(); row++)
            for (int k = 0; k < 2; k++)
            {
                string group = expected.GetProperty("strata")[row].GetString()![^1..];
                CumulativeIncidenceCurve curve = estimate.Curves.Single(
                    c => c.Group == group && c.Cause == (k + 1).ToString(CultureInfo.InvariantCulture));
                int at = LastAt(curve, expected.GetProperty("times")[row].GetDouble());
                Near(expected.GetProperty("est")[row][k].GetDouble(), curve.Incidence[at], "est", Printed);
                Near(expected.GetProperty("se")[row][k].GetDouble(), curve.StdErr[at], "se", Printed);
            }
    }

    [Theory, InlineData("time", 1), InlineData("time", 2), InlineData("exact", 1), InlineData("exact", 2)]
    public void Fine_Gray(string time, int cause)
    {
        FineGrayFit fit = Cohort().FineGray($"Surv({time}, cause) ~ age + g + size", cause.ToString(CultureInfo.InvariantCulture));
        JsonElement expected = R.GetProperty(time).GetProperty("fine_gray")[cause - 1];
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-8);
        GoldenRegression.NearMatrix(expected.GetProperty("var"), (i, j) => fit.Covariance[i, j], "var", 1e-8);
        Near(expected.Column("loglik"), [fit.LogLikelihoodNull, fit.LogLikelihood], "loglik", 1e-11);
        Assert.Contains("Subdistribution hazard ratio", fit.ToTable().ToString());
    }

    [Theory, InlineData("time", 1), InlineData("exact", 2)]
    public void Cause_specific_Cox(string time, int cause)
    {
        CoxFit fit = Cohort().CauseSpecificCox($"Surv({time}, cause) ~ age + g + size", cause.ToString(CultureInfo.InvariantCulture));
        JsonElement expected = R.GetProperty(time).GetProperty("cause_specific")[cause - 1];
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-9);
        GoldenRegression.NearMatrix(expected.GetProperty("var"), (i, j) => fit.Covariance[i, j], "var", 1e-9);
    }

    [Fact]
    public void Event_types_tied_at_one_time_need_no_jitter()
    {
        DataFrame data = Data("edge/competing_ties");
        JsonElement state = GoldenRegression.Edge("competing_ties",
            "{f <- survfit(Surv(time,factor(type))~1,d); list(time=f$time, pstate=unclass(f$pstate), se=unclass(f$std.err))}");
        CumulativeIncidenceEstimate jackknife = data.CumulativeIncidence("time", "type", options: new() { Robust = true });
        for (int k = 0; k < 2; k++)
        {
            CumulativeIncidenceCurve curve = jackknife.Curves[k];
            Assert.Equal([1.0, 2, 3, 5, 6], curve.Time);
            for (int j = 0; j < 5; j++)
            {
                Near(state.GetProperty("pstate").GetProperty("rows")[j][k + 1].GetDouble(), curve.Incidence[j], "incidence", 1e-12);
                Near(state.GetProperty("se").GetProperty("rows")[j][k + 1].GetDouble(), curve.StdErr[j], "se", 1e-12, 1);
            }
        }
        JsonElement aalen = GoldenRegression.Edge("competing_ties", "cmprsk::timepoints(cmprsk::cuminc(d$time,d$type),1:6)")
            .GetProperty("var").GetProperty("rows");
        CumulativeIncidenceEstimate ordinary = data.CumulativeIncidence("time", "type");
        for (int k = 0; k < 2; k++)
            for (int t = 1; t <= 6; t++)
            {
                double? se = ordinary.Curves[k].StdErr[LastAt(ordinary.Curves[k], t)];
                Near(aalen[k][t - 1].GetDouble(), se * se, "var", 1e-12, 1e-3);
            }
        JsonElement gray = GoldenRegression.Edge("competing_ties", "cmprsk::cuminc(d$time,d$type,d$g)$Tests").GetProperty("rows");
        CumulativeIncidenceEstimate grouped = data.CumulativeIncidence("time", "type", by: "g");
        for (int k = 0; k < 2; k++) Near(gray[k][0].GetDouble(), grouped.Tests[k].ChiSquare, "gray", 1e-12);
    }

    [Fact]
    public void By_hand()
    {
        // five rows: cause 1 at 1, cause 2 at 2, censored at 3, cause 1 at 4, censored at 5
        var data = new CompetingRisksData { Time = new double[] { 1, 2, 3, 4, 5 }, Cause = new[] { 1, 2, 0, 1, 0 },
            Causes = ["progression", "death"] };
        CumulativeIncidenceEstimate estimate = CumulativeIncidence.Estimate(data);
        // F1: 1/5, then S(4−)/2 = (4/5 · 3/4)/2 = 3/10 more; F2: 4/5 · 1/4 = 1/5
        Near([0.2, 0.2, 0.2, 0.5, 0.5], estimate.Curves[0].Incidence.Nullable(), "F1", 1e-15);
        Near([0, 0.2, 0.2, 0.2, 0.2], estimate.Curves[1].Incidence.Nullable(), "F2", 1e-15);
        Assert.Equal((null, null, null), estimate.Curves[0].At(6));
        Assert.Equal(0.2, estimate.Curves[0].At(3.5).Incidence!.Value, 12);
    }

    [Fact]
    public void With_one_cause_the_incidence_is_one_minus_Kaplan_Meier() =>
        Gen.Select(Gen.Int[1, 8], Gen.Bool).Array[1, 30].Sample(rows =>
        {
            if (!rows.Any(r => r.Item2)) return;
            var frame = new DataFrame(new DoubleDataFrameColumn("t", rows.Select(r => (double)r.Item1)),
                new DoubleDataFrameColumn("d", rows.Select(r => r.Item2 ? 1.0 : 0.0)));
            CumulativeIncidenceCurve incidence = frame.CumulativeIncidence("t", "d",
                options: new() { Robust = true, CensoredValue = rows.All(r => r.Item2) ? null : "0" }).Curves[0];
            KaplanMeierCurve survival = frame.KaplanMeier("t", "d").Curves[0];
            for (int j = 0; j < incidence.Time.Length; j++)
            {
                Near(1 - survival.Survival[j], incidence.Incidence[j], "incidence", 1e-12, 1);
                if (survival.StdErrSurvival[j] is { } se) Near(se * se, incidence.StdErr[j] * incidence.StdErr[j], "variance", 1e-9, 0.01);
            }
        });

    [Fact]
    public void With_one_cause_the_clustered_error_is_that_of_Kaplan_Meier() =>
        Gen.Select(Gen.Int[1, 8], Gen.Bool, Gen.Int[0, 5]).Array[2, 30].Sample(rows =>
        {
            if (!rows.Any(r => r.Item2) || rows.Select(r => r.Item3).Distinct().Count() < 2) return;
            var frame = new DataFrame(new DoubleDataFrameColumn("t", rows.Select(r => (double)r.Item1)),
                new DoubleDataFrameColumn("d", rows.Select(r => r.Item2 ? 1.0 : 0.0)),
                new Int32DataFrameColumn("c", rows.Select(r => r.Item3)));
            CumulativeIncidenceCurve incidence = frame.CumulativeIncidence("t", "d", cluster: "c",
                options: new() { CensoredValue = rows.All(r => r.Item2) ? null : "0" }).Curves[0];
            KaplanMeierCurve survival = frame.KaplanMeier("t", "d", cluster: "c").Curves[0];
            for (int j = 0; j < incidence.Time.Length; j++)
                if (survival.StdErrSurvival[j] is { } se)
                    Near(se * se, incidence.StdErr[j] * incidence.StdErr[j], string.Join(" ", rows), 1e-9, 0.01);
        });

    [Fact]
    public void Causes_and_survival_add_up_to_one() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 3]).Array[1, 40].Sample(rows =>
        {
            var data = new CompetingRisksData { Time = rows.Select(r => (double)r.Item1).ToArray(),
                Cause = rows.Select(r => r.Item2).ToArray(), Causes = ["a", "b", "c"] };
            CumulativeIncidenceEstimate estimate = CumulativeIncidence.Estimate(data);
            var all = new CompetingRisksData { Time = data.Time, Cause = rows.Select(r => r.Item2 > 0 ? 1 : 0).ToArray(),
                Causes = ["any"] };
            CumulativeIncidenceCurve any = CumulativeIncidence.Estimate(all).Curves[0];
            for (int j = 0; j < any.Time.Length; j++) Near(any.Incidence[j], estimate.Curves.Sum(c => c.Incidence[j]), "sum", 1e-12, 1);
        });

    [Fact]
    public void Repeating_every_row_within_its_cluster_leaves_the_clustered_error_unchanged()
    {
        DataFrame once = Cohort();
        DataFrame twice = once.Append(once.Rows, inPlace: false);
        CumulativeIncidenceCurve a = once.CumulativeIncidence("time", "cause", cluster: "id").Curves[0],
            b = twice.CumulativeIncidence("time", "cause", cluster: "id").Curves[0];
        Near(a.StdErr, b.StdErr, "se", 1e-9);
    }

    [Theory]
    [InlineData("3", "has no cause '3'; it holds 1, 2, and 0 for censored")]
    public void Unknown_cause_is_named(string cause, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Cohort().FineGray("Surv(time, cause) ~ age", cause)).Message);

    [Fact]
    public void Fine_Gray_reports_separation()
    {
        DataFrame data = Cohort();
        data.Columns.Add(
            new DoubleDataFrameColumn("never", data.Columns["cause"].Cast<double>().Select((c, i) => c != 1 && i % 2 == 0 ? 1.0 : 0.0)));
        FineGrayFit fit = data.FineGray("Surv(time, cause) ~ never + age", "1");
        Assert.Null(fit.Coefficients[0].Estimate);
        Assert.Contains("tends to 0", fit.Coefficients[0].Note);
        Assert.NotNull(fit.Coefficients[1].StandardError);
    }

    private static int LastAt(CumulativeIncidenceCurve curve, double time) => curve.Time.Count(t => t <= time) - 1;
}
