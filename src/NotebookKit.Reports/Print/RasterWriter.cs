using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using NotebookKit.Charts;
using NotebookKit.Charts.Output;
using SkiaSharp;

namespace NotebookKit.Reports.Print;

/// <summary>A figure as PNG or TIFF with its resolution written in the file.</summary>
internal static class RasterWriter
{
    private const double PixelsPerInch = 96, InchesPerMetre = 1 / 0.0254;

    // The signature and the header of every PNG; what follows may be metadata.
    private const int PngHeader = 33;

    public static byte[] Png(Figure figure, FigureTheme theme, int dpi)
    {
        using SKBitmap bitmap = Draw(figure, theme, dpi);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return WithResolution(data.AsSpan(), dpi);
    }

    /// <summary>A PNG that says at which resolution it is printed.</summary>
    public static byte[] WithResolution(ReadOnlySpan<byte> png, int dpi) => [.. png[..PngHeader], .. Resolution(dpi), .. png[PngHeader..]];

    public static byte[] TiffFile(Figure figure, FigureTheme theme, int dpi)
    {
        using SKBitmap bitmap = Draw(figure, theme, dpi);
        using var memory = new MemoryStream();
        using (Tiff tiff = Tiff.ClientOpen("figure", "w", memory, new KeptOpen()))
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, bitmap.Width);
            tiff.SetField(TiffTag.IMAGELENGTH, bitmap.Height);
            tiff.SetField(TiffTag.BITSPERSAMPLE, 8);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, 3);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.RGB);
            tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
            tiff.SetField(TiffTag.COMPRESSION, Compression.LZW);
            tiff.SetField(TiffTag.PREDICTOR, Predictor.HORIZONTAL);
            tiff.SetField(TiffTag.ROWSPERSTRIP, 64);
            tiff.SetField(TiffTag.RESOLUTIONUNIT, ResUnit.INCH);
            tiff.SetField(TiffTag.XRESOLUTION, (double)dpi);
            tiff.SetField(TiffTag.YRESOLUTION, (double)dpi);
            byte[] row = new byte[3 * bitmap.Width];
            ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
            for (int y = 0; y < bitmap.Height; y++)
            {
                ReadOnlySpan<byte> source = pixels.Slice(y * bitmap.RowBytes, 4 * bitmap.Width);
                for (int x = 0; x < bitmap.Width; x++) source.Slice(4 * x, 3).CopyTo(row.AsSpan(3 * x));
                tiff.WriteScanline(row, y);
            }
            tiff.FlushData();
        }
        return memory.ToArray();
    }

    private static SKBitmap Draw(Figure figure, FigureTheme theme, int dpi)
    {
        double scale = dpi / PixelsPerInch;
        var bitmap = new SKBitmap(
            new SKImageInfo((int)Math.Round(figure.Width * scale), (int)Math.Round(figure.Height * scale), SKColorType.Rgba8888,
                SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Scale((float)scale);
        var page = new SkiaCanvas(canvas, theme, outlines: true);
        page.Page(figure.Width + 1, figure.Height + 1);
        FigurePainter.Paint(figure.Layouts, page);
        canvas.Flush();
        return bitmap;
    }

    private static byte[] Resolution(int dpi)
    {
        byte[] data = new byte[9];
        int perMetre = (int)Math.Round(dpi * InchesPerMetre);
        BinaryPrimitives.WriteInt32BigEndian(data, perMetre);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), perMetre);
        data[8] = 1; // metres
        return Chunk("pHYs"u8, data);
    }

    /// <summary>A part of a PNG: length, kind, content, checksum.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        kind.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Checksum(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    // CRC-32 of a PNG chunk.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++) sum = (sum >> 1) ^ (0xEDB88320 & (uint)-(int)(sum & 1));
        }
        return ~sum;
    }

    // LibTiff would close the memory that it wrote to.
    private sealed class KeptOpen : TiffStream
    {
        public override void Close(object clientData)
        {
        }
    }
}
