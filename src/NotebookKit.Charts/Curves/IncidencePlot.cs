using System.Collections.Immutable;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Curves;

/// <summary>Turns rising curves into a plot.</summary>
internal static class IncidencePlot
{
    private const int FewCurves = 3;

    public static Plot Of(CurveModel model, CurveFigureOptions options, FigureStyle style)
    {
        bool bands = options.ConfidenceBands ?? model.Curves.Length <= FewCurves;
        ImmutableArray<double> ticks = CurveAxes.TimeTicks(model.LastTime, options.MaxTime, style);
        double highest = model.Curves.SelectMany(c => c.Steps).Select(p => p.Y).Append(0.05).Max();
        // A band that widens at the last few may not squash the curves.
        if (bands) highest = Math.Min(1.6 * highest, model.Curves.SelectMany(c => c.Band).Select(p => p.Y).Append(highest).Max());
        ImmutableArray<double> values = Ticks.Covering(0, highest, 6);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = TimeAxis(model, ticks),
            Y = new PlotAxis(model.YTitle, 0, values[^1], [.. values.Select(v => new PlotTick(v, NumberFormat.Fixed(v, 2)))]),
            Series = [.. model.Curves.Select(c => Series(c, model, options, bands, values[^1]))],
            Inset = model.Tests,
            Counts = options.NumbersAtRisk ? AtRisk(model, ticks) : [],
            Notes = bands ? [.. model.Notes, "Shaded: confidence limits."] : model.Notes,
        };
    }

    public static PlotAxis TimeAxis(CurveModel model, ImmutableArray<double> ticks) =>
        new(model.TimeTitle, 0, Math.Max(model.LastTime, ticks[^1]), [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]);

    public static ImmutableArray<PlotCounts> AtRisk(CurveModel model, ImmutableArray<double> ticks) =>
    [
        new($"{(model.Unit.Length > 0 ? Wording.Capital(model.Unit) : "Number")} at risk",
            [.. model.Groups.Select((g, i) => new PlotCountRow(
            g.Name.Length > 0 && model.Groups.Length > 1 ? g.Name : "All",
            [.. ticks.Select(t => NumberFormat.Fixed(g.AtRisk(t), g.AtRisk(t) == Math.Floor(g.AtRisk(t)) ? 0 : 1))])
            { Series = model.Groups.Length > 1 ? IndexOf(model, i) : null, HasKey = model.Groups.Length > 1 })]),
    ];

    private static int IndexOf(CurveModel model, int group)
    {
        for (int i = 0; i < model.Curves.Length; i++)
            if (model.Curves[i].Group == group) return i;
        return 0;
    }

    // Colour tells the group and the dash the cause; with one group both tell the cause.
    private static PlotSeries Series(CurveModelCurve curve, CurveModel model, CurveFigureOptions options, bool band, double top)
    {
        bool one = model.Groups.Length == 1, causes = model.Curves.Any(c => c.Cause > 0);
        int color = one ? options.Place(curve.Name, curve.Cause) : options.Place(model.Groups[curve.Group].Name, curve.Group);
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        if (band && curve.Band.Length > 0) marks.Add(new AreaMark([.. curve.Band.Select(p => p with { Y = Math.Min(p.Y, top) })]));
        marks.Add(new StepMark(curve.Steps) { Hover = curve.Hover });
        return new PlotSeries(curve.Name, Palette.Line(color), marks.ToImmutable()) { Dash = Palette.Dash(causes ? curve.Cause : color),
            LegendText = curve.Legend };
    }
}
