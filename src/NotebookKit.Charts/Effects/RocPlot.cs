using System.Collections.Immutable;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Effects;

/// <summary>Receiver operating characteristics on a square.</summary>
internal static class RocPlot
{
    public static void Check(ImmutableArray<RocCurve> curves)
    {
        if (curves.IsEmpty) throw new ArgumentException("A ROC figure needs at least one curve.", nameof(curves));
        foreach (RocCurve curve in curves)
        {
            bool ends = curve.Points.Length >= 2 && curve.Points[0] == (0, 0) && curve.Points[^1] == (1, 1);
            bool rises = curve.Points.Zip(curve.Points.Skip(1))
                .All(p => p.First.FalsePositive <= p.Second.FalsePositive && p.First.Sensitivity <= p.Second.Sensitivity);
            if (!ends || !rises)
                throw new ArgumentException(
                    $"The points of '{curve.Name}' must rise from (0, 0) to (1, 1); give the false-positive rate, 1 − specificity, first.",
                    nameof(curves));
        }
    }

    public static Plot Of(ImmutableArray<RocCurve> curves, FigureOptions options, FigureStyle style)
    {
        PlotTick[] ticks = [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(t => new PlotTick(t, NumberFormat.Fixed(t, 2)))];
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("1 − specificity", 0, 1, [.. ticks]),
            Y = new PlotAxis("Sensitivity", 0, 1, [.. ticks]),
            Series = [.. curves.Select((c, i) => Series(c, options.Place(c.Name, i)))],
            Guides = [new(new(0, 0), new(1, 1), Palette.Faint, PlotDash.Dotted)],
            AspectRatio = 1,
            Notes = [.. curves.Any(c => c.Lower is not null) ? (string[])["AUC: area under the curve with its 95% confidence interval."]
                : curves.Any(c => c.Area is not null) ? ["AUC: area under the curve."] : [], .. options.CleanNotes],
        };
    }

    public static string Text(ImmutableArray<RocCurve> curves) =>
        $"Receiver operating characteristic: {string.Join("; ", curves.Select(Legend))}.";

    private static PlotSeries Series(RocCurve curve, int place) => new(FigureText.Clean(curve.Name), Palette.Line(place),
        [new LineMark([.. curve.Points.Select(p => new PlotPoint(p.FalsePositive, p.Sensitivity))])
            { Hover = [.. curve.Points.Select(
                p => $"{FigureText.Clean(curve.Name)}\nspecificity {NumberFormat.Fixed(1 - p.FalsePositive, 2)}, sensitivity "
                    + $"{NumberFormat.Fixed(p.Sensitivity, 2)}")] }])
        { Dash = Palette.Dash(place), LegendText = Legend(curve) };

    private static string Legend(RocCurve curve) =>
        FigureText.Clean(curve.Name) + (curve.Area is null ? "" : $", AUC {NumberFormat.Fixed(curve.Area, 2)}" +
        (curve.Lower is null && curve.Upper is null ? "" : $" ({NumberFormat.Interval(curve.Lower, curve.Upper, 2)})"));
}
