using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>Regression of counts and rates on arrays.</summary>
public static class CountRegression
{
    /// <summary>Fits log rate = β₀ + x'β + offset with Poisson variance.</summary>
    /// <param name="data">Counts; the offset is the logarithm of the time or amount under observation.</param>
    /// <param name="options">Limits, robust variance; null for the defaults.</param>
    /// <exception cref="ArgumentException">The data are not valid, or a count is negative or not whole.</exception>
    /// <remarks>Equivalent R call: <c>glm(y ~ x + offset(log(time)), poisson)</c>.</remarks>
    public static RegressionFit Poisson(RegressionData data, RegressionOptions? options = null) =>
        Fit(data, options, RegressionKind.Poisson);

    /// <summary>Fits log rate = β₀ + x'β + offset with variance μ + μ²/θ, θ by maximum likelihood.</summary>
    /// <param name="data">Counts; the offset is the logarithm of the time or amount under observation; no weights, no clusters.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <returns>The fit; likelihood-ratio tests estimate θ again in the smaller model.</returns>
    /// <exception cref="ArgumentException">The data are not valid, a count is negative or not whole, or there are weights or
    /// clusters.</exception>
    /// <remarks>Equivalent R call: <c>MASS::glm.nb(y ~ x + offset(log(time)))</c>; tests as <c>anova(smaller, larger)</c>.</remarks>
    public static RegressionFit NegativeBinomial(RegressionData data, RegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.Clusters.IsEmpty || !data.Weights.IsEmpty)
            throw new ArgumentException(
                "Negative binomial regression takes neither clusters nor weights; use Poisson regression with cluster().");
        return Fit(data, options, RegressionKind.NegativeBinomial);
    }

    private static RegressionFit Fit(RegressionData data, RegressionOptions? options, RegressionKind kind)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        data.Validate("Regression of counts");
        if (options.Firth) throw new ArgumentException("Firth's penalty belongs to logistic and Cox regression.");
        double[] y = data.Outcome.ToArray(), offset = data.Offset.ToArray();
        int odd = Array.FindIndex(y, v => v < 0 || v != Math.Floor(v));
        if (odd >= 0)
            throw new ArgumentException(
                FormattableString.Invariant($"Outcome, row {odd + 1}: found {y[odd]}; expected a count (0, 1, 2, …)."));
        if (y.All(v => v == 0)) throw new ArgumentException($"All {y.Length} counts are 0: no rate ratio can be estimated.");
        var design = new Design(data.Covariates, data.Rows, intercept: true);
        Likelihood likelihood = kind == RegressionKind.Poisson
            ? new GlmLikelihood(GlmFamily.Poisson, design, y, offset, data.Weights.ToArray())
            : new NegativeBinomialLikelihood(design, y, offset);
        RegressionFit fit = RegressionEngine.Fit(new Problem
        {
            Kind = kind, Design = design, Likelihood = likelihood, Options = options, N = data.Rows, Y = y,
            Clusters = data.Clusters.ToArray(), Weights = data.Weights.ToArray(), BicSize = data.Rows,
        });
        return kind == RegressionKind.Poisson && data.Clusters.IsEmpty && Overdispersion(fit) is { } note
            ? fit with { Notes = [.. fit.Notes, note] }
            : fit;
    }

    private static string? Overdispersion(RegressionFit fit)
    {
        var glm = (GlmLikelihood)fit.Problem!.Likelihood;
        glm.Evaluate(fit.Beta());
        double pearson = 0;
        for (int i = 0; i < fit.N; i++) pearson += (glm.Y[i] - glm.Mean[i]) * (glm.Y[i] - glm.Mean[i]) / glm.Mean[i];
        double ratio = pearson / Math.Max(1, fit.N - fit.Coefficients.Length);
        return ratio > 1.5
            ? $"Pearson χ² per degree of freedom {NumberFormat.Fixed(ratio, 2)}: counts vary more than Poisson counts do and limits are "
                + "too narrow. Use negative binomial regression or a cluster."
            : null;
    }
}
