using System.Collections.Immutable;
using NotebookKit.Charts.Output;
using NotebookKit.Charts.Plots;
using XPlot.Plotly;
using Layout = XPlot.Plotly.Layout.Layout;

namespace NotebookKit.Charts.Models;

/// <summary>Quick looks at data: the interactive chart is XPlot's, the image is drawn from the same numbers.</summary>
internal static class QuickPlot
{
    private const double Width = 560, FontSize = 12;

    public static Figure Scatter(QuickPlotWords words, ImmutableArray<(string Group, int Place, ImmutableArray<PlotPoint> Points)> groups)
    {
        ImmutableArray<double> x = Cover(groups.SelectMany(g => g.Points.Select(p => p.X))),
            y = Cover(groups.SelectMany(g => g.Points.Select(p => p.Y)));
        bool named = groups.Length > 1;
        var plot = new Plot
        {
            Title = words.Title,
            X = Widen(Axis(words.X, x)),
            Y = Widen(Axis(words.Y, y)),
            Series = [.. groups.Select(
                g => new PlotSeries(FigureText.Clean(g.Group), Palette.Line(g.Place), [new PointMark(g.Points, PointShape.Circle)]) {
                    Key = named ? LegendKey.Dot : LegendKey.None })],
            LegendInRows = true,
        };
        IEnumerable<Trace> traces = groups.Select(g => new Scatter
        {
            x = g.Points.Select(p => p.X).ToArray(),
            y = g.Points.Select(p => p.Y).ToArray(),
            mode = "markers",
            name = PlotlyText.Encode(g.Group),
            marker = new Marker { color = Palette.Line(g.Place).Hex, size = 7, opacity = 0.75 },
        });
        return Draw(plot, traces, layout => layout.showlegend = named);
    }

    public static Figure Histogram(QuickPlotWords words, ImmutableArray<double> values)
    {
        ImmutableArray<double> edges = values.IsEmpty
            ? [0, 1]
            : Ticks.Covering(values.Min(), values.Max(), Math.Clamp((int)Math.Ceiling(Math.Sqrt(values.Length)) + 1, 5, 20));
        // Classes hold their lower edge, so the largest value may need one more.
        if (!values.IsEmpty && values.Max() >= edges[^1]) edges = edges.Add(edges[^1] + edges[1] - edges[0]);
        double size = edges[1] - edges[0];
        int[] counts = new int[edges.Length - 1];
        foreach (double value in values) counts[Math.Clamp((int)Math.Floor((value - edges[0]) / size + 1e-9), 0, counts.Length - 1)]++;

        var plot = new Plot
        {
            Title = words.Title,
            X = Axis(words.X, edges) with { Ticks = [.. Thin(edges)] },
            Y = Axis(words.Y, Ticks.Counts(counts.Max())),
            Series = [Bars([.. counts.Select((c, i) => (edges[i] + size / 2, (double)c))], size)],
        };
        var trace = new Histogram
        {
            x = values.ToArray(), xbins = new Xbins { start = edges[0], end = edges[^1], size = size }, autobinx = false,
            marker = new Marker { color = Palette.Blue.Hex, line = new Line { color = Palette.White.Hex, width = 1 } },
        };
        return Draw(plot, [trace], layout => layout.bargap = 0);
    }

    public static Figure Bar(QuickPlotWords words, ImmutableArray<(string Level, int Count)> levels)
    {
        double[] places = [.. levels.Select((_, i) => i + 1.0)];
        bool turned = levels.Sum(l => TextMetrics.Width(l.Level, FontSize) + FontSize) > 0.85 * Width;
        var plot = new Plot
        {
            Title = words.Title,
            X = new PlotAxis(FigureText.Clean(words.X), 0.4, Math.Max(1, levels.Length) + 0.6,
                [.. levels.Select((l, i) => new PlotTick(i + 1, FigureText.Clean(l.Level)))]) { TurnLabels = turned },
            Y = Axis(words.Y, Ticks.Counts(levels.Select(l => l.Count).Append(1).Max())),
            Series = [Bars([.. levels.Select((l, i) => (places[i], (double)l.Count))], 0.7)],
        };
        var trace = new Bar { x = places, y = levels.Select(l => l.Count).ToArray(), marker = new Marker { color = Palette.Blue.Hex } };
        return Draw(plot, [trace], layout =>
        {
            layout.xaxis.tickvals = places;
            layout.xaxis.ticktext = levels.Select(l => PlotlyText.Encode(l.Level)).ToArray();
            layout.bargap = 0.3;
        });
    }

    private static Figure Draw(Plot drawn, IEnumerable<Trace> traces, Action<Layout> adjust)
    {
        Plot plot = drawn with { Title = FigureText.Clean(drawn.Title) };
        return new Figure(_ => plot, new(Width, FontSize), plot.Title, (width, height) =>
        {
            var layout = new Layout
            {
                title = PlotlyText.Encode(plot.Title),
                titlefont = new Font { size = 14 },
                width = width,
                height = height,
                margin = new Margin { l = 70, r = 20, t = 60, b = 60 },
                font = new Font { family = FigureStyle.FontFamily, size = FontSize },
                showlegend = false,
                xaxis = new Xaxis { title = PlotlyText.Encode(plot.X.Title), range = new[] { plot.X.Min, plot.X.Max } },
                yaxis = new Yaxis { title = PlotlyText.Encode(plot.Y.Title), range = new[] { plot.Y.Min, plot.Y.Max } },
            };
            adjust(layout);
            return XPlotFigure.Of(traces, layout);
        });
    }

    private static ImmutableArray<double> Cover(IEnumerable<double> values) =>
        values.ToArray() is { Length: > 0 } all ? Ticks.Covering(all.Min(), all.Max(), 9) : [0, 1];

    private static PlotAxis Axis(string name, ImmutableArray<double> ticks) =>
        new(FigureText.Clean(name), ticks[0], ticks[^1], [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]);

    // So that no point lies on the rim.
    private static PlotAxis Widen(PlotAxis axis) =>
        axis with { Min = axis.Min - 0.03 * (axis.Max - axis.Min), Max = axis.Max + 0.03 * (axis.Max - axis.Min) };

    private static IEnumerable<PlotTick> Thin(ImmutableArray<double> edges)
    {
        int step = (edges.Length + 9) / 10;
        for (int i = 0; i < edges.Length; i += step) yield return new PlotTick(edges[i], Ticks.Label(edges[i]));
    }

    private static PlotSeries Bars(ImmutableArray<(double At, double Height)> bars, double thickness) =>
        new("", Palette.Blue,
            [new BarMark([.. bars.Where(b => b.Height > 0).Select(b => new PlotBar(b.At, thickness, 0, b.Height, ""))])]) {
                Key = LegendKey.None };
}

/// <summary>Titles of a quick plot.</summary>
internal sealed record QuickPlotWords(string Title, string X, string Y);
