using System.Collections.Immutable;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts;

/// <summary>Sets several figures into one, as the panels A, B, C of a journal figure.</summary>
public static class FigurePanel
{
    /// <summary>Sets figures beside each other; their axes stand at one height.</summary>
    /// <param name="figures">At least one figure, left to right; each keeps its width.</param>
    /// <returns>One figure with lettered panels whose text joins those of the figures.</returns>
    public static Figure SideBySide(params Figure[] figures) => Join([.. figures], stacked: false);

    /// <summary>Sets figures below each other; their axes stand at one left margin, so equal times stand below each other where the axes are equal.</summary>
    /// <param name="figures">At least one figure, top to bottom.</param>
    /// <returns>One figure with lettered panels whose text joins those of the figures.</returns>
    public static Figure Stacked(params Figure[] figures) => Join([.. figures], stacked: true);

    private static Figure Join(ImmutableArray<Figure> figures, bool stacked)
    {
        if (figures.IsEmpty) throw new ArgumentException("A panel needs at least one figure.", nameof(figures));
        ImmutableArray<FigurePart> parts = [.. figures.SelectMany(f => f.Parts)];
        if (parts.Length > 1) parts = [.. parts.Select((p, i) => p with { Recipe = style => Lettered(p.Recipe(style), i) })];
        string text = string.Join(" ", figures.Select((f, i) => figures.Length > 1 ? $"Panel {Letter(i)}: {f.Text}" : f.Text));
        return new Figure(parts, stacked ? 1 : parts.Length, text) { MayStack = true };
    }

    private static Plot Lettered(Plot plot, int index) => plot with { Title = $"{Letter(index)}\u2002{plot.Title}".TrimEnd() };

    private static string Letter(int index) => index < 26 ? ((char)('A' + index)).ToString() : $"A{Letter(index - 26)}";
}
