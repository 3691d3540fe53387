using System.Collections.Immutable;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Descriptions;

/// <summary>Turns a <see cref="ShiftModel"/> into a square plot.</summary>
internal static class ShiftPlot
{
    private static readonly PointShape[] Shapes = [PointShape.Circle, PointShape.TriangleUp, PointShape.Square, PointShape.Diamond,
        PointShape.TriangleDown];

    public static Plot Of(ShiftModel model, ShiftFigureOptions options, FigureStyle style)
    {
        double[] values = [.. model.Groups.SelectMany(g => g.Pairs).SelectMany(p => new[] { p.X, p.Y }),
            .. new[] { options.LowerLimit, options.UpperLimit }.OfType<double>()];
        int most = style.Width < 400 ? 5 : 8;
        PlotAxis axis = options.IsLog ? Ticks.Log("", values.Min(), values.Max(), most)
            : Ticks.Covering(Math.Min(0, values.Min()), values.Max(), most) is var ticks
            ? new PlotAxis("", ticks[0], ticks[^1], [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))])
            : null!;
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = axis with { Title = $"Baseline: {model.Measure}" },
            Y = axis with { Title = $"Worst after treatment: {model.Measure}" },
            Series = [.. model.Groups.Select((g, i) => Series(g, i, options, model.Groups.Length > 1))],
            Guides = [new(new(axis.Min, axis.Min), new(axis.Max, axis.Max), Palette.Faint, PlotDash.Dotted), .. Limits(options, axis)],
            AspectRatio = 1,
            LegendInRows = true,
            Notes = model.Notes,
        };
    }

    private static IEnumerable<PlotGuide> Limits(ShiftFigureOptions options, PlotAxis axis) =>
        new[] { options.LowerLimit, options.UpperLimit }.OfType<double>().SelectMany(l => (PlotGuide[])
            [new(new(axis.Min, l), new(axis.Max, l), Palette.Muted, PlotDash.Dashed),
                new(new(l, axis.Min), new(l, axis.Max), Palette.Muted, PlotDash.Dashed)]);

    private static PlotSeries Series((string Group, ImmutableArray<PlotPoint> Pairs) group, int index, ShiftFigureOptions options,
        bool named)
    {
        int place = options.Place(group.Group, index);
        return new PlotSeries(group.Group, Palette.Line(place), [new PointMark(group.Pairs, Shapes[place % Shapes.Length])
            { Size = place % Shapes.Length is 1 or 4 ? 0.8 : 0.6, Opacity = 0.8,
                Hover = [.. group.Pairs.Select(p => $"{group.Group}\n{Ticks.Label(p.X)} → {Ticks.Label(p.Y)}".Trim())] }])
            { Key = named ? LegendKey.Marker : LegendKey.None };
    }
}
