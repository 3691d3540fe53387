using System.Collections.Immutable;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Effects;

/// <summary>Observed against predicted risk on a square.</summary>
internal static class CalibrationPlot
{
    private const int Bins = 50;
    private const double TallestSpike = 0.1;

    public static void Check(ImmutableArray<CalibrationCurve> curves)
    {
        if (curves.IsEmpty || curves.Any(c => c.Points.IsDefaultOrEmpty))
            throw new ArgumentException("A calibration figure needs at least one point per curve.", nameof(curves));
        foreach (CalibrationCurve curve in curves.Where(c => c.Risks.Any(r => !(r is >= 0 and <= 1))))
            throw new ArgumentException(FormattableString.Invariant(
                $"'{curve.Name}' has the predicted risk {curve.Risks.First(r => !(r is >= 0 and <= 1))}; risks lie between 0 and 1."),
                nameof(curves));
        foreach (CalibrationCurve curve in curves)
            foreach ((double predicted, double observed, _, _) in curve.Points)
                if (!(predicted is >= 0 and <= 1 && observed is >= 0 and <= 1))
                    throw new ArgumentException(FormattableString.Invariant(
                        $"'{curve.Name}' has the point ({predicted}, {observed}); risks lie between 0 and 1."), nameof(curves));
    }

    public static Plot Of(ImmutableArray<CalibrationCurve> curves, FigureOptions options, FigureStyle style)
    {
        double most = curves.SelectMany(c => c.Points).SelectMany(p => new[] { p.Predicted, p.Observed, p.Upper ?? 0 })
            .Concat(curves.SelectMany(c => c.Risks)).Max();
        ImmutableArray<double> ticks = Ticks.Covering(0, Math.Min(1, most), 6);
        double end = Math.Min(1, ticks[^1]);
        PlotTick[] labels = [.. ticks.Where(t => t <= end).Select(t => new PlotTick(t, NumberFormat.Fixed(t, 2)))];
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("Predicted risk", 0, end, [.. labels]),
            Y = new PlotAxis("Observed risk", 0, end, [.. labels]),
            Series = [.. curves.Select((c, i) => Series(c, options.Place(c.Name, i), end))],
            Guides = [new(new(0, 0), new(end, end), Palette.Faint, PlotDash.Dotted)],
            AspectRatio = 1,
            Notes = ["Dotted: predicted and observed are equal.",
                .. curves.Any(c => !c.Risks.IsEmpty) ? (string[])["Spikes: how many have each predicted risk."] : [],
                .. options.CleanNotes],
        };
    }

    public static string Text(ImmutableArray<CalibrationCurve> curves) =>
        $"Calibration, observed against predicted risk: {string.Join("; ", curves.Select(Legend))}.";

    private static PlotSeries Series(CalibrationCurve curve, int place, double end)
    {
        (double Predicted, double Observed, double? Lower, double? Upper)[] points = [.. curve.Points.OrderBy(p => p.Predicted)];
        var limits = points.Where(p => p.Lower is not null && p.Upper is not null).ToArray();
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        ImmutableArray<PlotPoint> line = [.. points.Select(p => new PlotPoint(p.Predicted, p.Observed))];
        ImmutableArray<string> hover =
            [.. points.Select(
                p => $"{FigureText.Clean(curve.Name)}\npredicted {NumberFormat.Percent(p.Predicted)}, observed "
                    + $"{NumberFormat.Percent(p.Observed)}")];
        if (curve.IsSmooth)
        {
            if (limits.Length > 1)
                marks.Add(new AreaMark(
                    [.. limits.Select(p => new PlotPoint(p.Predicted, Math.Min(end, p.Upper!.Value))),
                        .. limits.Reverse().Select(p => new PlotPoint(p.Predicted, p.Lower!.Value))]));
            marks.Add(new LineMark(line) { Hover = hover });
        }
        else
        {
            marks.Add(new PointMark(line, PointShape.Circle) { Hover = hover, Size = 0.6 });
            marks.Add(new SegmentMark(
                [.. limits.Select(
                    p => (new PlotPoint(p.Predicted, p.Lower!.Value), new PlotPoint(p.Predicted, Math.Min(end, p.Upper!.Value))))]));
        }
        if (!curve.Risks.IsEmpty) marks.Add(new SegmentMark([.. Spikes(curve.Risks, end)]));
        return new PlotSeries(FigureText.Clean(curve.Name), Palette.Line(place), marks.ToImmutable()) { Dash = Palette.Dash(place),
            LegendText = Legend(curve), Key = curve.IsSmooth ? LegendKey.Line : LegendKey.Marker };
    }

    private static IEnumerable<(PlotPoint, PlotPoint)> Spikes(ImmutableArray<double> risks, double end)
    {
        (int Bin, int Count)[] bins = [.. risks.CountBy(r => Math.Min(Bins - 1, (int)(r / end * Bins))).OrderBy(b => b.Key)
            .Select(b => (b.Key, b.Value))];
        int most = bins.Max(b => b.Count);
        return bins.Select(b => (b.Bin + 0.5) / Bins * end is var x
            ? (new PlotPoint(x, 0), new PlotPoint(x, TallestSpike * end * b.Count / most)) : default);
    }

    private static string Legend(CalibrationCurve curve) => FigureText.Clean(curve.Name) +
        (curve.Slope is null ? "" : $", slope {NumberFormat.Fixed(curve.Slope, 2)}")
        + (curve.Intercept is null ? "" : $", intercept {NumberFormat.Fixed(curve.Intercept, 2)}");
}
