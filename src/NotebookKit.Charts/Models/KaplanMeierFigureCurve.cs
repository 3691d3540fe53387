using System.Collections.Immutable;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts.Models;

/// <summary>One curve of a Kaplan-Meier figure.</summary>
internal sealed record KaplanMeierFigureCurve
{
    /// <summary>More steps than this cannot be told apart on paper.</summary>
    public const int MostSteps = 2000;

    // A tenth of a pixel of a page at 1200 dpi.
    private const double FinestPixels = 1e5;

    public required string Group { get; init; }

    /// <summary>Group with its median and confidence interval.</summary>
    public required string LegendText { get; init; }

    /// <summary>The start, every time with an event, and the end of follow-up.</summary>
    public required ImmutableArray<PlotPoint> Steps { get; init; }

    /// <summary>One text per step.</summary>
    public required ImmutableArray<string> Hover { get; init; }

    /// <summary>Closed outline of the confidence band, up to where limits cannot be estimated; empty for none.</summary>
    public required ImmutableArray<PlotPoint> Band { get; init; }

    public required ImmutableArray<PlotPoint> Censored { get; init; }

    /// <summary>Median within the time shown; null if not reached there.</summary>
    public required double? Median { get; init; }

    /// <summary>Number at risk at each tick.</summary>
    public required ImmutableArray<double> AtRisk { get; init; }

    /// <summary>Events up to and including each tick.</summary>
    public required ImmutableArray<double> EventsTo { get; init; }

    /// <summary>Censored up to and including each tick.</summary>
    public required ImmutableArray<double> CensoredTo { get; init; }

    public static KaplanMeierFigureCurve Of(KaplanMeierCurve curve, ImmutableArray<double> ticks, double end, KaplanMeierWords words,
        KaplanMeierFigureOptions options)
    {
        int[] rows = Visible(curve, end);
        double last = Math.Min(curve.Time[^1], end), survival = rows.Length > 0 ? curve.Survival[rows[^1]] : 1;
        string group = FigureText.Clean(curve.Group);
        // What was thinned needs no more figures than can be seen, its band half of the steps, and its hovering texts the estimate alone.
        bool isThinned = rows.Length > MostSteps / 2 && curve.Time.Length > 2 * MostSteps;
        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10((end - curve.Start) / FinestPixels)), 0, 15);
        Func<PlotPoint, PlotPoint> round = isThinned ? p => new(Math.Round(p.X, decimals), Math.Round(p.Y, 5)) : p => p;
        return new KaplanMeierFigureCurve
        {
            Group = group,
            LegendText = words.Legend(curve),
            Steps = [.. ((PlotPoint[])[new(curve.Start, 1), .. rows.Select(j => new PlotPoint(curve.Time[j], curve.Survival[j])),
                new(last, survival)]).Select(round)],
            Hover = [group, .. rows.Select(j => isThinned ? words.Hover(curve, j).Split('\n')[1] : words.Hover(curve, j)),
                words.HoverEnd(curve, last)],
            Band = [.. BandOf(curve, isThinned ? [.. rows.Where((_, i) => i % 2 == 1 || i == rows.Length - 1)] : rows, last).Select(round)],
            Censored = options.CensorMarks
                ? Thin([.. Enumerable.Range(0, curve.Time.Length).Where(j => curve.Censored[j] > 0 && curve.Time[j] <= end)], curve, end)
                .Select(j => round(new PlotPoint(curve.Time[j], curve.Survival[j]))).ToImmutableArray() : [],
            Median = curve.Median.Estimate <= end ? curve.Median.Estimate : null,
            AtRisk = [.. ticks.Select(curve.AtRiskAt)],
            EventsTo = UpTo(ticks, curve.Time, curve.Events),
            CensoredTo = UpTo(ticks, curve.Time, curve.Censored),
        };
    }

    private static ImmutableArray<double> UpTo(ImmutableArray<double> ticks, ImmutableArray<double> times, ImmutableArray<double> counts)
    {
        var sums = ImmutableArray.CreateBuilder<double>(ticks.Length);
        double sum = 0;
        int row = 0;
        foreach (double tick in ticks)
        {
            while (row < times.Length && times[row] <= tick) sum += counts[row++];
            sums.Add(sum);
        }
        return sums.MoveToImmutable();
    }

    public static string Count(double count) => NumberFormat.Fixed(count, count == Math.Floor(count) ? 0 : 1);

    private static int[] Visible(KaplanMeierCurve curve, double end) =>
        Thin([.. Enumerable.Range(0, curve.Time.Length).Where(j => curve.Events[j] > 0 && curve.Time[j] <= end)], curve, end);

    // Keeps the last row of each 1/2000 of the axis; the first and the last row stay.
    private static int[] Thin(int[] rows, KaplanMeierCurve curve, double end)
    {
        if (rows.Length <= MostSteps) return rows;
        double cell = (end - curve.Start) / MostSteps;
        return [.. rows.Where((j, i) => i == rows.Length - 1 || i == 0
            || Math.Floor(curve.Time[j] / cell) < Math.Floor(curve.Time[rows[i + 1]] / cell))];
    }

    private static ImmutableArray<PlotPoint> BandOf(KaplanMeierCurve curve, int[] rows, double last)
    {
        int[] known = [.. rows.TakeWhile(j => curve.Lower[j] is not null && curve.Upper[j] is not null)];
        if (known.Length == 0) return [];
        // Where limits stop being estimable, mostly at S = 0, the band stops with them.
        double end = known.Length < rows.Length ? curve.Time[rows[known.Length]] : last;
        var upper = Edge(curve.Start, known.Select(j => (curve.Time[j], curve.Upper[j]!.Value)), end);
        var lower = Edge(curve.Start, known.Select(j => (curve.Time[j], curve.Lower[j]!.Value)), end);
        return [.. upper, .. Enumerable.Reverse(lower), upper[0]];
    }

    private static List<PlotPoint> Edge(double start, IEnumerable<(double Time, double Limit)> steps, double end)
    {
        var edge = new List<PlotPoint> { new(start, 1) };
        double before = 1;
        foreach ((double time, double limit) in steps)
        {
            edge.Add(new(time, before));
            edge.Add(new(time, limit));
            before = limit;
        }
        edge.Add(new(end, before));
        return edge;
    }
}
