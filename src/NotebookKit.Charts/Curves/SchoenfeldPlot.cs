using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Models;

namespace NotebookKit.Charts.Curves;

/// <summary>Scaled Schoenfeld residuals of one coefficient against time.</summary>
internal static class SchoenfeldPlot
{
    // More points than this only darken the paper.
    private const int MostPoints = 1000;

    /// <summary>Places of the coefficients to draw.</summary>
    public static ImmutableArray<int> Shown(SchoenfeldResiduals residuals, SchoenfeldFigureOptions options)
    {
        if (residuals.Time.IsEmpty || residuals.Coefficients.IsEmpty)
            throw new ArgumentException("The model has no event or no coefficient; there is no residual to draw.", nameof(residuals));
        if (options.Coefficients.IsDefaultOrEmpty) return [.. Enumerable.Range(0, residuals.Coefficients.Length)];
        if (options.Coefficients.FirstOrDefault(c => !residuals.Coefficients.Contains(c)) is { } unknown)
            throw new ArgumentException(
                $"The model has no coefficient '{unknown}'. Coefficients: {string.Join(", ", residuals.Coefficients)}.", nameof(options));
        return [.. options.Coefficients.Select(c => residuals.Coefficients.IndexOf(c))];
    }

    public static Plot Of(SchoenfeldResiduals residuals, int index, SchoenfeldFigureOptions options, FigureStyle style)
    {
        Coefficient coefficient = Find(residuals, index);
        double variance = residuals.Fit.ModelCovariance[Place(residuals, index), Place(residuals, index)]!.Value;
        SchoenfeldSmooth? smooth = SchoenfeldSmooth.Of(residuals.Time, residuals.Scaled[index], variance);
        double z = ConfidenceLimits.NormalQuantile(residuals.Options.ConfidenceLevel), last = options.MaxTime ?? residuals.Time.Max();
        int step = (residuals.Time.Length + MostPoints - 1) / MostPoints;
        PlotPoint[] points = [.. residuals.Time.Zip(residuals.Scaled[index], (t, r) => new PlotPoint(t, r))
            .Where((p, i) => i % step == 0 && p.X <= last)];
        int[] grid = smooth is null ? [] : [.. Enumerable.Range(0, smooth.Time.Length).Where(i => smooth.Time[i] <= last)];
        double[] values = [.. points.Select(p => p.Y),
            .. grid.SelectMany(i => new[] { smooth!.Value[i] - z * smooth.StdErr[i], smooth.Value[i] + z * smooth.StdErr[i] }), 0];
        ImmutableArray<double> ticks = CurveAxes.TimeTicks(last, options.MaxTime, style),
            heights = Ticks.Covering(values.Min(), values.Max(), 7);
        string unit = FigureText.Clean(options.TimeUnit ?? "months");
        double end = Math.Max(last, ticks[^1]);
        var series = ImmutableArray.CreateBuilder<PlotSeries>();
        series.Add(new PlotSeries("events", Palette.Faint,
            [new PointMark([.. points], PointShape.Circle) { Size = 0.42, Opacity = 0.7,
                Hover = [.. points.Select(p => $"{NumberFormat.Fixed(p.X, 1)} {unit}: {NumberFormat.Fixed(p.Y, 2)}")] }]) {
                    Key = LegendKey.None });
        if (smooth is not null)
            series.Add(new PlotSeries("smooth", Palette.Blue,
            [
                new AreaMark(
                    [.. grid.Select(i => new PlotPoint(smooth.Time[i], smooth.Value[i] + z * smooth.StdErr[i])),
                        .. grid.Reverse().Select(i => new PlotPoint(smooth.Time[i], smooth.Value[i] - z * smooth.StdErr[i]))]),
                new LineMark([.. grid.Select(i => new PlotPoint(smooth.Time[i], smooth.Value[i]))]) { Width = 1.3 },
            ]) { Key = LegendKey.None });
        ProportionalHazardsResult test = residuals.Fit.ProportionalHazards();
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(CurveWords.TimeTitle(options, unit), 0, end, [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis($"Log hazard ratio, {FigureText.Clean(coefficient.Label)}", heights[0], heights[^1],
                [.. heights.Select(h => new PlotTick(h, Ticks.Label(h)))]),
            Series = series.ToImmutable(),
            Guides = [new(new(0, coefficient.Estimate!.Value), new(end, coefficient.Estimate.Value), Palette.Vermilion, PlotDash.Dashed)],
            Notes =
            [
                $"Test of a constant hazard ratio: {(P(test, coefficient) is double p ? NumberFormat.PEquals(p) : "P not estimable")}. "
                + "Dashed: the estimate of the model. " +
                    (smooth is null
                        ? "Too few events for a smooth."
                        : $"Line: natural spline with {NumberFormat.Level(residuals.Options.ConfidenceLevel)} CI.") +
                    (step > 1 ? string.Create(CultureInfo.InvariantCulture, $" One event of {step} is drawn.") : ""),
                .. options.CleanNotes,
            ],
        };
    }

    public static string Text(SchoenfeldResiduals residuals, ImmutableArray<int> shown)
    {
        ProportionalHazardsResult test = residuals.Fit.ProportionalHazards();
        return string.Create(CultureInfo.InvariantCulture,
            $"Scaled Schoenfeld residuals against time, {residuals.Time.Length} {Wording.Of(residuals.Time.Length, "events")}: ") +
            string.Join("; ", shown.Select(i => Find(residuals, i)).Select(
                c => $"{FigureText.Clean(c.Label)}, test of a constant hazard ratio "
                    + $"{(P(test, c) is double p ? NumberFormat.PEquals(p) : "not estimable")}")) + ".";
    }

    private static double? P(ProportionalHazardsResult test, Coefficient coefficient) =>
        test.Coefficients.FirstOrDefault(t => t.Name == coefficient.Name)?.P;

    private static Coefficient Find(SchoenfeldResiduals residuals, int index) => residuals.Fit.Coefficients[Place(residuals, index)];

    private static int Place(SchoenfeldResiduals residuals, int index) =>
        residuals.Fit.Coefficients.Select(c => c.Name).ToList().IndexOf(residuals.Coefficients[index]);
}
