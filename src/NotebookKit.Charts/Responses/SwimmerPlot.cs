using System.Globalization;
using System.Collections.Immutable;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Responses;

/// <summary>Turns a <see cref="SwimmerModel"/> into a plot.</summary>
internal static class SwimmerPlot
{
    private const int MostNamed = 60;

    private static readonly PointShape[] Shapes = [PointShape.TriangleDown, PointShape.Square, PointShape.Diamond, PointShape.Circle,
        PointShape.TriangleUp, PointShape.Star];

    public static Plot Of(SwimmerModel model, SwimmerFigureOptions options, FigureStyle style)
    {
        int n = model.Lanes.Length;
        double first = Math.Min(0, model.Lanes.Min(l => l.Start)), last = model.Lanes.Max(l => l.End), room = 0.06 * (last - first);
        int most = style.Width < 400 ? 6 : 11;
        ImmutableArray<double> ticks = first < 0 ? Ticks.Covering(first, last, most) : Ticks.Time(Math.Max(last, 1e-9), most);
        double height = n > MostNamed ? 0.7 : n > 30 ? 1.1 : 1.5, mark = Math.Min(0.85, 0.62 * height);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(FigureText.Clean(options.TimeTitle), ticks[0] - 0.45 * room, Math.Max(ticks[^1], last + room),
                [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis(FormattableString.Invariant($"{Wording.Capital(FigureText.Clean(options.Unit))} (n = {n})"), 0.4, n + 0.6,
                n > MostNamed || height < 1.4 && options.ShowIds
                    ? []
                    : [.. model.Lanes.Select((l, i) => new PlotTick(n - i, options.ShowIds ? FigureText.Clean(l.Id) : Ticks.Label(i + 1)))
                        .Reverse().Where((_, i) => height >= 1.4 || (n - i) % 5 == 0)]) { ShowLine = false },
            Series = [.. Lanes(model, options, n), .. InResponse(model, options, n), .. Events(model, n, mark, last - first),
                .. Ongoing(model, options, n, room, mark)],
            LegendInRows = true,
            AreaHeightEm = Math.Max(4, height * n),
            Notes = [.. Notes(model, options), .. options.CleanNotes],
        };
    }

    // Light fills, so that marks of every colour stand out on them.
    private static IEnumerable<PlotSeries> Lanes(SwimmerModel model, SwimmerFigureOptions options, int n) =>
        model.Groups.Select((group, g) => new PlotSeries(
        FigureText.Clean(group), Fill(group, g, model, options),
        [new BarMark([.. model.Lanes.Select((l, i) => (l, i)).Where(p => p.l.Group == group)
            .Select(p => new PlotBar(n - p.i, 0.62, p.l.Start, p.l.End, Hover(p.l, p.i, options)))]) { Horizontal = true }])
        { Key = model.Groups.Length > 1 ? LegendKey.Box : LegendKey.None });

    private static PlotColor Fill(string group, int index, SwimmerModel model, SwimmerFigureOptions options) =>
        model.Groups.Length == 1 ? Palette.LightGrey : Palette.Tint(options.Place(group, index));

    private static IEnumerable<PlotSeries> InResponse(SwimmerModel model, SwimmerFigureOptions options, int n)
    {
        ImmutableArray<(PlotPoint, PlotPoint)> stretches =
            [.. model.Lanes.SelectMany(
                (l, i) => l.InResponse.Select(s => (new PlotPoint(s.From, n - i - 0.19), new PlotPoint(s.To, n - i - 0.19))))];
        if (stretches.IsEmpty) yield break;
        yield return new PlotSeries(FigureText.Clean(options.ResponseMeaning), Palette.DarkBlue,
            [new SegmentMark(stretches) { Width = 2 }]) { Key = LegendKey.Line };
    }

    private static IEnumerable<PlotSeries> Events(SwimmerModel model, int n, double mark, double span)
    {
        // Marks closer than this would lie on each other: the later ones move up.
        double near = 0.018 * span;
        int procedures = 0;
        foreach (string name in model.Events)
        {
            var points = ImmutableArray.CreateBuilder<PlotPoint>();
            var hover = ImmutableArray.CreateBuilder<string>();
            for (int i = 0; i < n; i++)
            {
                (double Time, string Event)[] inOrder = [
                    .. model.Lanes[i].Events.OrderBy(e => e.Time).ThenBy(e => model.Events.IndexOf(e.Event))];
                for (int j = 0; j < inOrder.Length; j++)
                {
                    if (inOrder[j].Event != name) continue;
                    int below = Enumerable.Range(0, j).Count(k => inOrder[j].Time - inOrder[k].Time < near);
                    points.Add(new PlotPoint(inOrder[j].Time, n - i + Math.Min(0.3 * below, 0.42)));
                    hover.Add($"{FigureText.Clean(name)}\n{NumberFormat.Fixed(inOrder[j].Time, 1)}");
                }
            }
            (PointShape shape, PlotColor color) = name switch
            {
                "CR" => (PointShape.Circle, Palette.DarkBlue),
                "PR" => (PointShape.Circle, Palette.LightBlue),
                "PD" or "Progression" => (PointShape.Diamond, Palette.Vermilion),
                "Death" => (PointShape.Cross, Palette.Ink),
                _ => (Shapes[procedures % Shapes.Length], Palette.Line(procedures == 0 ? 2 : procedures + 2)),
            };
            if (shape != PointShape.Cross && color != Palette.DarkBlue && color != Palette.LightBlue && color != Palette.Vermilion)
                procedures++;
            yield return new PlotSeries(FigureText.Clean(name), color,
                [new PointMark(points.ToImmutable(), shape) { Hover = hover.ToImmutable(), Rim = true, Size = mark }]) {
                    Key = LegendKey.Marker };
        }
    }

    private static IEnumerable<PlotSeries> Ongoing(SwimmerModel model, SwimmerFigureOptions options, int n, double room, double mark)
    {
        (SwimmerLane Lane, int At)[] ongoing = [.. model.Lanes.Select((l, i) => (l, n - i)).Where(p => p.l.IsOngoing)];
        if (ongoing.Length == 0) yield break;
        yield return new PlotSeries(options.CutOff.Length > 0
            ? $"ongoing on {FigureText.Clean(options.CutOff)}"
            : "ongoing at data cut-off", Palette.Ink,
        [
            new PointMark([.. ongoing.Select(p => new PlotPoint(p.Lane.End + 0.55 * room, p.At))], PointShape.TriangleRight) {
                Size = mark },
            new SegmentMark(
                [.. ongoing.Select(p => (new PlotPoint(p.Lane.End, (double)p.At), new PlotPoint(p.Lane.End + 0.5 * room, p.At)))]),
        ]) { Key = LegendKey.Marker };
    }

    private static IEnumerable<string> Notes(SwimmerModel model, SwimmerFigureOptions options)
    {
        yield return string.Create(CultureInfo.InvariantCulture,
            $"Each lane is one {Wording.Singular(FigureText.Clean(options.Unit))}, the longest on "
                + $"top{(model.Groups.Length > 1 ? " within its group" : "")}; groups are not compared by this figure.");
    }

    private static string Hover(SwimmerLane lane, int index, SwimmerFigureOptions options) =>
        $"{(options.ShowIds ? FigureText.Clean(lane.Id) : Ticks.Label(index + 1))}"
            + $"{(lane.Group.Length > 0 ? ", " + FigureText.Clean(lane.Group) : "")}\n{NumberFormat.Fixed(lane.Start, 1)} to "
            + $"{NumberFormat.Fixed(lane.End, 1)}{(lane.IsOngoing ? ", ongoing" : "")}";
}
