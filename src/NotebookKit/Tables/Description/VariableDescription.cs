using System.Collections.Immutable;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>One variable described by group.</summary>
internal abstract record VariableDescription
{
    private protected VariableDescription()
    {
    }

    /// <summary>Name of the column, or the label of a check-all question.</summary>
    public required string Name { get; init; }

    /// <summary>Label in print.</summary>
    public required string Label { get; init; }

    /// <summary>Heading of the group of rows to which the variable belongs; null for none.</summary>
    public string? Heading { get; init; }

    /// <summary>Comparison of the groups; null where none was asked for.</summary>
    public GroupComparison? Comparison { get; init; }
}

/// <summary>A continuous variable described by group.</summary>
internal sealed record ContinuousDescription : VariableDescription
{
    /// <summary>Statistics of each group, in the order of the groups.</summary>
    public required ImmutableArray<ContinuousSummary> Groups { get; init; }

    /// <summary>Statistics of all groups together.</summary>
    public required ContinuousSummary Overall { get; init; }

    internal ImmutableArray<StatisticPattern> Patterns { get; init; } = [];

    internal bool PrintsMean => Patterns.Any(p => p.FieldNames.Contains("mean"));

    internal FieldDecimals Decimals { get; init; } = new(0, false);
}

/// <summary>A categorical variable, or a check-all question, described by group.</summary>
internal sealed record CategoricalDescription : VariableDescription
{
    /// <summary>Levels, or the options of a check-all question, in order of print.</summary>
    public required ImmutableArray<string> Levels { get; init; }

    /// <summary>Levels in print; empty for a check-all question, whose levels are labels.</summary>
    public ImmutableArray<string> LevelLabels { get; init; } = [];

    /// <summary>Counts of each group, in the order of the groups.</summary>
    public required ImmutableArray<LevelCounts> Groups { get; init; }

    /// <summary>Counts of all groups together.</summary>
    public required LevelCounts Overall { get; init; }

    /// <summary>Whether a row can have several of the levels.</summary>
    public bool IsCheckAll { get; init; }

    /// <summary>
    /// Comparison of the groups in each option of a check-all question; empty for other variables or where none was asked for.
    /// </summary>
    public ImmutableArray<GroupComparison> LevelComparisons { get; init; } = [];

    /// <summary>The one level that is printed; null for all.</summary>
    public string? Only { get; init; }
}
