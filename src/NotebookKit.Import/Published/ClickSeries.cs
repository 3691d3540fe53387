using System.Globalization;
using NotebookKit.Rendering;

namespace NotebookKit.Import.Published;

/// <summary>The clicks of an arm, cleaned: sorted, never rising, from (0, 1), with a point at every printed time.</summary>
internal sealed class ClickSeries
{
    private const double PercentAbove = 1.5;
    private const double GrossCorrection = 0.05;

    public required double[] Time { get; init; }

    public required double[] Survival { get; init; }

    public required bool IsPercent { get; init; }

    /// <summary>Largest change that made the clicks monotone.</summary>
    public required double Correction { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public static ClickSeries Prepare(double[] time, double[] survival, double[] printedTimes, ReconstructionOptions options, string arm)
    {
        string of = arm.Length > 0 ? $"Arm '{arm}': " : "";
        List<string> notes = [];
        (double T, double S)[] points = [.. time.Zip(survival).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second))];
        if (points.Length < time.Length) notes.Add($"{Wording.Count(time.Length - points.Length, "clicks")} without a number left out.");
        if (points.Length == 0) throw new ArgumentException($"{of}there is no click with numbers.");
        bool percent = options.IsPercent ?? points.Max(p => p.S) > PercentAbove;
        Array.Sort(points, (a, b) => a.T != b.T ? a.T.CompareTo(b.T) : b.S.CompareTo(a.S));
        if (percent) RefuseMixture(points, of);
        if (percent && options.IsPercent is null) notes.Add("Survival was read as percent.");
        double top = percent ? 100 : 1;
        if (points[0].S < 0.5 * top && points.Max(p => p.S) > points[0].S + 0.05 * top)
            throw new ArgumentException(
                $"{of}the curve rises. A cumulative incidence is turned into survival as 1 − y where there are no competing events; with "
                    + "competing events it cannot be rebuilt.");
        points = [.. points.Select(p => (Math.Max(p.T, 0), Math.Clamp(p.S / top, 0, 1)))];
        Array.Sort(points, (a, b) => a.T != b.T ? a.T.CompareTo(b.T) : b.S.CompareTo(a.S));
        points = [.. points.Where((p, i) => i == 0 || p != points[i - 1])];
        double[] fitted = Isotonic([.. points.Select(p => p.S)]);
        double correction = 0;
        int worst = 0;
        for (int i = 0; i < fitted.Length; i++)
            if (Math.Abs(points[i].S - fitted[i]) > correction) (correction, worst) = (Math.Abs(points[i].S - fitted[i]), i);
        if (correction > GrossCorrection)
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"The click at {points[worst].T:0.####} lies off the curve: making the clicks fall moved it by {correction:0.###}. Read it "
                    + $"again."));
        else if (correction > 0)
        notes.Add(FormattableString.Invariant($"Clicks that rose were evened out, by at most {correction:0.####}."));
        List<double> t = [.. points.Select(p => p.T)], s = [.. fitted];
        if (t[0] > 0 || s[0] < 1)
        {
            t.Insert(0, 0);
            s.Insert(0, 1);
            notes.Add("The start (0, 100%) was added.");
        }
        RefuseUnits(printedTimes, t[^1], of);
        double before = 0;
        foreach (double r in printedTimes)
        {
            bool empty = r > 0 && !t.Exists(x => x > before && x <= r);
            before = r;
            if (t.Contains(r)) continue;
            int k = t.Count(x => x < r);
            bool between = k < t.Count && options.Method == ReconstructionMethod.Counts;
            if (k == t.Count)
                notes.Add(FormattableString.Invariant(
                    $"The clicks end before the printed time {r:0.####}: the last value was carried on."));
            else if (empty)
            notes.Add(FormattableString.Invariant(
                $"There is no click in the interval up to {r:0.####}: the curve was interpolated there."));
            s.Insert(k, between ? s[k - 1] + (s[k] - s[k - 1]) * (r - t[k - 1]) / (t[k] - t[k - 1]) : s[k - 1]);
            t.Insert(k, r);
        }
        return new ClickSeries { Time = [.. t], Survival = [.. s], IsPercent = percent, Correction = correction, Notes = notes };
    }

    // percent and proportions in one series show as a jump that no curve makes
    private static void RefuseMixture((double T, double S)[] points, string of)
    {
        for (int i = 1; i < points.Length; i++)
            if (Jumps(points[i - 1].S, points[i].S) || Jumps(points[i].S, points[i - 1].S))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{of}the clicks hold percent and proportions: {points[i - 1].S:0.####} at {points[i - 1].T:0.####} and "
                        + $"{points[i].S:0.####} at {points[i].T:0.####}. Write all on one scale."));

        static bool Jumps(double high, double low) => high > 5 && low is > 0 and <= 1;
    }

    private static void RefuseUnits(double[] printedTimes, double end, string of)
    {
        if (printedTimes.Length < 2 || end <= 0) return;
        double last = printedTimes[^1];
        if (last >= 3 * end || last <= end / 3)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{of}the numbers at risk end at {last:0.####}, the curve at {end:0.####}: the units differ (days, weeks, months, years?). "
                    + $"Give both in one unit."));
    }

    /// <summary>Non-increasing regression by pooling adjacent violators, equal weights.</summary>
    private static double[] Isotonic(double[] y)
    {
        var value = new double[y.Length];
        var weight = new int[y.Length];
        int k = 0;
        foreach (double v in y)
        {
            (value[k], weight[k]) = (v, 1);
            k++;
            while (k > 1 && value[k - 2] < value[k - 1])
            {
                int w = weight[k - 2] + weight[k - 1];
                value[k - 2] = (value[k - 2] * weight[k - 2] + value[k - 1] * weight[k - 1]) / w;
                weight[k - 2] = w;
                k--;
            }
        }
        var fitted = new double[y.Length];
        for (int b = 0, i = 0; b < k; b++)
            for (int j = 0; j < weight[b]; j++) fitted[i++] = value[b];
        return fitted;
    }
}
