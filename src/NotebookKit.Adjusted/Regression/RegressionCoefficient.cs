namespace NotebookKit.Adjusted.Regression;

/// <summary>One coefficient of a regression.</summary>
/// <param name="Name">Name, such as <c>sex[male]</c>.</param>
/// <param name="Label">What a reader sees, such as <c>Sex: male vs female</c>.</param>
/// <param name="Term">Term of the model the coefficient belongs to; <c>(Intercept)</c> for the intercept.</param>
public sealed record RegressionCoefficient(string Name, string Label, string Term)
{
    /// <summary>
    /// Estimate on the scale of the linear predictor (log odds, log hazard, mean); null when not estimable, see <see cref="Note"/>.
    /// </summary>
    public double? Estimate { get; init; }

    /// <summary>Standard error used for limits and P: robust where there are clusters, else model-based.</summary>
    public double? StandardError { get; init; }

    /// <summary>Estimate over standard error: z, or t with <see cref="DegreesOfFreedom"/>.</summary>
    public double? Statistic { get; init; }

    /// <summary>Degrees of freedom of t; null for z.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>Two-sided P of the statistic; with Firth's penalty, of the penalised likelihood ratio.</summary>
    public double? P { get; init; }

    /// <summary>The effect as it is printed: exp(estimate) for ratios, the estimate itself for linear models.</summary>
    public double? Effect { get; init; }

    /// <summary>Lower confidence limit of the effect.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper confidence limit of the effect.</summary>
    public double? Upper { get; init; }

    /// <summary>Why the coefficient is null; else null.</summary>
    public string? Note { get; init; }
}

/// <summary>Tests of one term of a model, all its coefficients at once: the model without the term against the model with it.</summary>
/// <param name="Term">The term.</param>
/// <param name="Label">What a reader sees.</param>
/// <param name="DegreesOfFreedom">Number of coefficients.</param>
public sealed record TermTest(string Term, string Label, int DegreesOfFreedom)
{
    /// <summary>Likelihood-ratio χ² (F for linear models); null where clusters or weights leave no likelihood.</summary>
    public double? LikelihoodRatio { get; init; }

    /// <summary>P of the likelihood ratio.</summary>
    public double? LikelihoodRatioP { get; init; }

    /// <summary>Wald χ² (F for linear models and for few clusters).</summary>
    public double? Wald { get; init; }

    /// <summary>P of the Wald test.</summary>
    public double? WaldP { get; init; }

    /// <summary>Score χ²; null where not computed.</summary>
    public double? Score { get; init; }

    /// <summary>P of the score test.</summary>
    public double? ScoreP { get; init; }

    /// <summary>Akaike's criterion of the model without the term; null without a likelihood.</summary>
    public double? AicWithout { get; init; }

    /// <summary>The P that tables print: of the likelihood ratio where there is one, else Wald.</summary>
    public double? P => LikelihoodRatioP ?? WaldP;
}
