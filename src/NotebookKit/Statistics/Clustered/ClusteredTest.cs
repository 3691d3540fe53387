using NotebookKit.Numerics;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Statistics.Clustered;

/// <summary>Comparisons of groups whose rows come in clusters, such as the procedures of one patient.</summary>
/// <remarks>
/// Where every cluster lies in one group: a permutation test that deals whole clusters to groups of the observed numbers of clusters
/// (Gail et al. 1996, doi:10.1002/(SICI)1097-0258(19960615)15:11&lt;1069::AID-SIM220&gt;3.0.CO;2-Q). Rates of two groups of five clusters
/// or more are compared by the difference
/// studentized over clusters, all else by Q = Σ N (group mean − mean)², summed over the levels of a categorical variable. All ways to
/// deal are counted where
/// that can be done, beyond a thousand million ways by their types or by dynamic programming; else P is estimated from 20,000 draws, by
/// importance between two groups, and the result says so with its limits. Where clusters
/// cross groups, or are more than a thousand: the robust score test of independence estimating equations (Rotnitzky and Jewell 1990,
/// doi:10.1093/biomet/77.3.485).
/// Where all clusters but one hold one and the same value there is no P: the order of the deals would then
/// show the sizes of the groups and nothing else. Clusters of one row each give the exact rank sum test back when ranks are compared,
/// without ties and between two groups.
/// </remarks>
internal static class ClusteredTest
{
    private const int MostClustersDealt = 1000;

    /// <summary>Compares proportions.</summary>
    /// <param name="events">Whether each row has the event.</param>
    /// <param name="groups">Group of each row: 0, 1, …</param>
    /// <param name="clusters">Cluster of each row: 0, 1, …</param>
    /// <param name="statistic">By what allocations of clusters are ordered. The default value is studentized, with fewer than five
    /// clusters in a group or more than two groups Q.</param>
    /// <param name="patience">Progress of the count, and how it is stopped.</param>
    /// <exception cref="ArgumentException">The lengths differ, a code is negative, or the statistic asked for is one of two
    /// groups.</exception>
    public static HypothesisTestResult Proportions(
        ReadOnlySpan<bool> events, ReadOnlySpan<int> groups, ReadOnlySpan<int> clusters,
        PermutedStatistic statistic = PermutedStatistic.Automatic,
        Patience patience = default)
    {
        var score = new double[events.Length];
        for (int i = 0; i < score.Length; i++) score[i] = events[i] ? 1 : 0;
        return Test(score, [score], groups, clusters, "proportions", statistic, areRates: true, patience);
    }

    /// <summary>Compares numbers by their mean ranks.</summary>
    /// <param name="values">Value of each row, none missing.</param>
    /// <param name="groups">Group of each row: 0, 1, …</param>
    /// <param name="clusters">Cluster of each row: 0, 1, …</param>
    /// <param name="statistic">By what allocations of clusters are ordered. The default value is Q.</param>
    /// <param name="patience">Progress of the count, and how it is stopped.</param>
    /// <exception cref="ArgumentException">The lengths differ, a code is negative, a value is NaN, or the statistic asked for is one of
    /// two groups.</exception>
    public static HypothesisTestResult Ranks(
        ReadOnlySpan<double> values, ReadOnlySpan<int> groups, ReadOnlySpan<int> clusters,
        PermutedStatistic statistic = PermutedStatistic.Automatic,
        Patience patience = default) =>
        Test(values, [Ranking.Midranks(values).Ranks], groups, clusters, "mean ranks", statistic, areRates: false, patience);

    /// <summary>Compares the distribution of categories.</summary>
    /// <param name="levels">Level of each row: 0, 1, …</param>
    /// <param name="groups">Group of each row: 0, 1, …</param>
    /// <param name="clusters">Cluster of each row: 0, 1, …</param>
    /// <param name="patience">Progress of the count, and how it is stopped.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a code is negative.</exception>
    public static HypothesisTestResult Categories(ReadOnlySpan<int> levels, ReadOnlySpan<int> groups, ReadOnlySpan<int> clusters,
        Patience patience = default)
    {
        int k = 0;
        foreach (int level in levels) k = level >= 0
            ? Math.Max(k, level + 1)
            : throw new ArgumentException($"Levels: found {level}; expected 0 or more.", nameof(levels));
        var scores = new double[k][];
        for (int l = 0; l < k; l++)
        {
            scores[l] = new double[levels.Length];
            for (int i = 0; i < levels.Length; i++) scores[l][i] = levels[i] == l ? 1 : 0;
        }
        return Test([.. levels.ToArray().Select(l => (double)l)], scores, groups, clusters, "proportions", PermutedStatistic.Automatic,
            areRates: k == 2, patience);
    }

    private static HypothesisTestResult Test(ReadOnlySpan<double> values, double[][] scores, ReadOnlySpan<int> groups,
        ReadOnlySpan<int> clusters,
        string what, PermutedStatistic statistic, bool areRates, Patience patience)
    {
        ClusterSums sums = ClusterSums.Of(scores, groups, clusters);
        var empty = new HypothesisTestResult { TestName = $"Test of {what} by clusters", N = groups.Length };
        if (sums.Groups < 2) return empty with { Note = "P not computed: fewer than two groups have values." };
        if (sums.Clusters < 3) return empty with { Note = "P not computed: fewer than three clusters." };
        if (sums.IsConstant) return empty with { Note = "P not computed: all values are equal." };
        if (OneDeparts(values, clusters))
            return empty with {
                Note = "P not computed: all but one cluster have the same value in every row, so groups cannot be compared." };
        return sums.IsNested && sums.Clusters <= MostClustersDealt
            ? ClusterPermutation.Test(sums, what, statistic, areRates, patience)
            : ClusterScoreTest.Test(sums, what);
    }

    // whether all clusters but one hold one and the same value and no other
    private static bool OneDeparts(ReadOnlySpan<double> values, ReadOnlySpan<int> clusters)
    {
        var only = new Dictionary<int, double?>();
        for (int i = 0; i < values.Length; i++)
            only[clusters[i]] = !only.TryGetValue(clusters[i], out double? seen) || seen == values[i] ? values[i] : null;
        return only.Values.OfType<double>().GroupBy(v => v).Any(g => g.Count() >= only.Count - 1);
    }
}
