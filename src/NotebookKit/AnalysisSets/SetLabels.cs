using System.Collections.Immutable;
using NotebookKit.Rendering;

namespace NotebookKit.AnalysisSets;

/// <summary>What the tables and figures of a set say around its numbers.</summary>
internal sealed record SetLabels
{
    public static SetLabels None { get; } = new();

    /// <summary>Label of each column that has one.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(
        StringComparer.Ordinal);

    /// <summary>Abbreviations in alphabetical order and what they stand for.</summary>
    public ImmutableSortedDictionary<string, string> Abbreviations { get; init; } = ImmutableSortedDictionary.Create<string, string>(
        StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<string> Footnotes { get; init; } = [];

    /// <summary>
    /// All groups of the set in order as it was declared, also those that a choice of rows has left out: a figure colours by them.
    /// </summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>A column inside a sentence or title: its label, or its name with blanks.</summary>
    public string Name(string column) => Labels.GetValueOrDefault(column, Wording.Words(column));

    /// <summary>A column as the head of a row, column or axis: its label, or its name with a capital and its unit.</summary>
    public string Title(string column) => Labels.GetValueOrDefault(column, Wording.Title(column));

    /// <summary>
    /// Place of a group among all of the set, by which it is coloured; <paramref name="otherwise"/> where the set does not know it.
    /// </summary>
    public int PlaceOf(string group, int otherwise) => Groups.IndexOf(group) is >= 0 and var place ? place : otherwise;

    /// <summary>Footnotes, then the abbreviations in one line; added to those a result has of its own.</summary>
    public ImmutableArray<string> Notes(ImmutableArray<string> own)
    {
        ImmutableArray<string> notes = [.. own.IsDefault ? [] : own, .. Footnotes];
        return Abbreviations.IsEmpty ? notes : notes.Add(string.Join("; ", Abbreviations.Select(a => $"{a.Key}, {a.Value}")) + ".");
    }
}
