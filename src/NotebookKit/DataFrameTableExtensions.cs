using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Rendering;
using NotebookKit.Rendering.Files;
using NotebookKit.Tables;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Responses;

namespace NotebookKit;

/// <summary>
/// Tables of free frames: short doors for rows that are declared nowhere else; see <see cref="AnalysisSetTableExtensions"/>.
/// </summary>
public static class DataFrameTableExtensions
{
    /// <summary>Describes a cohort by group ("Table 1").</summary>
    /// <param name="frame">One row per unit of analysis; not changed.</param>
    /// <param name="rows">The rows of the table; null for every column (numbers as median (Q1, Q3), texts by level).</param>
    /// <param name="by">Column of the groups; null for one group. Rows without a value are left out and counted.</param>
    /// <param name="cluster">Column of the patient to whom a row belongs, where a patient can have several rows; null where rows are
    /// independent.</param>
    /// <param name="unit">What a row is, plural, such as <c>patients</c> or <c>procedures</c>; printed with every number.</param>
    /// <param name="options">What is shown and how; null for the defaults.</param>
    /// <returns>A description that prints as a table; describe another unit and put it below with
    /// <see cref="CohortDescription.And"/>.</returns>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, a value is not among the levels named, or there is
    /// nothing to describe or compare.</exception>
    /// <remarks>Equivalent to gtsummary's <c>tbl_summary(by =) |&gt; add_p()</c> in R; the footnotes of the table state every
    /// definition.</remarks>
    public static CohortDescription Describe(
        this DataFrame frame, Func<DescriptionRows, DescriptionRows>? rows = null, string? by = null, string? cluster = null,
        string unit = "rows",
        DescriptionOptions? options = null) =>
        AnalysisSet.OfRows(frame, by, cluster, unit).Describe(rows, options);

    /// <summary>
    /// Tabulates responses by group: categories, objective response rate and disease control rate with confidence intervals.
    /// </summary>
    /// <param name="frame">One row per unit of analysis; not changed.</param>
    /// <param name="response">Column of CR, PR, SD, Non-CR/Non-PD, PD or NE.</param>
    /// <param name="by">Column of the groups; null for one group. Rows without a value are left out and counted.</param>
    /// <param name="cluster">Column of the patient to whom a row belongs, where a patient can have several rows; null where rows are
    /// independent.</param>
    /// <param name="unit">What a row is, plural, such as <c>procedures</c>; printed with every number.</param>
    /// <param name="options">What is shown and how; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown, a value is not a response, or there is nothing to compare.</exception>
    public static ResponseTable TabulateResponse(
        this DataFrame frame, string response, string? by = null, string? cluster = null, string unit = "rows",
        ResponseTableOptions? options = null) =>
        AnalysisSet.OfRows(frame, by, cluster, unit).TabulateResponse(response, options);

    /// <summary>
    /// Compares response rates in every way side by side: rates with both denominators, difference and ratios, Fisher, Boschloo and
    /// chi-square, and, where the rows of a patient are named, permutation of patients, Donner, Rao-Scott and GEE; each with its unit and
    /// what two-sided means.
    /// </summary>
    /// <param name="frame">One row per unit of analysis, those of a patient in order of time; not changed.</param>
    /// <param name="response">Column of CR, PR, SD, Non-CR/Non-PD, PD or NE.</param>
    /// <param name="by">Column of the groups. Rows without a value are left out and counted.</param>
    /// <param name="cluster">Column of the patient to whom a row belongs, where a patient can have several rows; null where rows are
    /// independent.</param>
    /// <param name="unit">What a row is, plural, such as <c>procedures</c>; printed with every number.</param>
    /// <param name="options">What is compared and how; null for the defaults: objective response of all rows.</param>
    /// <exception cref="ArgumentException">A column is unknown, a value is not a response, or there are fewer than two groups.</exception>
    public static ResponseComparison CompareResponse(
        this DataFrame frame, string response, string by, string? cluster = null, string unit = "rows",
        ResponseComparisonOptions? options = null) =>
        AnalysisSet.OfRows(frame, by, cluster, unit).CompareResponse(response, options);

    /// <summary>
    /// Agreement of readers beyond chance: Cohen's kappa of every two, Fleiss' kappa of three or more, with confidence intervals.
    /// </summary>
    /// <param name="frame">One row per thing read, one column per reader; not changed. Rows that a reader left blank are left out and
    /// counted.</param>
    /// <param name="readers">Columns of the ratings.</param>
    /// <param name="cluster">Column of the patient to whom a row belongs, where a patient can have several rows; null where rows are
    /// independent.</param>
    /// <param name="unit">What a row is, plural, such as <c>procedures</c>.</param>
    /// <param name="options">Weights and categories; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown, or there are fewer than two readers.</exception>
    /// <remarks>Equal to R's <c>vcd::Kappa</c> and <c>irr::kappam.fleiss</c>; the interval of Fleiss' kappa is Gwet's.</remarks>
    public static ReaderAgreement ReaderAgreement(
        this DataFrame frame, IReadOnlyList<string> readers, string? cluster = null, string unit = "rows",
        ReaderAgreementOptions? options = null) =>
        AnalysisSet.OfRows(frame, null, cluster, unit).ReaderAgreement(readers, options);

    /// <summary>
    /// The rows of a frame as a listing: the keys first, a key that repeats the row above left blank; cut it by
    /// <see cref="TableResultExtensions.Pages"/>.
    /// </summary>
    /// <param name="frame">The frame; not changed. Missing values stay blank.</param>
    /// <param name="columns">Columns in order; null for all.</param>
    /// <param name="keys">Columns that name what rows belong to, such as <c>patient_id</c>; null for none. Sort the frame by them
    /// first.</param>
    /// <param name="labels">Heads of the columns by name; a column not named here is its name in words.</param>
    /// <param name="title">Caption. The default value is empty.</param>
    /// <param name="style">How numbers are printed; null for <see cref="JournalStyle.Default"/>.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <example><code>cohort.AdverseEvents.Listing(["ae_term", "ctcae_grade"], keys: ["patient_id"]).Pages(40)</code></example>
    public static SummaryTable Listing(
        this DataFrame frame, IReadOnlyList<string>? columns = null, IReadOnlyList<string>? keys = null,
        IReadOnlyDictionary<string, string>? labels = null, string title = "",
        JournalStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Tables.Listing.Of(frame, columns, keys, labels, title, style ?? JournalStyle.Default);
    }

    /// <summary>
    /// Every number of a table in a row of its own: variable, level, label, column, unit, statistic, text, value, count, denominator.
    /// </summary>
    /// <param name="table">Any table.</param>
    public static DataFrame ToDataFrame(this SummaryTable table) => TableNumbers.Of(table);

    /// <summary>
    /// Saves a frame as a workbook of Excel (xlsx): numbers, dates, truth values and texts with their types; nothing becomes a formula.
    /// </summary>
    /// <param name="frame">The frame; not changed. Missing values and NaN become empty cells.</param>
    /// <param name="path">Name of the file, which ends in <c>.xlsx</c>; a file of that name is replaced.</param>
    /// <param name="sheet">Name of the sheet, at most 31 letters. The default value is "Data".</param>
    /// <remarks>
    /// Whole numbers of more than fifteen digits, which Excel would round, and dates before March 1900, which it counts wrongly, are
    /// written as texts.
    /// </remarks>
    /// <exception cref="ArgumentException">The name of the file or sheet is none of Excel's, or the frame is larger than a
    /// sheet.</exception>
    /// <example><code>patients.SaveExcel("patients.xlsx");</code></example>
    public static void SaveExcel(this DataFrame frame, string path, string sheet = "Data")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!Path.GetExtension(path).Equals(".xlsx", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'{path}' does not end in .xlsx.", nameof(path));
        WholeFile.Write(path, frame.ToExcel(sheet));
    }

    /// <summary>The frame as a workbook of Excel (xlsx); see <see cref="SaveExcel"/>.</summary>
    /// <inheritdoc cref="SaveExcel"/>
    public static byte[] ToExcel(this DataFrame frame, string sheet = "Data")
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (string.IsNullOrWhiteSpace(sheet) || sheet.Length > 31 || sheet.IndexOfAny(['[', ']', ':', '*', '?', '/', '\\']) >= 0
            || sheet.StartsWith('\'') || sheet.EndsWith('\''))
            throw new ArgumentException($"'{sheet}' is not a name of a sheet: Excel allows 1 to 31 letters without [ ] : * ? / \\.",
                nameof(sheet));
        return ExcelWriter.Write(ExcelSheets.OfFrame(frame, sheet));
    }
}
