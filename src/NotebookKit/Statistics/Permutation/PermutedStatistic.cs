namespace NotebookKit.Statistics.Permutation;

/// <summary>
/// By what a permutation test orders the allocations of patients to two groups: those at least as extreme as the observed one give P.
/// </summary>
/// <remarks>
/// U is observed less expected events of a group, or of a rate N·S₁ − R₁·S with R₁ rows and S₁ events among N and S. Which order is used
/// matters more than how
/// it is counted: U alone is right only if patients are alike in everything, numbers of rows and follow-up included.
/// </remarks>
public enum PermutedStatistic
{
    /// <summary>
    /// <see cref="Studentized"/> where whole patients are permuted between two groups of five patients or more; else
    /// <see cref="Standardized"/>. The result says which, and why.
    /// </summary>
    Automatic,

    /// <summary>
    /// U² over its robust variance, the sum over patients of their squared score residuals: exact if patients are exchangeable, and of
    /// the right size in large
    /// samples if only hazards or rates are equal (Neuhaus 1993, doi:10.1214/aos/1176349396; Chung and Romano 2013,
    /// doi:10.1214/13-AOS1090).
    /// </summary>
    Studentized,

    /// <summary>U² over its variance for independent rows: the ordinary χ². Without clusters it is studentized already.</summary>
    Standardized,

    /// <summary>|U|, whose variance is the same for all allocations: the linear statistic of R's <c>coin</c>.</summary>
    Linear,

    /// <summary>The absolute difference of two rates or means; not of survival.</summary>
    Difference,
}
