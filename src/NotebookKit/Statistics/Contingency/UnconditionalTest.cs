using NotebookKit.Numerics;
using NotebookKit.Statistics.Proportions;

namespace NotebookKit.Statistics.Contingency;

/// <summary>What orders 2×2 tables from likely to unlikely in an unconditional exact test.</summary>
internal enum UnconditionalOrdering
{
    /// <summary>Fisher's P (Boschloo 1970): never less powerful than Fisher's test.</summary>
    FisherP,

    /// <summary>The score statistic with pooled variance (Suissa and Shuster 1985, doi:10.2307/2981892).</summary>
    Score,
}

/// <summary>Unconditional exact test of two independent proportions: only the sizes of the groups are fixed.</summary>
/// <remarks>
/// Boschloo (1970), doi:10.1111/j.1467-9574.1970.tb00104.x. P is the largest probability, over all common proportions, of a table at
/// least as extreme. Two-sided P is twice the smaller one-sided P, at most 1, as in R's <c>exact2x2::boschloo</c>.
/// </remarks>
internal static class UnconditionalTest
{
    private const double TieTolerance = 1e-7;
    private const int GridPoints = 500;
    private const double MostTables = 2.5e7;

    /// <summary>Tests whether two proportions are equal.</summary>
    /// <param name="x1">Events in the first group.</param>
    /// <param name="n1">Size of the first group.</param>
    /// <param name="x2">Events in the second group.</param>
    /// <param name="n2">Size of the second group.</param>
    /// <param name="ordering">What makes a table extreme. The default value is Fisher's P: Boschloo's test.</param>
    /// <param name="alternative">The alternative hypothesis for the first group against the second. The default value is two-sided.</param>
    /// <returns>P; the note says which common proportion gives it.</returns>
    /// <exception cref="ArgumentException">A numerator exceeds its denominator or is negative.</exception>
    public static HypothesisTestResult Test(long x1, long n1, long x2, long n2,
        UnconditionalOrdering ordering = UnconditionalOrdering.FisherP, Alternative alternative = Alternative.TwoSided)
    {
        TwoGroups.Check(x1, n1, x2, n2);
        var empty = new HypothesisTestResult
        {
            TestName = (ordering == UnconditionalOrdering.FisherP ? "Boschloo exact test" : "Unconditional exact score test")
                + (alternative == Alternative.TwoSided ? " (doubled tail)" : ""),
            N = n1 + n2, Alternative = alternative,
        };
        if (n1 == 0 || n2 == 0) return empty with { Note = "P not computed: a group is empty." };
        if (x1 + x2 == 0 || x1 + x2 == n1 + n2) return empty with { P = 1, Note = "All or none had the event." };

        if ((double)n1 * n2 > MostTables)
            return empty with { Note = "P not computed: too many tables; with groups this large chi-square is as good." };

        // "less" is "greater" with the groups swapped
        (double P, double At)? greater = alternative == Alternative.Less ? null : Greater(x1, n1, x2, n2, ordering);
        (double P, double At)? less = alternative == Alternative.Greater ? null : Greater(x2, n2, x1, n1, ordering);
        (double p, double at) = greater is not { } g ? less!.Value : less is not { } l || g.P <= l.P ? g : l;
        return empty with
        {
            P = alternative == Alternative.TwoSided ? Math.Min(1, 2 * p) : p,
            Note = FormattableString.Invariant($"Largest where both proportions are {at:0.000}."),
        };
    }

    private static (double P, double At) Greater(long x1, long n1, long x2, long n2, UnconditionalOrdering ordering)
    {
        long n = n1 + n2;
        double observed = Extremeness(x1, n1, x2, n2, ordering), limit = observed - TieTolerance * Math.Abs(observed);
        // given the number of events, a table is hypergeometric whatever the common proportion
        var rejected = new double[n + 1];
        for (long events = 0; events <= n; events++)
        {
            var tables = new NoncentralHypergeometric(n1, n2, events);
            double[] probability = tables.Probabilities(1);
            double upper = 0;
            for (long a = tables.High; a >= tables.Low; a--)
            {
                upper += probability[a - tables.Low];
                double here = ordering == UnconditionalOrdering.FisherP ? -upper : Extremeness(a, n1, events - a, n2, ordering);
                if (here >= limit) rejected[events] += probability[a - tables.Low];
            }
        }

        double Rejected(double p)
        {
            double sum = 0;
            for (long events = 0; events <= n; events++)
                if (rejected[events] > 0) sum += rejected[events] * Distributions.BinomialProbability(events, n, p);
            return sum;
        }

        // equal steps of the angle: the function is as smooth near 0 and 1 as in the middle
        var grid = new double[GridPoints + 1];
        for (int i = 0; i <= GridPoints; i++) grid[i] = Rejected(Share(i));
        double highest = grid.Max();
        (double P, double At) best = (0, 0);
        for (int i = 0; i <= GridPoints; i++)
        {
            double before = i > 0 ? grid[i - 1] : 0, after = i < GridPoints ? grid[i + 1] : 0;
            if (grid[i] < before || grid[i] < after || grid[i] < 0.99 * highest) continue;
            (double P, double At) peak = Maximum(Rejected, Share(Math.Max(0, i - 1)), Share(Math.Min(GridPoints, i + 1)));
            if (peak.P > best.P) best = peak;
        }
        return (Math.Min(1, best.P), best.At);

        static double Share(int i) => Math.Pow(Math.Sin(Math.PI / 2 * i / GridPoints), 2);
    }

    // larger is more extreme
    private static double Extremeness(long x1, long n1, long x2, long n2, UnconditionalOrdering ordering)
    {
        if (ordering == UnconditionalOrdering.FisherP) return -new NoncentralHypergeometric(n1, n2, x1 + x2).Upper(x1, 1);
        double pooled = (double)(x1 + x2) / (n1 + n2);
        return pooled is 0 or 1 ? 0 : ((double)x1 / n1 - (double)x2 / n2) / Math.Sqrt(pooled * (1 - pooled) * (1.0 / n1 + 1.0 / n2));
    }

    // golden section
    private static (double Value, double At) Maximum(Func<double, double> f, double low, double high)
    {
        double ratio = (Math.Sqrt(5) - 1) / 2;
        double a = high - ratio * (high - low), b = low + ratio * (high - low), fa = f(a), fb = f(b);
        while (high - low > 1e-9)
        {
            if (fa > fb)
            {
                (high, b, fb) = (b, a, fa);
                a = high - ratio * (high - low);
                fa = f(a);
            }
            else
            {
                (low, a, fa) = (a, b, fb);
                b = low + ratio * (high - low);
                fb = f(b);
            }
        }
        return fa > fb ? (fa, a) : (fb, b);
    }
}
