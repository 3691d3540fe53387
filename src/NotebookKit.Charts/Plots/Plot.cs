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

    /// <summary>Thin lines behind the series that belong to no group, such as thresholds.</summary>
    public ImmutableArray<PlotGuide> Guides { get; init; } = [];

    /// <summary>Lines of text set in a free corner of the plot, or above it where no corner is free.</summary>
    public ImmutableArray<string> Inset { get; init; } = [];

    /// <summary>Blocks of counts below the ticks of the x axis.</summary>
    public ImmutableArray<PlotCounts> Counts { get; init; } = [];

    /// <summary>Columns of text beside the axes, whose cells stand at <see cref="RowPositions"/>.</summary>
    public ImmutableArray<PlotColumn> Columns { get; init; } = [];

    /// <summary>Positions on the y axis of the cells of <see cref="Columns"/>.</summary>
    public ImmutableArray<double> RowPositions { get; init; } = [];

    /// <summary>Caption below the plot; wrapped.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The largest part of the width that labels of the y axis may take; longer ones are wrapped or shortened.</summary>
    public double LabelShare { get; init; } = 0.36;

    /// <summary>Whether the legend runs in rows; else each entry has a line of its own.</summary>
    public bool LegendInRows { get; init; }

    /// <summary>Height of the area between the axes in units of its width.</summary>
    public double AspectRatio { get; init; } = 0.62;

    /// <summary>Height of the area between the axes in font sizes; null to use <see cref="AspectRatio"/>.</summary>
    public double? AreaHeightEm { get; init; }
}

/// <summary>A linear or logarithmic axis.</summary>
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

    /// <summary>Whether equal ratios are equally long; all values must be positive.</summary>
    public bool Log { get; init; }

    public double Fraction(double value) => Log
        ? (Math.Log(value) - Math.Log(Min)) / (Math.Log(Max) - Math.Log(Min))
        : (value - Min) / (Max - Min);
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

    /// <summary>The series' own first point.</summary>
    Marker,
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

/// <summary>A thin straight line in data coordinates.</summary>
internal sealed record PlotGuide(PlotPoint From, PlotPoint To, PlotColor Color, PlotDash Dash);

/// <summary>Counts aligned with the ticks of the x axis, one row per series, in the order of the legend.</summary>
/// <param name="Title">Heading that says what is counted.</param>
/// <param name="Rows">One row per series, in the order of <see cref="Plot.Series"/>.</param>
internal sealed record PlotCounts(string Title, ImmutableArray<PlotCountRow> Rows);

/// <summary>A row of counts, one per tick of the x axis.</summary>
internal sealed record PlotCountRow(string Label, ImmutableArray<string> Cells)
{
    /// <summary>Place of the series that the row belongs to; null where rows and series have one order.</summary>
    public int? Series { get; init; }

    /// <summary>Whether the line of the series stands before the label.</summary>
    public bool HasKey { get; init; } = true;
}

/// <summary>A column of text beside the axes, as in a forest plot.</summary>
/// <param name="Title">Heading; a line feed breaks it.</param>
/// <param name="Cells">One cell per row.</param>
/// <param name="Anchor">How cells and heading are aligned.</param>
internal sealed record PlotColumn(string Title, ImmutableArray<PlotCell> Cells, TextAnchor Anchor)
{
    /// <summary>Whether the column stands to the right of the axes; else to the left.</summary>
    public bool Right { get; init; }

    /// <summary>The largest part of the width of the figure that the column may take; longer cells are wrapped or shortened.</summary>
    public double MostWidth { get; init; } = 0.36;

    /// <summary>Most lines of a cell; rows must be tall enough for them.</summary>
    public int MostLines { get; init; } = 2;
}

/// <summary>A cell of a column.</summary>
internal readonly record struct PlotCell(string Text, bool Bold = false, int Indent = 0);
