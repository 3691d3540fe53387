using Microsoft.Data.Analysis;
using NotebookKit.Charts;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Tests;

/// <summary>Decision curves, nomograms, scans of cut-offs, shifts, trajectories and maps show what they are given.</summary>
public sealed class PredictionFigureTests
{
    [Fact]
    public void Treating_all_has_the_net_benefit_of_its_formula_and_nothing_below_the_axis_is_drawn()
    {
        Plot plot = PredictionFigures.DecisionCurve([new("Model", [(0.1, 0.3), (0.3, 0.1), (0.5, -0.3)])], 0.4).Plots[0];
        foreach (PlotPoint p in plot.Series.Single(s => s.Name == "treat all").Marks.OfType<LineMark>().SelectMany(l => l.Points)
            .SkipLast(1))
            Assert.Equal(0.4 - 0.6 * p.X / (1 - p.X), p.Y, 1e-12);
        LineMark model = plot.Series.Single(s => s.Name == "Model").Marks.OfType<LineMark>().Single();
        Assert.Equal(new PlotPoint(0.3 + 0.2 * 0.15 / 0.4, -0.05), model.Points[^1] with { Y = Math.Round(model.Points[^1].Y, 12) },
            new Near());
        Assert.Equal(["0", "1:9", "1:4"], plot.Counts[0].Rows[0].Cells.Take(3));
        Assert.Contains("from 0 to below 1", Assert.Throws<ArgumentException>(
            () => PredictionFigures.DecisionCurve([new("Model", [(1, 0)])], 0.4)).Message);
        Assert.Contains("prevalence", Assert.Throws<ArgumentException>(
            () => PredictionFigures.DecisionCurve([new("Model", [(0.1, 0)])], 0)).Message);
    }

    [Fact]
    public void Points_of_a_number_grow_evenly_and_totals_reach_their_sum()
    {
        var model = Effects.NomogramModel.Of([new("Age, years", [("80", 0), ("40", 100)]), new("Grade", [("NET", 0), ("NEC", 50)])],
            [new("Survival at 12 months", [("90%", 10)])]);
        Assert.Equal(["Points", "Age, years", "Grade", "Total points", "Survival at 12 months"], model.Rules.Select(r => r.Name));
        foreach ((string label, double at) in model.Rules[1].Marks)
            Assert.Equal((80 - double.Parse(label, System.Globalization.CultureInfo.InvariantCulture)) / 40, at, 1e-12);
        Assert.Contains(model.Rules[1].Marks, m => m.Label == "60");
        Assert.Equal(("160", 1.0), model.Rules[3].Marks[^1]);
        Assert.Equal(10 / 160.0, model.Rules[4].Marks.Single().At, 1e-12);
        Assert.Contains("'Survival' has a mark at 500 points",
            Assert.Throws<ArgumentException>(
                () => PredictionFigures.Nomogram([new("Grade", [("NET", 0), ("NEC", 100)])], [new("Survival", [("10%", 500)])])).Message);
    }

    [Fact]
    public void The_chosen_cut_off_is_the_largest_and_what_was_not_tried_is_grey()
    {
        Plot plot = PredictionFigures.CutPointScan([(30, 1.2), (20, 0.4), (40, 2.2), (50, 1.9)],
            new() { Range = (5, 90), CorrectedP = 0.12 }).Plots[0];
        Assert.Equal(new PlotPoint(40, 2.2), plot.Series.Single(
            s => s.Name == "chosen").Marks.OfType<PointMark>().Single().Points.Single());
        Assert.Equal([20, 50], plot.Series.Single(s => s.Name == "not tried").Marks.OfType<AreaMark>().SelectMany(a => a.Outline).Select(
            p => p.X).Where(x => x is > 10 and < 80).Distinct());
        Assert.Equal("P = 0.12, corrected for the search", plot.Inset.Single());
        Assert.Contains("absolute value", Assert.Throws<ArgumentException>(() => PredictionFigures.CutPointScan([(1, -2)])).Message);
    }

    private static readonly DataFrame Visits = new(
        new StringDataFrameColumn("patient", ["a", "a", "a", "b", "b", "c"]), new DoubleDataFrameColumn("months", [0, 1.1, 3, 0, 3.2, 0.9]),
        new DoubleDataFrameColumn("alt", [10, null, 30, 20, 40, 50]), new DoubleDataFrameColumn("worst", [15, 20, null, 18, 60, 55]));

    [Fact]
    public void A_trajectory_breaks_where_a_value_is_missing_and_a_visit_takes_the_nearest_times()
    {
        var model = Descriptions.TrajectoryModel.Of(Visits, "months", "alt", "patient", null,
            new TrajectoryFigureOptions { Visits = [0, 1, 3] });
        Assert.Equal((new PlotPoint(0, 20), new PlotPoint(3.2, 40)), model.Groups[0].Lines.Single());
        Assert.Equal(3, model.Groups[0].Alone.Length);
        Assert.Equal([(0.0, 2, 15.0), (1.0, 1, 50.0), (3.0, 2, 35.0)], model.Groups[0].Medians.Select(m => (m.Time, m.N, m.Median)));
        DataFrame twice = Visits.Clone();
        twice["months"][1] = 0.0;
        Assert.Contains("Rows 2 and 3 are both of a at months 0",
            Assert.Throws<ArgumentException>(() => twice.Trajectories("months", "alt", "patient")).Message);
    }

    [Fact]
    public void A_shift_counts_what_is_missing_and_a_logarithmic_axis_refuses_nought()
    {
        Figure figure = Visits.Shift("alt", "worst", options: new() { UpperLimit = 45 });
        Assert.Equal(4, figure.Plots[0].Series.Single().Marks.OfType<PointMark>().Single().Points.Length);
        Assert.Contains(figure.Plots[0].Notes,
            n => n.Contains("left out: 1 without a baseline, 1 without a value after it, 0 without either", StringComparison.Ordinal));
        Assert.Contains("1 (25%) from within to above the upper limit", figure.Text);
        DataFrame nought = Visits.Clone();
        nought["alt"][0] = 0.0;
        Assert.Contains("Row 2 has the values 0 and 15",
            Assert.Throws<ArgumentException>(() => nought.Shift("alt", "worst", options: new() { IsLog = true })).Message);
    }

    [Fact]
    public void Correlations_are_Spearmans_of_the_pairs_that_are_known()
    {
        var model = Descriptions.CorrelationMap.Of(Visits, ["alt", "worst", "months"]);
        (int _, int _, double? rho, int n) = model.Pairs.Single(p => p.Row == 1 && p.Column == 0);
        Assert.Equal(4, n);
        Assert.Equal(0.8, rho!.Value, 1e-12);
        Assert.Contains("2 to 20 numeric columns; found 1", Assert.Throws<ArgumentException>(() => Visits.Correlations(["alt"])).Message);
    }

    [Fact]
    public void Patterns_of_missing_values_hold_every_row_and_none_is_too_small_to_see()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("x", Enumerable.Range(0, 5000).Select(i => i == 77 ? (double?)null : i)),
            new StringDataFrameColumn("y", Enumerable.Range(0, 5000).Select(i => i % 2 == 0 ? "known" : null)));
        var model = Descriptions.MissingMap.Of(frame, null, new MissingMapOptions());
        Assert.Equal(5000, model.Patterns.Sum(p => p.Rows));
        Assert.Equal([1, 2500], model.Missing);
        Assert.Equal([2500, 2499, 1], model.Patterns.Select(p => p.Rows));
        Figure figure = frame.MissingMap();
        Assert.Equal(3, figure.Plots[0].Series.Single(s => s.Name == "missing").Marks.OfType<BarMark>().Single().Bars.Length);
        Assert.True(figure.Layouts[0].Area.Height / 3 > 10);
    }

    [Fact]
    public void Pairs_are_joined_and_a_person_twice_in_a_group_is_refused()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("x", [1.0, 2, 3, 4]),
            new StringDataFrameColumn("time", ["after", "before", "before", "after"]),
            new StringDataFrameColumn("id", ["a", "a", "b", "c"]));
        Plot plot = frame.Distribution("x", "time", new() { PairBy = "id", GroupOrder = ["before", "after"] }).Plots[0];
        (PlotPoint from, PlotPoint to) = plot.Series.Single(s => s.Name == "pairs").Marks.OfType<SegmentMark>().Single().Segments.Single();
        Assert.Equal((2, 1), (from.Y, to.Y));
        frame["id"][2] = "a";
        Assert.Contains("'a' has two values in the group before",
            Assert.Throws<ArgumentException>(() => frame.Distribution("x", "time", new() { PairBy = "id" })).Message);
    }

    private sealed class Near : IEqualityComparer<PlotPoint>
    {
        public bool Equals(PlotPoint a, PlotPoint b) => Math.Abs(a.X - b.X) < 1e-9 && Math.Abs(a.Y - b.Y) < 1e-9;

        public int GetHashCode(PlotPoint point) => 0;
    }

    [Fact]
    public void Limits_of_net_benefit_are_a_band_and_wrong_ones_are_refused()
    {
        Figure figure = Gallery.Figures["decision-curve-limits"]();
        Assert.Contains(figure.Layouts[0].Plot.Series[0].Marks, m => m is AreaMark area && area.Outline.Length == 26);
        Assert.Throws<ArgumentException>(() => PredictionFigures.DecisionCurve(
            [new("m", [(0.1, 0.3), (0.2, 0.2)]) { Limits = [(0.2, 0.4)] }], 0.4));
        Assert.Throws<ArgumentException>(() => PredictionFigures.DecisionCurve(
            [new("m", [(0.1, 0.3)]) { Limits = [(0.5, 0.4)] }], 0.4));
    }

    [Fact]
    public void Values_whose_points_fall_stand_below_the_rule_and_rising_ones_above()
    {
        Figure figure = Gallery.Figures["nomogram-spline"]();
        PlotLabel[] labels = [.. figure.Layouts[0].Plot.Series[0].Marks.OfType<LabelMark>().Single().Labels];
        double rule = figure.Layouts[0].Plot.RowPositions[1];
        Assert.All((string[])["42", "45"], t => Assert.True(labels.First(l => l.Text == t).At.Y < rule, t));
        Assert.All((string[])["65", "75", "81"], t => Assert.True(labels.First(l => l.Text == t).At.Y > rule, t));
    }
}
