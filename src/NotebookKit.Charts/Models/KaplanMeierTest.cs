using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts.Models;

/// <summary>A test as a figure prints it, with the groups that it compared.</summary>
/// <param name="Lines">The test by name with P, then what it allows for.</param>
/// <param name="Groups">Groups with rows.</param>
/// <param name="N">Rows used.</param>
/// <param name="Independent">Whether it takes every row for independent.</param>
internal sealed record KaplanMeierTest(ImmutableArray<string> Lines, ImmutableArray<(string Name, int N)> Groups, int N, bool Independent)
{
    public static KaplanMeierTest Of(LogRankResult test, string? clusterUnit)
    {
        string p = $"{FigureText.Clean(test.TestName)}: {(test.P is null ? "P not estimable" : NumberFormat.PEquals(test.P))}";
        return new([p, .. test.Clusters is int clusters ? (string[])[
            string.Create(CultureInfo.InvariantCulture,
                $"cluster-robust, {Wording.Count(clusters, FigureText.Clean(clusterUnit ?? test.ClusterUnit))}")] : []],
            [.. test.Groups.Select(g => (g.Name, g.N))], test.N, test.Clusters is null);
    }

    public static KaplanMeierTest Of(PermutationLogRankResult test) => new(
        [
            $"{FigureText.Clean(test.TestName)}: {NumberFormat.PEquals(test.P)}",
            test.IsExact
                ? $"exact, {FigureText.Clean(test.Permuted)} permuted"
                : string.Create(CultureInfo.InvariantCulture, $"{FigureText.Clean(test.Permuted)} permuted, {test.Draws:N0} draws"),
        ],
        [.. test.Groups.Select(g => (g.Name, g.N))], test.N, test.Clusters is null);

    public void CheckSameGroups(KaplanMeierEstimate estimate)
    {
        // With strata there is a curve for each stratum and group, and the names differ.
        bool sameNames = estimate.Options.Strata is not null
            || estimate.Curves.Select(c => c.Group).Order(StringComparer.Ordinal)
            .SequenceEqual(Groups.Where(g => g.N > 0).Select(g => g.Name).Order(StringComparer.Ordinal));
        if (sameNames && estimate.N == N) return;
        throw new ArgumentException(
            $"The test compared {Describe(Groups)}, but the curves show {Describe(estimate.Curves.Select(c => (c.Group, c.N)))}. Use the "
                + "same rows and groups for both.", "test");
    }

    private static string Describe(IEnumerable<(string Name, int N)> groups) =>
        string.Join(", ", groups.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Name} (n = {g.N})")));
}
