using System.Globalization;
using NotebookKit.Numerics;
using NotebookKit.Rendering;
using NotebookKit.Statistics.Contingency;
using NotebookKit.Statistics.Proportions;

namespace NotebookKit.Statistics.Clustered;

/// <summary>
/// Chi-square tests of proportions whose rows come in clusters, such as the procedures of one patient, adjusted for the clusters.
/// </summary>
/// <remarks>
/// Both are large-sample tests: with fewer than some twenty clusters in a group their P tends to be too small; prefer
/// <see cref="ClusteredTest.Proportions"/>. A cluster whose rows lie in several groups counts there as several clusters.
/// </remarks>
internal static class ClusteredChiSquare
{
    private const double Negligible = 1e-12; // 49 · (1/49) is not quite 1

    /// <summary>Donner's test: chi-square with the counts of each group divided by their average inflation 1 + (m − 1)ρ.</summary>
    /// <param name="events">Whether each row has the event.</param>
    /// <param name="groups">Group of each row: 0, 1, …</param>
    /// <param name="clusters">Cluster of each row: 0, 1, …</param>
    /// <returns>χ² and P; the note gives ρ, the intracluster correlation by analysis of variance, common to all groups; below 0 it counts
    /// as 0.</returns>
    /// <remarks>Donner (1989), doi:10.2307/2531699; equals R's <c>aod::donner</c> where ρ is not negative.</remarks>
    /// <exception cref="ArgumentException">The lengths differ, or a code is negative.</exception>
    public static HypothesisTestResult Donner(ReadOnlySpan<bool> events, ReadOnlySpan<int> groups, ReadOnlySpan<int> clusters)
    {
        (ClusterCounts[] counts, HypothesisTestResult result) = Read(events, groups, clusters, "Donner adjusted chi-square test");
        if (result.Note is not null) return result;
        double k = counts.Sum(g => g.Clusters), rows = counts.Sum(g => g.Rows), groupsCount = counts.Length;
        if (k <= groupsCount) return result with { Note = "P not computed: one cluster per group." };
        double between = counts.Sum(g => g.Between) / (k - groupsCount);
        double size = (rows - counts.Sum(g => g.SquaredSizes / g.Rows)) / (k - groupsCount);
        double within = rows > k ? counts.Sum(g => g.Within) / (rows - k) : between;
        double denominator = between + (size - 1) * within;
        double correlation = denominator > 0 ? Math.Max(0, (between - within) / denominator) : 0;
        return Adjusted(result, counts, [.. counts.Select(g => 1 + (g.SquaredSizes / g.Rows - 1) * correlation)],
            pooled: counts.Sum(g => g.Events) / rows,
            FormattableString.Invariant($"{k} clusters; intracluster correlation {NumberFormat.Fixed(correlation, 3)}."));
    }

    /// <summary>Rao and Scott's test: chi-square with the counts of each group divided by its design effect.</summary>
    /// <param name="events">Whether each row has the event.</param>
    /// <param name="groups">Group of each row: 0, 1, …</param>
    /// <param name="clusters">Cluster of each row: 0, 1, …</param>
    /// <returns>χ² and P; the note gives the design effects. A group without variation of its own has design effect 1.</returns>
    /// <remarks>Rao and Scott (1992), doi:10.2307/2532311; equals R's <c>aod::raoscott</c>.</remarks>
    /// <exception cref="ArgumentException">The lengths differ, or a code is negative.</exception>
    public static HypothesisTestResult RaoScott(ReadOnlySpan<bool> events, ReadOnlySpan<int> groups, ReadOnlySpan<int> clusters)
    {
        (ClusterCounts[] counts, HypothesisTestResult result) = Read(events, groups, clusters, "Rao-Scott adjusted chi-square test");
        if (result.Note is not null) return result;
        if (counts.Any(g => g.Clusters < 2)) return result with { Note = "P not computed: a group has one cluster." };
        double[] effects = [.. counts.Select(g => g.DesignEffect)];
        if (effects.Any(e => e < Negligible))
            return result with { Note = "P not computed: in a group every cluster has the same proportion." };
        double pooled = counts.Zip(effects, (g, e) => g.Events / e).Sum() / counts.Zip(effects, (g, e) => g.Rows / e).Sum();
        return Adjusted(result, counts, effects, pooled,
            FormattableString.Invariant($"{counts.Sum(g => g.Clusters)} clusters; design effects ")
            + string.Join(", ", effects.Select(e => e.ToString("0.00", CultureInfo.InvariantCulture))) + ".");
    }

    /// <summary>
    /// Chi-square of two proportions for an assumed design effect: what the P of a published comparison would be, had its rows been so far
    /// from independent.
    /// </summary>
    /// <param name="x1">Events in the first group.</param>
    /// <param name="n1">Size of the first group.</param>
    /// <param name="x2">Events in the second group.</param>
    /// <param name="n2">Size of the second group.</param>
    /// <param name="designEffect">Variance relative to independent rows: 1 + (m − 1)ρ for clusters of m rows with correlation ρ.</param>
    /// <exception cref="ArgumentException">A numerator exceeds its denominator or is negative, or the design effect is not
    /// positive.</exception>
    public static HypothesisTestResult Assumed(long x1, long n1, long x2, long n2, double designEffect)
    {
        TwoGroups.Check(x1, n1, x2, n2);
        if (!(designEffect > 0) || double.IsInfinity(designEffect))
            throw new ArgumentOutOfRangeException(nameof(designEffect), designEffect, "Expected a design effect above 0, such as 1.5.");
        HypothesisTestResult independent = ChiSquareTest.Test(new[,] { { x1, n1 - x1 }, { x2, n2 - x2 } });
        double? statistic = independent.Statistic / designEffect;
        return independent with
        {
            TestName = FormattableString.Invariant($"Pearson chi-square test, assumed design effect {designEffect:0.##}"),
            Statistic = statistic,
            P = statistic is { } s ? Distributions.ChiSquareUpper(s, 1) : null,
        };
    }

    private static (ClusterCounts[], HypothesisTestResult) Read(ReadOnlySpan<bool> events, ReadOnlySpan<int> groups,
        ReadOnlySpan<int> clusters, string name)
    {
        var score = new double[events.Length];
        for (int i = 0; i < score.Length; i++) score[i] = events[i] ? 1 : 0;
        ClusterSums sums = ClusterSums.Of([score], groups, clusters);
        ClusterCounts[] counts = [.. Enumerable.Range(0, sums.Groups).Select(g => ClusterCounts.Of(sums, g))];
        string? note = counts.Length < 2 ? "P not computed: fewer than two groups have values." : sums.IsConstant
            ? "P not computed: all or none had the event."
            : null;
        return (counts, new HypothesisTestResult { TestName = name, N = events.Length, Note = note });
    }

    private static HypothesisTestResult Adjusted(HypothesisTestResult result, ClusterCounts[] counts, double[] inflation, double pooled,
        string note)
    {
        double statistic = 0;
        for (int g = 0; g < counts.Length; g++)
        {
            double excess = counts[g].Events - counts[g].Rows * pooled;
            statistic += excess * excess / (inflation[g] * counts[g].Rows * pooled * (1 - pooled));
        }
        int df = counts.Length - 1;
        return result with { StatisticName = "χ²", Statistic = statistic, DegreesOfFreedom = df,
            P = Distributions.ChiSquareUpper(statistic, df), Note = note };
    }
}

/// <summary>What the adjusted chi-square tests need of one group.</summary>
internal sealed record ClusterCounts(int Clusters, double Rows, double Events, double SquaredSizes, double Between, double Within,
    double DesignEffect)
{
    public static ClusterCounts Of(ClusterSums sums, int group)
    {
        (double Rows, double Events)[] clusters = [.. Enumerable.Range(0, sums.Clusters).Where(c => sums.Rows[c, group] > 0)
            .Select(c => ((double)sums.Rows[c, group], sums.Scores[0][c, group]))];
        double rows = clusters.Sum(c => c.Rows), events = clusters.Sum(c => c.Events), p = events / rows, m = clusters.Length;
        double ratioVariance = m / (m - 1) / (rows * rows) * clusters.Sum(c => (c.Events - c.Rows * p) * (c.Events - c.Rows * p));
        return new ClusterCounts(clusters.Length, rows, events, clusters.Sum(c => c.Rows * c.Rows),
            clusters.Sum(c => c.Rows * (c.Events / c.Rows - p) * (c.Events / c.Rows - p)),
            clusters.Sum(c => c.Events * (1 - c.Events / c.Rows)),
            p is 0 or 1 ? 1 : ratioVariance / (p * (1 - p) / rows));
    }
}
