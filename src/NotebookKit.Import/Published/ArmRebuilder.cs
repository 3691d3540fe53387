using System.Globalization;
namespace NotebookKit.Import.Published;

/// <summary>From the clicks of one arm to the times of its patients.</summary>
internal static class ArmRebuilder
{
    /// <summary>
    /// Distances above this are no longer errors of reading (rule of thumb of Liu et al. 2021, doi:10.1186/s12874-021-01308-8).
    /// </summary>
    internal const double Gross = 0.05;

    public static RebuiltArm Rebuild(string arm, double[] time, double[] survival, ArmTables.PrintedArm printed,
        ReconstructionOptions options)
    {
        ClickSeries clicks = ClickSeries.Prepare(time, survival, printed.Time, options, arm);
        var solver = new CurveSolver(clicks, printed, options.Method);
        solver.Solve(printed.Events);
        double[] t = clicks.Time;
        List<(double Time, bool Event)> rows = [];
        for (int k = 0; k < t.Length; k++)
        {
            double before = k > 0 ? t[k - 1] : t[0];
            for (int i = 1; i <= solver.Events[k]; i++)
                rows.Add((options.Method == ReconstructionMethod.Counts ? before + (t[k] - before) * (i - 0.5) / solver.Events[k] : t[k],
                    true));
        }
        rows.AddRange(solver.Censored.Select(c => (c, false)));
        rows.AddRange(Enumerable.Repeat((t[^1], false), solver.Left));
        rows.Sort((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : b.Event.CompareTo(a.Event));
        double[] distance = Distances(rows, clicks);
        List<string> notes = [.. printed.Notes, .. clicks.Notes, .. Doubts(solver, clicks, printed, distance)];
        return new RebuiltArm
        {
            Arm = arm, Time = [.. rows.Select(r => r.Time)], IsEvent = [.. rows.Select(r => r.Event)], PrintedEvents = printed.Events,
            Intervals = [.. printed.Time.Select((r, j) =>
                new RebuiltInterval(r, printed.N[j], rows.Count(x => x.Time >= r), solver.IntervalEvents[j], solver.IntervalCensored[j]))],
            EndCensored = solver.Left, IsPercent = clicks.IsPercent, MonotoneCorrection = clicks.Correction,
            Rmse = Math.Sqrt(distance.Average(d => d * d)), MeanDistance = distance.Average(), MedianDistance = Median(distance),
            LargestDistance = distance.Max(), Notes = [.. notes],
        };
    }

    // at each time the last click, against the Kaplan-Meier curve of the rebuilt rows
    private static double[] Distances(List<(double Time, bool Event)> rows, ClickSeries clicks)
    {
        List<double> distance = [];
        double survival = 1;
        int i = 0;
        for (int k = 0; k < clicks.Time.Length; k++)
        {
            double t = clicks.Time[k];
            while (i < rows.Count && rows[i].Time <= t)
            {
                int from = i, events = 0;
                for (; i < rows.Count && rows[i].Time == rows[from].Time; i++) if (rows[i].Event) events++;
                survival *= 1 - (double)events / (rows.Count - from);
            }
            if (k + 1 == clicks.Time.Length || clicks.Time[k + 1] != t) distance.Add(Math.Abs(survival - clicks.Survival[k]));
        }
        return [.. distance];
    }

    private static IEnumerable<string> Doubts(CurveSolver solver, ClickSeries clicks, ArmTables.PrintedArm printed, double[] distance)
    {
        int n = printed.N[0], events = solver.IntervalEvents.Sum();
        if (printed.Events is { } all && events != all)
            yield return $"The curve and the numbers at risk give {events} of {all} printed events.";
        for (int j = 0; j + 1 < printed.Time.Length; j++)
            if (solver.Asked[j] - solver.IntervalEvents[j] > Math.Max(1, Gross * n))
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"Between {printed.Time[j]:0.####} and {printed.Time[j + 1]:0.####} the curve asks for {solver.Asked[j]} events, the "
                        + $"numbers at risk allow {solver.IntervalEvents[j]}: a wrong arm, row or unit?");
        if (distance.Max() > Gross)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"The rebuilt curve is up to {distance.Max():0.###} from the clicks: curve and numbers do not belong together, or a click "
                    + $"was misread.");
        if (Median(distance) > 1 / (2.0 * n))
            yield return FormattableString.Invariant(
                $"Half of the clicks are more than {1 / (2.0 * n):0.####} (half a patient) off: single events cannot be told.");
        if (printed.Time.Length == 1 && printed.Events is null)
            yield return "No numbers at risk and no number of events: nobody is taken as censored before the end, and every fall "
                + "as events.";
        else if (printed.Time.Length == 1) yield return "No numbers at risk: censoring is spread evenly over the whole time.";
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
