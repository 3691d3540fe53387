using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Groups;

/// <summary>Student's and Welch's t tests.</summary>
/// <remarks>Welch (1947), doi:10.1093/biomet/34.1-2.28. Equal R's <c>t.test</c>.</remarks>
internal static class TTest
{
    /// <summary>Compares the means of two independent samples.</summary>
    /// <param name="x">First sample, none missing.</param>
    /// <param name="y">Second sample, none missing.</param>
    /// <param name="equalVariances">Whether to pool the variances. The default value is false: Welch's test.</param>
    /// <param name="alternative">The alternative hypothesis. The default value is two-sided.</param>
    /// <param name="confidenceLevel">Confidence level of the difference. The default value is 0.95.</param>
    /// <returns>t, degrees of freedom, P and the difference of means (first less second).</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static HypothesisTestResult TwoSample(ReadOnlySpan<double> x, ReadOnlySpan<double> y, bool equalVariances = false,
        Alternative alternative = Alternative.TwoSided, double confidenceLevel = 0.95) =>
        TwoSample(SampleMoments.Of(x), SampleMoments.Of(y), equalVariances, alternative, confidenceLevel);

    /// <summary>Compares two means from published sizes, means and standard deviations (variance = SD²).</summary>
    /// <param name="x">First sample.</param>
    /// <param name="y">Second sample.</param>
    /// <param name="equalVariances">Whether to pool the variances. The default value is false: Welch's test.</param>
    /// <param name="alternative">The alternative hypothesis. The default value is two-sided.</param>
    /// <param name="confidenceLevel">Confidence level of the difference. The default value is 0.95.</param>
    /// <returns>t, degrees of freedom, P and the difference of means (first less second).</returns>
    public static HypothesisTestResult TwoSample(SampleMoments x, SampleMoments y, bool equalVariances = false,
        Alternative alternative = Alternative.TwoSided, double confidenceLevel = 0.95)
    {
        IntervalEstimate.CheckLevel(confidenceLevel);
        var empty = new HypothesisTestResult { TestName = equalVariances
            ? "Two-sample t test (pooled variance)"
            : "Welch two-sample t test", N = x.N + y.N, Alternative = alternative };
        if (x.N < 1 || y.N < 1 || (equalVariances ? x.N + y.N < 3 : x.N < 2 || y.N < 2))
            return empty with { Note = equalVariances
                ? "P not computed: a group is empty or there are fewer than three values."
                : "P not computed: a group has fewer than two values." };
        double standardError, df;
        if (equalVariances)
        {
            df = x.N + y.N - 2;
            double pooled = (Squares(x) + Squares(y)) / df;
            standardError = Math.Sqrt(pooled * (1.0 / x.N + 1.0 / y.N));
        }
        else
        {
            double a = x.Variance / x.N, b = y.Variance / y.N;
            standardError = Math.Sqrt(a + b);
            df = (a + b) * (a + b) / (a * a / (x.N - 1) + b * b / (y.N - 1));
        }
        return Finish(empty, x.Mean - y.Mean, standardError, df, Math.Max(Math.Abs(x.Mean), Math.Abs(y.Mean)), "difference in means",
            confidenceLevel);
    }

    /// <summary>Compares pairs: a one-sample test of the differences.</summary>
    /// <param name="x">First value of each pair, none missing.</param>
    /// <param name="y">Second value of each pair, none missing.</param>
    /// <param name="alternative">The alternative hypothesis. The default value is two-sided.</param>
    /// <param name="confidenceLevel">Confidence level of the mean difference. The default value is 0.95.</param>
    /// <returns>t, degrees of freedom, P and the mean of the differences (first less second).</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a value is NaN.</exception>
    public static HypothesisTestResult Paired(ReadOnlySpan<double> x, ReadOnlySpan<double> y,
        Alternative alternative = Alternative.TwoSided, double confidenceLevel = 0.95)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"Pairs: found {x.Length} first and {y.Length} second values; expected as many of each.",
                nameof(y));
        var differences = new double[x.Length];
        for (int i = 0; i < differences.Length; i++) differences[i] = x[i] - y[i];
        HypothesisTestResult result = OneSample(differences, 0, alternative, confidenceLevel);
        const string name = "Paired t test";
        return result with { TestName = name, Estimate = result.Estimate is null ? null : result.Estimate with { Name = "mean difference",
            Method = name } };
    }

    /// <summary>Compares the mean of one sample with a fixed value.</summary>
    /// <param name="x">Sample, none missing.</param>
    /// <param name="mean">The mean under the null hypothesis. The default value is 0.</param>
    /// <param name="alternative">The alternative hypothesis. The default value is two-sided.</param>
    /// <param name="confidenceLevel">Confidence level of the mean. The default value is 0.95.</param>
    /// <returns>t, degrees of freedom, P and the mean.</returns>
    /// <exception cref="ArgumentException">A value is NaN.</exception>
    public static HypothesisTestResult OneSample(ReadOnlySpan<double> x, double mean = 0, Alternative alternative = Alternative.TwoSided,
        double confidenceLevel = 0.95)
    {
        IntervalEstimate.CheckLevel(confidenceLevel);
        SampleMoments moments = SampleMoments.Of(x);
        var empty = new HypothesisTestResult { TestName = "One-sample t test", N = moments.N, Alternative = alternative };
        if (moments.N < 2) return empty with { Note = "P not computed: fewer than two values." };
        HypothesisTestResult result = Finish(empty, moments.Mean - mean, Math.Sqrt(moments.Variance / moments.N), moments.N - 1,
            Math.Abs(moments.Mean), "mean", confidenceLevel);
        return result.Estimate is null ? result
            : result with {
                Estimate = result.Estimate with { Value = moments.Mean, Lower = result.Estimate.Lower + mean,
                    Upper = result.Estimate.Upper + mean } };
    }

    private static double Squares(SampleMoments sample) => sample.N > 1 ? sample.Variance * (sample.N - 1) : 0;

    private static HypothesisTestResult Finish(HypothesisTestResult empty, double difference, double standardError, double df, double scale,
        string name, double confidenceLevel)
    {
        if (!(standardError > 10 * 2.220446049250313e-16 * scale)) return empty with { Note = "P not computed: the values do not vary." };
        double t = difference / standardError;
        bool twoSided = empty.Alternative == Alternative.TwoSided;
        double margin = Distributions.TQuantile(twoSided ? (1 + confidenceLevel) / 2 : confidenceLevel, df) * standardError;
        return empty with
        {
            StatisticName = "t",
            Statistic = t,
            DegreesOfFreedom = df,
            P = empty.Alternative switch
            {
                Alternative.Less => Distributions.TUpper(-t, df),
                Alternative.Greater => Distributions.TUpper(t, df),
                _ => Distributions.TTwoSided(t, df),
            },
            Estimate = new()
            {
                Name = name,
                Value = difference,
                Lower = empty.Alternative == Alternative.Less ? null : difference - margin,
                Upper = empty.Alternative == Alternative.Greater ? null : difference + margin,
                StandardError = standardError,
                ConfidenceLevel = confidenceLevel,
                Method = empty.TestName,
            },
        };
    }
}
