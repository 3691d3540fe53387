using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Drawing;
using DocumentFormat.OpenXml.Drawing.Wordprocessing;
using DocumentFormat.OpenXml.Office2019.Drawing.SVG;
using DocumentFormat.OpenXml.Packaging;
using Drawing = DocumentFormat.OpenXml.Wordprocessing.Drawing;
using Pictures = DocumentFormat.OpenXml.Drawing.Pictures;

namespace NotebookKit.Reports.Documents;

/// <summary>
/// A picture in the line of the text: the vectors for Word 2016 and later, the PNG for others, and the words for those who cannot see it.
/// </summary>
internal static class WordDrawing
{
    private const double EmuPerMillimetre = 36000;
    private const string SvgExtension = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}",
        PictureNamespace = "http://schemas.openxmlformats.org/drawingml/2006/picture";

    public static Drawing Of(MainDocumentPart main, WordPicture picture, double scale, int number)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"picture{number}");
        Put(main.AddImagePart(picture.IsJpeg ? ImagePartType.Jpeg : ImagePartType.Png, id), picture.Raster);
        var blip = new Blip { Embed = id };
        if (picture.Svg is { } svg)
        {
            Put(main.AddImagePart(ImagePartType.Svg, id + "svg"), Encoding.UTF8.GetBytes(svg));
            blip.Append(new BlipExtensionList(new BlipExtension(new SVGBlip { Embed = id + "svg" }) { Uri = SvgExtension }));
        }
        long width = (long)Math.Round(picture.Millimetres * scale * EmuPerMillimetre),
            height = (long)Math.Round(picture.Height * scale * EmuPerMillimetre);
        string name = string.Create(CultureInfo.InvariantCulture, $"Figure {number}");
        return new Drawing(new Inline(
            new Extent { Cx = width, Cy = height },
            new DocProperties { Id = (uint)number, Name = name, Description = picture.Alternative },
            new Graphic(new GraphicData(new Pictures.Picture(
                new Pictures.NonVisualPictureProperties(new Pictures.NonVisualDrawingProperties { Id = (uint)number, Name = name },
                    new Pictures.NonVisualPictureDrawingProperties()),
                new Pictures.BlipFill(blip, new Stretch(new FillRectangle())),
                new Pictures.ShapeProperties(new Transform2D(new Offset { X = 0, Y = 0 }, new Extents { Cx = width, Cy = height }),
                    new PresetGeometry(new AdjustValueList()) { Preset = ShapeTypeValues.Rectangle })))
                { Uri = PictureNamespace })) { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 });
    }

    private static void Put(ImagePart part, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        part.FeedData(stream);
    }
}
