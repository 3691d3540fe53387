namespace NotebookKit.Survival;

/// <summary>Time by which a proportion of the group has had the event, with its confidence interval.</summary>
/// <param name="Probability">Proportion with the event: 0.5 for the median.</param>
/// <param name="Estimate">The time; null if not reached.</param>
/// <param name="Lower">Lower limit; null if not reached.</param>
/// <param name="Upper">Upper limit; null if not reached.</param>
/// <remarks>
/// Brookmeyer and Crowley (1982), doi:10.2307/2530286: the limits are the times at which the limits of S(t) fall to
/// 1 − <paramref name="Probability"/>. Where the curve stays level at exactly that height, the midpoint between the first such time and
/// the next event is taken, as in R; where the curve ends there, the first time (<see cref="EndsFlat"/>).
/// </remarks>
public sealed record SurvivalQuantile(double Probability, double? Estimate, double? Lower, double? Upper)
{
    /// <summary>Whether the curve ends level at exactly the height sought, so that any later time fits as well.</summary>
    public bool EndsFlat { get; init; }

    /// <summary>Standard error of the time; null where the limits are found by inverting a test.</summary>
    public double? StdErr { get; init; }

    /// <summary>Equality tolerance of heights, R's √ε.</summary>
    private const double Tolerance = 1.4901161193847656e-8;

    /// <summary>The time at which a survival curve and its limits come down to 1 − <paramref name="probability"/>.</summary>
    /// <param name="probability">Proportion with the event, from 0 to 1.</param>
    /// <param name="start">Time at which the curve starts, which is the quantile of 0.</param>
    /// <param name="time">Ascending times.</param>
    /// <param name="survival">S(t) from each time on; it never rises.</param>
    /// <param name="lower">Lower limit; NaN where there is none.</param>
    /// <param name="upper">Upper limit, never below S(t); NaN where there is none.</param>
    /// <param name="lowerFalls">Whether the lower limit never rises.</param>
    internal static SurvivalQuantile Of(double probability, double start, double[] time, Func<int, double> survival,
        Func<int, double> lower, Func<int, double> upper, bool lowerFalls)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A proportion lies between 0 and 1.");
        if (probability == 0) return new SurvivalQuantile(0, start, start, start);
        double height = 1 - probability;
        int crossing = FirstBelow(0, time.Length, survival, height);
        // An upper limit is never below the curve, so it comes down later.
        int lowerFrom = lowerFalls ? FirstBelow(0, time.Length, lower, height) : 0;
        var (estimate, flat) = Crossing(time, survival, height, crossing);
        return new SurvivalQuantile(probability, estimate, Crossing(time, lower, height, lowerFrom).Time,
            Crossing(time, upper, height, crossing).Time) { EndsFlat = flat };
    }

    /// <summary>
    /// First of the places <paramref name="from"/> to <paramref name="to"/> at which a falling function has come to
    /// <paramref name="height"/> or is NaN.
    /// </summary>
    private static int FirstBelow(int from, int to, Func<int, double> value, double height)
    {
        while (from < to)
        {
            int middle = (from + to) >>> 1;
            if (value(middle) >= height + Tolerance) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    /// <summary>
    /// Time at which a step function, given at ascending times, falls to <paramref name="height"/>; NaN heights are skipped.
    /// </summary>
    /// <param name="time">The times.</param>
    /// <param name="value">Its height at each.</param>
    /// <param name="height">The height sought.</param>
    /// <param name="j">A place before which it has not fallen so far.</param>
    internal static (double? Time, bool EndsFlat) Crossing(ReadOnlySpan<double> time, Func<int, double> value, double height, int j = 0)
    {
        while (j < time.Length && !(value(j) < height + Tolerance)) j++;
        if (j == time.Length) return (null, false);
        double reached = value(j);
        if (Math.Abs(reached - height) >= Tolerance) return (time[j], false);
        for (int k = j + 1; k < time.Length; k++)
            if (value(k) < reached) return ((time[j] + time[k]) / 2, false);
        return (time[j], true);
    }
}
