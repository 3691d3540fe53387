using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Effects;

/// <summary>Standardized mean differences before and after adjustment.</summary>
internal static class LovePlot
{
    public static Plot Of(ImmutableArray<BalanceRow> rows, LovePlotOptions options, FigureStyle style)
    {
        BalanceRow[] sorted = [.. rows.OrderByDescending(r => Math.Abs(r.Before ?? r.After ?? 0))
            .ThenBy(r => r.Label, StringComparer.Ordinal)];
        int n = sorted.Length;
        ImmutableArray<double> ticks = Ticks.Covering(0,
            rows.SelectMany(r => new[] { r.Before, r.After }).OfType<double>().Select(Math.Abs).Append(2 * options.Threshold).Max(), 6);
        bool tall = sorted.Any(r => TextMetrics.Width(FigureText.Clean(r.Label), style.FontSize) > 0.36 * style.Width);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("Absolute standardized mean difference", 0, ticks[^1],
                [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis("", 0.4, n + 0.6, [.. sorted.Select((r, i) => new PlotTick(n - i, FigureText.Clean(r.Label))).Reverse()]),
            Series = [.. ((PlotSeries[])[Points(options.BeforeName, Palette.Vermilion, r => r.Before, true),
                Points(options.AfterName, Palette.Blue, r => r.After, false)]).Where(s => ((PointMark)s.Marks[0]).Points.Length > 0)],
            Guides =
            [
                new(new(options.Threshold, 0.4), new(options.Threshold, n + 0.6), Palette.Muted, PlotDash.Dashed),
                .. sorted.Select((_, i) => new PlotGuide(new(0, n - i), new(ticks[^1], n - i), Palette.LightGrey, PlotDash.Dotted)),
            ],
            LegendInRows = true,
            Columns = Ratios(sorted),
            RowPositions = [.. sorted.Select((_, i) => (double)(n - i))],
            AreaHeightEm = Math.Max(4, (tall ? 2.8 : 1.7) * n),
            Notes = [string.Create(CultureInfo.InvariantCulture, $"Dashed: {options.Threshold}, a usual limit of good balance."),
                .. options.CleanNotes],
        };

        PlotSeries Points(string name, PlotColor color, Func<BalanceRow, double?> value, bool hollow)
        {
            (BalanceRow Row, int At)[] known = [.. sorted.Select((r, i) => (r, n - i)).Where(p => value(p.r) is not null)];
            return new PlotSeries(FigureText.Clean(name), color,
            [
                new PointMark([.. known.Select(p => new PlotPoint(Math.Abs(value(p.Row)!.Value), p.At))], PointShape.Circle)
                    { Hollow = hollow, Size = 0.62,
                        Hover = [.. known.Select(
                            p => $"{FigureText.Clean(p.Row.Label)}\n{FigureText.Clean(name)}: {NumberFormat.Fixed(value(p.Row), 3)}")] },
            ]) { Key = LegendKey.Marker };
        }
    }

    // Means can agree where spreads do not.
    private static ImmutableArray<PlotColumn> Ratios(BalanceRow[] rows)
    {
        if (rows.All(r => r.VarianceRatioBefore is null && r.VarianceRatioAfter is null)) return [];
        return [new("Variance ratio,\nbefore; after", [.. rows.Select(r => new PlotCell(
            (r.VarianceRatioBefore, r.VarianceRatioAfter) is (null, null) ? ""
            : $"{NumberFormat.Fixed(r.VarianceRatioBefore, 2)}; {NumberFormat.Fixed(r.VarianceRatioAfter, 2)}"))], TextAnchor.End)
            { Right = true }];
    }

    public static string Text(ImmutableArray<BalanceRow> rows, LovePlotOptions options)
    {
        int before = rows.Count(r => Math.Abs(r.Before ?? 0) > options.Threshold),
            after = rows.Count(r => Math.Abs(r.After ?? 0) > options.Threshold);
        return string.Create(CultureInfo.InvariantCulture,
            $"Love plot of {rows.Length} covariates: absolute standardized mean difference above {options.Threshold} in {before} before "
                + $"and {after} after adjustment. ") +
            string.Join("; ",
                rows.Select(r => $"{FigureText.Clean(r.Label)} {NumberFormat.Fixed(r.Before, 2)} to {NumberFormat.Fixed(r.After, 2)}"))
                    + ".";
    }
}
