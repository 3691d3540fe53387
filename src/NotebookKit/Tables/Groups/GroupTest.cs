using NotebookKit.Statistics;

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

/// <summary>A test of the user's own.</summary>
/// <param name="Name">Its name in the footnote.</param>
/// <param name="Numbers">P of the values of each group; null for a test of counts.</param>
/// <param name="Counts">P of the counts by level and group; null for a test of numbers.</param>
internal sealed record OwnTest(string Name, Func<double[][], double?>? Numbers, Func<long[,], double?>? Counts)
{
    public HypothesisTestResult Of(double[][] values) => Numbers is null
        ? throw new ArgumentException($"The test '{Name}' is of counts, but the variable is continuous: give it by TestedBy.")
        : Result(Numbers([.. values.Select(v => (double[])v.Clone())]), values.Sum(v => v.LongLength));

    public HypothesisTestResult Of(long[,] counts) => Counts is null
        ? throw new ArgumentException($"The test '{Name}' is of numbers, but the variable is categorical: give it by CountsTestedBy.")
        : Result(Counts((long[,])counts.Clone()), counts.Cast<long>().Sum());

    private HypothesisTestResult Result(double? p, long n) => p is null or (>= 0 and <= 1)
        ? new HypothesisTestResult { TestName = Name, P = p, N = n, Note = p is null ? "The test gave no P." : null }
        : throw new ArgumentException(
            FormattableString.Invariant($"The test '{Name}' gave {p}; expected a P from 0 to 1, or null where there is none."));
}
