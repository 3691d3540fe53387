using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Proportions;

/// <summary>Method of a confidence interval for the difference of two proportions.</summary>
internal enum DifferenceMethod
{
    /// <summary>
    /// Newcombe's hybrid score interval (1998, method 10), doi:10.1002/(SICI)1097-0258(19980430)17:8&lt;873::AID-SIM779&gt;3.0.CO;2-I.
    /// </summary>
    Newcombe,

    /// <summary>Miettinen and Nurminen's score interval (1985), doi:10.1002/sim.4780040211, with their factor N/(N − 1).</summary>
    MiettinenNurminen,

    /// <summary>
    /// Agresti and Caffo (2000), doi:10.1080/00031305.2000.10474560: Wald after one event and one non-event are added to each group.
    /// </summary>
    AgrestiCaffo,

    /// <summary>Wald: Δ ± z·SE.</summary>
    Wald,
}

/// <summary>Difference and ratio of two independent proportions.</summary>
internal static class ProportionDifference
{
    /// <summary>Difference of two proportions, first less second, with Newcombe's confidence interval.</summary>
    /// <param name="x1">Events in the first group.</param>
    /// <param name="n1">Size of the first group.</param>
    /// <param name="x2">Events in the second group.</param>
    /// <param name="n2">Size of the second group.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <returns>The observed difference with its limits; null throughout if a group is empty.</returns>
    /// <exception cref="ArgumentException">A numerator exceeds its denominator or is negative.</exception>
    public static IntervalEstimate Of(long x1, long n1, long x2, long n2, double confidenceLevel = 0.95) =>
        Of(x1, n1, x2, n2, DifferenceMethod.Newcombe, confidenceLevel);

    internal static IntervalEstimate Of(long x1, long n1, long x2, long n2, DifferenceMethod method, double confidenceLevel = 0.95)
    {
        TwoGroups.Check(x1, n1, x2, n2);
        double z = IntervalEstimate.Z(confidenceLevel);
        string name = method switch
        {
            DifferenceMethod.Newcombe => "Newcombe",
            DifferenceMethod.MiettinenNurminen => "Miettinen-Nurminen",
            DifferenceMethod.AgrestiCaffo => "Agresti-Caffo",
            DifferenceMethod.Wald => "Wald",
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
        };
        var result = new IntervalEstimate { Name = "difference in proportions", Value = null, ConfidenceLevel = confidenceLevel,
            Method = name };
        if (n1 == 0 || n2 == 0) return result with { Note = "A group is empty." };
        double p1 = (double)x1 / n1, p2 = (double)x2 / n2;
        result = result with { Value = p1 - p2 };
        (double lower, double upper) = method switch
        {
            DifferenceMethod.Newcombe => Newcombe(p1, n1, p2, n2, z),
            DifferenceMethod.MiettinenNurminen => MiettinenNurminen(x1, n1, x2, n2, z),
            DifferenceMethod.AgrestiCaffo => Wald((x1 + 1.0) / (n1 + 2), n1 + 2, (x2 + 1.0) / (n2 + 2), n2 + 2, z),
            _ => Wald(p1, n1, p2, n2, z),
        };
        return result with { Lower = lower, Upper = upper };
    }

    private static (double, double) Wald(double p1, double n1, double p2, double n2, double z)
    {
        double margin = z * Math.Sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
        return (Math.Max(-1, p1 - p2 - margin), Math.Min(1, p1 - p2 + margin));
    }

    private static (double, double) Newcombe(double p1, double n1, double p2, double n2, double z)
    {
        (double l1, double u1) = ProportionInterval.WilsonLimits(p1, n1, z);
        (double l2, double u2) = ProportionInterval.WilsonLimits(p2, n2, z);
        return (p1 - p2 - Math.Sqrt((p1 - l1) * (p1 - l1) + (u2 - p2) * (u2 - p2)),
            p1 - p2 + Math.Sqrt((u1 - p1) * (u1 - p1) + (p2 - l2) * (p2 - l2)));
    }

    private static (double, double) MiettinenNurminen(long x1, long n1, long x2, long n2, double z)
    {
        double observed = (double)x1 / n1 - (double)x2 / n2;
        double Excess(double delta) => Score(x1, n1, x2, n2, delta) - z;
        double Deficit(double delta) => Score(x1, n1, x2, n2, delta) + z;
        double lower = observed <= -1 ? -1 : RootFinder.Brent(Excess, -1, observed) ?? -1;
        double upper = observed >= 1 ? 1 : RootFinder.Brent(Deficit, observed, 1) ?? 1;
        return (lower, upper);
    }

    /// <summary>(observed difference − δ)/standard error at the restricted maximum likelihood estimates with difference δ.</summary>
    internal static double Score(long x1, long n1, long x2, long n2, double delta)
    {
        double deviation = (double)x1 / n1 - (double)x2 / n2 - delta;
        double p2 = RestrictedSecond(x1, n1, x2, n2, delta), p1 = Math.Clamp(p2 + delta, 0, 1);
        double n = n1 + n2;
        double variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * (n > 1 ? n / (n - 1) : 1);
        if (Math.Abs(deviation) < 1e-15) return 0;
        return variance > 0 ? deviation / Math.Sqrt(variance) : Math.CopySign(double.MaxValue, deviation);
    }

    /// <summary>
    /// The second proportion that maximises the likelihood with p1 = p2 + δ: the root of a falling score, found by bracketing.
    /// </summary>
    private static double RestrictedSecond(long x1, long n1, long x2, long n2, double delta)
    {
        double low = Math.Max(0, -delta), high = Math.Min(1, 1 - delta);
        if (high <= low) return low;
        // numerator of the derivative of the log-likelihood, cleared of its denominators: a cubic that is positive left of the root
        double Cubic(double p)
        {
            double q = p + delta;
            return ((x1 - n1 * q) * p * (1 - p)) + ((x2 - n2 * p) * q * (1 - q));
        }
        // at the ends of the range the cubic vanishes or has the sign that brackets the root inside
        double atLow = Cubic(low), atHigh = Cubic(high);
        if (atLow > 0 && atHigh < 0) return RootFinder.Brent(Cubic, low, high)!.Value;
        double inset = (high - low) * 1e-12;
        return RootFinder.Brent(Cubic, low + inset, high - inset) ?? (Cubic((low + high) / 2) > 0 ? high : low);
    }
}
