using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Responses;

/// <summary>The lesions of one patient, to scale with time and to scale in size.</summary>
internal static class LesionMapPlot
{
    // Diameter of the largest disc, and the height of its row, in font sizes.
    private const double LargestEm = 2.2, RowEm = 2.6;

    public static void Check(ImmutableArray<LesionTrack> lesions)
    {
        if (lesions.IsEmpty) throw new ArgumentException("A lesion map needs at least one lesion.", nameof(lesions));
        foreach (LesionTrack lesion in lesions)
            foreach ((double time, double? diameter, double? viable) in lesion.Sizes)
            {
                if (!double.IsFinite(time) || diameter is double d && !(d >= 0 && double.IsFinite(d)) || viable is double v && !(v >= 0))
                    throw new ArgumentException(FormattableString.Invariant(
                        $"'{lesion.Name}' has the diameter {diameter ?? viable} mm at {time}; expected a number of at least 0."),
                        nameof(lesions));
                if (viable > diameter)
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                        $"'{lesion.Name}': the viable part at {time}, {viable} mm, is larger than the lesion, {diameter} mm. Give the "
                            + $"whole diameter first."), nameof(lesions));
            }
    }

    public static Plot Of(ImmutableArray<LesionTrack> lesions, LesionMapOptions options, FigureStyle style)
    {
        int n = lesions.Length;
        double[] times = [.. lesions.SelectMany(l => l.Sizes).Select(s => s.Time), .. options.Procedures.Select(p => p.Time),
            .. options.Responses.Select(r => r.Time)];
        double first = Math.Min(0, times.DefaultIfEmpty(0).Min()), last = Math.Max(times.DefaultIfEmpty(1).Max(), first + 1);
        ImmutableArray<double> ticks = first < 0 ? Ticks.Covering(first, last, 9) : Ticks.Time(last, style.Width < 400 ? 6 : 11);
        double largest = lesions.SelectMany(l => l.Sizes).Select(s => s.Diameter ?? 0).Append(1).Max();
        // Half of the largest disc must fit beside the first and the last visit.
        double room = LargestEm / 2 * style.FontSize / (0.68 * style.Width) * (last - first);
        double right = Math.Max(last + room, ticks[^1]);
        (PlotMark[] words, int lines) = Responses(options, n, (right - ticks[0] + room) / (0.68 * style.Width), style);
        double scale = LargestEm / largest, top = n + 0.6 + lines * 1.5 / RowEm;
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(FigureText.Clean(options.TimeTitle), ticks[0] - room, right,
                [.. ticks.Where(t => t <= right).Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis("", 0.4, top,
                [.. lesions.Select((l, i) => new PlotTick(n - i, FigureText.Clean(l.Name) + (l.IsTarget ? "" : " (non-target)")))
                    .Reverse()]) { ShowLine = false },
            Series =
            [
                .. Procedures(options, n), Whole(lesions, n, scale), Viable(lesions, n, scale), .. Others(lesions, n, room),
                .. words.Length > 0 ? (PlotSeries[])[new("responses", Palette.Ink, [.. words]) { Key = LegendKey.None }] : [],
            ],
            Guides = [.. lesions.Where(l => l.Sizes.Length > 0).Select(l => n - lesions.IndexOf(l))
                .Select(y => new PlotGuide(new(lesions[n - y].Sizes.Min(s => s.Time), y), new(lesions[n - y].Sizes.Max(s => s.Time), y),
                    Palette.LightGrey, PlotDash.Solid))],
            LegendInRows = true,
            AreaHeightEm = RowEm * (top - 0.4),
            Notes =
            [
                $"Discs are to scale: the largest measures {NumberFormat.Fixed(largest, 0)} mm."
                    + (options.Responses.Any(r => r.Sum is not null) ? " On top: response and sum of target diameters in mm."
                        : options.Responses.IsEmpty ? "" : " On top: response."),
                .. options.CleanNotes,
            ],
        };
    }

    public static string Text(ImmutableArray<LesionTrack> lesions, LesionMapOptions options) =>
        string.Create(CultureInfo.InvariantCulture,
            $"Lesions of one patient over time, n = {lesions.Length}, {lesions.Count(l => l.IsNew)} new: ") +
        string.Join("; ",
            lesions.Select(
                l => $"{FigureText.Clean(l.Name)} "
                    + $"{string.Join(
                        ", ", l.Sizes.Select(s => s.Diameter is null ? "not measured" : NumberFormat.Fixed(s.Diameter, 0)))} mm")) + "." +
        (options.Responses.IsEmpty ? "" : $" Response: {string.Join(", ", options.Responses.Select(r => FigureText.Clean(r.Response)))}.");

    private static PlotSeries Whole(ImmutableArray<LesionTrack> lesions, int n, double scale)
    {
        var all = Discs(lesions, n, s => s.Diameter > 0 ? s.Diameter : null);
        return new PlotSeries("whole lesion", Palette.Blue, [Mark(all, scale) with { Hollow = true }]) {
            Key = all.Length > 0 ? LegendKey.Marker : LegendKey.None };
    }

    private static PlotSeries Viable(ImmutableArray<LesionTrack> lesions, int n, double scale)
    {
        var all = Discs(lesions, n, s => s.Viable > 0 ? s.Viable : null);
        return new PlotSeries("viable part", Palette.Blue, all.Length == 0 ? [] : [Mark(all, scale)]) {
            Key = all.Length > 0 ? LegendKey.Marker : LegendKey.None };
    }

    private static (PlotPoint At, double Size, string Hover)[] Discs(ImmutableArray<LesionTrack> lesions, int n,
        Func<(double Time, double? Diameter, double? Viable), double?> size) =>
        [.. lesions.SelectMany((l, i) => l.Sizes.Where(s => size(s) is not null).Select(s => (new PlotPoint(s.Time, n - i), size(s)!.Value,
            $"{FigureText.Clean(l.Name)}\n{NumberFormat.Fixed(s.Time, 1)}: {NumberFormat.Fixed(s.Diameter, 0)} mm"
                + $"{(s.Viable is null ? "" : $", viable {NumberFormat.Fixed(s.Viable, 0)} mm")}")))];

    private static PointMark Mark((PlotPoint At, double Size, string Hover)[] discs, double scale) =>
        new([.. discs.Select(d => d.At)], PointShape.Circle) { Sizes = [.. discs.Select(d => Math.Max(0.15, scale * d.Size))],
            Hover = [.. discs.Select(d => d.Hover)] };

    private static IEnumerable<PlotSeries> Others(ImmutableArray<LesionTrack> lesions, int n, double room)
    {
        PlotPoint[] gone = Points(s => s.Diameter == 0), missing = Points(s => s.Diameter is null);
        if (gone.Length > 0)
            yield return new PlotSeries("disappeared", Palette.Blue, [new PointMark([.. gone], PointShape.Tick)]) {
                Key = LegendKey.Marker };
        if (missing.Length > 0)
            yield return new PlotSeries("not measurable", Palette.Ink, [new PointMark([.. missing], PointShape.Cross) { Size = 0.6 }]) {
                Key = LegendKey.Marker };
        PlotPoint[] fresh = [.. lesions.Select((l, i) => (l, i)).Where(p => p.l.IsNew && p.l.Sizes.Length > 0)
            .Select(p => new PlotPoint(p.l.Sizes.Min(s => s.Time) - 0.55 * room, n - p.i + 0.33))];
        if (fresh.Length > 0)
            yield return new PlotSeries("new lesion", Palette.Vermilion, [new PointMark([.. fresh], PointShape.Star) { Size = 0.6 }]) {
                Key = LegendKey.Marker };

        PlotPoint[] Points(Func<(double Time, double? Diameter, double? Viable), bool> which) =>
            [.. lesions.SelectMany((l, i) => l.Sizes.Where(which).Select(s => new PlotPoint(s.Time, n - i)))];
    }

    private static IEnumerable<PlotSeries> Procedures(LesionMapOptions options, int n) =>
        options.Procedures.GroupBy(p => FigureText.Clean(p.Name)).Select((g, i) =>
        new PlotSeries(g.Key, Palette.Line(i + 1),
            [new SegmentMark([.. g.Select(p => (new PlotPoint(p.Time, 0.4), new PlotPoint(p.Time, n + 0.6)))]) { Dash = Palette.Dash(i + 1),
                Width = 1 }]) { Dash = Palette.Dash(i + 1) });

    // A word that would touch the one before it goes a line up; after three lines it begins at the bottom again only where there is room.
    private static (PlotMark[] Labels, int Lines) Responses(LesionMapOptions options, int n, double perPixel, FigureStyle style)
    {
        var ends = new List<double>();
        var labels = ImmutableArray.CreateBuilder<PlotLabel>();
        foreach ((double time, string response, double? sum) in options.Responses.OrderBy(r => r.Time))
        {
            string text = FigureText.Clean(response) + (sum is null ? "" : " " + NumberFormat.Fixed(sum, 0));
            double half = (TextMetrics.Width(text, style.FontSize) / 2 + 0.3 * style.FontSize) * perPixel;
            int line = ends.FindIndex(e => e <= time - half);
            if (line < 0)
            {
                line = ends.Count;
                ends.Add(0);
            }
            ends[line] = time + half;
            labels.Add(new PlotLabel(new(time, n + 0.6 + (line + 0.5) * 1.5 / RowEm), text, LabelSide.Centre));
        }
        return labels.Count == 0 ? ([], 0) : ([new LabelMark(labels.ToImmutable())], ends.Count);
    }
}
