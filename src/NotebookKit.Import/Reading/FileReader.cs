using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Import.Columnar;
using NotebookKit.Import.Delimited;
using NotebookKit.Import.Layout;
using NotebookKit.Import.Redcap;
using NotebookKit.Import.Spreadsheets;
using NotebookKit.Import.Statistical;
using NotebookKit.Import.Streaming;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Reading;

/// <summary>The pipeline: bytes, format, table of texts, typed columns with findings, frame.</summary>
internal static class FileReader
{
    /// <summary>Bytes from which on a file may have many rows.</summary>
    private const int FewestBytes = 1 << 20;

    public static FileContent Read(string path, DataFileOptions options)
    {
        EncodingSniffer.Register();
        if (!File.Exists(path)) throw new FileNotFoundException(Missing(path), path);
        string file = Path.GetFileName(path);
        var findings = new FindingSink(file, null);
        long length = new FileInfo(path).Length;
        if (length > options.Limits.FileBytes || length > Array.MaxLength)
        {
            findings.Error("too-large", null, null, null, $"The file has {length} bytes; the limit is {options.Limits.FileBytes}.",
                "a smaller file", "Raise Limits.FileBytes where this is meant, or read it with SQL (#!sql).");
            return Refused(findings);
        }
        return (length > FewestBytes ? Large(path, file, options, LargeTextFile.FewestRows) : null)
            ?? Read(SharedFile.ReadAllBytes(path), file, options);
    }

    /// <summary>A text file of many rows; null where it is of another kind or in any way out of the ordinary.</summary>
    internal static FileContent? Large(string path, string file, DataFileOptions options, int fewestRows)
    {
        var findings = new FindingSink(file, null);
        ReadContext context = Context(options, findings);
        if (LargeTextFile.TryRead(path, options, context, IsTable, fewestRows) is not var (table, columns, decided)) return null;
        TableChecks.Check(table, columns, findings);
        return Content(columns, decided, findings) with { RowNumbers = table.RowNumber };

        bool IsTable(byte[] head, TextTable first)
        {
            var own = new FindingSink(file, null);
            return FormatSniffer.Find(head, file, own) == FileFormat.Text && !own.All().Any() && !RedcapExport.Recognises(first, options);
        }
    }

    /// <summary>Reads the bytes of a file; what cannot be read is refused with a finding.</summary>
    public static FileContent Read(byte[] bytes, string file, DataFileOptions options)
    {
        EncodingSniffer.Register();
        var findings = new FindingSink(file, null);
        try
        {
            return Read(bytes, file, options, findings);
        }
        catch (DamagedFileException e)
        {
            findings.Error(e.Kind, null, null, null, e.Message, "a whole file", e.Remedy);
            return Refused(findings);
        }
    }

    /// <summary>Whatever a damaged file leads a reader of bytes to, it is damaged.</summary>
    private static TypedColumn[] Guarded(string format, Func<TypedColumn[]> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (DamagedFileException or OutOfMemoryException))
        {
            throw new DamagedFileException("damaged", $"The {format} file is damaged: {e.Message}",
                "Fetch or save it again from the program that made it.");
        }
    }

    private static FileContent Read(byte[] bytes, string file, DataFileOptions options, FindingSink findings)
    {
        FileFormat format = FormatSniffer.Find(bytes, file, findings);
        switch (format)
        {
            case FileFormat.Refused:
                return Refused(findings);
            case FileFormat.Text:
                (TextTable? text, string decided) = DelimitedReader.Read(file, bytes, options, findings);
                return text is null ? Refused(findings) : FromText(text, decided, options, findings, []);
            case FileFormat.Json:
                TextTable json = JsonRows.Read(file, bytes, findings);
                return FromText(json, "JSON rows", options, findings, []);
            case FileFormat.Workbook or FileFormat.OldWorkbook or FileFormat.OpenDocument:
                SheetChoice choice = WorkbookReader.Read(file, bytes, format, options, findings);
                return choice.Table is null
                    ? Refused(findings) with { Sheets = choice.Sheets }
                    : FromText(choice.Table, choice.Decided, options, choice.Findings, choice.Sheets);
            case FileFormat.Spss:
                return Typed(Guarded("SPSS", () => SpssReader.Read(bytes, findings)), "SPSS", findings);
            case FileFormat.Stata:
                return Typed(Guarded("Stata", () => StataReader.Read(bytes, findings)), "Stata", findings);
            case FileFormat.SasTransport:
                return Typed(Guarded("SAS transport", () => SasTransportReader.Read(bytes, findings)), "SAS transport", findings);
            case FileFormat.Parquet:
                return Typed(Guarded("Parquet", () => ParquetTable.Read(bytes, findings)), "Parquet", findings);
            default:
                return Typed(Guarded("Arrow", () => ArrowTable.Read(bytes, format == FileFormat.ArrowFile, findings)), "Arrow", findings);
        }
    }

    private static FileContent FromText(TextTable table, string decided, DataFileOptions options, FindingSink findings,
        ImmutableArray<string> sheets)
    {
        if (table.Columns.Count == 0)
        {
            findings.Error("empty-file", null, null, null, "There is no table in it.", "a table", "Export it again.");
            return Refused(findings) with { Sheets = sheets };
        }
        if (table.Columns.Count > options.Limits.Columns)
        {
            findings.Error("too-large", null, null, null,
                $"The table has {table.Columns.Count} columns; the limit is {options.Limits.Columns}.", "a table",
                "Raise Limits.Columns where this is meant.");
            return Refused(findings) with { Sheets = sheets };
        }
        if (table.RowCount == 0)
            findings.Warn("no-rows", table.HeaderRow, null, null, "There are names but no rows.", "at least one row", "Check the export.");
        if (RedcapExport.Recognises(table, options)) return RedcapExport.Read(table, decided, options, findings) with { Sheets = sheets };
        ReadContext context = Context(options, findings);
        TypedColumn[] columns = [.. Enumerable.Range(0, table.Columns.Count).Select(c => ColumnTyper.Type(table, c, context))];
        TableChecks.Check(table, columns, findings);
        return Content(columns, decided, findings) with { Sheets = sheets, RowNumbers = table.RowNumber };
    }

    private static ReadContext Context(DataFileOptions options, FindingSink findings) =>
        new(options, findings, (options.Today ?? DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime)).Year);

    private static FileContent Typed(TypedColumn[] columns, string decided, FindingSink findings)
    {
        string[] names = [.. columns.Select(c => c.About.Name)];
        if (columns.Length == 0 || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length
            || names.Any(string.IsNullOrWhiteSpace))
            throw new DamagedFileException("damaged", $"The {decided} file is damaged: names of its columns are missing or repeated.",
                "Fetch or save it again from the program that made it.");
        NameChecks.Check(names, findings, 1);
        return Content(columns, decided, findings);
    }

    private static FileContent Content(TypedColumn[] columns, string decided, FindingSink findings)
    {
        var frame = new DataFrame(columns.Select(c => c.Values));
        return new(frame, [.. columns.Select(c => c.About)], decided, findings.All())
        {
            Tables = ImmutableSortedDictionary<string, DataFrame>.Empty.Add(Path.GetFileNameWithoutExtension(findings.File), frame),
        };
    }

    private static FileContent Refused(FindingSink findings) => new(null, [], "", findings.All());

    private static string Missing(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string file = Path.GetFileName(path);
        if (!Directory.Exists(folder)) return $"There is no folder '{folder}'.";
        string[] names = [.. SharedFile.In(folder).Select(f => Path.GetFileName(f))];
        string? same = names.FirstOrDefault(n => string.Equals(n, file, StringComparison.OrdinalIgnoreCase)) ??
            names.FirstOrDefault(
                n => string.Equals(Path.GetFileNameWithoutExtension(n), Path.GetFileNameWithoutExtension(file),
                    StringComparison.OrdinalIgnoreCase));
        return $"There is no file '{file}' in {folder}."
            + (same is null ? names.Length == 0
                ? " The folder is empty."
                : $" There are: {string.Join(", ", names.Take(10))}{(names.Length > 10 ? ", …" : "")}." : $" There is '{same}'.");
    }
}
