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
}
