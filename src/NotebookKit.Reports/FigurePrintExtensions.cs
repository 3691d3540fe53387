using NotebookKit.Charts;
using NotebookKit.Rendering.Files;
using NotebookKit.Reports.Print;

namespace NotebookKit.Reports;

/// <summary>Figures as the files that journals ask for.</summary>
public static class FigurePrintExtensions
{
    /// <summary>Writes a figure, laid out anew for a journal, to a file; the extension chooses the format.</summary>
    /// <remarks>The same figure gives the same bytes on every run and in every culture; the font, Arimo, comes with the package.</remarks>
    /// <param name="figure">The figure; not changed.</param>
    /// <param name="path">A path that ends in <c>.pdf</c> or <c>.svg</c> (vectors), <c>.tiff</c> (LZW) or <c>.png</c>.</param>
    /// <param name="format">Width, type and resolution; null for one column of 84 mm at 600 dpi.</param>
    /// <exception cref="ArgumentException">The extension is none of these.</exception>
    /// <exception cref="NotSupportedException">The figure holds a letter that the print font lacks; nothing is written.</exception>
    /// <example><code>local.ToFigure().SavePrint("figure-1.tiff", PrintFormat.SpringerOneColumn);</code></example>
    public static void SavePrint(this Figure figure, string path, PrintFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(path);
        format ??= PrintFormat.OneColumn;
        Figure printed = figure.For(format);
        byte[] content = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => RasterWriter.Png(printed, FigureTheme.Light, format.Dpi),
            ".TIF" or ".TIFF" => RasterWriter.TiffFile(printed, FigureTheme.Light, format.Dpi),
            ".PDF" => PdfWriter.Write(printed, FigureTheme.Light),
            ".SVG" => System.Text.Encoding.UTF8.GetBytes(printed.ToSvg()),
            var other => throw new ArgumentException($"Cannot print a figure as '{other}' ({path}); use .pdf, .tiff, .png or .svg.",
                nameof(path)),
        };
        WholeFile.Write(path, content);
    }

    /// <summary>The figure as a PNG for a screen or a slide, at the size that it has.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="theme">Light or dark.</param>
    /// <param name="dpi">Dots per inch of 96 CSS pixels; 192 is sharp on most screens.</param>
    public static byte[] ToPng(this Figure figure, FigureTheme theme = FigureTheme.Light, int dpi = 192)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dpi);
        return RasterWriter.Png(figure, theme, dpi);
    }
}
