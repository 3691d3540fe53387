namespace NotebookKit.Tables.Groups;

/// <summary>A test of whether groups differ in a variable.</summary>
public enum GroupTest
{
    /// <summary>
    /// Wilcoxon rank sum (two groups) with the rule of R up to 4.5: exact below 50 values per group without ties, otherwise
    /// normal with continuity correction.
    /// </summary>
    Wilcoxon,

    /// <summary>Wilcoxon rank sum (two groups), exact permutation distribution also with ties; two-sided by doubling.</summary>
    WilcoxonExact,

    /// <summary>Kruskal-Wallis.</summary>
    KruskalWallis,

    /// <summary>Welch's t test (two groups).</summary>
    WelchT,

    /// <summary>Student's t test with pooled variance (two groups).</summary>
    PooledT,

    /// <summary>One-way analysis of variance with equal variances.</summary>
    Anova,

    /// <summary>Pearson's chi-square without continuity correction.</summary>
    ChiSquare,

    /// <summary>Pearson's chi-square, in 2×2 tables with Yates' continuity correction.</summary>
    ChiSquareYates,

    /// <summary>Fisher's exact test, two-sided by the sum of the tables no more probable than the observed one.</summary>
    Fisher,
}
