using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;

namespace NotebookKit.Reports.Documents;

/// <summary>A picture with its size on paper: PNG or JPEG, and the vector drawing where there is one.</summary>
internal sealed record WordPicture(byte[] Raster, bool IsJpeg, string? Svg, double Millimetres, double Height, string Title,
    string Alternative)
{
    private const int Dpi = 300;
    private const double MillimetresPerPixel = 25.4 / 96;

    /// <summary>Reads a data URL.</summary>
    /// <exception cref="NotSupportedException">It is not a picture that can be set, or an SVG with more than the figures of the kit
    /// hold.</exception>
    public static WordPicture Read(string source, string alternative)
    {
        int comma = source.IndexOf(";base64,", StringComparison.Ordinal);
        if (!source.StartsWith("data:image/", StringComparison.Ordinal) || comma < 0)
            throw new NotSupportedException("only pictures within the page can be set");
        byte[] bytes = Convert.FromBase64String(source[(comma + ";base64,".Length)..]);
        switch (source["data:image/".Length..comma])
        {
            case "svg+xml":
                XElement svg = XDocument.Parse(Encoding.UTF8.GetString(bytes)).Root!;
                // The rules are for dark screens; paper is light.
                svg.Elements().Where(e => e.Name.LocalName == "style").Remove();
                (byte[] png, double width, double height) = SvgPicture.Draw(svg, Dpi);
                string title = (string?)svg.Elements().FirstOrDefault(e => e.Name.LocalName == "title") ?? "";
                return new(png, false, svg.ToString(SaveOptions.DisableFormatting), width * MillimetresPerPixel,
                    height * MillimetresPerPixel, title == "Figure" ? "" : title, alternative);
            case "png" when bytes.Length > 24:
                return new(bytes, false, null, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)) * MillimetresPerPixel,
                    BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)) * MillimetresPerPixel, "", alternative);
            case "jpeg":
                using (var bitmap = SkiaSharp.SKBitmap.Decode(bytes) ?? throw new NotSupportedException("the JPEG cannot be read"))
                    return new(bytes, true, null, bitmap.Width * MillimetresPerPixel, bitmap.Height * MillimetresPerPixel, "", alternative);
            case var other: throw new NotSupportedException($"a picture of the kind {other}");
        }
    }
}
