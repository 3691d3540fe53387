using System.Collections.Immutable;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>The rows of a cohort description, top to bottom; each method returns a longer list.</summary>
/// <remarks>
/// A continuous row prints patterns such as <c>"{mean} ({sd})"</c>. Fields: n, missing, mean, sd, se, median, q1, q3, iqr, min, max,
/// percentiles such as p10 or p97.5, and those of <see cref="Define"/>; <c>{mean:1}</c> fixes the number of decimals. A column of dates is
/// continuous:
/// its mean, median, quantiles and range print as dates, its SD and IQR in days, and its values are days since 1970-01-01, as in R. Without
/// it integers have none (medians and quartiles one where they fall between two integers), and other values 4 to 0 decimals by the distance
/// of their 5th and 95th percentile (below 0.01, 0.1, 10, 20 and more), as in gtsummary.
/// </remarks>
public sealed record DescriptionRows
{
    private const string MedianAndQuartiles = "{median} ({q1}, {q3})";

    internal ImmutableArray<RowSpecification> Rows { get; init; } = [];

    private string? CurrentHeading { get; init; }

    private ImmutableArray<StatisticField> Own { get; init; } = [];

    /// <summary>
    /// A heading in bold above the rows that follow, which are indented; a later heading ends it, and an empty one ends all headings.
    /// </summary>
    /// <param name="text">The heading, such as "Liver function".</param>
    public DescriptionRows Heading(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return this with { CurrentHeading = text.Length == 0 ? null : text };
    }

    /// <summary>
    /// Defines a statistic that the patterns of the rows after it can show, such as <c>{cv}</c>; it prints with two decimals unless the
    /// pattern says otherwise.
    /// </summary>
    /// <param name="name">Name of the field: letters, digits and underscores; not one of the library.</param>
    /// <param name="statistic">The statistic of the values of one group in ascending order, none missing; null or NaN where it does not
    /// exist.</param>
    /// <param name="label">The statistic in print; null for its name.</param>
    /// <exception cref="ArgumentException">The name is taken or no name.</exception>
    /// <example><code>rows.Define("cv", v => sd(v) / v.Average(), "CV").Continuous("ki67", "Ki-67", "{mean} ({cv:1})")</code></example>
    public DescriptionRows Define(string name, Func<IReadOnlyList<double>, double?> statistic, string? label = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(statistic);
        if (!name.All(c => char.IsLetterOrDigit(c) || c == '_'))
            throw new ArgumentException($"'{name}' is not a name of a field: use letters, digits and underscores.", nameof(name));
        if (StatisticField.IsTaken(name) || Own.Any(f => f.Name == name))
            throw new ArgumentException($"The field '{name}' exists already: choose another name.", nameof(name));
        return this with
        {
            Own = Own.Add(
                new StatisticField(name, label ?? name, FieldKind.Own,
                    s => s.N > 0 && statistic(Array.AsReadOnly(s.Sorted)) is double v && !double.IsNaN(v) ? v : null)),
        };
    }

    /// <summary>Compares the groups in the last row, a continuous one, by a test of your own.</summary>
    /// <param name="name">Name of the test for the footnote.</param>
    /// <param name="p">P of the values of each group, ascending, none missing; null where there is none.</param>
    /// <exception cref="InvalidOperationException">There is no row yet.</exception>
    public DescriptionRows TestedBy(string name, Func<double[][], double?> p) => Tested(new OwnTest(name, p, null));

    /// <summary>Compares the groups in the last row, a categorical one, by a test of your own.</summary>
    /// <param name="name">Name of the test for the footnote.</param>
    /// <param name="p">P of the counts by level (first index) and group (second); of one level, all others are the first row. Null where
    /// there is none.</param>
    /// <exception cref="InvalidOperationException">There is no row yet.</exception>
    public DescriptionRows CountsTestedBy(string name, Func<long[,], double?> p) => Tested(new OwnTest(name, null, p));

    /// <summary>A continuous variable as mean (SD).</summary>
    /// <param name="column">Column of numbers or dates.</param>
    /// <param name="label">Label of the row; null for the column name.</param>
    /// <param name="decimals">Number of decimals; null to take it from the values.</param>
    /// <param name="test">Test between groups; null for Wilcoxon or Kruskal-Wallis.</param>
    public DescriptionRows MeanSd(string column, string? label = null, int? decimals = null, GroupTest? test = null) =>
        Continuous(column, label, decimals, test, "{mean} ({sd})");

    /// <summary>A continuous variable as median (Q1, Q3).</summary>
    /// <inheritdoc cref="MeanSd"/>
    public DescriptionRows MedianQuartiles(string column, string? label = null, int? decimals = null, GroupTest? test = null) =>
        Continuous(column, label, decimals, test, MedianAndQuartiles);

    /// <summary>A continuous variable as median (minimum–maximum).</summary>
    /// <inheritdoc cref="MeanSd"/>
    public DescriptionRows MedianRange(string column, string? label = null, int? decimals = null, GroupTest? test = null) =>
        Continuous(column, label, decimals, test, "{median} ({min}–{max})");

    /// <summary>A continuous variable by one pattern, or by several in rows of their own.</summary>
    /// <param name="column">Column of numbers or dates.</param>
    /// <param name="label">Label of the row; null for the column name.</param>
    /// <param name="decimals">Number of decimals; null to take it from the values.</param>
    /// <param name="test">Test between groups; null for Wilcoxon or Kruskal-Wallis.</param>
    /// <param name="patterns">Patterns such as <c>"{mean} ({sd})"</c>; none for median (Q1, Q3).</param>
    /// <exception cref="FormatException">A pattern has an unknown field, or none.</exception>
    public DescriptionRows Continuous(string column, string? label, int? decimals, GroupTest? test, params string[] patterns) =>
        Add(new ContinuousRow(column, label ?? column, decimals,
            [.. (patterns is { Length: > 0 } ? patterns : [MedianAndQuartiles]).Select(p => StatisticPattern.Parse(p, Own))], test));

    /// <summary>A continuous variable by one pattern, or by several in rows of their own.</summary>
    /// <inheritdoc cref="Continuous(string, string?, int?, GroupTest?, string[])"/>
    public DescriptionRows Continuous(string column, string? label, params string[] patterns) =>
        Continuous(column, label, null, null, patterns);

    /// <summary>A categorical variable, one row per level with n (%).</summary>
    /// <param name="column">Column of texts, numbers or booleans.</param>
    /// <param name="label">Label of the heading row; null for the column name.</param>
    /// <param name="levels">Levels in order, including those without a row; a value not named here is an error. Null for the sorted
    /// values.</param>
    /// <param name="test">Test between groups; null for chi-square, or Fisher where an expected count is below 5.</param>
    /// <param name="labels">Levels in print, such as cTACE for <c>ctace</c>; levels not named print with blanks for underscores.</param>
    public DescriptionRows Categorical(
        string column, string? label = null, IEnumerable<string>? levels = null, GroupTest? test = null,
        IReadOnlyDictionary<string, string>? labels = null) =>
        Add(new CategoricalRow(column, label ?? column, levels?.ToImmutableArray() ?? [], null, test, labels));

    /// <summary>One level of a categorical variable in one row with n (%).</summary>
    /// <param name="column">Column of texts, numbers or booleans.</param>
    /// <param name="level">The level counted, such as <c>male</c>, <c>yes</c> or <c>1</c>.</param>
    /// <param name="label">Label of the row; null for column and level.</param>
    /// <param name="test">Test between groups; null for chi-square, or Fisher where an expected count is below 5.</param>
    public DescriptionRows Level(string column, string level, string? label = null, GroupTest? test = null) =>
        Add(new CategoricalRow(column, label ?? $"{column}: {level}", [], level, test));

    /// <summary>A question of which all that apply are ticked: one row per option, each with its own denominator.</summary>
    /// <param name="label">Label of the heading row.</param>
    /// <param name="options">Column and label of each option. Columns hold 1/0, true/false or yes/no.</param>
    /// <remarks>REDCap exports 0 also where the question was never asked: make those cells missing first.</remarks>
    public DescriptionRows CheckAll(string label, params (string Column, string Label)[] options) =>
        Add(new CheckAllRow(label, [.. options]));

    private DescriptionRows Add(RowSpecification row) => this with { Rows = Rows.Add(row with { Heading = CurrentHeading }) };

    private DescriptionRows Tested(OwnTest test) => Rows.IsEmpty
        ? throw new InvalidOperationException(
            $"The test '{test.Name}' belongs to the row before it, but there is none: name the row first.")
        : this with { Rows = Rows.SetItem(Rows.Length - 1, Rows[^1] with { OwnTest = test }) };
}
