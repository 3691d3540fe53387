using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Data.Analysis;
using NotebookKit.Charts.Models;
using NotebookKit.Charts.Plots;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Curves;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

public sealed class KaplanMeierFigureTests
{
    // By hand. A: S = 4/5 at 1, 8/15 at 3, 4/15 at 4; censored at 2 and 5. B: S = 1/3 at 2, 0 at 6.
    private static DataFrame Cohort(string a = "A", string b = "B", string c = "") => new(
        new DoubleDataFrameColumn("months", [1, 2, 3, 4, 5, 2, 2, 6]),
        new Int32DataFrameColumn("event", [1, 0, 1, 1, 0, 1, 1, 1]),
        new StringDataFrameColumn("group", [a, a, a, a, a, b, b, c.Length > 0 ? c : b]),
        new StringDataFrameColumn("patient", ["p1", "p1", "p2", "p3", "p4", "p5", "p5", "p6"]));

    internal static Figure Draw(string name, KaplanMeierFigureOptions? options = null)
    {
        DataFrame df = Cohort(name, "B");
        return df.KaplanMeier("months", "event", by: "group", cluster: "patient", unit: name)
            .ToFigure(df.LogRank("months", "event", "group", cluster: "patient", unit: name), options);
    }

    private static KaplanMeierFigureModel Model(KaplanMeierFigureOptions? options = null, bool test = true, string? cluster = null)
    {
        DataFrame df = Cohort();
        return ModelOf(df.KaplanMeier("months", "event", by: "group", cluster: cluster, unit: "procedures"),
            test ? df.LogRank("months", "event", "group", unit: "procedures") : null, options);
    }

    private static KaplanMeierFigureModel ModelOf(KaplanMeierEstimate estimate, LogRankResult? test = null,
        KaplanMeierFigureOptions? options = null)
    {
        options ??= new();
        var words = new KaplanMeierWords(estimate, test is null ? null : KaplanMeierTest.Of(test, null), options);
        return KaplanMeierFigureModel.Of(estimate, words, options, new Charts.Plots.FigureStyle(options.Width, options.FontSize));
    }

    [Fact]
    public void The_model_holds_the_curves_found_by_hand()
    {
        var model = Model(new() { TickStep = 2 });
        Assert.Equal(["A", "B"], model.Curves.Select(c => c.Group));
        AssertPoints([(0, 1), (1, 4 / 5.0), (3, 8 / 15.0), (4, 4 / 15.0), (5, 4 / 15.0)], model.Curves[0].Steps);
        AssertPoints([(0, 1), (2, 1 / 3.0), (6, 0), (6, 0)], model.Curves[1].Steps);
        AssertPoints([(2, 4 / 5.0), (5, 4 / 15.0)], model.Curves[0].Censored);
        Assert.Empty(model.Curves[1].Censored);
        Assert.Equal([0, 2, 4, 6], model.Ticks);
        Assert.Equal([5, 4, 2, 0], model.Curves[0].AtRisk);
        Assert.Equal([3, 3, 1, 1], model.Curves[1].AtRisk);
        Assert.Equal([4, 2], model.Curves.Select(c => c.Median));
        Assert.All(model.Curves, c => Assert.Equal(c.Steps.Length, c.Hover.Length));
    }

    [Fact]
    public void A_censoring_at_the_very_end_of_the_axis_is_marked_and_one_beyond_is_not()
    {
        AssertPoints([(2, 4 / 5.0), (5, 4 / 15.0)], Model(new() { MaxTime = 5 }).Curves[0].Censored);
        AssertPoints([(2, 4 / 5.0)], Model(new() { MaxTime = 4.999 }).Curves[0].Censored);
    }

    [Fact]
    public void The_band_runs_through_the_limits_and_stops_where_they_cannot_be_estimated()
    {
        DataFrame df = Cohort();
        var estimate = df.KaplanMeier("months", "event", by: "group");
        var model = ModelOf(estimate);
        int row = estimate.Curves[0].Time.IndexOf(3);
        var band = model.Curves[0].Band;
        Assert.Equal(band[0], band[^1]);
        Assert.Contains(band, p => p.X == 3 && p.Y == estimate.Curves[0].Upper[row]);
        Assert.Contains(band, p => p.X == 3 && p.Y == estimate.Curves[0].Lower[row]);
        Assert.Equal(5, band.Max(p => p.X));
        // B reaches 0 at 6: no limit is estimable there, so the band ends there without falling.
        Assert.Equal(6, model.Curves[1].Band.Max(p => p.X));
        Assert.All(model.Curves[1].Band, p => Assert.True(p.Y > 0));
    }

    [Fact]
    public void Words_name_the_test_the_unit_and_the_patients()
    {
        var model = Model();
        Assert.StartsWith("Log-rank test: P = ", model.Test.Single());
        Assert.Equal("Unit of analysis: procedures, n = 8, 6 events.", model.Notes[0]);
        Assert.StartsWith("A, median 4.0 months (95% CI ", model.Curves[0].LegendText);
        Assert.StartsWith("Kaplan-Meier curves: A n = 5, 3 events, median 4.0 months", Draw("A").Text);

        Assert.Equal("Unit of analysis: procedures, n = 8, from 6 patients, 6 events.", Model(cluster: "patient").Notes[0]);
        Assert.Equal("procedures taken as independent", Model(cluster: "patient").Test[1]);
        Figure robust = Draw("procedures");
        Assert.Contains(Texts(Svg(robust)), t => t.Value == "cluster-robust, 6 patients");
        Assert.Contains("cluster-robust, 6 patients", robust.Text);
    }

    [Fact]
    public void Numbers_at_risk_stand_under_their_ticks()
    {
        foreach (double width in (double[])[321, 640, 900])
        {
            XElement svg = Svg(Draw("A rather long group name", new() { Width = width }));
            double[] ticks = [.. svg.Descendants().Where(e => e.Attribute("class")?.Value == "x-tick").Select(e => Number(e, "x1"))];
            double[] labels = [.. Texts(svg, "x-label").Select(e => Number(e, "x"))];
            double[] counts = [.. Texts(svg, "count").Select(e => Number(e, "x"))];
            Assert.True(ticks.Length >= 3);
            Assert.Equal(ticks, labels);
            Assert.Equal([.. ticks, .. ticks], counts);
            Assert.All(Texts(svg, "count"), e => Assert.Equal("middle", e.Attribute("text-anchor")!.Value));
        }
    }

    [Fact]
    public void Plotly_sets_the_numbers_at_risk_on_the_same_axis()
    {
        JsonElement figure = PlotlyOf(Draw("A"));
        double[] ticks = Numbers(figure.GetProperty("layout").GetProperty("xaxis").GetProperty("tickvals"));
        JsonElement[] rows = [.. figure.GetProperty("data").EnumerateArray()
            .Where(t => t.GetProperty("mode").GetString() == "text" && t.GetProperty("xaxis").GetString() == "x")];
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row =>
        {
            Assert.Equal("x", row.GetProperty("xaxis").GetString());
            Assert.Equal(ticks, Numbers(row.GetProperty("x")));
            Assert.Equal("middle center", row.GetProperty("textposition").GetString());
        });
        Assert.Equal("5", rows[0].GetProperty("text")[0].GetString());
    }

    [Fact]
    public void Plotly_and_svg_draw_the_same_pixels()
    {
        Figure figure = Draw("A");
        JsonElement layout = PlotlyOf(figure).GetProperty("layout");
        double[] x = Numbers(layout.GetProperty("xaxis").GetProperty("domain")),
            y = Numbers(layout.GetProperty("yaxis").GetProperty("domain"));
        double[] range = Numbers(layout.GetProperty("xaxis").GetProperty("range"));
        XElement last = Svg(figure).Descendants().Last(e => e.Attribute("class")?.Value == "x-tick");
        double tick = Numbers(layout.GetProperty("xaxis").GetProperty("tickvals"))[^1];
        Assert.Equal(Number(last, "x1"), figure.Width * (x[0] + (x[1] - x[0]) * (tick - range[0]) / (range[1] - range[0])), 0.01);
        Assert.Equal(Number(last, "y1"), figure.Height * (1 - y[0]), 0.01);
        Assert.Equal("hv", PlotlyOf(figure).GetProperty("data").EnumerateArray().First(
            t => t.TryGetProperty("line", out JsonElement l) && l.TryGetProperty("shape", out _)).GetProperty("line").GetProperty(
                "shape").GetString());
    }

    [Fact]
    public void Legend_curves_and_numbers_at_risk_keep_one_order_and_one_colour()
    {
        DataFrame df = Cohort("first", "second", "third");
        Figure figure = df.KaplanMeier("months", "event", by: "group", options: new() { GroupOrder = ["third", "first", "second"] })
            .ToFigure();
        XElement svg = Svg(figure);
        Assert.Equal(["third", "first", "second"], Texts(svg, "legend").Select(t => t.Value.Split(',')[0]));
        string[] curves = [.. svg.Descendants().Where(e => e.Attribute("class")?.Value == "series")
            .Select(g => g.Elements().First().Attribute("stroke")!.Value)];
        string[] samples = [.. svg.Descendants().Single(e => e.Attribute("class")?.Value == "at-risk").Descendants()
            .Where(e => e.Name.LocalName == "line").Select(e => e.Attribute("stroke")!.Value)];
        Assert.Equal(curves, samples);
        Assert.Equal(3, curves.Distinct().Count());
        Assert.Equal(["third", "first", "second"], PlotlyOf(figure).GetProperty("data").EnumerateArray()
            .Where(t => t.GetProperty("showlegend").GetBoolean()).Select(t => t.GetProperty("name").GetString()!.Split(',')[0]));
    }

    [Fact]
    public void Curves_end_at_the_time_asked_for()
    {
        var model = Model(new() { MaxTime = 3.5 });
        Assert.Equal(3.5, model.MaxTime);
        AssertPoints([(0, 1), (1, 4 / 5.0), (3, 8 / 15.0), (3.5, 8 / 15.0)], model.Curves[0].Steps);
        Assert.Null(model.Curves[0].Median);
        Assert.All(model.Ticks, t => Assert.True(t <= 3.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KaplanMeierFigureOptions { MaxTime = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new KaplanMeierFigureOptions { TickStep = double.NaN });
    }

    [Fact]
    public void A_test_of_other_rows_is_refused()
    {
        DataFrame df = Cohort();
        var estimate = df.KaplanMeier("months", "event", by: "group");
        LogRankResult other = Cohort("A", "C").LogRank("months", "event", "group");
        Assert.Contains("The test compared A (n = 5), C (n = 3), but the curves show A (n = 5), B (n = 3)",
            Assert.Throws<ArgumentException>(() => estimate.ToFigure(other)).Message);
    }

    [Fact]
    public void Nobody_with_an_event_gives_level_curves_and_no_median()
    {
        var df = new DataFrame(new DoubleDataFrameColumn("months", [1, 2, 3]), new Int32DataFrameColumn("event", [0, 0, 0]));
        var model = ModelOf(df.KaplanMeier("months", "event", unit: "patients"));
        AssertPoints([(0, 1), (3, 1)], model.Curves.Single().Steps);
        Assert.EndsWith("median not reached", model.Curves.Single().LegendText);
        Assert.Null(model.Curves.Single().Median);
    }

    [Fact]
    public void Many_steps_are_thinned_without_losing_the_ends()
    {
        int n = 50_000;
        var df = new DataFrame(new DoubleDataFrameColumn("months", Enumerable.Range(1, n).Select(i => i / 1000.0)),
            new Int32DataFrameColumn("event", Enumerable.Repeat(1, n)));
        var curve = ModelOf(df.KaplanMeier("months", "event")).Curves.Single();
        Assert.InRange(curve.Steps.Length, 1000, KaplanMeierFigureCurve.MostSteps + 5);
        Assert.Equal((50, 0), (curve.Steps[^1].X, curve.Steps[^1].Y));
        Assert.All(curve.Steps.Skip(1).SkipLast(1), p => Assert.Equal(1 - p.X / 50, p.Y, 9));
    }

    [Fact]
    public void Panels_share_the_height_of_their_axes_or_their_left_margin()
    {
        Figure one = Draw("A", new() { Title = "Local", Width = 400 }), two = Draw("A longer name", new() { Width = 400 });
        Figure row = FigurePanel.SideBySide(one, two), column = FigurePanel.Stacked(one, two);
        Assert.Equal(800, row.Width);
        XElement[] inRow = FirstTicks(row), inColumn = FirstTicks(column);
        Assert.Equal(Number(inRow[0], "y1"), Number(inRow[1], "y1"));
        Assert.Equal(Number(inColumn[0], "x1"), Number(inColumn[1], "x1"));
        Assert.Contains(Texts(Svg(row)), t => t.Value == "A\u2002Local");
        Assert.Contains("Panel B: Kaplan-Meier", row.Text);
        JsonElement layout = PlotlyOf(row).GetProperty("layout");
        Assert.Equal("x3", PlotlyOf(row).GetProperty("data").EnumerateArray().Last(t => t.TryGetProperty("textposition", out JsonElement at)
            && at.GetString() == "middle center").GetProperty("xaxis").GetString());
        Assert.True(layout.TryGetProperty("legend2", out _));
    }

    [Fact]
    public void Drawing_is_the_verified_one() =>
        Snapshot.Matches(Draw("procedures", new() { YTitle = "Local progression-free survival" }).ToSvg(), "kaplan-meier");

    private static XElement[] FirstTicks(Figure figure) => [.. Svg(figure).Descendants().Where(e => e.Attribute("class")?.Value == "plot")
        .Select(p => p.Descendants().First(e => e.Attribute("class")?.Value == "x-tick"))];

    private static void AssertPoints((double X, double Y)[] expected, IReadOnlyList<Charts.Plots.PlotPoint> actual)
    {
        Assert.Equal(expected.Select(p => p.X), actual.Select(p => p.X));
        foreach (((double _, double y), Charts.Plots.PlotPoint point) in expected.Zip(actual)) Assert.Equal(y, point.Y, 12);
    }

    [Fact]
    public void A_million_subjects_take_less_than_300_kB_and_the_curve_moves_by_less_than_a_pixel()
    {
        const int N = 1_000_000;
        double Noise(int i) => (i * 0.6180339887498949) % 1;
        var df = new DataFrame(new DoubleDataFrameColumn("months",
            Enumerable.Range(0, N).Select(i => -12 * Math.Log(1 - 0.98 * Noise(i)) + 0.01)), new Int32DataFrameColumn("event",
            Enumerable.Range(0, N).Select(i => i % 10 < 7 ? 1 : 0)));
        KaplanMeierEstimate estimate = df.KaplanMeier("months", "event", unit: "patients");
        Figure figure = estimate.ToFigure();
        Assert.InRange(figure.ToSvg().Length, 1, 300_000);
        Assert.InRange(figure.ToHtml().Length, 1, 300_000);
        Assert.InRange(figure.ToPlotlyJson().Length, 1, 300_000);
        // The drawn curve lags behind the exact one by at most a two-thousandth of the axis: half a pixel of a figure of 1,200.
        KaplanMeierCurve curve = estimate.Curves[0];
        PlotPoint[] steps = [.. figure.Plots[0].Series[0].Marks.OfType<StepMark>().Single().Points];
        double end = figure.Plots[0].X.Max, cell = end / KaplanMeierFigureCurve.MostSteps;
        for (double t = 0; t < 0.999 * curve.Time[^1]; t += end / 777)
            Assert.InRange(steps.Last(p => p.X <= t).Y, curve.SurvivalAt(t + end / 1e5)!.Value - 1e-5,
                curve.SurvivalAt(Math.Max(0, t - cell - end / 1e5))!.Value + 1e-5);
    }
}
