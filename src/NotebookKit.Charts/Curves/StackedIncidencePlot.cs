using System.Collections.Immutable;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Curves;

/// <summary>Causes as areas that add up; what is left white is without any event.</summary>
internal static class StackedIncidencePlot
{
    public static Plot Of(CurveModel model, CumulativeIncidenceFigureOptions options, FigureStyle style)
    {
        ImmutableArray<double> ticks = CurveAxes.TimeTicks(model.LastTime, options.MaxTime, style);
        double[] times = [.. model.Curves.SelectMany(c => c.Steps).Select(p => p.X).Distinct().Order()];
        double[] below = new double[times.Length];
        var series = ImmutableArray.CreateBuilder<PlotSeries>();
        for (int i = 0; i < model.Curves.Length; i++)
        {
            CurveModelCurve curve = model.Curves[i];
            double[] above =
                [.. times.Select((t, j) => below[j] + curve.Steps.Where(p => p.X <= t).Select(p => p.Y).DefaultIfEmpty(0).Last())];
            ImmutableArray<PlotPoint> outline = [.. Edge(times, above), .. Edge(times, below).Reverse()];
            series.Add(new PlotSeries(curve.Name, Palette.Line(options.Place(curve.Name, i)),
                [new AreaMark(outline) { Opacity = 0.75 }, new StepMark([.. times.Select((t, j) => new PlotPoint(t, above[j]))])])
                { Key = LegendKey.Box, LegendText = curve.Legend });
            below = above;
        }
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = IncidencePlot.TimeAxis(model, ticks),
            Y = new PlotAxis(model.YTitle, 0, 1, Models.KaplanMeierPlot.Probabilities),
            Series = series.ToImmutable(),
            Counts = options.NumbersAtRisk ? IncidencePlot.AtRisk(model, ticks) : [],
            Notes = [.. model.Notes, "Areas add up; what is left is without any of these events."],
        };
    }

    private static IEnumerable<PlotPoint> Edge(double[] times, double[] values)
    {
        for (int i = 0; i < times.Length; i++)
        {
            if (i > 0) yield return new(times[i], values[i - 1]);
            yield return new(times[i], values[i]);
        }
    }
}
