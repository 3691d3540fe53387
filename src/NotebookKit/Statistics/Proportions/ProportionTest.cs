using NotebookKit.Numerics;
using NotebookKit.Statistics.Groups;

namespace NotebookKit.Statistics.Proportions;

/// <summary>Tests of proportions.</summary>
/// <remarks>Equal R's <c>prop.test</c>, <c>binom.test</c> and <c>prop.trend.test</c>.</remarks>
internal static class ProportionTest
{
    /// <summary>Compares two proportions by chi-square, with the Wald interval of their difference.</summary>
    /// <param name="x1">Events in the first group.</param>
    /// <param name="n1">Size of the first group.</param>
    /// <param name="x2">Events in the second group.</param>
    /// <param name="n2">Size of the second group.</param>
    /// <param name="continuityCorrection">Whether to correct by min(0.5, |Δ|/(1/n1 + 1/n2)), in the interval as well. The default value is
    /// true, as in R.</param>
    /// <param name="alternative">The alternative hypothesis. The default value is two-sided.</param>
    /// <param name="confidenceLevel">Confidence level of the difference. The default value is 0.95.</param>
    /// <returns>χ² with 1 degree of freedom, P, and the difference first less second.</returns>
    /// <exception cref="ArgumentException">A numerator exceeds its denominator or is negative.</exception>
    public static HypothesisTestResult TwoSample(long x1, long n1, long x2, long n2, bool continuityCorrection = true,
        Alternative alternative = Alternative.TwoSided, double confidenceLevel = 0.95)
    {
        TwoGroups.Check(x1, n1, x2, n2);
        var empty = new HypothesisTestResult
        {
            TestName = "Two-sample test of proportions" + (continuityCorrection ? " with continuity correction" : ""), N = n1 + n2,
            Alternative = alternative,
        };
        if (n1 == 0 || n2 == 0) return empty with { Note = "P not computed: a group is empty." };
        double p1 = (double)x1 / n1, p2 = (double)x2 / n2, difference = p1 - p2, inverse = 1.0 / n1 + 1.0 / n2;
        double shrink = continuityCorrection ? Math.Min(0.5, Math.Abs(difference) / inverse) : 0;
        double pooled = (double)(x1 + x2) / (n1 + n2);
        bool twoSided = alternative == Alternative.TwoSided;
        double z = IntervalEstimate.Z(twoSided ? confidenceLevel : 2 * IntervalEstimate.CheckLevel(confidenceLevel) - 1);
        double standardError = Math.Sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
        double margin = z * standardError + shrink * inverse;
        empty = empty with
        {
            MinExpected = Math.Min(pooled, 1 - pooled) * Math.Min(n1, n2),
            Estimate = new()
            {
                Name = "difference in proportions",
                Value = difference,
                Lower = alternative == Alternative.Less ? -1 : Math.Max(-1, difference - margin),
                Upper = alternative == Alternative.Greater ? 1 : Math.Min(1, difference + margin),
                StandardError = standardError,
                ConfidenceLevel = confidenceLevel,
                Method = continuityCorrection ? "Wald interval with continuity correction" : "Wald interval",
            },
        };
        if (pooled is 0 or 1) return empty with { Note = "P not computed: all or none had the event." };
        double deviation = Math.Abs(difference) / inverse - shrink;
        double statistic = deviation * deviation * inverse / (pooled * (1 - pooled));
        return empty with
        {
            StatisticName = "χ²", Statistic = statistic, DegreesOfFreedom = 1, P = twoSided
                ? Distributions.ChiSquareUpper(statistic, 1)
                : RankTest.NormalP(Math.Sign(difference) * Math.Sqrt(statistic), alternative),
        };
    }

    /// <summary>
    /// Compares one proportion with a fixed value by the exact binomial test; two-sided P sums the outcomes no more likely than the one
    /// observed.
    /// </summary>
    /// <param name="x">Events.</param>
    /// <param name="n">Size.</param>
    /// <param name="proportion">The proportion under the null hypothesis. The default value is 0.5.</param>
    /// <param name="alternative">The alternative hypothesis. The default value is two-sided.</param>
    /// <param name="confidenceLevel">Confidence level of the Clopper-Pearson interval. The default value is 0.95.</param>
    /// <returns>P and the proportion with its (two-sided) Clopper-Pearson interval.</returns>
    /// <exception cref="ArgumentException">The numerator exceeds the denominator or is negative.</exception>
    public static HypothesisTestResult Exact(long x, long n, double proportion = 0.5, Alternative alternative = Alternative.TwoSided,
        double confidenceLevel = 0.95)
    {
        TwoGroups.Check(x, n);
        if (!(proportion >= 0 && proportion <= 1))
            throw new ArgumentOutOfRangeException(nameof(proportion), proportion, "Expected a proportion between 0 and 1.");
        var empty = new HypothesisTestResult { TestName = "Exact binomial test", N = n, Alternative = alternative,
            Estimate = ProportionInterval.ClopperPearson(x, n, confidenceLevel) };
        return n == 0 ? empty with { Note = "P not computed: no observations." } : empty with { P = P() };

        double P()
        {
            if (alternative == Alternative.Less) return Distributions.BinomialLower(x, n, proportion);
            if (alternative == Alternative.Greater) return Distributions.BinomialUpper(x, n, proportion);
            double observed = Distributions.BinomialProbability(x, n, proportion) * (1 + 1e-7);
            // probabilities rise to the mode and fall after it: find where each side becomes as unlikely as observed
            long mode = Math.Min(n, (long)((n + 1) * proportion));
            bool Unlikely(long k) => Distributions.BinomialProbability(k, n, proportion) <= observed;
            long below = Last(-1, mode, Unlikely), above = -Last(-n - 1, -mode, k => Unlikely(-k));
            return below >= above
                ? 1
                : Math.Min(1, Distributions.BinomialLower(below, n, proportion) + Distributions.BinomialUpper(above, n, proportion));
        }

        static long Last(long low, long high, Func<long, bool> holds)
        {
            // holds at low (outside the range), and for all below some point
            while (low < high)
            {
                long middle = low + (high - low + 1) / 2;
                if (holds(middle)) low = middle;
                else high = middle - 1;
            }
            return low;
        }
    }

    /// <summary>Cochran-Armitage test for a linear trend in proportions.</summary>
    /// <param name="events">Events per group.</param>
    /// <param name="sizes">Size of each group.</param>
    /// <param name="scores">Score of each group; null for 1, 2, 3, …</param>
    /// <returns>χ² with 1 degree of freedom, and P.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a numerator exceeds its denominator.</exception>
    public static HypothesisTestResult Trend(IReadOnlyList<long> events, IReadOnlyList<long> sizes, IReadOnlyList<double>? scores = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(sizes);
        int k = events.Count;
        scores ??= [.. Enumerable.Range(1, k).Select(i => (double)i)];
        if (sizes.Count != k || scores.Count != k)
            throw new ArgumentException(
                $"Trend: found {k} numerators, {sizes.Count} denominators and {scores.Count} scores; expected as many of each.",
                nameof(sizes));
        for (int i = 0; i < k; i++) TwoGroups.Check(events[i], sizes[i]);
        double n = sizes.Sum(), pooled = events.Sum() / n;
        var empty = new HypothesisTestResult { TestName = "Cochran-Armitage trend test", N = (long)n };
        double mean = sizes.Zip(scores, (s, score) => s * score).Sum() / n;
        double squares = sizes.Zip(scores, (s, score) => s * (score - mean) * (score - mean)).Sum();
        if (!(squares > 0)) return empty with { Note = "P not computed: fewer than two groups with different scores." };
        if (!(pooled > 0 && pooled < 1)) return empty with { Note = "P not computed: all or none had the event." };
        double slope = events.Zip(scores, (x, score) => x * (score - mean)).Sum();
        double statistic = slope * slope / (squares * pooled * (1 - pooled));
        return empty with { StatisticName = "χ²", Statistic = statistic, DegreesOfFreedom = 1,
            P = Distributions.ChiSquareUpper(statistic, 1) };
    }
}
