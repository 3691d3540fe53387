using System.Collections.Immutable;

namespace NotebookKit.AnalysisSets;

/// <summary>What the tables and figures of a set say around its numbers.</summary>
internal sealed record SetWords
{
    public static SetWords None { get; } = new();

    /// <summary>Label of each column that has one.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Abbreviations in alphabetical order and what they stand for.</summary>
    public ImmutableSortedDictionary<string, string> Abbreviations { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<string> Footnotes { get; init; } = [];

    /// <summary>Footnotes, then the abbreviations in one line; added to those a result has of its own.</summary>
    public ImmutableArray<string> Notes(ImmutableArray<string> own)
    {
        ImmutableArray<string> notes = [.. own.IsDefault ? [] : own, .. Footnotes];
        return Abbreviations.IsEmpty ? notes : notes.Add(string.Join("; ", Abbreviations.Select(a => $"{a.Key}, {a.Value}")) + ".");
    }
}
