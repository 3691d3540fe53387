using System.Text.Json;
using Microsoft.Data.Analysis;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

public sealed class QuickPlotTests
{
    internal static DataFrame Frame(string x) => new(
        new DoubleDataFrameColumn(x, [1.5, 2, 2.5, 9, null]),
        new DoubleDataFrameColumn("y", [10, 20, 30, null, 50]),
        new StringDataFrameColumn("group", [x, "b", x, "b", null]));

    [Fact]
    public void A_scatter_shows_the_complete_rows_and_counts_the_others()
    {
        Figure figure = Frame("x").QuickScatter("x", "y", "group");
        Assert.Equal("Y by X, n = 3 rows (2 rows without a value left out)", figure.Text);
        JsonElement[] traces = [.. PlotlyOf(figure).GetProperty("data").EnumerateArray()];
        Assert.Equal(["b", "x"], traces.Select(t => t.GetProperty("name").GetString()));
        Assert.Equal([2.0], Numbers(traces[0].GetProperty("x")));
        Assert.Equal([10.0, 30.0], Numbers(traces[1].GetProperty("y")));
        Assert.Equal(3, Svg(figure).Descendants().Where(e => e.Attribute("class")?.Value == "series").Sum(g => g.Elements().Count()));
    }

    [Fact]
    public void A_histogram_counts_each_value_in_the_class_that_starts_at_or_below_it()
    {
        // 0, 1, …, 10: the value 10 needs a class of its own.
        var df = new DataFrame(new Int32DataFrameColumn("n", Enumerable.Range(0, 11)));
        JsonElement bins = PlotlyOf(df.QuickHistogram("n")).GetProperty("data")[0].GetProperty("xbins");
        Assert.Equal((0, 15, 5), (bins.GetProperty("start").GetDouble(), bins.GetProperty("end").GetDouble(),
            bins.GetProperty("size").GetDouble()));
        double[] heights = [.. Svg(df.QuickHistogram("n")).Descendants().Where(e => e.Attribute("class")?.Value == "series").Single()
            .Elements().Select(e => Number(e, "height"))];
        Assert.Equal(3, heights.Length);
        Assert.All(heights.SkipLast(1), h => Assert.Equal(5 * heights[^1], h, 0.05));
    }

    [Fact]
    public void A_bar_chart_counts_levels()
    {
        Figure figure = Frame("a").QuickBar("group");
        Assert.Equal([2.0, 2.0], Numbers(PlotlyOf(figure).GetProperty("data")[0].GetProperty("y")));
        Assert.Equal(["a", "b"], Texts(Svg(figure), "x-label").Select(t => t.Value));
        Assert.Equal("Group, n = 4 rows (1 row without a value left out)", figure.Text);
    }

    [Fact]
    public void Groups_have_the_order_and_colours_of_the_curves_and_axes_readable_titles()
    {
        var df = new DataFrame(
            new DoubleDataFrameColumn("ki67_percent", [21, 55]), new DoubleDataFrameColumn("largest_tumor_cm", [3.5, 6]),
            new StringDataFrameColumn("tumor", ["NEC", "NET"]));
        Figure figure = df.QuickScatter("ki67_percent", "largest_tumor_cm", "tumor",
            new() { GroupOrder = ["NET", "NEC"], Unit = "procedures", XTitle = "Ki-67, %" });
        Assert.Equal("Largest tumor by Ki67, n = 2 procedures", figure.Text);
        JsonElement plotly = PlotlyOf(figure);
        Assert.Equal(["NET", "NEC"], plotly.GetProperty("data").EnumerateArray().Select(t => t.GetProperty("name").GetString()));
        Assert.Equal("#004B87", plotly.GetProperty("data")[0].GetProperty("marker").GetProperty("color").GetString());
        Assert.Contains(Texts(Svg(figure)), t => t.Value == "Ki-67, %");
        Assert.Contains(Texts(Svg(figure)), t => t.Value == "Largest tumor, cm");
    }

    [Fact]
    public void An_unknown_column_is_named_with_its_neighbour() =>
        Assert.Contains("'group'", Assert.Throws<ArgumentException>(() => Frame("a").QuickBar("groups")).Message);
}
