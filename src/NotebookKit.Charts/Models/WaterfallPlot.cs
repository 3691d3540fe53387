using System.Collections.Immutable;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Models;

/// <summary>Turns a <see cref="WaterfallModel"/> into a plot.</summary>
internal static class WaterfallPlot
{
    public static Plot Of(WaterfallModel model, WaterfallFigureOptions options, FigureStyle style)
    {
        int n = model.Bars.Length;
        double low = model.Bars.Select(b => b.Height).Append(-35).Min(), high = model.Bars.Select(b => b.Height).Append(25).Max();
        ImmutableArray<double> ticks = Ticks.Covering(low, high, 12);
        double room = 0.07 * (ticks[^1] - ticks[0]);
        bool needsRoom = model.Bars.Any(b => b.IsMarked || b.IsCut);
        bool showIds = n > 0 && 1.25 * style.FontSize * n <= 0.85 * style.Width;
        bool numbersFit = TextMetrics.Width("+100", style.FontSize) < 0.85 * style.Width / Math.Max(n, 1);
        double end = Math.Max(n, 1) + 0.7, labels = (TextMetrics.Width("+20%", style.FontSize) + style.FontSize) / (0.85 * style.Width) * end;
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(FormattableString.Invariant($"{Wording.Capital(FigureText.Clean(options.Unit))} (n = {n})"), 0.3, end + labels, showIds ? [.. model.Bars.Select(b => new PlotTick(b.Place, options.ShowIds ? b.Id : Ticks.Label(b.Place)))] : []) { TurnLabels = options.ShowIds, ShowLine = false },
            Y = new PlotAxis(FigureText.Clean(options.YTitle), ticks[0] - (needsRoom ? room : 0), ticks[^1] + (needsRoom ? room : 0), [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Series = [.. model.Responses.Select((r, i) => Bars(model, r, i, options.ShowIds)), Stars(model, room, options), Cuts(model, numbersFit), Thresholds(end)],
            Guides = [Guide(0, n, PlotDash.Solid), Guide(20, n, new(4, 3)), Guide(-30, n, new(4, 3))],
            Inset = n == 0 ? [$"No {FigureText.Clean(options.Unit)} with a measurement after baseline"] : [],
            LegendInRows = true,
            Notes = model.Notes.AddRange(CutNote(model, numbersFit, options.ShowIds)),
            AspectRatio = 0.55,
        };
    }

    private static PlotGuide Guide(double at, int n, PlotDash dash) => new(new(0.3, at), new(Math.Max(n, 1) + 0.7, at), Palette.Muted, dash);

    private static PlotSeries Thresholds(double at) => new("thresholds", Palette.Muted,
        [new LabelMark([new PlotLabel(new(at, 20), "+20%", LabelSide.Right), new PlotLabel(new(at, -30), "\u221230%", LabelSide.Right)])]) { Key = LegendKey.None };

    private static PlotSeries Bars(WaterfallModel model, string response, int index, bool showIds) =>
        new(response, Palette.Response(response, index), [new BarMark([.. model.Bars.Where(b => b.Response == response).Select(b =>
            new PlotBar(b.Place, 0.8, 0, b.Height, $"{(showIds ? b.Id : Ticks.Label(b.Place))}\n{(b.Change > 0 ? "+" : "")}{NumberFormat.Fixed(b.Change, 1)}%\n{b.Response}"))])]) { Key = LegendKey.Box };

    // A cut bar carries its number; its star moves into the bar.
    private static PlotSeries Stars(WaterfallModel model, double room, WaterfallFigureOptions options)
    {
        ImmutableArray<PlotPoint> stars = [.. model.Bars.Where(b => b.IsMarked).Select(b => new PlotPoint(b.Place, b.Height + (b.Height < 0 || b.IsCut ? -0.45 : 0.45) * room))];
        return new PlotSeries(FigureText.Clean(options.MarkMeaning), Palette.Ink, [new PointMark(stars, PointShape.Star) { Size = 0.6, Rim = true }])
            { Key = stars.IsEmpty ? LegendKey.None : LegendKey.Marker };
    }

    private static PlotSeries Cuts(WaterfallModel model, bool numbersFit) => new("cut", Palette.Ink,
    [
        new LabelMark([.. model.Bars.Where(b => b.IsCut).Select(b => new PlotLabel(new(b.Place, b.Height), numbersFit ? Number(b) : "\u2191", LabelSide.Above))]),
    ]) { Key = LegendKey.None };

    private static IEnumerable<string> CutNote(WaterfallModel model, bool numbersFit, bool showIds)
    {
        if (!model.Bars.Any(b => b.IsCut)) return [];
        return [numbersFit
            ? "Bars above +100% are cut; their number is printed."
            : $"\u2191 Bars above +100% are cut: {string.Join(", ", model.Bars.Where(b => b.IsCut).Select(b => $"{(showIds ? b.Id : "bar " + Ticks.Label(b.Place))} {Number(b)}%"))}."];
    }

    private static string Number(WaterfallModelBar bar) => "+" + NumberFormat.Fixed(bar.Change, 0);

}
