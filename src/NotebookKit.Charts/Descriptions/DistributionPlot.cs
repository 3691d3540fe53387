using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Descriptions;

/// <summary>Turns a <see cref="DistributionModel"/> into boxes, violins or rainclouds.</summary>
internal static class DistributionPlot
{
    // More points than this only darken the paper.
    private const int MostPoints = 400;

    public static Plot Of(DistributionModel model, DistributionFigureOptions options, FigureStyle style)
    {
        int n = model.Groups.Length;
        ImmutableArray<double> ticks = Ticks.Covering(model.Groups.Min(g => g.Sorted[0]), model.Groups.Max(g => g.Sorted[^1]), 8);
        double room = 0.03 * (ticks[^1] - ticks[0]);
        double slot = 0.8 * style.Width / n;
        bool turned = model.Groups.Any(g => g.Name.Split(' ').Max(w => TextMetrics.Width(w, style.FontSize)) > slot
            || TextMetrics.Width(g.Name, style.FontSize) > 1.9 * slot);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("", 0.4, n + 0.6,
                [.. model.Groups.Select(
                    (g, i) => new PlotTick(i + 1, string.Create(CultureInfo.InvariantCulture, $"{g.Name} (n\u00A0=\u00A0{g.Sorted.Length})")
                        .Trim()))]) { TurnLabels = turned },
            Y = new PlotAxis(model.YTitle, ticks[0] - room, ticks[^1] + room, [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Series = [.. Pairs(model), .. model.Groups.Select((g, i) => Series(g, i + 1, options.Place(g.Name, i), options.Kind))],
            Notes = model.Notes,
        };
    }

    // From the middle of one group to that of the next: points that were moved aside would bend the slope.
    private static IEnumerable<PlotSeries> Pairs(DistributionModel model) => model.Pairs.IsEmpty ? [] :
        [new PlotSeries("pairs", Palette.Faint,
            [new SegmentMark([.. model.Pairs.Select(p => (new PlotPoint(p.Group + 1.26, p.From), new PlotPoint(p.Group + 1.74, p.To)))]) {
                Width = 0.5 }]) { Key = LegendKey.None }];

    private static PlotSeries Series(DistributionGroup group, int at, int place, DistributionKind kind)
    {
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        double box = kind == DistributionKind.Box ? 0.22 : 0.07, middle = kind == DistributionKind.Raincloud ? at - 0.02 : at;
        if (group.ShowsBox && kind != DistributionKind.Box && group.Density() is { IsEmpty: false } density)
        {
            double reach = 0.38, foot = kind == DistributionKind.Raincloud ? at + 0.1 : at;
            IEnumerable<PlotPoint> right = density.Select(
                d => new PlotPoint(foot + reach * d.Height * (kind == DistributionKind.Raincloud ? 0.95 : 1), d.Value));
            IEnumerable<PlotPoint> left = kind == DistributionKind.Raincloud
                ? [new(foot, density[^1].Value), new(foot, density[0].Value)]
                : density.Reverse().Select(d => new PlotPoint(foot - reach * d.Height, d.Value));
            marks.Add(new AreaMark([.. right, .. left]) { Opacity = 0.3 });
        }
        if (kind != DistributionKind.Violin || !group.ShowsBox)
            marks.Add(Points(group, kind == DistributionKind.Raincloud ? at - 0.27 : at, kind == DistributionKind.Box ? 0.16 : 0.1));
        if (group.ShowsBox)
        {
            (double low, double high) = group.Whiskers;
            marks.Add(new LineMark(
                [new(middle - box, group.Lower), new(middle + box, group.Lower), new(middle + box, group.Upper),
                    new(middle - box, group.Upper), new(middle - box, group.Lower)]) { Width = 0.8, Dash = PlotDash.Solid });
            marks.Add(new SegmentMark([(new(middle, group.Upper), new(middle, high)), (new(middle, group.Lower), new(middle, low))]));
        }
        marks.Add(new SegmentMark([(new(middle - box, group.Median), new(middle + box, group.Median))]) { Width = 2 });
        return new PlotSeries(group.Name, Palette.Line(place), marks.ToImmutable()) { Key = LegendKey.None };
    }

    private static PointMark Points(DistributionGroup group, double at, double reach)
    {
        int step = (group.Sorted.Length + MostPoints - 1) / MostPoints;
        int[] shown = [.. Enumerable.Range(0, group.Sorted.Length).Where(i => i % step == 0 || i == group.Sorted.Length - 1)];
        return new PointMark([.. shown.Select(i => new PlotPoint(at + reach * Jitter(i), group.Sorted[i]))], PointShape.Circle)
            { Size = 0.4, Opacity = 0.55, Hover = [.. shown.Select(i => $"{group.Name}\n{Ticks.Label(group.Sorted[i])}")] };
    }

    // From the golden ratio: evenly spread, and the same in every run.
    private static double Jitter(int index) => 2 * (index * 0.6180339887498949 % 1) - 1;
}
