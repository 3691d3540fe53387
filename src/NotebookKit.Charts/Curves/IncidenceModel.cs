using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival.CompetingRisks;

namespace NotebookKit.Charts.Curves;

/// <summary>Reads a cumulative-incidence estimate into curves and words.</summary>
internal static class IncidenceModel
{
    public static CurveModel Of(CumulativeIncidenceEstimate estimate, CumulativeIncidenceFigureOptions options)
    {
        string[] all = [.. estimate.Curves.Select(c => c.Cause).Distinct()], groups = [.. estimate.Curves.Select(c => c.Group).Distinct()];
        string[] causes = options.Causes.IsDefaultOrEmpty ? all : [.. options.Causes];
        if (causes.FirstOrDefault(c => !all.Contains(c)) is { } unknown)
            throw new ArgumentException($"The estimate has no cause '{unknown}'. Causes: {string.Join(", ", all)}.", nameof(options));
        if (options.Stacked && groups.Length > 1)
            throw new ArgumentException(
                $"Causes are stacked in one group; the estimate has {groups.Length}: {string.Join(", ", groups)}. Draw one figure per "
                    + "group and join them with FigurePanel.", nameof(options));

        string unit = CurveWords.TimeUnit(options, estimate.TimeColumn);
        double end = options.MaxTime ?? estimate.Curves.Max(c => c.Time[^1]);
        CumulativeIncidenceCurve[] shown =
            [.. causes.SelectMany(cause => groups.Select(g => estimate.Curves.First(c => c.Group == g && c.Cause == cause)))];
        string level = NumberFormat.Level(estimate.Options.ConfidenceLevel) + " CI";
        return new CurveModel(
            [.. shown.Select(
                c => Curve(c, Array.IndexOf(groups, c.Group), Array.IndexOf(causes, c.Cause), groups.Length, causes.Length, end,
                    unit, level))],
            [.. groups.Select(g => new CurveModelGroup(FigureText.Clean(g), AtRisk(estimate.Curves.First(c => c.Group == g))))],
            CurveWords.TimeTitle(options, unit), FigureText.Clean(options.YTitle ?? "Cumulative incidence"),
            [.. estimate.Tests.Where(t => causes.Contains(t.Name))
                .Select(t => $"Gray's test, {FigureText.Clean(t.Name)}: {(t.P is null ? "P not estimable" : NumberFormat.PEquals(t.P))}")],
            [
                string.Create(CultureInfo.InvariantCulture, $"Unit of analysis: {FigureText.Clean(estimate.Unit)}, n = {estimate.N}")
                    + (estimate.Clusters is int n
                        ? string.Create(CultureInfo.InvariantCulture, $", from {Wording.Count(n, FigureText.Clean(estimate.ClusterUnit))}")
                        : "") + ". Cumulative incidence by Aalen and Johansen.",
                .. options.CleanNotes,
            ],
            "Cumulative incidence: " + string.Join("; ", shown.Select(c => string.Create(CultureInfo.InvariantCulture,
                $"{FigureText.Clean(groups.Length > 1 ? c.Group + ", " : "")}{FigureText.Clean(c.Cause)} {c.EventTotal:0.##} "
                    + $"{Wording.Of(c.EventTotal, "events")} of n = {c.N}, {NumberFormat.Percent(Last(c, end))} at the end"))) + ".")
        { IsProbability = true, Unit = FigureText.Clean(estimate.Unit), LastTime = end };
    }

    private static CurveModelCurve Curve(CumulativeIncidenceCurve curve, int group, int cause, int groups, int causes, double end,
        string unit, string level)
    {
        int[] rows = StepBand.Rows(curve.Time, curve.Events, end);
        double last = Math.Min(curve.Time[^1], end);
        string name = FigureText.Clean(groups == 1 ? curve.Cause : causes == 1 ? curve.Group : $"{curve.Group}, {curve.Cause}");
        return new CurveModelCurve(name,
            string.Create(CultureInfo.InvariantCulture, $"{name}, {curve.EventTotal:0.##} {Wording.Of(curve.EventTotal, "events")}"),
            group, cause,
            StepBand.Steps(rows, curve.Time, curve.Incidence, last), StepBand.Band(rows, curve.Time, curve.Lower, curve.Upper, last),
            [name, .. rows.Select(
                j => $"{name}\n{NumberFormat.Fixed(curve.Time[j], 1)} {unit}: {NumberFormat.Percent(curve.Incidence[j])} ({level} "
                    + $"{NumberFormat.PercentInterval(curve.Lower[j], curve.Upper[j])})"), name]);
    }

    private static double Last(CumulativeIncidenceCurve curve, double end) =>
        Enumerable.Range(0, curve.Time.Length).Where(j => curve.Time[j] <= end).Select(j => curve.Incidence[j]).DefaultIfEmpty(0).Last();

    private static Func<double, double> AtRisk(CumulativeIncidenceCurve curve) => time =>
    {
        int found = curve.Time.BinarySearch(time), row = found >= 0 ? found : ~found;
        return row < curve.Time.Length ? curve.AtRisk[row] : 0;
    };
}
