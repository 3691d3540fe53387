using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Proportions;

/// <summary>Ratio of two rates of independent Poisson counts.</summary>
internal static class RateRatio
{
    /// <summary>
    /// Rate of the first group over that of the second, with the exact conditional interval: given all events, those of the first group are
    /// binomial (R's <c>poisson.test</c>).
    /// </summary>
    /// <param name="events1">Events of the first group.</param>
    /// <param name="time1">Time at risk of the first group, above 0.</param>
    /// <param name="events2">Events of the second group.</param>
    /// <param name="time2">Time at risk of the second group, above 0.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <returns>The ratio; null throughout without events or without time at risk. Without events in the second group ratio and upper limit
    /// are infinite.</returns>
    public static IntervalEstimate Exact(long events1, double time1, long events2, double time2, double confidenceLevel = 0.95)
    {
        var result = new IntervalEstimate { Name = "rate ratio", Value = null, ConfidenceLevel = confidenceLevel,
            Method = "exact conditional" };
        if (events1 + events2 == 0 || !(time1 > 0) || !(time2 > 0))
            return result with { Note = events1 + events2 == 0 ? "No events." : "A group has no time at risk." };
        IntervalEstimate share = ProportionInterval.ClopperPearson(events1, events1 + events2, confidenceLevel);
        double scale = time2 / time1;
        double? odds(double? p) => p is double q ? q == 1 ? double.PositiveInfinity : q / (1 - q) * scale : null;
        return result with { Value = events1 / time1 / (events2 / time2), Lower = odds(share.Lower), Upper = odds(share.Upper) };
    }
}
