using System.Collections.Immutable;

namespace NotebookKit.Charts.Plots;

/// <summary>How much room a plot needs around its axes. Plots side by side share the heights, stacked plots the left margin.</summary>
internal sealed record PlotMeasure
{
    private const int MostLegendLines = 3;

    public required Plot Plot { get; init; }

    public required FigureStyle Style { get; init; }

    public required double Left { get; init; }

    public required double Right { get; init; }

    public required double AreaHeight { get; init; }

    public required ImmutableArray<string> XLabels { get; init; }

    public required ImmutableArray<string> YLabels { get; init; }

    public required ImmutableArray<string> CountLabels { get; init; }

    public required ImmutableArray<string> TitleLines { get; init; }

    /// <summary>Keys of the legend relative to its top left corner.</summary>
    public required ImmutableArray<PlacedKey> Legend { get; init; }

    public required double LegendHeight { get; init; }

    /// <summary>Whether the legend starts at the rim of the figure instead of the y axis, because it would not fit else.</summary>
    public required bool LegendAtRim { get; init; }

    public required ImmutableArray<string> NoteLines { get; init; }

    public InsetCorner Inset { get; init; }

    public double AreaWidth => Style.Width - Left - Right;

    /// <summary>Width of the tick labels of the y axis with the tick marks.</summary>
    public double YLabelWidth => Widest(YLabels, Style.FontSize) + Style.TickLength + 0.4 * Style.FontSize;

    public double XLabelHeight => Style.TickLength + 0.2 * Style.FontSize +
        (Plot.X.TurnLabels ? Widest(XLabels, Style.FontSize) : Style.LineHeight);

    public double InsetHeight => Inset == InsetCorner.Above ? Plot.Inset.Length * Style.LineHeight : 0;

    public double Header => Style.Pad + TitleLines.Length * 1.4 * Style.TitleSize + LegendHeight + InsetHeight + 0.8 * Style.FontSize;

    public double Footer => XLabelHeight + (Plot.X.Title.Length > 0 ? Style.LineHeight : 0) + CountsHeight + NotesHeight + Style.Pad;

    public double CountsHeight => Plot.Counts is { } counts ? (1.6 + counts.Rows.Length) * Style.LineHeight : 0;

    public double NotesHeight => NoteLines.Length > 0 ? 0.5 * Style.FontSize + NoteLines.Length * 1.35 * Style.SmallSize : 0;

    public static PlotMeasure Of(Plot plot, FigureStyle style, double leastLeft = 0)
    {
        double size = style.FontSize;
        ImmutableArray<string> yLabels = [.. plot.Y.Ticks.Select(t => TextMetrics.Shorten(t.Label, size, 0.36 * style.Width))];
        ImmutableArray<string> xLabels = [.. plot.X.Ticks.Select(t => plot.X.TurnLabels ? TextMetrics.Shorten(t.Label, size, 9 * size) : t.Label)];
        ImmutableArray<string> countLabels = [.. plot.Counts?.Rows.Select(r => TextMetrics.Shorten(r.Label, size, 0.22 * style.Width)) ?? []];

        double left = Math.Max(leastLeft, LeftOfAxis(plot, style, yLabels, countLabels));
        double right = Math.Max(1.2 * style.Pad, (plot.X.TurnLabels ? 0 : TextMetrics.Width(xLabels.LastOrDefault() ?? "", size) / 2) + 0.6 * style.Pad);
        double areaWidth = style.Width - left - right, full = style.Width - 2 * style.Pad;
        bool atRim = plot.LegendInRows || Widest(plot.Series.Where(s => s.Key != LegendKey.None).Select(s => s.LegendText ?? s.Name), size) > areaWidth - style.KeyWidth;
        (ImmutableArray<PlacedKey> legend, double legendHeight) = PlaceLegend(plot, style, atRim ? full : areaWidth);
        double areaHeight = Math.Round(plot.AreaHeightEm * size ?? plot.AspectRatio * areaWidth);
        return new PlotMeasure
        {
            Plot = plot,
            Style = style,
            Left = left,
            Right = right,
            AreaHeight = areaHeight,
            XLabels = xLabels,
            YLabels = yLabels,
            CountLabels = countLabels,
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

    private static double LeftOfAxis(Plot plot, FigureStyle style, ImmutableArray<string> yLabels, ImmutableArray<string> countLabels)
    {
        double size = style.FontSize;
        double axis = Widest(yLabels, size) + style.TickLength + 0.4 * size + (plot.Y.Title.Length > 0 ? style.LineHeight : 0);
        double counts = plot.Counts is { } table
            ? style.KeyWidth + Widest(countLabels, size) + 0.8 * size + Widest(table.Rows.Select(r => r.Cells[0]), size) / 2
            : 0;
        return Math.Round(style.Pad + Math.Max(axis, counts));
    }

    private static (ImmutableArray<PlacedKey> Keys, double Height) PlaceLegend(Plot plot, FigureStyle style, double width)
    {
        var keys = ImmutableArray.CreateBuilder<PlacedKey>();
        double x = 0, y = 0, size = style.FontSize;
        foreach (PlotSeries series in plot.Series.Where(s => s.Key != LegendKey.None))
        {
            List<string> lines = TextMetrics.Wrap(series.LegendText ?? series.Name, size, width - style.KeyWidth, MostLegendLines);
            double entry = style.KeyWidth + Widest(lines, size);
            if (plot.LegendInRows && x > 0 && x + entry > width)
            {
                x = 0;
                y += style.LegendHeight(1);
            }
            keys.Add(new PlacedKey(series, x, y + (style.LegendHeight(lines.Count) - 1.3 * size * (lines.Count - 1)) / 2, [.. lines]));
            if (plot.LegendInRows) x += entry + 1.3 * size;
            else y += style.LegendHeight(lines.Count);
        }
        return (keys.ToImmutable(), plot.LegendInRows && keys.Count > 0 ? y + style.LegendHeight(1) : y);
    }

    private static double Widest(IEnumerable<string> texts, double size) => texts.Select(t => TextMetrics.Width(t, size)).DefaultIfEmpty().Max();
}
