using System.Collections.Immutable;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>What one variable of a description is and how it is printed.</summary>
internal abstract record RowSpecification(string Name, string Label, GroupTest? Test)
{
    /// <summary>Heading of the group of rows to which the row belongs; null for none.</summary>
    public string? Heading { get; init; }

    /// <summary>A test of the user's own; null for none.</summary>
    public OwnTest? OwnTest { get; init; }
}

/// <summary>A variable of numbers.</summary>
internal sealed record ContinuousRow(string Column, string Label, int? Decimals, ImmutableArray<StatisticPattern> Patterns, GroupTest? Test)
    : RowSpecification(Column, Label, Test);

/// <summary>A variable of levels; all of them, or the one named.</summary>
internal sealed record CategoricalRow(string Column, string Label, ImmutableArray<string> Levels, string? Only, GroupTest? Test,
    IReadOnlyDictionary<string, string>? Labels = null)
    : RowSpecification(Column, Label, Test);

/// <summary>A question with several answers.</summary>
internal sealed record CheckAllRow(string Label, ImmutableArray<(string Column, string Label)> Options)
    : RowSpecification(Label, Label, null);
