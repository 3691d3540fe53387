using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using Plotly.NET;
using Trace = Plotly.NET.Trace;

namespace NotebookKit.Charts.Output;

/// <summary>Draws placed plots as a Plotly.NET figure, with the features of plotly.js 2.28 alone.</summary>
/// <remarks>Margins are zero and every axis gets its pixels as a fraction of the figure, so positions are those of the SVG.</remarks>
internal sealed class PlotlyWriter
{
    private readonly List<Trace> _traces = [];
    private readonly List<object?> _annotations = [];
    private readonly List<object?> _shapes = [];
    private readonly Dictionary<string, object?> _dark = Palette.OnDark.OrderBy(p => p.Key.Hex, StringComparer.Ordinal)
        .ToDictionary(p => p.Key.Hex, p => (object?)p.Value.Hex);
    private readonly Layout _layout = new();
    private readonly double _width;
    private readonly double _height;
    private int _axes;

    private PlotlyWriter(double width, double height)
    {
        _width = width;
        _height = height;
    }

    public static PlotlyFigure Write(ImmutableArray<PlotLayout> layouts, double width, double height)
    {
        var writer = new PlotlyWriter(width, height);
        for (int i = 0; i < layouts.Length; i++) writer.Draw(layouts[i], i);
        return writer.Finish(layouts[0].Style);
    }

    private PlotlyFigure Finish(FigureStyle style)
    {
        _layout.SetProperty("width", _width);
        _layout.SetProperty("height", _height);
        _layout.SetProperty("autosize", false);
        _layout.SetProperty("margin", Map(("l", 0), ("r", 0), ("t", 0), ("b", 0), ("pad", 0), ("autoexpand", false)));
        _layout.SetProperty("font", Font(style.FontSize, Palette.Ink));
        _layout.SetProperty("paper_bgcolor", Palette.White.Hex);
        // Opaque, the background of the axes that hold the labels of counts would lie on the counts.
        _layout.SetProperty("plot_bgcolor", "rgba(0,0,0,0)");
        _layout.SetProperty("hovermode", "closest");
        _layout.SetProperty("barmode", "overlay");
        _layout.SetProperty("annotations", _annotations);
        _layout.SetProperty("shapes", _shapes);
        // A page that is dark replaces these colours before it draws.
        _layout.SetProperty("meta", Map(("dark", _dark)));
        return new PlotlyFigure([.. _traces], _layout, PlotlyFigure.PlainConfig());
    }

    private void Draw(PlotLayout layout, int index)
    {
        Plot plot = layout.Plot;
        string suffix = NextAxis(), legend = index == 0 ? "legend" : "legend" + (index + 1).ToString(CultureInfo.InvariantCulture);
        AddAxes(layout, suffix);
        AddLegend(layout, legend);
        foreach (PlotGuide guide in plot.Guides)
            _shapes.Add(
                Map(("type", "line"), ("layer", "below"), ("xref", "x" + suffix), ("yref", "y" + suffix), ("x0", guide.From.X),
                    ("y0", guide.From.Y),
                ("x1", guide.To.X), ("y1", guide.To.Y), ("line", LineStyle(guide.Color, 0.7 * layout.Style.StrokeWidth, guide.Dash))));

        PlotlyMarks[] marks = [.. plot.Series.Select((series, i) => new PlotlyMarks(layout, series, suffix, legend, $"{index}-{i}"))];
        foreach (PlotSeries series in plot.Series)
            foreach (AreaMark area in series.Marks.OfType<AreaMark>().Where(a => a.Opacity < 1))
                _dark[series.Color.WithAlpha(area.Opacity)] = series.Color.Dark.WithAlpha(area.Opacity);
        foreach (PlotlyMarks series in marks) _traces.AddRange(series.Areas());
        foreach (PlotlyMarks series in marks) _traces.AddRange(series.Others());
        AddCounts(layout, suffix, marks);
        foreach (PlacedText text in layout.Texts) AddText(text);
    }

    private void AddAxes(PlotLayout layout, string suffix)
    {
        _layout.SetProperty("xaxis" + suffix,
            Axis(layout, layout.Plot.X, layout.XLabels, "y" + suffix, Fractions(layout.Area.Left, layout.Area.Right, _width)));
        _layout.SetProperty("yaxis" + suffix,
            Axis(layout, layout.Plot.Y, layout.YLabels, "x" + suffix,
                Fractions(_height - layout.Area.Bottom, _height - layout.Area.Top, _height)));
    }

    private static Dictionary<string, object?> Axis(PlotLayout layout, PlotAxis axis, ImmutableArray<ImmutableArray<string>> labels,
        string anchor, double[] domain) => Map(
        ("type", axis.Log ? "log" : "linear"), ("domain", domain), ("anchor", anchor),
        ("range", axis.Log ? [Math.Log10(axis.Min), Math.Log10(axis.Max)] : new[] { axis.Min, axis.Max }), ("tickmode", "array"),
        ("tickvals", axis.Ticks.Select(t => t.At).ToArray()), ("ticktext", labels.Select(l => PlotlyText.Lines(l)).ToArray()),
        ("tickangle", axis.TurnLabels ? -90 : 0), ("ticks", axis.ShowLine ? "outside" : ""), ("ticklen", layout.Style.TickLength),
        ("tickwidth", 0.6 * layout.Style.StrokeWidth),
        ("tickcolor", Palette.Ink.Hex), ("showline", axis.ShowLine), ("linecolor", Palette.Ink.Hex),
        ("linewidth", 0.6 * layout.Style.StrokeWidth),
        ("showgrid", false), ("zeroline", false), ("automargin", false), ("tickfont", Font(layout.Style.FontSize, Palette.Ink)));

    // plotly.js keeps this distance between the rim of a legend and its entries.
    private const double LegendPad = 5;

    private void AddLegend(PlotLayout layout, string name) => _layout.SetProperty(name, Map(
        ("x", Fraction(layout.LegendLeft - LegendPad, _width)), ("xanchor", "left"),
        ("y", Fraction(_height - layout.LegendTop + LegendPad, _height)), ("yanchor", "top"),
        ("orientation", layout.Plot.LegendInRows ? "h" : "v"), ("traceorder", "normal"), ("tracegroupgap", 0), ("itemwidth", 30),
        ("font", Font(layout.Style.FontSize, Palette.Ink)), ("bgcolor", "rgba(0,0,0,0)"), ("borderwidth", 0)));

    private void AddCounts(PlotLayout layout, string suffix, PlotlyMarks[] marks)
    {
        int first = 0;
        PlacedCounts[] placed = [.. layout.Counts];
        foreach (PlotCounts block in layout.Plot.Counts)
        {
            ReadOnlySpan<PlacedCounts> rows = placed.AsSpan(first, block.Rows.Length);
            double top = rows[0].Y - layout.Style.LineHeight / 2, bottom = rows[^1].Y + layout.Style.LineHeight / 2;
            string name = NextAxis();
            _layout.SetProperty("yaxis" + name, Map(("domain", Fractions(_height - bottom, _height - top, _height)),
                ("anchor", "x" + suffix),
                ("range", new[] { block.Rows.Length - 0.5, -0.5 }), ("visible", false), ("fixedrange", true)));
            _layout.SetProperty("xaxis" + name, Map(("domain", new[] { 0.0, 1 }), ("anchor", "y" + name), ("range", new[] { 0, _width }),
                ("visible", false), ("fixedrange", true)));
            for (int i = 0; i < rows.Length; i++)
                _traces.AddRange(marks[block.Rows[i].Series ?? i].Counts(rows[i], i, "y" + name, "x" + name));
            first += block.Rows.Length;
        }
    }

    private void AddText(PlacedText text) => _annotations.Add(Map(
        ("text", text.Bold ? "<b>" + PlotlyText.Encode(text.Text) + "</b>" : PlotlyText.Encode(text.Text)), ("showarrow", false),
        ("xref", "paper"), ("yref", "paper"),
        ("x", Fraction(text.X, _width)), ("y", Fraction(_height - text.Y, _height)), ("yanchor", "middle"), ("borderpad", 0),
        ("xanchor", text.Turned ? "center" : text.Anchor switch { TextAnchor.Middle => "center", TextAnchor.End => "right", _ => "left" }),
        ("align", "left"), ("textangle", text.Turned ? -90 : 0), ("font", Font(text.Size, text.Color))));

    private string NextAxis() => ++_axes == 1 ? "" : _axes.ToString(CultureInfo.InvariantCulture);

    private static double Fraction(double pixel, double full) => Math.Round(pixel / full, 6);

    private static double[] Fractions(double from, double to, double full) => [Fraction(from, full), Fraction(to, full)];

    private static Dictionary<string, object?> Font(double size, PlotColor color) =>
        Map(("family", FigureStyle.FontFamily), ("size", size), ("color", color.Hex));

    internal static Dictionary<string, object?> LineStyle(PlotColor color, double width, PlotDash dash) => Map(
        ("color", color.Hex), ("width", Math.Round(width, 2)),
        ("dash", dash.IsSolid ? "solid" : string.Join(',',
            dash.Lengths.Select(l => Math.Round(l * width, 2).ToString(CultureInfo.InvariantCulture) + "px"))));

    internal static Dictionary<string, object?> Map(params ReadOnlySpan<(string Name, object? Value)> properties)
    {
        var map = new Dictionary<string, object?>(properties.Length);
        foreach ((string name, object? value) in properties) map.Add(name, value);
        return map;
    }
}
