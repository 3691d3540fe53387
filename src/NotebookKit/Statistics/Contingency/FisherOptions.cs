namespace NotebookKit.Statistics.Contingency;

/// <summary>Definition of the two-sided P of Fisher's exact test of a 2×2 table.</summary>
internal enum FisherTwoSided
{
    /// <summary>Sum of the probabilities of all tables no more likely than the one observed: R, SAS, SPSS and Stata.</summary>
    SumOfUnlikelyTables,

    /// <summary>Twice the smaller one-sided P, at most 1: agrees with the exact confidence interval of the odds ratio.</summary>
    DoubledTail,

    /// <summary>
    /// Twice the smaller one-sided P with the observed table counted half: less conservative, the level is not guaranteed.
    /// </summary>
    MidP,
}

/// <summary>Options of Fisher's exact test.</summary>
internal sealed record FisherOptions
{
    /// <summary>
    /// Definition of the two-sided P of 2×2 tables. The default value is <see cref="FisherTwoSided.SumOfUnlikelyTables"/>, R's definition.
    /// </summary>
    public FisherTwoSided TwoSided { get; init; }

    /// <summary>The alternative for the odds ratio of 2×2 tables. The default value is two-sided.</summary>
    public Alternative Alternative { get; init; }

    /// <summary>Confidence level of the odds ratio. The default value is 0.95.</summary>
    public double ConfidenceLevel { get; init => field = IntervalEstimate.CheckLevel(value); } = 0.95;

    /// <summary>Tables drawn if the exact P of a table larger than 2×2 needs too much work. The default value is 10,000.</summary>
    public int MonteCarloDraws
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MonteCarloDraws), value,
            "Expected at least one draw.");
    } = 10_000;

    /// <summary>Seed of the draws. The default value is 20241108.</summary>
    public ulong Seed { get; init; } = 20241108;

    /// <summary>Partial tables examined before the test falls back on drawing. The default value is 300 million: some seconds.</summary>
    public long WorkLimit { get; init; } = 300_000_000;
}
