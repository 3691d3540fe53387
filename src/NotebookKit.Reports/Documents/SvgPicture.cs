using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NotebookKit.Reports.Print;
using SkiaSharp;

namespace NotebookKit.Reports.Documents;

/// <summary>Draws the SVG that figures of the kit are written in: lines, rectangles, circles, paths of straight strokes and text.</summary>
/// <remarks>Word before 2016 shows the PNG; a picture that holds anything else is refused, never drawn in part.</remarks>
internal sealed partial class SvgPicture
{
    private const float PixelsPerInch = 96;

    private readonly SKCanvas _canvas;

    private SvgPicture(SKCanvas canvas) => _canvas = canvas;

    /// <summary>The picture as PNG.</summary>
    /// <exception cref="NotSupportedException">The SVG holds something that the kit's own figures do not.</exception>
    public static (byte[] Png, double Width, double Height) Draw(XElement svg, int dpi)
    {
        using SKBitmap bitmap = Bitmap(svg, dpi, out double width, out double height);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return (RasterWriter.WithResolution(data.AsSpan(), dpi), width, height);
    }

    /// <summary>The picture as a small PNG of few colours.</summary>
    /// <exception cref="NotSupportedException">The SVG holds something that the kit's own figures do not.</exception>
    public static byte[] DrawSmall(XElement svg, int dpi)
    {
        using SKBitmap bitmap = Bitmap(svg, dpi, out _, out _);
        return RasterWriter.WithResolution(IndexedPng.Of(bitmap), dpi);
    }

    private static SKBitmap Bitmap(XElement svg, int dpi, out double width, out double height)
    {
        double[] box = [.. ((string?)svg.Attribute("viewBox") ?? throw new NotSupportedException("The picture has no viewBox.")).Split(' ')
            .Select(Number)];
        (width, height) = (box[2], box[3]);
        float scale = dpi / PixelsPerInch;
        var bitmap = new SKBitmap(
            new SKImageInfo((int)Math.Round(width * scale), (int)Math.Round(height * scale), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        new SvgPicture(canvas).Children(svg);
        canvas.Flush();
        return bitmap;
    }

    private void Children(XElement parent)
    {
        foreach (XElement child in parent.Elements()) Element(child);
    }

    private void Element(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "title" or "desc" or "style" or "metadata": break;
            case "g": Children(element); break;
            case "rect": Shape(element, p => p.AddRect(
                SKRect.Create(F(element, "x"), F(element, "y"), F(element, "width"), F(element, "height")))); break;
            case "circle": Shape(element, p => p.AddCircle(F(element, "cx"), F(element, "cy"), F(element, "r"))); break;
            case "line": Shape(element, p => { p.MoveTo(F(element, "x1"), F(element, "y1"));
                p.LineTo(F(element, "x2"), F(element, "y2")); }); break;
            case "path": Shape(element, p => Follow(p, (string?)element.Attribute("d") ?? "")); break;
            case "text": Text(element); break;
            default: throw new NotSupportedException($"The picture holds a '{element.Name.LocalName}'.");
        }
    }

    private void Shape(XElement element, Action<SKPathBuilder> outline)
    {
        using var builder = new SKPathBuilder();
        outline(builder);
        using SKPath path = builder.Detach();
        if ((string?)element.Attribute("fill") is not "none" && element.Name.LocalName != "line")
        {
            using SKPaint fill = new() { Color = Color(element, "fill", "fill-opacity"), Style = SKPaintStyle.Fill, IsAntialias = true };
            _canvas.DrawPath(path, fill);
        }
        if (element.Attribute("stroke") is null) return;
        using SKPaint pen = new()
        {
            Color = Color(element, "stroke", "stroke-opacity"), Style = SKPaintStyle.Stroke, StrokeWidth = F(element, "stroke-width"),
            IsAntialias = true,
            StrokeJoin = element.Attribute("stroke-linejoin") is null ? SKStrokeJoin.Miter : SKStrokeJoin.Round,
            PathEffect = (string?)element.Attribute("stroke-dasharray") is { } dash
                ? SKPathEffect.CreateDash([.. dash.Split(' ').Select(l => (float)Number(l))], 0)
                : null,
        };
        _canvas.DrawPath(path, pen);
    }

    [GeneratedRegex("(?<command>[A-Za-z])(?<numbers>[^A-Za-z]*)")]
    private static partial Regex Commands();

    private static void Follow(SKPathBuilder path, string text)
    {
        SKPoint at = default;
        foreach (Match part in Commands().Matches(text))
        {
            float[] numbers = [.. part.Groups["numbers"].Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
                .Select(n => (float)Number(n))];
            switch (part.Groups["command"].Value)
            {
                case "M": path.MoveTo(at = new SKPoint(numbers[0], numbers[1])); break;
                case "L": path.LineTo(at = new SKPoint(numbers[0], numbers[1])); break;
                case "H": path.LineTo(at = new SKPoint(numbers[0], at.Y)); break;
                case "V": path.LineTo(at = new SKPoint(at.X, numbers[0])); break;
                case "Z": path.Close(); break;
                case var other: throw new NotSupportedException($"The picture holds a path with the command '{other}'.");
            }
        }
    }

    [GeneratedRegex(@"^translate\((?<x>[-\d.]+) (?<y>[-\d.]+)\) rotate\((?<angle>[-\d.]+)\)$")]
    private static partial Regex Turned();

    private void Text(XElement element)
    {
        bool bold = (string?)element.Attribute("font-weight") == "bold";
        string letters = PrintFonts.Check(element.Value, bold);
        using var font = new SKFont(bold ? PrintFonts.Bold : PrintFonts.Regular, F(element, "font-size")) { Hinting = SKFontHinting.None,
            Subpixel = true, Edging = SKFontEdging.Antialias };
        using SKPaint paint = new() { Color = Color(element, "fill", "fill-opacity"), Style = SKPaintStyle.Fill, IsAntialias = true };
        float width = font.MeasureText(letters),
            left = (string?)element.Attribute("text-anchor") switch { "middle" => -width / 2, "end" => -width, _ => 0 };
        _canvas.Save();
        if ((string?)element.Attribute("transform") is { } transform)
        {
            Match turned = Turned().Match(transform);
            if (!turned.Success) throw new NotSupportedException($"The picture holds a text with the transform '{transform}'.");
            _canvas.Translate((float)Number(turned.Groups["x"].Value), (float)Number(turned.Groups["y"].Value));
            _canvas.RotateDegrees((float)Number(turned.Groups["angle"].Value));
        }
        else _canvas.Translate(F(element, "x"), F(element, "y"));
        using SKPath outline = font.GetTextPath(letters, new SKPoint(left, 0));
        _canvas.DrawPath(outline, paint);
        _canvas.Restore();
    }

    private static SKColor Color(XElement element, string attribute, string opacity)
    {
        string hex = (string?)element.Attribute(attribute) ?? "#000000";
        if (!SKColor.TryParse(hex, out SKColor color)) throw new NotSupportedException($"The picture holds the colour '{hex}'.");
        return element.Attribute(opacity) is { } share ? color.WithAlpha((byte)Math.Round(255 * Number(share.Value))) : color;
    }

    private static float F(XElement element, string attribute) =>
        element.Attribute(attribute) is { } value ? (float)Number(value.Value) : 0;

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : throw new NotSupportedException($"The picture holds the length '{text}'.");
}
