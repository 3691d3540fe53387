using System.Collections.Immutable;

namespace NotebookKit.Charts.Plots;

/// <summary>A plot with the pixel of everything in it: the one source of positions for the SVG and for Plotly.</summary>
internal sealed class PlotLayout
{
    private readonly PlotMeasure _measure;
    private readonly PlotBox _cell;

    private PlotLayout(PlotMeasure measure, PlotBox cell, double header)
    {
        _measure = measure;
        _cell = cell;
        Area = new PlotBox(cell.Left + measure.Left, cell.Top + header, cell.Left + measure.Left + measure.AreaWidth, cell.Top + header + measure.AreaHeight);
        Texts = [.. Title(), .. AxisTitles(), .. Inset(), .. CountTexts(), .. Notes()];
    }

    public Plot Plot => _measure.Plot;

    public FigureStyle Style => _measure.Style;

    /// <summary>The area between the axes.</summary>
    public PlotBox Area { get; }

    /// <summary>Texts without tick labels, counts and legend, which each writer sets in its own way.</summary>
    public ImmutableArray<PlacedText> Texts { get; }

    public ImmutableArray<string> XLabels => _measure.XLabels;

    public ImmutableArray<string> YLabels => _measure.YLabels;

    public double LegendTop => Area.Top - 0.7 * Style.FontSize - _measure.InsetHeight - _measure.LegendHeight;

    public double LegendLeft => _measure.LegendAtRim ? _cell.Left + Style.Pad : Area.Left;

    public IEnumerable<PlacedKey> Legend => _measure.Legend.Select(k => k with { X = LegendLeft + k.X, Y = LegendTop + k.Y });

    /// <summary>Lines of a series in the legend; its name where the legend leaves it out.</summary>
    public ImmutableArray<string> LegendLines(PlotSeries series) => _measure.Legend.FirstOrDefault(k => ReferenceEquals(k.Series, series))?.Lines ?? [series.Name];

    /// <summary>Samples of the series beside the rows of counts.</summary>
    public IEnumerable<PlacedKey> CountKeys =>
        Plot.Counts is null ? [] : Plot.Series.Take(Plot.Counts.Rows.Length).Select((s, i) => new PlacedKey(s, _cell.Left + Style.Pad, CountRowY(i), []));

    public double X(double value) => Area.Left + Plot.X.Fraction(value) * Area.Width;

    public double Y(double value) => Area.Bottom - Plot.Y.Fraction(value) * Area.Height;

    /// <summary>Middle of a row of counts.</summary>
    public double CountRowY(int row) => CountsTop + (1.9 + row) * Style.LineHeight;

    private double CountsTop => Area.Bottom + _measure.XLabelHeight + (Plot.X.Title.Length > 0 ? Style.LineHeight : 0);

    /// <summary>Places plots in rows of <paramref name="columns"/>; the axes of a row stand at one height and those of a column at one margin.</summary>
    public static (ImmutableArray<PlotLayout> Layouts, double Width, double Height) Arrange(ImmutableArray<Plot> plots, ImmutableArray<FigureStyle> styles, int columns)
    {
        PlotMeasure[] measures = [.. plots.Select((p, i) => PlotMeasure.Of(p, styles[i]))];
        for (int i = 0; i < measures.Length; i++)
        {
            double left = measures.Where((_, j) => j % columns == i % columns).Max(m => m.Left);
            if (left > measures[i].Left) measures[i] = PlotMeasure.Of(plots[i], styles[i], left);
        }

        var layouts = ImmutableArray.CreateBuilder<PlotLayout>(plots.Length);
        double top = 0, width = 0;
        foreach (PlotMeasure[] chunk in measures.Chunk(columns))
        {
            double tallest = chunk.Max(m => m.AreaHeight);
            PlotMeasure[] row = [.. chunk.Select(m => m.WithAreaHeight(tallest))];
            double header = row.Max(m => m.Header), left = 0, height = header + row.Max(m => m.AreaHeight + m.Footer);
            foreach (PlotMeasure measure in row)
            {
                layouts.Add(new PlotLayout(measure, new PlotBox(left, top, left + measure.Style.Width, top + height), header));
                left += measure.Style.Width;
            }
            width = Math.Max(width, left);
            top += height;
        }
        return (layouts.MoveToImmutable(), Math.Ceiling(width), Math.Ceiling(top));
    }

    private IEnumerable<PlacedText> Title() => _measure.TitleLines.Select((line, i) =>
        new PlacedText(line, _cell.Left + Style.Pad, _cell.Top + Style.Pad + (i + 0.5) * 1.4 * Style.TitleSize, TextAnchor.Start, Style.TitleSize) { Bold = true });

    private IEnumerable<PlacedText> AxisTitles()
    {
        if (Plot.X.Title.Length > 0)
            yield return new PlacedText(TextMetrics.Shorten(Plot.X.Title, Style.FontSize, _cell.Width - 2 * Style.Pad),
                Math.Min((Area.Left + Area.Right) / 2, _cell.Right - Style.Pad - TextMetrics.Width(Plot.X.Title, Style.FontSize) / 2),
                Area.Bottom + _measure.XLabelHeight + Style.LineHeight / 2, TextAnchor.Middle, Style.FontSize);
        if (Plot.Y.Title.Length > 0)
            yield return new PlacedText(TextMetrics.Shorten(Plot.Y.Title, Style.FontSize, Area.Height + 2 * Style.LineHeight),
                Area.Left - _measure.YLabelWidth - Style.LineHeight / 2, (Area.Top + Area.Bottom) / 2, TextAnchor.Middle, Style.FontSize) { Turned = true };
    }

    private IEnumerable<PlacedText> Inset()
    {
        if (Plot.Inset.IsEmpty) return [];
        double size = Style.FontSize, line = Style.LineHeight;
        PlotBox box = FreeCorner.Box(_measure, _measure.Inset);
        return _measure.Inset switch
        {
            InsetCorner.TopRight => Plot.Inset.Select((t, i) => new PlacedText(t, Area.Right - 0.5 * size, Area.Top + (i + 0.5) * line, TextAnchor.End, size)),
            InsetCorner.BottomLeft => Plot.Inset.Select((t, i) => new PlacedText(t, Area.Left + 0.6 * size, Area.Top + box.Top + (i + 0.5) * line, TextAnchor.Start, size)),
            _ => Plot.Inset.Select((t, i) => new PlacedText(
                TextMetrics.Shorten(t, size, _cell.Right - Area.Left - Style.Pad), Area.Left, Area.Top - 0.6 * size - _measure.InsetHeight + (i + 0.5) * line, TextAnchor.Start, size)),
        };
    }

    private IEnumerable<PlacedText> CountTexts()
    {
        if (Plot.Counts is not { } counts) yield break;
        yield return new PlacedText(counts.Title, _cell.Left + Style.Pad, CountsTop + 0.9 * Style.LineHeight, TextAnchor.Start, Style.FontSize) { Bold = true };
        for (int i = 0; i < counts.Rows.Length; i++)
            yield return new PlacedText(_measure.CountLabels[i], _cell.Left + Style.Pad + Style.KeyWidth, CountRowY(i), TextAnchor.Start, Style.FontSize);
    }

    private IEnumerable<PlacedText> Notes()
    {
        double top = CountsTop + _measure.CountsHeight + 0.5 * Style.FontSize;
        return _measure.NoteLines.Select((line, i) =>
            new PlacedText(line, _cell.Left + Style.Pad, top + (i + 0.5) * 1.35 * Style.SmallSize, TextAnchor.Start, Style.SmallSize) { Color = Palette.Muted });
    }
}
