using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NotebookKit.Charts.Tests;

/// <summary>Reads drawings back as a browser would.</summary>
internal static partial class Drawings
{
    /// <summary>A name that every format reads as markup, formula, template or broken text unless it is encoded.</summary>
    public const string Hostile =
        "<script>alert(1)</script><b>\"'&amp;]]> $x^2$ %{y} <a href=\"javascript:alert(1)\">\u202Eabc\u202C \u0001\uD800 line\nbreak";

    [GeneratedRegex("src=\"data:image/svg\\+xml;base64,(?<data>[^\"]+)\"")]
    private static partial Regex DataUrl();

    public static XElement Svg(Figure figure) => XDocument.Parse(figure.ToSvg()).Root!;

    public static string SvgInHtml(string html) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(DataUrl().Match(html).Groups["data"].Value));

    public static JsonElement PlotlyOf(Figure figure) => JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;

    public static IEnumerable<XElement> Texts(XElement svg, string? name = null) =>
        svg.Descendants().Where(e => e.Name.LocalName == "text" && (name is null || e.Attribute("class")?.Value == name));

    public static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, System.Globalization.CultureInfo.InvariantCulture);

    public static IEnumerable<string> Strings(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => Strings(p.Value)),
        _ => [],
    };

    public static double[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(v => v.GetDouble())];
}
