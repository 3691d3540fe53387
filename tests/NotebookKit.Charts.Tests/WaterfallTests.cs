using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Charts.Models;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

public sealed class WaterfallTests
{
    private static readonly ImmutableArray<WaterfallBar> Bars =
    [
        new("P1", -45, "PR"), new("P2", 12.5, "SD"), new("P3", null, "NE"), new("P4", 160, "PD"), new("P5", -100, "CR"),
        new("P6", -35, "PD") { IsMarked = true }, new("P7", 0, "SD"),
    ];

    [Fact]
    public void Bars_fall_from_the_largest_increase_to_the_largest_decrease()
    {
        var model = WaterfallModel.Of(Bars, new() { Unit = "procedures" });
        Assert.Equal(["P4", "P2", "P7", "P6", "P1", "P5"], model.Bars.Select(b => b.Id));
        Assert.Equal([100, 12.5, 0, -35, -45, -100], model.Bars.Select(b => b.Height));
        Assert.Equal(["CR", "PR", "SD", "PD"], model.Responses);
        Assert.Equal("Unit of analysis: procedures, n = 7. n = 1 not shown: no measurement after baseline.", model.Notes[0]);
        Assert.Equal(
            "Waterfall of best change in sum of diameters, procedures n = 6: 3 (50%) shrank by 30% or more. CR 1, PR 1, SD 2, PD 2. 1 not "
                + "shown.", model.Text);
    }

    [Fact]
    public void Equal_changes_keep_one_order_whatever_the_input_order()
    {
        ImmutableArray<WaterfallBar> ties = [new("b", -10, "SD"), new("a", -10, "SD")];
        Assert.Equal(WaterfallModel.Of(ties, new()).Bars.Select(b => b.Id),
            WaterfallModel.Of([ties[1], ties[0]], new()).Bars.Select(b => b.Id));
    }

    [Fact]
    public void A_cut_bar_prints_its_number_and_nobody_measured_gives_an_empty_figure()
    {
        Assert.Contains(Texts(Svg(WaterfallFigure.Draw(Bars))), t => t.Value == "+160");
        var many = Bars.AddRange(Enumerable.Range(10, 30).Select(i => new WaterfallBar($"Q{i}", i, "PD")));
        Assert.Contains(Texts(Svg(WaterfallFigure.Draw(many))), t => t.Value.Contains("cut: bar 1 +160%"));
        Assert.Contains(Texts(Svg(WaterfallFigure.Draw(many, new() { ShowIds = true }))), t => t.Value.Contains("cut: P4 +160%"));
        Assert.DoesNotContain("P4", WaterfallFigure.Draw(many).ToSvg() + WaterfallFigure.Draw(many).ToPlotlyJson());
        Assert.Contains(Texts(Svg(WaterfallFigure.Draw([new("a", null, "NE")]))),
            t => t.Value == "No rows with a measurement after baseline");
    }

    [Fact]
    public void Thresholds_are_drawn_at_plus_20_and_minus_30()
    {
        var guides = PlotlyOf(WaterfallFigure.Draw(Bars)).GetProperty("layout").GetProperty("shapes").EnumerateArray()
            .Select(s => s.GetProperty("y0").GetDouble());
        Assert.Equal([0, 20, -30], guides);
    }

    [Fact]
    public void Thresholds_classes_and_count_are_named_as_in_a_paper()
    {
        string[] texts = [.. Texts(Svg(WaterfallFigure.Draw(Bars, new() { Unit = "procedures", Criterion = "mRECIST" })))
            .Select(t => t.Value)];
        Assert.Contains("+20%", texts);
        Assert.Contains("\u221230%", texts);
        Assert.Contains("Procedures (n = 6)", texts);
        Assert.Contains("Best response by mRECIST.", texts);
        Assert.Contains("CR, complete response; PR, partial response; SD, stable disease; PD, progressive disease.", texts);
    }

    [Fact]
    public void A_frame_gives_the_same_waterfall()
    {
        var df = new DataFrame(new StringDataFrameColumn("id", Bars.Select(b => b.Id)),
            new DoubleDataFrameColumn("change", Bars.Select(b => b.BestChangePercent)),
            new StringDataFrameColumn("response", Bars.Select(b => b.Response == "NE" ? null : b.Response)),
            new BooleanDataFrameColumn("new_lesion", Bars.Select(b => b.IsMarked)));
        Assert.Equal(WaterfallFigure.Draw(Bars).ToSvg(), df.Waterfall("id", "change", "response", "new_lesion").ToSvg());
    }

    [Fact]
    public void Drawing_is_the_verified_one() =>
        Snapshot.Matches(WaterfallFigure.Draw(Bars, new() { Unit = "procedures", Title = "Local response" }).ToSvg(), "waterfall");
}
