using CsCheck;
using NotebookKit.Cohorts;
using NotebookKit.Survival;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Curves;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival;

public sealed class SurvivalPropertyTests
{
    private sealed record Sample(double[] Time, byte[] Status, int[] Group, int[] Cluster, double[] Weight);

    private static readonly Gen<Sample> Samples =
        from n in Gen.Int[4, 40]
        from time in Gen.Int[1, 12].Array[n]
        from status in Gen.Byte[0, 1].Array[n]
        from groups in Gen.Int[0, 2].Array[n]
        from cluster in Gen.Int[0, 7].Array[n]
        from weight in Gen.Int[1, 3].Array[n]
        select new Sample([.. time.Select(t => (double)t)], status, Dense(groups), Dense(cluster), [.. weight.Select(w => (double)w)]);

    private static int[] Dense(int[] codes)
    {
        int[] levels = [.. codes.Distinct().Order()];
        return [.. codes.Select(c => Array.IndexOf(levels, c))];
    }

    private static void Same(KaplanMeierCurve a, KaplanMeierCurve b, string what)
    {
        Near(a.Time.Nullable(), b.Time.Nullable(), what + " time");
        Near(a.AtRisk.Nullable(), b.AtRisk.Nullable(), what + " at risk");
        Near(a.Survival.Nullable(), b.Survival.Nullable(), what + " survival");
        // variances, for the root of a variance that rounds to 1e-18 instead of 0 is far from 0
        Near([.. a.StdErrSurvival.Select(e => e * e)], [.. b.StdErrSurvival.Select(e => e * e)], what + " variance", 1e-9, floor: 1e-6);
        Near(a.Median.Estimate, b.Median.Estimate, what + " median");
    }

    [Fact]
    public void Order_of_rows_does_not_matter() =>
        (from s in Samples from order in Gen.Shuffle(Enumerable.Range(0, s.Time.Length).ToArray()) select (s, order)).Sample(x =>
    {
        T[] Pick<T>(T[] values) => [.. x.order.Select(i => values[i])];
        SurvivalCohort a = SurvivalCohort.Create(x.s.Time, x.s.Status, x.s.Group, x.s.Cluster);
        SurvivalCohort b = SurvivalCohort.Create(Pick(x.s.Time), Pick(x.s.Status), Pick(x.s.Group), Pick(x.s.Cluster));
        KaplanMeierEstimate first = KaplanMeier.Estimate(a), second = KaplanMeier.Estimate(b);
        for (int g = 0; g < first.Curves.Length; g++) Same(first.Curves[g], second.Curves[g], "permuted");
        if (a.Groups.Length > 1) Near(LogRank.Test(a).ChiSquare, LogRank.Test(b).ChiSquare, "log-rank", 1e-6, floor: 1e-6);
    });

    [Fact]
    public void Grouping_is_splitting() => Samples.Sample(s =>
    {
        KaplanMeierEstimate grouped = KaplanMeier.Estimate(SurvivalCohort.Create(s.Time, s.Status, s.Group));
        for (int g = 0; g < grouped.Curves.Length; g++)
        {
            int[] rows = [.. Enumerable.Range(0, s.Time.Length).Where(i => s.Group[i] == g)];
            KaplanMeierEstimate alone = KaplanMeier.Estimate(
                SurvivalCohort.Create([.. rows.Select(i => s.Time[i])], [.. rows.Select(i => s.Status[i])]));
            Same(alone.Curves[0], grouped.Curves[g], "split");
        }
    });

    [Fact]
    public void Whole_weights_are_repetition() => Samples.Sample(s =>
    {
        int[] rows = [.. Enumerable.Range(0, s.Time.Length).SelectMany(i => Enumerable.Repeat(i, (int)s.Weight[i]))];
        SurvivalCohort weighted = SurvivalCohort.Create(s.Time, s.Status, s.Group, weight: s.Weight);
        SurvivalCohort repeated = SurvivalCohort.Create([.. rows.Select(i => s.Time[i])], [.. rows.Select(i => s.Status[i])],
            [.. rows.Select(i => s.Group[i])]);
        KaplanMeierEstimate a = KaplanMeier.Estimate(weighted), b = KaplanMeier.Estimate(repeated);
        for (int g = 0; g < a.Curves.Length; g++) Same(b.Curves[g], a.Curves[g], "weights");
        if (weighted.Groups.Length > 1)
            Near(LogRank.Test(repeated).ChiSquare, LogRank.Test(weighted).ChiSquare, "log-rank", 1e-8, floor: 1e-8);
    });

    [Fact]
    public void Without_censoring_it_is_one_minus_the_empirical_distribution() => Samples.Sample(s =>
    {
        KaplanMeierCurve curve = KaplanMeier.Estimate(SurvivalCohort.Create(s.Time, [.. s.Status.Select(_ => (byte)1)])).Curves[0];
        for (int j = 0; j < curve.Time.Length; j++)
        {
            double survival = s.Time.Count(t => t > curve.Time[j]) / (double)s.Time.Length;
            Near(survival, curve.Survival[j], "S", floor: 1e-3);
            if (survival > 0) Near(Math.Sqrt(survival * (1 - survival) / s.Time.Length), curve.StdErrSurvival[j], "binomial se", 1e-10);
        }
    });

    [Fact]
    public void Clustered_variance_is_the_sum_over_clusters_of_brute_force_derivatives() => Samples.Sample(s =>
    {
        SurvivalCohort cohort = SurvivalCohort.Create(s.Time, s.Status, cluster: s.Cluster, weight: s.Weight);
        if (cohort.Clusters < 2) return;
        KaplanMeierEstimate estimate = KaplanMeier.Estimate(cohort);
        KaplanMeierCurve curve = estimate.Curves[0];
        double tau = curve.Time[^1];
        double[] variance = new double[curve.Time.Length];
        double meanVariance = 0;
        for (int c = 0; c < cohort.Clusters; c++)
        {
            // Central difference of S(t) in a common factor of the cluster's weights.
            const double h = 1e-5;
            double[][] moved =
                [.. new[] { 1 + h, 1 - h }.Select(f => Curve([.. s.Weight.Select((w, i) => s.Cluster[i] == c ? w * f : w)]))];
            for (int j = 0; j < variance.Length; j++) variance[j] += Math.Pow((moved[0][j] - moved[1][j]) / (2 * h), 2);
            meanVariance += Math.Pow((Area(moved[0]) - Area(moved[1])) / (2 * h), 2);
        }
        for (int j = 0; j < variance.Length; j++)
            if (curve.Survival[j] > 0) Near(Math.Sqrt(variance[j]), curve.StdErrSurvival[j], $"se at {curve.Time[j]}", 1e-5, floor: 1e-3);
        if (estimate.RestrictedMeanCovariance(tau)[0, 0] is { } v)
            Near(meanVariance, v, "variance of the restricted mean", 1e-5, floor: 1e-3);

        double[] Curve(double[] weight) =>
            [.. KaplanMeier.Estimate(SurvivalCohort.Create(s.Time, s.Status, weight: weight), new() { Robust = false }).Curves[0].Survival];
        double Area(double[] survival) => curve.Time[0] + Enumerable.Range(0, survival.Length - 1)
            .Sum(j => survival[j] * (curve.Time[j + 1] - curve.Time[j]));
    }, iter: 200);

    [Fact]
    public void A_cluster_for_every_row_is_the_robust_variance_of_independent_rows() => Samples.Sample(s =>
    {
        int[] own = [.. Enumerable.Range(0, s.Time.Length)];
        KaplanMeierCurve clustered = KaplanMeier.Estimate(SurvivalCohort.Create(s.Time, s.Status, cluster: own)).Curves[0];
        KaplanMeierCurve greenwood = KaplanMeier.Estimate(SurvivalCohort.Create(s.Time, s.Status)).Curves[0];
        // The infinitesimal jackknife of the Kaplan-Meier estimate equals Greenwood's formula.
        Near(greenwood.StdErrSurvival, clustered.StdErrSurvival, "se", 1e-9, floor: 1e-6);
    });

    [Fact]
    public void Pooled_duplicates_of_every_row_do_not_narrow_the_clustered_interval() => Samples.Sample(s =>
    {
        int[] own = [.. Enumerable.Range(0, s.Time.Length)];
        KaplanMeierCurve once = KaplanMeier.Estimate(SurvivalCohort.Create(s.Time, s.Status, cluster: own)).Curves[0];
        KaplanMeierCurve twice = KaplanMeier.Estimate(
            SurvivalCohort.Create([.. s.Time, .. s.Time], [.. s.Status, .. s.Status], cluster: [.. own, .. own])).Curves[0];
        Near(once.StdErrSurvival, twice.StdErrSurvival, "se", 1e-9, floor: 1e-6);
    });

    [Fact]
    public void Score_test_with_a_cluster_for_every_row_does_not_depend_on_the_order_of_groups() => Samples.Sample(s =>
    {
        int groups = s.Group.Max() + 1;
        if (groups < 2) return;
        LogRankResult a = LogRank.Test(SurvivalCohort.Create(s.Time, s.Status, s.Group, s.Cluster));
        LogRankResult b = LogRank.Test(SurvivalCohort.Create(s.Time, s.Status, [.. s.Group.Select(g => groups - 1 - g)], s.Cluster));
        if (a.ChiSquare is { } x && b.ChiSquare is { } y && x < 1e6) Near(x, y, "chi-square", 1e-6, floor: 1e-3);
    });

    [Fact]
    public void Intervals_cover_at_their_level()
    {
        // 2,000 trials of 80 exponential times with censoring; exact S(0.7) = exp(-0.7). Tolerance: 3 standard errors of 0.95 ± 0.015.
        var random = new Random(20240108);
        int covered = 0, medianCovered = 0, trials = 2000;
        for (int trial = 0; trial < trials; trial++)
        {
            double[] events = [.. Enumerable.Range(0, 80).Select(_ => -Math.Log(1 - random.NextDouble()))],
                censoring = [.. events.Select(_ => 3 * random.NextDouble())];
            SurvivalCohort cohort = SurvivalCohort.Create(
                [.. events.Zip(censoring, Math.Min)], [.. events.Zip(censoring, (e, c) => (byte)(e <= c ? 1 : 0))]);
            KaplanMeierEstimate estimate = KaplanMeier.Estimate(cohort, new() { ConfidenceType = ConfidenceIntervalType.LogLog });
            SurvivalAtTime at = estimate.AtTimes(0.7).Rows[0];
            if (at.Lower <= Math.Exp(-0.7) && Math.Exp(-0.7) <= at.Upper) covered++;
            SurvivalQuantile median = estimate.Curves[0].Median;
            if ((median.Lower ?? 0) <= Math.Log(2) && Math.Log(2) <= (median.Upper ?? double.PositiveInfinity)) medianCovered++;
        }
        Assert.InRange(covered / (double)trials, 0.935, 0.965);
        Assert.InRange(medianCovered / (double)trials, 0.935, 0.97);
    }

    [Fact]
    public void Clustered_intervals_cover_where_naive_ones_do_not()
    {
        // 60 patients with 3 identical rows each: the naive interval covers far too rarely, the clustered one about as it says.
        var random = new Random(5);
        int naive = 0, clustered = 0, trials = 600;
        for (int trial = 0; trial < trials; trial++)
        {
            double[] patient = [.. Enumerable.Range(0, 60).Select(_ => -Math.Log(1 - random.NextDouble()))];
            double[] time = [.. Enumerable.Range(0, 180).Select(i => patient[i / 3])];
            byte[] status = [.. time.Select(_ => (byte)1)];
            foreach (bool byPatient in new[] { false, true })
            {
                SurvivalAtTime at = KaplanMeier.Estimate(
                    SurvivalCohort.Create(time, status, cluster: byPatient ? [.. Enumerable.Range(0, 180).Select(i => i / 3)] : null),
                    new() { ConfidenceType = ConfidenceIntervalType.LogLog }).AtTimes(0.7).Rows[0];
                if (at.Lower <= Math.Exp(-0.7) && Math.Exp(-0.7) <= at.Upper) _ = byPatient ? clustered++ : naive++;
            }
        }
        Assert.InRange(naive / (double)trials, 0.6, 0.85);
        Assert.InRange(clustered / (double)trials, 0.92, 0.98);
    }

    [Fact]
    public void Whole_day_counting_and_sorting_give_the_same_tables() => Samples.Sample(s =>
    {
        // A shift by a fraction sends the same data down the sorting path.
        SurvivalCohort whole = SurvivalCohort.Create(s.Time, s.Status, s.Group, s.Cluster, weight: s.Weight);
        SurvivalCohort shifted = SurvivalCohort.Create([.. s.Time.Select(t => t + 0.5)], s.Status, s.Group, s.Cluster, weight: s.Weight);
        KaplanMeierEstimate a = KaplanMeier.Estimate(whole), b = KaplanMeier.Estimate(shifted);
        for (int g = 0; g < a.Curves.Length; g++)
        {
            Near([.. a.Curves[g].Time.Select(t => (double?)(t + 0.5))], b.Curves[g].Time.Nullable(), "time");
            Near(a.Curves[g].Survival.Nullable(), b.Curves[g].Survival.Nullable(), "survival");
            Near(a.Curves[g].StdErrSurvival, b.Curves[g].StdErrSurvival, "se");
        }
    });
}
