using System.Globalization;
using System.Net;
using System.Text;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Output;

/// <summary>Writes the shapes of an SVG: no script, no id, no clock, so the same figure is the same text everywhere.</summary>
internal sealed class SvgCanvas : IFigureCanvas
{
    private readonly StringBuilder _svg = new();
    private readonly FigureTheme _theme;

    /// <summary>Opens a drawing of a size in pixels, printed <paramref name="millimetres"/> wide where that is known.</summary>
    public SvgCanvas(double width, double height, double fontSize, string title, string description, FigureTheme theme, double? millimetres)
    {
        _theme = theme;
        string size = millimetres is double mm
            ? string.Create(CultureInfo.InvariantCulture, $"width=\"{N(mm)}mm\" height=\"{N(mm * height / width)}mm\"")
            : string.Create(CultureInfo.InvariantCulture, $"width=\"{N(width)}\" height=\"{N(height)}\"");
        _svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" {size} viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" ")
            .Append(CultureInfo.InvariantCulture,
                $"aria-label=\"{Encode(description)}\" font-family=\"{FigureStyle.FontFamily}\" font-size=\"{N(fontSize)}\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{Encode(title)}</title>\n<desc>{Encode(description)}</desc>\n")
            .Append(theme == FigureTheme.Automatic ? DarkRules : "")
            .Append(CultureInfo.InvariantCulture,
                $"<rect class=\"page\" width=\"{N(width)}\" height=\"{N(height)}\" fill=\"{Hex(Palette.White)}\"/>\n");
    }

    // Presentation attributes yield to rules, so the drawing is the light one wherever these are not read.
    private static string DarkRules { get; } = "<style>@media (prefers-color-scheme:dark){" + string.Concat(Palette.OnDark
        .OrderBy(p => p.Key.Hex, StringComparer.Ordinal)
        .Select(p => $"[fill=\"{p.Key.Hex}\"]{{fill:{p.Value.Hex}}}[stroke=\"{p.Key.Hex}\"]{{stroke:{p.Value.Hex}}}")) + "}</style>\n";

    public void Begin(string name) => _svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{Encode(name)}\">\n");

    public void End() => _svg.Append("</g>\n");

    public void Line(double x1, double y1, double x2, double y2, Stroke stroke, string name = "") =>
        _svg.Append(CultureInfo.InvariantCulture,
            $"<line{Class(name)} x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"{Attributes(stroke)}/>\n");

    public void Segments(IEnumerable<(double X1, double Y1, double X2, double Y2)> segments, Stroke stroke)
    {
        string path = string.Concat(segments.Select(s => $"M{N(s.X1)} {N(s.Y1)}{To((s.X1, s.Y1), (s.X2, s.Y2))}"));
        if (path.Length > 0) _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"none\"{Attributes(stroke)}/>\n");
    }

    public void Path(IEnumerable<(double X, double Y)> points, bool closed, PlotColor? fill, double opacity, Stroke? stroke)
    {
        var path = new StringBuilder();
        (double X, double Y) last = default;
        foreach ((double X, double Y) point in points)
        {
            path.Append(path.Length == 0 ? $"M{N(point.X)} {N(point.Y)}" : To(last, point));
            last = point;
        }
        if (path.Length == 0) return;
        if (closed) path.Append('Z');
        string paint = fill is { } color
            ? $" fill=\"{Hex(color)}\"{(opacity < 1 ? $" fill-opacity=\"{N(opacity)}\"" : "")}"
            : " fill=\"none\"";
        _svg.Append(CultureInfo.InvariantCulture,
            $"<path d=\"{path}\"{paint}{(stroke is { } line ? Attributes(line) + " stroke-linejoin=\"round\"" : "")}/>\n");
    }

    public void Box(PlotBox box, PlotColor fill, Stroke stroke) => _svg.Append(CultureInfo.InvariantCulture,
        $"<rect x=\"{N(box.Left)}\" y=\"{N(box.Top)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" "
            + $"fill=\"{Hex(fill)}\"{Attributes(stroke)}/>\n");

    public void Circle(double x, double y, double radius, PlotColor fill, double opacity, Stroke? stroke) =>
        _svg.Append(CultureInfo.InvariantCulture,
        $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" "
            + $"fill=\"{Hex(fill)}\"{(opacity < 1 ? $" fill-opacity=\"{N(opacity)}\"" : "")}"
            + $"{(stroke is { } line ? Attributes(line) : "")}/>\n");

    public void Text(PlacedText text, string name = "")
    {
        // The middle of capitals and figures lies 0.35 em above the base line; written out, because not every viewer knows
        // dominant-baseline.
        double down = 0.35 * text.Size;
        string position = text.Turned
            ? string.Create(CultureInfo.InvariantCulture, $"transform=\"translate({N(text.X + down)} {N(text.Y)}) rotate(-90)\"")
            : string.Create(CultureInfo.InvariantCulture, $"x=\"{N(text.X)}\" y=\"{N(text.Y + down)}\"");
        string anchor = text.Anchor switch { TextAnchor.Middle => " text-anchor=\"middle\"",
            TextAnchor.End => " text-anchor=\"end\"", _ => "" };
        _svg.Append(CultureInfo.InvariantCulture,
            $"<text{Class(name)} {position}{anchor} font-size=\"{N(text.Size)}\"{(text.Bold ? " font-weight=\"bold\"" : "")} fill=\""
                + $"{Hex(text.Color)}\">{Encode(text.Text)}</text>\n");
    }

    public override string ToString() => _svg + "</svg>\n";

    /// <summary>Text for an element or a quoted attribute of XML or HTML.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(FigureText.Clean(text));

    private string Hex(PlotColor color) => (_theme == FigureTheme.Dark ? color.Dark : color).Hex;

    private string Attributes(Stroke stroke) => $" stroke=\"{Hex(stroke.Color)}\" stroke-width=\"{N(stroke.Width)}\"" +
        (stroke.Dash is { IsSolid: false } dash
            ? $" stroke-dasharray=\"{string.Join(' ', dash.Lengths.Select(l => N(l * stroke.Width)))}\""
            : "");

    private static string To((double X, double Y) from, (double X, double Y) to) =>
        N(from.Y) == N(to.Y) ? "H" + N(to.X) : N(from.X) == N(to.X) ? "V" + N(to.Y) : $"L{N(to.X)} {N(to.Y)}";

    private static string N(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Class(string name) => name.Length == 0 ? "" : $" class=\"{name}\"";
}
