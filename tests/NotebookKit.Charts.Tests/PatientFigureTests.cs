using NotebookKit.Charts;
using NotebookKit.Charts.Plots;
using NotebookKit.Charts.Responses;

namespace NotebookKit.Charts.Tests;

/// <summary>Alluvial figures, lesion maps, timelines, Lexis diagrams and the marks of waterfalls show what they are given.</summary>
public sealed class PatientFigureTests
{
    private static readonly ResponseHistory[] Histories =
    [
        new("a", ["PR", "PR", "PD"]), new("b", ["PR", "CR", null]), new("c", ["SD", "PD", "Death"]), new("d", ["SD", "SD", "PD"]),
        new("e", [null, "SD", "Off study"]),
    ];

    [Fact]
    public void Every_unit_stands_in_every_column_and_a_box_is_as_high_as_its_streams()
    {
        var model = AlluvialModel.Of([.. Histories], new AlluvialFigureOptions());
        for (int v = 0; v < 3; v++)
        {
            AlluvialBox[] boxes = [.. model.Boxes.Where(b => b.Visit == v)];
            Assert.Equal(5, boxes.Sum(b => b.Count));
            foreach (AlluvialBox box in boxes)
            {
                if (v < 2) Assert.Equal(box.Count, model.Streams.Where(s => s.Visit == v && s.From == box.Name).Sum(s => s.Count));
                if (v > 0) Assert.Equal(box.Count, model.Streams.Where(s => s.Visit == v - 1 && s.To == box.Name).Sum(s => s.Count));
                foreach (AlluvialStream stream in model.Streams.Where(s => s.Visit == v && s.From == box.Name))
                    Assert.InRange(stream.Leaves, box.Bottom + stream.Count, box.Top);
            }
        }
        Assert.Equal(["CR", "PR", "SD", "PD", "Not assessed", "Off study", "Death"], model.Classes);
        Assert.Contains("Visit 1 PR 2, SD 2, Not assessed 1", model.Text);
    }

    [Fact]
    public void Histories_of_other_lengths_and_names_for_other_visits_are_refused()
    {
        Assert.Contains("'e' has 2 visits, 'a' 3",
            Assert.Throws<ArgumentException>(() => PatientFigures.Alluvial([Histories[0], new("e", ["PR", "PD"])])).Message);
        Assert.Contains("3 visits, but 2 names",
            Assert.Throws<ArgumentException>(() => PatientFigures.Alluvial(Histories, new() { Visits = ["1", "2"] })).Message);
        Assert.Throws<ArgumentException>(() => PatientFigures.Alluvial([]));
    }

    [Fact]
    public void Discs_of_a_lesion_map_are_to_scale_and_what_is_not_measured_is_a_cross()
    {
        Plot plot = PatientFigures.LesionMap(
            [new("Segment VII", [(0, 60, 60), (3, 30, 15), (6, null, null)]),
                new("Segment II", [(0, 20, null), (6, 0, 0)]) { IsTarget = false }]).Plots[0];
        PointMark whole = plot.Series.Single(s => s.Name == "whole lesion").Marks.OfType<PointMark>().Single(),
            viable = plot.Series.Single(s => s.Name == "viable part").Marks.OfType<PointMark>().Single();
        Assert.True(whole.Hollow);
        Assert.Equal([1, 0.5, 1.0 / 3], whole.Sizes.Select(s => s / whole.Sizes[0]), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1, 0.25], viable.Sizes.Select(s => s / whole.Sizes[0]), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(new PlotPoint(6, 2), plot.Series.Single(s => s.Name == "not measurable").Marks.OfType<PointMark>()
            .Single().Points.Single());
        Assert.Equal(new PlotPoint(6, 1), plot.Series.Single(s => s.Name == "disappeared").Marks.OfType<PointMark>()
            .Single().Points.Single());
        Assert.Contains(plot.Y.Ticks, t => t.Label == "Segment II (non-target)");
        Assert.Contains("larger than the lesion",
            Assert.Throws<ArgumentException>(() => PatientFigures.LesionMap([new("Segment VII", [(0, 20, 30)])])).Message);
        Assert.Throws<ArgumentException>(() => PatientFigures.LesionMap([new("Segment VII", [(0, -1, null)])]));
    }

    [Fact]
    public void A_timeline_refuses_a_stretch_that_ends_before_it_starts()
    {
        Assert.Contains("'Everolimus' runs from 3 to 1",
            Assert.Throws<ArgumentException>(
                () => PatientFigures.Timeline([new TimelineRow("Therapy") { Spans = [(3, 1, "Everolimus")] }])).Message);
        Assert.Equal("Timeline of one patient: Therapy: Everolimus 1.0 to 3.0; Procedures: TACE 0.0, TARE 5.0.",
            PatientFigures.Timeline(
                [new TimelineRow("Therapy") { Spans = [(1, 3, "Everolimus")] },
                    new TimelineRow("Procedures") { Events = [(5, "TARE"), (0, "TACE")] }]).Text);
    }

    [Fact]
    public void A_line_of_a_Lexis_diagram_climbs_a_year_in_a_year()
    {
        Plot plot = PatientFigures.Lexis(
            [new LexisLine(new DateOnly(2020, 1, 1), 18, true), new LexisLine(new DateOnly(2021, 7, 2), 6, false)]).Plots[0];
        (PlotPoint from, PlotPoint to) = plot.Series[0].Marks.OfType<SegmentMark>().Single().Segments[0];
        Assert.Equal((2020, 0, 2021.5, 18), (from.X, from.Y, to.X, to.Y));
        Assert.Equal(["", "death", "censored"], plot.Series.Select(s => s.Name));
        Assert.Throws<ArgumentException>(() => PatientFigures.Lexis([new LexisLine(new DateOnly(2020, 1, 1), -2, true)]));
    }

    [Fact]
    public void Marks_of_a_bar_stand_in_a_row_beyond_its_end_and_groups_in_a_strip_below()
    {
        Plot plot = WaterfallFigure.Draw(
            [new("a", 30, "PD") { IsMarked = true, IsOngoing = true, Group = "NEC" },
                new("b", -60, "PR") { IsConfirmed = true, IsOngoing = true, Group = "NET" }],
            new() { AllGroups = ["NET", "NEC"] }).Plots[0];
        double Of(string name, int place) => plot.Series.Single(s => s.Name == name).Marks.OfType<PointMark>()
            .Single().Points.Single(p => p.X == place).Y;
        Assert.True(30 < Of("new lesion or non-target progression", 1) && Of("new lesion or non-target progression", 1) < Of("ongoing", 1));
        Assert.True(-60 > Of("confirmed", 2) && Of("confirmed", 2) > Of("ongoing", 2));
        BarMark Strip(string name) => plot.Series.Single(s => s.Name == name).Marks.OfType<BarMark>().Single();
        Assert.Equal(2, Strip("NET").Bars.Single().Position);
        Assert.True(Strip("NEC").Bars.Single().To < Of("ongoing", 2));
        Assert.Equal(Palette.Tint(1), plot.Series.Single(s => s.Name == "NEC").Color);
        Assert.True(plot.Y.Max > Of("ongoing", 1) && plot.Y.Min < Strip("NET").Bars.Single().From);
    }
}
