namespace NotebookKit.Charts.Output;

/// <summary>Formats figures as an image in HTML, as plain text and, for engines that ask for it, as Plotly JSON.</summary>
/// <remarks>
/// Plotly JSON is not among the preferred types: .NET Interactive would store it as a string instead of an object.
/// <c>image/svg+xml</c> is never offered: classic Jupyter and nbconvert would prefer it and then show nothing.
/// </remarks>
internal sealed class FigureFormatterSource
{
    /// <summary>The formatters, found by name by notebook engines.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new FigureFormatter("text/html", figure => figure.ToHtml()),
        new FigureFormatter("text/plain", figure => figure.ToString()),
        new FigureFormatter("application/vnd.plotly.v1+json", figure => figure.ToPlotlyJson()),
    ];

    private sealed class FigureFormatter(string mimeType, Func<Figure, string> render)
    {
        public string MimeType { get; } = mimeType;

        public Type Type { get; } = typeof(Figure);

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not Figure figure) return false;
            writer.Write(render(figure));
            return true;
        }
    }
}
