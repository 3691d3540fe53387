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
    /// <exception cref="ArgumentException">The profile lacks a covariate, the proportion is out of range, or the model was not estimable.</exception>
    /// <remarks>Equivalent R call: <c>predict(fit, newdata, type = "quantile", p = 0.5, se.fit = TRUE)</c>.</remarks>
    public SurvivalQuantile Quantile(Profile profile, double probability = 0.5)
    {
        if (probability is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile needs a proportion between 0 and 1.");
        double[] gradient = LogTimeGradient(profile, out double mean);
        double w = ErrorDistribution.Of(Options.Distribution).Quantile(probability);
        if (gradient.Length > Data.Covariates.Length + 1) gradient[^1] = Scale!.Value * w;
        double log = mean + Scale!.Value * w, se = Math.Sqrt(Covariance.QuadraticForm(gradient)), z = -Distributions.NormalQuantile((1 - Options.ConfidenceLevel) / 2);
        return new(probability, Math.Exp(log), Math.Exp(log - z * se), Math.Exp(log + z * se)) { StdErr = Math.Exp(log) * se };
    }

    /// <summary>Survival of a profile at chosen times, with limits that are symmetric on the scale of the standardised log time.</summary>
    /// <param name="profile">Values of every covariate of the model.</param>
    /// <param name="times">Positive times.</param>
    /// <exception cref="ArgumentException">The profile lacks a covariate, a time is not positive, or the model was not estimable.</exception>
    public ImmutableArray<(double Time, double Survival, double Lower, double Upper)> Survival(Profile profile, IEnumerable<double> times)
    {
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
            return (t, Math.Exp(error.LogUpper(u).Value), Math.Exp(error.LogUpper(u + half).Value), Math.Exp(error.LogUpper(u - half).Value));
        })];
    }

    /// <summary>Hazard ratio of a coefficient, exp(−β/σ); null unless the distribution is Weibull or exponential.</summary>
    public double? HazardRatio(Coefficient coefficient)
    {
        ArgumentNullException.ThrowIfNull(coefficient);
        return Options.Distribution is AftDistribution.Weibull or AftDistribution.Exponential && coefficient.Estimate is { } b && Scale is { } s ? Math.Exp(-b / s) : null;
    }

    private double[] LogTimeGradient(Profile profile, out double mean)
    {
        if (Scale is null || Coefficients[0].Estimate is null) throw new ArgumentException("The model was not estimable; it predicts nothing.");
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
