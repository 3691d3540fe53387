using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Models;

/// <summary>Turns a <see cref="KaplanMeierFigureModel"/> into a plot.</summary>
internal static class KaplanMeierPlot
{
    /// <summary>Top of the axis of a probability: a curve and its strokes at 1.00 are drawn whole.</summary>
    public const double Top = 1.02;

    private const int FewCurves = 3;

    public static bool ShowsBands(KaplanMeierFigureOptions options, int curves) => options.ConfidenceBands ?? curves <= FewCurves;

    public static Plot Of(KaplanMeierFigureModel model)
    {
        KaplanMeierFigureOptions options = model.Options;
        bool medians = options.MedianLines ?? model.Curves.Length <= FewCurves;
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(model.TimeTitle, model.MinTime, model.MaxTime, [.. model.Ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis(FigureText.Clean(options.YTitle), 0, Top, Probabilities),
            Series = [.. model.Curves.Select((c, i) => Curve(c, model, i, medians))],
            Inset = model.Test,
            Counts = Counts(model),
            Notes = model.Notes,
        };
    }

    public static ImmutableArray<PlotTick> Probabilities { get; } =
        [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(s => new PlotTick(s, s.ToString("0.00", CultureInfo.InvariantCulture)))];

    private static PlotSeries Curve(KaplanMeierFigureCurve curve, KaplanMeierFigureModel model, int index, bool median)
    {
        int place = model.Options.Place(curve.Group, index);
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        if (ShowsBands(model.Options, model.Curves.Length) && curve.Band.Length > 0) marks.Add(new AreaMark(curve.Band));
        marks.Add(new StepMark(curve.Steps) { Hover = curve.Hover });
        if (curve.Censored.Length > 0) marks.Add(new PointMark(curve.Censored, PointShape.Tick));
        if (median && curve.Median is double at)
            marks.Add(new LineMark([new(model.MinTime, 0.5), new(at, 0.5), new(at, 0)]) { Dash = PlotDash.Dotted, Width = 0.7 });
        marks.AddRange(Rates(curve, model));
        return new PlotSeries(curve.Group, Palette.Line(place), marks.ToImmutable()) { Dash = Palette.Dash(place),
            LegendText = curve.LegendText };
    }

    // The line ends at its own curve and goes with its group.
    private static IEnumerable<PlotMark> Rates(KaplanMeierFigureCurve curve, KaplanMeierFigureModel model)
    {
        PlotPoint[] at = [.. model.Options.RatesAt.Where(t => t >= model.MinTime && t <= Math.Min(model.MaxTime, curve.Steps[^1].X))
            .Select(t => new PlotPoint(t, curve.Steps.Last(p => p.X <= t || p == curve.Steps[0]).Y))];
        if (at.Length == 0) yield break;
        yield return new SegmentMark([.. at.Select(p => (p with { Y = 0 }, p))]) { Dash = PlotDash.Dotted, Width = 0.7 };
        yield return new PointMark([.. at], PointShape.Circle) { Size = 0.5, Rim = true };
    }

    private static ImmutableArray<PlotCounts> Counts(KaplanMeierFigureModel model)
    {
        string unit = model.Unit.Length > 0 ? char.ToUpperInvariant(model.Unit[0]) + model.Unit[1..] : "Number";
        var blocks = ImmutableArray.CreateBuilder<PlotCounts>();
        if (model.Options.NumbersAtRisk) blocks.Add(Block(unit + " at risk", c => c.AtRisk));
        if (model.Options.CumulativeEvents) blocks.Add(Block("Events so far", c => c.EventsTo));
        if (model.Options.CumulativeCensored) blocks.Add(Block("Censored so far", c => c.CensoredTo));
        return blocks.ToImmutable();

        PlotCounts Block(string title, Func<KaplanMeierFigureCurve, ImmutableArray<double>> counts) =>
            new(title, [.. model.Curves.Select(c => new PlotCountRow(c.Group, [.. counts(c).Select(KaplanMeierFigureCurve.Count)]))]);
    }
}
