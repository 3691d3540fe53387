namespace NotebookKit.Survival.CompetingRisks;

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

    /// <summary>
    /// Whether the variance is the infinitesimal jackknife, as R's <c>survfit</c>, the one that allows for clusters; else Aalen's (1978)
    /// for independent rows, with the small-sample terms of R's <c>cmprsk::cuminc</c>. The default value is null: yes with clusters or
    /// weights.
    /// </summary>
    public bool? Robust { get; init; }

    /// <summary>
    /// Column of the entry time (left truncation): at risk in (entry, time]. The default value is null: all enter at the start.
    /// </summary>
    public string? Entry { get; init; }

    /// <summary>
    /// Column of positive case weights; the variance is then the infinitesimal jackknife. The default value is null: every row counts once.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>
    /// ρ of Gray's test: weights (1 − F(t−))^ρ with the pooled incidence F, so that ρ above 0 stresses early differences. The default value
    /// is 0.
    /// Equivalent R call: <c>cmprsk::cuminc(time, cause, by, rho = ρ)</c>.
    /// </summary>
    public double Rho
    {
        get;
        init => field = double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Rho must be a finite number, such as 0 or 1.");
    }

    /// <summary>
    /// Value of the cause column that means censored; every other value is a cause. The default value is <c>0</c>; null says that nobody
    /// was censored.
    /// A value that no row holds is refused.
    /// </summary>
    public string? CensoredValue { get; init; } = "0";
}
