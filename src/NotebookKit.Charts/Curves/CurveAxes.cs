using System.Collections.Immutable;
using NotebookKit.Charts.Models;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Curves;

/// <summary>Axes that curves over time share.</summary>
internal static class CurveAxes
{
    /// <summary>Ticks of a time axis that ends at the last time, or where the reader asked for.</summary>
    public static ImmutableArray<double> TimeTicks(double last, double? max, FigureStyle style)
    {
        int most = Math.Clamp((int)(0.75 * style.Width / (TextMetrics.Width("000", style.FontSize) + 1.8 * style.FontSize)), 3, 11);
        ImmutableArray<double> ticks = Ticks.Time(last, most);
        double end = max ?? KaplanMeierFigureModel.EndOfAxis(ticks, last);
        return [.. ticks.Where(t => t <= end)];
    }

    public static PlotAxis Probability(string title) => new(title, 0, KaplanMeierPlot.Top, KaplanMeierPlot.Probabilities);
}
