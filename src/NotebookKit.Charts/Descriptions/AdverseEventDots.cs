using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Descriptions;

/// <summary>Per cent of two groups by term, and beside it the difference of the risks with its interval.</summary>
internal static class AdverseEventDots
{
    private const double LabelShare = 0.48;

    public static ImmutableArray<AdverseEventRisk> Sorted(ImmutableArray<AdverseEventRisk> risks)
    {
        if (risks.IsEmpty) throw new ArgumentException("There is no term to draw.", nameof(risks));
        foreach (AdverseEventRisk risk in risks)
        {
            if (risk.N1 < 1 || risk.N2 < 1)
                throw new ArgumentException($"'{risk.Term}': both groups need at least one unit.", nameof(risks));
            if (risk.Events1 < 0 || risk.Events1 > risk.N1 || risk.Events2 < 0 || risk.Events2 > risk.N2)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"'{risk.Term}': {risk.Events1} of {risk.N1} and {risk.Events2} of {risk.N2} is not possible; count each unit once."),
                    nameof(risks));
        }
        return [.. risks.OrderByDescending(r => r.Difference).ThenBy(r => r.Term, StringComparer.Ordinal)];
    }

    public static Plot Percents(ImmutableArray<AdverseEventRisk> risks, AdverseEventDotOptions options, FigureStyle style)
    {
        int n = risks.Length;
        double most = risks.Max(r => 100 * Math.Max((double)r.Events1 / r.N1, (double)r.Events2 / r.N2));
        ImmutableArray<double> ticks = Ticks.Covering(0, Math.Max(5, most), 5);
        bool tall = risks.Any(r => TextMetrics.Width(FigureText.Clean(r.Term), style.FontSize) > LabelShare * style.Width);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis($"Percent of {FigureText.Clean(options.Unit)}", -0.03 * ticks[^1], ticks[^1],
                [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis("", 0.4, n + 0.6, [.. risks.Select((r, i) => new PlotTick(n - i, FigureText.Clean(r.Term))).Reverse()]),
            Series = [Dots(options.Group1, 0, r => (r.Events1, r.N1), PointShape.Circle),
                Dots(options.Group2, 1, r => (r.Events2, r.N2), PointShape.TriangleUp)],
            Guides = Rows(n, 0, ticks[^1]),
            LegendInRows = true,
            LabelShare = LabelShare,
            AreaHeightEm = Math.Max(4, (tall ? 2.8 : 1.8) * n),
            Notes = [$"Each {Wording.Singular(FigureText.Clean(options.Unit))} counts once per term. Sorted by the difference.",
                .. options.CleanNotes],
        };

        PlotSeries Dots(string group, int index, Func<AdverseEventRisk, (int Events, int N)> of, PointShape shape)
        {
            int place = options.Place(group, index);
            return new PlotSeries(FigureText.Clean(group), Palette.Line(place),
                [new PointMark([.. risks.Select((r, i) => new PlotPoint(100.0 * of(r).Events / of(r).N, n - i))], shape)
                { Size = 0.7, Rim = true,
                    Hover = [.. risks.Select(
                        r => $"{FigureText.Clean(r.Term)}\n{FigureText.Clean(group)}: "
                            + $"{NumberFormat.CountPercent(of(r).Events, of(r).N)}")] }])
                { Key = LegendKey.Marker,
                    LegendText = string.Create(CultureInfo.InvariantCulture,
                        $"{FigureText.Clean(group)} (n = {risks.Max(r => of(r).N)})") };
        }
    }

    public static Plot Differences(ImmutableArray<AdverseEventRisk> risks, AdverseEventDotOptions options, FigureStyle style)
    {
        int n = risks.Length;
        double[] values = [.. risks.SelectMany(r => new[] { r.Difference, r.Lower ?? r.Difference, r.Upper ?? r.Difference })
            .Select(v => 100 * v).Append(0)];
        ImmutableArray<double> ticks = Ticks.Covering(values.Min(), values.Max(), 4);
        return new Plot
        {
            X = new PlotAxis(
                $"Difference, {FigureText.Clean(options.Group1)} − {FigureText.Clean(options.Group2)}, points "
                    + $"({NumberFormat.Level(options.ConfidenceLevel)} CI)", ticks[0], ticks[^1],
                    [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis("", 0.4, n + 0.6, []) { ShowLine = false },
            Series =
            [
                new("difference", Palette.Ink,
                [
                    new SegmentMark(
                        [.. risks.Select((r, i) => (r, n - i)).Where(p => p.r.Lower is not null && p.r.Upper is not null)
                            .Select(p => (new PlotPoint(100 * p.r.Lower!.Value, p.Item2),
                                new PlotPoint(100 * p.r.Upper!.Value, p.Item2)))]),
                    new PointMark([.. risks.Select((r, i) => new PlotPoint(100 * r.Difference, n - i))], PointShape.Square)
                        { Hover = [.. risks.Select(
                            r => $"{FigureText.Clean(r.Term)}\n{NumberFormat.Fixed(100 * r.Difference, 1)} points "
                                + $"({NumberFormat.Interval(100 * r.Lower, 100 * r.Upper, 1)})")] },
                ]) { Key = LegendKey.None },
            ],
            Guides = [new(new(0, 0.4), new(0, n + 0.6), Palette.Muted, PlotDash.Solid), .. Rows(n, ticks[0], ticks[^1])],
            AreaHeightEm = Math.Max(4, 1.8 * n),
        };
    }

    public static string Text(ImmutableArray<AdverseEventRisk> risks, AdverseEventDotOptions options) =>
        $"Adverse events of {FigureText.Clean(options.Group1)} and {FigureText.Clean(options.Group2)}, sorted by the difference of the "
        + "risks: " + string.Join("; ", risks.Select(r =>
            $"{FigureText.Clean(r.Term)} {NumberFormat.CountPercent(r.Events1, r.N1)} and {NumberFormat.CountPercent(r.Events2, r.N2)}, "
                + $"difference {NumberFormat.Fixed(100 * r.Difference, 1)} points "
                + $"({NumberFormat.Interval(100 * r.Lower, 100 * r.Upper, 1)})")) + ".";

    private static ImmutableArray<PlotGuide> Rows(int n, double from, double to) =>
        [.. Enumerable.Range(1, n).Select(i => new PlotGuide(new(from, i), new(to, i), Palette.LightGrey, PlotDash.Dotted))];
}
