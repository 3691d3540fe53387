using System.Text;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Output;

/// <summary>Text for plotly.js, which reads tags, <c>$…$</c> formulas and <c>%{…}</c> templates in every label.</summary>
internal static class PlotlyText
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder();
        foreach (char c in FigureText.Clean(text))
            _ = c switch
            {
                '&' => encoded.Append("&amp;"),
                '<' => encoded.Append("&lt;"),
                '>' => encoded.Append("&gt;"),
                '$' => encoded.Append("&#36;"),
                '%' => encoded.Append("&#37;"),
                _ => encoded.Append(c),
            };
        return encoded.ToString();
    }

    /// <summary>Lines below each other.</summary>
    public static string Lines(IEnumerable<string> lines) => string.Join("<br>", lines.Select(Encode));
}
