using NotebookKit.AnalysisSets;
using NotebookKit.Tables;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Responses;

namespace NotebookKit;

/// <summary>Tables of an analysis set: groups, clusters, unit, labels and footnotes are those of the set.</summary>
public static class AnalysisSetTableExtensions
{
    /// <summary>Describes the set by its groups ("Table 1").</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="rows">The rows of the table; null for every column (numbers as median (Q1, Q3), texts by level).</param>
    /// <param name="options">What is shown and how; null for the defaults.</param>
    /// <returns>A description that prints as a table; describe another set and put it below with
    /// <see cref="CohortDescription.And"/>.</returns>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, a value is not among the levels named, or there is
    /// nothing to describe or compare.</exception>
    /// <remarks>Equivalent to gtsummary's <c>tbl_summary(by =) |&gt; add_p()</c> in R; the footnotes of the table state every
    /// definition.</remarks>
    public static CohortDescription Describe(this AnalysisSet set, Func<DescriptionRows, DescriptionRows>? rows = null,
        DescriptionOptions? options = null) =>
        DescriptionBuilder.Build(set, rows?.Invoke(new DescriptionRows()), options);

    /// <summary>
    /// Tabulates responses by group: categories, objective response rate and disease control rate with confidence intervals.
    /// </summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="response">Column of CR, PR, SD, Non-CR/Non-PD, PD or NE.</param>
    /// <param name="options">What is shown and how; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown, a value is not a response, or there is nothing to compare.</exception>
    public static ResponseTable TabulateResponse(this AnalysisSet set, string response, ResponseTableOptions? options = null) =>
        ResponseTableBuilder.Build(set, response, options);

    /// <summary>
    /// Compares response rates in every way side by side: rates with both denominators, difference and ratios, Fisher, Boschloo and
    /// chi-square, and, where patients have several rows, permutation of patients, Donner, Rao-Scott and GEE; each with its unit and what
    /// two-sided means.
    /// </summary>
    /// <param name="set">The analysis set; rows of a patient in order of time.</param>
    /// <param name="response">Column of CR, PR, SD, Non-CR/Non-PD, PD or NE.</param>
    /// <param name="options">What is compared and how; null for the defaults: objective response of all rows.</param>
    /// <exception cref="ArgumentException">A column is unknown, a value is not a response, or the set has fewer than two
    /// groups.</exception>
    public static ResponseComparison CompareResponse(this AnalysisSet set, string response, ResponseComparisonOptions? options = null) =>
        ResponseComparisonBuilder.Build(set, response, options);

    /// <summary>
    /// Agreement of readers beyond chance: Cohen's kappa of every two, Fleiss' kappa of three or more, with confidence intervals.
    /// </summary>
    /// <param name="set">The analysis set; one column per reader. Rows that a reader left blank are left out and counted.</param>
    /// <param name="readers">Columns of the ratings.</param>
    /// <param name="options">Weights and categories; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown, or there are fewer than two readers.</exception>
    /// <remarks>Equal to R's <c>vcd::Kappa</c> and <c>irr::kappam.fleiss</c>; the interval of Fleiss' kappa is Gwet's.</remarks>
    public static ReaderAgreement ReaderAgreement(this AnalysisSet set, IReadOnlyList<string> readers,
        ReaderAgreementOptions? options = null) =>
        ReaderAgreementBuilder.Build(set, readers, options);

    /// <summary>Which counts of the set's units or patients can give printed percentages, and where denominators are mixed.</summary>
    /// <param name="set">The analysis set: its units and its patients are the denominators.</param>
    /// <param name="printed">Each percentage: what it says, the number as printed without the sign, and the count beside it; null where
    /// none is printed.</param>
    /// <exception cref="ArgumentException">A percentage is not a number from 0 to 100.</exception>
    /// <example><code>procedures.CheckPercents(("Carcinoid crisis", "2.4", 1))</code></example>
    public static PercentCheck CheckPercents(this AnalysisSet set, params (string Label, string Percent, int? Count)[] printed)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(printed);
        (string, int)[] denominators = set.Patients is { } patients && patients < set.N
            ? [(set.Unit, set.N), ("patients", patients)]
            : [(set.Unit, set.N)];
        return PercentCheck.Check([.. printed.Select(p => new PercentClaim(p.Label, p.Percent, denominators) { Count = p.Count })]);
    }
}
