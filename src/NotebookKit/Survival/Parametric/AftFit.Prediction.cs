using System.Collections.Immutable;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.Parametric;

public sealed partial record AftFit
{
    /// <summary>Time by which a proportion of patients with the profile has the event.</summary>
    /// <param name="profile">Values of every covariate of the model.</param>
    /// <param name="probability">Proportion between 0 and 1: 0.5 for the median.</param>
    /// <exception cref="ArgumentException">The profile lacks a covariate, the proportion is out of range, or the model was not
    /// estimable.</exception>
    /// <remarks>Equivalent R call: <c>predict(fit, newdata, type = "quantile", p = 0.5, se.fit = TRUE)</c>.</remarks>
    public SurvivalQuantile Quantile(Profile profile, double probability = 0.5)
    {
        if (probability is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile needs a proportion between 0 and 1.");
        if (IsNatural) return NaturalQuantile(profile, probability);
        double[] gradient = LogTimeGradient(profile, out double mean);
        double w = ErrorDistribution.Of(Options.Distribution).Quantile(probability);
        if (gradient.Length > Data.Covariates.Length + 1) gradient[^1] = Scale!.Value * w;
        double log = mean + Scale!.Value * w, se = Math.Sqrt(Covariance.QuadraticForm(gradient)),
            z = -Distributions.NormalQuantile((1 - Options.ConfidenceLevel) / 2);
        return new(probability, Math.Exp(log), Math.Exp(log - z * se), Math.Exp(log + z * se)) { StdErr = Math.Exp(log) * se };
    }

    /// <summary>Survival of a profile at chosen times, with limits that are symmetric on the scale of the standardised log time.</summary>
    /// <param name="profile">Values of every covariate of the model.</param>
    /// <param name="times">Positive times.</param>
    /// <exception cref="ArgumentException">The profile lacks a covariate, a time is not positive, or the model was not
    /// estimable.</exception>
    public ImmutableArray<(double Time, double Survival, double Lower, double Upper)> Survival(Profile profile, IEnumerable<double> times)
    {
        if (IsNatural) return [.. times.Select(t => NaturalSurvival(profile, t))];
        double[] gradient = LogTimeGradient(profile, out double mean);
        double sigma = Scale!.Value, z = -Distributions.NormalQuantile((1 - Options.ConfidenceLevel) / 2);
        var error = ErrorDistribution.Of(Options.Distribution);
        return [.. times.Select(t =>
        {
            if (!(t > 0)) throw new ArgumentException(FormattableString.Invariant($"Found time {t}; expected a positive number."));
            double u = (Math.Log(t) - mean) / sigma;
            double[] slope = [.. gradient.Select(g => -g / sigma)];
            if (slope.Length > Data.Covariates.Length + 1) slope[^1] = -u;
            double half = z * Math.Sqrt(Covariance.QuadraticForm(slope));
            return (t, Math.Exp(error.LogUpper(u).Value), Math.Exp(error.LogUpper(u + half).Value),
                Math.Exp(error.LogUpper(u - half).Value));
        })];
    }

    private bool IsNatural => NaturalModel.Needs(Data, Options.Distribution);

    /// <summary>Log survival of a profile at a time, what moves it, and its slope along log time.</summary>
    private (double Value, double[] Gradient, double Slope, double M, double K, double Q) LogSurvival(Profile profile, double time)
    {
        if (Coefficients[0].Estimate is null) throw new ArgumentException("The model was not estimable; it predicts nothing.");
        double[] x = ProfileEncoder.Encode(profile, Frame, Data.Covariates), gradient = new double[Coefficients.Length];
        int stratum = ProfileEncoder.StratumOf(profile, Frame, Data.StratumNames), columns = x.Length + 1;
        bool third = Options.Distribution == AftDistribution.GeneralizedGamma;
        int second = Coefficients.Length - (third ? 1 : 0) > columns ? columns + stratum : -1;
        double m = Coefficients[0].Estimate!.Value + x.Select((v, j) => v * (Coefficients[j + 1].Estimate ?? 0)).Sum();
        double k = second < 0 ? 0 : Coefficients[second].Estimate ?? 0, q = third ? Coefficients[^1].Estimate ?? 0 : 0;
        var distribution = NaturalDistribution.Of(Options.Distribution);
        Natural log = distribution.LogSurvival(time, m, k, q);
        gradient[0] = log.M;
        for (int j = 0; j < x.Length; j++) gradient[j + 1] = log.M * x[j];
        if (second >= 0) gradient[second] = log.K;
        if (third) gradient[^1] = log.Q;
        return (log.Value, gradient, -time * Math.Exp(distribution.LogDensity(time, m, k, q).Value - log.Value), m, k, q);
    }

    private SurvivalQuantile NaturalQuantile(Profile profile, double probability)
    {
        (_, _, _, double m, double k, double q) = LogSurvival(profile, 1);
        if (NaturalDistribution.Of(Options.Distribution).Quantile(probability, m, k, q) is not { } time || !double.IsFinite(time))
            return new(probability, null, null, null);
        (_, double[] gradient, double slope, _, _, _) = LogSurvival(profile, time);
        double se = Math.Sqrt(Covariance.QuadraticForm(gradient)) / Math.Abs(slope),
            z = -Distributions.NormalQuantile((1 - Options.ConfidenceLevel) / 2);
        return new(probability, time, Math.Exp(Math.Log(time) - z * se), Math.Exp(Math.Log(time) + z * se)) { StdErr = time * se };
    }

    /// <summary>Limits symmetric on the scale of the log cumulative hazard.</summary>
    private (double Time, double Survival, double Lower, double Upper) NaturalSurvival(Profile profile, double time)
    {
        if (!(time > 0)) throw new ArgumentException(FormattableString.Invariant($"Found time {time}; expected a positive number."));
        (double log, double[] gradient, _, _, _, _) = LogSurvival(profile, time);
        double half = -Distributions.NormalQuantile((1 - Options.ConfidenceLevel) / 2) * Math.Sqrt(Covariance.QuadraticForm(gradient))
            / Math.Abs(log);
        return (time, Math.Exp(log), Math.Exp(log * Math.Exp(half)), Math.Exp(log * Math.Exp(-half)));
    }

    /// <summary>
    /// Hazard ratio of a coefficient, exp(−β/σ); null unless the distribution is Weibull or exponential with one scale, or Gompertz (exp
    /// β).
    /// </summary>
    public double? HazardRatio(Coefficient coefficient)
    {
        ArgumentNullException.ThrowIfNull(coefficient);
        return Options.Distribution is AftDistribution.Weibull or AftDistribution.Exponential && coefficient.Estimate is { } b
            && Scale is { } s ? Math.Exp(-b / s) : coefficient.HazardRatio;
    }

    private double[] LogTimeGradient(Profile profile, out double mean)
    {
        if (Scale is null || Coefficients[0].Estimate is null)
            throw new ArgumentException("The model was not estimable; it predicts nothing.");
        double[] x = ProfileEncoder.Encode(profile, Frame, Data.Covariates);
        double[] gradient = new double[Coefficients.Length];
        gradient[0] = 1;
        mean = Coefficients[0].Estimate!.Value;
        for (int j = 0; j < x.Length; j++)
        {
            gradient[j + 1] = x[j];
            mean += x[j] * (Coefficients[j + 1].Estimate ?? 0);
        }
        return gradient;
    }
}
