namespace NotebookKit.Statistics.Clustered;

/// <summary>Numbers of rows and sums of scores by cluster and group: all that a clustered test needs.</summary>
internal sealed class ClusterSums
{
    private ClusterSums(double[][] total, int[,] rows, double[][,] scores)
    {
        Means = [.. total.Select(s => s.Average())];
        IsConstant = total.All(s => s.All(v => v == s[0]));
        (Rows, Scores) = (rows, scores);
    }

    /// <summary>Rows by cluster and group.</summary>
    public int[,] Rows { get; }

    /// <summary>For each score its sums by cluster and group.</summary>
    public double[][,] Scores { get; }

    /// <summary>Mean of each score over all rows.</summary>
    public double[] Means { get; }

    public bool IsConstant { get; }

    public int Clusters => Rows.GetLength(0);

    public int Groups => Rows.GetLength(1);

    /// <summary>Whether every cluster lies in one group.</summary>
    public bool IsNested => Enumerable.Range(0, Clusters).All(c => Enumerable.Range(0, Groups).Count(g => Rows[c, g] > 0) == 1);

    /// <summary>Group of a cluster that lies in one.</summary>
    public int GroupOf(int cluster) => Enumerable.Range(0, Groups).First(g => Rows[cluster, g] > 0);

    public int RowsOf(int cluster) => Enumerable.Range(0, Groups).Sum(g => Rows[cluster, g]);

    public int RowsIn(int group) => Enumerable.Range(0, Clusters).Sum(c => Rows[c, group]);

    /// <summary>Sum of a score over a cluster, less what its rows would have at the mean.</summary>
    public double Excess(int score, int cluster, int group) => Scores[score][cluster, group] - Rows[cluster, group] * Means[score];

    /// <summary>
    /// Each score's sums by cluster as whole numbers, doubled where midranks are halves; null where they are no such numbers.
    /// </summary>
    /// <param name="scale">What one of these numbers is worth: 1 or ½.</param>
    public long[][]? Whole(out double scale)
    {
        scale = Scores.All(s => s.Cast<double>().All(v => v == Math.Floor(v))) ? 1 : 0.5;
        double times = 1 / scale;
        if (!Scores.All(s => s.Cast<double>().All(v => v * times == Math.Floor(v * times) && v * times < 1e15))) return null;
        return [.. Scores.Select(s => Enumerable.Range(0, Clusters)
            .Select(c => Enumerable.Range(0, Groups).Sum(g => (long)(s[c, g] * times))).ToArray())];
    }

    public static ClusterSums Of(double[][] scores, ReadOnlySpan<int> groups, ReadOnlySpan<int> clusters)
    {
        int values = scores.Length == 0 ? 0 : scores[0].Length;
        if (clusters.Length != groups.Length || values != groups.Length)
            throw new ArgumentException(
                $"Found {groups.Length} groups, {clusters.Length} clusters and {values} values; expected as many of each.",
                nameof(clusters));
        int[] g = Compact(groups, nameof(groups)), c = Compact(clusters, nameof(clusters));
        int groupCount = g.Length == 0 ? 0 : g.Max() + 1, clusterCount = c.Length == 0 ? 0 : c.Max() + 1;
        var rows = new int[clusterCount, groupCount];
        double[][,] sums = [.. scores.Select(_ => new double[clusterCount, groupCount])];
        for (int i = 0; i < g.Length; i++)
        {
            rows[c[i], g[i]]++;
            for (int s = 0; s < scores.Length; s++) sums[s][c[i], g[i]] += scores[s][i];
        }
        return new ClusterSums(g.Length == 0 ? [[0.0]] : scores, rows, sums);
    }

    // codes without rows leave no gap
    private static int[] Compact(ReadOnlySpan<int> codes, string name)
    {
        var seen = new SortedDictionary<int, int>();
        foreach (int code in codes) seen[code] = code >= 0
            ? 0
            : throw new ArgumentException($"Codes: found {code}; expected 0 or more.", name);
        foreach ((int code, int index) in seen.Keys.ToArray().Select((code, index) => (code, index))) seen[code] = index;
        var compact = new int[codes.Length];
        for (int i = 0; i < compact.Length; i++) compact[i] = seen[codes[i]];
        return compact;
    }
}
