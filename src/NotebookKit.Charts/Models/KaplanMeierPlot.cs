using System.Collections.Immutable;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Models;

/// <summary>Turns a <see cref="KaplanMeierFigureModel"/> into a plot.</summary>
internal static class KaplanMeierPlot
{
    private const int FewCurves = 3;

    public static bool ShowsBands(KaplanMeierFigureOptions options, int curves) => options.ConfidenceBands ?? curves <= FewCurves;

    public static Plot Of(KaplanMeierFigureModel model)
    {
        KaplanMeierFigureOptions options = model.Options;
        return new Plot
        {
            Title = PlainText.Clean(options.Title),
            X = new PlotAxis(model.TimeTitle, model.MinTime, model.MaxTime, [.. model.Ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis(PlainText.Clean(options.YTitle), 0, 1, [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(s => new PlotTick(s, s.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)))]),
            Series = [.. model.Curves.Select((c, i) => Curve(c, i, ShowsBands(options, model.Curves.Length)))],
            Guides = options.MedianLines ?? model.Curves.Length <= FewCurves ? Medians(model) : [],
            Inset = model.Test,
            Counts = options.NumbersAtRisk ? Counts(model) : null,
            Notes = model.Notes,
        };
    }

    private static PlotSeries Curve(KaplanMeierFigureCurve curve, int index, bool band)
    {
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        if (band && curve.Band.Length > 0) marks.Add(new AreaMark(curve.Band));
        marks.Add(new StepMark(curve.Steps) { Hover = curve.Hover });
        if (curve.Censored.Length > 0) marks.Add(new PointMark(curve.Censored, PointShape.Tick));
        return new PlotSeries(curve.Group, Palette.Line(index), marks.ToImmutable()) { Dash = Palette.Dash(index), LegendText = curve.LegendText };
    }

    private static ImmutableArray<PlotGuide> Medians(KaplanMeierFigureModel model)
    {
        if (model.Curves.Max(c => c.Median) is not double longest) return [];
        var dash = new PlotDash(4, 3);
        return
        [
            new(new(model.MinTime, 0.5), new(longest, 0.5), Palette.Faint, dash),
            .. model.Curves.Select((c, i) => (c.Median, i)).Where(c => c.Median is not null)
                .Select(c => new PlotGuide(new(c.Median!.Value, 0.5), new(c.Median.Value, 0), Palette.Line(c.i), dash)),
        ];
    }

    private static PlotCounts Counts(KaplanMeierFigureModel model) =>
        new($"{(model.Unit.Length > 0 ? char.ToUpperInvariant(model.Unit[0]) + model.Unit[1..] : "Number")} at risk",
            [.. model.Curves.Select(c => new PlotCountRow(c.Group, [.. c.AtRisk.Select(KaplanMeierFigureCurve.Count)]))]);
}
