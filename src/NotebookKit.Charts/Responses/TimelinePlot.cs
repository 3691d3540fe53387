using System.Collections.Immutable;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Responses;

/// <summary>One patient's course in rows.</summary>
internal static class TimelinePlot
{
    private static readonly PointShape[] Shapes = [PointShape.TriangleDown, PointShape.Circle, PointShape.Square, PointShape.Diamond,
        PointShape.TriangleUp, PointShape.Star];

    public static void Check(ImmutableArray<TimelineRow> rows)
    {
        if (rows.IsEmpty) throw new ArgumentException("A timeline needs at least one row.", nameof(rows));
        foreach (TimelineRow row in rows)
        {
            if (row.Spans.FirstOrDefault(s => !(s.To >= s.From)) is { What: not null } span)
                throw new ArgumentException(FormattableString.Invariant(
                    $"'{row.Label}': '{span.What}' runs from {span.From} to {span.To}; it must end at or after its start."), nameof(rows));
            if (row.Events.Any(e => !double.IsFinite(e.Time)))
                throw new ArgumentException($"'{row.Label}': '{row.Events.First(e => !double.IsFinite(e.Time)).What}' has no time.",
                    nameof(rows));
        }
    }

    public static Plot Of(ImmutableArray<TimelineRow> rows, TimelineFigureOptions options, FigureStyle style)
    {
        int n = rows.Length;
        double[] times = [.. rows.SelectMany(r => r.Spans.SelectMany(s => new[] { s.From, s.To }).Concat(r.Events.Select(e => e.Time)))];
        double first = Math.Min(0, times.DefaultIfEmpty(0).Min()), last = Math.Max(times.DefaultIfEmpty(1).Max(), first + 0.1);
        int most = style.Width < 400 ? 6 : 11;
        ImmutableArray<double> ticks = first < 0 ? Ticks.Covering(first, last, most) : Ticks.Time(last, most);
        double room = 0.02 * (last - first), near = 0.55 * style.FontSize / (0.68 * style.Width) * (last - first);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(FigureText.Clean(options.TimeTitle), ticks[0] - room, Math.Max(ticks[^1], last) + room,
                [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis("", 0.4, n + 0.6, [.. rows.Select((r, i) => new PlotTick(n - i, FigureText.Clean(r.Label))).Reverse()]) {
                ShowLine = false },
            Series = [.. Spans(rows, n), .. Events(rows, n, near)],
            Guides = [.. Enumerable.Range(1, n).Select(
                i => new PlotGuide(new(ticks[0], i), new(Math.Max(ticks[^1], last), i), Palette.LightGrey, PlotDash.Dotted))],
            LegendInRows = true,
            AreaHeightEm = Math.Max(4, 2.4 * n),
            Notes = [.. options.CleanNotes],
        };
    }

    public static string Text(ImmutableArray<TimelineRow> rows) =>
        "Timeline of one patient: " + string.Join("; ", rows.Select(r => $"{FigureText.Clean(r.Label)}: " +
        string.Join(", ",
            r.Spans.Select(s => (s.From, $"{FigureText.Clean(s.What)} {NumberFormat.Fixed(s.From, 1)} to {NumberFormat.Fixed(s.To, 1)}"))
            .Concat(r.Events.Select(e => (e.Time, $"{FigureText.Clean(e.What)} {NumberFormat.Fixed(e.Time, 1)}"))).OrderBy(x => x.Item1)
            .Select(x => x.Item2)))) + ".";

    private static IEnumerable<PlotSeries> Spans(ImmutableArray<TimelineRow> rows, int n) =>
        rows.SelectMany(r => r.Spans).Select(s => s.What).Distinct()
            .Select((what, i) => new PlotSeries(FigureText.Clean(what), Palette.Tint(i),
            [new BarMark(
                [.. rows.SelectMany((r, y) => r.Spans.Where(s => s.What == what)
                    .Select(s => new PlotBar(n - y, 0.62, s.From, s.To,
                        $"{FigureText.Clean(what)}\n{NumberFormat.Fixed(s.From, 1)} to {NumberFormat.Fixed(s.To, 1)}")))]) {
                            Horizontal = true }])
            { Key = LegendKey.Box });

    // Marks that would lie on each other move up.
    private static IEnumerable<PlotSeries> Events(ImmutableArray<TimelineRow> rows, int n, double near)
    {
        string[] whats = [.. rows.SelectMany(r => r.Events).Select(e => e.What).Distinct()];
        for (int i = 0; i < whats.Length; i++)
        {
            var points = ImmutableArray.CreateBuilder<PlotPoint>();
            var hover = ImmutableArray.CreateBuilder<string>();
            for (int y = 0; y < n; y++)
            {
                (double Time, string What)[] inOrder = [.. rows[y].Events.OrderBy(e => e.Time).ThenBy(e => Array.IndexOf(whats, e.What))];
                for (int j = 0; j < inOrder.Length; j++)
                {
                    if (inOrder[j].What != whats[i]) continue;
                    int below = Enumerable.Range(0, j).Count(k => inOrder[j].Time - inOrder[k].Time < near);
                    points.Add(new(inOrder[j].Time, n - y + Math.Min(0.22 * below, 0.44)));
                    hover.Add($"{FigureText.Clean(whats[i])}\n{NumberFormat.Fixed(inOrder[j].Time, 1)}");
                }
            }
            (PointShape shape, PlotColor color) = whats[i] switch
            {
                "CR" => (PointShape.Circle, Palette.DarkBlue),
                "PR" => (PointShape.Circle, Palette.LightBlue),
                "PD" or "Progression" => (PointShape.Diamond, Palette.Vermilion),
                "Death" => (PointShape.Cross, Palette.Ink),
                _ => (Shapes[i % Shapes.Length], Palette.Line(i == 0 ? 2 : i + 2)),
            };
            yield return new PlotSeries(FigureText.Clean(whats[i]), color,
                [new PointMark(points.ToImmutable(), shape) { Hover = hover.ToImmutable(), Rim = true, Size = 0.8 }]) {
                    Key = LegendKey.Marker };
        }
    }
}
