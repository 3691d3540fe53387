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
        ImmutableArray<double> ticks = Ticks.Covering(low, high, Math.Clamp((int)(0.42 * style.Width / (1.55 * style.FontSize)), 4, 12));
        double room = 0.07 * (ticks[^1] - ticks[0]), size = Math.Min(0.6, 0.55 * style.Width / style.FontSize / Math.Max(n, 1));
        int above = Math.Max(MostMarks(model.Bars.Where(b => b.Height >= 0 && !b.IsCut)), model.Bars.Any(b => b.IsCut) ? 1 : 0),
            below = MostMarks(model.Bars.Where(b => b.Height < 0));
        ImmutableArray<string> all = [.. options.AllGroups.Select(FigureText.Clean)];
        string[] groups = [.. all.Intersect(model.Bars.Select(b => b.Group)),
            .. model.Bars.Select(b => b.Group).Distinct().Except(all).Order(StringComparer.Ordinal)];
        bool strip = groups.Any(g => g.Length > 0);
        double bottom = ticks[0] - below * room, foot = bottom - (strip ? 1.1 * room : 0);
        bool showIds = n > 0 && 1.25 * style.FontSize * n <= 0.85 * style.Width;
        bool numbersFit = TextMetrics.Width("+100", style.FontSize) < 0.85 * style.Width / Math.Max(n, 1);
        double end = Math.Max(n, 1) + 0.7, labels = (TextMetrics.Width("+20%", style.FontSize) + style.FontSize)
            / (0.85 * style.Width) * end;
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(FormattableString.Invariant($"{Wording.Capital(FigureText.Clean(options.Unit))} (n = {n})"), 0.3, end + labels,
                showIds
                    ? [.. model.Bars.Select(b => new PlotTick(b.Place, options.ShowIds ? b.Id : Ticks.Label(b.Place)))]
                    : []) { TurnLabels = options.ShowIds, ShowLine = false },
            Y = new PlotAxis(FigureText.Clean(options.YTitle), foot, ticks[^1] + above * room,
                [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Series =
            [
                .. model.Responses.Select((r, i) => Bars(model, r, i, options.ShowIds)),
                Marks(model, room, size, FigureText.Clean(options.MarkMeaning), PointShape.Star, Palette.Ink, b => b.IsMarked, _ => 0),
                Marks(model, room, size, "confirmed", PointShape.Circle, Palette.Ink, b => b.IsConfirmed, b => b.IsMarked ? 1 : 0),
                Marks(model, room, size, "ongoing", PointShape.TriangleRight, Palette.Ink, b => b.IsOngoing,
                    b => (b.IsMarked ? 1 : 0) + (b.IsConfirmed ? 1 : 0)),
                .. strip ? groups.Select((g, i) => Strip(model, g, Place(g, i), bottom, room)) : [],
                Cuts(model, numbersFit), Thresholds(end),
            ],
            Guides = [Guide(0, n, PlotDash.Solid), Guide(20, n, new(4, 3)), Guide(-30, n, new(4, 3))],
            Inset = n == 0 ? [$"No {FigureText.Clean(options.Unit)} with a measurement after baseline"] : [],
            LegendInRows = true,
            Notes = model.Notes.AddRange(CutNote(model, numbersFit, options.ShowIds)),
            AspectRatio = 0.55,
        };

        int Place(string group, int index) => all.IndexOf(group) is var at and >= 0 ? at : index;
    }

    private static PlotGuide Guide(double at, int n, PlotDash dash) =>
        new(new(0.3, at), new(Math.Max(n, 1) + 0.7, at), Palette.Muted, dash);

    private static PlotSeries Thresholds(double at) => new("thresholds", Palette.Muted,
        [new LabelMark([new PlotLabel(new(at, 20), "+20%", LabelSide.Right), new PlotLabel(new(at, -30), "\u221230%", LabelSide.Right)])]) {
            Key = LegendKey.None };

    private static PlotSeries Bars(WaterfallModel model, string response, int index, bool showIds) =>
        new(response, Palette.Response(response, index), [new BarMark([.. model.Bars.Where(b => b.Response == response).Select(b =>
            new PlotBar(b.Place, 0.8, 0, b.Height,
                $"{(showIds ? b.Id : Ticks.Label(b.Place))}\n{(b.Change > 0 ? "+" : "")}{NumberFormat.Fixed(b.Change, 1)}%\n"
                    + $"{b.Response}"))])]) { Key = LegendKey.Box };

    // Marks of a bar stand in a row beyond its end; those of a cut bar, which carries its number there, inside.
    private static PlotSeries Marks(WaterfallModel model, double room, double size, string meaning, PointShape shape, PlotColor color,
        Func<WaterfallModelBar, bool> has, Func<WaterfallModelBar, int> before)
    {
        ImmutableArray<PlotPoint> points = [.. model.Bars.Where(has)
            .Select(b => new PlotPoint(b.Place, b.Height + (b.Height < 0 || b.IsCut ? -1 : 1) * (0.5 + before(b)) * room))];
        return new PlotSeries(meaning, color, [new PointMark(points, shape) { Size = size, Rim = true }]) {
            Key = points.IsEmpty ? LegendKey.None : LegendKey.Marker };
    }

    private static int MostMarks(IEnumerable<WaterfallModelBar> bars) =>
        bars.Select(b => (b.IsMarked ? 1 : 0) + (b.IsConfirmed ? 1 : 0) + (b.IsOngoing ? 1 : 0)).DefaultIfEmpty(0).Max();

    private static PlotSeries Strip(WaterfallModel model, string group, int place, double top, double room) =>
        new(group.Length > 0 ? group : "no group", group.Length > 0 ? Palette.Tint(place) : Palette.White,
        [new BarMark(
            [.. model.Bars.Where(b => b.Group == group)
                .Select(b => new PlotBar(b.Place, 0.8, top - 0.9 * room, top - 0.25 * room, group))])]) { Key = LegendKey.Box };

    private static PlotSeries Cuts(WaterfallModel model, bool numbersFit) => new("cut", Palette.Ink,
    [
        new LabelMark(
            [.. model.Bars.Where(b => b.IsCut).Select(
                b => new PlotLabel(new(b.Place, b.Height), numbersFit ? Number(b) : "\u2191", LabelSide.Above))]),
    ]) { Key = LegendKey.None };

    private static IEnumerable<string> CutNote(WaterfallModel model, bool numbersFit, bool showIds)
    {
        if (!model.Bars.Any(b => b.IsCut)) return [];
        return [numbersFit
            ? "Bars above +100% are cut; their number is printed."
            : $"\u2191 Bars above +100% are cut: "
                + $"{string.Join(", ", model.Bars.Where(b => b.IsCut)
                    .Select(b => $"{(showIds ? b.Id : "bar " + Ticks.Label(b.Place))} {Number(b)}%"))}."];
    }

    private static string Number(WaterfallModelBar bar) => "+" + NumberFormat.Fixed(bar.Change, 0);

}
