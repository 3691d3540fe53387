using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>Linear regression on arrays.</summary>
public static class LinearRegression
{
    /// <summary>Fits the mean = β₀ + x'β by least squares.</summary>
    /// <param name="data">A continuous outcome.</param>
    /// <param name="options">Confidence level, robust variance; null for the defaults.</param>
    /// <returns>The fit: t tests of coefficients, F tests of terms.</returns>
    /// <exception cref="ArgumentException">The data are not valid, or there are no more rows than coefficients.</exception>
    /// <remarks>Equivalent R calls: <c>lm(y ~ x)</c>, <c>drop1(fit, test = "F")</c>.</remarks>
    public static RegressionFit Fit(RegressionData data, RegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        data.Validate("Linear regression");
        if (options.Firth) throw new ArgumentException("Firth's penalty belongs to logistic and Cox regression.");
        if (data.Rows <= data.Covariates.Length + 1)
            throw new ArgumentException(
                $"{data.Rows} rows for {data.Covariates.Length + 1} coefficients: linear regression needs more rows than coefficients.");
        var design = new Design(data.Covariates, data.Rows, intercept: true);
        double[] y = data.Outcome.ToArray(), weights = data.Weights.ToArray();
        return RegressionEngine.Fit(new Problem
        {
            Kind = RegressionKind.Linear, Design = design,
            Likelihood = new GlmLikelihood(GlmFamily.Gaussian, design, y, data.Offset.ToArray(), weights),
            Options = options, N = data.Rows, Y = y, Clusters = data.Clusters.ToArray(), Weights = weights, BicSize = data.Rows,
        });
    }
}
