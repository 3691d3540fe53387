using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Charts.Plots;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics;

namespace NotebookKit.Charts.Descriptions;

/// <summary>Repeated values of each unit, and their medians by visit.</summary>
internal sealed record TrajectoryModel(ImmutableArray<TrajectoryGroup> Groups, ImmutableArray<double> Visits, string TimeTitle,
    string YTitle, ImmutableArray<string> Notes, string Text)
{
    private const int MostOwnVisits = 12;

    public static TrajectoryModel Of(DataFrame df, string time, string value, string id, string? by, TrajectoryFigureOptions options)
    {
        var reader = new ColumnReader(df);
        double?[] times = reader.Numbers(time), values = reader.Numbers(value);
        string?[] ids = reader.Texts(id);
        CategoryColumn? groups = by is null ? null : reader.Categories(by, options.GroupOrder.IsDefaultOrEmpty ? null : options.GroupOrder);
        int[] rows = [.. Enumerable.Range(0, times.Length)
            .Where(i => times[i] is double t && double.IsFinite(t) && ids[i] is not null && (groups is null || groups.Codes[i] >= 0))];
        int[] known = [.. rows.Where(i => values[i] is double v && double.IsFinite(v))];
        if (known.Length == 0)
            throw new ArgumentException($"No row has a value of '{value}' with its time, '{time}', and its unit, '{id}'.", nameof(df));
        foreach (IGrouping<(string, double), int> twice in rows.GroupBy(i => (ids[i]!, times[i]!.Value)).Where(g => g.Count() > 1))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Rows {string.Join(" and ", twice.Take(2).Select(i => ColumnReader.ExcelRow(i)))} are both of {twice.Key.Item1} at "
                    + $"{time} {twice.Key.Item2}; a line needs one value at a time. Keep one of them, or their mean."), nameof(df));

        double[] own = [.. known.Select(i => times[i]!.Value).Distinct().Order()];
        ImmutableArray<double> visits = !options.Visits.IsDefaultOrEmpty ? [.. options.Visits.Order()] : own.Length <= MostOwnVisits
            ? [.. own]
            : [];
        ImmutableArray<TrajectoryGroup> all =
        [
            .. (groups?.Levels ?? [""]).Select(
                (level, code) => TrajectoryGroup.Of(FigureText.Clean(level),
                    [.. rows.Where(i => groups is null || groups.Codes[i] == code).Select(i => (ids[i]!, times[i]!.Value, values[i]))],
                    visits))
                .Where(g => g.Units > 0),
        ];
        string unit = FigureText.Clean(options.Unit), title = FigureText.Clean(options.YTitle ?? Wording.Title(value));
        int left = times.Length - known.Length;
        return new TrajectoryModel(all, visits, FigureText.Clean(options.TimeTitle ?? Wording.Title(time)), title,
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"Unit of analysis: {unit}, n = {all.Sum(g => g.Units)}, "
                        + $"{known.Length} values{(left > 0 ? $"; {left} rows without a value break their lines" : "")}.") +
                    (visits.IsEmpty
                        ? " Times differ too much for medians; name nominal visits to have them."
                        : " Thick: medians; whiskers: quartiles, from three values on."),
                .. options.CleanNotes,
            ],
            $"{title} over time: "
                + string.Join("; ",
                    all.Select(g => string.Create(CultureInfo.InvariantCulture, $"{(g.Name.Length > 0 ? g.Name + " " : "")}n = {g.Units}") +
                (g.Medians.IsEmpty
                    ? ""
                    : $", median {Number(g.Medians[0].Median)} at {Number(g.Medians[0].Time)} and {Number(g.Medians[^1].Median)} at "
                        + $"{Number(g.Medians[^1].Time)}"))) + ".");
    }

    public static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture);
}

/// <summary>The lines of a group, parted where a value is missing, and its medians.</summary>
internal sealed record TrajectoryGroup(string Name, int Units, ImmutableArray<(PlotPoint From, PlotPoint To)> Lines,
    ImmutableArray<PlotPoint> Alone, ImmutableArray<TrajectoryVisit> Medians)
{
    public static TrajectoryGroup Of(string name, (string Id, double Time, double? Value)[] rows, ImmutableArray<double> visits)
    {
        var lines = ImmutableArray.CreateBuilder<(PlotPoint, PlotPoint)>();
        var alone = ImmutableArray.CreateBuilder<PlotPoint>();
        foreach (var unit in rows.GroupBy(r => r.Id))
        {
            var inOrder = unit.OrderBy(r => r.Time).ToArray();
            for (int i = 0; i < inOrder.Length; i++)
            {
                if (inOrder[i].Value is not double here) continue;
                if (i + 1 < inOrder.Length && inOrder[i + 1].Value is double next)
                    lines.Add((new(inOrder[i].Time, here), new(inOrder[i + 1].Time, next)));
                else if (i == 0 || inOrder[i - 1].Value is null) alone.Add(new(inOrder[i].Time, here));
            }
        }
        var known = rows.Where(r => r.Value is double v && double.IsFinite(v)).ToArray();
        return new(name, known.Select(r => r.Id).Distinct().Count(), lines.ToImmutable(), alone.ToImmutable(), visits.IsEmpty ? [] :
            [.. known.GroupBy(r => visits.MinBy(v => Math.Abs(v - r.Time))).OrderBy(g => g.Key)
                .Select(g => TrajectoryVisit.Of(g.Key, g.Select(r => (r.Id, r.Value!.Value))))]);
    }
}

/// <summary>Values at a visit; a unit measured more than once near it counts by its mean.</summary>
internal sealed record TrajectoryVisit(double Time, int N, double Median, double? Lower, double? Upper)
{
    private const int FewestForQuartiles = 3;

    public static TrajectoryVisit Of(double time, IEnumerable<(string Id, double Value)> values)
    {
        double[] sorted = [.. values.GroupBy(v => v.Id).Select(g => g.Average(v => v.Value)).Order()];
        double? At(double p) => sorted.Length >= FewestForQuartiles ? Quantiles.OfSorted(sorted, p, QuantileType.Type7) : null;
        return new(time, sorted.Length, Quantiles.OfSorted(sorted, 0.5, QuantileType.Type7)!.Value, At(0.25), At(0.75));
    }
}
