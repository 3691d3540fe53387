using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Numerics;
using NotebookKit.Rendering;

namespace NotebookKit.Statistics.Clustered;

/// <summary>
/// Logistic regression of an event on the group by generalized estimating equations, with the robust (sandwich) variance.
/// </summary>
/// <remarks>
/// Liang and Zeger (1986), doi:10.1093/biomet/73.1.13. Scale and correlation are their moment estimates with divisor less the number of
/// parameters, as in R's <c>gee</c> and in SAS; <c>geepack</c> does not subtract. With few clusters the plain sandwich makes P too small:
/// below some forty clusters use <see cref="GeeOptions.SmallSample"/> or <see cref="ClusteredTest.Proportions"/>.
/// </remarks>
internal static class GeeLogistic
{
    private const int MostIterations = 200;
    private const double Tolerance = 1e-13;
    private const int FewClusters = 40;

    /// <summary>Compares the odds of an event between groups.</summary>
    /// <param name="events">Whether each row has the event.</param>
    /// <param name="groups">Group of each row: 0, 1, …; groups may share clusters.</param>
    /// <param name="clusters">Cluster of each row: 0, 1, …</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>Wald test; for two groups z (or t) and the odds ratio, first against second, for more χ² (or F).</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a code is negative.</exception>
    public static HypothesisTestResult Test(ReadOnlySpan<bool> events, ReadOnlySpan<int> groups, ReadOnlySpan<int> clusters,
        GeeOptions? options = null)
    {
        options ??= new();
        var score = new double[events.Length];
        for (int i = 0; i < score.Length; i++) score[i] = events[i] ? 1 : 0;
        ClusterSums sums = ClusterSums.Of([score], groups, clusters);
        bool exchangeable = options.Correlation == WorkingCorrelation.Exchangeable;
        var empty = new HypothesisTestResult
        {
            TestName = $"GEE logistic regression, {(exchangeable ? "exchangeable" : "independence")}, "
                + (options.SmallSample ? "Mancl-DeRouen sandwich" : "sandwich"), N = events.Length,
        };
        if (sums.Groups < 2) return empty with { Note = "P not computed: fewer than two groups have values." };
        for (int g = 0; g < sums.Groups; g++)
            if (Enumerable.Range(0, sums.Clusters).Sum(c => sums.Scores[0][c, g]) is var x && (x == 0 || x == sums.RowsIn(g)))
                return empty with {
                    Note = "P not computed: in a group all or none had the event, so the odds ratio is infinite or zero (separation)." };
        if (options.SmallSample && sums.Clusters <= sums.Groups)
            return empty with { Note = "P not computed: no more clusters than groups." };
        var equations = new GeeEquations(sums);
        if (!Solve(equations, exchangeable)) return empty with { Note = "P not computed: the estimating equations did not converge." };
        return Wald(equations, sums, empty, options);
    }

    private static bool Solve(GeeEquations equations, bool exchangeable)
    {
        for (int i = 0; i < MostIterations; i++)
        {
            if (exchangeable) equations.UpdateCorrelation();
            double step = equations.Step();
            if (!double.IsFinite(step)) return false;
            if (step < Tolerance) return true;
        }
        return false;
    }

    private static HypothesisTestResult Wald(GeeEquations equations, ClusterSums sums, HypothesisTestResult empty, GeeOptions options)
    {
        int k = sums.Groups, df = sums.Clusters - k;
        string note = FormattableString.Invariant($"{sums.Clusters} clusters")
            + (options.Correlation == WorkingCorrelation.Exchangeable
                ? $"; correlation {NumberFormat.Fixed(equations.Correlation, 3)}"
                : "")
            + (!options.SmallSample && sums.Clusters < FewClusters
                ? FormattableString.Invariant($". Fewer than {FewClusters} clusters: P tends to be too small")
                : "") + ".";
        if (equations.Covariance(options.SmallSample) is not { } covariance)
            return empty with { Note = "P not computed: a group has one cluster." };
        // every group against the last
        Matrix<double> contrast = Matrix<double>.Build.Dense(k - 1, k, (i, j) => i == j ? 1 : j == k - 1 ? -1 : 0);
        Vector<double> difference = contrast * equations.LogOdds;
        Matrix<double> variance = contrast * covariance * contrast.Transpose();
        if (!variance.Diagonal().All(v => v > 0)) return empty with { Note = "P not computed: the robust variance is 0." };
        if (k > 2)
        {
            double chiSquare = difference * variance.Solve(difference);
            return options.SmallSample
                ? empty with { StatisticName = "F", Statistic = chiSquare / (k - 1), DegreesOfFreedom = k - 1,
                    DenominatorDegreesOfFreedom = df, P = Distributions.FUpper(chiSquare / (k - 1), k - 1, df), Note = note }
                : empty with { StatisticName = "χ²", Statistic = chiSquare, DegreesOfFreedom = k - 1,
                    P = Distributions.ChiSquareUpper(chiSquare, k - 1), Note = note };
        }
        double standardError = Math.Sqrt(variance[0, 0]), ratio = difference[0] / standardError;
        double quantile = options.SmallSample
            ? -Distributions.TQuantile((1 - options.ConfidenceLevel) / 2, df)
            : IntervalEstimate.Z(options.ConfidenceLevel);
        return empty with
        {
            StatisticName = options.SmallSample ? "t" : "z", Statistic = ratio, DegreesOfFreedom = options.SmallSample ? df : null,
            P = options.SmallSample ? Distributions.TTwoSided(ratio, df) : Distributions.NormalTwoSided(ratio), Note = note,
            Estimate = new()
            {
                Name = "odds ratio", Value = Math.Exp(difference[0]), Lower = Math.Exp(difference[0] - quantile * standardError),
                Upper = Math.Exp(difference[0] + quantile * standardError),
                StandardError = standardError, ConfidenceLevel = options.ConfidenceLevel, Method = empty.TestName,
                Note = "Standard error of the logarithm.",
            },
        };
    }
}
