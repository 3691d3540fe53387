using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts.Curves;

/// <summary>Restricted means as areas up to τ.</summary>
internal static class RestrictedMeanPlot
{
    public static Plot Of(RestrictedMeanEstimate estimate, CurveFigureOptions options, FigureStyle style)
    {
        string unit = CurveWords.TimeUnit(options, estimate.TimeColumn);
        double last = options.MaxTime ?? estimate.Curves.Curves.Max(c => c.Time[^1]);
        ImmutableArray<double> ticks = CurveAxes.TimeTicks(last, options.MaxTime, style);
        StepCurve[] steps = [.. estimate.Curves.Curves.Select(c => Steps(c, last))];
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(CurveWords.TimeTitle(options, unit), 0, Math.Max(last, ticks[^1]),
                [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = CurveAxes.Probability(FigureText.Clean(options.YTitle ?? "Survival probability")),
            Series = [.. estimate.Groups.Select((g, i) => Series(g, i, steps, estimate, options, unit))],
            Guides = [new(new(estimate.Tau, 0), new(estimate.Tau, 1), Palette.Muted, PlotDash.Dashed)],
            Inset = [.. estimate.Contrasts.Where(c => c.Quantity == "difference").Take(3).Select(c => Words(c, unit, Level(estimate)))],
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture, $"Unit of analysis: {FigureText.Clean(estimate.Unit)}, n = {estimate.N}") +
                    (estimate.Clusters is int n
                        ? string.Create(CultureInfo.InvariantCulture, $", from {Wording.Count(n, FigureText.Clean(estimate.ClusterUnit))}")
                        : "") +
                    $". Restricted mean: mean time up to {NumberFormat.Fixed(estimate.Tau, 1)} {unit} (dashed), the area below the curve." +
                    (steps.Length == 2 ? " Shaded: area between the curves, in the colour of the upper one." : ""),
                .. options.CleanNotes,
            ],
        };
    }

    public static string Text(RestrictedMeanEstimate estimate, CurveFigureOptions options)
    {
        string unit = CurveWords.TimeUnit(options, estimate.TimeColumn);
        return $"Restricted mean up to {NumberFormat.Fixed(estimate.Tau, 1)} {unit}: "
            + string.Join("; ", estimate.Groups.Select(g => Legend(g, unit, Level(estimate)))) +
            string.Concat(estimate.Contrasts.Where(c => c.Quantity == "difference").Select(c => "; " + Words(c, unit, Level(estimate))))
            + ".";
    }

    private static string Level(RestrictedMeanEstimate estimate) => NumberFormat.Level(estimate.Options.ConfidenceLevel) + " CI";

    private static string Legend(RestrictedMeanGroup group, string unit, string level) => FigureText.Clean(group.Name) +
        (group.Mean is null
            ? ", mean not estimable"
            : $", mean {NumberFormat.Fixed(group.Mean, 1)} {unit} ({level} {NumberFormat.Interval(group.Lower, group.Upper, 1)})");

    private static string Words(GroupContrast contrast, string unit, string level) =>
        $"{FigureText.Clean(contrast.Group2)} − {FigureText.Clean(contrast.Group1)}: {NumberFormat.Fixed(contrast.Estimate, 1)} {unit} " +
        $"({level} {NumberFormat.Fixed(contrast.Lower, 1)} to {NumberFormat.Fixed(contrast.Upper, 1)}), {NumberFormat.PEquals(contrast.P)}";

    private static PlotSeries Series(RestrictedMeanGroup group, int index, StepCurve[] steps, RestrictedMeanEstimate estimate,
        CurveFigureOptions options, string unit)
    {
        int place = options.Place(group.Name, index);
        IEnumerable<AreaMark> areas = group.Mean is null ? [] : steps.Length == 2
            ? Between(steps[index], steps[1 - index], estimate.Tau)
            : [Below(steps[index], estimate.Tau) with { Opacity = steps.Length > 2 ? 0.07 : 0.14 }];
        return new PlotSeries(FigureText.Clean(group.Name), Palette.Line(place),
            [.. areas, new StepMark(steps[index].Points) { Hover = [] }])
            { Dash = Palette.Dash(place), LegendText = Legend(group, unit, Level(estimate)) };
    }

    private static StepCurve Steps(KaplanMeierCurve curve, double end)
    {
        int[] rows = StepBand.Rows(curve.Time, curve.Events, end);
        return new([new(Math.Max(0, curve.Start), 1), .. rows.Select(j => new PlotPoint(curve.Time[j], curve.Survival[j])),
            new(Math.Min(curve.Time[^1], end), rows.Length > 0 ? curve.Survival[rows[^1]] : 1)]);
    }

    private static AreaMark Below(StepCurve steps, double tau)
    {
        var outline = ImmutableArray.CreateBuilder<PlotPoint>();
        foreach ((double from, double to, double height) in steps.Pieces(tau))
            outline.AddRange((PlotPoint[])[new(from, height), new(to, height)]);
        return new AreaMark([.. outline, new(tau, 0), new(steps.Points[0].X, 0)]);
    }

    // Where this curve is above the other one.
    private static IEnumerable<AreaMark> Between(StepCurve steps, StepCurve other, double tau)
    {
        double[] times = [.. steps.Points.Concat(other.Points).Select(p => p.X).Where(x => x < tau).Append(tau).Distinct().Order()];
        var upper = new List<PlotPoint>();
        var lower = new List<PlotPoint>();
        for (int i = 0; i + 1 < times.Length; i++)
        {
            double a = steps.At(times[i]), b = other.At(times[i]);
            if (a > b)
            {
                upper.AddRange([new(times[i], a), new(times[i + 1], a)]);
                lower.AddRange([new(times[i], b), new(times[i + 1], b)]);
                if (i + 2 < times.Length) continue;
            }
            if (upper.Count == 0) continue;
            lower.Reverse();
            yield return new AreaMark([.. upper, .. lower]) { Opacity = 0.22 };
            upper.Clear();
            lower.Clear();
        }
    }

    /// <summary>The corners of a step curve.</summary>
    private sealed record StepCurve(ImmutableArray<PlotPoint> Points)
    {
        public double At(double time) => Points.Last(p => p.X <= time || p == Points[0]).Y;

        public IEnumerable<(double From, double To, double Height)> Pieces(double tau)
        {
            for (int i = 0; i < Points.Length && Points[i].X < tau; i++)
                yield return (Points[i].X, i + 1 < Points.Length ? Math.Min(tau, Points[i + 1].X) : tau, Points[i].Y);
        }
    }
}
