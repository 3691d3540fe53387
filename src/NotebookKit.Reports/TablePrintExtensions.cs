using NotebookKit.Rendering.Files;
using NotebookKit.Rendering;
using NotebookKit.Reports.Print;

namespace NotebookKit.Reports;

/// <summary>Tables as PDF.</summary>
public static class TablePrintExtensions
{
    /// <summary>
    /// The table of a result as PDF pages of letter size: text that can be searched, heading rows on every page, a wide table in parts that
    /// repeat the label column.
    /// </summary>
    /// <remarks>The same table gives the same bytes on every run and in every culture; the font, Arimo, comes with the package.</remarks>
    /// <param name="result">The result.</param>
    /// <exception cref="NotSupportedException">The table holds a letter that the print font lacks.</exception>
    public static byte[] ToPdf(this ITableResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return TablePdfWriter.Write(result.ToTable());
    }

    /// <summary>Writes the table of a result as PDF; a file of that name is replaced.</summary>
    /// <inheritdoc cref="ToPdf" path="/remarks"/>
    /// <param name="result">The result.</param>
    /// <param name="path">A path that ends in <c>.pdf</c>.</param>
    /// <exception cref="ArgumentException">The extension is another.</exception>
    /// <exception cref="NotSupportedException">The table holds a letter that the print font lacks; nothing is written.</exception>
    /// <example><code>table1.SavePdf("table-1.pdf");</code></example>
    public static void SavePdf(this ITableResult result, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!Path.GetExtension(path).Equals(".pdf", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{path}' does not end in .pdf; Save writes the other formats of a table.", nameof(path));
        WholeFile.Write(path, result.ToPdf());
    }
}
