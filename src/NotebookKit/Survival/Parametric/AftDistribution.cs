using NotebookKit.Numerics;

namespace NotebookKit.Survival.Parametric;

/// <summary>Distribution of survival times in an accelerated failure time model.</summary>
public enum AftDistribution
{
    /// <summary>Weibull: proportional hazards and accelerated time at once; log time has extreme-value errors.</summary>
    Weibull,

    /// <summary>Exponential: the Weibull with scale 1, a constant hazard.</summary>
    Exponential,

    /// <summary>Log-normal.</summary>
    LogNormal,

    /// <summary>Log-logistic.</summary>
    LogLogistic,

    /// <summary>
    /// Gompertz: the hazard exp(x'β + shape·t) rises or falls exponentially; coefficients are log hazard ratios, the intercept a log rate.
    /// </summary>
    Gompertz,

    /// <summary>Generalised gamma (Prentice 1974) with Q: 1 is the Weibull, 0 the log-normal. It tells which of them fits.</summary>
    GeneralizedGamma,
}

/// <summary>The error W of log T = x'β + σ W: logarithms of density and tails with their derivatives. All are log-concave.</summary>
internal abstract class ErrorDistribution
{
    public static ErrorDistribution Of(AftDistribution distribution) => distribution switch
    {
        AftDistribution.LogNormal => new NormalError(),
        AftDistribution.LogLogistic => new LogisticError(),
        _ => new ExtremeValueError(),
    };

    /// <summary>log f with first and second derivative.</summary>
    public abstract (double Value, double First, double Second) LogDensity(double z);

    /// <summary>log P(W &gt; z) with first and second derivative.</summary>
    public abstract (double Value, double First, double Second) LogUpper(double z);

    /// <summary>log P(W ≤ z) with first and second derivative.</summary>
    public abstract (double Value, double First, double Second) LogLower(double z);

    /// <summary>log P(a &lt; W ≤ b).</summary>
    public abstract double LogBetween(double a, double b);

    /// <summary>z with P(W ≤ z) = p.</summary>
    public abstract double Quantile(double p);

    /// <summary>Where the density is largest.</summary>
    public double Mode => 0;

    /// <summary>The a that makes P(a &lt; W ≤ a + width) largest.</summary>
    public virtual double BestStart(double width) => -width / 2;
}

internal sealed class ExtremeValueError : ErrorDistribution
{
    public override (double, double, double) LogDensity(double z)
    {
        double e = Math.Exp(z);
        return (z - e, 1 - e, -e);
    }

    public override (double, double, double) LogUpper(double z)
    {
        double e = Math.Exp(z);
        return (-e, -e, -e);
    }

    public override (double, double, double) LogLower(double z)
    {
        double e = Math.Exp(z), lower = -Expm1(-e);
        double ratio = e * Math.Exp(-e) / lower; // f/F
        return (Math.Log(lower), ratio, ratio * (1 - e - ratio));
    }

    public override double LogBetween(double a, double b)
    {
        double start = Math.Exp(a);
        return -start + Math.Log(-Expm1(-(start * Expm1(b - a))));
    }

    public override double Quantile(double p) => Math.Log(-Log1p(-p));

    public override double BestStart(double width) => Math.Log(width / Expm1(width));

    internal static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x * (1 + x / 2 * (1 + x / 3)) : Math.Abs(x) < 0.5
        ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2)
        : Math.Exp(x) - 1;

    internal static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }
}

internal sealed class NormalError : ErrorDistribution
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public override (double, double, double) LogDensity(double z) => (-z * z / 2 - HalfLogTwoPi, -z, -1);

    public override (double, double, double) LogUpper(double z)
    {
        double log = Distributions.NormalLogUpper(z), mills = Math.Exp(-z * z / 2 - HalfLogTwoPi - log);
        return (log, -mills, mills * (z - mills));
    }

    public override (double, double, double) LogLower(double z)
    {
        (double log, double first, double second) = LogUpper(-z);
        return (log, -first, second);
    }

    public override double LogBetween(double a, double b)
    {
        if (a + b < 0) (a, b) = (-b, -a);
        double far = Distributions.NormalLogUpper(b), near = Distributions.NormalLogUpper(a);
        return near + Math.Log(-ExtremeValueError.Expm1(far - near));
    }

    public override double Quantile(double p) => Distributions.NormalQuantile(p);
}

internal sealed class LogisticError : ErrorDistribution
{
    public override (double, double, double) LogDensity(double z)
    {
        double upper = 1 / (1 + Math.Exp(z)), lower = 1 / (1 + Math.Exp(-z));
        return (LogOf(z) + LogOf(-z), upper - lower, -2 * upper * lower);
    }

    public override (double, double, double) LogUpper(double z)
    {
        double lower = 1 / (1 + Math.Exp(-z)), upper = 1 / (1 + Math.Exp(z));
        return (LogOf(z), -lower, -lower * upper);
    }

    public override (double, double, double) LogLower(double z)
    {
        (double log, double first, double second) = LogUpper(-z);
        return (log, -first, second);
    }

    public override double LogBetween(double a, double b) => LogOf(a) + LogOf(-b) + Math.Log(-ExtremeValueError.Expm1(a - b));

    public override double Quantile(double p) => Math.Log(p) - ExtremeValueError.Log1p(-p);

    /// <summary>log 1/(1 + e^z).</summary>
    private static double LogOf(double z) => z > 0 ? -z - ExtremeValueError.Log1p(Math.Exp(-z)) : -ExtremeValueError.Log1p(Math.Exp(z));
}
