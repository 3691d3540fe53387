using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts.Curves;

/// <summary>The difference of two curves at each time at which one of them falls.</summary>
internal sealed record DifferenceModel(
    ImmutableArray<(double Time, GroupContrast At)> Steps, double End, string TimeTitle, string YTitle, ImmutableArray<string> Notes,
    string Text)
{
    // More steps than this cannot be told apart on paper.
    private const int MostSteps = 400;

    public static DifferenceModel Of(KaplanMeierEstimate estimate, CurveFigureOptions options)
    {
        if (estimate.Curves.Length != 2)
            throw new ArgumentException(
                $"A difference is drawn between two curves; the estimate has {estimate.Curves.Length}: "
                + $"{string.Join(", ", estimate.Curves.Select(c => c.Group))}. " +
                "Name two groups by GroupOrder, or filter the rows.", nameof(estimate));
        // A curve that has reached 0 stays there.
        double covered = estimate.Curves.Min(c => c.RawSurvival[^1] > 0 ? c.Time[^1] : double.PositiveInfinity);
        double end = Math.Min(options.MaxTime ?? double.PositiveInfinity, Math.Min(covered, estimate.Curves.Max(c => c.Time[^1])));
        double[] times =
            Thin([.. estimate.Curves.SelectMany(c => c.Time.Where((t, j) => c.Events[j] > 0 && t <= end))
                .Append(Math.Max(0, estimate.Curves.Max(c => c.Start))).Distinct().Order()], end);
        ImmutableArray<(double, GroupContrast)> steps = SurvivalAtTimes.Of(estimate, times).Differences;
        string unit = CurveWords.TimeUnit(options, estimate.TimeColumn), first = FigureText.Clean(estimate.Curves[0].Group),
            second = FigureText.Clean(estimate.Curves[1].Group);
        string level = NumberFormat.Level(estimate.Options.ConfidenceLevel) + " CI";
        return new DifferenceModel(steps, end, CurveWords.TimeTitle(options, unit),
            FigureText.Clean(options.YTitle ?? $"Difference in survival, {second} − {first}"),
            [
                string.Create(CultureInfo.InvariantCulture, $"Unit of analysis: {FigureText.Clean(estimate.Unit)}, n = {estimate.N}") +
                    (estimate.Clusters is int n
                        ? string.Create(CultureInfo.InvariantCulture, $", from {Wording.Count(n, FigureText.Clean(estimate.ClusterUnit))}")
                        : "") +
                    $". Shaded: {level} at each time{(estimate.Clusters is null ? "" : ", cluster-robust")}, not of all times together. Up "
                    + "to the end of the shorter follow-up.",
                .. options.CleanNotes,
            ],
            $"Difference in survival over time, {second} minus {first}: " + Extreme(steps, unit, level));
    }

    private static string Extreme(ImmutableArray<(double Time, GroupContrast At)> steps, string unit, string level)
    {
        (double time, GroupContrast at) = steps.Where(s => s.At.Estimate is not null).MaxBy(s => Math.Abs(s.At.Estimate!.Value));
        return $"largest at {NumberFormat.Fixed(time, 1)} {unit}, {Points(at.Estimate)} points ({level} "
            + $"{(at.Lower is null ? NumberFormat.NotEstimable : $"{Points(at.Lower)} to {Points(at.Upper)}")}).";
    }

    public static string Points(double? difference) => NumberFormat.Fixed(100 * difference, 1);

    private static double[] Thin(double[] times, double end)
    {
        if (times.Length <= MostSteps) return times;
        double cell = end / MostSteps;
        return [.. times.Where((t, i) => i == 0 || i == times.Length - 1 || Math.Floor(t / cell) < Math.Floor(times[i + 1] / cell))];
    }
}
