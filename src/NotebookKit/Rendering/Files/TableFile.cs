using System.Text;

namespace NotebookKit.Rendering.Files;

/// <summary>Saves a table in the format that the name of the file says.</summary>
internal static class TableFile
{
    public static void Save(SummaryTable table, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        byte[] content = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".HTML" or ".HTM" => Bytes(Document(table)),
            ".MD" => Bytes(table.ToMarkdown()),
            ".TEX" => Bytes(table.ToLatex()),
            ".TXT" => Bytes(table.ToString()),
            ".CSV" => [.. Encoding.UTF8.Preamble, .. Bytes(table.ToCsv())], // without the mark Excel does not read UTF-8
            ".DOCX" => table.ToWord(),
            ".RTF" => Encoding.ASCII.GetBytes(RtfTableWriter.Write(table)),
            ".XLSX" => ExcelOf(table),
            ".PDF" => throw new ArgumentException($"'{path}': PDF is written by SavePdf of the package NotebookKit.Reports.", nameof(path)),
            string other =>
                throw new ArgumentException(
                    $"'{path}': the ending '{other}' names no format; expected .html, .md, .tex, .csv, .docx, .rtf, .xlsx or .txt.",
                    nameof(path)),
        };
        WholeFile.Write(path, content);
    }

    /// <summary>The table as it is printed in one sheet, and every number behind it in another.</summary>
    public static byte[] ExcelOf(SummaryTable table) =>
        ExcelWriter.Write(ExcelSheets.OfTable(table, "Table"), ExcelSheets.OfFrame(TableNumbers.Of(table), "Numbers"));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Document(SummaryTable table) =>
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
            + System.Net.WebUtility.HtmlEncode(CleanText.OneLine(table.Title))
        + "</title><style>body{font-family:Arial,Helvetica,sans-serif;font-size:14px;margin:1.5em}</style></head><body>\n" + table.ToHtml()
        + "\n</body></html>\n";
}
