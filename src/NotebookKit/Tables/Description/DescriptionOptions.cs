using System.Collections.Immutable;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Tables.Description;

/// <summary>What a cohort description shows and how.</summary>
public sealed record DescriptionOptions
{
    /// <summary>Caption of the table. The default value is empty: no caption.</summary>
    public string Title { get; init; } = "";

    /// <summary>Footnotes of your own, such as the abbreviations of the groups; printed last. The default value is empty.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Order of the groups, left to right; a group not named here is an error. The default value is empty: sorted.</summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];

    /// <summary>Whether a column for all groups together comes first. The default value is false.</summary>
    public bool Overall { get; init; }

    /// <summary>Column by whose values the whole table is repeated side by side. The default value is null: no strata.</summary>
    public string? Strata { get; init; }

    /// <summary>
    /// Column of the weights of the rows, 0 or more, such as those of inverse probability of treatment: counts, percentages, means,
    /// standard deviations and quantiles are weighted, the header gives both totals. Compare weighted groups by <see cref="Smd"/>; a P of
    /// them would need the design of the weights and is refused. The default value is null: rows count once.
    /// </summary>
    /// <remarks>Equal to <c>svymean</c>, <c>svyvar</c> and <c>svyquantile(qrule = "hf2")</c> of R's survey.</remarks>
    public string? Weights { get; init; }

    /// <summary>What a percentage is a percentage of. The default value is <see cref="PercentOf.Column"/>.</summary>
    public PercentOf Percent { get; init; } = PercentOf.Column;

    /// <summary>
    /// Whether rows without a value count in denominators. The default value is <see cref="DenominatorRule.NonMissing"/>.
    /// </summary>
    public DenominatorRule Denominator { get; init; } = DenominatorRule.NonMissing;

    /// <summary>
    /// Denominator of every group, where the frame does not hold every unit: the 43 procedures, say, of which only those with an
    /// event have a row. Those without a row count as not having any of the values. The default value is empty: the rows of the frame.
    /// </summary>
    public ImmutableArray<(string Group, int N)> FixedDenominators { get; init; } = [];

    /// <summary>
    /// Whether counts print as n/N (%); null for wherever a reader cannot take N from the header: with several units, row or
    /// cell percentages, or missing values. The default value is null.
    /// </summary>
    public bool? ShowDenominators { get; init; }

    /// <summary>When the number of rows without a value is shown. The default value is <see cref="MissingRows.IfAny"/>.</summary>
    public MissingRows Missing { get; init; } = MissingRows.IfAny;

    /// <summary>Label of the row of missing values. The default value is "Unknown".</summary>
    public string MissingLabel { get; init; } = "Unknown";

    /// <summary>Definition of quartiles. The default value is <see cref="QuantileType.Type2"/>, as in gtsummary and SAS.</summary>
    public QuantileType Quartiles { get; init; } = QuantileType.Type2;

    /// <summary>Whether groups are compared by a test. The default value is false.</summary>
    public bool P { get; init; }

    /// <summary>How P values are adjusted for the number of variables compared; null for not. The default value is null.</summary>
    public PAdjustMethod? AdjustP { get; init; }

    /// <summary>Whether, with three or more groups, every pair is compared too. The default value is false.</summary>
    public bool Pairwise { get; init; }

    /// <summary>Whether standardized mean differences with their confidence interval are shown. The default value is false.</summary>
    public bool Smd { get; init; }

    /// <summary>Whether, with two groups, the difference with its confidence interval is shown. The default value is false.</summary>
    public bool Difference { get; init; }

    /// <summary>Confidence level of every interval, between 0 and 1. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must be between 0 and 1, such as 0.95.");
    } = 0.95;

    /// <summary>How numbers are printed. The default value is <see cref="JournalStyle.Default"/>.</summary>
    public JournalStyle Style { get; init; } = JournalStyle.Default;

    /// <summary>Told the share, from 0 to 1, that is done of each test that permutes patients. The default value is null.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Stops a long test. The default value is none.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal Patience Patience => new(Progress, CancellationToken);
}

/// <summary>What a percentage is a percentage of.</summary>
public enum PercentOf
{
    /// <summary>The rows of the group: percentages of a column add up to 100%.</summary>
    Column,

    /// <summary>All rows of the level: percentages of a row add up to 100%.</summary>
    Row,

    /// <summary>All rows of the table.</summary>
    Cell,
}

/// <summary>Which rows a denominator counts.</summary>
public enum DenominatorRule
{
    /// <summary>Rows with a value.</summary>
    NonMissing,

    /// <summary>All rows; missing values are shown as a level of their own.</summary>
    AllRows,
}

/// <summary>When the number of missing values is shown.</summary>
public enum MissingRows
{
    /// <summary>Where a value is missing in any group.</summary>
    IfAny,

    /// <summary>For every variable.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
