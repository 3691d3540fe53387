using System.Collections.Immutable;

namespace NotebookKit.Charts.Plots;

/// <summary>A point in data coordinates.</summary>
internal readonly record struct PlotPoint(double X, double Y);

internal abstract record PlotMark;

/// <summary>A right-continuous step function: horizontal from each point, then vertical at the next.</summary>
internal sealed record StepMark(ImmutableArray<PlotPoint> Points) : PlotMark
{
    /// <summary>Shown on hovering, one per point; empty for none.</summary>
    public ImmutableArray<string> Hover { get; init; } = [];
}

/// <summary>A line through points.</summary>
internal sealed record LineMark(ImmutableArray<PlotPoint> Points) : PlotMark
{
    public ImmutableArray<string> Hover { get; init; } = [];

    /// <summary>Pattern of this line; that of the series where null.</summary>
    public PlotDash? Dash { get; init; }

    /// <summary>Width in strokes of the style.</summary>
    public double Width { get; init; } = 1;
}

/// <summary>Straight strokes that do not touch, such as confidence intervals.</summary>
internal sealed record SegmentMark(ImmutableArray<(PlotPoint From, PlotPoint To)> Segments) : PlotMark
{
    public PlotDash? Dash { get; init; }

    public double Width { get; init; } = 0.8;

    /// <summary>Colour of the strokes; that of the series where null.</summary>
    public PlotColor? Color { get; init; }
}

/// <summary>A closed polygon, translucent unless its opacity is 1.</summary>
internal sealed record AreaMark(ImmutableArray<PlotPoint> Outline) : PlotMark
{
    public double Opacity { get; init; } = 0.14;
}

/// <summary>Shape of a point.</summary>
internal enum PointShape
{
    /// <summary>A short vertical stroke, the sign of censoring.</summary>
    Tick,
    Circle,
    Star,
    Square,
    Diamond,
    TriangleUp,
    TriangleDown,
    TriangleLeft,
    TriangleRight,
    Cross,
}

/// <summary>Points of one shape.</summary>
internal sealed record PointMark(ImmutableArray<PlotPoint> Points, PointShape Shape) : PlotMark
{
    public ImmutableArray<string> Hover { get; init; } = [];

    /// <summary>Diameter in font sizes.</summary>
    public double Size { get; init; } = 0.54;

    /// <summary>Diameters in font sizes, one per point; empty where all have <see cref="Size"/>.</summary>
    public ImmutableArray<double> Sizes { get; init; } = [];

    /// <summary>Whether only the outline is drawn, in the colour of the series, on the colour of the page.</summary>
    public bool Hollow { get; init; }

    /// <summary>Whether a rim in the colour of the page sets the points off from what lies under them.</summary>
    public bool Rim { get; init; }

    public double Opacity { get; init; } = 1;

    public double SizeOf(int index) => Sizes.IsEmpty ? Size : Sizes[index];
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
internal sealed record LabelMark(ImmutableArray<PlotLabel> Labels) : PlotMark
{
    public bool Bold { get; init; }

    /// <summary>Ink of the labels; that of texts where null.</summary>
    public PlotColor? Color { get; init; }
}

/// <summary>Where a label stands from its point.</summary>
internal enum LabelSide
{
    Right,
    Left,
    Above,
    Below,
    Centre,
}

/// <summary>A text beside a point.</summary>
internal sealed record PlotLabel(PlotPoint At, string Text, LabelSide Side);
