using System.Collections.Immutable;
using NotebookKit.Rendering;
using NotebookKit.Rendering.Files;

namespace NotebookKit;

/// <summary>What every result that prints as a table can do.</summary>
public static class TableResultExtensions
{
    /// <summary>
    /// Saves the table of a result in the format of the ending: .html, .md, .tex, .csv, .docx, .rtf, .xlsx or .txt. A file of that name is
    /// replaced.
    /// </summary>
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

    /// <summary>
    /// The table as a longtable of LaTeX for a document that uses the packages booktabs and longtable; every text is escaped.
    /// </summary>
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

    /// <summary>
    /// The table as a workbook of Excel (xlsx): the sheet Table as it is printed, numbers as numbers, and the sheet Numbers with every
    /// number behind it, not rounded.
    /// </summary>
    /// <param name="result">The result.</param>
    public static byte[] ToExcel(this ITableResult result) => TableFile.ExcelOf(Table(result));

    /// <summary>
    /// Puts two tables side by side, as <c>tbl_merge</c> of R's gtsummary: rows of the same variable, level and label stand in one line, a
    /// row that one table lacks is empty there, and a footnote of one table alone says whose it is.
    /// </summary>
    /// <param name="left">The left table, whose labels come first.</param>
    /// <param name="right">The right table.</param>
    /// <param name="leftSpanner">Heading above the columns of the left; null for none.</param>
    /// <param name="rightSpanner">Heading above the columns of the right; null for none.</param>
    /// <example><code>net.Describe(rows).Merge(nec.Describe(rows), "NET", "NEC").Save("table-1.docx");</code></example>
    public static SummaryTable Merge(this ITableResult left, ITableResult right, string? leftSpanner = null, string? rightSpanner = null) =>
        TableJoin.Beside(Table(left), Table(right), leftSpanner, rightSpanner);

    /// <summary>
    /// Puts one table below another, as <c>tbl_stack</c> of R's gtsummary: the columns must have the same names; where their heads differ,
    /// such as in N, they stand beside the heading of each part.
    /// </summary>
    /// <param name="upper">The upper table.</param>
    /// <param name="lower">The lower table.</param>
    /// <param name="upperHeading">Heading above the rows of the upper, which are indented; null for none.</param>
    /// <param name="lowerHeading">Heading above the rows of the lower; null for none.</param>
    /// <exception cref="ArgumentException">The columns differ, or their heads differ and a part has no heading.</exception>
    public static SummaryTable Stack(this ITableResult upper, ITableResult lower, string? upperHeading = null,
        string? lowerHeading = null) =>
        TableJoin.Below(Table(upper), Table(lower), upperHeading, lowerHeading);

    /// <summary>The table with a heading above neighbouring columns.</summary>
    /// <param name="result">The result.</param>
    /// <param name="text">The heading.</param>
    /// <param name="columns">Names of the columns, such as the groups.</param>
    /// <exception cref="ArgumentException">There is no such column, or they are no neighbours.</exception>
    public static SummaryTable Spanner(this ITableResult result, string text, params string[] columns) =>
        TableJoin.Spanned(Table(result), text, columns);

    /// <summary>The table with a label in bold above the rows of neighbouring variables, which are indented.</summary>
    /// <param name="result">The result.</param>
    /// <param name="label">The label.</param>
    /// <param name="variables">Names of the variables, such as columns of the frame or terms.</param>
    /// <exception cref="ArgumentException">There is no such variable, or their rows are no neighbours.</exception>
    public static SummaryTable GroupRows(this ITableResult result, string label, params string[] variables) =>
        TableJoin.Grouped(Table(result), label, variables);

    /// <summary>
    /// The table cut into pages of some rows, each with its number in the title, the heading above its first row and the values that blank
    /// cells repeat.
    /// </summary>
    /// <param name="result">The result.</param>
    /// <param name="rows">Rows of a page, at least 1.</param>
    public static ImmutableArray<SummaryTable> Pages(this ITableResult result, int rows) => TableJoin.Pages(Table(result), rows);

    private static SummaryTable Table(ITableResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.ToTable();
    }
}
