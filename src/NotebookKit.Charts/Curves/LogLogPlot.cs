using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts.Curves;

/// <summary>log(−log S) against time on a logarithmic axis.</summary>
internal static class LogLogPlot
{
    public static void Check(KaplanMeierEstimate estimate)
    {
        if (estimate.Curves.All(c => Points(c, null).Length == 0))
            throw new ArgumentException(
                "No curve has an event after time 0 at which its survival lies between 0 and 1; there is nothing to draw.",
                nameof(estimate));
    }

    public static Plot Of(KaplanMeierEstimate estimate, ProportionalHazardsResult? test, CurveFigureOptions options, FigureStyle style)
    {
        PlotPoint[] all = [.. estimate.Curves.SelectMany(c => Points(c, options.MaxTime))];
        string unit = CurveWords.TimeUnit(options, estimate.TimeColumn);
        ImmutableArray<double> heights = Ticks.Covering(all.Min(p => p.Y), all.Max(p => p.Y), 7);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = Ticks.Log(CurveWords.TimeTitle(options, unit) + ", logarithmic", all.Min(p => p.X), all.Max(p => p.X),
                style.Width < 400 ? 5 : 8),
            Y = new PlotAxis(FigureText.Clean(options.YTitle ?? "log(−log S)"), heights[0], heights[^1],
                [.. heights.Select(h => new PlotTick(h, Ticks.Label(h)))]),
            Series = [.. estimate.Curves.Select((c, i) => Series(c, options, i))],
            Inset = test is null ? [] : [Words(test)],
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"Unit of analysis: {FigureText.Clean(estimate.Unit)}, n = {estimate.N}, {estimate.EventTotal:0.##} "
                        + $"{Wording.Of(estimate.EventTotal, "events")}. ") +
                    "Curves a constant distance apart speak for proportional hazards. Each starts at its first event.",
                .. options.CleanNotes,
            ],
        };
    }

    public static string Text(KaplanMeierEstimate estimate, ProportionalHazardsResult? test) =>
        "Log minus log survival against log time: " + string.Join("; ", estimate.Curves.Select(Legend))
            + (test is null ? "." : $". {Words(test)}.");

    private static string Words(ProportionalHazardsResult test) =>
        $"Test of proportional hazards: {(test.Global.P is null ? "P not estimable" : NumberFormat.PEquals(test.Global.P))}";

    private static string Legend(KaplanMeierCurve curve) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{FigureText.Clean(curve.Group)}, {curve.EventTotal:0.##} {Wording.Of(curve.EventTotal, "events")} of {curve.N}");

    private static ImmutableArray<PlotPoint> Points(KaplanMeierCurve curve, double? end) =>
        [.. StepBand.Rows(curve.Time, curve.Events, end ?? curve.Time[^1]).Where(j => curve.Time[j] > 0 && curve.Survival[j] is > 0 and < 1)
            .Select(j => new PlotPoint(curve.Time[j], Math.Log(-Math.Log(curve.Survival[j]))))];

    private static PlotSeries Series(KaplanMeierCurve curve, CurveFigureOptions options, int index)
    {
        int place = options.Place(curve.Group, index);
        ImmutableArray<PlotPoint> points = Points(curve, options.MaxTime);
        string name = FigureText.Clean(curve.Group);
        return new PlotSeries(name, Palette.Line(place),
            points.IsEmpty
                ? []
                : [new StepMark(
                    points) { Hover = [.. points.Select(p => $"{name}\n{NumberFormat.Fixed(p.X, 1)}: {NumberFormat.Fixed(p.Y, 2)}")] }])
            { Dash = Palette.Dash(place), LegendText = Legend(curve) };
    }
}
