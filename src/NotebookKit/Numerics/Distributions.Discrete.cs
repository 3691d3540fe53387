namespace NotebookKit.Numerics;

internal static partial class Distributions
{
    /// <summary>P(X = x) of the binomial distribution; R's <c>dbinom(x, n, p)</c>.</summary>
    public static double BinomialProbability(long x, long n, double p) =>
        x < 0 || x > n ? 0 : Math.Exp(SaddlePoint.LogBinomial(x, n - x, p, 1 - p));

    /// <summary>
    /// P(X ≥ x) of the binomial distribution, <paramref name="x"/> included; R's <c>pbinom(x - 1, n, p, lower.tail = FALSE)</c>.
    /// </summary>
    public static double BinomialUpper(long x, long n, double p) =>
        x <= 0 ? 1 : x > n ? 0 : Math.Exp(IncompleteBeta.Logs(x, n - x + 1, p, 1 - p).LogLower);

    /// <summary>P(X ≤ x) of the binomial distribution; R's <c>pbinom(x, n, p)</c>.</summary>
    public static double BinomialLower(long x, long n, double p) =>
        x < 0 ? 0 : x >= n ? 1 : Math.Exp(IncompleteBeta.Logs(x + 1, n - x, p, 1 - p).LogUpper);

    /// <summary>
    /// P(X ≥ x) of the Poisson distribution, <paramref name="x"/> included; R's <c>ppois(x - 1, mean, lower.tail = FALSE)</c>.
    /// </summary>
    public static double PoissonUpper(long x, double mean) => x <= 0 ? 1 : Math.Exp(IncompleteGamma.Logs(x, mean).LogLower);

    /// <summary>P(X ≤ x) of the Poisson distribution; R's <c>ppois(x, mean)</c>.</summary>
    public static double PoissonLower(long x, double mean) => x < 0 ? 0 : Math.Exp(IncompleteGamma.Logs(x + 1.0, mean).LogUpper);

    /// <summary>P(X = x) of the hypergeometric distribution: x marked among <paramref name="drawn"/> drawn from <paramref name="marked"/>
    /// marked and <paramref name="unmarked"/> unmarked; R's <c>dhyper(x, marked, unmarked, drawn)</c>.</summary>
    public static double HypergeometricProbability(long x, long marked, long unmarked, long drawn) =>
        x < Math.Max(0, drawn - unmarked) || x > Math.Min(marked, drawn)
            ? 0
            : new NoncentralHypergeometric(marked, unmarked, drawn).Probability(x, 1);

    /// <summary>
    /// P(X ≥ x) of the hypergeometric distribution, <paramref name="x"/> included; R's <c>phyper(x - 1, marked, unmarked, drawn, lower.tail
    /// = FALSE)</c>.
    /// </summary>
    public static double HypergeometricUpper(long x, long marked, long unmarked, long drawn) =>
        new NoncentralHypergeometric(marked, unmarked, drawn).Upper(x, 1);

    /// <summary>P(X ≤ x) of the hypergeometric distribution; R's <c>phyper(x, marked, unmarked, drawn)</c>.</summary>
    public static double HypergeometricLower(long x, long marked, long unmarked, long drawn) =>
        new NoncentralHypergeometric(marked, unmarked, drawn).Lower(x, 1);
}
