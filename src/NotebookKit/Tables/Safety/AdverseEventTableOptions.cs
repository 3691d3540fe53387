using System.Collections.Immutable;
using NotebookKit.AdverseEvents;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Tables.Safety;

/// <summary>What an adverse-event table shows and how.</summary>
public sealed record AdverseEventTableOptions
{
    /// <summary>Caption of the table. The default value is empty: no caption.</summary>
    public string Title { get; init; } = "";

    /// <summary>Footnotes of your own, such as the abbreviations of the groups; printed last. The default value is empty.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>
    /// Scale of the grades. The default value is <see cref="GradeScale.Ctcae"/>; where no event has a CTCAE grade, the first scale that has
    /// any is taken and a note says so.
    /// </summary>
    public GradeScale Scale { get; init; } = GradeScale.Ctcae;

    /// <summary>Columns of each group. The default value is <see cref="GradeColumns.AnyAndSevere"/>.</summary>
    public GradeColumns Columns { get; init; } = GradeColumns.AnyAndSevere;

    /// <summary>Whether terms stand below their system organ class. The default value is false.</summary>
    public bool BySoc { get; init; }

    /// <summary>Order of classes and of terms. The default value is <see cref="TermOrder.Frequency"/>.</summary>
    public TermOrder Order { get; init; } = TermOrder.Frequency;

    /// <summary>
    /// Smallest proportion of units with the term, in any group, for its row to be printed. The default value is 0: every term.
    /// </summary>
    public double MinimumProportion
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MinimumProportion must be between 0 and 1, such as 0.05.");
    }

    /// <summary>Whether a column for all groups together comes first. The default value is false.</summary>
    public bool Overall { get; init; }

    /// <summary>Whether the groups are compared, row by row, in the proportion with any grade. The default value is false.</summary>
    public bool P { get; init; }

    /// <summary>
    /// Whether the difference of the proportions with any grade is shown with its interval (Newcombe), in percentage points: of two groups
    /// the first minus the second, of more each minus <see cref="Reference"/>. The default value is false.
    /// </summary>
    public bool RiskDifference { get; init; }

    /// <summary>
    /// Whether the ratio of the proportions with any grade is shown with its interval (Katz, of the logarithm). The default value is false.
    /// </summary>
    public bool RiskRatio { get; init; }

    /// <summary>
    /// Whether the ratio of the exposure-adjusted incidence rates is shown with its exact interval: patients with the event over time to
    /// their first event. Patients alone are counted so, and their time at risk must be known; see <c>Rates</c>. The default value is
    /// false.
    /// </summary>
    public bool RateRatio { get; init; }

    /// <summary>The group with which the others are compared; null for the last. The default value is null.</summary>
    public string? Reference { get; init; }

    /// <summary>Confidence level of every interval. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must be between 0 and 1, such as 0.95.");
    } = 0.95;

    /// <summary>How P values are adjusted for the number of rows compared; null for not. The default value is null.</summary>
    public PAdjustMethod? AdjustP { get; init; }

    /// <summary>How numbers are printed. The default value is <see cref="JournalStyle.Default"/>.</summary>
    public JournalStyle Style { get; init; } = JournalStyle.Default;

    /// <summary>Told the share, from 0 to 1, that is done of each test that permutes patients. The default value is null.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Stops a long test. The default value is none.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal Patience Patience => new(Progress, CancellationToken);
}

/// <summary>Columns of each group of an adverse-event table.</summary>
public enum GradeColumns
{
    /// <summary>Any grade, and severe or worse (CTCAE grade 3 or higher).</summary>
    AnyAndSevere,

    /// <summary>Any grade alone.</summary>
    Any,

    /// <summary>Any grade and each worst grade; the latter add up to the former.</summary>
    WorstGrade,

    /// <summary>
    /// Any grade, and the worst grade in groups: below severe, severe, death (CTCAE grades 1–2, 3–4, 5); the latter add up to the former.
    /// </summary>
    GradeGroups,
}

/// <summary>Order of the rows of an adverse-event table.</summary>
public enum TermOrder
{
    /// <summary>Most frequent first, by units with the event; then by name.</summary>
    Frequency,

    /// <summary>By name.</summary>
    Alphabetical,
}
