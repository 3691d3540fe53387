using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Curves;

/// <summary>Options of a Kaplan-Meier estimate.</summary>
public sealed record KaplanMeierOptions : SurvivalOptions
{
    /// <summary>Type of the confidence intervals. The default value is <see cref="ConfidenceIntervalType.Log"/>, as in R.</summary>
    public ConfidenceIntervalType ConfidenceType { get; init; } = ConfidenceIntervalType.Log;

    /// <summary>Estimator. The default value is <see cref="SurvivalEstimator.KaplanMeier"/>.</summary>
    public SurvivalEstimator Estimator { get; init; } = SurvivalEstimator.KaplanMeier;

    /// <summary>
    /// Whether the variance of independent rows is Greenwood's (1926), Σ d/(n(n − d)), or that of Tsiatis (1981) and Aalen, Σ d/n², with
    /// ties broken where the estimator breaks them. The default value is null: Greenwood for Kaplan-Meier, Tsiatis for the other
    /// estimators.
    /// </summary>
    public bool? Greenwood { get; init; }

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
