namespace NotebookKit.Numerics;

/// <summary>Tail probabilities and quantiles of the distributions that tests use.</summary>
/// <remarks>
/// Every tail is computed in its own right, never as 1 minus the other, and every one has a logarithm, so that P values far below
/// 1e-300 still rank. Agrees with R's <c>pnorm</c>, <c>pchisq</c>, <c>pt</c>, <c>pf</c> and <c>pbeta</c> to about 1e-13 relative.
/// </remarks>
internal static partial class Distributions
{
    /// <summary>P(Z ≥ z) of the standard normal distribution; R's <c>pnorm(z, lower.tail = FALSE)</c>.</summary>
    public static double NormalUpper(double z) => Math.Exp(NormalLogUpper(z));

    /// <summary>P(|Z| ≥ |z|) of the standard normal distribution.</summary>
    public static double NormalTwoSided(double z) => Math.Exp(IncompleteGamma.Logs(0.5, z * z / 2).LogUpper);

    /// <summary>log P(Z ≥ z) of the standard normal distribution.</summary>
    public static double NormalLogUpper(double z)
    {
        if (double.IsNaN(z)) return double.NaN;
        double tail = IncompleteGamma.Logs(0.5, z * z / 2).LogUpper - Math.Log(2);
        return z >= 0 ? tail : IncompleteGamma.Complement(tail);
    }

    /// <summary>The z with P(Z ≤ z) = <paramref name="p"/>; R's <c>qnorm(p)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not between 0 and 1, ends excluded.</exception>
    public static double NormalQuantile(double p)
    {
        CheckProbability(p);
        if (p == 0.5) return 0;
        double tail = Math.Min(p, 1 - p);
        double z = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, tail);
        for (int i = 0; i < 3; i++)
        {
            // Newton on the logarithm of the tail
            double log = NormalLogUpper(-z);
            double density = Math.Exp(-z * z / 2 - log) / Math.Sqrt(2 * Math.PI);
            z -= (log - Math.Log(tail)) / density;
        }
        return p < 0.5 ? z : -z;
    }

    /// <summary>P(X ≥ x) of the chi-square distribution; R's <c>pchisq(x, df, lower.tail = FALSE)</c>.</summary>
    public static double ChiSquareUpper(double x, double degreesOfFreedom) => Math.Exp(ChiSquareLogUpper(x, degreesOfFreedom));

    /// <summary>log P(X ≥ x) of the chi-square distribution.</summary>
    public static double ChiSquareLogUpper(double x, double degreesOfFreedom) =>
        IsUndefined(x, degreesOfFreedom) ? double.NaN : IncompleteGamma.Logs(degreesOfFreedom / 2, x / 2).LogUpper;

    /// <summary>P(X ≤ x) of the chi-square distribution.</summary>
    public static double ChiSquareLower(double x, double degreesOfFreedom) =>
        IsUndefined(x, degreesOfFreedom) ? double.NaN : Math.Exp(IncompleteGamma.Logs(degreesOfFreedom / 2, x / 2).LogLower);

    /// <summary>The x with P(X ≤ x) = <paramref name="p"/>; R's <c>qchisq(p, df)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not between 0 and 1, ends excluded.</exception>
    public static double ChiSquareQuantile(double p, double degreesOfFreedom) => ChiSquareQuantile(p, 1 - p, degreesOfFreedom);

    /// <summary>The x with P(X ≥ x) = <paramref name="p"/>; R's <c>qchisq(p, df, lower.tail = FALSE)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not between 0 and 1, ends excluded.</exception>
    public static double ChiSquareQuantileUpper(double p, double degreesOfFreedom) => ChiSquareQuantile(1 - p, p, degreesOfFreedom);

    private static double ChiSquareQuantile(double lower, double upper, double degreesOfFreedom)
    {
        CheckProbability(Math.Min(lower, upper));
        double a = degreesOfFreedom / 2;
        return RootFinder.OnPositiveAxis(
            x => lower < upper
                ? IncompleteGamma.Logs(a, x / 2).LogLower - Math.Log(lower)
                : Math.Log(upper) - IncompleteGamma.Logs(a, x / 2).LogUpper,
            degreesOfFreedom)!.Value;
    }

    /// <summary>
    /// P(T ≥ t) of Student's t distribution; R's <c>pt(t, df, lower.tail = FALSE)</c>. Infinite degrees of freedom give the normal
    /// distribution.
    /// </summary>
    public static double TUpper(double t, double degreesOfFreedom)
    {
        if (double.IsPositiveInfinity(degreesOfFreedom)) return NormalUpper(t);
        if (IsUndefined(t, degreesOfFreedom)) return double.NaN;
        (double outside, double inside) = TLogs(t, degreesOfFreedom);
        return t >= 0 ? Math.Exp(outside) / 2 : 0.5 + Math.Exp(inside) / 2;
    }

    /// <summary>P(|T| ≥ |t|) of Student's t distribution.</summary>
    public static double TTwoSided(double t, double degreesOfFreedom) => Math.Exp(TLogTwoSided(t, degreesOfFreedom));

    /// <summary>log P(|T| ≥ |t|) of Student's t distribution.</summary>
    public static double TLogTwoSided(double t, double degreesOfFreedom)
    {
        if (double.IsPositiveInfinity(degreesOfFreedom)) return IncompleteGamma.Logs(0.5, t * t / 2).LogUpper;
        return IsUndefined(t, degreesOfFreedom) ? double.NaN : TLogs(t, degreesOfFreedom).Outside;
    }

    /// <summary>The t with P(T ≤ t) = <paramref name="p"/>; R's <c>qt(p, df)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not between 0 and 1, ends excluded.</exception>
    public static double TQuantile(double p, double degreesOfFreedom)
    {
        CheckProbability(p);
        if (double.IsPositiveInfinity(degreesOfFreedom)) return NormalQuantile(p);
        if (p == 0.5) return 0;
        double target = Math.Log(2 * Math.Min(p, 1 - p));
        double t = RootFinder.OnPositiveAxis(x => target - TLogs(x, degreesOfFreedom).Outside, 1)!.Value;
        return p < 0.5 ? -t : t;
    }

    private static (double Outside, double Inside) TLogs(double t, double df) =>
        double.IsInfinity(t) ? (double.NegativeInfinity, 0)
        : Math.Abs(t) > 1e150 ? IncompleteBeta.Logs(df / 2, 0.5, df / t / t, 1)
        : IncompleteBeta.Logs(df / 2, 0.5, df / (df + t * t), t * t / (df + t * t));

    /// <summary>
    /// P(F ≥ f) of the F distribution; R's <c>pf(f, df1, df2, lower.tail = FALSE)</c>. An infinite second degree of freedom gives
    /// chi-square/df1.
    /// </summary>
    public static double FUpper(double f, double degreesOfFreedom1, double degreesOfFreedom2) =>
        Math.Exp(FLogUpper(f, degreesOfFreedom1, degreesOfFreedom2));

    /// <summary>log P(F ≥ f) of the F distribution.</summary>
    public static double FLogUpper(double f, double degreesOfFreedom1, double degreesOfFreedom2)
    {
        if (IsUndefined(f, degreesOfFreedom1) || !(degreesOfFreedom2 > 0)) return double.NaN;
        if (f <= 0) return 0;
        if (double.IsPositiveInfinity(f)) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(degreesOfFreedom2)) return ChiSquareLogUpper(f * degreesOfFreedom1, degreesOfFreedom1);
        double numerator = degreesOfFreedom1 * f, sum = numerator + degreesOfFreedom2;
        return IncompleteBeta.Logs(degreesOfFreedom2 / 2, degreesOfFreedom1 / 2, degreesOfFreedom2 / sum, numerator / sum).LogLower;
    }

    /// <summary>P(X ≤ x) of the beta distribution; R's <c>pbeta(x, a, b)</c>.</summary>
    public static double BetaLower(double x, double a, double b) => Math.Exp(IncompleteBeta.Logs(a, b, x, 1 - x).LogLower);

    /// <summary>P(X ≥ x) of the beta distribution; R's <c>pbeta(x, a, b, lower.tail = FALSE)</c>.</summary>
    public static double BetaUpper(double x, double a, double b) => Math.Exp(IncompleteBeta.Logs(a, b, x, 1 - x).LogUpper);

    /// <summary>The x with P(X ≤ x) = <paramref name="p"/> of the beta distribution; R's <c>qbeta(p, a, b)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not between 0 and 1, ends excluded.</exception>
    public static double BetaQuantile(double p, double a, double b)
    {
        CheckProbability(p);
        // On the odds scale both ends keep their digits.
        double odds = RootFinder.OnPositiveAxis(o =>
        {
            (double lower, double upper) = IncompleteBeta.Logs(a, b, o / (1 + o), 1 / (1 + o));
            return p < 0.5 ? lower - Math.Log(p) : Math.Log(1 - p) - upper;
        }, a / b)!.Value;
        return odds / (1 + odds);
    }

    private static bool IsUndefined(double x, double degreesOfFreedom) => double.IsNaN(x) || !(degreesOfFreedom > 0);

    private static void CheckProbability(double p)
    {
        if (!(p > 0 && p < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "Expected a probability between 0 and 1, ends excluded.");
    }
}
