using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Responses;

/// <summary>A cohort in the plane of calendar and follow-up.</summary>
internal static class LexisPlot
{
    private const double MonthsPerYear = 12;

    public static void Check(ImmutableArray<LexisLine> lines)
    {
        if (lines.IsEmpty) throw new ArgumentException("A Lexis diagram needs at least one unit.", nameof(lines));
        if (lines.FirstOrDefault(l => !(l.Months >= 0 && double.IsFinite(l.Months))) is { } wrong)
            throw new ArgumentException(FormattableString.Invariant(
                $"The unit treated on {wrong.Start:yyyy-MM-dd} has {wrong.Months} months of follow-up; expected a number of at least 0."),
                nameof(lines));
    }

    public static Plot Of(ImmutableArray<LexisLine> lines, LexisFigureOptions options, FigureStyle style)
    {
        double first = Math.Floor(lines.Min(l => Year(l.Start))), last = Math.Ceiling(lines.Max(End) + 1e-9);
        int most = Math.Max(2, (int)(0.7 * style.Width / (TextMetrics.Width("0000", style.FontSize) + 1.5 * style.FontSize)));
        int step = Math.Max(1, (int)Math.Ceiling((last - first) / most));
        ImmutableArray<double> months = Ticks.Time(Math.Max(1, lines.Max(l => l.Months)), 9);
        string[] groups = [.. options.AllGroups.Intersect(lines.Select(l => l.Group)),
            .. lines.Select(l => l.Group).Distinct().Except(options.AllGroups).Order(StringComparer.Ordinal)];
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("Calendar year", first, last,
                [.. Enumerable.Range(0, (int)(last - first) / step + 1)
                    .Select(i => new PlotTick(first + i * step, (first + i * step).ToString("0", CultureInfo.InvariantCulture)))]),
            Y = new PlotAxis(FigureText.Clean(options.TimeTitle), 0, 1.03 * months[^1],
                [.. months.Select(m => new PlotTick(m, Ticks.Label(m)))]),
            Series = [.. groups.Select((g, i) => Lines(g, options.Place(g, i), lines, groups.Length > 1)), .. Ends(lines, options)],
            LegendInRows = true,
            Notes = [string.Create(CultureInfo.InvariantCulture,
                $"Each line is one {Wording.Singular(FigureText.Clean(options.Unit))} (n = {lines.Length}), from its treatment to its last "
                    + $"follow-up."), .. options.CleanNotes],
        };
    }

    public static string Text(ImmutableArray<LexisLine> lines, LexisFigureOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"Lexis diagram, {FigureText.Clean(options.Unit)} n = {lines.Length}, treated {lines.Min(l => l.Start).Year} to "
            + $"{lines.Max(l => l.Start).Year}, longest follow-up {NumberFormat.Fixed(lines.Max(l => l.Months), 1)} months, "
            + $"{FigureText.Clean(options.Event)} in {lines.Count(l => l.HasEvent)}.");

    private static PlotSeries Lines(string group, int place, ImmutableArray<LexisLine> lines, bool many) =>
        new(FigureText.Clean(group), Palette.Line(place),
        [new SegmentMark(
            [.. lines.Where(l => l.Group == group).Select(l => (new PlotPoint(Year(l.Start), 0), new PlotPoint(End(l), l.Months)))]) {
                Width = 0.7, Dash = Palette.Dash(place) }])
        { Key = many ? LegendKey.Line : LegendKey.None, Dash = Palette.Dash(place) };

    private static IEnumerable<PlotSeries> Ends(ImmutableArray<LexisLine> lines, LexisFigureOptions options)
    {
        foreach (bool isEvent in (bool[])[true, false])
        {
            LexisLine[] ends = [.. lines.Where(l => l.HasEvent == isEvent)];
            if (ends.Length > 0)
                yield return new PlotSeries(isEvent ? FigureText.Clean(options.Event) : "censored", Palette.Ink,
                    [new PointMark([.. ends.Select(l => new PlotPoint(End(l), l.Months))],
                        isEvent ? PointShape.Cross : PointShape.Circle) { Hollow = !isEvent, Size = 0.45 }])
                    { Key = LegendKey.Marker };
        }
    }

    private static double Year(DateOnly day) => day.Year + (day.DayOfYear - 1) / (DateTime.IsLeapYear(day.Year) ? 366.0 : 365.0);

    private static double End(LexisLine line) => Year(line.Start) + line.Months / MonthsPerYear;
}
