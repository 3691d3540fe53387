namespace NotebookKit.Statistics.Groups;

/// <summary>When a rank test takes P from the exact permutation distribution.</summary>
internal enum ExactRule
{
    /// <summary>
    /// As R up to 4.5: fewer than 50 values in each group and no ties (signed ranks: fewer than 50 differences, no ties, no zeros).
    /// </summary>
    SmallWithoutTies,

    /// <summary>Always, ties included, unless the work would be excessive; then the note says so.</summary>
    Always,

    /// <summary>Never: the normal approximation.</summary>
    Never,
}

/// <summary>Options of the Wilcoxon tests.</summary>
internal sealed record WilcoxonOptions
{
    /// <summary>When P is exact. The default value is <see cref="ExactRule.SmallWithoutTies"/>, R's rule up to version 4.5.</summary>
    public ExactRule Exact { get; init; }

    /// <summary>Whether the normal approximation moves the statistic half a unit towards its mean. The default value is true.</summary>
    public bool ContinuityCorrection { get; init; } = true;

    /// <summary>The alternative hypothesis. The default value is two-sided; exact two-sided P is twice the smaller tail.</summary>
    public Alternative Alternative { get; init; }
}
