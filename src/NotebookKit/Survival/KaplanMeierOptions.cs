namespace NotebookKit.Survival;

/// <summary>Scale on which a confidence interval of S(t) is symmetric.</summary>
public enum ConfidenceIntervalType
{
    /// <summary>S ± z·se(S), cut at 0 and 1.</summary>
    Plain,

    /// <summary>exp(log S ± z·se(log S)), cut at 1; the default of R.</summary>
    Log,

    /// <summary>exp(−exp(log(−log S) ± z·se)); the default of SAS and Stata.</summary>
    LogLog,

    /// <summary>Symmetric on log(S/(1 − S)).</summary>
    Logit,

    /// <summary>Symmetric on arcsin √S.</summary>
    ArcSine,
}

/// <summary>Variance of log S(t).</summary>
public enum SurvivalVariance
{
    /// <summary>Greenwood (1926): Σ d/(n(n − d)).</summary>
    Greenwood,

    /// <summary>Tsiatis (1981), Aalen: Σ d/n², with ties broken where the estimator breaks them.</summary>
    Tsiatis,
}

/// <summary>How S(t) is computed from the hazards.</summary>
public enum SurvivalEstimator
{
    /// <summary>Product of 1 − d/n.</summary>
    KaplanMeier,

    /// <summary>exp(−H) with tied events taken one after another, Σ 1/(n − k); R's <c>stype=2, ctype=2</c>.</summary>
    FlemingHarrington,

    /// <summary>exp(−H) with the Nelson-Aalen H = Σ d/n; R's <c>stype=2, ctype=1</c>.</summary>
    Breslow,
}

/// <summary>Options of a Kaplan-Meier estimate.</summary>
public sealed record KaplanMeierOptions : SurvivalOptions
{
    /// <summary>Type of the confidence intervals. The default value is <see cref="ConfidenceIntervalType.Log"/>, as in R.</summary>
    public ConfidenceIntervalType ConfidenceType { get; init; } = ConfidenceIntervalType.Log;

    /// <summary>Estimator. The default value is <see cref="SurvivalEstimator.KaplanMeier"/>.</summary>
    public SurvivalEstimator Estimator { get; init; } = SurvivalEstimator.KaplanMeier;

    /// <summary>
    /// Variance when rows are independent. The default value is null: Greenwood for Kaplan-Meier, Tsiatis for the other estimators.
    /// </summary>
    public SurvivalVariance? Variance { get; init; }

    /// <summary>
    /// Whether the variance is the infinitesimal jackknife. The default value is null: yes with clusters or with weights that are
    /// not whole numbers, no otherwise.
    /// </summary>
    public bool? Robust { get; init; }

    /// <summary>
    /// Whether events and censorings change places: the reverse Kaplan-Meier estimate of follow-up. The default value is false.
    /// </summary>
    public bool Reverse { get; init; }

    /// <summary>Time at which the curves start, given survival to it. The default value is null: the beginning.</summary>
    public double? StartTime { get; init; }
}
