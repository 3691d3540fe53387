namespace NotebookKit.Charts.Plots;

/// <summary>Where the inset text of a plot stands.</summary>
internal enum InsetCorner
{
    TopRight,
    BottomLeft,

    /// <summary>Above the area between the axes, where no corner is free.</summary>
    Above,
}

/// <summary>Finds a corner of the plot that no curve enters.</summary>
internal static class FreeCorner
{
    public static InsetCorner Of(PlotMeasure measure)
    {
        if (measure.Plot.Inset.IsEmpty) return InsetCorner.TopRight;
        foreach (InsetCorner corner in (InsetCorner[])[InsetCorner.TopRight, InsetCorner.BottomLeft])
            if (IsFree(measure, Box(measure, corner))) return corner;
        return InsetCorner.Above;
    }

    /// <summary>The box of the inset relative to the top left corner of the area between the axes.</summary>
    public static PlotBox Box(PlotMeasure measure, InsetCorner corner)
    {
        double size = measure.Style.FontSize, gap = 0.5 * size;
        double width = measure.Plot.Inset.Max(l => TextMetrics.Width(l, size)) + 2 * gap;
        double height = measure.Plot.Inset.Length * measure.Style.LineHeight + gap;
        return corner == InsetCorner.TopRight
            ? new PlotBox(measure.AreaWidth - width, 0, measure.AreaWidth, height)
            : new PlotBox(0, measure.AreaHeight - height, width, measure.AreaHeight);
    }

    private static bool IsFree(PlotMeasure measure, PlotBox box)
    {
        if (box.Left < 0 || box.Top < 0) return false;
        return measure.Plot.Series.SelectMany(s => s.Marks).SelectMany(Strokes)
            .Concat(measure.Plot.Guides.Select(g => (g.From, g.To)))
            .All(stroke => !Bounds(measure, stroke.From, stroke.To).Touches(box));
    }

    // Steps and bands have only horizontal and vertical strokes, so their bounds are exact; those of sloping lines are generous.
    private static IEnumerable<(PlotPoint From, PlotPoint To)> Strokes(PlotMark mark) => mark switch
    {
        LineMark line => line.Points.Zip(line.Points.Skip(1)),
        SegmentMark segments => segments.Segments,
        StepMark step => step.Points.Zip(step.Points.Skip(1)).SelectMany(pair => ((PlotPoint, PlotPoint)[])
            [(pair.First, new(pair.Second.X, pair.First.Y)), (new(pair.Second.X, pair.First.Y), pair.Second)]),
        AreaMark area => area.Outline.Zip(area.Outline.Skip(1)),
        LabelMark labels => labels.Labels.Select(l => (l.At, l.At)),
        PointMark points => points.Points.Select(p => (p, p)),
        BarMark bars => bars.Bars.Select(b => bars.Horizontal
            ? (new PlotPoint(b.From, b.Position - b.Thickness / 2), new PlotPoint(b.To, b.Position + b.Thickness / 2))
            : (new PlotPoint(b.Position - b.Thickness / 2, b.From), new PlotPoint(b.Position + b.Thickness / 2, b.To))),
        _ => [],
    };

    private static PlotBox Bounds(PlotMeasure measure, PlotPoint a, PlotPoint b)
    {
        double x1 = measure.Plot.X.Fraction(a.X) * measure.AreaWidth, x2 = measure.Plot.X.Fraction(b.X) * measure.AreaWidth;
        double y1 = (1 - measure.Plot.Y.Fraction(a.Y)) * measure.AreaHeight, y2 = (1 - measure.Plot.Y.Fraction(b.Y)) * measure.AreaHeight;
        double clear = measure.Style.FontSize / 2;
        return new PlotBox(Math.Min(x1, x2) - clear, Math.Min(y1, y2) - clear, Math.Max(x1, x2) + clear, Math.Max(y1, y2) + clear);
    }
}
