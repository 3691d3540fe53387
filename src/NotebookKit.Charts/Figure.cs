using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NotebookKit.Charts.Output;
using NotebookKit.Charts.Plots;
using Plotly.NET;

namespace NotebookKit.Charts;

/// <summary>A finished figure: an interactive Plotly.NET chart, the same drawing as a static SVG, and a sentence that says what it shows.</summary>
/// <remarks>
/// In a notebook it prints as an image without script or network, so it survives untrusted notebooks, sanitizers and PDF.
/// The same figure gives the same bytes on every machine.
/// </remarks>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Figure
{
    private readonly ImmutableArray<PlotLayout> _layouts;
    private readonly Lazy<PlotlyFigure> _plotly;

    internal Figure(Plot plot, FigureStyle style, string text, Func<double, double, PlotlyFigure>? plotly = null)
        : this([plot], [style], 1, text, plotly)
    {
    }

    internal Figure(ImmutableArray<Plot> plots, ImmutableArray<FigureStyle> styles, int columns, string text, Func<double, double, PlotlyFigure>? plotly = null)
    {
        Plots = plots;
        Styles = styles;
        Text = PlainText.Clean(text);
        (_layouts, Width, Height) = PlotLayout.Arrange(plots, styles, columns);
        _plotly = new Lazy<PlotlyFigure>(() => plotly?.Invoke(Width, Height) ?? PlotlyWriter.Write(_layouts, Width, Height));
    }

    /// <summary>What the figure shows, in words: the alternative text of the image.</summary>
    public string Text { get; }

    /// <summary>Width in CSS pixels (96 to the inch).</summary>
    public double Width { get; }

    /// <summary>Height in CSS pixels.</summary>
    public double Height { get; }

    internal ImmutableArray<Plot> Plots { get; }

    internal ImmutableArray<FigureStyle> Styles { get; }

    /// <summary>The figure as an SVG document: no script, no external reference, only generic fonts.</summary>
    public string ToSvg() => SvgWriter.Write(_layouts, Width, Height, Plots[0].Title.Length > 0 ? Plots[0].Title : "Figure", Text);

    /// <summary>The figure as an HTML image that holds its own data.</summary>
    public string ToHtml() => string.Create(CultureInfo.InvariantCulture,
        $"<img alt=\"{SvgCanvas.Encode(Text)}\" width=\"{Width}\" height=\"{Height}\" style=\"max-width:100%;height:auto\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(ToSvg()))}\">");

    /// <summary>The figure as Plotly JSON with <c>data</c>, <c>layout</c> and <c>config</c> (mime type <c>application/vnd.plotly.v1+json</c>).</summary>
    public string ToPlotlyJson() => _plotly.Value.ToJson();

    /// <summary>The figure as a Plotly.NET chart, to be changed or combined with Plotly.NET's own functions.</summary>
    public GenericChart ToGenericChart() => _plotly.Value.ToGenericChart();

    /// <summary>A complete HTML page with the interactive figure and its own copy of plotly.js (3.6 MB); it needs no network.</summary>
    public string ToHtmlPage() => HtmlPage.Write(this);

    /// <summary>Writes the figure to a file; the extension chooses the format.</summary>
    /// <param name="path">A path that ends in <c>.svg</c> (vector image), <c>.html</c> (interactive page) or <c>.json</c> (Plotly).</param>
    /// <exception cref="ArgumentException">The extension is none of these.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string content = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SVG" => ToSvg(),
            ".HTML" or ".HTM" => ToHtmlPage(),
            ".JSON" => ToPlotlyJson(),
            var other => throw new ArgumentException($"Cannot save a figure as '{other}' ({path}); use .svg, .html or .json.", nameof(path)),
        };
        File.WriteAllText(path, content);
    }

    /// <summary>What the figure shows, in words.</summary>
    public override string ToString() => Text;
}
