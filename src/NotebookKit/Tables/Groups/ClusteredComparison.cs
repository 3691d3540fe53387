using NotebookKit.Statistics;
using NotebookKit.Statistics.Clustered;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Tables.Groups;

/// <summary>Adds to a comparison the P of a test that knows which rows belong to one patient.</summary>
internal sealed class ClusteredComparison(int[] groups, int[] clusters, Patience patience = default)
{
    /// <summary>A continuous variable, by mean ranks.</summary>
    /// <param name="comparison">The comparison of independent rows; null stays null.</param>
    /// <param name="values">Value of each row, NaN where missing.</param>
    public GroupComparison? Continuous(GroupComparison? comparison, double[] values) =>
        Add(comparison, i => !double.IsNaN(values[i]), rows =>
        ClusteredTest.Ranks(Pick(values, rows), Pick(groups, rows), Pick(clusters, rows), patience: patience));

    /// <summary>A categorical variable.</summary>
    /// <param name="comparison">The comparison of independent rows; null stays null.</param>
    /// <param name="levels">Level of each row, −1 where missing.</param>
    public GroupComparison? Categorical(GroupComparison? comparison, int[] levels) => Add(comparison, i => levels[i] >= 0, rows =>
        ClusteredTest.Categories(Pick(levels, rows), Pick(groups, rows), Pick(clusters, rows), patience));

    private GroupComparison? Add(GroupComparison? comparison, Func<int, bool> has, Func<int[], HypothesisTestResult> test)
    {
        if (comparison is null) return null;
        HypothesisTestResult result = test([.. Enumerable.Range(0, groups.Length).Where(i => groups[i] >= 0 && has(i))]);
        return comparison with { ClusteredP = result.P, ClusteredTestName = GroupComparison.Sentences(result.TestName, result.Note) };
    }

    private static T[] Pick<T>(T[] values, int[] rows) => Array.ConvertAll(rows, i => values[i]);
}
