using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Response.Comparisons;

namespace NotebookKit.Charts.Effects;

/// <summary>
/// An end point under other choices: a row per choice, or, of many, a curve of medians above the matrix of what was chosen.
/// </summary>
internal static class SpecificationPlot
{
    /// <summary>Most choices that get a row of their own.</summary>
    public const int MostRows = 40;

    public static Plot Of(EndPointSensitivity found, FigureOptions options, FigureStyle style) =>
        found.IsTogether || found.Choices.Length > MostRows ? Curve(found, options, style) : Rows(found, options, style);

    // One row per choice: medians on the axis, events and P beside it; the line of the choices made on top and through the figure.
    private static Plot Rows(EndPointSensitivity found, FigureOptions options, FigureStyle style)
    {
        ImmutableArray<EndPointChoice> choices = found.Choices;
        int n = choices.Length;
        string[] groups = Groups(found);
        ImmutableArray<double> ticks = Ticks.Covering(0, Most(found), 6);
        bool tested = choices.Any(c => c.P is not null);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis(Axis(found), 0, ticks[^1], [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis("", 0.3, n + 0.7, []) { ShowLine = false },
            Series = [.. groups.Select(
                (group, g) => Medians(group, options.Place(group, g), g,
                    [.. choices.Select((c, i) => (c, new PlotPoint(c.Groups[g].Median ?? NotReached(ticks[^1], g), n - i)))]))],
            Guides =
            [
                .. groups.Select((group, g) => (Median: choices[0].Groups[g].Median, g)).Where(p => p.Median is not null)
                    .Select(p => new PlotGuide(new(p.Median!.Value, 0.3), new(p.Median.Value, n + 0.7),
                        Palette.Line(options.Place(groups[p.g], p.g)), PlotDash.Dashed)),
                .. choices.Select((_, i) => new PlotGuide(new(0, n - i), new(ticks[^1], n - i), Palette.LightGrey, PlotDash.Dotted)),
            ],
            Columns =
            [
                new PlotColumn("If instead",
                    [.. choices.Select(
                        c => new PlotCell(c.Instead.Length == 0 ? c.Option : $"{FigureText.Clean(c.Option)}: {FigureText.Clean(c.Instead)}",
                            c.Instead.Length == 0))], TextAnchor.Start),
                new PlotColumn("Events",
                    [.. choices.Select(
                        c => new PlotCell(string.Join(" / ", c.Groups.Select(g => g.Events.ToString(CultureInfo.InvariantCulture)))))],
                        TextAnchor.End) { Right = true },
                .. tested ? [new PlotColumn("P", [.. choices.Select(c => new PlotCell(NumberFormat.PValue(c.P)))], TextAnchor.End) {
                    Right = true }] : Array.Empty<PlotColumn>(),
            ],
            RowPositions = [.. Enumerable.Range(0, n).Select(i => (double)(n - i))],
            LegendInRows = true,
            AreaHeightEm = 1.7 * n,
            Notes = [.. Notes(found, "One option changed at a time; dashed: as chosen."), .. options.CleanNotes],
        };
    }

    // Choices from the shortest to the longest median; above, the medians, below, one line per option and choice with a mark where it was
    // chosen.
    private static Plot Curve(EndPointSensitivity found, FigureOptions options, FigureStyle style)
    {
        string[] groups = Groups(found);
        EndPointChoice[] sorted = [.. found.Choices.OrderBy(c => c.Groups[^1].Median ?? double.MaxValue)
            .ThenBy(c => c.Groups[0].Median ?? double.MaxValue).ThenBy(c => c.P ?? 1)];
        (string Option, string Choice)[] lines = [.. Lines(sorted)];
        int n = sorted.Length, chosen = Array.FindIndex(sorted, c => c.Moved == 0 && c.Option == EndPointSensitivity.AsChosen);
        bool tested = sorted.Any(c => c.P is not null);
        ImmutableArray<double> ticks = Ticks.Covering(0, Most(found), 5);
        // Medians take the upper part; the lines of the matrix lie at 0, -1, ... below it.
        double height = Math.Max(8, 0.7 * lines.Length), foot = 1.6;
        double up(double? months, int group = 0) => foot + height * (months ?? NotReached(ticks[^1], group)) / ticks[^1];
        double width = Math.Clamp(90.0 / n, 0.16, 0.6);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("Combinations of choices, by median", 0, n + 1,
                [.. Ticks.Counts(n).Where(t => t > 0 && t <= n).Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis(Axis(found), -lines.Length - (tested ? 1.6 : 0.6), foot + height * 1.05,
                [.. LineTicks(lines, tested), .. ticks.Select(t => new PlotTick(up(t), Ticks.Label(t)))]),
            Series =
            [
                .. groups.Select(
                    (group, g) => Medians(group, options.Place(group, g), g,
                        [.. sorted.Select((c, i) => (c, new PlotPoint(i + 1, up(c.Groups[g].Median, g))))]) is var series
                    ? series with { Marks = [.. series.Marks.Select(m => m is PointMark p ? p with { Size = Math.Max(0.3, width) } : m)] }
                    : null!),
                new PlotSeries("choice", Palette.Ink,
                [
                    new SegmentMark(
                        [.. lines.SelectMany((line, l) => sorted.Select((c, i) => (c, i)).Where(p => p.c.Settings.Contains(line))
                        .Select(p => (new PlotPoint(p.i + 1, -l - 0.32), new PlotPoint(p.i + 1, -l + 0.32))))]) {
                        Width = Math.Clamp((style.Width - 230) / n * 0.62, 0.5, 4) },
                ]) { Key = LegendKey.None },
                .. tested
                    ? [new PlotSeries("P below 0.05", Palette.Vermilion,
                    [
                        new SegmentMark([.. sorted.Select((c, i) => (c, i)).Where(p => p.c.P < 0.05)
                            .Select(p => (new PlotPoint(p.i + 1, -lines.Length - 0.32), new PlotPoint(p.i + 1, -lines.Length + 0.32)))]) {
                            Width = Math.Clamp((style.Width - 230) / n * 0.62, 0.5, 4) },
                    ]) { Key = LegendKey.None }]
                    : Array.Empty<PlotSeries>(),
            ],
            Guides =
            [
                .. ticks.Select(t => new PlotGuide(new(0, up(t)), new(n + 1, up(t)), Palette.LightGrey, PlotDash.Dotted)),
                .. lines.Index().Where(l => l.Index > 0 && lines[l.Index - 1].Option != l.Item.Option)
                    .Select(l => new PlotGuide(new(0, -l.Index + 0.5), new(n + 1, -l.Index + 0.5), Palette.LightGrey, PlotDash.Solid)),
                new(new(0, 0.7), new(n + 1, 0.7), Palette.Muted, PlotDash.Solid),
                .. chosen < 0
                    ? Array.Empty<PlotGuide>()
                    : [new(new(chosen + 1, -lines.Length - 0.6), new(chosen + 1, foot + height * 1.05), Palette.Muted, PlotDash.Dashed)],
            ],
            LegendInRows = true,
            LabelShare = 0.42,
            AreaHeightEm = 1.25 * (lines.Length + (tested ? 2 : 1)) + 1.1 * height,
            Notes =
            [
                .. Notes(found,
                    $"{n} combinations of choices from the shortest to the longest median; a mark where the choice of the line was made; "
                        + "dashed: as chosen."),
                .. tested ? [$"P below 0.05 in {sorted.Count(c => c.P < 0.05)} of {n}."] : Array.Empty<string>(),
                .. options.CleanNotes,
            ],
        };
    }

    // At the end of the axis, one group below the other, for none must hide another.
    private static double NotReached(double end, int group) => end * (1 - 0.05 * group);

    private static PlotSeries Medians(string group, int place, int index, ImmutableArray<(EndPointChoice Choice, PlotPoint At)> points)
    {
        ImmutableArray<(EndPointChoice Choice, PlotPoint At)> reached = [.. points.Where(p => p.Choice.Groups[index].Median is not null)],
            not = [.. points.Where(p => p.Choice.Groups[index].Median is null)];
        string hover((EndPointChoice Choice, PlotPoint At) p) => FigureText.Clean(string.Join("\n",
            p.Choice.Settings.Select(s => $"{s.Option}: {s.Choice}")
                .Append($"median {(p.Choice.Groups[index].Median is { } m ? NumberFormat.Fixed(m, 1) : "not reached")}, P "
                    + $"{NumberFormat.PValue(p.Choice.P)}")));
        PointShape shape = index % 2 == 0 ? PointShape.Circle : PointShape.Diamond;
        return new PlotSeries(group.Length == 0 ? "median" : FigureText.Clean(group), Palette.Line(place),
        [
            .. reached.IsEmpty
                ? Array.Empty<PlotMark>()
                : [new PointMark([.. reached.Select(p => p.At)], shape) { Size = 0.6, Hover = [.. reached.Select(hover)] }],
            .. not.IsEmpty
                ? Array.Empty<PlotMark>()
                : [new PointMark([.. not.Select(p => p.At)], PointShape.TriangleUp) { Size = 0.6, Hollow = true,
                    Hover = [.. not.Select(hover)] }],
        ]) { Key = group.Length == 0 ? LegendKey.None : LegendKey.Marker };
    }

    private static IEnumerable<PlotTick> LineTicks((string Option, string Choice)[] lines, bool tested)
    {
        if (tested) yield return new PlotTick(-lines.Length, "P below 0.05");
        for (int l = lines.Length - 1; l >= 0; l--)
            yield return new PlotTick(-l, FigureText.Clean($"{lines[l].Option}: {lines[l].Choice}"));
    }

    private static IEnumerable<(string Option, string Choice)> Lines(EndPointChoice[] choices)
    {
        (string Option, string Choice)[] all = [.. choices.SelectMany(c => c.Settings).Distinct()];
        return all.Select(a => a.Option).Distinct()
            .SelectMany(option => all.Where(a => a.Option == option).OrderBy(a => a.Choice, StringComparer.Ordinal))
            .Where(line => all.Count(a => a.Option == line.Option) > 1);
    }

    private static IEnumerable<string> Notes(EndPointSensitivity found, string how)
    {
        yield return how;
        yield return "Median by Kaplan-Meier"
            + (found.Choices.Any(c => c.P is not null) ? ", P by the log-rank test, patients as clusters." : ".");
        if (found.Choices.Any(c => c.Groups.Any(g => g.Median is null))) yield return "Hollow triangle: median not reached.";
    }

    public static string Text(EndPointSensitivity found)
    {
        int below = found.Choices.Count(c => c.P < 0.05);
        IEnumerable<string> ranges = Groups(found).Select((group, g) =>
        {
            double[] medians = [.. found.Choices.Select(c => c.Groups[g].Median).OfType<double>()];
            return (group.Length == 0 ? "median " : $"median of {FigureText.Clean(group)} ")
                + (medians.Length == 0
                    ? "not reached"
                    : $"{NumberFormat.Fixed(medians.Min(), 1)} to {NumberFormat.Fixed(medians.Max(), 1)} months");
        });
        return string.Create(CultureInfo.InvariantCulture,
            $"{found.Scope} end point under {found.Choices.Length} choices: {string.Join(", ", ranges)}")
            + (found.Choices.Any(c => c.P is not null) ? string.Create(CultureInfo.InvariantCulture, $"; P below 0.05 in {below}.") : ".");
    }

    private static string[] Groups(EndPointSensitivity found) => [.. found.Choices[0].Groups.Select(g => g.Name)];

    private static string Axis(EndPointSensitivity found) =>
        $"Median time to {found.Scope.ToString().ToLowerInvariant()} end point (months)";

    private static double Most(EndPointSensitivity found) =>
        1.05 * found.Choices.SelectMany(c => c.Groups).Select(g => g.Median ?? 0).Append(1).Max();
}
