using MathNet.Numerics;
using NotebookKit.Numerics;

namespace NotebookKit.Survival.Parametric;

/// <summary>
/// A function of the three parameters of a row, with its derivatives: location μ, second k (log σ, or the shape of Gompertz) and third q.
/// </summary>
internal readonly record struct Natural(double Value, double M, double K, double Q, double MM, double MK, double KK, double MQ,
    double KQ, double QQ)
{
    /// <summary>log(e^a − e^b) for a above b.</summary>
    public static Natural LogDifference(Natural a, Natural b)
    {
        double ratio = Math.Exp(b.Value - a.Value), wa = 1 / (1 - ratio), wb = ratio / (1 - ratio);
        double m = wa * a.M - wb * b.M, k = wa * a.K - wb * b.K, q = wa * a.Q - wb * b.Q;
        double Second(double sa, double pa, double sb, double pb, double product) => wa * (sa + pa) - wb * (sb + pb) - product;
        return new(a.Value + Math.Log(1 - ratio), m, k, q, Second(a.MM, a.M * a.M, b.MM, b.M * b.M, m * m),
            Second(a.MK, a.M * a.K, b.MK, b.M * b.K, m * k),
            Second(a.KK, a.K * a.K, b.KK, b.K * b.K, k * k), Second(a.MQ, a.M * a.Q, b.MQ, b.M * b.Q, m * q),
            Second(a.KQ, a.K * a.Q, b.KQ, b.K * b.Q, k * q),
            Second(a.QQ, a.Q * a.Q, b.QQ, b.Q * b.Q, q * q));
    }

    public static Natural operator -(Natural a, Natural b) =>
        new(a.Value - b.Value, a.M - b.M, a.K - b.K, a.Q - b.Q, a.MM - b.MM, a.MK - b.MK, a.KK - b.KK, a.MQ - b.MQ, a.KQ - b.KQ,
            a.QQ - b.QQ);
}

/// <summary>Density and survival of a time in the parameters of a row.</summary>
internal abstract class NaturalDistribution
{
    public static NaturalDistribution Of(AftDistribution distribution) => distribution switch
    {
        AftDistribution.Gompertz => new Gompertz(),
        AftDistribution.GeneralizedGamma => new GeneralizedGamma(),
        _ => new LocationScale(ErrorDistribution.Of(distribution)),
    };

    /// <summary>log S(t).</summary>
    public abstract Natural LogSurvival(double time, double m, double k, double q);

    /// <summary>log f(t).</summary>
    public abstract Natural LogDensity(double time, double m, double k, double q);

    /// <summary>t with S(t) = 1 − p; null where the distribution never gets there.</summary>
    public virtual double? Quantile(double p, double m, double k, double q)
    {
        double target = Math.Log(1 - p), low = -700, high = 700; // log time
        if (LogSurvival(Math.Exp(high), m, k, q).Value > target) return null;
        for (int i = 0; i < 200 && high - low > 1e-15 * Math.Max(1, Math.Abs(high)); i++)
        {
            double middle = (low + high) / 2;
            if (LogSurvival(Math.Exp(middle), m, k, q).Value > target) low = middle;
            else high = middle;
        }
        return Math.Exp((low + high) / 2);
    }

    /// <summary>From derivatives in w = (log t − μ)/σ to those in μ and log σ.</summary>
    protected static Natural Scaled(double w, double sigma, double value, double first, double second) =>
        new(value, -first / sigma, -first * w, 0, second / (sigma * sigma), (second * w + first) / sigma,
            second * w * w + first * w, 0, 0, 0);
}

/// <summary>log T = μ + σ W.</summary>
internal sealed class LocationScale(ErrorDistribution error) : NaturalDistribution
{
    public override Natural LogSurvival(double time, double m, double k, double q)
    {
        double sigma = Math.Exp(k), w = (Math.Log(time) - m) / sigma;
        (double value, double first, double second) = error.LogUpper(w);
        return Scaled(w, sigma, value, first, second);
    }

    public override Natural LogDensity(double time, double m, double k, double q)
    {
        double sigma = Math.Exp(k), w = (Math.Log(time) - m) / sigma;
        (double value, double first, double second) = error.LogDensity(w);
        Natural scaled = Scaled(w, sigma, value - k - Math.Log(time), first, second);
        return scaled with { K = scaled.K - 1 };
    }

    public override double? Quantile(double p, double m, double k, double q) => Math.Exp(m + Math.Exp(k) * error.Quantile(p));
}

/// <summary>Hazard exp(μ + k t): proportional hazards, with those who never fail where k is negative.</summary>
internal sealed class Gompertz : NaturalDistribution
{
    public override Natural LogSurvival(double time, double m, double k, double q)
    {
        (double phi, double first, double second) = Phi(k * time);
        double rate = Math.Exp(m), hazard = rate * time * phi, slope = rate * time * time * first;
        return new(-hazard, -hazard, -slope, 0, -hazard, -slope, -rate * time * time * time * second, 0, 0, 0);
    }

    public override Natural LogDensity(double time, double m, double k, double q)
    {
        Natural survival = LogSurvival(time, m, k, q);
        return survival with { Value = survival.Value + m + k * time, M = survival.M + 1, K = survival.K + time };
    }

    public override double? Quantile(double p, double m, double k, double q)
    {
        double x = -Math.Log(1 - p) * Math.Exp(-m); // t φ(kt)
        if (k == 0) return x;
        return 1 + k * x > 0 ? ExtremeValueError.Log1p(k * x) / k : null;
    }

    /// <summary>(e^u − 1)/u with two derivatives.</summary>
    private static (double, double, double) Phi(double u)
    {
        if (Math.Abs(u) > 1)
        {
            double e = Math.Exp(u);
            return ((e - 1) / u, (u * e - e + 1) / (u * u), (e * (u * u - 2 * u + 2) - 2) / (u * u * u));
        }
        double value = 0, first = 0, second = 0, power = 1, factorial = 1; // Σ uⁿ/(n + 1)!
        for (int n = 0; n < 25; n++)
        {
            factorial *= n + 1;
            value += power / factorial;
            first += (n + 1) * power / (factorial * (n + 2));
            second += (n + 1) * (n + 2) * power / (factorial * (n + 2) * (n + 3));
            power *= u;
        }
        return (value, first, second);
    }
}

/// <summary>
/// Prentice's (1974) generalised gamma, log T = μ + σ W with e^{QW}/Q² gamma distributed: Q = 1 is the Weibull, 0 the log-normal, Q = σ the
/// gamma.
/// Derivatives along Q are central differences of the sixth order.
/// </summary>
internal sealed class GeneralizedGamma : NaturalDistribution
{
    private const double Step = 0.01;

    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public override Natural LogSurvival(double time, double m, double k, double q) => Differentiate(time, m, k, q, Upper);

    public override Natural LogDensity(double time, double m, double k, double q)
    {
        Natural density = Differentiate(time, m, k, q, Density);
        return density with { Value = density.Value - k - Math.Log(time), K = density.K - 1 };
    }

    private static Natural Differentiate(double time, double m, double k, double q,
        Func<double, double, (double Value, double First, double Second)> at)
    {
        double sigma = Math.Exp(k), w = (Math.Log(time) - m) / sigma;
        (double value, double first, double second) = at(w, q);
        double dq = 0, dqq = -49.0 / 18 * value, dwq = 0;
        double[] one = [3.0 / 4, -3.0 / 20, 1.0 / 60], two = [3.0 / 2, -3.0 / 20, 1.0 / 90];
        for (int i = 1; i <= 3; i++)
        {
            (double up, double upFirst, _) = at(w, q + i * Step);
            (double down, double downFirst, _) = at(w, q - i * Step);
            dq += one[i - 1] * (up - down);
            dwq += one[i - 1] * (upFirst - downFirst);
            dqq += two[i - 1] * (up + down);
        }
        return Scaled(w, sigma, value, first, second) with { Q = dq / Step, QQ = dqq / (Step * Step), MQ = -dwq / Step / sigma,
            KQ = -dwq / Step * w };
    }

    /// <summary>log density of W with two derivatives.</summary>
    private static (double Value, double First, double Second) Density(double w, double q)
    {
        double e = Math.Exp(q * w), first = Math.Abs(q) < 1e-9 ? -w : -ExtremeValueError.Expm1(q * w) / q;
        return (LogDensityOf(w, q), first, -e);
    }

    private static double LogDensityOf(double w, double q)
    {
        if (Math.Abs(q) < 1e-9) return -w * w / 2 - HalfLogTwoPi;
        double a = 1 / (q * q);
        // log|Q| + a log a − a − log Γ(a) = −½ log 2π − the rest of Stirling's series
        double rest = a > 15 ? 1 / (12 * a) - 1 / (360 * a * a * a) + 1 / (1260 * Math.Pow(a, 5)) - 1 / (1680 * Math.Pow(a, 7))
            : SpecialFunctions.GammaLn(a) - ((a - 0.5) * Math.Log(a) - a + HalfLogTwoPi);
        return -HalfLogTwoPi - rest + a * Excess(q * w);
    }

    /// <summary>u − (e^u − 1).</summary>
    private static double Excess(double u)
    {
        if (Math.Abs(u) > 0.5) return u - ExtremeValueError.Expm1(u);
        double term = u, sum = 0;
        for (int n = 2; n < 22; n++)
        {
            term *= u / n;
            sum -= term;
        }
        return sum;
    }

    /// <summary>log P(W &gt; w) with two derivatives.</summary>
    private static (double Value, double First, double Second) Upper(double w, double q)
    {
        double value;
        if (Math.Abs(q) < 1e-9) value = Distributions.NormalLogUpper(w);
        else
        {
            double a = 1 / (q * q);
            (double lower, double upper) = Tails(a, a * Math.Exp(q * w));
            value = q > 0 ? upper : lower;
        }
        (double density, double slope, _) = Density(w, q);
        double first = -Math.Exp(density - value);
        return (value, first, first * slope - first * first);
    }

    private static (double LogLower, double LogUpper) Tails(double a, double x)
    {
        var logs = IncompleteGamma.Logs(a, x);
        return (logs.LogLower, logs.LogUpper);
    }
}
