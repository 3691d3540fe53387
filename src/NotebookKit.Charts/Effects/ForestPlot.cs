using System.Collections.Immutable;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Effects;

/// <summary>Turns a <see cref="ForestModel"/> into a plot: columns of text are measured first, the axis takes what is left.</summary>
internal static class ForestPlot
{
    // Below this the axis would be too short to read, and columns give way.
    private const double LeastAxis = 0.3;

    public static Plot Of(ForestModel model, ForestFigureOptions options, FigureStyle style)
    {
        int n = model.Rows.Length;
        ImmutableArray<PlotColumn> columns = Columns(model, options, 0.34, packed: false);
        if (Room(columns, style) < LeastAxis * style.Width) columns = Columns(model, options, 0.3, packed: true);
        double room = Room(columns, style);
        PlotAxis x = Spaced(Axis(model, options, Math.Max(2, (int)(room / (2.6 * style.FontSize)))), room, style);
        double[] at = [.. Enumerable.Range(0, n).Select(i => (double)(n - i))];
        int lines = columns.SelectMany(
            c => c.Cells.Select(cell => ColumnMeasure.Lines(cell, style, c.MostWidth * style.Width, c.MostLines).Length)).Max();
        bool favours = options.FavoursLow.Length + options.FavoursHigh.Length > 0;
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = x,
            Y = new PlotAxis("", 0.3, n + 0.7, []) { ShowLine = false },
            Series = [.. Series(model, options, x, at)],
            Guides = [.. Guides(model, options, x, n)],
            Columns = columns,
            RowPositions = [.. at],
            AreaHeightEm = Math.Max(3, (0.6 + 1.3 * Math.Max(lines, 1)) * n),
            Notes = [.. favours ? (string[])[Favours(options)] : [], .. Notes(model, options, x), .. options.CleanNotes],
        };
    }

    private static IEnumerable<PlotSeries> Series(ForestModel model, ForestFigureOptions options, PlotAxis x, double[] at)
    {
        (ForestRow Row, double At)[] drawn = [.. model.Rows.Select((r, i) => (r, at[i])).Where(p => p.r.Estimate is not null)];
        double most = drawn.Select(p => p.Row.Weight ?? 0).DefaultIfEmpty(0).Max();
        (ForestRow Row, double At)[] rows = [.. drawn.Where(p => !p.Row.IsOverall)], overall = [.. drawn.Where(p => p.Row.IsOverall)];
        (ForestRow Row, double At)[] inside = [.. drawn.Where(p => p.Row.Lower is not null && p.Row.Upper is not null)];
        yield return new PlotSeries("intervals", Palette.Ink,
        [
            new SegmentMark(
                [.. inside.Select(
                    p => (new PlotPoint(Math.Clamp(p.Row.Lower!.Value, x.Min, x.Max), p.At),
                        new PlotPoint(Math.Clamp(p.Row.Upper!.Value, x.Min, x.Max), p.At)))]),
            new PointMark([.. inside.Where(p => p.Row.Lower < x.Min).Select(p => new PlotPoint(x.Min, p.At))], PointShape.TriangleLeft) {
                Size = 0.6 },
            new PointMark([.. inside.Where(p => p.Row.Upper > x.Max).Select(p => new PlotPoint(x.Max, p.At))], PointShape.TriangleRight) {
                Size = 0.6 },
        ]) { Key = LegendKey.None };
        yield return new PlotSeries("estimates", Palette.Blue,
        [
            new PointMark([.. rows.Select(p => new PlotPoint(p.Row.Estimate!.Value, p.At))], PointShape.Square)
            {
                Sizes = [.. rows.Select(p => most > 0 ? 0.35 + 0.55 * Math.Sqrt((p.Row.Weight ?? 0) / most) : 0.6)],
                Hover = [.. rows.Select(p => $"{FigureText.Clean(p.Row.Label)}\n{model.Effects[model.Rows.IndexOf(p.Row)]}")],
            },
            new PointMark([.. overall.Select(p => new PlotPoint(p.Row.Estimate!.Value, p.At))], PointShape.Diamond) { Size = 0.8 },
        ]) { Key = LegendKey.None };
        ImmutableArray<PlotPoint> references = [
            .. model.Rows.Select((r, i) => (r, i)).Where(p => p.r.IsReference && options.NoEffect is not null)
                .Select(p => new PlotPoint(options.NoEffect!.Value, at[p.i]))];
        yield return new PlotSeries("reference", Palette.Blue,
            [new PointMark(references, PointShape.Square) { Size = 0.5, Hollow = true }]) { Key = LegendKey.None };
    }

    private static IEnumerable<PlotGuide> Guides(ForestModel model, ForestFigureOptions options, PlotAxis x, int n)
    {
        if (options.NoEffect is double none && none >= x.Min && none <= x.Max)
            yield return new(new(none, 0.3), new(none, n + 0.7), Palette.Muted, PlotDash.Solid);
        foreach (ForestRow row in model.Rows.Where(r => r.IsOverall && r.Estimate is not null))
            yield return new(new(row.Estimate!.Value, 0.3), new(row.Estimate.Value, n + 0.7), Palette.Faint, PlotDash.Dashed);
    }

    /// <summary>Columns of text; packed, numbers stand behind the label and the P of a heading where its effect would be.</summary>
    private static ImmutableArray<PlotColumn> Columns(ForestModel model, ForestFigureOptions options, double share, bool packed)
    {
        bool hasP = model.Rows.Any(r => r.P is not null), movesP = packed && hasP && model.Rows.Select((r, i) => (r, i))
            .All(p => p.r.P is null || model.Effects[p.i].Length == 0);
        var columns = ImmutableArray.CreateBuilder<PlotColumn>();
        columns.Add(new PlotColumn(packed && model.Rows.Any(r => r.Numbers.Length > 0) ? FigureText.Clean(options.NumbersTitle) : "",
            [.. model.Rows.Select(r => new PlotCell(FigureText.Clean(packed ? Packed(r, options) : r.Label),
                r.IsHeading || r.IsOverall, r.Indent))], TextAnchor.Start) { MostWidth = share,
                MostLines = packed ? 6 + options.ColumnTitles.Length : 3 });
        if (!packed && model.Rows.Any(r => r.Numbers.Length > 0))
            columns.Add(
                new PlotColumn(FigureText.Clean(options.NumbersTitle),
                    [.. model.Rows.Select(r => new PlotCell(FigureText.Clean(r.Numbers)))], TextAnchor.End));
        columns.Add(new PlotColumn($"{FigureText.Clean(options.Measure)}\n({NumberFormat.Level(options.ConfidenceLevel)} CI)",
            [.. model.Rows.Select(
                (r, i) => new PlotCell(movesP && r.P is not null
                    ? $"{FigureText.Clean(options.PTitle)} {NumberFormat.PValue(r.P)}"
                    : model.Effects[i]))], TextAnchor.Middle) { Right = true });
        if (hasP && !movesP)
            columns.Add(
                new PlotColumn(FigureText.Clean(options.PTitle),
                    [.. model.Rows.Select(r => new PlotCell(r.P is null ? "" : NumberFormat.PValue(r.P)))], TextAnchor.End) {
                        Right = true });
        if (!packed)
            columns.AddRange(options.ColumnTitles.Select((title, i) => new PlotColumn(FigureText.Clean(title),
                [.. model.Rows.Select(r => new PlotCell(r.Columns.IsEmpty ? "" : FigureText.Clean(r.Columns[i])))], TextAnchor.End) {
                    Right = true }));
        return columns.ToImmutable();
    }

    /// <summary>A label with everything of its row that has no column on narrow paper.</summary>
    private static string Packed(ForestRow row, ForestFigureOptions options) => string.Join(", ", ((string[])[row.Label, row.Numbers,
        .. row.Columns.Select((text, i) => text.Length > 0 ? $"{options.ColumnTitles[i]} {text}" : "")]).Where(t => t.Length > 0));

    private static double Room(ImmutableArray<PlotColumn> columns, FigureStyle style) =>
        style.Width - 2 * style.Pad - columns.Sum(c => ColumnMeasure.Of(c, style).Width + style.FontSize);

    private static string Favours(ForestFigureOptions options) => string.Join("; ", ((string[])
    [
        options.FavoursLow.Length > 0 ? $"left of the line: favours {FigureText.Clean(options.FavoursLow)}" : "",
        options.FavoursHigh.Length > 0 ? $"right of the line: favours {FigureText.Clean(options.FavoursHigh)}" : "",
    ]).Where(t => t.Length > 0)) is { Length: > 0 } text ? char.ToUpperInvariant(text[0]) + text[1..] + "." : "";

    private static IEnumerable<string> Notes(ForestModel model, ForestFigureOptions options, PlotAxis x)
    {
        if (model.Rows.Any(r => r.Weight is not null)) yield return "Area of a square: number of events.";
        if (model.Rows.Any(r => r.Lower < x.Min || r.Upper > x.Max)) yield return "Arrows: the interval goes on; its limits are printed.";
        if (model.Rows.Any(r => !r.IsHeading && !r.IsReference && (r.Estimate is null || r.Lower is null || r.Upper is null)))
            yield return "NE: not estimable.";
        if (model.Rows.Any(r => r.IsOverall)) yield return "Dashed: the overall effect.";
    }

    // Labels that would touch give way: every second or third stays, that of no effect among them.
    private static PlotAxis Spaced(PlotAxis axis, double room, FigureStyle style)
    {
        int one = Math.Max(0, axis.Ticks.ToList().FindIndex(t => t.At == 1)), step = 1;
        double Needed(int every) => axis.Ticks.Where((_, i) => (i - one) % every == 0).Max(t => TextMetrics.Width(t.Label, style.FontSize))
            + 0.8 * style.FontSize;
        while (step < axis.Ticks.Length && Needed(step) > room * step / Math.Max(1, axis.Ticks.Length - 1)) step++;
        return axis with { Ticks = [.. axis.Ticks.Select((t, i) => (i - one) % step == 0 ? t : t with { Label = "" })] };
    }

    // Estimates are always inside; limits are cut where they would squash the rest.
    private static PlotAxis Axis(ForestModel model, ForestFigureOptions options, int most)
    {
        double[] estimates = [.. model.Rows.Select(r => r.Estimate).Append(options.NoEffect).OfType<double>()];
        double[] limits = [.. model.Rows.SelectMany(r => new[] { r.Lower, r.Upper }).OfType<double>()];
        if (estimates.Length == 0) estimates = [options.IsRatio ? 1 : 0];
        if (!options.IsRatio)
        {
            ImmutableArray<double> ticks = Ticks.Covering(limits.Append(estimates.Min()).Min(), limits.Append(estimates.Max()).Max(),
                Math.Min(most, 6));
            return new PlotAxis(FigureText.Clean(options.Measure), ticks[0], ticks[^1],
                [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]);
        }
        double low = Math.Max(limits.Append(estimates.Min()).Min(), estimates.Min() / 8),
            high = Math.Min(limits.Append(estimates.Max()).Max(), estimates.Max() * 8);
        return Ticks.Log(FigureText.Clean(options.Measure), low, high, Math.Min(most - 1, 6));
    }
}
