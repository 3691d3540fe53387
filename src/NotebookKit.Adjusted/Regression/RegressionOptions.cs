namespace NotebookKit.Adjusted.Regression;

/// <summary>Kind of a regression.</summary>
public enum RegressionKind
{
    /// <summary>Means of a continuous outcome: differences.</summary>
    Linear,

    /// <summary>Odds of an event: odds ratios.</summary>
    Logistic,

    /// <summary>Odds within matched sets: odds ratios.</summary>
    ConditionalLogistic,

    /// <summary>Rates of counts with Poisson variance: rate ratios.</summary>
    Poisson,

    /// <summary>Rates of counts with extra variance: rate ratios.</summary>
    NegativeBinomial,

    /// <summary>Hazards: hazard ratios.</summary>
    Cox,

    /// <summary>Subdistribution hazards of one cause: subdistribution hazard ratios.</summary>
    FineGray,
}

/// <summary>How confidence limits are made.</summary>
public enum ConfidenceLimitKind
{
    /// <summary>Estimate ± quantile × standard error: the default of R, SAS and SPSS.</summary>
    Wald,

    /// <summary>Where the profile likelihood has fallen by half the χ² quantile, by root finding: better in small samples.</summary>
    Profile,
}

/// <summary>Robust variance over clusters.</summary>
public enum SandwichKind
{
    /// <summary>Mancl-DeRouen with t on clusters − coefficients below 40 clusters, else <see cref="Adjusted"/>.</summary>
    Automatic,

    /// <summary>Plain sandwich, as geepack and SAS GENMOD.</summary>
    Plain,

    /// <summary>Plain × G/(G − 1): the default of R's <c>sandwich::vcovCL</c> for glm.</summary>
    Adjusted,

    /// <summary>Plain × G/(G − 1) × (n − 1)/(n − k): Stata's <c>vce(cluster)</c>.</summary>
    Stata,

    /// <summary>
    /// Bias-corrected sandwich of Mancl and DeRouen (2001, doi:10.1111/j.0006-341X.2001.00126.x), with t on G − k degrees of freedom.
    /// </summary>
    ManclDeRouen,

    /// <summary>Estimating equations solved again without each cluster in turn, as geepack's <c>std.err = "fij"</c>; only there.</summary>
    Jackknife,
}

/// <summary>Options of the regressions of this package.</summary>
public sealed record RegressionOptions
{
    /// <summary>Confidence level, between 0 and 1. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must lie between 0 and 1, such as 0.95.");
    } = 0.95;

    /// <summary>
    /// How limits are made. The default value is <see cref="ConfidenceLimitKind.Wald"/>; with Firth's penalty they are always profile
    /// limits.
    /// </summary>
    public ConfidenceLimitKind Limits { get; init; } = ConfidenceLimitKind.Wald;

    /// <summary>
    /// Whether a logistic or Cox regression carries Firth's penalty, for rare events and separation. The default value is false.
    /// </summary>
    public bool Firth { get; init; }

    /// <summary>Robust variance where the model has clusters. The default value is <see cref="SandwichKind.Automatic"/>.</summary>
    public SandwichKind Sandwich { get; init; } = SandwichKind.Automatic;

    /// <summary>Treatment of tied times in Cox models. The default value is <see cref="CoxTies.Efron"/>.</summary>
    public CoxTies Ties { get; init; } = CoxTies.Efron;
}
