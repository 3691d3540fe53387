using MathNet.Numerics;

namespace NotebookKit.Numerics;

/// <summary>
/// Poisson and binomial probabilities by Loader's saddle-point expansion, accurate where log-gamma differences lose digits.
/// </summary>
/// <remarks>Loader C (2000), Fast and accurate computation of binomial probabilities. Arguments need not be whole numbers.</remarks>
internal static class SaddlePoint
{
    private const double HalfLog2Pi = 0.918938533204672741780329736406;

    /// <summary>log of exp(−mean)·mean^x / Γ(x + 1).</summary>
    public static double LogPoisson(double x, double mean)
    {
        if (mean == 0) return x == 0 ? 0 : double.NegativeInfinity;
        if (x == 0) return -mean;
        if (x < 1e-300 || x <= mean * 1e-300) return -mean + x * Math.Log(mean) - SpecialFunctions.GammaLn(x + 1);
        return -StirlingError(x) - Deviance(x, mean) - HalfLog2Pi - 0.5 * Math.Log(x);
    }

    /// <summary>log of Γ(x + y + 1)/(Γ(x + 1) Γ(y + 1)) · p^x q^y, with q = 1 − p given apart so that neither loses digits.</summary>
    public static double LogBinomial(double x, double y, double p, double q)
    {
        double n = x + y;
        if (p == 0) return x == 0 ? 0 : double.NegativeInfinity;
        if (q == 0) return y == 0 ? 0 : double.NegativeInfinity;
        if (x == 0) return n == 0 ? 0 : p < 0.1 ? -Deviance(n, n * q) - n * p : n * Math.Log(q);
        if (y == 0) return q < 0.1 ? -Deviance(n, n * p) - n * q : n * Math.Log(p);
        return StirlingError(n) - StirlingError(x) - StirlingError(y) - Deviance(x, n * p) - Deviance(y, n * q)
            - HalfLog2Pi - 0.5 * (Math.Log(x) + Math.Log(y / n));
    }

    /// <summary>log(1 + x) without loss for small x.</summary>
    public static double Log1P(double x)
    {
        double y = 1 + x;
        return y == 1 ? x : Math.Log(y) - (y - 1 - x) / y;
    }

    /// <summary>log Γ(x + 1) less Stirling's formula.</summary>
    private static double StirlingError(double x)
    {
        if (x <= 15) return SpecialFunctions.GammaLn(x + 1) - (x + 0.5) * Math.Log(x) + x - HalfLog2Pi;
        double u = 1 / (x * x);
        return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - (1.0 / 1188 - 691.0 / 360360 * u) * u) * u) * u) * u) / x;
    }

    /// <summary>x log(x/mean) + mean − x.</summary>
    private static double Deviance(double x, double mean)
    {
        if (Math.Abs(x - mean) >= 0.1 * (x + mean)) return x * Math.Log(x / mean) + mean - x;
        double v = (x - mean) / (x + mean);
        double sum = (x - mean) * v;
        double term = 2 * x * v;
        for (int j = 1; j < 1000; j++)
        {
            term *= v * v;
            double next = sum + term / (2 * j + 1);
            if (next == sum) return next;
            sum = next;
        }
        return sum;
    }
}
