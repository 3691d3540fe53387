using System.Xml.Linq;
using NotebookKit.Rendering.Files;
using NotebookKit.Reports.Documents;

namespace NotebookKit.Reports;

/// <summary>Whole reports as documents.</summary>
public static class ReportDocument
{
    /// <summary>
    /// Writes the page of a report, as <c>notebookkit run</c> makes it, as a Word document with real headings, captions, tables and
    /// figures.
    /// </summary>
    /// <remarks>
    /// A4; figures keep the width that they were laid out for, up to 178 mm, wider ones stand on pages across; each is a vector drawing
    /// with a picture of 300 dpi for older versions of Word and carries its description. The same page gives the same bytes.
    /// </remarks>
    /// <param name="page">An HTML file.</param>
    /// <param name="path">The document, overwritten.</param>
    /// <returns>What could not be set, in words; empty where everything was. In its place the document says so too.</returns>
    /// <example><code>ReportDocument.SaveWord("reports/03-survival.html", "supplement.docx");</code></example>
    public static IReadOnlyList<string> SaveWord(string page, string path)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(path);
        (byte[] document, IReadOnlyList<string> left) = WordReport.Write(File.ReadAllText(page));
        WholeFile.Write(path, document);
        return left;
    }

    /// <summary>Draws the SVG of a figure as a small PNG, for places that show neither scripts nor vectors, such as Git hosts.</summary>
    /// <remarks>Light, at most 64 colours. The same figure gives the same bytes on a platform.</remarks>
    /// <param name="svg">What <c>Figure.ToSvg</c> wrote.</param>
    /// <param name="dpi">Pixels per inch; 96 shows the figure at its own size.</param>
    /// <returns>The PNG file.</returns>
    /// <exception cref="NotSupportedException">The SVG holds something that figures of the kit do not.</exception>
    /// <example><code>File.WriteAllBytes("figure.png", ReportDocument.DrawSvg(figure.ToSvg(), 192));</code></example>
    public static byte[] DrawSvg(string svg, int dpi)
    {
        ArgumentNullException.ThrowIfNull(svg);
        ArgumentOutOfRangeException.ThrowIfLessThan(dpi, 24);
        return SvgPicture.DrawSmall(XDocument.Parse(svg).Root!, dpi);
    }
}
