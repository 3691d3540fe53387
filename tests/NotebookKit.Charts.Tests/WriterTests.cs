using System.Globalization;
using System.Text.Json;
using NotebookKit.Charts.Plots;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

/// <summary>The two writers draw one layout: what plotly.js gets stands where the SVG has it.</summary>
public sealed class WriterTests
{
    public static TheoryData<string> Kinds => [.. Gallery.Figures.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void Plotly_axes_stand_on_the_pixels_of_the_layout(string kind)
    {
        Figure figure = Gallery.Figures[kind]();
        JsonElement plotly = PlotlyOf(figure), layout = plotly.GetProperty("layout");
        int axis = 0;
        foreach (PlotLayout plot in figure.Layouts)
        {
            string suffix = ++axis == 1 ? "" : axis.ToString(CultureInfo.InvariantCulture);
            double[] x = Numbers(layout.GetProperty("xaxis" + suffix).GetProperty("domain")),
                y = Numbers(layout.GetProperty("yaxis" + suffix).GetProperty("domain"));
            Assert.Equal(plot.Area.Left, x[0] * figure.Width, 0.01);
            Assert.Equal(plot.Area.Right, x[1] * figure.Width, 0.01);
            Assert.Equal(plot.Area.Top, figure.Height * (1 - y[1]), 0.01);
            Assert.Equal(plot.Area.Bottom, figure.Height * (1 - y[0]), 0.01);
            double[] range = Numbers(layout.GetProperty("xaxis" + suffix).GetProperty("range"));
            bool log = layout.GetProperty("xaxis" + suffix).GetProperty("type").GetString() == "log";
            foreach (double at in Numbers(layout.GetProperty("xaxis" + suffix).GetProperty("tickvals")))
            {
                double value = log ? Math.Log10(at) : at,
                    pixel = figure.Width * (x[0] + (x[1] - x[0]) * (value - range[0]) / (range[1] - range[0]));
                Assert.Equal(plot.X(at), pixel, 0.02);
            }
            axis += plot.Plot.Counts.Length;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_mark_is_in_both_writers_and_a_group_comes_and_goes_as_a_whole(string kind)
    {
        Figure figure = Gallery.Figures[kind]();
        JsonElement[] traces = [.. PlotlyOf(figure).GetProperty("data").EnumerateArray()];
        PlotSeries[] series = [.. figure.Plots.SelectMany(p => p.Series)];
        int counts = figure.Plots.Sum(p => p.Counts.Sum(c => c.Rows.Sum(r => r.HasKey ? 3 : 2)));
        Assert.Equal(series.Sum(s => s.Marks.Length) + counts, traces.Length);
        Assert.All(traces, t => Assert.NotEmpty(t.GetProperty("legendgroup").GetString()!));
        foreach (IGrouping<string, JsonElement> group in traces.GroupBy(t => t.GetProperty("legendgroup").GetString()!))
            Assert.True(group.Count(t => t.TryGetProperty("showlegend", out JsonElement shown) && shown.GetBoolean()) <= 1,
                $"{kind}: {group.Key} stands in the legend twice");
        // Points and bars in one are the points and bars in the other.
        Assert.Equal(series.SelectMany(s => s.Marks).OfType<PointMark>().Sum(p => p.Points.Length),
            traces.Where(t => t.TryGetProperty("mode", out JsonElement mode) && mode.GetString() == "markers")
                .Sum(t => t.GetProperty("x").GetArrayLength()));
        Assert.Equal(series.SelectMany(s => s.Marks).OfType<BarMark>().Sum(b => b.Bars.Length),
            traces.Where(t => t.GetProperty("type").GetString() == "bar").Sum(t => t.GetProperty("x").GetArrayLength()));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_dark_page_finds_every_colour_of_the_figure(string kind)
    {
        Figure figure = Gallery.Figures[kind]();
        JsonElement plotly = PlotlyOf(figure);
        HashSet<string> known = [.. plotly.GetProperty("layout").GetProperty("meta").GetProperty("dark").EnumerateObject()
            .Select(p => p.Name)];
        string[] used = [.. Strings(plotly.GetProperty("data"))
            .Where(s => s.StartsWith('#') && s.Length == 7 || s.StartsWith("rgba(", StringComparison.Ordinal)).Distinct()];
        Assert.Empty(used.Except(known));
        Assert.NotEqual(figure.ToSvg(), figure.ToSvg(FigureTheme.Dark));
        Assert.DoesNotContain("#FFFFFF", figure.ToSvg(FigureTheme.Dark));
        Assert.Contains("prefers-color-scheme:dark", figure.ToSvg(FigureTheme.Automatic));
    }
}
