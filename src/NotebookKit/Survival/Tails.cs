using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace NotebookKit.Survival;

/// <summary>Quantiles and upper tails used by intervals and tests.</summary>
internal static class Tails
{
    /// <summary>Quantile z of a two-sided normal interval: Φ(z) = 1 − (1 − level)/2.</summary>
    public static double NormalQuantile(double confidenceLevel) => -Normal.InvCDF(0, 1, (1 - confidenceLevel) / 2);

    /// <summary>Two-sided P of a standard normal z.</summary>
    public static double TwoSided(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>Upper tail of chi-square.</summary>
    public static double ChiSquare(double value, int degreesOfFreedom) =>
        degreesOfFreedom == 1
            ? SpecialFunctions.Erfc(Math.Sqrt(value / 2))
            : SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2.0, value / 2);
}
