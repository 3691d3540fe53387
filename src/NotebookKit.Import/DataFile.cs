using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Import.Reading;
using NotebookKit.Import.Tables;
using NotebookKit.Rendering;

namespace NotebookKit.Import;

/// <summary>A file of data as it was read: its frame, what was decided about it and what is wrong with it.</summary>
/// <remarks>
/// Reads CSV and other text files, workbooks (xlsx, xlsm, xls, ods), SPSS (sav, zsav), Stata (dta), SAS transport (xpt), Parquet, Arrow
/// and JSON lists of rows, by their content. Types come from all cells, never from a sample. Nothing is changed in silence: what was
/// taken off, read as missing or could not be read is among the <see cref="Findings"/>, with file, row and column as the program shows
/// them. A file that is not a table has no frame.
/// </remarks>
/// <example><c>var sheet = DataFile.Read("Register.xlsx", sheet: "Patienten"); sheet.Frame</c></example>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed class DataFile : ITableResult
{
    private readonly DataFrame? _frame;

    internal DataFile(string path, DataFileOptions options, FileContent content)
    {
        (Path, Options, _frame, Columns, Decided, Sheets) = (path, options, content.Frame, content.Columns, content.Decided,
            content.Sheets);
        Findings = new FindingList(content.Findings);
        Tables = content.Tables;
        (RowNumbers, TableRows) = (content.RowNumbers, content.TableRows);
    }

    /// <summary>The file as it was given.</summary>
    public string Path { get; }

    /// <summary>What was set by hand.</summary>
    public DataFileOptions Options { get; }

    /// <summary>The data, one column per column of the file.</summary>
    /// <exception cref="InvalidCohortException">The file is not a table that can be read; the message says why and what to do.</exception>
    public DataFrame Frame => _frame ?? throw new InvalidCohortException(Findings);

    /// <summary>Whether there is a frame.</summary>
    public bool IsTable => _frame is not null;

    /// <summary>Type, unit and missing values of each column.</summary>
    public ImmutableArray<DataColumn> Columns { get; }

    /// <summary>What was decided about the file as a whole, such as encoding, delimiter and row of the names.</summary>
    public string Decided { get; }

    /// <summary>Names of the sheets of a workbook; empty for other files.</summary>
    public ImmutableArray<string> Sheets { get; }

    /// <summary>The frames of a REDCap export, one per instrument; of other files the frame alone, under the name of the file.</summary>
    public ImmutableSortedDictionary<string, DataFrame> Tables { get; }

    /// <summary>What is wrong, and what was decided about single columns.</summary>
    public FindingList Findings { get; }

    internal Func<int, int> RowNumbers { get; }

    internal IReadOnlyDictionary<string, int[]> TableRows { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sheet">Name of the sheet of a workbook; null where it has one visible sheet.</param>
    /// <param name="options">What is to be set by hand; null for nothing.</param>
    /// <returns>The file as it was read. What is wrong in it does not throw: it is in <see cref="Findings"/>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file; the message names the nearest one.</exception>
    public static DataFile Read(string path, string? sheet = null, DataFileOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new DataFileOptions();
        if (sheet is not null) options = options with { Sheet = sheet };
        return new(path, options, FileReader.Read(path, options));
    }

    /// <summary>Reads the file again with other settings.</summary>
    /// <param name="change">Changes the settings, as in <c>o =&gt; o with { DecimalSign = ',' }</c>.</param>
    public DataFile ReadAgain(Func<DataFileOptions, DataFileOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Read(Path, null, change(Options));
    }

    /// <summary>Stops where the file holds an error.</summary>
    /// <returns>This file, so that calls can be chained.</returns>
    /// <exception cref="InvalidCohortException">There is at least one error; the message names the first ten.</exception>
    public DataFile ThrowIfInvalid() => Findings.Errors == 0 ? this : throw new InvalidCohortException(Findings);

    /// <summary>
    /// The codes of a column before they became labels; where a cell is missing, the code that says why (SPSS, Stata, REDCap).
    /// </summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="ArgumentException">The column has no codes.</exception>
    public StringDataFrameColumn Codes(string column) => Columns.FirstOrDefault(c => c.Name == column)?.Codes is { } codes
        ? new(column + "_code", codes!)
        : throw new ArgumentException(
            $"Column '{column}' has no codes. Columns with codes: "
                + $"{string.Join(", ", Columns.Where(c => c.Codes is not null).Select(c => c.Name))}.");

    /// <summary>One row per column: type, unit, filled and missing cells, how it is written.</summary>
    public SummaryTable ToTable() => new()
    {
        Title = $"{System.IO.Path.GetFileName(Path)}{(Options.Sheet is { } s ? $" [{s}]" : "")}",
        Columns =
        [
            new("Column", TableAlignment.Left), new("Type", TableAlignment.Left), new("Unit", TableAlignment.Left), new("Filled"),
            new("Read as missing", TableAlignment.Left),
            new("Written as", TableAlignment.Left),
        ],
        Rows =
        [
            .. Columns.Take(200).Select(c => new TableRow(
            [
                c.Name, c.Type.ToString().ToLowerInvariant(), c.Unit ?? "", Number(c.Filled),
                string.Join("; ",
                    c.Missing.Select(
                        m => $"{m.Text} ({m.Count.ToString(CultureInfo.InvariantCulture)}){(m.Reason is null ? "" : " " + m.Reason)}")),
                        c.Written,
            ])),
        ],
        Footnotes = [.. Notes()],
    };

    /// <summary>The printed table as plain text.</summary>
    public override string ToString() => ToTable().ToString();

    private IEnumerable<string> Notes()
    {
        if (_frame is null)
            yield return "This file has no frame: " + (Findings.Count > 0 ? Findings[0].Message + " " + Findings[0].HowToFix : "");
        else yield return $"{_frame.Rows.Count.ToString(CultureInfo.InvariantCulture)} rows. Read as: {Decided}.";
        if (Columns.Length > 200) yield return $"+ {Columns.Length - 200} more columns.";
        int warnings = Findings.Count(f => f.Severity == FindingSeverity.Warning);
        yield return $"{Findings.Errors} error{(Findings.Errors == 1 ? "" : "s")}, {warnings} warning{(warnings == 1 ? "" : "s")}; see "
            + "Findings.";
    }

    private static TableCell Number(int count) => new(count.ToString(CultureInfo.InvariantCulture)) { Value = count, Count = count };
}
