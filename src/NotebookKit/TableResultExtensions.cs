using NotebookKit.Rendering;
using NotebookKit.Rendering.Files;

namespace NotebookKit;

/// <summary>What every result that prints as a table can do.</summary>
public static class TableResultExtensions
{
    /// <summary>Saves the table of a result in the format of the ending: .html, .md, .tex, .csv, .docx, .rtf, .xlsx or .txt. A file of that name is replaced.</summary>
    /// <param name="result">The result.</param>
    /// <param name="path">Name of the file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The ending names none of these formats.</exception>
    public static void Save(this ITableResult result, string path)
    {
        ArgumentNullException.ThrowIfNull(result);
        TableFile.Save(result.ToTable(), path);
    }

    /// <summary>The table as a pipe table of GitHub Flavored Markdown; every text is escaped.</summary>
    /// <param name="result">The result.</param>
    public static string ToMarkdown(this ITableResult result) => MarkdownTableWriter.Write(Table(result));

    /// <summary>The table as a longtable of LaTeX for a document that uses the packages booktabs and longtable; every text is escaped.</summary>
    /// <param name="result">The result.</param>
    public static string ToLatex(this ITableResult result) => LatexTableWriter.Write(Table(result));

    /// <summary>The table as CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    /// <param name="result">The result.</param>
    public static string ToCsv(this ITableResult result) => CsvTableWriter.Write(Table(result));

    /// <summary>The table as a Word document (docx).</summary>
    /// <param name="result">The result.</param>
    public static byte[] ToWord(this ITableResult result) => WordTableWriter.Write(Table(result));

    /// <summary>The table as Rich Text Format (RTF).</summary>
    /// <param name="result">The result.</param>
    public static string ToRtf(this ITableResult result) => RtfTableWriter.Write(Table(result));

    /// <summary>The table as a workbook of Excel (xlsx): the sheet Table as it is printed, numbers as numbers, and the sheet Numbers with every number behind it, not rounded.</summary>
    /// <param name="result">The result.</param>
    public static byte[] ToExcel(this ITableResult result) => TableFile.ExcelOf(Table(result));

    private static SummaryTable Table(ITableResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.ToTable();
    }
}
