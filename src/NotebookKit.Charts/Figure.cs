using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NotebookKit.Charts.Output;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering.Files;
using NotebookKit.Rendering;
using Plotly.NET;

namespace NotebookKit.Charts;

/// <summary>
/// A finished figure: an interactive Plotly.NET chart, the same drawing as a static SVG, and a sentence that says what it shows.
/// </summary>
/// <remarks>
/// In a notebook it prints as an image without script or network, so it survives untrusted notebooks, sanitizers and PDF.
/// The same figure gives the same bytes on every machine.
/// </remarks>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Figure
{
    // An image takes its preferred colours from the element that holds it; a notebook that is dark says so by a class or an attribute.
    private const string ThemeRules =
        "<style>.vscode-dark .nbk-figure,.vscode-high-contrast:not(.vscode-high-contrast-light) .nbk-figure,"
        + "[data-jp-theme-light=\"false\"] .nbk-figure{color-scheme:dark}" +
        ".vscode-light .nbk-figure,.vscode-high-contrast-light .nbk-figure,[data-jp-theme-light=\"true\"] "
        + ".nbk-figure{color-scheme:light}</style>";

    private const double NarrowestPanelEm = 24;

    // Pages up to the first width show a figure as wide as the second, in CSS pixels.
    internal const double PhonePage = 600, PhoneWidth = 340;

    private readonly ImmutableArray<PlotLayout> _layouts;
    private readonly Lazy<PlotlyFigure> _plotly;
    private readonly Func<double, double, PlotlyFigure>? _drawPlotly;

    /// <summary>A figure of one plot, whose recipe draws it for any width and type.</summary>
    internal Figure(Func<FigureStyle, Plot> recipe, FigureStyle style, string text, Func<double, double, PlotlyFigure>? plotly = null)
        : this([new FigurePart(recipe, style)], 1, text, plotly)
    {
    }

    internal Figure(ImmutableArray<FigurePart> parts, int columns, string text, Func<double, double, PlotlyFigure>? plotly = null)
    {
        Parts = parts;
        Columns = columns;
        Text = FigureText.Clean(text);
        Plots = [.. parts.Select(p => p.Recipe(p.Style))];
        (_layouts, Width, Height) = PlotLayout.Arrange(Plots, [.. parts.Select(p => p.Style)], columns);
        _drawPlotly = plotly;
        _plotly = new Lazy<PlotlyFigure>(() => plotly?.Invoke(Width, Height) ?? PlotlyWriter.Write(_layouts, Width, Height));
    }

    /// <summary>What the figure shows, in words: the alternative text of the image.</summary>
    public string Text { get; }

    /// <summary>Width in CSS pixels (96 to the inch).</summary>
    public double Width { get; }

    /// <summary>Height in CSS pixels.</summary>
    public double Height { get; }

    /// <summary>The width and type that the figure was laid out for; null on a screen.</summary>
    public PrintFormat? Print { get; private init; }

    internal ImmutableArray<FigurePart> Parts { get; }

    internal ImmutableArray<Plot> Plots { get; }

    internal int Columns { get; }

    /// <summary>Whether plots side by side go below each other on a page too narrow for them.</summary>
    internal bool MayStack { get; init; }

    internal ImmutableArray<PlotLayout> Layouts => _layouts;

    /// <summary>The same figure laid out anew, with the type and the width that a journal prints.</summary>
    /// <param name="format">Width and type, such as <see cref="PrintFormat.OneColumn"/>.</param>
    public Figure For(PrintFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return Resized(format.Pixels, format.TypePixels, format);
    }

    /// <summary>The same figure laid out anew for a width on a screen.</summary>
    /// <param name="width">Width in CSS pixels, at least 200.</param>
    /// <param name="fontSize">Font size in CSS pixels; null for that of the figure.</param>
    public Figure Resize(double width, double? fontSize = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 200);
        return Resized(width, fontSize, null);
    }

    private Figure Resized(double width, double? fontSize, PrintFormat? print)
    {
        double full = Parts.Take(Columns).Sum(p => p.Style.Width);
        bool stacks = MayStack && width / Columns < NarrowestPanelEm * (fontSize ?? Parts[0].Style.FontSize);
        int columns = stacks ? 1 : Columns;
        ImmutableArray<FigurePart> parts =
            [.. Parts.Select(
                p => p with {
                    Style = new FigureStyle(columns == 1 ? width : p.Style.Width * width / full, fontSize ?? p.Style.FontSize) })];
        return new Figure(parts, columns, Text, _drawPlotly) { Print = print, MayStack = MayStack };
    }

    /// <summary>
    /// The figure as an SVG document: no script, no external reference, only generic fonts; in millimetres where it was laid out for print.
    /// </summary>
    /// <param name="theme">Light for paper, dark for a dark screen, automatic to follow the page that shows it.</param>
    public string ToSvg(FigureTheme theme = FigureTheme.Light)
    {
        var svg = new SvgCanvas(Width, Height, Parts[0].Style.FontSize, Plots[0].Title.Length > 0 ? Plots[0].Title : "Figure", Text, theme,
            Print?.Millimetres);
        FigurePainter.Paint(_layouts, svg);
        return svg.ToString();
    }

    /// <summary>
    /// The figure as an HTML image that holds its own data and follows a light or dark notebook; on a phone the same figure laid out anew
    /// for its width, where it is wider than one.
    /// </summary>
    public string ToHtml()
    {
        string image = string.Create(CultureInfo.InvariantCulture,
            $"<img class=\"nbk-figure\" alt=\"{SvgCanvas.Encode(Text)}\" width=\"{Width}\" height=\"{Height}\" "
                + $"style=\"max-width:100%;height:auto\" src=\"{DataUrl()}\">");
        if (OnPhone() is not { } phone) return ThemeRules + image;
        return string.Create(CultureInfo.InvariantCulture,
            $"{ThemeRules}<picture><source media=\"(max-width:{PhonePage}px)\" width=\"{phone.Width}\" height=\"{phone.Height}\" "
                + $"srcset=\"{phone.DataUrl()}\">{image}</picture>");
    }

    /// <summary>The same figure for pages of a phone; null where it fits one, or was laid out for print.</summary>
    internal Figure? OnPhone() => Print is null && Width > PhoneWidth * 1.2 ? Resize(PhoneWidth) : null;

    private string DataUrl() =>
        $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(ToSvg(FigureTheme.Automatic)))}";

    /// <summary>
    /// The figure as Plotly JSON with <c>data</c>, <c>layout</c> and <c>config</c> (mime type <c>application/vnd.plotly.v1+json</c>).
    /// </summary>
    public string ToPlotlyJson() => _plotly.Value.ToJson();

    /// <summary>The figure as a Plotly.NET chart, to be changed or combined with Plotly.NET's own functions.</summary>
    public GenericChart ToGenericChart() => _plotly.Value.ToGenericChart();

    /// <summary>A complete HTML page with the interactive figure and its own copy of plotly.js (3.6 MB); it needs no network.</summary>
    public string ToHtmlPage() => HtmlPage.Write(this);

    /// <summary>Writes the figure to a file; the extension chooses the format.</summary>
    /// <param name="path">A path that ends in <c>.svg</c> (vector image), <c>.html</c> (interactive page) or <c>.json</c> (Plotly).</param>
    /// <exception cref="ArgumentException">The extension is none of these; the package NotebookKit.Reports writes PNG, TIFF and
    /// PDF.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string content = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SVG" => ToSvg(),
            ".HTML" or ".HTM" => ToHtmlPage(),
            ".JSON" => ToPlotlyJson(),
            var other => throw new ArgumentException(
                $"Cannot save a figure as '{other}' ({path}); use .svg, .html or .json, or SavePrint of NotebookKit.Reports for .png, "
                    + ".tiff and .pdf.", nameof(path)),
        };
        WholeFile.Write(path, content);
    }

    /// <summary>What the figure shows, in words.</summary>
    public override string ToString() => Text;
}

/// <summary>One plot of a figure: how it is drawn for a style, and the style.</summary>
internal sealed record FigurePart(Func<FigureStyle, Plot> Recipe, FigureStyle Style);

/// <summary>Sets several figures into one, as the panels A, B, C of a journal figure.</summary>
public static class FigurePanel
{
    /// <summary>Sets figures beside each other; their axes stand at one height.</summary>
    /// <param name="figures">At least one figure, left to right; each keeps its width.</param>
    /// <returns>One figure with lettered panels whose text joins those of the figures.</returns>
    public static Figure SideBySide(params Figure[] figures) => Join([.. figures], stacked: false);

    /// <summary>
    /// Sets figures below each other; their axes stand at one left margin, so equal times stand below each other where the axes are equal.
    /// </summary>
    /// <param name="figures">At least one figure, top to bottom.</param>
    /// <returns>One figure with lettered panels whose text joins those of the figures.</returns>
    public static Figure Stacked(params Figure[] figures) => Join([.. figures], stacked: true);

    private static Figure Join(ImmutableArray<Figure> figures, bool stacked)
    {
        if (figures.IsEmpty) throw new ArgumentException("A panel needs at least one figure.", nameof(figures));
        ImmutableArray<FigurePart> parts = [.. figures.SelectMany(f => f.Parts)];
        if (parts.Length > 1) parts = [.. parts.Select((p, i) => p with { Recipe = style => Lettered(p.Recipe(style), i) })];
        string text = string.Join(" ", figures.Select((f, i) => figures.Length > 1 ? $"Panel {Letter(i)}: {f.Text}" : f.Text));
        return new Figure(parts, stacked ? 1 : parts.Length, text) { MayStack = true };
    }

    private static Plot Lettered(Plot plot, int index) => plot with { Title = $"{Letter(index)}\u2002{plot.Title}".TrimEnd() };

    private static string Letter(int index) => index < 26 ? ((char)('A' + index)).ToString() : $"A{Letter(index - 26)}";
}
