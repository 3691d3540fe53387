using NotebookKit.Adjusted.Models;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Repeated;

/// <summary>How outcomes of one cluster are assumed to be correlated.</summary>
public enum GeeCorrelation
{
    /// <summary>Not at all: the estimates of the plain regression with robust errors.</summary>
    Independence,

    /// <summary>All pairs alike.</summary>
    Exchangeable,

    /// <summary>α^|i − j| by the order of the rows within the cluster; sort by date before.</summary>
    Autoregressive,
}

/// <summary>Options of <see cref="GeeRegression.Fit"/>.</summary>
public sealed record GeeRegressionOptions
{
    /// <summary>
    /// Outcome: means, odds or rates. The default value is <see cref="RegressionKind.Logistic"/>; also Linear and Poisson.
    /// </summary>
    public RegressionKind Kind { get; init; } = RegressionKind.Logistic;

    /// <summary>Working correlation. The default value is <see cref="GeeCorrelation.Exchangeable"/>.</summary>
    public GeeCorrelation Correlation { get; init; } = GeeCorrelation.Exchangeable;

    /// <summary>
    /// Variance. The default value is <see cref="SandwichKind.Automatic"/>: Mancl-DeRouen with t below 40 clusters, else the plain
    /// sandwich.
    /// </summary>
    public SandwichKind Variance { get; init; } = SandwichKind.Automatic;

    /// <summary>Confidence level. The default value is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;
}

/// <summary>Generalised estimating equations: marginal effects from correlated rows.</summary>
public static class GeeRegression
{
    private const int FewClusters = 40, MaxIterations = 500;

    /// <summary>Fits a marginal model by generalised estimating equations.</summary>
    /// <param name="data">Rows with clusters; rows of a cluster in their order need not lie together.</param>
    /// <param name="options">Outcome, correlation, variance; null for the defaults.</param>
    /// <returns>The fit; Wald tests, because estimating equations have no likelihood.</returns>
    /// <exception cref="ArgumentException">The data are not valid, there are no clusters, no more clusters than coefficients, or a
    /// coefficient cannot be estimated.</exception>
    /// <remarks>Liang and Zeger (1986, doi:10.1093/biomet/73.1.13); scale and correlation by moments with divisor N, as geepack. Equivalent
    /// R call: <c>geepack::geeglm(y ~ x, binomial, id = cluster, corstr = "exchangeable")</c>.</remarks>
    public static GeeFit Fit(RegressionData data, GeeRegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        if (data.Clusters.IsEmpty)
            throw new ArgumentException("Generalised estimating equations need clusters: add cluster(patient_id) to the model.");
        if (!data.Weights.IsEmpty) throw new ArgumentException("Generalised estimating equations take no weights here.");
        GlmFamily family = options.Kind switch
        {
            RegressionKind.Linear => GlmFamily.Gaussian, RegressionKind.Logistic => GlmFamily.Binomial,
                RegressionKind.Poisson => GlmFamily.Poisson,
            _ => throw new ArgumentException(
                $"Found {options.Kind}; generalised estimating equations are here for Linear, Logistic and Poisson outcomes."),
        };
        var regression = new RegressionOptions { ConfidenceLevel = options.ConfidenceLevel, Sandwich = SandwichKind.Plain };
        RegressionFit start = options.Kind switch
        {
            RegressionKind.Linear => LinearRegression.Fit(data, regression),
                RegressionKind.Poisson => CountRegression.Poisson(data, regression), _ => LogisticRegression.Fit(data, regression),
        };
        if (start.Coefficients.LastOrDefault(c => c.Estimate is null) is { } lost)
            throw new ArgumentException($"Generalised estimating equations need every coefficient: {lost.Note ?? lost.Name}");
        Design design = start.Problem!.Design;
        int p = design.Columns, groups = start.Clusters!.Value;
        var equations = new GeeEquations(design, family, data, groups, options.Correlation);
        double[] beta = start.Beta();
        int iteration = Solve(equations, beta, design);
        SandwichKind kind = options.Variance != SandwichKind.Automatic ? options.Variance : groups < FewClusters
            ? SandwichKind.ManclDeRouen
            : SandwichKind.Plain;
        if (kind == SandwichKind.ManclDeRouen && groups <= p)
            throw new ArgumentException(
                $"{groups} clusters for {p} coefficients: the robust variance needs more clusters than coefficients. Use fewer variables.");
        equations.Evaluate(beta, byCluster: kind == SandwichKind.ManclDeRouen);
        double[] bread = new Cholesky(equations.Information, p).Inverse(), scores = (double[])equations.ClusterScores.Clone();
        if (kind == SandwichKind.ManclDeRouen) Sandwich.Inflate(scores, equations.ClusterInformation, bread, groups, p);
        double factor = kind is SandwichKind.Adjusted or SandwichKind.Stata
            ? groups / (groups - 1.0) * (kind == SandwichKind.Stata ? (data.Rows - 1.0) / (data.Rows - p) : 1)
            : 1;
        double[] covariance = kind == SandwichKind.Jackknife
            ? Jackknife(data, design, family, options.Correlation, beta, groups)
            : Sandwich.Product(bread, Sandwich.Meat(scores, groups, p), p, factor);
        bool[] none = new bool[p];
        var maximum = new Maximum(beta, start.LogLikelihood, Outcome.Converged, iteration) { IsAliased = none, IsUnbounded = none };
        Problem problem = start.Problem with { Options = regression };
        RegressionFit fit = RegressionEngine.Assemble(problem, maximum, start.LogLikelihood, none, new string?[p], covariance,
            kind == SandwichKind.ManclDeRouen ? groups - p : null, Sandwich.Words(kind, groups, true));
        return new GeeFit
        {
            Regression = fit, Correlation = options.Correlation,
            Alpha = options.Correlation == GeeCorrelation.Independence ? null : equations.Alpha, Scale = equations.Scale,
            AlphaStandardError = equations.AlphaError(family),
            NaiveStandardErrors = [.. Enumerable.Range(0, p).Select(j => Math.Sqrt(bread[j * (p + 1)] * equations.Scale))],
            Criterion = QuasiInformation.Of(family, data, equations.Glm, start.Beta(), beta,
                Sandwich.Product(bread, Sandwich.Meat(equations.ClusterScores, groups, p), p, 1)), Options = options,
        };
    }

    /// <summary>Newton-like steps until the equations hold; changes beta and returns the number of steps.</summary>
    private static int Solve(GeeEquations equations, double[] beta, Design design)
    {
        for (int iteration = 1; iteration <= MaxIterations; iteration++)
        {
            equations.Evaluate(beta);
            double[] step = new Cholesky(equations.Information, beta.Length).Solve(equations.Score);
            double largest = 0;
            for (int j = 0; j < beta.Length; j++)
            {
                beta[j] += step[j];
                largest = Math.Max(largest, Math.Abs(step[j]) * design.Scale[j]);
            }
            if (!double.IsFinite(largest)) break;
            if (largest < 1e-13) return iteration;
        }
        return equations.LastStepIsSmall(beta)
            ? MaxIterations
            : throw new ArgumentException("The estimating equations did not converge; try independence, or fewer variables.");
    }

    /// <summary>
    /// Spread of the estimates that leave one cluster out, each iterated to its end (Lipsitz, Dear and Zhao 1994, doi:10.2307/2533436).
    /// </summary>
    private static double[] Jackknife(RegressionData data, Design design, GlmFamily family, GeeCorrelation correlation, double[] beta,
        int groups)
    {
        int p = beta.Length;
        int[] code = Sandwich.Dense(data.Clusters.ToArray(), groups);
        double[] sum = new double[p * p];
        for (int c = 0; c < groups; c++)
        {
            int[] rows = [.. Enumerable.Range(0, data.Rows).Where(i => code[i] != c)];
            var left = new Design([.. design.Covariates.Select(x => x with { Values = Array.ConvertAll(rows, i => x.Values.Span[i]) })],
                rows.Length, intercept: true);
            var without = new RegressionData
            {
                Outcome = Array.ConvertAll(rows, i => data.Outcome.Span[i]), Covariates = left.Covariates,
                Clusters = Array.ConvertAll(rows, i => code[i]),
                Offset = data.Offset.IsEmpty ? default : Array.ConvertAll(rows, i => data.Offset.Span[i]),
            };
            double[] own = (double[])beta.Clone();
            Solve(new GeeEquations(left, family, without, groups - 1, correlation), own, left);
            for (int j = 0; j < p; j++)
                for (int k = 0; k < p; k++) sum[j * p + k] += (own[j] - beta[j]) * (own[k] - beta[k]);
        }
        double factor = (groups - p - 1.0 - (correlation == GeeCorrelation.Independence ? 0 : 1)) / groups;
        return [.. sum.Select(v => v * factor)];
    }
}
