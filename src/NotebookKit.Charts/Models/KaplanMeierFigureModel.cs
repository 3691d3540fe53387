using System.Collections.Immutable;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts.Models;

/// <summary>Everything a Kaplan-Meier figure shows, as plain values; both the SVG and the Plotly figure come from it.</summary>
internal sealed record KaplanMeierFigureModel
{
    /// <summary>In the order of the estimate.</summary>
    public required ImmutableArray<KaplanMeierFigureCurve> Curves { get; init; }

    public required KaplanMeierFigureOptions Options { get; init; }

    /// <summary>Times of the axis ticks and of the numbers at risk.</summary>
    public required ImmutableArray<double> Ticks { get; init; }

    /// <summary>Title of the time axis.</summary>
    public required string TimeTitle { get; init; }

    public required double MinTime { get; init; }

    public required double MaxTime { get; init; }

    /// <summary>Unit of analysis, in the plural.</summary>
    public required string Unit { get; init; }

    /// <summary>The test and its P value; empty without a test.</summary>
    public required ImmutableArray<string> Test { get; init; }

    public required ImmutableArray<string> Notes { get; init; }

    public static KaplanMeierFigureModel Of(KaplanMeierEstimate estimate, KaplanMeierWords words, KaplanMeierFigureOptions options,
        FigureStyle style)
    {
        double last = options.MaxTime ?? estimate.Curves.Max(c => c.Time[^1]);
        double first = Math.Min(0, estimate.Curves.Min(c => c.Start));
        int most = MostTicks(estimate, style);
        ImmutableArray<double> ticks = first < 0 ? Plots.Ticks.Covering(first, last, most) : Plots.Ticks.Time(last, most, options.TickStep);
        double end = options.MaxTime ?? EndOfAxis(ticks, last);
        ticks = [.. ticks.Where(t => t <= end)];

        ImmutableArray<KaplanMeierFigureCurve> curves =
            [.. estimate.Curves.Select(c => KaplanMeierFigureCurve.Of(c, ticks, end, words, options))];
        return new KaplanMeierFigureModel
        {
            Curves = curves,
            Options = options,
            Ticks = ticks,
            TimeTitle = words.TimeTitle,
            MinTime = ticks[0],
            MaxTime = end,
            Unit = words.Unit,
            Test = words.Test(),
            Notes = words.Notes(),
        };
    }

    // A last tick well beyond the last follow-up would waste the width of the figure.
    public static double EndOfAxis(ImmutableArray<double> ticks, double last) =>
        ticks.Length > 2 && last - ticks[^2] < 0.5 * (ticks[^1] - ticks[^2]) ? last : ticks[^1];

    private static int MostTicks(KaplanMeierEstimate estimate, FigureStyle style)
    {
        double widest = Math.Max(TextMetrics.Width("00.0", style.FontSize),
            TextMetrics.Width(NumberFormat.Fixed(estimate.N, 0), style.FontSize));
        return Math.Clamp((int)(0.75 * style.Width / (widest + 1.8 * style.FontSize)), 3, 11);
    }
}
