using System.Globalization;
using System.Net;
using System.Text;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Output;

/// <summary>Writes the shapes of an SVG: no script, no style sheet, no id, no clock, so the same figure is the same text everywhere.</summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder _svg = new();

    public SvgCanvas(double width, double height, double fontSize, string title, string description)
    {
        _svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{N(width)}\" height=\"{N(height)}\" viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" ")
            .Append(CultureInfo.InvariantCulture, $"aria-label=\"{Encode(description)}\" font-family=\"{FigureStyle.FontFamily}\" font-size=\"{N(fontSize)}\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{Encode(title)}</title>\n<desc>{Encode(description)}</desc>\n")
            .Append(CultureInfo.InvariantCulture, $"<rect width=\"{N(width)}\" height=\"{N(height)}\" fill=\"#FFFFFF\"/>\n");
    }

    public void Group(string name) => _svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{Encode(name)}\">\n");

    public void EndGroup() => _svg.Append("</g>\n");

    public void Line(double x1, double y1, double x2, double y2, PlotColor color, double width, PlotDash? dash = null, string name = "") =>
        _svg.Append(CultureInfo.InvariantCulture, $"<line{Class(name)} x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{color.Hex}\" stroke-width=\"{N(width)}\"{Dash(dash, width)}/>\n");

    /// <summary>An open path of horizontal and vertical strokes: right-continuous steps through pixels.</summary>
    public void Steps(IEnumerable<(double X, double Y)> points, PlotColor color, double width, PlotDash dash)
    {
        var path = new StringBuilder();
        foreach ((double x, double y) in points)
            path.Append(path.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"M{N(x)} {N(y)}") : string.Create(CultureInfo.InvariantCulture, $"H{N(x)}V{N(y)}"));
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"none\" stroke=\"{color.Hex}\" stroke-width=\"{N(width)}\" stroke-linejoin=\"round\"{Dash(dash, width)}/>\n");
    }

    public void Area(IEnumerable<(double X, double Y)> outline, PlotColor color, double opacity) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{string.Join('L', outline.Select(p => N(p.X) + " " + N(p.Y)))}Z\" fill=\"{color.Hex}\" fill-opacity=\"{N(opacity)}\"/>\n");

    /// <summary>Short upright strokes in one path.</summary>
    public void UprightTicks(IEnumerable<(double X, double Y)> points, double halfLength, PlotColor color, double width) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{string.Concat(points.Select(p => $"M{N(p.X)} {N(p.Y - halfLength)}V{N(p.Y + halfLength)}"))}\" fill=\"none\" stroke=\"{color.Hex}\" stroke-width=\"{N(width)}\"/>\n");

    public void Circle(double x, double y, double radius, PlotColor color, double opacity) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"{color.Hex}\" fill-opacity=\"{N(opacity)}\"/>\n");

    public void Star(double x, double y, double radius, PlotColor color)
    {
        IEnumerable<string> corners = Enumerable.Range(0, 10).Select(i =>
        {
            double r = i % 2 == 0 ? radius : 0.42 * radius, angle = Math.PI * (i / 5.0 - 0.5);
            return N(x + r * Math.Cos(angle)) + " " + N(y + r * Math.Sin(angle));
        });
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{string.Join('L', corners)}Z\" fill=\"{color.Hex}\"/>\n");
    }

    public void Box(PlotBox box, PlotColor fill, PlotColor stroke, double strokeWidth) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(box.Left)}\" y=\"{N(box.Top)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" fill=\"{fill.Hex}\" stroke=\"{stroke.Hex}\" stroke-width=\"{N(strokeWidth)}\"/>\n");

    /// <summary>A text whose line has its middle at <see cref="PlacedText.Y"/>.</summary>
    public void Text(PlacedText text, string name = "")
    {
        // The middle of capitals and figures lies 0.35 em above the base line; written out, because not every viewer knows dominant-baseline.
        double down = 0.35 * text.Size;
        string position = text.Turned
            ? string.Create(CultureInfo.InvariantCulture, $"transform=\"translate({N(text.X + down)} {N(text.Y)}) rotate(-90)\"")
            : string.Create(CultureInfo.InvariantCulture, $"x=\"{N(text.X)}\" y=\"{N(text.Y + down)}\"");
        string anchor = text.Anchor switch { TextAnchor.Middle => " text-anchor=\"middle\"", TextAnchor.End => " text-anchor=\"end\"", _ => "" };
        _svg.Append(CultureInfo.InvariantCulture, $"<text{Class(name)} {position}{anchor} font-size=\"{N(text.Size)}\"{(text.Bold ? " font-weight=\"bold\"" : "")} fill=\"{text.Color.Hex}\">{Encode(text.Text)}</text>\n");
    }

    public override string ToString() => _svg + "</svg>\n";

    /// <summary>Text for an element or a quoted attribute of XML or HTML.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(PlainText.Clean(text));

    private static string N(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Class(string name) => name.Length == 0 ? "" : $" class=\"{name}\"";

    private static string Dash(PlotDash? dash, double width) =>
        dash is null || dash.IsSolid ? "" : $" stroke-dasharray=\"{string.Join(' ', dash.Lengths.Select(l => N(l * width)))}\"";
}
