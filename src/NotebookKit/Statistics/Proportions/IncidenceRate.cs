using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Proportions;

/// <summary>Method of a confidence interval for an incidence rate.</summary>
internal enum RateMethod
{
    /// <summary>Garwood (1936), doi:10.1093/biomet/28.3-4.437: exact, from chi-square quantiles; R's <c>poisson.test</c>.</summary>
    Exact,

    /// <summary>Byar's approximation of the exact interval (Breslow and Day 1987).</summary>
    Byar,
}

/// <summary>Events per time at risk.</summary>
internal static class IncidenceRate
{
    /// <summary>Rate of a Poisson count with its confidence interval.</summary>
    /// <param name="events">Number of events.</param>
    /// <param name="timeAtRisk">Total time at risk, above 0, in any unit; the rate is per this unit.</param>
    /// <param name="method">Method. The default value is <see cref="RateMethod.Exact"/>.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <returns>The rate; null throughout without time at risk. The lower limit without events is 0.</returns>
    /// <exception cref="ArgumentException">The count or the time is negative.</exception>
    public static IntervalEstimate Of(long events, double timeAtRisk, RateMethod method = RateMethod.Exact, double confidenceLevel = 0.95)
    {
        if (events < 0 || !(timeAtRisk >= 0) || double.IsInfinity(timeAtRisk))
            throw new ArgumentException(
                FormattableString.Invariant($"Rate: found {events} events in {timeAtRisk}; expected a count and a time of 0 or more."));
        double alpha = 1 - IntervalEstimate.CheckLevel(confidenceLevel);
        var result = new IntervalEstimate { Name = "rate", Value = null, ConfidenceLevel = confidenceLevel,
            Method = method == RateMethod.Exact ? "Exact Poisson (Garwood)" : "Byar" };
        if (timeAtRisk == 0) return result with { Note = "No time at risk." };
        double lower, upper;
        if (method == RateMethod.Exact)
        {
            lower = events == 0 ? 0 : Distributions.ChiSquareQuantile(alpha / 2, 2.0 * events) / 2;
            upper = Distributions.ChiSquareQuantileUpper(alpha / 2, 2.0 * (events + 1)) / 2;
        }
        else
        {
            double z = IntervalEstimate.Z(confidenceLevel), next = events + 1.0;
            lower = events == 0 ? 0 : events * Math.Max(0, Math.Pow(1 - 1.0 / (9.0 * events) - z / (3 * Math.Sqrt(events)), 3));
            upper = next * Math.Pow(1 - 1 / (9 * next) + z / (3 * Math.Sqrt(next)), 3);
        }
        return result with { Value = events / timeAtRisk, Lower = lower / timeAtRisk, Upper = upper / timeAtRisk };
    }
}
