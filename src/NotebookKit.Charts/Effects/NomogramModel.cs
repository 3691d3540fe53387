using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Effects;

/// <summary>Rules of a nomogram: name, length as a share of the width, and marks as shares of it.</summary>
internal sealed record NomogramModel(ImmutableArray<NomogramRule> Rules, string Text)
{
    private const double MostPoints = 100;

    public static NomogramModel Of(ImmutableArray<NomogramRow> rows, ImmutableArray<NomogramScale> predictions)
    {
        if (rows.IsEmpty) throw new ArgumentException("A nomogram needs at least one variable.", nameof(rows));
        foreach (NomogramRow row in rows)
            if (row.Points.IsDefaultOrEmpty || row.Points.Any(p => !(p.Points >= 0 && double.IsFinite(p.Points))))
                throw new ArgumentException($"'{row.Name}' needs at least one level, each with points of at least 0.", nameof(rows));
        double most = Math.Max(MostPoints, rows.SelectMany(r => r.Points).Max(p => p.Points));
        ImmutableArray<double> points = Ticks.Covering(0, most, 11),
            totals = Ticks.Covering(0, rows.Sum(r => r.Points.Max(p => p.Points)), 9);
        double widest = points[^1], total = totals[^1];
        if (predictions.FirstOrDefault(s => s.Marks.Any(m => !(m.TotalPoints >= 0 && m.TotalPoints <= total))) is { } beyond)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"'{beyond.Name}' has a mark at "
                    + $"{beyond.Marks.First(m => !(m.TotalPoints >= 0 && m.TotalPoints <= total)).TotalPoints} points; the variables "
                    + $"reach {total} together."), nameof(predictions));
        return new NomogramModel(
        [
            new("Points", [.. points.Select(p => (Ticks.Label(p), p / widest))]) { IsBold = true },
            .. rows.Select(
                r => new NomogramRule(FigureText.Clean(r.Name),
                    [.. Filled(r).Select(p => (FigureText.Clean(p.Label), p.Points / widest))]) { Falls = Falling(r) }),
            new("Total points", [.. totals.Select(t => (Ticks.Label(t), t / total))]) { IsBold = true },
            .. predictions.Select(
                s => new NomogramRule(FigureText.Clean(s.Name),
                    [.. s.Marks.Select(m => (FigureText.Clean(m.Label), m.TotalPoints / total))])),
        ],
            "Nomogram, points per variable: "
                + string.Join("; ",
                    rows.Select(
                        r => $"{FigureText.Clean(r.Name)} "
                            + $"{string.Join(
                                ", ", r.Points.Select(p => $"{FigureText.Clean(p.Label)} = {NumberFormat.Fixed(p.Points, 0)}"))}")) +
            string.Concat(
                predictions.Select(
                    s => $". {FigureText.Clean(s.Name)}: "
                        + $"{string.Join(
                            ", ", s.Marks.Select(m => $"{FigureText.Clean(m.Label)} at {NumberFormat.Fixed(m.TotalPoints, 0)} points"))}"))
                                + ".");
    }

    // The points of a number grow evenly between the ends of its range.
    private static IEnumerable<(string Label, double Points)> Filled(NomogramRow row)
    {
        if (row.Points.Length != 2 || !Number(row.Points[0].Label, out double a) || !Number(row.Points[1].Label, out double b) || a == b)
            return Falling(row).IsEmpty ? row.Points.OrderBy(p => p.Points) : row.Points;
        double low = Math.Min(a, b), high = Math.Max(a, b), slope = (row.Points[1].Points - row.Points[0].Points) / (b - a);
        double[] between = [.. Ticks.Covering(low, high, 7).Where(v => v > low + 0.04 * (high - low) && v < high - 0.04 * (high - low))];
        return [.. between.Prepend(low).Append(high).Select(v => (Ticks.Label(v), row.Points[0].Points + slope * (v - a)))];
    }

    /// <summary>
    /// For ascending values whose points rise and fall, as those of a spline: whether each lies on a falling part; empty where all go one
    /// way.
    /// </summary>
    private static ImmutableArray<bool> Falling(NomogramRow row)
    {
        if (row.Points.Length < 3) return [];
        double before = double.NegativeInfinity;
        foreach ((string label, _) in row.Points)
        {
            if (!Number(label, out double value) || value <= before) return [];
            before = value;
        }
        bool[] falls = [.. row.Points.Zip(row.Points.Skip(1), (a, b) => b.Points < a.Points)];
        return falls.Distinct().Count() < 2 ? [] : [falls[0], .. falls];
    }

    private static bool Number(string text, out double value) =>
        double.TryParse(text.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}

/// <summary>A rule of a nomogram.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Marks">Labels and their places from 0 to 1.</param>
internal sealed record NomogramRule(string Name, ImmutableArray<(string Label, double At)> Marks)
{
    public bool IsBold { get; init; }

    /// <summary>
    /// Whether each mark belongs to a falling part, whose labels stand below the rule, the others above; empty for any side.
    /// </summary>
    public ImmutableArray<bool> Falls { get; init; } = [];
}
