using System.Collections.Immutable;
using NotebookKit.Rendering;
using NotebookKit.Statistics.Permutation;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Responses;

/// <summary>What a response table shows and how.</summary>
public sealed record ResponseTableOptions
{
    /// <summary>Caption of the table. The default value is empty: no caption.</summary>
    public string Title { get; init; } = "";

    /// <summary>Footnotes of your own, such as the abbreviations of the groups; printed last. The default value is empty.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Order of the groups; a group not named here is an error. The default value is empty: sorted.</summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];

    /// <summary>Whether a column for all groups together comes first. The default value is false.</summary>
    public bool Overall { get; init; }

    /// <summary>
    /// Whether those not evaluable are left out of the denominators. The default value is false: they count as having no response.
    /// </summary>
    public bool EvaluableOnly { get; init; }

    /// <summary>Whether the groups are compared. The default value is false.</summary>
    public bool P { get; init; }

    /// <summary>
    /// Test of the rates between groups; null for chi-square, or Fisher where an expected count is below 5. The default value is Fisher.
    /// </summary>
    public GroupTest? Test { get; init; } = GroupTest.Fisher;

    /// <summary>Confidence interval of the rates. The default value is Clopper-Pearson, exact.</summary>
    public ProportionMethod Interval { get; init; } = ProportionMethod.ClopperPearson;

    /// <summary>Confidence level, between 0 and 1. The default value is 0.95.</summary>
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
