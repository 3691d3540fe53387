namespace NotebookKit.Survival.CompetingRisks;

/// <summary>
/// Infinitesimal jackknife of a cumulative incidence F, summed within clusters, in O(n). A row at risk at t has influence P(t) + α + c
/// F(t), a row that left α + c F(t); α and c change only when it enters or leaves. Six sums over clusters are kept up to date.
/// </summary>
internal sealed class IncidenceJackknife
{
    private readonly double[] _members, _alpha, _slope, _area;
    private readonly (double Time, double P, double F)[] _settled;
    private double _mm, _ma, _mc, _aa, _ac, _cc;
    private (double Time, double P, double F) _integral; // of 1, P and F up to now

    private IncidenceJackknife(int clusters)
    {
        (_members, _alpha, _slope, _area) = (new double[clusters], new double[clusters], new double[clusters], new double[clusters]);
        _settled = new (double, double, double)[clusters];
    }

    /// <summary>Standard errors of F at each time, and the influence of each cluster on the area under F up to a time.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="table">Their counts.</param>
    /// <param name="cause">Index of the cause.</param>
    /// <param name="incidence">F at each time.</param>
    /// <param name="tau">End of the area; not finite for no area.</param>
    public static (double[] StdErr, double[] Area) Of(CompetingRisksData data, CauseTable table, int cause, double[] incidence,
        double tau = double.NaN)
    {
        int m = table.Time.Length, n = table.Rows.Length;
        int[] cluster = Clusters(data, table, out int clusters);
        var sums = new IncidenceJackknife(clusters);
        double[] rowAlpha = new double[n], rowSlope = new double[n], errors = new double[m];
        bool late = table.Entries.Length > 0;
        for (int q = 0; q < n && !late; q++) sums.Change(cluster[q], data.WeightOf(table.Rows[q]), 0, 0);
        double p = 0, a = 0, f = 0; // P(t), A(t) = Σ h g of the survival curve, F(t)
        for (int j = 0, q = 0; j < m; j++)
        {
            if (late)
                foreach (int row in table.Entries[j])
                {
                    double w = data.WeightOf(table.Rows[row]);
                    (rowAlpha[row], rowSlope[row]) = (a * f - p, -a);
                    sums.Change(cluster[row], w, w * rowAlpha[row], w * rowSlope[row]);
                }
            if (j > 0) sums.Advance(table.Time[j - 1], table.Time[j], tau, p, f);
            double atRisk = table.AtRisk[j], events = table.TotalEvents(j), before = table.SurvivalBefore(j);
            double step = before * table.Events[cause][j] / atRisk;
            p += a * step - step / atRisk;
            double g = table.Survival[j] > 0 ? 1 / (atRisk - events) : 0;
            a += events / atRisk * g;
            f = incidence[j];
            for (; q < n && table.TimeIndex[q] == j; q++)
            {
                int code = data.Cause.Span[table.Rows[q]];
                double w = data.WeightOf(table.Rows[q]), influence = p + rowAlpha[q] + rowSlope[q] * f
                    + (code == cause + 1 ? before / atRisk : 0);
                double slope = rowSlope[q] + a - (code > 0 ? g : 0), alpha = influence - slope * f;
                sums.Change(cluster[q], -w, w * (alpha - rowAlpha[q]), w * (slope - rowSlope[q]));
            }
            errors[j] = Math.Sqrt(Math.Max(0, sums.Square(p, f)));
        }
        sums.Advance(table.Time[^1], tau, tau, p, f);
        for (int c = 0; c < clusters; c++) sums.Settle(c);
        return (errors, sums._area);
    }

    private double Square(double p, double f) => p * p * _mm + 2 * p * _ma + 2 * p * f * _mc + _aa + 2 * f * _ac + f * f * _cc;

    private void Advance(double from, double to, double tau, double p, double f)
    {
        double width = Math.Min(to, tau) - Math.Min(from, tau);
        if (width > 0) _integral = (_integral.Time + width, _integral.P + width * p, _integral.F + width * f);
    }

    private void Settle(int at)
    {
        (double time, double p, double f) = _settled[at];
        _area[at] += _members[at] * (_integral.P - p) + _alpha[at] * (_integral.Time - time) + _slope[at] * (_integral.F - f);
        _settled[at] = _integral;
    }

    private void Change(int at, double members, double alpha, double slope)
    {
        Settle(at);
        Count(at, -1);
        _members[at] += members;
        _alpha[at] += alpha;
        _slope[at] += slope;
        Count(at, +1);
    }

    private void Count(int at, int sign)
    {
        double m = _members[at], a = _alpha[at], c = _slope[at];
        _mm += sign * m * m;
        _ma += sign * m * a;
        _mc += sign * m * c;
        _aa += sign * a * a;
        _ac += sign * a * c;
        _cc += sign * c * c;
    }

    private static int[] Clusters(CompetingRisksData data, CauseTable table, out int count)
    {
        int[] cluster = new int[table.Rows.Length];
        count = data.Clusters.IsEmpty ? cluster.Length : data.Time.Length;
        for (int q = 0; q < cluster.Length; q++) cluster[q] = data.Clusters.IsEmpty ? q : data.Clusters.Span[table.Rows[q]];
        return cluster;
    }
}
