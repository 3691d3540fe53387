namespace NotebookKit.Survival.CompetingRisks;

/// <summary>
/// Infinitesimal jackknife of a cumulative incidence, summed within clusters, in O(n). A row still at risk at t has influence
/// P(t); a row that left has α + c F(t), with α and c fixed when it leaves. Six sums over clusters are kept up to date.
/// </summary>
internal static class IncidenceJackknife
{
    public static double[] StandardErrors(CompetingRisksData data, CauseTable table, int cause, double[] incidence)
    {
        int m = table.Time.Length, n = table.Rows.Length;
        int[] cluster = Clusters(data, table, out int clusters);
        double[] members = new double[clusters], alpha = new double[clusters], slope = new double[clusters];
        foreach (int c in cluster) members[c]++;
        double mm = members.Sum(v => v * v), ma = 0, mc = 0, aa = 0, ac = 0, cc = 0;
        double[] errors = new double[m];
        double p = 0, a = 0; // P(t), and A(t) = Σ h g of the survival curve
        for (int j = 0, q = 0; j < m; j++)
        {
            double atRisk = table.AtRisk[j], events = table.TotalEvents(j), before = table.SurvivalBefore(j);
            double step = before * table.Events[cause][j] / atRisk;
            p += a * step - step / atRisk;
            double g = events < atRisk ? 1 / (atRisk - events) : 0;
            a += events / atRisk * g;
            for (; q < n && table.TimeIndex[q] == j; q++)
            {
                int code = data.Cause.Span[table.Rows[q]], at = cluster[q];
                double rowSlope = a - (code > 0 ? g : 0);
                double rowAlpha = p - rowSlope * incidence[j] + (code == cause + 1 ? before / atRisk : 0);
                Change(at, -1);
                members[at]--;
                alpha[at] += rowAlpha;
                slope[at] += rowSlope;
                Change(at, +1);
            }
            double f = incidence[j];
            errors[j] = Math.Sqrt(Math.Max(0, p * p * mm + 2 * p * ma + 2 * p * f * mc + aa + 2 * f * ac + f * f * cc));
        }
        return errors;

        void Change(int at, int sign)
        {
            mm += sign * members[at] * members[at];
            ma += sign * members[at] * alpha[at];
            mc += sign * members[at] * slope[at];
            aa += sign * alpha[at] * alpha[at];
            ac += sign * alpha[at] * slope[at];
            cc += sign * slope[at] * slope[at];
        }
    }

    private static int[] Clusters(CompetingRisksData data, CauseTable table, out int count)
    {
        int[] cluster = new int[table.Rows.Length];
        count = data.Clusters.IsEmpty ? cluster.Length : data.Time.Length;
        for (int q = 0; q < cluster.Length; q++) cluster[q] = data.Clusters.IsEmpty ? q : data.Clusters.Span[table.Rows[q]];
        return cluster;
    }
}
