using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Spreadsheets;

/// <summary>The sheet that was read.</summary>
internal sealed record SheetChoice(TextTable? Table, string Decided, FindingSink Findings, ImmutableArray<string> Sheets);

/// <summary>Reads one sheet of a workbook into a table of texts.</summary>
internal static class WorkbookReader
{
    public static SheetChoice Read(string file, byte[] bytes, FileFormat format, DataFileOptions options, FindingSink findings)
    {
        try
        {
            IWorkbook book = format switch
            {
                FileFormat.Workbook => new XlsxWorkbook(bytes, options.Limits),
                FileFormat.OpenDocument => new OdsWorkbook(bytes, options.Limits),
                _ => new XlsWorkbook(bytes, options.Limits, findings),
            };
            return Choose(file, book, options, findings);
        }
        catch (Exception e) when (e is not (DamagedFileException or OutOfMemoryException))
        {
            throw new DamagedFileException("damaged", $"The workbook is damaged: {e.Message}",
                "Open it in the spreadsheet program, save it again, and read that.");
        }
    }

    private static SheetChoice Choose(string file, IWorkbook book, DataFileOptions options, FindingSink findings)
    {
        ImmutableArray<string> names = [.. book.Sheets.Select(s => s.Name)];
        SheetData? sheet = null;
        if (options.Sheet is { } wanted)
        {
            string? name = names.FirstOrDefault(n => n == wanted)
                ?? names.FirstOrDefault(n => string.Equals(n.Trim(), wanted.Trim(), StringComparison.OrdinalIgnoreCase));
            if (name is null)
            {
                findings.Error("sheet-unknown", null, null, wanted, $"There is no sheet '{wanted}'.", string.Join(" | ", names),
                    "Name one of the sheets.");
                return new(null, "", findings, names);
            }
            sheet = book.Read(name);
        }
        else
        {
            SheetData[] filled = [.. book.Sheets.Where(s => !s.IsHidden).Select(s => book.Read(s.Name)).Where(s => !s.IsEmpty)];
            if (filled.Length > 1)
            {
                findings.Error("several-sheets", null, null, null,
                    $"The workbook has several sheets: {string.Join(", ", filled.Select(s => $"{s.Name} ({s.Rows.Count} rows)"))}.",
                    "the name of one", $"Say which: DataFile.Read(\"{file}\", sheet: \"{filled[0].Name}\").");
                return new(null, "", findings, names);
            }
            sheet = filled.FirstOrDefault();
        }
        if (sheet is null || sheet.IsEmpty)
        {
            findings.Error("empty-file", null, null, null,
                sheet is null ? "No sheet holds anything." : $"The sheet '{sheet.Name}' is empty.", "a table",
                "Name the sheet that holds the table.");
            return new(null, "", findings, names);
        }
        string[] others = [.. book.Sheets.Where(s => !s.IsHidden && s.Name != sheet.Name).Select(s => s.Name)];
        if (options.Sheet is not null && others.Length > 0)
            findings.Warn("several-sheets", null, null, sheet.Name,
                $"Of the sheets {string.Join(", ", book.Sheets.Where(s => !s.IsHidden).Select(s => s.Name))} only '{sheet.Name}' was read.",
                "", "Read the others by their names where they are needed.");
        string[] hidden = [.. book.Sheets.Where(s => s.IsHidden).Select(s => s.Name)];
        if (hidden.Length > 0)
            findings.Info("hidden-sheet", null, null, null, $"Hidden sheets: {string.Join(", ", hidden)}.");
        TextTable? table = SheetTable.Build(file, sheet, options, findings);
        string decided =
            $"sheet {sheet.Name}, names in "
                + $"{(table?.HeaderRow is > 0 and int row ? "row " + row.ToString(CultureInfo.InvariantCulture) : "no row")}";
        return new(table, decided, findings, names);
    }
}

/// <summary>A workbook whose sheets are read when asked for.</summary>
internal interface IWorkbook
{
    IReadOnlyList<(string Name, bool IsHidden)> Sheets { get; }

    SheetData Read(string name);
}
