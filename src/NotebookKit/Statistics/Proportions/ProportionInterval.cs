using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Proportions;

/// <summary>Method of a confidence interval for one proportion.</summary>
public enum ProportionMethod
{
    /// <summary>Clopper and Pearson (1934), doi:10.1093/biomet/26.4.404: exact, never below its level; R's <c>binom.test</c>.</summary>
    ClopperPearson,

    /// <summary>Wilson (1927), doi:10.1080/01621459.1927.10502953: score; R's <c>prop.test(correct = FALSE)</c>.</summary>
    Wilson,

    /// <summary>
    /// Jeffreys: quantiles of the beta distribution with parameters x + ½ and n − x + ½; the limit is 0 for none and 1 for all.
    /// </summary>
    Jeffreys,

    /// <summary>Agresti and Coull (1998), doi:10.1080/00031305.1998.10480550: Wald about Wilson's centre.</summary>
    AgrestiCoull,

    /// <summary>Blyth and Still (1983) and Casella (1986), doi:10.2307/3314658: shortest exact limits that rise with x.</summary>
    BlythStillCasella,

    /// <summary>Clopper-Pearson with the observed outcome counted half; the level is not guaranteed.</summary>
    MidP,

    /// <summary>Wald: p ± z√(p(1 − p)/n); poor for small samples and empty for none or all.</summary>
    Wald,
}

/// <summary>Confidence intervals for one proportion.</summary>
public static class ProportionInterval
{
    /// <summary>A proportion with its confidence interval.</summary>
    /// <param name="x">Numerator.</param>
    /// <param name="n">Denominator.</param>
    /// <param name="method">Method. The default value is <see cref="ProportionMethod.ClopperPearson"/>.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <returns>The proportion; estimate and limits are null if the denominator is 0.</returns>
    /// <exception cref="ArgumentException">The numerator exceeds the denominator or is negative.</exception>
    public static IntervalEstimate Of(long x, long n, ProportionMethod method = ProportionMethod.ClopperPearson,
        double confidenceLevel = 0.95)
    {
        TwoGroups.Check(x, n);
        double alpha = 1 - IntervalEstimate.CheckLevel(confidenceLevel);
        (string name, Func<(double Lower, double Upper)> limits) = method switch
        {
            ProportionMethod.ClopperPearson => ("Clopper-Pearson", () => Exact(x, n, alpha)),
            ProportionMethod.Wilson => ("Wilson", () => WilsonLimits((double)x / n, n, IntervalEstimate.Z(confidenceLevel))),
            ProportionMethod.Jeffreys => ("Jeffreys", () => Jeffreys(x, n, alpha)),
            ProportionMethod.AgrestiCoull => ("Agresti-Coull", () => AgrestiCoull(x, n, IntervalEstimate.Z(confidenceLevel))),
            ProportionMethod.BlythStillCasella =>
                ("Blyth-Still-Casella", (Func<(double, double)>)(() => BlythStillCasella.Limits(x, n, confidenceLevel))),
            ProportionMethod.MidP => ("mid-P", () => MidP(x, n, alpha)),
            ProportionMethod.Wald => ("Wald", () => Wald((double)x / n, n, IntervalEstimate.Z(confidenceLevel))),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
        };
        var result = new IntervalEstimate { Name = "proportion", Value = n == 0 ? null : (double)x / n, ConfidenceLevel = confidenceLevel,
            Method = name };
        if (n == 0) return result with { Note = "The denominator is 0." };
        (double lower, double upper) = limits();
        return result with { Lower = lower, Upper = upper };
    }

    /// <summary>A proportion with its Clopper-Pearson interval.</summary>
    /// <param name="x">Numerator.</param>
    /// <param name="n">Denominator.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    public static IntervalEstimate ClopperPearson(long x, long n, double confidenceLevel = 0.95) =>
        Of(x, n, ProportionMethod.ClopperPearson, confidenceLevel);

    internal static (double Lower, double Upper) WilsonLimits(double p, double n, double z)
    {
        double z2 = z * z, centre = p + z2 / (2 * n), scale = 1 + z2 / n;
        double margin = z * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        // centre − margin = p²/(centre + margin), without cancellation
        return (p * p / (centre + margin), p == 1 ? 1 : Math.Min(1, (centre + margin) / scale));
    }

    private static (double, double) Exact(long x, long n, double alpha) =>
        (x == 0 ? 0 : Distributions.BetaQuantile(alpha / 2, x, n - x + 1),
            x == n ? 1 : Distributions.BetaQuantile(1 - alpha / 2, x + 1, n - x));

    private static (double, double) Jeffreys(long x, long n, double alpha) =>
        (x == 0 ? 0 : Distributions.BetaQuantile(alpha / 2, x + 0.5, n - x + 0.5),
            x == n ? 1 : Distributions.BetaQuantile(1 - alpha / 2, x + 0.5, n - x + 0.5));

    private static (double, double) AgrestiCoull(long x, long n, double z)
    {
        double size = n + z * z;
        return Wald((x + z * z / 2) / size, size, z);
    }

    private static (double, double) Wald(double p, double n, double z)
    {
        double margin = z * Math.Sqrt(p * (1 - p) / n);
        return (Math.Max(0, p - margin), Math.Min(1, p + margin));
    }

    private static (double, double) MidP(long x, long n, double alpha)
    {
        double Tail(double p, bool upper) =>
            (upper ? Distributions.BinomialUpper(x + 1, n, p) : Distributions.BinomialLower(x - 1, n, p))
                + Distributions.BinomialProbability(x, n, p) / 2;
        double lower = x == 0 ? 0 : RootFinder.Brent(p => Tail(p, upper: true) - alpha / 2, 0, 1)!.Value;
        double upper = x == n ? 1 : RootFinder.Brent(p => Tail(p, upper: false) - alpha / 2, 0, 1)!.Value;
        return (lower, upper);
    }
}
