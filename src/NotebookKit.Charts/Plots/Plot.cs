using System.Collections.Immutable;

namespace NotebookKit.Charts.Plots;

/// <summary>One pair of axes with everything drawn in and around it, in data coordinates; knows neither SVG nor Plotly.</summary>
/// <remarks>The SVG and the Plotly figure are both drawn from this model and the one <see cref="PlotLayout"/>, so they agree.</remarks>
internal sealed record Plot
{
    public string Title { get; init; } = "";

    public required PlotAxis X { get; init; }

    public required PlotAxis Y { get; init; }

    /// <summary>In the order of the legend; later series are drawn over earlier ones.</summary>
    public required ImmutableArray<PlotSeries> Series { get; init; }

    /// <summary>Thin lines behind the series, such as thresholds or dropped medians.</summary>
    public ImmutableArray<PlotGuide> Guides { get; init; } = [];

    /// <summary>Lines of text set in a free corner of the plot, or above it where no corner is free.</summary>
    public ImmutableArray<string> Inset { get; init; } = [];

    /// <summary>Counts below the ticks of the x axis; null for none.</summary>
    public PlotCounts? Counts { get; init; }

    /// <summary>Caption below the plot; wrapped.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Whether the legend runs in rows; else each entry has a line of its own.</summary>
    public bool LegendInRows { get; init; }

    /// <summary>Height of the area between the axes in units of its width.</summary>
    public double AspectRatio { get; init; } = 0.62;

    /// <summary>Height of the area between the axes in font sizes; null to use <see cref="AspectRatio"/>.</summary>
    public double? AreaHeightEm { get; init; }
}

/// <summary>A linear axis.</summary>
/// <param name="Title">Text of the axis.</param>
/// <param name="Min">Value at the left or the bottom.</param>
/// <param name="Max">Value at the right or the top.</param>
/// <param name="Ticks">Ticks from low to high.</param>
internal sealed record PlotAxis(string Title, double Min, double Max, ImmutableArray<PlotTick> Ticks)
{
    /// <summary>Whether tick labels are turned by a quarter to save width (x axis only).</summary>
    public bool TurnLabels { get; init; }

    /// <summary>Whether the axis has a line with tick marks; else only labels.</summary>
    public bool ShowLine { get; init; } = true;

    public double Fraction(double value) => (value - Min) / (Max - Min);
}

/// <summary>A tick and its label.</summary>
internal sealed record PlotTick(double At, string Label);

/// <summary>What the legend shows for a series.</summary>
internal enum LegendKey
{
    None,
    Line,
    Box,
    Dot,
}

/// <summary>Marks that share a name, a colour and a line style.</summary>
internal sealed record PlotSeries(string Name, PlotColor Color, ImmutableArray<PlotMark> Marks)
{
    /// <summary>Line style; never the only difference from colour, and never without it.</summary>
    public PlotDash Dash { get; init; } = PlotDash.Solid;

    public LegendKey Key { get; init; } = LegendKey.Line;

    /// <summary>Text of the legend; the name where null.</summary>
    public string? LegendText { get; init; }
}

/// <summary>A point in data coordinates.</summary>
internal readonly record struct PlotPoint(double X, double Y);

internal abstract record PlotMark;

/// <summary>A right-continuous step function: horizontal from each point, then vertical at the next.</summary>
internal sealed record StepMark(ImmutableArray<PlotPoint> Points) : PlotMark
{
    /// <summary>Shown on hovering, one per point; empty for none.</summary>
    public ImmutableArray<string> Hover { get; init; } = [];
}

/// <summary>A translucent closed polygon.</summary>
internal sealed record AreaMark(ImmutableArray<PlotPoint> Outline) : PlotMark;

/// <summary>Shape of a point.</summary>
internal enum PointShape
{
    /// <summary>A short vertical stroke, the sign of censoring.</summary>
    Tick,
    Circle,
    Star,
}

/// <summary>Points of one shape.</summary>
internal sealed record PointMark(ImmutableArray<PlotPoint> Points, PointShape Shape) : PlotMark
{
    public ImmutableArray<string> Hover { get; init; } = [];
}

/// <summary>Rectangles, each with its hover text.</summary>
internal sealed record BarMark(ImmutableArray<PlotBar> Bars) : PlotMark
{
    /// <summary>Whether bars lie; else they stand.</summary>
    public bool Horizontal { get; init; }
}

/// <summary>A rectangle between two values, centred on a position of the other axis.</summary>
internal sealed record PlotBar(double Position, double Thickness, double From, double To, string Hover);

/// <summary>Texts at points.</summary>
internal sealed record LabelMark(ImmutableArray<PlotLabel> Labels) : PlotMark;

/// <summary>A text beside a point; <paramref name="Right"/> puts it to the right, else it stands above.</summary>
internal sealed record PlotLabel(PlotPoint At, string Text, bool Right);

/// <summary>A thin straight line in data coordinates.</summary>
internal sealed record PlotGuide(PlotPoint From, PlotPoint To, PlotColor Color, PlotDash Dash);

/// <summary>Counts aligned with the ticks of the x axis, one row per series, in the order of the legend.</summary>
/// <param name="Title">Heading that says what is counted.</param>
/// <param name="Rows">One row per series, in the order of <see cref="Plot.Series"/>.</param>
internal sealed record PlotCounts(string Title, ImmutableArray<PlotCountRow> Rows);

/// <summary>A row of counts, one per tick of the x axis.</summary>
internal sealed record PlotCountRow(string Label, ImmutableArray<string> Cells);
