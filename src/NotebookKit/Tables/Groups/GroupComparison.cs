using System.Collections.Immutable;

namespace NotebookKit.Tables.Groups;

/// <summary>Comparison of the groups in one variable.</summary>
internal sealed record GroupComparison
{
    /// <summary>A test and what is to be said of it, as sentences; whole clusters are patients in every table.</summary>
    internal static string Sentences(string test, string? note) =>
        (note is null ? $"{test}." : $"{test}. {note}").Replace("clusters", "patients", StringComparison.Ordinal);

    /// <summary>Name of the test.</summary>
    public required string TestName { get; init; }

    /// <summary>Symbol of the statistic, such as <c>W</c> or <c>χ²</c>; empty where the test has none.</summary>
    public string StatisticName { get; init; } = "";

    /// <summary>Test statistic; null where the test has none (Fisher) or could not be done.</summary>
    public double? Statistic { get; init; }

    /// <summary>Degrees of freedom; null where the test has none.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>Two-sided P; null where the groups cannot be compared, and then <see cref="Note"/> says why.</summary>
    public double? P { get; init; }

    /// <summary>P adjusted for the number of variables; null where not asked for.</summary>
    public double? AdjustedP { get; init; }

    /// <summary>Smallest expected count of the table; null for continuous variables.</summary>
    public double? MinExpected { get; init; }

    /// <summary>What a reader must know about the test; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// P of a test that knows which rows belong to one patient; null where rows are independent or it cannot be computed.
    /// </summary>
    public double? ClusteredP { get; init; }

    /// <summary>Name of that test, with its note; null where rows are independent.</summary>
    public string? ClusteredTestName { get; init; }

    /// <summary>Comparisons of every pair of groups; empty where not asked for.</summary>
    public ImmutableArray<PairComparison> Pairs { get; init; } = [];
}

/// <summary>Comparison of two groups in one variable.</summary>
/// <param name="First">The first group.</param>
/// <param name="Second">The second group.</param>
internal sealed record PairComparison(string First, string Second)
{
    /// <summary>Name of the test; null where not asked for.</summary>
    public string? TestName { get; init; }

    /// <summary>Two-sided P; null where not asked for or not estimable.</summary>
    public double? P { get; init; }

    /// <summary>P adjusted for the number of pairs by Holm's method; null where <see cref="P"/> is.</summary>
    public double? AdjustedP { get; init; }

    /// <summary>
    /// Standardized mean difference, first minus second; without sign for a variable of three or more levels. Null where not estimable.
    /// </summary>
    public double? Smd { get; init; }

    /// <summary>Lower confidence limit of <see cref="Smd"/>.</summary>
    public double? SmdLower { get; init; }

    /// <summary>Upper confidence limit of <see cref="Smd"/>.</summary>
    public double? SmdUpper { get; init; }

    /// <summary>Difference of means or proportions, first minus second; null where it does not exist.</summary>
    public double? Difference { get; init; }

    /// <summary>Lower confidence limit of <see cref="Difference"/>.</summary>
    public double? DifferenceLower { get; init; }

    /// <summary>Upper confidence limit of <see cref="Difference"/>.</summary>
    public double? DifferenceUpper { get; init; }
}
