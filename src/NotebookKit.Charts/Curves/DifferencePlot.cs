using System.Collections.Immutable;
using NotebookKit.Charts.Models;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival;

namespace NotebookKit.Charts.Curves;

/// <summary>Turns a <see cref="DifferenceModel"/> into a plot.</summary>
internal static class DifferencePlot
{
    public static Plot Of(DifferenceModel model, CurveFigureOptions options, FigureStyle style)
    {
        bool band = options.ConfidenceBands ?? true;
        double[] values = [.. model.Steps.SelectMany(s => new[] { s.At.Estimate, band ? s.At.Lower : null, band ? s.At.Upper : null })
            .OfType<double>(), 0];
        ImmutableArray<double> ticks = CurveAxes.TimeTicks(model.End, options.MaxTime, style),
            heights = Ticks.Covering(Math.Max(-1, values.Min()), Math.Min(1, values.Max()), 7);
        double last = Math.Max(model.End, ticks[^1]);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(model.TimeTitle, 0, last, [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis(model.YTitle, heights[0], heights[^1], [.. heights.Select(v => new PlotTick(v, NumberFormat.Fixed(v, 2)))]),
            Series = [new PlotSeries("difference", Palette.Line(2), [.. band ? Band(model) : [], Curve(model)]) { Key = LegendKey.None }],
            Guides = [new(new(0, 0), new(last, 0), Palette.Muted, PlotDash.Dashed)],
            Notes = model.Notes,
        };
    }

    private static StepMark Curve(DifferenceModel model)
    {
        (double Time, GroupContrast At)[] known = [.. model.Steps.Where(s => s.At.Estimate is not null)];
        return new StepMark(
            [.. known.Select(s => new PlotPoint(s.Time, s.At.Estimate!.Value)), new(model.End, known[^1].At.Estimate!.Value)])
        {
            Hover = [.. known.Select(
                s => $"{NumberFormat.Fixed(s.Time, 1)}: {DifferenceModel.Points(s.At.Estimate)} points "
                    + $"({(s.At.Lower is null ? NumberFormat.NotEstimable
                        : $"{DifferenceModel.Points(s.At.Lower)} to {DifferenceModel.Points(s.At.Upper)}")})"), ""],
        };
    }

    // Where limits cannot be estimated the band is interrupted.
    private static IEnumerable<AreaMark> Band(DifferenceModel model)
    {
        for (int i = 0; i < model.Steps.Length; i++)
        {
            if (model.Steps[i].At.Lower is null) continue;
            int start = i;
            while (i + 1 < model.Steps.Length && model.Steps[i + 1].At.Lower is not null) i++;
            double end = i + 1 < model.Steps.Length ? model.Steps[i + 1].Time : model.End;
            var upper = ImmutableArray.CreateBuilder<PlotPoint>();
            var lower = ImmutableArray.CreateBuilder<PlotPoint>();
            for (int j = start; j <= i; j++)
            {
                double next = j < i ? model.Steps[j + 1].Time : end;
                (double from, double low, double high) = (model.Steps[j].Time, Limit(model.Steps[j].At.Lower),
                    Limit(model.Steps[j].At.Upper));
                upper.AddRange((PlotPoint[])[new(from, high), new(next, high)]);
                lower.AddRange((PlotPoint[])[new(from, low), new(next, low)]);
            }
            lower.Reverse();
            yield return new AreaMark([.. upper, .. lower]);
        }
    }

    private static double Limit(double? value) => Math.Clamp(value!.Value, -1, 1);
}
