using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Descriptions;

/// <summary>Turns a <see cref="TrajectoryModel"/> into a plot.</summary>
internal static class TrajectoryPlot
{
    public static Plot Of(TrajectoryModel model, TrajectoryFigureOptions options, FigureStyle style)
    {
        double[] times =
            [.. model.Groups.SelectMany(g => g.Lines.SelectMany(l => new[] { l.From.X, l.To.X }).Concat(g.Alone.Select(p => p.X))),
                .. model.Visits];
        double[] values =
            [.. model.Groups.SelectMany(g => g.Lines.SelectMany(l => new[] { l.From.Y, l.To.Y }).Concat(g.Alone.Select(p => p.Y)))];
        ImmutableArray<double> heights = Ticks.Covering(values.Min(), values.Max(), 7);
        ImmutableArray<double> ticks = Fitting(model.Visits, times, style)
            ?? Ticks.Covering(times.Min(), times.Max(), style.Width < 400 ? 5 : 9);
        // Groups stand beside each other by pixels, so that whiskers never lie on whiskers.
        double from = Math.Min(times.Min(), ticks[0]), to = Math.Max(times.Max(), ticks[^1]), span = Math.Max(to - from, 1e-9),
            step = 0.7 * style.FontSize / (0.75 * style.Width) * span;
        double room = step * (model.Groups.Length + 1) / 2;
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(model.TimeTitle, from - room, to + room, [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis(model.YTitle, heights[0], heights[^1], [.. heights.Select(h => new PlotTick(h, Ticks.Label(h)))]),
            Series = [.. model.Groups.Select(
                (g, i) => Series(g, i, options, (i - (model.Groups.Length - 1) / 2.0) * step, model.Groups.Length > 1, model.YTitle))],
            Counts = Counts(model, options, ticks),
            Notes = model.Notes,
        };
    }

    // Visits are the ticks where their labels have room.
    private static ImmutableArray<double>? Fitting(ImmutableArray<double> visits, double[] times, FigureStyle style)
    {
        if (visits.Length < 2) return visits.IsEmpty ? null : visits;
        double gap = visits.Zip(visits.Skip(1), (a, b) => b - a).Min() / Math.Max(1e-9, times.Max() - times.Min()) * 0.7 * style.Width;
        return gap >= visits.Max(v => TextMetrics.Width(Ticks.Label(v), style.FontSize)) + 0.8 * style.FontSize ? visits : null;
    }

    private static ImmutableArray<PlotCounts> Counts(TrajectoryModel model, TrajectoryFigureOptions options, ImmutableArray<double> ticks)
    {
        if (model.Visits.IsEmpty || !ticks.All(t => model.Visits.Contains(t))) return [];
        bool many = model.Groups.Length > 1;
        return
        [
            new(Wording.Capital(FigureText.Clean(options.Unit)) + " with a value",
                [.. model.Groups.Select((g, i) => new PlotCountRow(g.Name.Length > 0 ? g.Name : "All",
                [.. ticks.Select(t => (g.Medians.FirstOrDefault(m => m.Time == t)?.N ?? 0).ToString(CultureInfo.InvariantCulture))]) {
                    Series = i, HasKey = many })]),
        ];
    }

    private static PlotSeries Series(TrajectoryGroup group, int index, TrajectoryFigureOptions options, double aside, bool named,
        string measure)
    {
        int place = options.Place(group.Name, index);
        PlotColor color = Palette.Line(place);
        return new PlotSeries(group.Name, color,
        [
            new SegmentMark(group.Lines) { Width = 0.5, Color = Palette.Tint(place) },
            .. group.Alone.IsEmpty ? [] : (PlotMark[])[new PointMark(group.Alone, PointShape.Circle) { Size = 0.25, Opacity = 0.6 }],
            .. group.Medians.IsEmpty ? [] : (PlotMark[])
            [
                new SegmentMark(
                    [.. group.Medians.Where(m => m.Lower is not null)
                        .Select(m => (new PlotPoint(m.Time + aside, m.Lower!.Value), new PlotPoint(m.Time + aside, m.Upper!.Value)))]) {
                        Width = 1 },
                new LineMark([.. group.Medians.Select(m => new PlotPoint(m.Time + aside, m.Median))]) { Width = 1.2 },
                new PointMark([.. group.Medians.Select(m => new PlotPoint(m.Time + aside, m.Median))], PointShape.Circle)
                    { Size = 0.6, Rim = true,
                        Hover = [.. group.Medians.Select(
                            m => $"{group.Name}\n{Ticks.Label(m.Time)}: {measure} {TrajectoryModel.Number(m.Median)}, n = {Ticks.Label(
                                m.N)}".Trim())] },
            ],
        ]) { Key = named ? LegendKey.Line : LegendKey.None, Dash = Palette.Dash(place) };
    }
}
