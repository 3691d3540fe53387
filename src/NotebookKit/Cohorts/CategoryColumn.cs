using System.Collections.Immutable;

namespace NotebookKit.Cohorts;

/// <summary>A column as codes into a list of levels.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Levels">Distinct values in order; only values that occur.</param>
/// <param name="Codes">Index into <paramref name="Levels"/> for each row; −1 where the value is missing.</param>
internal sealed record CategoryColumn(string Name, ImmutableArray<string> Levels, ImmutableArray<int> Codes);
