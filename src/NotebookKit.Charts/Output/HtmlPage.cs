using Plotly.NET;

namespace NotebookKit.Charts.Output;

/// <summary>A page with one interactive figure and plotly.js from Plotly.NET's own copy.</summary>
internal static class HtmlPage
{
    private const string Resource = "Plotly.NET.plotly-2.28.0.min.js";

    public static string Write(Figure figure) =>
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{SvgCanvas.Encode(figure.Plots[0].Title is { Length: > 0 } title ? title : "Figure")}}</title>
        <script>{{PlotlyScript()}}</script></head>
        <body style="margin:0">
        <div id="figure" role="img" aria-label="{{SvgCanvas.Encode(figure.Text)}}"></div>
        <script>
        const wide = {{figure.ToPlotlyJson()}}, narrow = {{figure.OnPhone()?.ToPlotlyJson() ?? "null"}};
        const figure = narrow && matchMedia("(max-width:{{Figure.PhonePage}}px)").matches ? narrow : wide;
        const dark = matchMedia("(prefers-color-scheme: dark)").matches ? figure.layout.meta?.dark : null;
        const paint = v => typeof v === "string" ? dark[v] ?? v : Array.isArray(v) ? v.map(paint)
          : v && typeof v === "object" ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, k === "meta" ? x : paint(x)])) : v;
        if (dark) { document.body.style.background = dark["#FFFFFF"]; figure.data = paint(figure.data); figure.layout = paint(figure.layout); }
        Plotly.newPlot("figure", figure.data, figure.layout, figure.config);
        </script>
        </body>
        </html>

        """;

    private static string PlotlyScript()
    {
        using Stream stream = typeof(GenericChart).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"This version of Plotly.NET holds no '{Resource}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
