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
        Area = new PlotBox(cell.Left + measure.Left, cell.Top + header, cell.Left + measure.Left + measure.AreaWidth,
            cell.Top + header + measure.AreaHeight);
        Texts = [.. Title(), .. AxisTitles(), .. Inset(), .. Columns(), .. CountTitles(), .. Notes()];
    }

    public Plot Plot => _measure.Plot;

    public FigureStyle Style => _measure.Style;

    /// <summary>The area between the axes.</summary>
    public PlotBox Area { get; }

    /// <summary>Texts without tick labels, counts and legend, which each writer sets in its own way.</summary>
    public ImmutableArray<PlacedText> Texts { get; }

    public ImmutableArray<ImmutableArray<string>> XLabels => _measure.XLabels;

    public ImmutableArray<ImmutableArray<string>> YLabels => _measure.YLabels;

    public double LegendTop => Area.Top - 0.7 * Style.FontSize - _measure.InsetHeight - _measure.HeadingHeight - _measure.LegendHeight;

    public double LegendLeft => _measure.LegendAtRim ? _cell.Left + Style.Pad : Area.Left;

    public IEnumerable<PlacedKey> Legend => _measure.Legend.Select(k => k with { X = LegendLeft + k.X, Y = LegendTop + k.Y });

    /// <summary>Lines of a series in the legend; its name where the legend leaves it out.</summary>
    public ImmutableArray<string> LegendLines(PlotSeries series) =>
        _measure.Legend.FirstOrDefault(k => ReferenceEquals(k.Series, series))?.Lines ?? [series.Name];

    /// <summary>Rows of counts below the ticks.</summary>
    public IEnumerable<PlacedCounts> Counts => Plot.Counts.SelectMany((block, b) => block.Rows.Select((row, i) => new PlacedCounts(
        Plot.Series[row.Series ?? i], _measure.CountLabels[b][i], _cell.Left + Style.Pad,
        _cell.Left + Style.Pad + (row.HasKey ? Style.KeyWidth : 0),
        BlockTop(b) + (1.9 + i) * Style.LineHeight, row)));

    public double X(double value) => Area.Left + Plot.X.Fraction(value) * Area.Width;

    public double Y(double value) => Area.Bottom - Plot.Y.Fraction(value) * Area.Height;

    private double CountsTop => Area.Bottom + _measure.XLabelHeight + _measure.XTitleHeight;

    private double BlockTop(int block) => CountsTop + Plot.Counts.Take(block).Sum(_measure.BlockHeight);

    /// <summary>
    /// Places plots in rows of <paramref name="columns"/>; the axes of a row stand at one height and those of a column at one margin.
    /// </summary>
    public static (ImmutableArray<PlotLayout> Layouts, double Width, double Height) Arrange(ImmutableArray<Plot> plots,
        ImmutableArray<FigureStyle> styles, int columns)
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
        new PlacedText(line, _cell.Left + Style.Pad, _cell.Top + Style.Pad + (i + 0.5) * 1.4 * Style.TitleSize, TextAnchor.Start,
            Style.TitleSize) { Bold = true });

    private IEnumerable<PlacedText> AxisTitles()
    {
        double size = Style.FontSize;
        double half = _measure.XTitle.Select(l => TextMetrics.Width(l, size)).DefaultIfEmpty().Max() / 2;
        double middle = Math.Max(_cell.Left + Style.Pad + half, Math.Min((Area.Left + Area.Right) / 2, _cell.Right - Style.Pad - half));
        for (int i = 0; i < _measure.XTitle.Length; i++)
            yield return new PlacedText(_measure.XTitle[i], middle, Area.Bottom + _measure.XLabelHeight + (i + 0.5) * Style.LineHeight,
                TextAnchor.Middle, size);
        for (int i = 0; i < _measure.YTitle.Length; i++)
            yield return new PlacedText(_measure.YTitle[i],
                Area.Left - _measure.YLabelWidth - (_measure.YTitle.Length - i - 0.5) * Style.LineHeight,
                (Area.Top + Area.Bottom) / 2, TextAnchor.Middle, size) { Turned = true };
    }

    private IEnumerable<PlacedText> Inset()
    {
        if (Plot.Inset.IsEmpty) return [];
        double size = Style.FontSize, line = Style.LineHeight;
        PlotBox box = FreeCorner.Box(_measure, _measure.Inset);
        return _measure.Inset switch
        {
            InsetCorner.TopRight => Plot.Inset.Select(
                (t, i) => new PlacedText(t, Area.Right - 0.5 * size, Area.Top + (i + 0.5) * line, TextAnchor.End, size)),
            InsetCorner.BottomLeft => Plot.Inset.Select(
                (t, i) => new PlacedText(t, Area.Left + 0.6 * size, Area.Top + box.Top + (i + 0.5) * line, TextAnchor.Start, size)),
            _ => _measure.InsetAbove.Select((t, i) => new PlacedText(t, Area.Left,
                Area.Top - 0.6 * size - _measure.HeadingHeight - _measure.InsetHeight + (i + 0.5) * line, TextAnchor.Start, size)),
        };
    }

    private IEnumerable<PlacedText> Columns()
    {
        double left = _cell.Left + Style.Pad, right = Area.Right + _measure.ColumnGap;
        foreach (ColumnMeasure column in _measure.Columns)
        {
            double x = column.Column.Right ? right : left;
            if (column.Column.Right) right += column.Width + _measure.ColumnGap;
            else left += column.Width + _measure.ColumnGap;
            foreach (PlacedText text in column.Place(x, Area.Top - 0.6 * Style.FontSize, row => Y(Plot.RowPositions[row]), Style))
                yield return text;
        }
    }

    private IEnumerable<PlacedText> CountTitles() => Plot.Counts.Select((block, b) =>
        new PlacedText(block.Title, _cell.Left + Style.Pad, BlockTop(b) + 0.9 * Style.LineHeight, TextAnchor.Start, Style.FontSize) {
            Bold = true });

    private IEnumerable<PlacedText> Notes()
    {
        double top = CountsTop + _measure.CountsHeight + 0.5 * Style.FontSize;
        return _measure.NoteLines.Select((line, i) =>
            new PlacedText(line, _cell.Left + Style.Pad, top + (i + 0.5) * 1.35 * Style.SmallSize, TextAnchor.Start, Style.SmallSize) {
                Color = Palette.Muted });
    }
}
