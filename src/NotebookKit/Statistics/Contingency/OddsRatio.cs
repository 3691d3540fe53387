using NotebookKit.Numerics;
using NotebookKit.Statistics.Proportions;

namespace NotebookKit.Statistics.Contingency;

/// <summary>Odds ratio of a 2×2 table.</summary>
internal static class OddsRatio
{
    /// <summary>Cross-product ratio with Woolf's interval on the log scale (1955), doi:10.1111/j.1469-1809.1955.tb01348.x.</summary>
    /// <param name="x1">Events in the first group.</param>
    /// <param name="n1">Size of the first group.</param>
    /// <param name="x2">Events in the second group.</param>
    /// <param name="n2">Size of the second group.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <returns>The odds ratio, first against second group; no limits where a cell is zero (see
    /// <see cref="Conditional(long, long, long, long, bool, double)"/>).</returns>
    public static IntervalEstimate Woolf(long x1, long n1, long x2, long n2, double confidenceLevel = 0.95)
    {
        TwoGroups.Check(x1, n1, x2, n2);
        double a = x1, b = n1 - x1, c = x2, d = n2 - x2, z = IntervalEstimate.Z(confidenceLevel);
        var result = new IntervalEstimate { Name = "odds ratio", Value = b * c > 0 ? a * d / (b * c) : null,
            ConfidenceLevel = confidenceLevel, Method = "Cross-product odds ratio, Woolf interval" };
        if (a * b * c * d == 0) return result with { Note = "A cell is zero: no Woolf interval; use the exact conditional one." };
        double standardError = Math.Sqrt(1 / a + 1 / b + 1 / c + 1 / d), ratio = a * d / (b * c);
        return result with { Lower = ratio * Math.Exp(-z * standardError), Upper = ratio * Math.Exp(z * standardError),
            StandardError = standardError, Note = "Standard error of the logarithm." };
    }

    /// <summary>Conditional maximum likelihood odds ratio with exact limits; R's <c>fisher.test</c>, solved to machine precision.</summary>
    /// <param name="x1">Events in the first group.</param>
    /// <param name="n1">Size of the first group.</param>
    /// <param name="x2">Events in the second group.</param>
    /// <param name="n2">Size of the second group.</param>
    /// <param name="midP">Whether limits count the observed table half. The default value is false.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <returns>The odds ratio, first against second group; infinite values are null and noted.</returns>
    public static IntervalEstimate Conditional(long x1, long n1, long x2, long n2, bool midP = false, double confidenceLevel = 0.95)
    {
        TwoGroups.Check(x1, n1, x2, n2);
        return Conditional(new NoncentralHypergeometric(x1 + x2, n1 + n2 - x1 - x2, n1), x1, midP, Alternative.TwoSided,
            IntervalEstimate.CheckLevel(confidenceLevel));
    }

    internal static IntervalEstimate Conditional(ConditionalDistribution distribution, long x, bool midP, Alternative alternative,
        double confidenceLevel)
    {
        double alpha = alternative == Alternative.TwoSided ? (1 - confidenceLevel) / 2 : 1 - confidenceLevel;
        double weight = midP ? 0.5 : 0;
        bool atLow = x == distribution.Low, atHigh = x == distribution.High;
        double? estimate = atLow ? 0 : atHigh ? null : RootFinder.OnPositiveAxis(r => x - distribution.Mean(r), 1);
        double? lower = atLow ? 0
            : RootFinder.OnPositiveAxis(r => Math.Log(alpha / (distribution.Upper(x, r) - weight * distribution.Probability(x, r))), 1);
        double? upper = atHigh ? null
            : RootFinder.OnPositiveAxis(r => Math.Log((distribution.Lower(x, r) - weight * distribution.Probability(x, r)) / alpha), 1);
        if (atLow && atHigh) (estimate, lower) = (null, null);
        return new()
        {
            Name = "odds ratio",
            Value = estimate,
            Lower = alternative == Alternative.Less && lower is not null ? 0 : lower,
            Upper = alternative == Alternative.Greater ? null : upper,
            ConfidenceLevel = confidenceLevel,
            Method = midP ? "Conditional odds ratio, mid-P exact interval" : "Conditional odds ratio, exact interval",
            Note = atLow && atHigh ? "The margins leave one table only: no odds ratio can be estimated."
                : atHigh ? "The odds ratio is infinite: no upper limit."
                : atLow ? "The odds ratio is zero." : null,
        };
    }
}
