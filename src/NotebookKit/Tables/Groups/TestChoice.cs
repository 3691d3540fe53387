using NotebookKit.Statistics;
using NotebookKit.Statistics.Contingency;
using NotebookKit.Statistics.Groups;

namespace NotebookKit.Tables.Groups;

/// <summary>Which test a table makes of its groups, by gtsummary's rules.</summary>
internal static class TestChoice
{
    private const double FewestExpected = 5;

    /// <summary>Of numbers: Wilcoxon for two groups, Kruskal-Wallis for more.</summary>
    /// <param name="values">Values of each group, none missing.</param>
    /// <param name="asked">The test asked for; null for the rule.</param>
    public static HypothesisTestResult Test(double[][] values, GroupTest? asked) =>
        (asked ?? (values.Length == 2 ? GroupTest.Wilcoxon : GroupTest.KruskalWallis)) switch
    {
        GroupTest.KruskalWallis => KruskalWallis.Test(values),
        GroupTest.Anova => Anova.Test(values),
        GroupTest.Wilcoxon when values.Length == 2 => WilcoxonRankSum.Test(values[0], values[1]),
        GroupTest.WilcoxonExact when values.Length == 2 =>
            WilcoxonRankSum.Test(values[0], values[1], new WilcoxonOptions { Exact = ExactRule.Always }),
        GroupTest.WelchT when values.Length == 2 => TTest.TwoSample(values[0], values[1]),
        GroupTest.PooledT when values.Length == 2 => TTest.TwoSample(values[0], values[1], equalVariances: true),
        GroupTest.Wilcoxon or GroupTest.WilcoxonExact or GroupTest.WelchT or GroupTest.PooledT => throw new ArgumentException(
            $"The test {asked} compares two groups; there are {values.Length}. Use KruskalWallis or Anova."),
        _ => throw new ArgumentException($"The test {asked} is for categories; the variable is continuous."),
    };

    /// <summary>Of categories: chi-square where every expected count is at least 5, Fisher otherwise.</summary>
    /// <param name="counts">Counts by level and group.</param>
    /// <param name="asked">The test asked for; null for the rule.</param>
    public static HypothesisTestResult Test(long[,] counts, GroupTest? asked)
    {
        switch (asked)
        {
            case null:
                HypothesisTestResult chiSquare = ChiSquareTest.Test(counts);
                return chiSquare.P is null || chiSquare.MinExpected >= FewestExpected
                    ? chiSquare
                    : FisherExactTest.Test(counts) with { MinExpected = chiSquare.MinExpected };
            case GroupTest.ChiSquare: return ChiSquareTest.Test(counts);
            case GroupTest.ChiSquareYates: return ChiSquareTest.Test(counts, ChiSquareCorrection.Yates);
            case GroupTest.Fisher: return FisherExactTest.Test(counts);
            default: throw new ArgumentException($"The test {asked} is for numbers; the variable is categorical.");
        }
    }
}
