using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.Cox;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Cox;

/// <summary>Expected events and terms of new rows: after-fit.R beside the values.</summary>
public sealed class CoxExpectedGoldenTests
{
    private static readonly JsonElement R = Load("after-fit.json");

    private static DataFrame New() => new(
        new DoubleDataFrameColumn("time", [100, 365.5, 700]), new DoubleDataFrameColumn("entry", [0, 90, 200.0]),
        new DoubleDataFrameColumn("age", [50, 61.5, 75]),
        new DoubleDataFrameColumn("sex", [1, 2, 2.0]), new DoubleDataFrameColumn("ph.ecog", [0, 1, 2.0]),
        new DoubleDataFrameColumn("wt.loss", [0, 10, 3.0]));

    [Theory]
    [InlineData("plain", "Surv(time, status == 2) ~ age + factor(sex) + wt.loss")]
    [InlineData("strata", "Surv(time, status == 2) ~ age + wt.loss + strata(ph.ecog)")]
    [InlineData("entry", "Surv(entry, time, status == 2) ~ age + factor(sex) + wt.loss")]
    public void Expected_events_of_new_rows(string kind, string formula)
    {
        DataFrame lung = Data("lung_complete");
        lung.Columns.Add(new DoubleDataFrameColumn("entry", lung["time"].Cast<double>().Select(t => Math.Min(t / 2, 60))));
        DataFrame expected = lung.Cox(formula).Expected(New());
        JsonElement r = R.GetProperty("expected");
        // 15 digits in the file
        Near(r.Column(kind), [.. expected["expected"].Cast<double?>()], kind, 1e-9);
        double?[] se = r.Column(kind + "_se"); // with entry times that of the first row, from survfit
        Near(se, [.. expected["se"].Cast<double?>().Take(se.Length)], kind, 1e-9);
    }

    [Fact]
    public void Own_rows_give_status_less_martingale_residual_but_for_tied_deaths()
    {
        DataFrame lung = Data("lung_complete");
        CoxFit fit = lung.Cox("Surv(time, status == 2) ~ age + factor(sex) + wt.loss");
        DataFrame own = fit.Expected(lung);
        Near(R.GetProperty("expected").Column("own"), [.. own["expected"].Cast<double?>()], "own", 1e-9);
        Near(R.GetProperty("expected").Column("own_se"), [.. own["se"].Cast<double?>()], "own se", 1e-9);
        double[] martingale = [.. fit.Residuals().Martingale];
        double[] time = [.. lung["time"].Cast<double>()], status = [.. lung["status"].Cast<double>()];
        foreach (int i in Enumerable.Range(0, time.Length)
            .Where(i => status[i] == 1 || Enumerable.Range(0, time.Length).Count(k => time[k] == time[i] && status[k] == 2) == 1))
            Near((double)lung["status"][i] - 1 - martingale[i], (double)own["expected"][i], "residual", 1e-9, 1e-2);
    }

    [Fact]
    public void Beyond_the_follow_up_and_without_a_value_nothing_is_expected()
    {
        DataFrame rows = New();
        rows["time"][0] = 5000.0;
        rows["age"][1] = null;
        DataFrame expected = Data("lung_complete").Cox("Surv(time, status == 2) ~ age + factor(sex) + wt.loss").Expected(rows);
        Assert.Null(expected["expected"][0]);
        Assert.Null(expected["expected"][1]);
        Assert.NotNull(expected["expected"][2]);
    }

    [Theory]
    [InlineData("full", "Surv(time, status == 2) ~ age * factor(sex) + factor(ph.ecog) + wt.loss")]
    [InlineData("spline", "Surv(time, status == 2) ~ ns(age, 3) + factor(ph.ecog) + strata(sex)")]
    public void Terms_of_new_rows(string kind, string formula)
    {
        DataFrame terms = Data("lung_complete").Cox(formula).PredictTerms(New());
        JsonElement value = R.GetProperty("terms").GetProperty(kind), error = R.GetProperty("terms").GetProperty(kind + "_se");
        Assert.Equal(2 * value[0].GetArrayLength(), terms.Columns.Count);
        for (int i = 0; i < 3; i++)
            for (int t = 0; t < value[i].GetArrayLength(); t++)
            {
                Near(value[i][t].GetDouble(), (double)terms.Columns[2 * t][i], terms.Columns[2 * t].Name, 1e-9, 1e-3);
                Near(error[i][t].GetDouble(), (double)terms.Columns[2 * t + 1][i], terms.Columns[2 * t + 1].Name, 1e-9, 1e-3);
            }
    }

    [Fact]
    public void An_offset_enters_the_predictions()
    {
        DataFrame lung = Data("lung_complete");
        CoxFit plain = lung.Cox("Surv(time, status == 2) ~ age + wt.loss"),
            shifted = lung.Cox("Surv(time, status == 2) ~ age + wt.loss + offset(wt.loss)");
        foreach ((string a, string b) in ((string, string)[])[("lp", "lp"), ("survival_365", "survival_365")])
            Near((double?)plain.Predict(New(), 365)[a][1], (double?)shifted.Predict(New(), 365)[b][1], a, 1e-8);
        Near((double?)plain.Expected(New())["expected"][1], (double?)shifted.Expected(New())["expected"][1], "expected", 1e-8);
    }
}
