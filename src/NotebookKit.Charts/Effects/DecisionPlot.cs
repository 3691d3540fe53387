using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Effects;

/// <summary>Net benefit against the threshold of risk.</summary>
internal static class DecisionPlot
{
    private const double Lowest = -0.05;
    private const int Grid = 200;

    public static void Check(ImmutableArray<DecisionCurveLine> curves, double prevalence)
    {
        if (curves.IsEmpty || curves.Any(c => c.Points.IsDefaultOrEmpty))
            throw new ArgumentException("A decision curve needs at least one point per model.", nameof(curves));
        if (!(prevalence is > 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"The prevalence {prevalence} does not lie between 0 and 1."),
                nameof(prevalence));
        foreach (DecisionCurveLine curve in curves)
        {
            if (!curve.Limits.IsEmpty && curve.Limits.Length != curve.Points.Length)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"'{curve.Name}' has {curve.Points.Length} points and {curve.Limits.Length} pairs of limits; "
                        + $"give one pair for each, or none."), nameof(curves));
            if (curve.Limits.Any(l => !double.IsFinite(l.Lower) || !double.IsFinite(l.Upper) || l.Lower > l.Upper))
                throw new ArgumentException($"'{curve.Name}' has limits that are no interval.", nameof(curves));
            double before = double.NegativeInfinity;
            foreach ((double threshold, double benefit) in curve.Points)
            {
                if (!(threshold is >= 0 and < 1) || !(threshold > before) || !double.IsFinite(benefit))
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                        $"'{curve.Name}' has the threshold {threshold} after {before}; give thresholds from 0 to below 1 in ascending "
                            + $"order."), nameof(curves));
                before = threshold;
            }
        }
    }

    public static Plot Of(ImmutableArray<DecisionCurveLine> curves, double prevalence, DecisionCurveOptions options, FigureStyle style)
    {
        double end = options.MaxThreshold ?? curves.SelectMany(c => c.Points).Max(p => p.Threshold),
            highest = 1.1 * Math.Max(prevalence, curves.SelectMany(c => c.Points).Where(p => p.Threshold <= end).Max(p => p.NetBenefit));
        bool banded = curves.Any(c => !c.Limits.IsEmpty);
        if (banded) highest = Math.Max(highest, 1.02 * curves.SelectMany(c => c.Limits.Zip(c.Points)).Where(p => p.Second.Threshold <= end)
            .Max(p => p.First.Upper));
        ImmutableArray<double> ticks = [.. Ticks.Covering(0, end, style.Width < 400 ? 5 : 7).Where(t => t < 1 && t <= Math.Max(end, 0.01))];
        ImmutableArray<double> heights = [.. Ticks.Covering(0, highest, 6).Where(h => h <= highest)];
        PlotPoint[] all = [.. Enumerable.Range(0, Grid + 1).Select(i => end * i / Grid).Where(t => t < 1)
            .Select(t => new PlotPoint(t, prevalence - (1 - prevalence) * t / (1 - t)))];
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("Threshold of risk", 0, end, [.. ticks.Select(t => new PlotTick(t, NumberFormat.Percent(t)))]),
            Y = new PlotAxis("Net benefit", Lowest, highest,
                [.. heights.Select(h => new PlotTick(h, NumberFormat.Fixed(h, heights.Length > 1 && heights[1] < 0.1 ? 2 : 1)))]),
            Series =
            [
                .. curves.Select((c, i) => Series(c, options.Place(c.Name, i), end, highest)),
                new("treat all", Palette.Faint, [.. Lines(all)]) { Dash = PlotDash.Dashed },
                new("treat none", Palette.Ink, [new LineMark([new(0, 0), new(end, 0)]) { Width = 0.7 }]),
            ],
            Counts = [new PlotCounts("Harm : benefit", [new PlotCountRow("", [.. ticks.Select(Ratio)]) { Series = 0, HasKey = false }])],
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"Net benefit: true positives less false positives weighed by harm to benefit, per person; "
                        + $"{NumberFormat.Percent(prevalence)} have the outcome."),
                .. banded ? (string[])["Shaded: confidence limits at each threshold."] : [],
                .. options.CleanNotes,
            ],
        };
    }

    public static string Text(ImmutableArray<DecisionCurveLine> curves, double prevalence) =>
        $"Decision curve, {NumberFormat.Percent(prevalence)} have the outcome: " +
        string.Join("; ",
            curves.Select(c => c.Points[c.Points.Length / 2] is var p
                ? $"{FigureText.Clean(c.Name)} net benefit {NumberFormat.Fixed(p.NetBenefit, 3)} at {NumberFormat.Percent(p.Threshold)}"
                : "")) + ".";

    private static PlotSeries Series(DecisionCurveLine curve, int place, double end, double highest)
    {
        string name = FigureText.Clean(curve.Name);
        (double At, double Lower, double Upper)[] band = [.. curve.Limits.Zip(curve.Points).Where(p => p.Second.Threshold <= end)
            .Select(p => (p.Second.Threshold, Math.Clamp(p.First.Lower, Lowest, highest), Math.Clamp(p.First.Upper, Lowest, highest)))];
        return new PlotSeries(name, Palette.Line(place),
            [.. band.Length < 2 ? (PlotMark[])[] : [new AreaMark([.. band.Select(p => new PlotPoint(p.At, p.Upper)),
                .. band.Reverse().Select(p => new PlotPoint(p.At, p.Lower))])],
            .. Lines([.. curve.Points.Where(p => p.Threshold <= end).Select(p => new PlotPoint(p.Threshold, p.NetBenefit))], name)]) {
                Dash = Palette.Dash(place) };
    }

    // What falls below the axis is cut where it does.
    private static IEnumerable<LineMark> Lines(PlotPoint[] points, string? name = null)
    {
        var run = ImmutableArray.CreateBuilder<PlotPoint>();
        for (int i = 0; i < points.Length; i++)
        {
            bool inside = points[i].Y >= Lowest, before = i > 0 && points[i - 1].Y >= Lowest;
            if (i > 0 && inside != before) run.Add(Crossing(points[i - 1], points[i]));
            if (inside) run.Add(points[i]);
            if (!inside && run.Count > 0 || i == points.Length - 1 && run.Count > 0)
            {
                yield return new LineMark(run.ToImmutable())
                    { Hover = name is null
                        ? []
                        : [.. run.Select(p => $"{name}\nat {NumberFormat.Percent(p.X)}: {NumberFormat.Fixed(p.Y, 3)}")] };
                run.Clear();
            }
        }
    }

    private static PlotPoint Crossing(PlotPoint a, PlotPoint b) => new(a.X + (b.X - a.X) * (Lowest - a.Y) / (b.Y - a.Y), Lowest);

    private static string Ratio(double threshold)
    {
        if (threshold <= 0) return "0";
        double odds = (1 - threshold) / threshold;
        return odds >= 1 ? $"1:{Ticks.Label(Math.Round(odds, odds < 10 ? 1 : 0))}" : $"{Ticks.Label(Math.Round(1 / odds, 1))}:1";
    }
}
