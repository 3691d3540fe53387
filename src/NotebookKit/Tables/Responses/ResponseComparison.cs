using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics;

namespace NotebookKit.Tables.Responses;

/// <summary>
/// Response rates of groups with every way to compare them side by side: what each counts, and what it takes as independent.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ResponseComparison : ITableResult
{
    /// <summary>Column of the responses.</summary>
    public required string Column { get; init; }

    /// <summary>What a row is, plural, such as <c>procedures</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Column of the groups.</summary>
    public required string By { get; init; }

    /// <summary>Labels of the analysis set.</summary>
    internal SetLabels Words { get; init; } = SetLabels.None;

    /// <summary>Groups, left to right.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>
    /// Rates by denominator: of all rows and, where some are not evaluable, of those evaluable; each with one rate per group.
    /// </summary>
    internal ImmutableArray<ResponseRates> Rates { get; init; } = [];

    /// <summary>Difference, risk ratio and odds ratio of the first group against the second; empty for more than two groups.</summary>
    public required ImmutableArray<IntervalEstimate> Effects { get; init; }

    /// <summary>The tests, first those that take rows as independent, then those that know the patients.</summary>
    internal ImmutableArray<ResponseTest> Tests { get; init; } = [];

    /// <summary>Number of patients to whom the rows belong; null where rows are independent.</summary>
    public int? Clusters { get; init; }

    /// <summary>Rows left out, and why.</summary>
    public ImmutableArray<ExcludedRows> Excluded { get; init; } = [];

    /// <summary>The options used.</summary>
    public required ResponseComparisonOptions Options { get; init; }

    /// <summary>The test of a name.</summary>
    /// <param name="name">Name as printed, such as <c>Fisher exact</c>.</param>
    /// <exception cref="ArgumentException">There is no such test.</exception>
    internal ResponseTest this[string name] => Tests.FirstOrDefault(t => t.Name == name)
        ?? throw new ArgumentException($"There is no test '{name}'; the tests are {string.Join(", ", Tests.Select(t => t.Name))}.",
            nameof(name));

    /// <summary>The one test that is chosen without a look at the results.</summary>
    internal ResponseTest Chosen => Clusters is null ? Tests[0] : Tests.First(t => t.Independent == "patients");

    /// <summary>Why that one.</summary>
    internal string ReasonForChoice =>
        Clusters is null ? "Fisher's exact test: it holds its level however few rows there are."
        : Chosen.Name.StartsWith("Permutation", StringComparison.Ordinal)
            ? $"Permutation of patients: several {Unit} of one patient are not independent, and no large sample is needed."
            : $"{Chosen.Name} test: several {Unit} of one patient are not independent, and the groups have too few patients, or patients "
                + "in both groups, so that they cannot be permuted.";

    /// <inheritdoc/>
    public SummaryTable ToTable() => ResponseComparisonWriter.Write(this);

    /// <summary>Every number of the table in a row of its own.</summary>
    public DataFrame ToDataFrame() => TableNumbers.Of(ToTable());

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}

/// <summary>Rates of the groups with one denominator.</summary>
/// <param name="Denominator">What the denominator is, in words.</param>
/// <param name="Counts">Events and denominator of each group.</param>
/// <param name="Rates">Rate of each group with its confidence interval.</param>
internal sealed record ResponseRates(string Denominator, ImmutableArray<(int Events, int N)> Counts,
    ImmutableArray<IntervalEstimate> Rates);

/// <summary>One way to compare the rates.</summary>
/// <param name="Name">Name as printed.</param>
/// <param name="Unit">What is counted: the rows, or patients.</param>
/// <param name="Independent">What is taken as independent of each other.</param>
/// <param name="TwoSided">What makes an outcome as extreme as the one observed.</param>
/// <param name="Counts">Events and denominator of each group in the test.</param>
/// <param name="Result">The result.</param>
internal sealed record ResponseTest(string Name, string Unit, string Independent, string TwoSided,
    ImmutableArray<(int Events, int N)> Counts, HypothesisTestResult Result);
