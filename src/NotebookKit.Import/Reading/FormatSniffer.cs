using System.IO.Compression;
using System.Text;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Reading;

/// <summary>Finds what a file is by its first bytes, not by its name; what cannot be read is refused with the way out.</summary>
internal static class FormatSniffer
{
    private static readonly byte[] Sas =
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc2, 0xea, 0x81, 0x60,
    ];

    private static readonly (byte[] Mark, string Name)[] Pictures =
    [
        ([0x89, 0x50, 0x4E, 0x47], "a picture (PNG)"), ([0xFF, 0xD8, 0xFF], "a picture (JPEG)"), ("GIF8"u8.ToArray(), "a picture (GIF)"),
        ("%PDF"u8.ToArray(), "a PDF document"), ("{\\rtf"u8.ToArray(), "a text document (RTF)"),
        ("SQLite format 3"u8.ToArray(), "an SQLite database"),
        ([0x37, 0x7A, 0xBC, 0xAF], "a packed file (7z)"), ("Rar!"u8.ToArray(), "a packed file (RAR)"),
        ("BZh"u8.ToArray(), "a packed file (bzip2)"),
    ];

    public static FileFormat Find(byte[] bytes, string file, FindingSink findings)
    {
        ReadOnlySpan<byte> head = bytes;
        string extension = Path.GetExtension(file).ToLowerInvariant();
        if (head.Length == 0) return Refuse(findings, "empty-file", "The file is empty.", "Export it again.");
        if (head.StartsWith("PK"u8)) return Zip(bytes, extension, findings);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) return Compound(head, extension, findings);
        if (head.StartsWith("$FL2"u8) || head.StartsWith("$FL3"u8)) return FileFormat.Spss;
        if (head.StartsWith("<stata_dta>"u8) || (head.Length > 60 && head[0] is >= 110 and <= 115 && head[1] is 1 or 2 && head[2] == 1))
            return FileFormat.Stata;
        if (head.StartsWith("HEADER RECORD*******LIB"u8)) return FileFormat.SasTransport;
        if (head.StartsWith(Sas))
            return Refuse(findings, "format", "This is a SAS data set (sas7bdat), whose format is not published.",
                "In SAS: libname x xport 'a.xpt'; proc copy in=work out=x; run; and read a.xpt. Or in R: haven::read_sas.");
        if (head.StartsWith("PAR1"u8)) return FileFormat.Parquet;
        if (head.StartsWith("ARROW1"u8)) return FileFormat.ArrowFile;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF])) return FileFormat.ArrowStream;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || head.StartsWith("RDX"u8) || head.StartsWith("RDA"u8)
            || head.StartsWith("X\n"u8) || head.StartsWith("A\n"u8) || extension is ".rds" or ".rda" or ".rdata")
            return extension is ".rds" or ".rda" or ".rdata"
                ? Refuse(findings, "not-a-table", "This is a file of R's own format.",
                    "In R: write.csv(readRDS(\"file.rds\"), \"file.csv\", row.names = FALSE), or read it in a cell that begins with #!r.")
                : Refuse(findings, "not-a-table", "This is a packed file (gzip).", "Unpack it, and read what is in it.");
        foreach ((byte[] mark, string name) in Pictures)
            if (head.StartsWith(mark))
                return Refuse(findings, "not-a-table", $"This is {name}, not a table.", "Export the table itself, as CSV or workbook.");
        return TextOrBinary(head, extension, findings);
    }

    private static FileFormat TextOrBinary(ReadOnlySpan<byte> head, string extension, FindingSink findings)
    {
        ReadOnlySpan<byte> start = head[..Math.Min(head.Length, 8192)];
        int control = 0, zeros = 0;
        foreach (byte b in start)
        {
            if (b == 0) zeros++;
            else if (b < 32 && b is not (9 or 10 or 12 or 13 or 26)) control++;
        }
        bool utf16 = head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || zeros > start.Length * 0.3;
        if (control > start.Length * 0.02 || (!utf16 && zeros > start.Length * 0.1))
            return Refuse(findings, "not-a-table", "This is a binary file, not a table.", "Export the table as CSV or workbook.");
        string text = Encoding.Latin1.GetString(start[..Math.Min(start.Length, 512)]).TrimStart('ï', '»', '¿', ' ', '\r', '\n', '\t');
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<table", StringComparison.OrdinalIgnoreCase))
            return Refuse(findings, "wrong-extension",
                $"This is a web page (HTML){(extension is ".xls" or ".xlsx" ? ", whatever its name says" : "")}.",
                "Open it in the spreadsheet program and save it as a workbook (xlsx).");
        if (text.StartsWith("<?xml", StringComparison.Ordinal))
            return Refuse(findings, "not-a-table", "This is an XML file, not a table.",
                "Open it in the spreadsheet program and save it as a workbook (xlsx), or export as CSV.");
        if (extension is ".xlsx" or ".xls" or ".ods" or ".xlsm")
            findings.Warn("wrong-extension", null, null, extension,
                $"The name ends in {extension}, but this is a text file; it was read as one.", "a name that ends in .csv", "Rename it.");
        return text.StartsWith('{') || text.StartsWith('[') && text.Contains('{') ? FileFormat.Json : FileFormat.Text;
    }

    private static FileFormat Zip(byte[] bytes, string extension, FindingSink findings)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            string[] names = [.. zip.Entries.Select(e => e.FullName)];
            FileFormat? format = names.Any(n => n.EndsWith("xl/workbook.xml", StringComparison.OrdinalIgnoreCase)) ? FileFormat.Workbook
                : names.Contains("content.xml") ? FileFormat.OpenDocument : null;
            if (format is null)
                return names.Length == 0 ? Refuse(findings, "damaged", "The workbook is damaged: there is nothing in it.",
                    "Save it again from the program that made it.")
                    : names.Any(n => n.StartsWith("word/", StringComparison.Ordinal))
                    ? Refuse(findings, "not-a-table", "This is a Word document, not a table.",
                        "Copy the table into a workbook and save that.")
                    : names.Any(n => n.StartsWith("ppt/", StringComparison.Ordinal))
                    ? Refuse(findings, "not-a-table", "This is a PowerPoint presentation, not a table.",
                        "Copy the table into a workbook and save that.")
                    : names.Any(n => n.EndsWith("workbook.bin", StringComparison.Ordinal))
                    ? Refuse(findings, "format", "This is a binary workbook (xlsb).", "Save it as xlsx in the spreadsheet program.")
                    : Refuse(findings, "not-a-table", "This is a packed file (zip), not a table.", "Unpack it, and read what is in it.");
            if (extension is ".csv" or ".txt" or ".tsv" or ".xls")
                findings.Warn("wrong-extension", null, null, extension,
                    $"The name ends in {extension}, but this is a workbook; it was read as one.", "a name that ends in .xlsx",
                    "Rename it.");
            return format.Value;
        }
        catch (InvalidDataException)
        {
            return Refuse(findings, "damaged", "The workbook is damaged: it ends too early.", "Fetch or save it again.");
        }
    }

    private static FileFormat Compound(ReadOnlySpan<byte> bytes, string extension, FindingSink findings)
    {
        if (bytes.IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0
            || bytes.IndexOf(Encoding.Unicode.GetBytes("EncryptionInfo")) >= 0)
            return Refuse(findings, "password", "The workbook is protected by a password.",
                "Open it in the spreadsheet program with the password and save it without one.");
        if (bytes.IndexOf(Encoding.Unicode.GetBytes("Workbook")) >= 0 || bytes.IndexOf(Encoding.Unicode.GetBytes("Book")) >= 0)
            return FileFormat.OldWorkbook;
        return bytes.IndexOf(Encoding.Unicode.GetBytes("WordDocument")) >= 0
            ? Refuse(findings, "not-a-table", "This is a Word document, not a table.", "Copy the table into a workbook and save that.")
            : Refuse(findings, "damaged",
                $"This is an Office file of an old kind without a workbook in "
                    + $"it{(extension == ".xlsx" ? ", or a protected one (password)" : "")}.",
                    "Save it as xlsx in the spreadsheet program.");
    }

    private static FileFormat Refuse(FindingSink findings, string kind, string message, string remedy)
    {
        findings.Error(kind, null, null, null, message, "a table", remedy);
        return FileFormat.Refused;
    }
}
