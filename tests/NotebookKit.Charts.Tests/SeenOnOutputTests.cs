using Microsoft.Data.Analysis;
using NotebookKit.Charts;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

/// <summary>Faults that were once seen on real output; a browser looks for the others (tests/browser).</summary>
public sealed class SeenOnOutputTests
{
    private static readonly DataFrame Df = new(
        new DoubleDataFrameColumn("months", [2, 4, 5, 7, 3, 6, 8, 9]), new Int32DataFrameColumn("event", [1, 1, 1, 1, 1, 0, 0, 0]),
        new StringDataFrameColumn("group", ["A", "A", "A", "A", "B", "B", "B", "B"]));

    [Fact]
    public void A_curve_at_100_percent_is_drawn_whole_with_its_strokes()
    {
        var layout = Df.KaplanMeier("months", "event", by: "group").ToFigure().Layouts[0];
        Assert.True(layout.Y(1) - layout.Area.Top > 0.36 * layout.Style.FontSize || layout.Y(
            1) - layout.Area.Top > layout.Style.StrokeWidth, "half a line fits above 1.00");
    }

    [Fact]
    public void A_bar_of_no_height_is_a_line_that_can_be_seen()
    {
        var bars = Svg(WaterfallFigure.Draw([new("a", 20, "SD"), new("b", 0, "SD"), new("c", -40, "PR")])).Descendants()
            .Where(e => e.Name.LocalName == "rect" && e.Attribute("class") is null);
        Assert.All(bars, b => Assert.True(Number(b, "height") >= 1, "a bar is lower than a pixel"));
    }

    [Fact]
    public void A_limit_that_cannot_be_estimated_is_NE_and_a_median_that_was_not_reached_says_so()
    {
        string[] legend = [.. Texts(Svg(Df.KaplanMeier("months", "event", by: "group").ToFigure()), "legend").Select(t => t.Value)];
        Assert.Contains(legend, l => l.StartsWith("A, median", StringComparison.Ordinal) && l.Contains("–NE)", StringComparison.Ordinal)
            && !l.Contains("NR", StringComparison.Ordinal));
        Assert.Contains(legend, l => l.StartsWith("B, median not reached", StringComparison.Ordinal) || l.Contains("NR",
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_hazard_ratio_beside_curves_is_never_cut_on_narrow_paper()
    {
        Figure figure = Gallery.Figures["kaplan-meier-tables"]().For(PrintFormat.OneColumn);
        string words = string.Join(' ', Texts(Svg(figure)).Select(t => t.Value));
        Assert.Matches(@"Hazard ratio, NEC vs NET: \d\.\d\d \(95% CI \d\.\d\d–\d+\.\d\d\)", words);
        Assert.DoesNotContain('…', words);
    }

    [Theory]
    [InlineData(0.3, 3, 6, "0.25 0.5 1 2 4")]
    [InlineData(0.2, 1.8, 3, "0.1 0.5 1 5")]
    [InlineData(0.02, 9.8, 6, "0.01 0.05 0.1 0.5 1 5 10")]
    [InlineData(0.02, 9.8, 3, "0.01 0.1 1 10")]
    [InlineData(0.9, 40, 4, "0.25 1 4 16 64")]
    [InlineData(0.9, 40, 3, "0.1 1 10 100")]
    [InlineData(1, 1, 4, "0.5 1 2")]
    [InlineData(0.5, 4, 1, "0.25 1 4")]
    [InlineData(1e-4, 1e4, 4, "0.0001 0.01 1 100 10000")]
    public void Ratios_have_ticks_that_readers_know(double low, double high, int most, string expected) =>
        Assert.Equal(expected, string.Join(' ', NotebookKit.Charts.Plots.Ticks.Log("", low, high, most).Ticks.Select(t => t.Label)));

    [Fact]
    public void A_forest_on_narrow_paper_loses_no_number_and_no_line_ends_before_its_value()
    {
        string words = string.Join(' ', Texts(Svg(Gallery.Figures["forest-subgroups"]().For(PrintFormat.OneColumn))).Select(t => t.Value));
        Assert.All((string[])["6/30", "56/90", "0/3", "62/120"], t => Assert.Contains(t, words, StringComparison.Ordinal));
        Assert.DoesNotContain(Texts(Svg(Gallery.Figures["restricted-mean-three"]().For(PrintFormat.OneColumn))),
            t => t.Value.EndsWith("P =", StringComparison.Ordinal));
    }
}
