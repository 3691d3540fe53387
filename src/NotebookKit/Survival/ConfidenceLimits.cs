using NotebookKit.Numerics;

namespace NotebookKit.Survival;

/// <summary>Pointwise limits of a survival probability.</summary>
internal static class ConfidenceLimits
{
    /// <summary>Lower and upper limit; NaN where not estimable.</summary>
    /// <param name="type">Scale.</param>
    /// <param name="survival">S(t).</param>
    /// <param name="stdErrLog">Standard error of log S(t); NaN or infinite where S = 0.</param>
    /// <param name="z">Normal quantile.</param>
    public static (double Lower, double Upper) Of(ConfidenceIntervalType type, double survival, double stdErrLog, double z)
    {
        if (!(survival > 0) || !double.IsFinite(stdErrLog)) return (double.NaN, double.NaN);
        double s = survival, half = z * stdErrLog;
        if (s >= 1) return type == ConfidenceIntervalType.ArcSine ? (double.NaN, double.NaN) : (1, 1);
        switch (type)
        {
            case ConfidenceIntervalType.Plain:
                return (Math.Max(0, s - half * s), Math.Min(1, s + half * s));
            case ConfidenceIntervalType.Log:
                return (Math.Exp(Math.Log(s) - half), Math.Min(1, Math.Exp(Math.Log(s) + half)));
            case ConfidenceIntervalType.LogLog:
                double logLog = Math.Log(-Math.Log(s)), step = half / Math.Log(s);
                return (Math.Exp(-Math.Exp(logLog - step)), Math.Exp(-Math.Exp(logLog + step)));
            case ConfidenceIntervalType.Logit:
                double logit = Math.Log(s / (1 - s)), width = half / (1 - s);
                return (1 / (1 + Math.Exp(width - logit)), 1 / (1 + Math.Exp(-width - logit)));
            case ConfidenceIntervalType.ArcSine:
                double angle = Math.Asin(Math.Sqrt(s)), turn = half / 2 * Math.Sqrt(s / (1 - s));
                double low = Math.Sin(Math.Max(0, angle - turn)), high = Math.Sin(Math.Min(Math.PI / 2, angle + turn));
                return (low * low, high * high);
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown type of confidence interval.");
        }
    }

    /// <summary>z of a two-sided interval.</summary>
    public static double NormalQuantile(double confidenceLevel) => -Distributions.NormalQuantile((1 - confidenceLevel) / 2);

    /// <summary>Name of the scale as printed.</summary>
    public static string Name(ConfidenceIntervalType type) => type switch
    {
        ConfidenceIntervalType.Plain => "plain",
        ConfidenceIntervalType.Log => "log",
        ConfidenceIntervalType.LogLog => "log-log",
        ConfidenceIntervalType.Logit => "logit",
        _ => "arcsine",
    };
}
