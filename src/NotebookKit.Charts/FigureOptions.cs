using System.Collections.Immutable;
using NotebookKit.AnalysisSets;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts;

/// <summary>Title, colours, notes and size that every figure takes.</summary>
public record FigureOptions
{
    /// <summary>Title above the figure. The default value is empty: journals set it in the legend.</summary>
    public string Title { get; init; } = "";

    /// <summary>
    /// All groups of the paper, in order: each keeps its colour in every figure of the set. The default value is empty: colours go by the
    /// order in this figure.
    /// </summary>
    public ImmutableArray<string> AllGroups { get; init; } = [];

    /// <summary>Notes printed below the figure after its own. The default value is empty.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Width in CSS pixels, 96 to the inch. The default value is 640.</summary>
    public double Width { get; init; } = 640;

    /// <summary>Font size in CSS pixels. The default value is 12.</summary>
    public double FontSize { get; init; } = 12;

    internal FigureStyle Style => new(Width, FontSize);

    internal int Place(string group, int index) => AllGroups.IndexOf(group) is var place and >= 0 ? place : index;

    internal IEnumerable<string> CleanNotes => Notes.Select(FigureText.Clean);
}

/// <summary>What an analysis set says in every figure of its results.</summary>
internal static class SetInFigures
{
    /// <summary>
    /// The options with the groups of the set, by which colours go, unless they name groups; and with its footnotes and abbreviations.
    /// </summary>
    public static T In<T>(this SetLabels words, T options) where T : FigureOptions => options with
    {
        AllGroups = options.AllGroups.IsDefaultOrEmpty ? words.Groups : options.AllGroups, Notes = words.Notes(options.Notes),
    };
}

/// <summary>The page that a figure is read on.</summary>
public enum FigureTheme
{
    /// <summary>White paper.</summary>
    Light,

    /// <summary>A dark screen.</summary>
    Dark,

    /// <summary>Light, and dark where the page that shows the figure says that it is dark.</summary>
    Automatic,
}
