using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts.Curves;

/// <summary>Reads a cumulative-hazard estimate into curves and words.</summary>
internal static class HazardModel
{
    public static CurveModel Of(CumulativeHazardEstimate estimate, CurveFigureOptions options)
    {
        string unit = CurveWords.TimeUnit(options, estimate.TimeColumn);
        double end = options.MaxTime ?? estimate.Curves.Max(c => c.Time[^1]);
        return new CurveModel(
            [.. estimate.Curves.Select((c, i) => Curve(c, i, end, unit))],
            [.. estimate.Curves.Select(c => new CurveModelGroup(FigureText.Clean(c.Group), AtRisk(c)))],
            CurveWords.TimeTitle(options, unit), FigureText.Clean(options.YTitle ?? "Cumulative hazard"), [],
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"Unit of analysis: {FigureText.Clean(estimate.Unit)}, n = {estimate.N}, {estimate.EventTotal:0.##} "
                        + $"{Wording.Of(estimate.EventTotal, "events")}. Cumulative hazard by Nelson and Aalen."),
                .. options.CleanNotes,
            ],
            "Cumulative hazard: "
                + string.Join("; ", estimate.Curves.Select(
                    c => string.Create(CultureInfo.InvariantCulture,
                        $"{FigureText.Clean(c.Group)} n = {c.N}, {c.EventTotal:0.##} {Wording.Of(c.EventTotal, "events")}"))) + ".")
        { Unit = FigureText.Clean(estimate.Unit), LastTime = end };
    }

    private static CurveModelCurve Curve(CumulativeHazardCurve curve, int place, double end, string unit)
    {
        int[] rows = StepBand.Rows(curve.Time, curve.Events, end);
        double last = Math.Min(curve.Time[^1], end);
        string name = FigureText.Clean(curve.Group);
        return new CurveModelCurve(name,
            string.Create(CultureInfo.InvariantCulture, $"{name}, {curve.EventTotal:0.##} {Wording.Of(curve.EventTotal, "events")}"), place,
            0,
            StepBand.Steps(rows, curve.Time, curve.CumulativeHazard, last), StepBand.Band(rows, curve.Time, curve.Lower, curve.Upper, last),
            [name, .. rows.Select(
                j => $"{name}\n{NumberFormat.Fixed(curve.Time[j], 1)} {unit}: {NumberFormat.Fixed(curve.CumulativeHazard[j], 2)}"), name]);
    }

    private static Func<double, double> AtRisk(CumulativeHazardCurve curve) => time =>
    {
        int found = curve.Time.BinarySearch(time), row = found >= 0 ? found : ~found;
        return row < curve.Time.Length ? curve.AtRisk[row] : 0;
    };
}
