using NotebookKit.Charts.Output;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Tests;

/// <summary>Records where everything stands and says what overlaps.</summary>
internal sealed class GeometryCanvas : IFigureCanvas
{
    private readonly List<(PlotBox Box, PlacedText Text, string Name)> _texts = [];
    private readonly List<(double X1, double Y1, double X2, double Y2)> _strokes = [];
    private readonly List<PlotBox> _boxes = [];
    private readonly List<PlotBox> _marks = [];

    public IEnumerable<(PlacedText Text, string Name)> Texts => _texts.Select(t => (t.Text, t.Name));

    public static GeometryCanvas Of(Figure figure)
    {
        var canvas = new GeometryCanvas();
        FigurePainter.Paint(figure.Layouts, canvas);
        return canvas;
    }

    /// <summary>What a reader would see as a fault, in words.</summary>
    public IEnumerable<string> Faults(double width, double height)
    {
        for (int i = 0; i < _texts.Count; i++)
        {
            (PlotBox box, PlacedText text, string name) = _texts[i];
            if (box.Left < -0.5 || box.Top < -0.5 || box.Right > width + 0.5 || box.Bottom > height + 0.5)
                yield return $"'{text.Text}' leaves the page";
            for (int j = 0; j < i; j++)
                if (box.Touches(_texts[j].Box)) yield return $"'{text.Text}' ({name}) lies on '{_texts[j].Text.Text}' ({_texts[j].Name})";
            foreach ((double x1, double y1, double x2, double y2) in _strokes)
                if (Crosses(box, x1, y1, x2, y2))
                {
                    yield return FormattableString.Invariant($"a line {x1:0} {y1:0} {x2:0} {y2:0} runs through '{text.Text}' ({name})");
                    break;
                }
            if (_marks.Any(m => m.Touches(box))) yield return $"a mark lies on '{text.Text}' ({name})";
            // A label may stand in its bar, but not over the rim of one.
            if (_boxes.FirstOrDefault(b => b.Touches(box)
                && !(b.Left <= box.Left && b.Right >= box.Right && b.Top <= box.Top + 1 && b.Bottom >= box.Bottom - 1)) is { Width: > 0 })
                yield return $"'{text.Text}' ({name}) stands over the rim of a bar";
        }
    }

    public void Begin(string name)
    {
    }

    public void End()
    {
    }

    public void Line(double x1, double y1, double x2, double y2, Stroke stroke, string name = "") => _strokes.Add((x1, y1, x2, y2));

    public void Segments(IEnumerable<(double X1, double Y1, double X2, double Y2)> segments, Stroke stroke) => _strokes.AddRange(segments);

    public void Path(IEnumerable<(double X, double Y)> points, bool closed, PlotColor? fill, double opacity, Stroke? stroke)
    {
        (double X, double Y)[] all = [.. points];
        if (closed && opacity >= 1 && all.Length > 0)
            _marks.Add(new PlotBox(all.Min(p => p.X), all.Min(p => p.Y), all.Max(p => p.X), all.Max(p => p.Y)));
        else if (stroke is not null) _strokes.AddRange(all.Zip(all.Skip(1)).Select(p => (p.First.X, p.First.Y, p.Second.X, p.Second.Y)));
    }

    public void Box(PlotBox box, PlotColor fill, Stroke stroke) => _boxes.Add(box);

    public void Circle(double x, double y, double radius, PlotColor fill, double opacity, Stroke? stroke) =>
        _marks.Add(new PlotBox(x - radius, y - radius, x + radius, y + radius));

    public void Text(PlacedText text, string name = "")
    {
        if (text.Text.Length == 0) return;
        // Between the top of capitals and the depth of a g; the layout itself allows 4% more width.
        double width = TextMetrics.Width(text.Text, text.Size, text.Bold) / 1.04, up = 0.38 * text.Size, down = 0.5 * text.Size;
        double left = text.Anchor switch { TextAnchor.Middle => -width / 2, TextAnchor.End => -width, _ => 0 };
        _texts.Add((text.Turned
            ? new PlotBox(text.X - up, text.Y - left - width, text.X + down, text.Y - left)
            : new PlotBox(text.X + left, text.Y - up, text.X + left + width, text.Y + down), text, name));
    }

    private static bool Crosses(PlotBox box, double x1, double y1, double x2, double y2)
    {
        double from = 0, to = 1;
        return Clip(x2 - x1, box.Left + 0.3 - x1, box.Right - 0.3 - x1, ref from, ref to)
            && Clip(y2 - y1, box.Top + 0.3 - y1, box.Bottom - 0.3 - y1, ref from, ref to) && from < to;
    }

    private static bool Clip(double delta, double low, double high, ref double from, ref double to)
    {
        if (Math.Abs(delta) < 1e-9)
        {
            // A line parallel to this side is either between its ends or past them.
            if (low > 0 || high < 0) return false;
            return true;
        }
        double a = low / delta, b = high / delta;
        from = Math.Max(from, Math.Min(a, b));
        to = Math.Min(to, Math.Max(a, b));
        return from <= to;
    }
}
