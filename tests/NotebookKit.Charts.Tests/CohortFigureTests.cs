using Microsoft.Data.Analysis;
using NotebookKit.Charts.Plots;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

/// <summary>
/// Flow diagrams add up; boxes have the quartiles of their values; dots the risks of their counts; incidence the curves of its estimate.
/// </summary>
public sealed class CohortFigureTests
{
    [Fact]
    public void Numbers_that_do_not_add_up_are_refused()
    {
        Assert.Contains("'B' has n = 7, but 10 of 'A' less 2 left out are 8",
            Assert.Throws<ArgumentException>(() => CohortFigures.Flow([new("A", 10), new("B", 7) { LeftOut = [("gone", 2)] }])).Message);
        Assert.Contains("4 + 5 = 9, but 'A' has n = 10",
            Assert.Throws<ArgumentException>(() => CohortFigures.Flow([new("A", 10)], [new("X", 4), new("Y", 5)])).Message);
        Assert.Contains("gone (n = 3)", CohortFigures.Flow([new("A", 10), new("B", 7) { LeftOut = [("gone", 3)] }]).Text);
    }

    [Fact]
    public void A_set_draws_where_it_came_from()
    {
        var df = new DataFrame(new StringDataFrameColumn("id", ["a", "b", "c", "d"]),
            new StringDataFrameColumn("grade", ["G3", "G3", "G2", "G3"]));
        Figure figure = df.AnalysisSet("procedures", "id").Where("grade", "G3").ToFlowFigure();
        string[] texts = [.. Texts(Svg(figure)).Select(t => t.Value)];
        Assert.Contains("n = 4", texts);
        Assert.Contains("n = 3", texts);
        Assert.Contains(texts, t => t.Contains("(n = 1)", StringComparison.Ordinal));
    }

    [Fact]
    public void Boxes_have_the_quartiles_that_R_gives()
    {
        // quantile(1:12, c(.25, .5, .75)) of R: 3.75, 6.5, 9.25.
        var df = new DataFrame(new DoubleDataFrameColumn("x", Enumerable.Range(1, 12).Select(i => (double?)i).Append(null)));
        Plot plot = df.Distribution("x").Plots[0];
        LineMark box = plot.Series[0].Marks.OfType<LineMark>().Single();
        Assert.Equal((3.75, 9.25), (box.Points.Min(p => p.Y), box.Points.Max(p => p.Y)));
        Assert.Equal(6.5, plot.Series[0].Marks.OfType<SegmentMark>().Last().Segments.Single().From.Y);
        Assert.Contains("1 row without a value left out", plot.Notes[0]);
        Assert.Equal(12, plot.Series[0].Marks.OfType<PointMark>().Single().Points.Length);
    }

    [Fact]
    public void Dots_are_percent_of_each_group_and_sorted_by_the_difference()
    {
        Figure figure = Gallery.Figures["adverse-event-dots"]();
        Assert.Equal(2, figure.Plots.Length);
        Assert.Equal([40, 20, 100.0 / 30, 10], figure.Plots[0].Series[0].Marks.OfType<PointMark>().Single().Points.Select(p => p.X),
            (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(figure.Layouts[0].Area.Top, figure.Layouts[1].Area.Top);
        Assert.Equal(figure.Layouts[0].Y(1), figure.Layouts[1].Y(1), 1e-9);
        Assert.Contains("is not possible", Assert.Throws<ArgumentException>(() => AdverseEventFigure.Dots([new("A", 4, 3, 0, 3)])).Message);
    }

    [Fact]
    public void Incidence_is_drawn_as_estimated_and_stacks_to_the_sum_of_causes()
    {
        var df = new DataFrame(new DoubleDataFrameColumn("months", [1, 2, 3, 4]),
            new StringDataFrameColumn("cause", ["progression", "death", "censored", "progression"]));
        var estimate = df.CumulativeIncidence("months", "cause", unit: "procedures", options: new() { CensoredValue = "censored" });
        Figure figure = estimate.ToFigure();
        foreach (PlotSeries series in figure.Plots[0].Series)
        {
            var curve = estimate.Curves.Single(c => c.Cause == series.Name);
            StepMark step = series.Marks.OfType<StepMark>().Single();
            Assert.Equal(curve.Incidence[^1], step.Points[^1].Y, 12);
        }
        Plot stacked = estimate.ToFigure(new CumulativeIncidenceFigureOptions { Stacked = true }).Plots[0];
        Assert.Equal(estimate.Curves.Sum(c => c.Incidence[^1]), stacked.Series[^1].Marks.OfType<StepMark>().Single().Points[^1].Y, 12);
        Assert.Equal("4", figure.Plots[0].Counts[0].Rows[0].Cells[0]);
        Assert.Contains("no cause 'x'", Assert.Throws<ArgumentException>(
            () => estimate.ToFigure(new CumulativeIncidenceFigureOptions { Causes = ["x"] })).Message);
    }
}
