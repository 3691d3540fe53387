using NotebookKit.Cohorts;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Curves;

/// <summary>Values read off every curve of an estimate with their covariance over the curves.</summary>
/// <remarks>
/// With a robust variance a value's covariance is the sum over clusters of the products of their influences, so a cluster with rows in
/// two groups links the two curves. Otherwise curves are independent.
/// </remarks>
internal sealed record CurveFunctional(double?[] Values, double?[,] Covariance)
{
    /// <summary>S(t) of each curve; null beyond its follow-up.</summary>
    public static CurveFunctional SurvivalAt(KaplanMeierEstimate estimate, double t) => Of(
        estimate, curve => curve.SurvivalAt(t),
        (curve, area) =>
        {
            int last = RiskTable.UpperBound(curve.Table.Time, t);
            area[..last].Fill(last == 0 ? 1 : curve.RawSurvival[last - 1]);
        },
        curve =>
        {
            int last = RiskTable.UpperBound(curve.Table.Time, t) - 1;
            return last < 0 ? 0 : Math.Pow(curve.RawSurvival[last] * curve.RawStdErrLog[last], 2);
        });

    /// <summary>∫ S from the start of each curve to <paramref name="tau"/>; null where follow-up ends before.</summary>
    public static CurveFunctional MeanUpTo(KaplanMeierEstimate estimate, double tau) => Of(
        estimate, curve => curve.SurvivalAt(tau) is null ? null : Area(curve, tau),
        (curve, area) => AreasAfter(curve, tau, area),
        curve =>
        {
            var area = new double[curve.Table.Time.Length];
            AreasAfter(curve, tau, area);
            double sum = 0;
            for (int j = 0; j < area.Length; j++)
            {
                double n = curve.Table.AtRisk[j], d = curve.Table.Events[j];
                if (d > 0 && n > d) sum += area[j] * area[j] * d / (n * (n - d));
            }
            return sum;
        });

    private static CurveFunctional Of(
        KaplanMeierEstimate estimate, Func<KaplanMeierCurve, double?> value, AreaFiller area, Func<KaplanMeierCurve, double> variance)
    {
        int k = estimate.Curves.Length;
        double?[] values = [.. estimate.Curves.Select(value)];
        double[][]? influences = estimate.IsRobust ? [.. estimate.Curves.Select(c => Influence(estimate, c, area))] : null;
        var covariance = new double?[k, k];
        for (int g = 0; g < k; g++)
            for (int h = 0; h < k; h++)
            {
                KaplanMeierCurve curve = estimate.Curves[g];
                bool estimable = Estimable(curve, values[g]) && Estimable(estimate.Curves[h], values[h]);
                double product = influences is not null ? Product(influences[g], influences[h]) : g == h ? variance(curve) : 0;
                covariance[g, h] = estimable && double.IsFinite(product) ? product : null;
            }
        return new CurveFunctional(values, covariance);
    }

    private static bool Estimable(KaplanMeierCurve curve, double? value) => value is > 0 && curve.Clusters is null or >= 2;

    private static double[] Influence(KaplanMeierEstimate estimate, KaplanMeierCurve curve, AreaFiller fill)
    {
        SurvivalCohort cohort = estimate.Cohort!;
        var area = new double[curve.Table.Time.Length];
        fill(curve, area);
        var total = new double[cohort.Clusters > 0 ? cohort.Clusters : cohort.N];
        ClusterVariance.Accumulate(cohort, curve.Table, Hazards.LogSurvivalInfluence(curve.Table, estimate.Options.Estimator), area, total);
        return total;
    }

    private static double Product(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double Area(KaplanMeierCurve curve, double tau)
    {
        double area = 0, from = curve.Start, height = 1;
        for (int j = 0; j < curve.Table.Time.Length && curve.Table.Time[j] < tau; j++)
        {
            area += height * (curve.Table.Time[j] - from);
            (from, height) = (curve.Table.Time[j], curve.RawSurvival[j]);
        }
        return area + height * (tau - from);
    }

    /// <summary>∫ S from each time to <paramref name="tau"/>; 0 for later times.</summary>
    private static void AreasAfter(KaplanMeierCurve curve, double tau, Span<double> area)
    {
        double sum = 0, end = tau;
        for (int j = area.Length - 1; j >= 0; j--)
        {
            if (curve.Table.Time[j] < tau)
            {
                sum += curve.RawSurvival[j] * (end - curve.Table.Time[j]);
                end = curve.Table.Time[j];
            }
            area[j] = sum;
        }
    }

    private delegate void AreaFiller(KaplanMeierCurve curve, Span<double> area);
}
