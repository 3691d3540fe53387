using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Checks;

/// <summary>
/// Outputs as Git hosts show them: neither scripts nor vector drawings, so a figure is a PNG image. Beside it stands the hash of the
/// drawing it was made from, by which a later run is compared: pixels may differ between machines, drawings do not.
/// </summary>
public static partial class StillOutputs
{
    /// <summary>Dots per inch of the images: a little more than a screen has, and a gallery of figures stays below a megabyte.</summary>
    public const int Dpi = 120;

    private const string Png = "image/png", Record = "notebookkit", Drawing = "drawing";

    /// <summary>Replaces the figures of a notebook by images.</summary>
    /// <param name="document">An executed notebook.</param>
    /// <param name="draw">Draws an SVG as PNG; null for outputs that are only to be compared.</param>
    public static void Apply(NotebookDocument document, Func<string, byte[]>? draw)
    {
        foreach (JsonNode? output in document.CodeCells.SelectMany(c => c.Outputs))
            if (output?["data"] is JsonObject data) Replace(output, data, draw);
    }

    /// <summary>Whether a saved notebook holds such outputs.</summary>
    public static bool Has(NotebookDocument document) => document.CodeCells.SelectMany(c => c.Outputs).Any(o => DrawingOf(o) is not null);

    /// <summary>The hash of the drawing behind an output; null for none.</summary>
    internal static string? DrawingOf(JsonNode? output) => output.Member("metadata").Member(Record).Member(Drawing)?.ToString();

    private static void Replace(JsonNode output, JsonObject data, Func<string, byte[]>? draw)
    {
        data.Remove(MimeTypes.Plotly);
        Match figure = Figure().Match(NotebookCell.Join(data[MimeTypes.Html]));
        if (!figure.Success) return;
        byte[] svg = Convert.FromBase64String(figure.Groups["data"].Value);
        data.Remove(MimeTypes.Html);
        data.Insert(0, Png, draw is null ? "" : Convert.ToBase64String(draw(Encoding.UTF8.GetString(svg))));
        output["metadata"] = new JsonObject
        {
            [Png] = new JsonObject { ["width"] = Pixels(figure, "width"), ["height"] = Pixels(figure, "height") },
            [Record] = new JsonObject { [Drawing] = "sha256:" + Provenance.Hash(Encoding.UTF8.GetString(svg)) },
        };
    }

    private static int Pixels(Match figure, string name) =>
        (int)Math.Round(double.Parse(figure.Groups[name].Value, CultureInfo.InvariantCulture));

    /// <summary>A figure of the kit, which is nothing but its image.</summary>
    [GeneratedRegex("^<style>[^<]*</style>(<picture><source [^>]*>)?<img class=\"nbk-figure\" [^>]*width=\"(?<width>[\\d.]+)\" "
        + "height=\"(?<height>[\\d.]+)\" [^>]*src=\"data:image/svg\\+xml;base64,(?<data>[A-Za-z0-9+/=]+)\">(</picture>)?\\s*$")]
    private static partial Regex Figure();
}
