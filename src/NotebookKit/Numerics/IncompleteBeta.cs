namespace NotebookKit.Numerics;

/// <summary>Logarithms of the regularized incomplete beta function, exact in either tail.</summary>
internal static class IncompleteBeta
{
    private const int MaxTerms = 1_000_000;

    /// <summary>log I_x(a, b) and log I_y(b, a), which sum to 1 before the logarithm.</summary>
    /// <param name="a">First shape, above 0.</param>
    /// <param name="b">Second shape, above 0.</param>
    /// <param name="x">Argument from 0 to 1.</param>
    /// <param name="y">1 − x, given apart so that it keeps its digits near x = 1.</param>
    public static (double LogLower, double LogUpper) Logs(double a, double b, double x, double y)
    {
        if (x <= 0) return (double.NegativeInfinity, 0);
        if (y <= 0) return (0, double.NegativeInfinity);
        if (x > (a + 1) / (a + b + 2))
        {
            (double lower, double upper) = Logs(b, a, y, x);
            return (upper, lower);
        }
        double log = SaddlePoint.LogBinomial(a, b, x, y) + Math.Log(b / (a + b)) + Math.Log(a) - Math.Log(ContinuedFraction(a, b, x, y));
        return (log, IncompleteGamma.Complement(log));
    }

    /// <summary>The denominator β₀ + α₁/(β₁ + α₂/(β₂ + …)) of DiDonato and Morris (1992), doi:10.1145/131766.131776, by Lentz.</summary>
    private static double ContinuedFraction(double a, double b, double x, double y)
    {
        const double tiny = 1e-300;
        double excess = a * y - b * x + 1;
        double f = a * excess / (a + 1);
        double c = f, d = 0;
        for (int m = 1; m < MaxTerms; m++)
        {
            double s = a + 2.0 * m;
            double alpha = (a + m - 1) / (s - 1) * ((a + b + m - 1) / (s - 1)) * m * (b - m) * x * x;
            double beta = m + m * (b - m) * x / (s - 1) + (a + m) / (s + 1) * (excess + m * (1 + y));
            d = beta + alpha * d;
            if (d == 0) d = tiny;
            c = beta + alpha / c;
            if (c == 0) c = tiny;
            d = 1 / d;
            double factor = c * d;
            f *= factor;
            if (Math.Abs(factor - 1) < 2e-16) break;
        }
        return f;
    }
}
