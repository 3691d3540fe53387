using System.Collections.Immutable;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Output;

/// <summary>Draws placed plots on a canvas.</summary>
internal sealed class FigurePainter
{
    private readonly IFigureCanvas _canvas;
    private readonly PlotLayout _layout;
    private readonly FigureStyle _style;

    private FigurePainter(IFigureCanvas canvas, PlotLayout layout)
    {
        _canvas = canvas;
        _layout = layout;
        _style = layout.Style;
    }

    private double Thin => 0.6 * _style.StrokeWidth;

    public static void Paint(ImmutableArray<PlotLayout> layouts, IFigureCanvas canvas)
    {
        foreach (PlotLayout layout in layouts) new FigurePainter(canvas, layout).Draw();
    }

    private void Draw()
    {
        _canvas.Begin("plot");
        foreach (PlotGuide guide in _layout.Plot.Guides)
            _canvas.Line(_layout.X(guide.From.X), _layout.Y(guide.From.Y), _layout.X(guide.To.X), _layout.Y(guide.To.Y),
                new Stroke(guide.Color, 0.7 * _style.StrokeWidth, guide.Dash), "guide");
        // Bands first, so that no band hides a curve.
        foreach (PlotSeries series in _layout.Plot.Series)
            foreach (AreaMark area in series.Marks.OfType<AreaMark>())
                _canvas.Path(area.Outline.Select(Pixel), true, series.Color, area.Opacity, null);
        DrawAxes();
        foreach (PlotSeries series in _layout.Plot.Series)
        {
            _canvas.Begin("series");
            foreach (PlotMark mark in series.Marks) Draw(mark, series);
            _canvas.End();
        }
        foreach (PlacedKey key in _layout.Legend) DrawKey(key);
        DrawCounts();
        foreach (PlacedText text in _layout.Texts) _canvas.Text(text, text.Name);
        _canvas.End();
    }

    private void Draw(PlotMark mark, PlotSeries series)
    {
        switch (mark)
        {
            case StepMark step:
                _canvas.Path(Steps(step.Points), false, null, 1, new Stroke(series.Color, _style.StrokeWidth, series.Dash));
                break;
            case LineMark line:
                _canvas.Path(line.Points.Select(Pixel), false, null, 1,
                    new Stroke(series.Color, line.Width * _style.StrokeWidth, line.Dash ?? series.Dash));
                break;
            case SegmentMark segments:
                _canvas.Segments(
                    segments.Segments.Select(s => (_layout.X(s.From.X), _layout.Y(s.From.Y), _layout.X(s.To.X), _layout.Y(s.To.Y))),
                    new Stroke(segments.Color ?? series.Color, segments.Width * _style.StrokeWidth, segments.Dash));
                break;
            case PointMark points:
                Draw(points, series.Color);
                break;
            case BarMark bars:
                foreach (PlotBar bar in bars.Bars)
                    _canvas.Box(Pixels(bar, bars.Horizontal), series.Color, new Stroke(Palette.Ink, 0.4 * _style.StrokeWidth));
                break;
            case LabelMark labels:
                foreach (PlotLabel label in labels.Labels)
                    _canvas.Text(Place(label) with { Bold = labels.Bold, Color = labels.Color ?? Palette.Ink }, "label");
                break;
        }
    }

    private void Draw(PointMark points, PlotColor color)
    {
        double size = _style.FontSize;
        switch (points.Shape)
        {
            case PointShape.Tick:
                double half = 0.36 * size;
                _canvas.Segments(points.Points.Select(Pixel).Select(
                    p => (p.X, Math.Max(p.Y - half, _layout.Area.Top), p.X, Math.Min(p.Y + half, _layout.Area.Bottom))), new Stroke(color,
                    0.75 * _style.StrokeWidth));
                return;
            case PointShape.Cross:
                double arm = points.Size * size / 2 / Math.Sqrt(2);
                _canvas.Segments(points.Points.Select(Pixel).SelectMany(p => ((double, double, double, double)[])
                    [(p.X - arm, p.Y - arm, p.X + arm, p.Y + arm), (p.X - arm, p.Y + arm, p.X + arm, p.Y - arm)]), new Stroke(color,
                    _style.StrokeWidth));
                return;
        }
        for (int i = 0; i < points.Points.Length; i++)
        {
            (double x, double y) = Pixel(points.Points[i]);
            DrawPoint(points, color, x, y, points.SizeOf(i) * size / 2);
        }
    }

    private void DrawPoint(PointMark points, PlotColor color, double x, double y, double radius)
    {
        Stroke? stroke = points.Hollow ? new Stroke(color, _style.StrokeWidth) : points.Rim ? new Stroke(Palette.White, Thin) : null;
        PlotColor fill = points.Hollow ? Palette.White : color;
        if (points.Shape == PointShape.Circle) _canvas.Circle(x, y, radius, fill, points.Opacity, stroke);
        else _canvas.Path(PointShapes.Corners(points.Shape, x, y, radius), true, fill, points.Opacity, stroke);
    }

    private IEnumerable<(double X, double Y)> Steps(ImmutableArray<PlotPoint> points)
    {
        (double X, double Y) last = default;
        for (int i = 0; i < points.Length; i++)
        {
            (double X, double Y) next = Pixel(points[i]);
            if (i > 0) yield return (next.X, last.Y);
            yield return last = next;
        }
    }

    private void DrawAxes()
    {
        PlotBox area = _layout.Area;
        double size = _style.FontSize;
        var ink = new Stroke(Palette.Ink, Thin);
        _canvas.Begin("axes");
        if (_layout.Plot.X.ShowLine) _canvas.Line(area.Left, area.Bottom, area.Right, area.Bottom, ink);
        if (_layout.Plot.Y.ShowLine) _canvas.Line(area.Left, area.Top, area.Left, area.Bottom, ink);
        for (int i = 0; i < _layout.Plot.X.Ticks.Length; i++)
        {
            double x = _layout.X(_layout.Plot.X.Ticks[i].At);
            if (_layout.Plot.X.ShowLine) _canvas.Line(x, area.Bottom, x, area.Bottom + _style.TickLength, ink, "x-tick");
            double top = area.Bottom + _style.TickLength + 0.2 * size;
            for (int line = 0; line < _layout.XLabels[i].Length; line++)
                _canvas.Text(_layout.Plot.X.TurnLabels
                    ? new PlacedText(_layout.XLabels[i][line], x, top, TextAnchor.End, size) { Turned = true }
                    : new PlacedText(_layout.XLabels[i][line], x, top + _style.LineHeight / 2 + line * _style.LabelLeading,
                        TextAnchor.Middle, size), "x-label");
        }
        for (int i = 0; i < _layout.Plot.Y.Ticks.Length; i++)
        {
            double y = _layout.Y(_layout.Plot.Y.Ticks[i].At), tick = _layout.Plot.Y.ShowLine ? _style.TickLength : 0;
            if (tick > 0) _canvas.Line(area.Left - tick, y, area.Left, y, ink, "y-tick");
            ImmutableArray<string> lines = _layout.YLabels[i];
            for (int line = 0; line < lines.Length; line++)
                _canvas.Text(new PlacedText(lines[line], area.Left - tick - 0.3 * size,
                    y + (line - (lines.Length - 1) / 2.0) * _style.LabelLeading, TextAnchor.End, size), "y-label");
        }
        _canvas.End();
    }

    private void DrawCounts()
    {
        if (_layout.Plot.Counts.IsEmpty) return;
        _canvas.Begin("at-risk");
        foreach (PlacedCounts row in _layout.Counts)
        {
            if (row.Row.HasKey) DrawKey(new PlacedKey(row.Series, row.KeyX, row.Y, []));
            _canvas.Text(new PlacedText(row.Label, row.LabelX, row.Y, TextAnchor.Start, _style.FontSize), "count-label");
            for (int i = 0; i < row.Cells.Length; i++)
                _canvas.Text(new PlacedText(row.Cells[i], _layout.X(_layout.Plot.X.Ticks[i].At), row.Y, TextAnchor.Middle, _style.FontSize),
                    "count");
        }
        _canvas.End();
    }

    private void DrawKey(PlacedKey key)
    {
        double size = _style.FontSize, width = _style.KeyWidth - 0.6 * size;
        switch (key.Series.Key)
        {
            case LegendKey.Line:
                _canvas.Line(key.X, key.Y, key.X + width, key.Y, new Stroke(key.Series.Color, _style.StrokeWidth, key.Series.Dash));
                break;
            case LegendKey.Box:
                _canvas.Box(new PlotBox(key.X + width - size, key.Y - size / 2, key.X + width, key.Y + size / 2), key.Series.Color,
                    new Stroke(Palette.Ink, 0.4 * _style.StrokeWidth));
                break;
            case LegendKey.Dot:
                _canvas.Circle(key.X + width - size / 2, key.Y, 0.3 * size, key.Series.Color, 1, null);
                break;
            case LegendKey.Marker when key.Series.Marks.OfType<PointMark>().FirstOrDefault() is { } mark:
                if (mark.Shape is PointShape.Tick or PointShape.Cross)
                    _canvas.Segments(mark.Shape == PointShape.Tick
                        ? [(key.X + width - size / 2, key.Y - 0.36 * size, key.X + width - size / 2, key.Y + 0.36 * size)]
                        : [(key.X + width - 0.8 * size, key.Y - 0.3 * size, key.X + width - 0.2 * size, key.Y + 0.3 * size),
                            (key.X + width - 0.8 * size, key.Y + 0.3 * size, key.X + width - 0.2 * size, key.Y - 0.3 * size)],
                        new Stroke(key.Series.Color, 0.75 * _style.StrokeWidth));
                else DrawPoint(mark, key.Series.Color, key.X + width - size / 2, key.Y,
                    (mark.Sizes.IsEmpty ? Math.Min(mark.Size, 0.8) : 0.7) * size / 2);
                break;
        }
        for (int i = 0; i < key.Lines.Length; i++)
            _canvas.Text(new PlacedText(key.Lines[i], key.X + _style.KeyWidth, key.Y + 1.3 * i * size, TextAnchor.Start, size), "legend");
    }

    private PlacedText Place(PlotLabel label)
    {
        (double x, double y) = Pixel(label.At);
        double size = _style.FontSize;
        return label.Side switch
        {
            LabelSide.Right => new PlacedText(label.Text, x + 0.4 * size, y, TextAnchor.Start, size),
            LabelSide.Left => new PlacedText(label.Text, x - 0.4 * size, y, TextAnchor.End, size),
            LabelSide.Above => new PlacedText(label.Text, x, y - 0.7 * size, TextAnchor.Middle, size),
            LabelSide.Below => new PlacedText(label.Text, x, y + 0.7 * size, TextAnchor.Middle, size),
            _ => new PlacedText(label.Text, x, y, TextAnchor.Middle, size),
        };
    }

    // A bar of no height is still a bar: a line of one point.
    private PlotBox Pixels(PlotBar bar, bool horizontal)
    {
        double low = bar.Position - bar.Thickness / 2, high = bar.Position + bar.Thickness / 2;
        double from = Math.Min(bar.From, bar.To), to = Math.Max(bar.From, bar.To), thin = to == from ? 0.12 * _style.FontSize : 0;
        return horizontal
            ? new PlotBox(_layout.X(from), _layout.Y(high), _layout.X(to) + thin, _layout.Y(low))
            : new PlotBox(_layout.X(low), _layout.Y(to) - thin, _layout.X(high), _layout.Y(from));
    }

    private (double X, double Y) Pixel(PlotPoint point) => (_layout.X(point.X), _layout.Y(point.Y));
}
