using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using BitMiracle.LibTiff.Classic;
using NotebookKit.Charts;
using NotebookKit.Charts.Tests;
using SkiaSharp;

namespace NotebookKit.Reports.Tests;

/// <summary>Files for print have the size, the resolution and the font that they say, and the same bytes on every run.</summary>
public sealed class PrintFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData(".png"), InlineData(".tiff"), InlineData(".pdf"), InlineData(".svg")]
    public void The_same_figure_gives_the_same_bytes_in_every_culture(string extension)
    {
        byte[] first = Print(extension);
        CultureInfo saved = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(first, Print(extension));
        }
        finally
        {
            CultureInfo.CurrentCulture = saved;
        }
    }

    [Fact]
    public void A_png_says_its_resolution_and_is_as_wide_as_asked()
    {
        byte[] png = Print(".png");
        int at = png.AsSpan().IndexOf("pHYs"u8);
        Assert.Equal(23622, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at + 4)));
        using SKBitmap bitmap = SKBitmap.Decode(png);
        Assert.Equal(84 / 25.4 * 600, bitmap.Width, 8.0);
    }

    [Fact]
    public void A_tiff_is_LZW_RGB_at_its_resolution()
    {
        string path = Path.Combine(_folder, "a.tiff");
        Gallery.Figures["waterfall"]().SavePrint(path);
        using Tiff tiff = Tiff.Open(path, "r");
        Assert.Equal(600, tiff.GetField(TiffTag.XRESOLUTION)[0].ToDouble());
        Assert.Equal((int)Compression.LZW, tiff.GetField(TiffTag.COMPRESSION)[0].ToInt());
        Assert.Equal(3, tiff.GetField(TiffTag.SAMPLESPERPIXEL)[0].ToInt());
        Assert.Null(tiff.GetField(TiffTag.DATETIME));
        Assert.Equal(84 / 25.4 * 600, tiff.GetField(TiffTag.IMAGEWIDTH)[0].ToDouble(), 8.0);
    }

    [Fact]
    public void A_pdf_is_84_mm_wide_embeds_its_font_and_names_no_day()
    {
        string pdf = Encoding.Latin1.GetString(Print(".pdf"));
        Assert.Contains("/FontFile2", pdf);
        Assert.Contains("Arimo", pdf);
        Assert.DoesNotContain("/CreationDate", pdf);
        Assert.Matches(@"/MediaBox \[0 0 238", pdf);
        Assert.True(pdf.Length < 120_000, $"{pdf.Length} bytes");
    }

    [Fact]
    public void Letters_are_drawn_and_those_that_the_font_lacks_are_refused()
    {
        Figure figure = WaterfallFigure.Draw([new("a", -40, "PR")], new() { Title = "≤ ≥ − – × µ α → ↑" });
        figure.SavePrint(Path.Combine(_folder, "signs.png"));
        string message = Assert.Throws<NotSupportedException>(
            () => WaterfallFigure.Draw([new("a", -40, "PR")], new() { Title = "肝" }).SavePrint(Path.Combine(_folder, "b.png"))).Message;
        Assert.Contains("U+809D", message);
        Assert.False(File.Exists(Path.Combine(_folder, "b.png")));
        Assert.Contains(".pdf, .tiff, .png or .svg",
            Assert.Throws<ArgumentException>(() => figure.SavePrint(Path.Combine(_folder, "a.emf"))).Message);
    }

    [Fact]
    public void An_svg_for_print_is_in_millimetres() =>
        Assert.Contains("width=\"84mm\"", Encoding.UTF8.GetString(Print(".svg")));

    private byte[] Print(string extension)
    {
        string path = Path.Combine(_folder, "figure" + extension);
        Gallery.Figures["kaplan-meier"]().SavePrint(path);
        return File.ReadAllBytes(path);
    }
}
