using System.Collections.Immutable;

namespace NotebookKit.Charts.Plots;

/// <summary>How much room a plot needs around its axes. Plots side by side share the heights, stacked plots the left margin.</summary>
internal sealed record PlotMeasure
{
    private const int MostLegendLines = 3, MostLabelLines = 2;

    // Line and gaps of an entry of plotly.js, in pixels of a screen.
    private const double PlotlyKeyWidth = 40, LegendGap = 5;

    public required Plot Plot { get; init; }

    public required FigureStyle Style { get; init; }

    public required double Left { get; init; }

    public required double Right { get; init; }

    public required double AreaHeight { get; init; }

    /// <summary>Lines of each tick label.</summary>
    public required ImmutableArray<ImmutableArray<string>> XLabels { get; init; }

    public required ImmutableArray<ImmutableArray<string>> YLabels { get; init; }

    public required ImmutableArray<string> XTitle { get; init; }

    public required ImmutableArray<string> YTitle { get; init; }

    /// <summary>Labels of the rows of each block of counts.</summary>
    public required ImmutableArray<ImmutableArray<string>> CountLabels { get; init; }

    public required ImmutableArray<ColumnMeasure> Columns { get; init; }

    public required ImmutableArray<string> TitleLines { get; init; }

    /// <summary>Keys of the legend relative to its top left corner.</summary>
    public required ImmutableArray<PlacedKey> Legend { get; init; }

    public required double LegendHeight { get; init; }

    /// <summary>Whether the legend starts at the rim of the figure instead of the y axis, because it would not fit else.</summary>
    public required bool LegendAtRim { get; init; }

    public required ImmutableArray<string> NoteLines { get; init; }

    public InsetCorner Inset { get; init; }

    public double AreaWidth => Style.Width - Left - Right;

    public double ColumnGap => Style.FontSize;

    /// <summary>Width of the tick labels of the y axis with the tick marks.</summary>
    public double YLabelWidth => LabelsOf(YLabels, Plot.Y, Style);

    public double XLabelHeight => Style.TickLength + 0.2 * Style.FontSize + (Plot.X.TurnLabels
        ? Widest(XLabels.SelectMany(l => l), Style.FontSize)
        : XLabels.IsEmpty ? 0 : Style.LineHeight + (XLabels.Max(l => l.Length) - 1) * Style.LabelLeading);

    /// <summary>The inset where no corner is free for it: on as many lines as it needs, never cut.</summary>
    public ImmutableArray<string> InsetAbove =>
        [.. Plot.Inset.SelectMany(t => TextMetrics.Wrap(t.Replace(" = ", "\u00a0=\u00a0", StringComparison.Ordinal), Style.FontSize,
            Style.Width - Style.Pad - Left)).Select(t => t.Replace('\u00a0', ' '))];

    public double InsetHeight => Inset == InsetCorner.Above ? InsetAbove.Length * Style.LineHeight : 0;

    public double HeadingHeight => Columns.IsEmpty ? 0 : Columns.Max(c => c.Heading.Length) * Style.LabelLeading;

    public double Header => Style.Pad + TitleLines.Length * 1.4 * Style.TitleSize + LegendHeight + InsetHeight + HeadingHeight
        + 0.8 * Style.FontSize;

    public double XTitleHeight => XTitle.Length * Style.LineHeight;

    public double Footer => XLabelHeight + XTitleHeight + CountsHeight + NotesHeight + Style.Pad;

    public double CountsHeight => Plot.Counts.Sum(BlockHeight);

    public double NotesHeight => NoteLines.Length > 0 ? 0.5 * Style.FontSize + NoteLines.Length * 1.35 * Style.SmallSize : 0;

    public double BlockHeight(PlotCounts counts) => (1.6 + counts.Rows.Length) * Style.LineHeight;

    public static PlotMeasure Of(Plot plot, FigureStyle style, double leastLeft = 0)
    {
        double size = style.FontSize, full = style.Width - 2 * style.Pad;
        ImmutableArray<ImmutableArray<string>> yLabels =
            [.. plot.Y.Ticks.Select(t => TextMetrics.Wrap(t.Label, size, plot.LabelShare * style.Width, MostLabelLines)
                .ToImmutableArray())];
        ImmutableArray<ImmutableArray<string>> countLabels =
            [.. plot.Counts.Select(c => TextMetrics.ShortenAll([.. c.Rows.Select(r => r.Label)], size, 0.22 * style.Width))];
        ImmutableArray<ColumnMeasure> columns = [.. plot.Columns.Select(c => ColumnMeasure.Of(c, style))];

        ImmutableArray<string> yTitle =
            [.. TextMetrics.Wrap(plot.Y.Title, size, Math.Max(8 * size, plot.AreaHeightEm * size ?? 0.8 * plot.AspectRatio * style.Width),
                MostLabelLines)];
        double left = Math.Max(leastLeft, LeftOfAxis(plot, style, yLabels, yTitle.Length, countLabels, columns));
        double lastLabel = plot.X.TurnLabels || plot.X.Ticks.IsEmpty
            ? 0
            : TextMetrics.Width(plot.X.Ticks[^1].Label, size) / 2 * (plot.X.Ticks[^1].Label.Contains(' ') ? 0 : 1);
        double right = Math.Max(Math.Max(1.2 * style.Pad, lastLabel + 0.6 * style.Pad),
            style.Pad + columns.Where(c => c.Column.Right).Sum(c => c.Width + size));
        double areaWidth = style.Width - left - right;

        bool atRim = plot.LegendInRows || Widest(plot.Series.Where(s => s.Key != LegendKey.None).Select(s => s.LegendText ?? s.Name), size)
            > areaWidth - style.KeyWidth;
        (ImmutableArray<PlacedKey> legend, double legendHeight) = PlaceLegend(plot, style, atRim ? full : areaWidth);
        double areaHeight = Math.Round(plot.AreaHeightEm * size ?? plot.AspectRatio * areaWidth);
        return new PlotMeasure
        {
            Plot = plot,
            Style = style,
            Left = left,
            Right = right,
            AreaHeight = areaHeight,
            XLabels = WrapXLabels(plot.X, style, areaWidth),
            YLabels = yLabels,
            XTitle = [.. TextMetrics.Wrap(plot.X.Title, size, full, MostLabelLines)],
            YTitle = yTitle,
            CountLabels = countLabels,
            Columns = columns,
            TitleLines = [.. TextMetrics.Wrap(plot.Title, style.TitleSize, full, bold: true)],
            Legend = legend,
            LegendHeight = legendHeight,
            LegendAtRim = atRim,
            NoteLines = [.. plot.Notes.SelectMany(n => TextMetrics.Wrap(n, style.SmallSize, full))],
        }.WithAreaHeight(areaHeight);
    }

    /// <summary>The same plot with axes of another height, and its inset where a corner is free then.</summary>
    public PlotMeasure WithAreaHeight(double height)
    {
        PlotMeasure resized = this with { AreaHeight = height };
        return resized with { Inset = FreeCorner.Of(resized) };
    }

    private static ImmutableArray<ImmutableArray<string>> WrapXLabels(PlotAxis axis, FigureStyle style, double areaWidth)
    {
        if (axis.TurnLabels)
            return [.. TextMetrics.ShortenAll([.. axis.Ticks.Select(t => t.Label)], style.FontSize, 9 * style.FontSize)
                .Select(l => ImmutableArray.Create(l))];
        double slot = areaWidth / Math.Max(1, axis.Ticks.Length) - 0.6 * style.FontSize;
        return [.. axis.Ticks.Select(t => t.Label.Contains(' ')
            ? TextMetrics.Wrap(t.Label, style.FontSize, slot, MostLabelLines).ToImmutableArray() : [t.Label])];
    }

    private static double LabelsOf(ImmutableArray<ImmutableArray<string>> labels, PlotAxis axis, FigureStyle style) =>
        labels.IsEmpty ? 0 : Widest(labels.SelectMany(l => l), style.FontSize) + (axis.ShowLine ? style.TickLength : 0)
            + 0.4 * style.FontSize;

    private static double LeftOfAxis(Plot plot, FigureStyle style, ImmutableArray<ImmutableArray<string>> yLabels, int titleLines,
        ImmutableArray<ImmutableArray<string>> countLabels, ImmutableArray<ColumnMeasure> columns)
    {
        double size = style.FontSize;
        double axis = LabelsOf(yLabels, plot.Y, style) + titleLines * style.LineHeight + columns.Where(c => !c.Column.Right)
            .Sum(c => c.Width + size);
        double counts = plot.Counts.IsEmpty ? 0 : style.KeyWidth + Widest(countLabels.SelectMany(l => l), size) + 0.8 * size +
            Widest(plot.Counts.SelectMany(c => c.Rows).Select(r => r.Cells.FirstOrDefault() ?? ""), size) / 2;
        double firstLabel = plot.X.TurnLabels || plot.X.Ticks.IsEmpty || plot.X.Ticks[0].Label.Contains(' ')
            ? 0
            : TextMetrics.Width(plot.X.Ticks[0].Label, size) / 2;
        return Math.Round(style.Pad + Math.Max(firstLabel, Math.Max(axis, counts)));
    }

    private static (ImmutableArray<PlacedKey> Keys, double Height) PlaceLegend(Plot plot, FigureStyle style, double width)
    {
        var keys = ImmutableArray.CreateBuilder<PlacedKey>();
        double x = 0, y = 0, size = style.FontSize, column = 0;
        PlotSeries[] listed = [.. plot.Series.Where(s => s.Key != LegendKey.None)];
        if (plot.LegendInRows && listed.Sum(s => ItemWidth(s, style)) > width) column = listed.Max(s => ItemWidth(s, style));
        foreach (PlotSeries series in listed)
        {
            List<string> lines = TextMetrics.Wrap(series.LegendText ?? series.Name, size, width - style.KeyWidth, MostLegendLines);
            if (lines.Count == 0) lines.Add("");
            double entry = style.KeyWidth + Widest(lines, size);
            if (plot.LegendInRows && x > 0 && x + Math.Max(entry, column) > width)
            {
                x = 0;
                y += style.LegendHeight(1);
            }
            keys.Add(new PlacedKey(series, x, y + (style.LegendHeight(lines.Count) - 1.3 * size * (lines.Count - 1)) / 2, [.. lines]));
            if (plot.LegendInRows)
            {
                x += column > 0 ? column : entry + 1.3 * size;
                y += style.LegendHeight(lines.Count) - style.LegendHeight(1);
            }
            else y += style.LegendHeight(lines.Count);
        }
        return (keys.ToImmutable(), plot.LegendInRows && keys.Count > 0 ? y + style.LegendHeight(1) : y);
    }

    // What does not fit into one row stands in equal columns, as plotly.js does it.
    private static double ItemWidth(PlotSeries series, FigureStyle style) =>
        TextMetrics.Width(series.LegendText ?? series.Name, style.FontSize) + Math.Max(style.KeyWidth, PlotlyKeyWidth) + LegendGap;

    private static double Widest(IEnumerable<string> texts, double size) =>
        texts.Select(t => TextMetrics.Width(t, size)).DefaultIfEmpty().Max();
}
