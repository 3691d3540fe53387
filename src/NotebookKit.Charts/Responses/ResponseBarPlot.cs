using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Responses;

/// <summary>Turns a <see cref="ResponseBarModel"/> into lying bars of 100%.</summary>
internal static class ResponseBarPlot
{
    public static Plot Of(ResponseBarModel model, ResponseBarOptions options, FigureStyle style)
    {
        int n = model.Groups.Length;
        ImmutableArray<double> at = [.. model.Groups.Select((_, i) => (double)(n - i))];
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis($"Percent of {FigureText.Clean(options.Unit)}", 0, 100,
                [.. new[] { 0, 25, 50, 75, 100 }.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis("", 0.4, n + 0.6, []) { ShowLine = false },
            Columns =
            [
                new PlotColumn("",
                    [.. model.Groups.Select(
                        g => new PlotCell(
                            string.Create(CultureInfo.InvariantCulture, $"{g.Name}{(g.Name.Length > 0 ? ", " : "")}n = {g.N}")))],
                            TextAnchor.Start) { MostWidth = 0.24 },
                new PlotColumn("ORR\n(95% CI)", [.. model.Groups.Select(g => new PlotCell(g.Rate))], TextAnchor.Start) { Right = true,
                    MostWidth = 0.26 },
            ],
            RowPositions = at,
            Series = [.. model.Responses.Select((r, i) => Series(model, r, i, style))],
            LegendInRows = true,
            AreaHeightEm = Math.Max(4, 3.2 * n),
            Notes = model.Notes,
        };
    }

    private static PlotSeries Series(ResponseBarModel model, string response, int index, FigureStyle style)
    {
        var bars = ImmutableArray.CreateBuilder<PlotBar>();
        var labels = ImmutableArray.CreateBuilder<PlotLabel>();
        PlotColor color = Palette.Response(response, index);
        for (int i = 0; i < model.Groups.Length; i++)
        {
            ResponseBarGroup group = model.Groups[i];
            double from = 100.0 * group.Counts.Take(index).Sum() / group.N, width = 100.0 * group.Counts[index] / group.N,
                place = model.Groups.Length - i;
            if (width == 0) continue;
            bars.Add(new PlotBar(place, 0.62, from, from + width,
                $"{group.Name}\n{response}: {NumberFormat.CountPercent(group.Counts[index], group.N)}"));
            // The area takes about half of the figure; what does not fit with its percentage is shown as a count, or by the legend and
            // hover alone.
            double pixels = width / 100 * 0.46 * style.Width - 0.5 * style.FontSize;
            string full = NumberFormat.CountPercent(group.Counts[index], group.N), count = group.Counts[index]
                .ToString(CultureInfo.InvariantCulture);
            if (TextMetrics.Width(full, style.FontSize) <= pixels)
                labels.Add(new PlotLabel(new(from + width / 2, place), full, LabelSide.Centre));
            else if (TextMetrics.Width(count, style.FontSize) <= pixels)
            labels.Add(new PlotLabel(new(from + width / 2, place), count, LabelSide.Centre));
        }
        return new PlotSeries(response, color,
            [new BarMark(bars.ToImmutable()) { Horizontal = true },
                new LabelMark(labels.ToImmutable()) { Color = Palette.Readable(color) }]) { Key = LegendKey.Box };
    }
}
