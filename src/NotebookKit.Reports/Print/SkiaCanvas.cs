using NotebookKit.Charts;
using NotebookKit.Charts.Output;
using NotebookKit.Charts.Plots;
using SkiaSharp;

namespace NotebookKit.Reports.Print;

/// <summary>Draws a figure on a Skia page whose unit is the CSS pixel.</summary>
/// <param name="canvas">The page.</param>
/// <param name="theme">Light, or dark for a screen.</param>
/// <param name="outlines">Whether letters are filled outlines, the same on every operating system, instead of text that can be
/// searched.</param>
internal sealed class SkiaCanvas(SKCanvas canvas, FigureTheme theme, bool outlines) : IFigureCanvas
{
    public void Page(double width, double height)
    {
        using SKPaint paint = Fill(Palette.White, 1);
        canvas.DrawRect(0, 0, (float)width, (float)height, paint);
    }

    public void Begin(string name)
    {
    }

    public void End()
    {
    }

    public void Line(double x1, double y1, double x2, double y2, Stroke stroke, string name = "")
    {
        using SKPaint paint = Pen(stroke);
        canvas.DrawLine((float)x1, (float)y1, (float)x2, (float)y2, paint);
    }

    public void Segments(IEnumerable<(double X1, double Y1, double X2, double Y2)> segments, Stroke stroke)
    {
        foreach ((double x1, double y1, double x2, double y2) in segments) Line(x1, y1, x2, y2, stroke);
    }

    public void Path(IEnumerable<(double X, double Y)> points, bool closed, PlotColor? fill, double opacity, Stroke? stroke)
    {
        using SKPath path = Polygon(points, closed);
        if (fill is { } color)
        {
            using SKPaint paint = Fill(color, opacity);
            canvas.DrawPath(path, paint);
        }
        if (stroke is not { } line) return;
        using SKPaint pen = Pen(line);
        pen.StrokeJoin = SKStrokeJoin.Round;
        canvas.DrawPath(path, pen);
    }

    public void Box(PlotBox box, PlotColor fill, Stroke stroke) =>
        Path([(box.Left, box.Top), (box.Right, box.Top), (box.Right, box.Bottom), (box.Left, box.Bottom)], true, fill, 1, stroke);

    public void Circle(double x, double y, double radius, PlotColor fill, double opacity, Stroke? stroke)
    {
        using SKPaint paint = Fill(fill, opacity);
        canvas.DrawCircle((float)x, (float)y, (float)radius, paint);
        if (stroke is not { } line) return;
        using SKPaint pen = Pen(line);
        canvas.DrawCircle((float)x, (float)y, (float)radius, pen);
    }

    public void Text(PlacedText text, string name = "")
    {
        string letters = PrintFonts.Check(FigureText.Clean(text.Text), text.Bold);
        using var font = new SKFont(text.Bold ? PrintFonts.Bold : PrintFonts.Regular, (float)text.Size) { Hinting = SKFontHinting.None,
            Subpixel = true, Edging = SKFontEdging.Antialias };
        using SKPaint paint = Fill(text.Color, 1);
        float down = (float)(0.35 * text.Size), width = font.MeasureText(letters);
        float left = text.Anchor switch { TextAnchor.Middle => -width / 2, TextAnchor.End => -width, _ => 0 };
        canvas.Save();
        canvas.Translate((float)text.X, (float)text.Y);
        if (text.Turned) canvas.RotateDegrees(-90);
        if (outlines)
        {
            using SKPath path = font.GetTextPath(letters, new SKPoint(left, down));
            canvas.DrawPath(path, paint);
        }
        else canvas.DrawText(letters, left, down, SKTextAlign.Left, font, paint);
        canvas.Restore();
    }

    private static SKPath Polygon(IEnumerable<(double X, double Y)> points, bool closed)
    {
        using var builder = new SKPathBuilder();
        bool first = true;
        foreach ((double x, double y) in points)
        {
            if (first) builder.MoveTo((float)x, (float)y);
            else builder.LineTo((float)x, (float)y);
            first = false;
        }
        if (closed) builder.Close();
        return builder.Detach();
    }

    private SKColor Color(PlotColor color, double opacity)
    {
        PlotColor shown = theme == FigureTheme.Dark ? color.Dark : color;
        return new SKColor(shown.Red, shown.Green, shown.Blue, (byte)Math.Round(255 * opacity));
    }

    private SKPaint Fill(PlotColor color, double opacity) =>
        new() { Color = Color(color, opacity), Style = SKPaintStyle.Fill, IsAntialias = true };

    private SKPaint Pen(Stroke stroke) => new()
    {
        Color = Color(stroke.Color, 1),
        Style = SKPaintStyle.Stroke,
        StrokeWidth = (float)stroke.Width,
        IsAntialias = true,
        PathEffect = stroke.Dash is { IsSolid: false } dash
            ? SKPathEffect.CreateDash([.. dash.Lengths.Select(l => (float)(l * stroke.Width))], 0)
            : null,
    };
}
