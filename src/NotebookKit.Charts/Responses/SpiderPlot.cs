using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Responses;

/// <summary>Change over time, a line per unit.</summary>
internal static class SpiderPlot
{
    private const double Cut = 100;

    private static readonly ImmutableArray<string> BestFirst = ["CR", "PR", "SD", "Non-CR/Non-PD", "PD", "NE"];

    public static void Check(ImmutableArray<SpiderLine> lines)
    {
        foreach (SpiderLine line in lines)
        {
            double before = 0;
            foreach ((double time, double? change) in line.Points)
            {
                if (!(time > before) || double.IsInfinity(time))
                    throw new ArgumentException(FormattableString.Invariant(
                        $"'{line.Id}': the time {time} does not come after {before}; give times after baseline in ascending order."),
                        nameof(lines));
                if (change is double value && !(value >= -100 && double.IsFinite(value)))
                    throw new ArgumentException(FormattableString.Invariant(
                        $"'{line.Id}': a change of {value}% is not possible; nothing shrinks by more than 100%."), nameof(lines));
                before = time;
            }
        }
    }

    public static Plot Of(ImmutableArray<SpiderLine> lines, SpiderFigureOptions options, FigureStyle style)
    {
        SpiderLine[] drawn = [.. lines.Where(l => l.Points.Any(p => p.ChangePercent is not null))];
        double last = drawn.SelectMany(l => l.Points.Where(p => p.ChangePercent is not null)).Select(p => p.Time).Append(1).Max();
        double low = drawn.SelectMany(l => l.Points).Select(p => p.ChangePercent ?? 0).Append(-35).Min(),
            high = drawn.SelectMany(l => l.Points).Select(p => Math.Min(Cut, p.ChangePercent ?? 0)).Append(25).Max();
        ImmutableArray<double> times = Ticks.Time(last, style.Width < 400 ? 6 : 11), ticks = Ticks.Covering(low, high, 12);
        double end = Math.Max(times[^1], 1.04 * last), room = 0.04 * (ticks[^1] - ticks[0]);
        string[] responses = [.. drawn.Select(l => FigureText.Clean(l.Response)).Distinct()
            .OrderBy(r => BestFirst.IndexOf(r) is var rank and >= 0 ? rank : BestFirst.Length).ThenBy(r => r, StringComparer.Ordinal)];
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(FigureText.Clean(options.TimeTitle), 0, end, [.. times.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis(FigureText.Clean(options.YTitle), ticks[0] - room, ticks[^1] + room,
                [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Series = [.. responses.SelectMany((r, i) => Lines(r, i, drawn, options)), .. Marks(drawn, options), .. Ongoing(drawn, end),
                .. Cuts(drawn)],
            Guides = [new(new(0, 0), new(end, 0), Palette.Muted, PlotDash.Solid),
                new(new(0, 20), new(end, 20), Palette.Muted, PlotDash.Dashed),
                new(new(0, -30), new(end, -30), Palette.Muted, PlotDash.Dashed)],
            LegendInRows = true,
            Notes = [.. Notes(lines, drawn, options), .. options.CleanNotes],
        };
    }

    public static string Text(ImmutableArray<SpiderLine> lines, SpiderFigureOptions options)
    {
        SpiderLine[] drawn = [.. lines.Where(l => l.Points.Any(p => p.ChangePercent is not null))];
        return string.Create(CultureInfo.InvariantCulture,
            $"Spider plot of change from baseline, {FigureText.Clean(options.Unit)} n = {drawn.Length}: ") +
            string.Join(", ", drawn.GroupBy(l => FigureText.Clean(l.Response)).OrderBy(g => BestFirst.IndexOf(g.Key)).Select(
                g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Count()}"))) +
            (drawn.Length < lines.Length
                ? string.Create(CultureInfo.InvariantCulture, $"; {lines.Length - drawn.Length} not shown.")
                : ".");
    }

    // A missed scan is bridged by dots, never by a line that pretends to know.
    private static IEnumerable<PlotSeries> Lines(string response, int index, SpiderLine[] drawn, SpiderFigureOptions options)
    {
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        var gaps = ImmutableArray.CreateBuilder<(PlotPoint, PlotPoint)>();
        var points = ImmutableArray.CreateBuilder<PlotPoint>();
        var hover = ImmutableArray.CreateBuilder<string>();
        foreach ((SpiderLine line, int number) in drawn.Select((l, i) => (l, i + 1)).Where(p => FigureText.Clean(p.l.Response) == response))
        {
            var run = ImmutableArray.CreateBuilder<PlotPoint>();
            run.Add(new(0, 0));
            bool missed = false;
            foreach ((double time, double? change) in line.Points)
            {
                if (change is not double value)
                {
                    missed = true;
                    continue;
                }
                var point = new PlotPoint(time, Math.Min(Cut, value));
                if (missed)
                {
                    gaps.Add((run[^1], point));
                    if (run.Count > 1) marks.Add(new LineMark(run.ToImmutable()));
                    run.Clear();
                    missed = false;
                }
                run.Add(point);
                points.Add(point);
                hover.Add($"{(options.ShowIds ? FigureText.Clean(line.Id) : Ticks.Label(number))}, "
                    + $"{response}\n{NumberFormat.Fixed(time, 1)}: {(value > 0 ? "+" : "")}{NumberFormat.Fixed(value, 0)}%");
            }
            if (run.Count > 1) marks.Add(new LineMark(run.ToImmutable()));
        }
        if (gaps.Count > 0) marks.Add(new SegmentMark(gaps.ToImmutable()) { Dash = PlotDash.Dotted, Width = 1 });
        marks.Add(new PointMark(points.ToImmutable(), PointShape.Circle) { Size = 0.36, Hover = hover.ToImmutable() });
        PlotColor color = response is "SD" or "Non-CR/Non-PD" or "NE" ? Palette.Faint : Palette.Response(response, index);
        yield return new PlotSeries(response, color, marks.ToImmutable()) { Dash = response == "NE" ? PlotDash.Dotted : PlotDash.Solid };
    }

    private static IEnumerable<PlotSeries> Marks(SpiderLine[] drawn, SpiderFigureOptions options)
    {
        ImmutableArray<PlotPoint> stars = [.. drawn.Where(l => l.MarkedAt is not null)
            .Select(l => new PlotPoint(l.MarkedAt!.Value, At(l, l.MarkedAt.Value)))];
        if (!stars.IsEmpty)
            yield return new PlotSeries(FigureText.Clean(options.MarkMeaning), Palette.Ink,
                [new PointMark(stars, PointShape.Star) { Size = 0.7, Rim = true }]) { Key = LegendKey.Marker };
    }

    private static IEnumerable<PlotSeries> Ongoing(SpiderLine[] drawn, double end)
    {
        ImmutableArray<PlotPoint> arrows = [.. drawn.Where(l => l.IsOngoing).Select(l => l.Points.Last(p => p.ChangePercent is not null))
            .Select(p => new PlotPoint(p.Time + 0.018 * end, Math.Min(Cut, p.ChangePercent!.Value)))];
        if (!arrows.IsEmpty)
            yield return new PlotSeries("ongoing", Palette.Ink, [new PointMark(arrows, PointShape.TriangleRight) { Size = 0.6 }]) {
                Key = LegendKey.Marker };
    }

    private static IEnumerable<PlotSeries> Cuts(SpiderLine[] drawn)
    {
        ImmutableArray<PlotPoint> cuts = [.. drawn.SelectMany(l => l.Points).Where(p => p.ChangePercent > Cut)
            .Select(p => new PlotPoint(p.Time, Cut))];
        if (!cuts.IsEmpty)
            yield return new PlotSeries("above +100%, cut", Palette.Vermilion,
                [new PointMark(cuts, PointShape.TriangleUp) { Size = 0.6 }]) { Key = LegendKey.Marker };
    }

    // Where the line is at a time; a mark between two scans stands on the line.
    private static double At(SpiderLine line, double time)
    {
        (double Time, double Change) before = (0, 0);
        foreach ((double t, double? change) in line.Points)
        {
            if (change is not double value) continue;
            if (t >= time) return Math.Min(Cut, before.Change + (value - before.Change) * (time - before.Time) / (t - before.Time));
            before = (t, value);
        }
        return Math.Min(Cut, before.Change);
    }

    private static IEnumerable<string> Notes(ImmutableArray<SpiderLine> lines, SpiderLine[] drawn, SpiderFigureOptions options)
    {
        string unit = FigureText.Clean(options.Unit);
        yield return string.Create(CultureInfo.InvariantCulture, $"Unit of analysis: {unit}, n = {lines.Length}.") +
            (drawn.Length < lines.Length
                ? string.Create(CultureInfo.InvariantCulture,
                    $" n = {lines.Length - drawn.Length} not shown: no measurement after baseline.")
                : "");
        if (options.Criterion.Length > 0) yield return $"Best response by {FigureText.Clean(options.Criterion)}.";
        yield return "Dashed lines: +20% and −30% of the baseline sum; progression is judged against the smallest sum." +
            (drawn.Any(l => l.Points.SkipWhile(p => p.ChangePercent is null).Any(p => p.ChangePercent is null)
                || l.Points[0].ChangePercent is null) ? " Dotted: a scan was missed." : "");
    }
}
