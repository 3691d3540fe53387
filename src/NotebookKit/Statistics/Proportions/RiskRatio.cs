
namespace NotebookKit.Statistics.Proportions;

/// <summary>Ratio of two independent proportions.</summary>
internal static class RiskRatio
{
    /// <summary>Risk ratio with the Wald interval on the log scale (Katz 1978), doi:10.2307/2530610.</summary>
    /// <param name="x1">Events in the first group.</param>
    /// <param name="n1">Size of the first group.</param>
    /// <param name="x2">Events in the second group.</param>
    /// <param name="n2">Size of the second group.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <returns>The ratio, first against second; no limits where a group has no events, no ratio where the second has none.</returns>
    /// <exception cref="ArgumentException">A numerator exceeds its denominator or is negative.</exception>
    public static IntervalEstimate Katz(long x1, long n1, long x2, long n2, double confidenceLevel = 0.95)
    {
        TwoGroups.Check(x1, n1, x2, n2);
        double z = IntervalEstimate.Z(confidenceLevel);
        var result = new IntervalEstimate { Name = "risk ratio", Value = null, ConfidenceLevel = confidenceLevel,
            Method = "Risk ratio, log-Wald interval" };
        if (n1 == 0 || n2 == 0) return result with { Note = "A group is empty." };
        if (x2 == 0) return result with { Note = "No events in the second group: the ratio cannot be estimated." };
        double ratio = (double)x1 / n1 / ((double)x2 / n2);
        if (x1 == 0) return result with { Value = 0, Note = "No events in the first group: no log-Wald interval." };
        double standardError = Math.Sqrt(1.0 / x1 - 1.0 / n1 + 1.0 / x2 - 1.0 / n2);
        return result with
        {
            Value = ratio, Lower = ratio * Math.Exp(-z * standardError), Upper = ratio * Math.Exp(z * standardError),
            StandardError = standardError, Note = "Standard error of the logarithm.",
        };
    }
}
