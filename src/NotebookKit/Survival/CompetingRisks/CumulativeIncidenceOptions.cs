namespace NotebookKit.Survival.CompetingRisks;

/// <summary>Variance of a cumulative incidence.</summary>
public enum CumulativeIncidenceVariance
{
    /// <summary>Aalen (1978), with the small-sample terms of R's <c>cmprsk::cuminc</c>; for independent rows.</summary>
    Aalen,

    /// <summary>Infinitesimal jackknife, as R's <c>survfit</c>; the one that allows for clusters.</summary>
    InfinitesimalJackknife,
}

/// <summary>Options of <see cref="CumulativeIncidence"/>.</summary>
public sealed record CumulativeIncidenceOptions
{
    /// <summary>Confidence level, between 0 and 1. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must lie between 0 and 1, such as 0.95.");
    } = 0.95;

    /// <summary>Scale on which the limits are symmetric. The default value is <see cref="ConfidenceIntervalType.LogLog"/>.</summary>
    public ConfidenceIntervalType IntervalType { get; init; } = ConfidenceIntervalType.LogLog;

    /// <summary>Variance. The default value is null: Aalen's for independent rows, the infinitesimal jackknife with clusters.</summary>
    public CumulativeIncidenceVariance? Variance { get; init; }

    /// <summary>Value of the cause column that means censored; every other value is a cause. The default value is <c>0</c>.</summary>
    public string CensoredValue { get; init; } = "0";
}
