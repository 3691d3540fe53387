using System.Collections.Immutable;
using NotebookKit.AdverseEvents;
using NotebookKit.Rendering;
using NotebookKit.Statistics;

namespace NotebookKit.Tables.Safety;

/// <summary>What an adverse-event table shows and how.</summary>
public sealed record AdverseEventTableOptions
{
    /// <summary>Caption of the table. The default value is empty: no caption.</summary>
    public string Title { get; init; } = "";

    /// <summary>Footnotes of your own, such as the abbreviations of the groups; printed last. The default value is empty.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Scale of the grades. The default value is <see cref="GradeScale.Ctcae"/>.</summary>
    public GradeScale Scale { get; init; } = GradeScale.Ctcae;

    /// <summary>Columns of each group. The default value is <see cref="GradeColumns.AnyAndSevere"/>.</summary>
    public GradeColumns Columns { get; init; } = GradeColumns.AnyAndSevere;

    /// <summary>Whether terms stand below their system organ class. The default value is false.</summary>
    public bool BySoc { get; init; }

    /// <summary>Order of classes and of terms. The default value is <see cref="TermOrder.Frequency"/>.</summary>
    public TermOrder Order { get; init; } = TermOrder.Frequency;

    /// <summary>Smallest proportion of units with the term, in any group, for its row to be printed. The default value is 0: every term.</summary>
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

    /// <summary>How P values are adjusted for the number of rows compared; null for not. The default value is null.</summary>
    public PAdjustMethod? AdjustP { get; init; }

    /// <summary>How numbers are printed. The default value is <see cref="JournalStyle.Default"/>.</summary>
    public JournalStyle Style { get; init; } = JournalStyle.Default;
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
}

/// <summary>Order of the rows of an adverse-event table.</summary>
public enum TermOrder
{
    /// <summary>Most frequent first, by units with the event; then by name.</summary>
    Frequency,

    /// <summary>By name.</summary>
    Alphabetical,
}
