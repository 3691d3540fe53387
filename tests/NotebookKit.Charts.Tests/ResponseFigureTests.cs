using NotebookKit.Charts.Plots;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

/// <summary>Swimmers, spiders and bars of response show the units they were given.</summary>
public sealed class ResponseFigureTests
{
    private static readonly SwimmerLane[] Lanes =
    [
        new("short", 4) { Group = "NEC", Events = [(0, "TACE"), (4, "Death")] },
        new("long", 20) { Group = "NET", IsOngoing = true, InResponse = [(1, 9)],
            Events = [(0, "TACE"), (0.1, "TARE"), (1, "PR"), (9, "PD")] },
        new("Anna", 12) { Group = "NET", Start = -3, Events = [(12, "PD")] },
    ];

    [Fact]
    public void Lanes_fall_by_length_within_their_group_and_keep_their_marks()
    {
        Plot plot = ResponseFigures.Swimmer(Lanes, new() { AllGroups = ["NET", "NEC"] }).Plots[0];
        BarMark net = plot.Series[0].Marks.OfType<BarMark>().Single(), nec = plot.Series[1].Marks.OfType<BarMark>().Single();
        Assert.Equal([(3.0, 0.0, 20.0), (2, -3, 12)], net.Bars.Select(b => (b.Position, b.From, b.To)));
        Assert.Equal((1.0, 0.0, 4.0), nec.Bars.Select(b => (b.Position, b.From, b.To)).Single());
        Assert.Equal(["TACE", "TARE", "PR", "PD", "Death"],
            plot.Series.Where(s => s.Key == LegendKey.Marker).Select(s => s.Name).SkipLast(1));
        // TARE a tenth of a month after TACE would lie on it: it moves up.
        PlotPoint tare = plot.Series.Single(s => s.Name == "TARE").Marks.OfType<PointMark>().Single().Points.Single();
        Assert.True(tare.Y > 3);
        Assert.True(plot.X.Max > 20);
    }

    [Fact]
    public void Pictures_tell_no_names_unless_asked()
    {
        Assert.DoesNotContain("Anna", ResponseFigures.Swimmer(Lanes).ToSvg() + ResponseFigures.Swimmer(Lanes).ToPlotlyJson());
        Assert.Contains(Texts(Svg(ResponseFigures.Swimmer(Lanes, new() { ShowIds = true }))), t => t.Value == "Anna");
    }

    [Fact]
    public void What_lies_outside_its_lane_is_refused()
    {
        Assert.Contains("'PD' is at 9", Assert.Throws<ArgumentException>(
            () => ResponseFigures.Swimmer([new("a", 4) { Events = [(9, "PD")] }])).Message);
        Assert.Contains("a stretch runs from 2 to 9",
            Assert.Throws<ArgumentException>(() => ResponseFigures.Swimmer([new("a", 4) { InResponse = [(2, 9)] }])).Message);
        Assert.Throws<ArgumentException>(() => ResponseFigures.Swimmer([]));
    }

    [Fact]
    public void A_missed_scan_is_dotted_and_a_large_growth_cut()
    {
        Plot plot = ResponseFigures.Spider(
            [new("a", "PR", [(1, -40), (3, null), (5, -60)]), new("b", "PD", [(2, 150)]), new("c", "NE", [])]).Plots[0];
        PlotSeries pr = plot.Series.Single(s => s.Name == "PR");
        Assert.Equal((new PlotPoint(1, -40), new PlotPoint(5, -60)), pr.Marks.OfType<SegmentMark>().Single().Segments.Single());
        Assert.Equal(2, pr.Marks.OfType<LineMark>().Single().Points.Length);
        Assert.Equal(100, plot.Series.Single(s => s.Name == "PD").Marks.OfType<PointMark>().Single().Points.Single().Y);
        Assert.Contains(plot.Series, s => s.Name == "above +100%, cut");
        Assert.Contains("n = 1 not shown", plot.Notes[0]);
        Assert.Equal([0, 20, -30], plot.Guides.Select(g => g.From.Y));
        Assert.Contains("more than 100%", Assert.Throws<ArgumentException>(
            () => ResponseFigures.Spider([new("a", "PR", [(1, -140)])])).Message);
        Assert.Contains("does not come after", Assert.Throws<ArgumentException>(
            () => ResponseFigures.Spider([new("a", "PR", [(3, -1), (1, -2)])])).Message);
    }

    [Fact]
    public void Bars_add_up_to_100_and_the_rate_is_the_exact_one_of_all_units()
    {
        Figure figure = Gallery.Figures["response-bars"]();
        Plot plot = figure.Plots[0];
        Assert.Equal(["CR", "PR", "SD", "PD", "NE"], plot.Series.Select(s => s.Name));
        foreach (double place in (double[])[1, 2])
            Assert.Equal(100, plot.Series.SelectMany(s => s.Marks.OfType<BarMark>()).SelectMany(b => b.Bars).Where(
                b => b.Position == place).Sum(b => b.To - b.From), 9);
        // 19 of 30, also the one that could not be evaluated: 63% (Clopper-Pearson 43.9 to 80.1).
        Assert.Contains("ORR 63% (44%–80%)", figure.Text.Replace(" to ", "–").Replace("44–80%", "44%–80%"));
    }
}
