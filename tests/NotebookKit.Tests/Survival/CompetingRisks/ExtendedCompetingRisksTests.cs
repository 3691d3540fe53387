using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Survival;
using NotebookKit.Survival.CompetingRisks;
using NotebookKit.Survival.FineGray;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.CompetingRisks;

/// <summary>Entry times, weights, time lost, ρ, strata and predictions: extended.R beside the values.</summary>
public sealed class ExtendedCompetingRisksTests
{
    private const double Printed = 1e-11; // the R values carry 15 digits

    private static readonly JsonElement R = Load("competing-risks", "extended.json");

    private static readonly double[] Times = [3, 6, 12, 24];

    private static DataFrame Rows() =>
        Read(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "competing-risks", "late_entry.csv"));

    internal static DataFrame Read(string path)
    {
        string[][] lines = [.. File.ReadAllLines(path).Select(l => l.Split(',').Select(c => c.Trim('"')).ToArray())];
        return new DataFrame(lines[0].Select((name, c) =>
        {
            string[] cells = [.. lines.Skip(1).Select(l => l[c] == "NA" ? "" : l[c])];
            return cells.All(v => v.Length == 0 || double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                ? (DataFrameColumn)new DoubleDataFrameColumn(name,
                    cells.Select(v => v.Length == 0 ? (double?)null : double.Parse(v, CultureInfo.InvariantCulture)))
                : new StringDataFrameColumn(name, cells);
        }));
    }

    [Theory, InlineData("plain", false, false, false), InlineData("entry", true, false, false), InlineData("weights", false, true, false),
     InlineData("both", true, true, false), InlineData("both_clustered", true, true, true)]
    public void Incidence_and_time_lost_with_entry_times_weights_and_clusters(string kind, bool entry, bool weights, bool clustered)
    {
        var options = new CumulativeIncidenceOptions { Entry = entry ? "entry" : null, Weights = weights ? "w" : null, Robust = true };
        CumulativeIncidenceEstimate estimate = Rows()
            .CumulativeIncidence("time", "cause", by: "g", cluster: clustered ? "id" : null, options: options);
        RestrictedTimeEstimate lost = estimate.RestrictedTimeLost(20);
        DataFrame times = lost.ToDataFrame();
        foreach (JsonElement group in R.GetProperty(kind).EnumerateArray())
            for (int k = 0; k < 2; k++)
            {
                string name = group.GetProperty("group").GetString()!;
                CumulativeIncidenceCurve curve = estimate.Curves.Single(
                    c => c.Group == name && c.Cause == (k + 1).ToString(CultureInfo.InvariantCulture));
                for (int t = 0; t < Times.Length; t++)
                {
                    int at = curve.Time.Count(x => x <= Times[t]) - 1;
                    Near(group.GetProperty("est")[t][k].GetDouble(), curve.Incidence[at], "est", Printed);
                    Near(group.GetProperty("se")[t][k].GetDouble(), curve.StdErr[at], "se", Printed);
                    if (!weights) Assert.Equal(group.GetProperty("at_risk")[t].GetDouble(), curve.AtRisk[at]);
                }
                int row = Enumerable.Range(0, (int)times.Rows.Count)
                    .Single(i => times["compared_with"][i] is null && (string)times["group"][i] == name
                        && (string)times["state"][i] == curve.Cause);
                Near(group.GetProperty("lost")[k].GetDouble(), (double?)times["estimate"][row], "time lost", Printed);
                Near(group.GetProperty("lost_se")[k].GetDouble(), (double?)times["std_err"][row], "se of time lost", Printed);
            }
        Assert.Equal(!entry && !weights, estimate.Tests.Length > 0);
        if (entry || weights)
            Assert.Contains("Gray's test knows neither entry times nor weights", estimate.ToString(), StringComparison.Ordinal);
    }

    [Theory, InlineData("rho1", 1), InlineData("rho_half", 0.5), InlineData("rho_minus", -1)]
    public void Gray_test_with_rho(string kind, double rho)
    {
        CumulativeIncidenceEstimate estimate = Rows().CumulativeIncidence("time", "cause", by: "g", options: new() { Rho = rho });
        foreach ((int k, JsonElement expected) in R.GetProperty("gray").GetProperty(kind).EnumerateArray().Index())
        {
            Near(expected.GetProperty("chisq").GetDouble(), estimate.Tests[k].ChiSquare, "chi-square", Printed);
            Near(expected.GetProperty("p").GetDouble(), estimate.Tests[k].P, "p", Printed);
        }
        Assert.Contains(FormattableString.Invariant($"(ρ = {rho})"), estimate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Time_lost_by_hand_and_what_is_not_followed_up()
    {
        // events of cause a at 1 and 3 among 4, 3 censored: F = 1/4 from 1 on, 1/4 + 3/4·1/2 = 5/8 from 3 on; area to 5: 2·1/4 + 2·5/8
        var frame = new DataFrame(new DoubleDataFrameColumn("t", [1, 2, 3, 5.0]), new StringDataFrameColumn("cause", ["a", "0", "a", "0"]));
        CumulativeIncidenceEstimate estimate = frame.CumulativeIncidence("t", "cause");
        Assert.Equal(1.75, (double)estimate.RestrictedTimeLost(5).ToDataFrame()["estimate"][0], 12);
        Assert.Null(estimate.RestrictedTimeLost(6).ToDataFrame()["estimate"][0]);
        Assert.Contains("NE", estimate.RestrictedTimeLost(6).ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => estimate.RestrictedTimeLost(0));
    }

    [Fact]
    public void An_incidence_that_can_no_longer_change_is_said()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("e", [0, 2, 2.0]), new DoubleDataFrameColumn("t", [1, 3, 4.0]),
            new StringDataFrameColumn("cause", ["a", "b", "0"]));
        CumulativeIncidenceEstimate estimate = frame.CumulativeIncidence("t", "cause", options: new() { Entry = "e" });
        Assert.Equal([1.0, 1, 1], estimate.Curves[0].Incidence);
        Assert.Contains("others enter later", estimate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_and_entry_reach_the_set_and_refuse_Aalens_variance()
    {
        DataFrame rows = Rows();
        AnalysisSet set = AnalysisSet.OfRows(rows, "g", "id", "procedures");
        var options = new CumulativeIncidenceOptions { Entry = "entry", Weights = "w" };
        Assert.Equal(rows.CumulativeIncidence("time", "cause", "g", "id", options: options).Curves[0].StdErr,
            set.CumulativeIncidence("time", "cause", options).Curves[0].StdErr);
        Assert.Contains("weights", Assert.Throws<ArgumentException>(
            () => rows.CumulativeIncidence("time", "cause", options: new() { Weights = "w", Robust = false })).Message,
            StringComparison.Ordinal);
    }

    [Theory, InlineData("strata", false, false, true), InlineData("weights", false, true, false), InlineData("entry", true, false, false),
        InlineData("all", true, true, true)]
    public void Fine_Gray_with_strata_weights_and_entry_times(string kind, bool entry, bool weights, bool strata)
    {
        DataFrame rows = Rows();
        double[] exact = Numbers(rows, "exact"), e = Numbers(rows, "entry"), t = Numbers(rows, "time");
        rows.Columns.Add(new DoubleDataFrameColumn("from", exact.Select((x, i) => x * e[i] / t[i])));
        string formula =
            $"Surv({(entry ? "from, " : "")}exact, cause) ~ age + size{(strata ? " + strata(site)" : "")}"
                + $"{(weights ? " + weights(w)" : "")}";
        FineGrayFit fit = rows.FineGray(formula, "1");
        JsonElement expected = R.GetProperty("fine_gray").GetProperty(kind);
        Near(expected.Column("coef"), [.. fit.Coefficients.Select(c => c.Estimate)], "coef", 1e-9);
        GoldenRegression.NearMatrix(expected.GetProperty("var"), (i, j) => fit.Covariance[i, j], "var", 1e-9);
        Near(expected.Column("loglik"), [fit.LogLikelihoodNull, fit.LogLikelihood], "loglik", 1e-11);
        FineGrayFit clustered = rows.FineGray(formula + " + cluster(id)", "1");
        GoldenRegression.NearMatrix(expected.GetProperty("var_id"), (i, j) => clustered.Covariance[i, j], "clustered var", 1e-9);
        var patients = new DataFrame(new DoubleDataFrameColumn("age", [55, 70.0]), new DoubleDataFrameColumn("size", [1, 5.0]),
            new StringDataFrameColumn("site", ["north", "south"]));
        DataFrame predicted = fit.Predict(patients, Times);
        for (int k = 0; k < Times.Length; k++)
            for (int i = 0; i < 2; i++)
                Near(expected.GetProperty("incidence")[k][i].GetDouble(),
                    (double?)predicted[FormattableString.Invariant($"incidence_{Times[k]}")][i], "incidence", 1e-9);
        Assert.Contains("as known", fit.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fine_Gray_predicts_the_incidence_of_cmprsk()
    {
        var patients = new DataFrame(new DoubleDataFrameColumn("age", [55, 70, null]), new DoubleDataFrameColumn("size", [1, 5, 2.0]));
        DataFrame predicted = Rows().FineGray("Surv(time, cause) ~ age + size", "1").Predict(patients, [.. Times, 1000]);
        JsonElement expected = R.GetProperty("predicted").GetProperty("incidence");
        for (int k = 0; k < Times.Length; k++)
            for (int i = 0; i < 2; i++)
                Near(expected[k][i].GetDouble(), (double?)predicted[FormattableString.Invariant($"incidence_{Times[k]}")][i],
                    "incidence", 1e-9);
        Assert.Null(predicted["incidence_3"][2]);
        Assert.Null(predicted["incidence_1000"][0]);
    }

    [Fact]
    public void Weights_of_1_one_stratum_entry_at_0_and_an_offset_change_nothing_but_what_they_must()
    {
        DataFrame rows = Rows();
        int n = (int)rows.Rows.Count;
        rows.Columns.Add(new DoubleDataFrameColumn("one", Enumerable.Repeat(1.0, n)));
        rows.Columns.Add(new DoubleDataFrameColumn("start", Enumerable.Repeat(-1.0, n)));
        FineGrayFit plain = rows.FineGray("Surv(time, cause) ~ age + size", "1");
        foreach (string formula in (string[])["Surv(time, cause) ~ age + size + weights(one)",
            "Surv(time, cause) ~ age + size + strata(one)", "Surv(start, time, cause) ~ age + size"])
        {
            FineGrayFit fit = rows.FineGray(formula, "1");
            Near(plain.LogLikelihood, fit.LogLikelihood, formula);
            Near([.. plain.Coefficients.Select(c => c.Estimate)], [.. fit.Coefficients.Select(c => c.Estimate)], formula, 1e-9);
        }
        FineGrayFit shifted = rows.FineGray("Surv(time, cause) ~ age + size + offset(size)", "1");
        Near(plain.Coefficients[1].Estimate - 1, shifted.Coefficients[1].Estimate, "offset", 1e-9);
        Near((double?)plain.Predict(rows, 6)["incidence_6"][3], (double?)shifted.Predict(rows, 6)["incidence_6"][3],
            "incidence with offset", 1e-9);
    }

    [Fact]
    public void Fine_Gray_refuses_a_time_at_which_nobody_is_under_observation()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("e", [0, 0, 5, 5.0]), new DoubleDataFrameColumn("t", [1, 2, 6, 7.0]),
            new StringDataFrameColumn("cause", ["2", "1", "1", "1"]), new DoubleDataFrameColumn("x", [1, 2, 3, 1.0]));
        Assert.Contains("Nobody was under observation just before 5",
            Assert.Throws<ArgumentException>(
                () => frame.FineGray("Surv(e, t, cause) ~ x", "1", options: new() { CensoredValue = null })).Message,
                StringComparison.Ordinal);
    }

    private static double[] Numbers(DataFrame frame, string column) => [.. frame[column].Cast<double>()];
}
