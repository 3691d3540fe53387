using System.Collections.Immutable;

namespace NotebookKit.Charts.Plots;

/// <summary>A rectangle in pixels; y grows downward.</summary>
internal readonly record struct PlotBox(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;

    public bool Touches(PlotBox other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}

internal enum TextAnchor
{
    Start,
    Middle,
    End,
}

/// <summary>A text at a pixel; <paramref name="Y"/> is the middle of its line.</summary>
internal sealed record PlacedText(string Text, double X, double Y, TextAnchor Anchor, double Size)
{
    public bool Bold { get; init; }

    public PlotColor Color { get; init; } = Palette.Ink;

    /// <summary>Whether the text reads upward.</summary>
    public bool Turned { get; init; }

    /// <summary>What the text is, as the class of its element.</summary>
    public string Name { get; init; } = "";
}

/// <summary>
/// The line, box or dot of a series with the lines of text beside it; <paramref name="Y"/> is the middle of the first line.
/// </summary>
internal sealed record PlacedKey(PlotSeries Series, double X, double Y, ImmutableArray<string> Lines);

/// <summary>A row of counts: its key, its label and its cells below the ticks.</summary>
internal sealed record PlacedCounts(PlotSeries Series, string Label, double KeyX, double LabelX, double Y, PlotCountRow Row)
{
    public ImmutableArray<string> Cells => Row.Cells;
}
