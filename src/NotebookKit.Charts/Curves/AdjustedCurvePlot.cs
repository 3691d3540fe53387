using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival.Cox;

namespace NotebookKit.Charts.Curves;

/// <summary>Curves of survival that a model or weights adjusted.</summary>
internal static class AdjustedCurvePlot
{
    private const int FewCurves = 3, MostSteps = 2000;

    public static IEnumerable<AdjustedCurve> Of(CoxCurves curves) => curves.Curves.Select(c => new AdjustedCurve(
        c.Stratum.Length == 0 ? c.Profile : c.Profile.Length == 0 ? c.Stratum : $"{c.Profile}, {c.Stratum}",
        [.. Enumerable.Range(0, c.Time.Length).Where(j => c.Time[j] > 0 && (c.Events[j] > 0 || j == c.Time.Length - 1))
            .Select(j => (c.Time[j], c.Survival[j], c.Lower[j], c.Upper[j]))]));

    public static CurveFigureOptions Explain(CoxCurves curves, CurveFigureOptions options) => options with
    {
        Notes =
        [
            string.Create(CultureInfo.InvariantCulture,
                $"Predicted by a Cox model of {FigureText.Clean(curves.Unit)}, n = {curves.N}, {curves.Events} "
                + $"{Wording.Of(curves.Events, "events")}" +
                $"{(curves.Clusters is int n ? $", from {Wording.Count(n, FigureText.Clean(curves.ClusterUnit))}" : "")}, for the profiles "
                + $"named; nobody is at risk of a prediction, so no numbers stand below. Shaded: "
                + $"{NumberFormat.Level(curves.ConfidenceLevel)} CI."),
            .. options.Notes,
        ],
    };

    public static void Check(ImmutableArray<AdjustedCurve> curves)
    {
        if (curves.IsEmpty) throw new ArgumentException("A figure of adjusted curves needs at least one curve.", nameof(curves));
        foreach (AdjustedCurve curve in curves)
        {
            if (curve.Steps.IsDefaultOrEmpty) throw new ArgumentException($"'{curve.Name}' has no step.", nameof(curves));
            (double time, double survival) = (0, 1);
            foreach (var step in curve.Steps)
            {
                if (!(step.Time > time) && !(time == 0 && step.Time == 0) || !double.IsFinite(step.Time))
                    throw new ArgumentException(FormattableString.Invariant(
                        $"'{curve.Name}': the time {step.Time} does not come after {time}; give steps in ascending order."),
                        nameof(curves));
                if (!(step.Survival >= 0 && step.Survival <= survival + 1e-12))
                    throw new ArgumentException(FormattableString.Invariant(
                        $"'{curve.Name}': survival {step.Survival} at {step.Time} lies outside 0 to 1 or above {survival} before it."),
                        nameof(curves));
                (time, survival) = (step.Time, step.Survival);
            }
        }
    }

    public static Plot Plot(ImmutableArray<AdjustedCurve> curves, CurveFigureOptions options, FigureStyle style)
    {
        double last = options.MaxTime ?? curves.Max(c => c.Steps[^1].Time);
        bool bands = options.ConfidenceBands ?? curves.Length <= FewCurves;
        ImmutableArray<double> ticks = CurveAxes.TimeTicks(last, options.MaxTime, style);
        string unit = FigureText.Clean(options.TimeUnit ?? "months");
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(CurveWords.TimeTitle(options, unit), 0, Math.Max(last, ticks[^1]),
                [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = CurveAxes.Probability(FigureText.Clean(options.YTitle ?? "Adjusted survival")),
            Series = [.. curves.Select((c, i) => Series(c, i, last, bands, unit, options))],
            Notes = [.. options.CleanNotes],
        };
    }

    public static string Text(ImmutableArray<AdjustedCurve> curves) => "Adjusted survival: " +
        string.Join("; ",
            curves.Select(
                c => $"{FigureText.Clean(c.Name)}, {NumberFormat.Percent(c.Steps[^1].Survival)} at "
                    + $"{NumberFormat.Fixed(c.Steps[^1].Time, 1)}")) + ".";

    private static PlotSeries Series(AdjustedCurve curve, int index, double end, bool band, string unit, CurveFigureOptions options)
    {
        int place = options.Place(curve.Name, index);
        string name = FigureText.Clean(curve.Name);
        double cell = end / MostSteps;
        var steps = curve.Steps.Where(s => s.Time <= end).ToArray();
        if (steps.Length > MostSteps)
            steps = [.. steps.Where((s, i) => i == 0 || i == steps.Length - 1
                || Math.Floor(s.Time / cell) < Math.Floor(steps[i + 1].Time / cell))];
        double last = Math.Min(end, curve.Steps[^1].Time);
        ImmutableArray<PlotPoint> outline = band
            ? StepBand.Band([.. Enumerable.Range(0, steps.Length)], [.. steps.Select(s => s.Time)], [.. steps.Select(s => s.Lower)],
                [.. steps.Select(s => s.Upper)], last)
            : [];
        return new PlotSeries(name, Palette.Line(place),
        [
            .. outline.IsEmpty ? [] : (PlotMark[])[new AreaMark(outline)],
            new StepMark(
                [new(0, 1), .. steps.Select(s => new PlotPoint(s.Time, s.Survival)), new(last, steps.Length > 0 ? steps[^1].Survival : 1)])
            {
                Hover = [name,
                    .. steps.Select(
                        s => $"{name}\n{NumberFormat.Fixed(s.Time, 1)} {unit}: {NumberFormat.Percent(s.Survival)}"
                            + $"{(s.Lower is null ? "" : $" ({NumberFormat.PercentInterval(s.Lower, s.Upper)})")}"), name],
            },
        ]) { Dash = Palette.Dash(place) };
    }
}
