using NotebookKit.Charts;
using NotebookKit.Charts.Output;
using SkiaSharp;

namespace NotebookKit.Reports.Print;

/// <summary>A figure as a PDF page of its own size: vectors, text that can be searched, the font embedded.</summary>
internal static class PdfWriter
{
    private const float PointsPerPixel = 72f / 96;

    public static byte[] Write(Figure figure, FigureTheme theme)
    {
        using var memory = new MemoryStream();
        // No date and no machine: the same figure gives the same bytes.
        var metadata = new SKDocumentPdfMetadata { Title = figure.Text, Producer = "NotebookKit", Creator = "NotebookKit", Creation = null,
            Modified = null, EncodingQuality = 101, RasterDpi = 600 };
        using (SKDocument document = SKDocument.CreatePdf(memory, metadata))
        {
            SKCanvas canvas = document.BeginPage((float)figure.Width * PointsPerPixel, (float)figure.Height * PointsPerPixel);
            canvas.Scale(PointsPerPixel);
            var page = new SkiaCanvas(canvas, theme, outlines: false);
            page.Page(figure.Width, figure.Height);
            FigurePainter.Paint(figure.Layouts, page);
            document.EndPage();
            document.Close();
        }
        return memory.ToArray();
    }
}
