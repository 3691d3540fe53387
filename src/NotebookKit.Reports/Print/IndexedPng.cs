using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace NotebookKit.Reports.Print;

/// <summary>A PNG of at most 64 colours: a third of the size, and drawings of a few inks look the same.</summary>
internal static class IndexedPng
{
    private const int MostColours = 64;

    /// <summary>The picture; the rarest shades, where there are more, become the nearest of those that are kept.</summary>
    public static byte[] Of(SKBitmap bitmap)
    {
        uint[] pixels = MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan()).ToArray();
        uint[] kept = [.. pixels.CountBy(c => c).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(MostColours).Select(c => c.Key)];
        var place = kept.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => (byte)p.i);
        byte[] rows = new byte[bitmap.Height * (bitmap.Width + 1)];
        for (int y = 0, from = 0, to = 0; y < bitmap.Height; y++)
        {
            to++; // each row begins with its filter, none
            for (int x = 0; x < bitmap.Width; x++, from++, to++)
            {
                if (!place.TryGetValue(pixels[from], out byte index)) place[pixels[from]] = index = Nearest(pixels[from], kept);
                rows[to] = index;
            }
        }
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, bitmap.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), bitmap.Height);
        header[8] = 8; // bits
        header[9] = 3; // a table of colours
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        file.Write(RasterWriter.Chunk("IHDR"u8, header));
        file.Write(RasterWriter.Chunk("PLTE"u8, [.. kept.SelectMany(c => new[] { (byte)c, (byte)(c >> 8), (byte)(c >> 16) })]));
        file.Write(RasterWriter.Chunk("IDAT"u8, Compressed(rows)));
        file.Write(RasterWriter.Chunk("IEND"u8, []));
        return file.ToArray();
    }

    // Red is the lowest byte of a pixel.
    private static byte Nearest(uint colour, uint[] kept)
    {
        int best = 0, least = int.MaxValue;
        for (int i = 0; i < kept.Length; i++)
        {
            int distance = Square(colour, kept[i], 0) + Square(colour, kept[i], 8) + Square(colour, kept[i], 16);
            if (distance < least) (best, least) = (i, distance);
        }
        return (byte)best;
    }

    private static int Square(uint a, uint b, int shift)
    {
        int difference = (byte)(a >> shift) - (byte)(b >> shift);
        return difference * difference;
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.SmallestSize)) zlib.Write(bytes);
        return memory.ToArray();
    }
}
