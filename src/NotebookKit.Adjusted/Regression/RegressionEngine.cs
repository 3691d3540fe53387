using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>From a likelihood to estimates, limits and tests: one way for every kind of regression.</summary>
internal static class RegressionEngine
{
    private const int FewClusters = 40;

    /// <summary>Maximises, and takes the variance of the model or over clusters.</summary>
    public static RegressionFit Fit(Problem problem)
    {
        Maximum maximum = problem.Maximize();
        Likelihood likelihood = problem.Likelihood;
        int p = problem.Design.Columns;
        bool[] missing = [.. Enumerable.Range(0, p).Select(j => maximum.IsAliased[j] || maximum.IsUnbounded[j])];
        if (maximum.Outcome != Outcome.Converged) likelihood.Evaluate(maximum.Beta);
        double value = likelihood.Value;
        Newton.Mask(likelihood, [.. missing, .. new bool[problem.Extra]]);
        double[] information = Block(likelihood.Information, likelihood.Columns, p);
        double[] bread = new Cholesky(information, p).Inverse();
        double? sigma = null;
        if (problem.Kind == RegressionKind.Linear)
        {
            int df = problem.N - missing.Count(m => !m);
            sigma = df > 0 ? Math.Sqrt(-2 * value / df) : null;
        }
        double[] covariance = [.. bread.Select(v => v * (sigma * sigma ?? 1))];
        double? degrees = problem.Kind == RegressionKind.Linear ? problem.N - missing.Count(m => !m) : null;
        string variance = problem.Options.Firth ? "profile penalised likelihood" : "model-based standard errors";
        if (problem.Clusters.Length > 0 || !problem.HasLikelihood)
        {
            int[] clusters = problem.Clusters.Length > 0 ? problem.Clusters : [.. Enumerable.Range(0, problem.N)];
            int groups = clusters.Distinct().Count();
            SandwichKind kind = problem.Clusters.Length == 0 ? SandwichKind.Plain : problem.Options.Sandwich != SandwichKind.Automatic
                ? problem.Options.Sandwich : groups < FewClusters ? SandwichKind.ManclDeRouen : SandwichKind.Adjusted;
            int k = missing.Count(m => !m);
            if (kind == SandwichKind.ManclDeRouen && groups <= k)
                throw new ArgumentException(
                    $"{groups} clusters for {k} coefficients: a robust variance needs more clusters than coefficients. Use fewer "
                        + "variables.");
            covariance = Sandwich.Of(problem, maximum.Beta, bread, clusters, groups, kind, missing);
            variance = Sandwich.Words(kind, groups, problem.Clusters.Length > 0);
            if (kind == SandwichKind.ManclDeRouen) degrees = groups - k;
        }
        return Assemble(problem, maximum, value, missing, Why(problem, maximum), covariance, degrees, variance) with
        {
            ResidualStandardDeviation = sigma,
            Theta = problem.Kind == RegressionKind.NegativeBinomial ? Math.Exp(maximum.Beta[p]) : null,
        };
    }

    /// <summary>Everything that follows from estimates and their covariance.</summary>
    public static RegressionFit Assemble(Problem problem, Maximum maximum, double value, bool[] missing, string?[] why, double[] covariance,
        double? degrees, string variance)
    {
        Design design = problem.Design;
        RegressionOptions options = problem.Options;
        int p = design.Columns, used = missing.Count(m => !m);
        bool[] none = design.Without(Enumerable.Range(0, design.Terms.Length));
        double nullValue = (problem.Likelihood as GlmLikelihood)?.OfMeanAlone(design.HasIntercept)
            ?? problem.Maximize(none, NullStart(problem)).Value;
        int df = Enumerable.Range(0, p).Count(j => design.TermOf[j] >= 0 && !maximum.IsAliased[j]);
        double log = problem.LogLikelihoodOf(value), logNull = problem.LogLikelihoodOf(nullValue);
        int parameters = used + problem.Extra + (problem.Kind == RegressionKind.Linear ? 1 : 0) + maximum.IsUnbounded.Count(u => u);
        int coefficients = Math.Max(1, Enumerable.Range(0, p).Count(j => design.TermOf[j] >= 0));
        double? perParameter = problem.Limiting is { } l ? (double)l / coefficients : null;
        ImmutableArray<Collinearity> gvif = design.Terms.Length > 1 && missing.All(m => !m) ? Gvif(design, covariance) : [];
        return new RegressionFit
        {
            Kind = problem.Kind, N = problem.N, Events = problem.Events, Options = options, Problem = problem, Variance = variance,
            Clusters = problem.Clusters.Length > 0 ? problem.Clusters.Distinct().Count() : null,
            Coefficients = Coefficients.Of(problem, maximum, value, missing, why, covariance, degrees),
            TestsOfTerms = new(() => [.. Enumerable.Range(0, design.Terms.Length)
                .Select(t => TermTests.Of(problem, t, maximum, value, missing, covariance, degrees))]),
            Covariance = new CovarianceMatrix(design.Names, covariance, missing),
            LogLikelihood = log, LogLikelihoodNull = logNull, Converged = maximum.Outcome == Outcome.Converged,
            LikelihoodRatio = problem.HasLikelihood ? ModelTest.Of("Likelihood ratio", 2 * (log - logNull), df) : null,
            Aic = problem.HasLikelihood ? -2 * log + 2 * parameters : null,
            Bic = problem.HasLikelihood ? -2 * log + Math.Log(problem.BicSize) * parameters : null,
            EventsPerParameter = perParameter, Collinearity = gvif,
            Notes = [.. RegressionNotes.Of(problem, maximum, perParameter, gvif, why)],
        };
    }

    /// <summary>The intercept of odds or rates without covariates, where it has a closed form but for offsets and weights.</summary>
    private static double[]? NullStart(Problem problem)
    {
        if (problem.Kind is not (RegressionKind.Logistic or RegressionKind.Poisson) || problem.Options.Firth
            || !problem.Design.HasIntercept) return null;
        double mean = problem.Y.Average(), at = problem.Kind == RegressionKind.Poisson ? Math.Log(mean) : Math.Log(mean / (1 - mean));
        double[] start = new double[problem.Design.Columns];
        if (double.IsFinite(at)) start[0] = at;
        return start;
    }

    /// <summary>GVIF = det R₁₁ det R₂₂ / det R from the correlations of the estimates without the intercept.</summary>
    public static ImmutableArray<Collinearity> Gvif(Design design, double[] covariance)
    {
        int p = design.Columns, first = design.First, size = p - first;
        Matrix<double> r = Matrix<double>.Build.Dense(size, size, (i, j) => covariance[(i + first) * p + j + first]
            / Math.Sqrt(covariance[(i + first) * (p + 1)] * covariance[(j + first) * (p + 1)]));
        double all = r.Determinant();
        return [.. Enumerable.Range(0, design.Terms.Length).Select(t =>
        {
            int[] own = [.. design.ColumnsOf(t).Select(j => j - first)], rest = [.. Enumerable.Range(0, size).Except(own)];
            double g = Minor(r, own) * Minor(r, rest) / all;
            return new Collinearity(design.Terms[t], own.Length, g, Math.Pow(g, 1.0 / (2 * own.Length)));
        })];
    }

    private static double Minor(Matrix<double> r, int[] rows) =>
        rows.Length == 0 ? 1 : Matrix<double>.Build.Dense(rows.Length, rows.Length, (i, j) => r[rows[i], rows[j]]).Determinant();

    public static double[] Block(double[] matrix, int size, int p)
    {
        if (size == p) return matrix;
        double[] block = new double[p * p];
        for (int i = 0; i < p; i++) Array.Copy(matrix, i * size, block, i * p, p);
        return block;
    }

    private static string?[] Why(Problem problem, Maximum maximum) => [.. Enumerable.Range(0, problem.Design.Columns).Select(j =>
        maximum.IsAliased[j] ? $"{problem.Design.Names[j]}: constant, or determined by the other columns; no coefficient can be estimated."
        : !maximum.IsUnbounded[j] ? null
        : maximum.Outcome == Outcome.Separated ? RegressionNotes.Separation(problem, j)
        : $"{problem.Design.Names[j]}: the iteration did not converge.")];
}
