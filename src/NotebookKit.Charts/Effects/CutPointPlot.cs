using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Effects;

/// <summary>The statistic of each cut-off that was tried.</summary>
internal static class CutPointPlot
{
    public static void Check(ImmutableArray<(double Cut, double Statistic)> cuts)
    {
        if (cuts.IsEmpty) throw new ArgumentException("A scan of cut-offs needs at least one cut-off.", nameof(cuts));
        if (cuts.FirstOrDefault(c => !double.IsFinite(c.Cut) || !(c.Statistic >= 0)) is var wrong && wrong != default)
            throw new ArgumentException(FormattableString.Invariant(
                $"The cut-off {wrong.Cut} has the statistic {wrong.Statistic}; give its absolute value."), nameof(cuts));
    }

    public static Plot Of(ImmutableArray<(double Cut, double Statistic)> cuts, CutPointFigureOptions options, FigureStyle style)
    {
        (double cut, double most) = Best(cuts);
        double from = Math.Min(options.Range?.From ?? cuts[0].Cut, cuts[0].Cut),
            to = Math.Max(options.Range?.To ?? cuts[^1].Cut, cuts[^1].Cut);
        ImmutableArray<double> ticks = Ticks.Covering(from, to, style.Width < 400 ? 5 : 8), heights = Ticks.Covering(0, 1.05 * most, 6);
        (double low, double high) = (Math.Min(ticks[0], from), Math.Max(ticks[^1], to));
        AreaMark Tail(double a, double b) => new([new(a, 0), new(a, heights[^1]), new(b, heights[^1]), new(b, 0)]) { Opacity = 0.6 };
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(FigureText.Clean(options.ValueTitle), low, high, [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis(FigureText.Clean(options.StatisticTitle), 0, heights[^1],
                [.. heights.Select(h => new PlotTick(h, Ticks.Label(h)))]),
            Series =
            [
                new("not tried", Palette.LightGrey, [Tail(low, cuts[0].Cut), Tail(cuts[^1].Cut, high)]) { Key = options.Range is null
                    ? LegendKey.None
                    : LegendKey.Box },
                new("statistic", Palette.Blue,
                [
                    new LineMark([.. cuts.Select(c => new PlotPoint(c.Cut, c.Statistic))]) { Width = 0.7 },
                    new PointMark([.. cuts.Select(c => new PlotPoint(c.Cut, c.Statistic))], PointShape.Circle)
                        { Size = 0.42,
                            Hover = [.. cuts.Select(
                                c => $"cut-off {Ticks.Label(c.Cut)}\nstatistic {NumberFormat.Fixed(c.Statistic, 2)}")] },
                ]) { Key = LegendKey.None },
                new("chosen", Palette.Vermilion, [new SegmentMark([(new(cut, 0), new(cut, most))]) { Dash = PlotDash.Dashed, Width = 1 },
                    new PointMark([new(cut, most)], PointShape.Diamond) { Size = 0.75 }])
                    { Key = LegendKey.Marker, LegendText = Chosen(cut, most) },
            ],
            Inset = [P(options)],
            LegendInRows = true,
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"{cuts.Length} cut-offs were tried on the same data: a hazard ratio of the groups made by the chosen one is biased "
                        + $"away from 1."),
                .. options.CleanNotes,
            ],
        };
    }

    public static string Text(ImmutableArray<(double Cut, double Statistic)> cuts, CutPointFigureOptions options) =>
        string.Create(CultureInfo.InvariantCulture,
            $"Scan of {cuts.Length} cut-offs from {cuts[0].Cut:0.####} to {cuts[^1].Cut:0.####}, "
                + $"{Chosen(Best(cuts).Cut, Best(cuts).Statistic)}, {P(options)}.");

    private static string Chosen(double cut, double statistic) =>
        string.Create(CultureInfo.InvariantCulture, $"chosen: {cut:0.####}, statistic {NumberFormat.Fixed(statistic, 2)}");

    private static string P(CutPointFigureOptions options) => options.CorrectedP is null
        ? "P corrected for the search not given"
        : $"{NumberFormat.PEquals(options.CorrectedP)}, corrected for the search";

    private static (double Cut, double Statistic) Best(ImmutableArray<(double Cut, double Statistic)> cuts) => cuts.MaxBy(c => c.Statistic);
}
