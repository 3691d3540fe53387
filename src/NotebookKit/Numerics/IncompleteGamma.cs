namespace NotebookKit.Numerics;

/// <summary>Logarithms of the regularized incomplete gamma functions, exact in either tail.</summary>
internal static class IncompleteGamma
{
    private const int MaxTerms = 1_000_000;

    /// <summary>log P(a, x) and log Q(a, x) with P + Q = 1.</summary>
    /// <param name="a">Shape, above 0.</param>
    /// <param name="x">Argument, 0 or more.</param>
    public static (double LogLower, double LogUpper) Logs(double a, double x)
    {
        if (x <= 0) return (double.NegativeInfinity, 0);
        if (double.IsPositiveInfinity(x)) return (0, double.NegativeInfinity);
        double prefactor = SaddlePoint.LogPoisson(a, x);
        if (x < a + 1)
        {
            double lower = prefactor + Math.Log(Series(a, x));
            return (lower, Complement(lower));
        }
        double upper = prefactor + Math.Log(a) + Math.Log(ContinuedFraction(a, x));
        return (Complement(upper), upper);
    }

    /// <summary>log(1 − exp(l)) for l of 0 or less.</summary>
    public static double Complement(double l) => l > -0.693 ? Math.Log(-ExpM1(l)) : SaddlePoint.Log1P(-Math.Exp(l));

    private static double ExpM1(double x)
    {
        if (Math.Abs(x) > 1e-5) return Math.Exp(x) - 1;
        return x * (1 + x / 2 * (1 + x / 3));
    }

    /// <summary>1 + x/(a+1) + x²/((a+1)(a+2)) + …</summary>
    private static double Series(double a, double x)
    {
        double term = 1, sum = 1;
        for (int k = 1; k < MaxTerms; k++)
        {
            term *= x / (a + k);
            sum += term;
            if (term < sum * 1e-17) break;
        }
        return sum;
    }

    /// <summary>Legendre's continued fraction for Γ(a, x)·x^−a·e^x, by Lentz.</summary>
    private static double ContinuedFraction(double a, double x)
    {
        const double tiny = 1e-300;
        double b = x + 1 - a;
        double c = 1 / tiny;
        double d = 1 / (b == 0 ? tiny : b);
        double h = d;
        for (int k = 1; k < MaxTerms; k++)
        {
            double coefficient = -k * (k - a);
            b += 2;
            d = coefficient * d + b;
            if (d == 0) d = tiny;
            c = b + coefficient / c;
            if (c == 0) c = tiny;
            d = 1 / d;
            double factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 2e-16) break;
        }
        return h;
    }
}
