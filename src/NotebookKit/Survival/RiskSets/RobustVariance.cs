namespace NotebookKit.Survival.RiskSets;

/// <summary>
/// Sandwich pieces from score residuals summed within clusters (Lin and Wei 1989, doi:10.1080/01621459.1989.10478874),
/// in one pass over the rows: the n × clusters matrix is never formed.
/// </summary>
internal static class RobustVariance
{
    /// <summary>Σ over clusters of U U', where U sums the weighted score residuals of a cluster; row-major.</summary>
    public static double[] Meat(CoxDesign design, double[] scoreResiduals)
    {
        int p = design.Columns;
        int[] cluster = ClusterOfRows(design, out int clusters);
        double[] sums = new double[clusters * p];
        for (int i = 0; i < design.Rows; i++)
        {
            double w = design.Weight[i];
            Span<double> target = sums.AsSpan(cluster[i] * p, p);
            ReadOnlySpan<double> u = scoreResiduals.AsSpan(i * p, p);
            for (int j = 0; j < p; j++) target[j] += w * u[j];
        }
        double[] meat = new double[p * p];
        for (int c = 0; c < clusters; c++)
        {
            ReadOnlySpan<double> u = sums.AsSpan(c * p, p);
            for (int j = 0; j < p; j++)
                for (int k = j; k < p; k++) meat[j * p + k] += u[j] * u[k];
        }
        for (int j = 0; j < p; j++)
            for (int k = 0; k < j; k++) meat[j * p + k] = meat[k * p + j];
        return meat;
    }

    /// <summary>A V A' with symmetric A and V, row-major.</summary>
    public static double[] Sandwich(double[] bread, double[] meat, int p)
    {
        double[] half = Multiply(bread, meat, p), result = Multiply(half, bread, p);
        for (int j = 0; j < p; j++)
            for (int k = 0; k < j; k++) result[j * p + k] = result[k * p + j] = 0.5 * (result[j * p + k] + result[k * p + j]);
        return result;
    }

    private static int[] ClusterOfRows(CoxDesign design, out int clusters)
    {
        int[] cluster = new int[design.Rows];
        ReadOnlySpan<int> codes = design.Data.Clusters.Span;
        clusters = codes.IsEmpty ? design.Rows : 0;
        for (int i = 0; i < cluster.Length; i++)
        {
            cluster[i] = codes.IsEmpty ? i : codes[design.Order[i]];
            clusters = Math.Max(clusters, cluster[i] + 1);
        }
        return cluster;
    }

    private static double[] Multiply(double[] a, double[] b, int p)
    {
        double[] product = new double[p * p];
        for (int i = 0; i < p; i++)
            for (int k = 0; k < p; k++)
                for (int j = 0; j < p; j++) product[i * p + j] += a[i * p + k] * b[k * p + j];
        return product;
    }
}
