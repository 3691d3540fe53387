using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>Logistic regression on arrays.</summary>
public static class LogisticRegression
{
    /// <summary>Fits log odds = β₀ + x'β by maximum likelihood, or with Firth's penalty.</summary>
    /// <param name="data">Outcome 0 or 1.</param>
    /// <param name="options">Limits, penalty, robust variance; null for the defaults.</param>
    /// <returns>The fit; coefficients that cannot be estimated (constant, collinear, separated) are null and their note says why.</returns>
    /// <exception cref="ArgumentException">The data are not valid, the outcome is not 0 or 1, all rows have one outcome and no penalty is
    /// asked for, or Firth's penalty meets clusters or weights.</exception>
    /// <remarks>Equivalent R calls: <c>glm(y ~ x, binomial)</c> iterated to the maximum, <c>logistf(y ~ x)</c>,
    /// <c>sandwich::vcovCL</c>.</remarks>
    public static RegressionFit Fit(RegressionData data, RegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        data.Validate("Logistic regression");
        double[] y = data.Outcome.ToArray();
        int odd = Array.FindIndex(y, v => v is not (0 or 1));
        if (odd >= 0)
            throw new ArgumentException(
                FormattableString.Invariant($"Outcome, row {odd + 1}: found {y[odd]}; expected 0 or 1. Say which value is the event."));
        int events = y.Count(v => v == 1);
        if (!options.Firth && (events == 0 || events == y.Length))
            throw new ArgumentException(
                $"{(events == 0 ? "None" : "All")} of the {y.Length} rows had the event: no odds ratio can be estimated. Check which value "
                    + "is the event.");
        if (options.Firth && (!data.Clusters.IsEmpty || !data.Weights.IsEmpty))
            throw new ArgumentException("Firth's penalty takes neither clusters nor weights; use one row per patient.");
        var design = new Design(data.Covariates, data.Rows, intercept: true);
        Likelihood likelihood = options.Firth ? new FirthLogisticLikelihood(design, y, data.Offset.IsEmpty ? null : data.Offset.ToArray())
            : new GlmLikelihood(GlmFamily.Binomial, design, y, data.Offset.ToArray(), data.Weights.ToArray());
        return RegressionEngine.Fit(new Problem
        {
            Kind = RegressionKind.Logistic, Design = design, Likelihood = likelihood, Options = options, N = data.Rows, Y = y,
            Events = events,
            Limiting = Math.Min(events, y.Length - events), Clusters = data.Clusters.ToArray(), Weights = data.Weights.ToArray(),
            BicSize = data.Rows,
        });
    }
}
