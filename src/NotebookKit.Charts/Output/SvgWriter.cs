using System.Collections.Immutable;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Output;

/// <summary>Draws placed plots as one SVG.</summary>
internal sealed class SvgWriter
{
    private const double BandOpacity = 0.14;

    private readonly SvgCanvas _svg;
    private readonly PlotLayout _layout;
    private readonly FigureStyle _style;

    private SvgWriter(SvgCanvas svg, PlotLayout layout)
    {
        _svg = svg;
        _layout = layout;
        _style = layout.Style;
    }

    public static string Write(ImmutableArray<PlotLayout> layouts, double width, double height, string title, string description)
    {
        var svg = new SvgCanvas(width, height, layouts[0].Style.FontSize, title, description);
        foreach (PlotLayout layout in layouts) new SvgWriter(svg, layout).Draw();
        return svg.ToString();
    }

    private void Draw()
    {
        _svg.Group("plot");
        foreach (PlotGuide guide in _layout.Plot.Guides)
            _svg.Line(_layout.X(guide.From.X), _layout.Y(guide.From.Y), _layout.X(guide.To.X), _layout.Y(guide.To.Y), guide.Color, 0.7 * _style.StrokeWidth, guide.Dash, "guide");
        // Bands first, so that no band hides a curve.
        foreach (PlotSeries series in _layout.Plot.Series)
            foreach (AreaMark area in series.Marks.OfType<AreaMark>())
                _svg.Area(area.Outline.Select(Pixel), series.Color, BandOpacity);
        DrawAxes();
        foreach (PlotSeries series in _layout.Plot.Series)
        {
            _svg.Group("series");
            foreach (PlotMark mark in series.Marks) Draw(mark, series);
            _svg.EndGroup();
        }
        foreach (PlacedKey key in _layout.Legend) DrawKey(key);
        DrawCounts();
        foreach (PlacedText text in _layout.Texts) _svg.Text(text);
        _svg.EndGroup();
    }

    private void Draw(PlotMark mark, PlotSeries series)
    {
        switch (mark)
        {
            case StepMark step:
                _svg.Steps(step.Points.Select(Pixel), series.Color, _style.StrokeWidth, series.Dash);
                break;
            case PointMark { Shape: PointShape.Tick } ticks when ticks.Points.Length > 0:
                _svg.UprightTicks(ticks.Points.Select(Pixel), 0.36 * _style.FontSize, series.Color, 0.75 * _style.StrokeWidth);
                break;
            case PointMark { Shape: PointShape.Circle } dots:
                foreach ((double x, double y) in dots.Points.Select(Pixel)) _svg.Circle(x, y, 0.27 * _style.FontSize, series.Color, 0.75);
                break;
            case PointMark { Shape: PointShape.Star } stars:
                foreach ((double x, double y) in stars.Points.Select(Pixel)) _svg.Star(x, y, 0.42 * _style.FontSize, series.Color);
                break;
            case BarMark bars:
                foreach (PlotBar bar in bars.Bars) _svg.Box(Pixels(bar, bars.Horizontal), series.Color, Palette.Ink, 0.4 * _style.StrokeWidth);
                break;
            case LabelMark labels:
                foreach (PlotLabel label in labels.Labels) _svg.Text(Place(label));
                break;
        }
    }

    private void DrawAxes()
    {
        PlotBox area = _layout.Area;
        double thin = 0.6 * _style.StrokeWidth, size = _style.FontSize;
        _svg.Group("axes");
        if (_layout.Plot.X.ShowLine) _svg.Line(area.Left, area.Bottom, area.Right, area.Bottom, Palette.Ink, thin);
        if (_layout.Plot.Y.ShowLine) _svg.Line(area.Left, area.Top, area.Left, area.Bottom, Palette.Ink, thin);
        for (int i = 0; i < _layout.Plot.X.Ticks.Length; i++)
        {
            double x = _layout.X(_layout.Plot.X.Ticks[i].At);
            if (_layout.Plot.X.ShowLine) _svg.Line(x, area.Bottom, x, area.Bottom + _style.TickLength, Palette.Ink, thin, name: "x-tick");
            double top = area.Bottom + _style.TickLength + 0.2 * size;
            _svg.Text(_layout.Plot.X.TurnLabels
                ? new PlacedText(_layout.XLabels[i], x, top, TextAnchor.End, size) { Turned = true }
                : new PlacedText(_layout.XLabels[i], x, top + _style.LineHeight / 2, TextAnchor.Middle, size), "x-label");
        }
        for (int i = 0; i < _layout.Plot.Y.Ticks.Length; i++)
        {
            double y = _layout.Y(_layout.Plot.Y.Ticks[i].At);
            if (_layout.Plot.Y.ShowLine) _svg.Line(area.Left - _style.TickLength, y, area.Left, y, Palette.Ink, thin);
            _svg.Text(new PlacedText(_layout.YLabels[i], area.Left - _style.TickLength - 0.3 * size, y, TextAnchor.End, size), "y-label");
        }
        _svg.EndGroup();
    }

    private void DrawCounts()
    {
        if (_layout.Plot.Counts is not { } counts) return;
        _svg.Group("at-risk");
        foreach (PlacedKey key in _layout.CountKeys) DrawKey(key);
        for (int row = 0; row < counts.Rows.Length; row++)
            for (int i = 0; i < counts.Rows[row].Cells.Length; i++)
                _svg.Text(new PlacedText(counts.Rows[row].Cells[i], _layout.X(_layout.Plot.X.Ticks[i].At), _layout.CountRowY(row), TextAnchor.Middle, _style.FontSize), "count");
        _svg.EndGroup();
    }

    private void DrawKey(PlacedKey key)
    {
        double size = _style.FontSize, width = _style.KeyWidth - 0.6 * size;
        switch (key.Series.Key)
        {
            case LegendKey.Line:
                _svg.Line(key.X, key.Y, key.X + width, key.Y, key.Series.Color, _style.StrokeWidth, key.Series.Dash);
                break;
            case LegendKey.Box:
                _svg.Box(new PlotBox(key.X + width - size, key.Y - size / 2, key.X + width, key.Y + size / 2), key.Series.Color, Palette.Ink, 0.4 * _style.StrokeWidth);
                break;
            case LegendKey.Dot:
                _svg.Circle(key.X + width - size / 2, key.Y, 0.3 * size, key.Series.Color, 1);
                break;
        }
        for (int i = 0; i < key.Lines.Length; i++)
            _svg.Text(new PlacedText(key.Lines[i], key.X + _style.KeyWidth, key.Y + 1.3 * i * size, TextAnchor.Start, size), "legend");
    }

    private PlacedText Place(PlotLabel label)
    {
        (double x, double y) = Pixel(label.At);
        return label.Right
            ? new PlacedText(label.Text, x + 0.4 * _style.FontSize, y, TextAnchor.Start, _style.FontSize)
            : new PlacedText(label.Text, x, y - 0.7 * _style.FontSize, TextAnchor.Middle, _style.FontSize);
    }

    private PlotBox Pixels(PlotBar bar, bool horizontal)
    {
        double low = bar.Position - bar.Thickness / 2, high = bar.Position + bar.Thickness / 2;
        double from = Math.Min(bar.From, bar.To), to = Math.Max(bar.From, bar.To), thin = 0.15 * _style.FontSize;
        return horizontal
            ? new PlotBox(_layout.X(from), _layout.Y(high), _layout.X(to), _layout.Y(low))
            : new PlotBox(_layout.X(low), Math.Min(_layout.Y(to), _layout.Y(from) - (to == from ? thin : 0)), _layout.X(high), _layout.Y(from));
    }

    private (double X, double Y) Pixel(PlotPoint point) => (_layout.X(point.X), _layout.Y(point.Y));
}
