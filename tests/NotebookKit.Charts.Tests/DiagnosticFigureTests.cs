using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Charts;
using NotebookKit.Charts.Curves;
using NotebookKit.Charts.Plots;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

/// <summary>What differences, areas, diagnostics and adjusted curves show is what the results say.</summary>
public sealed class DiagnosticFigureTests
{
    private static readonly DataFrame Df = new(
        new DoubleDataFrameColumn("months", [2, 4, 4, 7, 9, 12, 3, 5, 6, 8, 14, 20]),
        new Int32DataFrameColumn("event", [1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0]),
        new StringDataFrameColumn("group", ["A", "A", "A", "A", "A", "A", "B", "B", "B", "B", "B", "B"]),
        new StringDataFrameColumn("patient", ["1", "2", "3", "4", "5", "6", "1", "2", "3", "4", "5", "7"]),
        new DoubleDataFrameColumn("age", [60, 55, 71, 48, 66, 59, 62, 70, 51, 58, 64, 49]));

    private static KaplanMeierEstimate Curves(string? cluster = null) => Df.KaplanMeier("months", "event", by: "group", cluster: cluster);

    [Theory]
    [InlineData(null)]
    [InlineData("patient")]
    public void A_difference_is_that_of_the_curves_with_its_limits_and_ends_with_the_shorter_follow_up(string? cluster)
    {
        KaplanMeierEstimate estimate = Curves(cluster);
        Plot plot = estimate.ToDifferenceFigure().Plots[0];
        StepMark step = plot.Series[0].Marks.OfType<StepMark>().Single();
        Assert.Equal(12, step.Points[^1].X);
        foreach (PlotPoint point in step.Points.SkipLast(1))
            Assert.Equal(estimate.Curves[1].SurvivalAt(point.X)!.Value - estimate.Curves[0].SurvivalAt(point.X)!.Value, point.Y, 1e-12);
        foreach ((double time, var contrast) in SurvivalAtTimes.Of(estimate, [4, 7]).Differences)
        {
            PlotPoint[] at = [.. plot.Series[0].Marks.OfType<AreaMark>().SelectMany(a => a.Outline).Where(p => p.X == time)];
            Assert.Contains(at, p => Math.Abs(p.Y - contrast.Lower!.Value) < 1e-12);
            Assert.Contains(at, p => Math.Abs(p.Y - contrast.Upper!.Value) < 1e-12);
        }
        Assert.Equal("Difference in survival, B − A", plot.Y.Title);
        Assert.Contains(plot.Notes, n => n.Contains(cluster is null ? "at each time, not of" : "cluster-robust", StringComparison.Ordinal));
    }

    [Fact]
    public void A_curve_that_has_reached_0_stays_there()
    {
        DataFrame df = Df.Clone();
        df["event"][5] = 1;
        StepMark step = df.KaplanMeier("months", "event", by: "group")
            .ToDifferenceFigure().Plots[0].Series[0].Marks.OfType<StepMark>().Single();
        Assert.Equal(20, step.Points[^1].X);
        Assert.Equal(Curves().Curves[1].SurvivalAt(12)!.Value, step.Points.Last(p => p.X <= 12).Y, 1e-12);
    }

    [Fact]
    public void A_difference_needs_two_groups_and_says_which_it_found()
    {
        var e = Assert.Throws<ArgumentException>(() => Df.KaplanMeier("months", "event").ToDifferenceFigure());
        Assert.Contains("two curves; the estimate has 1", e.Message);
    }

    [Fact]
    public void The_tinted_areas_between_two_curves_add_up_to_the_difference_of_the_restricted_means()
    {
        RestrictedMeanEstimate means = Curves().RestrictedMean(12);
        Plot plot = means.ToFigure().Plots[0];
        double[] areas = [.. plot.Series.Select(s => s.Marks.OfType<AreaMark>().Sum(a => Area(a.Outline)))];
        Assert.Equal(means.Contrasts[0].Estimate!.Value, areas[1] - areas[0], 1e-10);
        Assert.All(areas, a => Assert.True(a > 0, "the curves cross, so both tints occur"));
        Assert.Equal(12, plot.Guides[0].From.X);
        Assert.StartsWith("B − A: ", plot.Inset[0]);
    }

    [Fact]
    public void One_curve_has_its_whole_area_up_to_tau()
    {
        RestrictedMeanEstimate mean = Df.KaplanMeier("months", "event").RestrictedMean(10);
        Assert.Equal(mean.Groups[0].Mean!.Value, Area(mean.ToFigure().Plots[0].Series[0].Marks.OfType<AreaMark>().Single().Outline), 1e-10);
    }

    [Fact]
    public void Log_log_curves_start_at_the_first_event_and_leave_out_0_and_1()
    {
        KaplanMeierEstimate estimate = Curves();
        Plot plot = estimate.ToLogLogFigure().Plots[0];
        Assert.True(plot.X.Log);
        for (int g = 0; g < 2; g++)
        {
            StepMark step = plot.Series[g].Marks.OfType<StepMark>().Single();
            foreach (PlotPoint point in step.Points)
                Assert.Equal(Math.Log(-Math.Log(estimate.Curves[g].SurvivalAt(point.X)!.Value)), point.Y, 1e-12);
        }
        Assert.Equal([2, 4, 7], plot.Series[0].Marks.OfType<StepMark>().Single().Points.Select(p => p.X));
        Assert.Throws<ArgumentException>(() => Df.Head(1).KaplanMeier("months", "event").ToLogLogFigure());
    }

    [Fact]
    public void The_smooth_of_Schoenfeld_residuals_is_that_of_R()
    {
        DataFrame veteran = DataFrame.LoadCsv(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "data", "veteran.csv"));
        CoxFit fit = veteran.Cox("Surv(time, status) ~ karno + age");
        SchoenfeldResiduals residuals = fit.SchoenfeldResiduals();
        foreach (var expected in File.ReadLines(Repository.Path("tests", "NotebookKit.Charts.Tests", "golden", "schoenfeld.csv")).Skip(1)
            .Select(l => l.Split(',')).GroupBy(c => c[0]))
        {
            int j = residuals.Coefficients.IndexOf(expected.Key);
            SchoenfeldSmooth smooth = SchoenfeldSmooth.Of(residuals.Time, residuals.Scaled[j], fit.ModelCovariance[j, j]!.Value)!;
            int i = 0;
            foreach (string[] cells in expected)
            {
                double[] values = [.. cells.Skip(1).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
                Assert.Equal(values[0], smooth.Time[i], 1e-9 * values[0]);
                Assert.Equal(values[1], smooth.Value[i], 1e-9 * Math.Max(0.01, Math.Abs(values[1])));
                Assert.Equal(values[2], smooth.StdErr[i], 1e-9 * values[2]);
                i++;
            }
            Assert.Equal(40, i);
        }
        Plot plot = residuals.ToFigure(new SchoenfeldFigureOptions { Coefficients = ["karno"], TimeUnit = "days" }).Plots.Single();
        Assert.Equal(128, plot.Series[0].Marks.OfType<PointMark>().Single().Points.Length);
        Assert.Contains("no coefficient 'weight'",
            Assert.Throws<ArgumentException>(() => residuals.ToFigure(new SchoenfeldFigureOptions { Coefficients = ["weight"] })).Message);
    }

    [Fact]
    public void Too_few_events_have_points_and_no_smooth()
    {
        Plot plot = Df.Head(6).Cox("Surv(months, event) ~ age").SchoenfeldResiduals().ToFigure().Plots[0];
        Assert.Single(plot.Series);
        Assert.Contains("Too few events for a smooth", plot.Notes[0]);
    }

    [Fact]
    public void Adjusted_curves_are_those_of_the_model_and_carry_no_numbers_at_risk()
    {
        CoxCurves curves = Df.Cox("Surv(months, event) ~ age").Curves([new("60 years") { ["age"] = 60 }]);
        Plot plot = curves.ToFigure().Plots[0];
        StepMark step = plot.Series[0].Marks.OfType<StepMark>().Single();
        foreach (PlotPoint point in step.Points.Skip(1)) Assert.Equal(curves.Curves[0].SurvivalAt(point.X)!.Value, point.Y, 1e-12);
        Assert.Empty(plot.Counts);
        Assert.Contains("nobody is at risk of a prediction", plot.Notes[0]);
        Assert.Contains("lies outside 0 to 1 or above",
            Assert.Throws<ArgumentException>(
                () => DiagnosticFigures.Adjusted([new("A", [(1, 0.8, null, null), (2, 0.9, null, null)])])).Message);
    }

    [Fact]
    public void Lines_of_rates_end_at_their_own_curve_and_go_with_it()
    {
        KaplanMeierEstimate estimate = Curves();
        Figure figure = estimate.ToFigure(new KaplanMeierFigureOptions { RatesAt = [6], MedianLines = false });
        Plot plot = figure.Plots[0];
        Assert.Empty(plot.Guides);
        for (int g = 0; g < 2; g++)
        {
            (PlotPoint from, PlotPoint to) = plot.Series[g].Marks.OfType<SegmentMark>().Single().Segments.Single();
            Assert.Equal((6, 0, estimate.Curves[g].SurvivalAt(6)!.Value), (from.X, from.Y, to.Y));
        }
        var groups = PlotlyOf(figure).GetProperty("data").EnumerateArray()
            .Where(t => t.GetProperty("x").GetArrayLength() == 3 && t.GetProperty("x")[0].GetDouble() == 6)
            .Select(t => t.GetProperty("legendgroup").GetString()).Distinct();
        Assert.Equal(2, groups.Count());
    }

    // The shoelace formula.
    private static double Area(IReadOnlyList<PlotPoint> outline) =>
        Math.Abs(Enumerable.Range(0, outline.Count)
            .Sum(i => outline[i].X * outline[(i + 1) % outline.Count].Y - outline[(i + 1) % outline.Count].X * outline[i].Y)) / 2;
}
