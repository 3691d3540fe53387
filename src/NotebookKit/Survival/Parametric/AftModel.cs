using System.Collections.Immutable;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Parametric;

/// <summary>Accelerated failure time regression on arrays.</summary>
internal static class AftModel
{
    private const int MaxIterations = 200;

    /// <summary>Fits the rows of a frame, which the fit remembers.</summary>
    internal static AftFit Fit(ModelFrame frame, AftOptions? options)
    {
        bool interval = frame.TimeUpper.Length > 0;
        double[] lower = new double[frame.Time.Length], upper = new double[frame.Time.Length];
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = double.IsNaN(frame.Time[i]) ? 0 : frame.Time[i];
            upper[i] = interval ? double.IsNaN(frame.TimeUpper[i]) ? double.PositiveInfinity : frame.TimeUpper[i]
                : frame.IsEvent[i] ? lower[i] : double.PositiveInfinity;
            if (interval ? upper[i] <= 0 || lower[i] > upper[i] || lower[i] < 0 : lower[i] <= 0)
                throw new InvalidDataException(FormattableString.Invariant($"Row {ColumnReader.ExcelRow(frame.Rows[i])}: found ")
                    + FormattableString.Invariant(
                        $"{(interval ? $"limits {lower[i]} and {upper[i]}" : $"time {lower[i]}")} (column '{frame.Model.Time}'); ")
                    + $"expected positive times{(interval ? " with lower ≤ upper" : "")}, because the model describes log time.");
        }
        var data = new AftData
        {
            Lower = lower, Upper = upper, Covariates = frame.Columns, Weights = frame.Weights, Offset = frame.Offset,
            Clusters = frame.Clusters,
            Entry = frame.Entry, Strata = frame.Strata, StratumNames = frame.StratumNames,
        };
        AftFit fit = Fit(data, options);
        return fit with
        {
            Formula = frame.Model.ToString(), Frame = frame, Unit = frame.Unit, ClusterUnit = frame.ClusterUnit, Excluded = frame.Excluded,
            Notes = [.. frame.Notes, .. fit.Notes],
        };
    }

    /// <summary>Fits log T = β₀ + x'β + σ W by maximum likelihood; times may be exact, right-, left- or interval-censored.</summary>
    /// <param name="data">Limits of the times and covariates.</param>
    /// <param name="options">Distribution and confidence level; null for Weibull and 0.95.</param>
    /// <returns>The fit. A coefficient that cannot be estimated is null and its note says why.</returns>
    /// <exception cref="ArgumentException">The data are not valid: a time is not positive, there is no event, or fewer than two
    /// clusters.</exception>
    /// <remarks>
    /// Kalbfleisch and Prentice (2002), chapter 3; parameters as R's <c>survreg</c>. Equivalent R call:
    /// <c>survreg(Surv(time, status) ~ x + strata(s), dist = "weibull", cluster = id)</c>, iterated to the maximum; strata have scales of
    /// their own.
    /// With entry times each row counts given that it was entered: log L − log S(entry). Gompertz and generalised gamma as
    /// <c>flexsurv::flexsurvreg</c>.
    /// </remarks>
    public static AftFit Fit(AftData data, AftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new AftOptions();
        data.Validate();
        int? clusters = data.Clusters.IsEmpty ? null : data.Clusters.ToArray().Distinct().Count();
        if (clusters < 2) throw new ArgumentException("The robust variance needs at least two clusters; found one.");
        if (NaturalModel.Needs(data, options.Distribution)) return NaturalModel.Fit(data, options, clusters);
        var likelihood = new AftLikelihood(data, options.Distribution);
        (double[] theta, bool[] aliased, bool[] unbounded, int iterations) = Maximize(likelihood);
        double logLikelihood = likelihood.LogLikelihood;
        int size = likelihood.Size;
        bool[] missing = [.. aliased.Select((a, j) => a || unbounded[j])];
        if (unbounded[0] || (size > likelihood.Columns && unbounded[size - 1])) Array.Fill(missing, true);
        for (int j = 0; j < size; j++) if (missing[j]) Drop(likelihood, j);
        double[] bread = new Cholesky(likelihood.Information, size).Inverse(), used = bread;
        if (clusters is not null) used = RobustVariance.Sandwich(bread, Meat(data, likelihood.Scores, size, missing), size);
        AftTransform transform = new(likelihood, theta, missing);
        double[] model = transform.Covariance(bread), robust = clusters is null ? model : transform.Covariance(used);
        double nullLog = logLikelihood;
        if (data.Covariates.Length > 0)
        {
            var empty = new AftLikelihood(data with { Covariates = [] }, options.Distribution);
            Maximize(empty);
            nullLog = empty.LogLikelihood;
        }
        string[] names = ["(Intercept)", .. data.Covariates.Select(c => c.Name),
            .. size > likelihood.Columns ? ["Log(scale)"] : Array.Empty<string>()];
        return Assemble(data, options, clusters,
            new AftFitParts(names, likelihood.Columns, transform.Parameters,
                missing[^1] && size > likelihood.Columns ? null : transform.Sigma,
            missing, aliased, model, robust, nullLog, logLikelihood, iterations));
    }

    internal static AftFit Assemble(AftData data, AftOptions options, int? clusters, AftFitParts parts)
    {
        (string[] names, int columns, double[] parameters, double? scale, bool[] missing, bool[] aliased, double[] model, double[] robust,
            double nullLog, double logLikelihood, int iterations) = parts;
        int size = names.Length;
        bool hazards = options.Distribution == AftDistribution.Gompertz;
        double z = -Distributions.NormalQuantile((1 - options.ConfidenceLevel) / 2);
        var coefficients = ImmutableArray.CreateBuilder<Coefficient>();
        var notes = new List<string>();
        for (int j = 0; j < size; j++)
        {
            string term = j == 0 || j >= columns ? names[j] : data.Covariates[j - 1].Term;
            string label = j == 0 || j >= columns ? names[j] : data.Covariates[j - 1].Label;
            if (missing[j])
            {
                string note = aliased[j] ? $"{names[j]}: not estimable, the column is constant or a linear combination of earlier columns."
                    : $"{names[j]}: not estimable, the likelihood rises without end along it (a group without events, or times without "
                        + "spread).";
                notes.Add(note);
                coefficients.Add(new Coefficient(names[j], label, term) { Note = note });
                continue;
            }
            double estimate = parameters[j], se = Math.Sqrt(robust[j * size + j]);
            coefficients.Add(new Coefficient(names[j], label, term)
            {
                Estimate = estimate, StandardError = se, ModelStandardError = Math.Sqrt(model[j * size + j]), Z = estimate / se,
                P = Distributions.NormalTwoSided(estimate / se),
                TimeRatio = hazards ? null : Math.Exp(estimate), HazardRatio = hazards ? Math.Exp(estimate) : null,
                Lower = Math.Exp(estimate - z * se), Upper = Math.Exp(estimate + z * se),
            });
        }
        ImmutableArray<string> all = [.. names];
        int df = data.Covariates.Length - Enumerable.Range(1, data.Covariates.Length).Count(j => aliased[j]);
        return new AftFit
        {
            Data = data, Options = options, Coefficients = coefficients.ToImmutable(), Scale = scale,
            Covariance = new CovarianceMatrix(all, robust, missing), ModelCovariance = new CovarianceMatrix(all, model, missing),
            LogLikelihoodNull = nullLog, LogLikelihood = logLikelihood,
            LikelihoodRatio = ModelTest.Of("Likelihood ratio", 2 * (logLikelihood - nullLog), df),
            N = data.Rows, Events = Enumerable.Range(0, data.Rows).Count(i => data.Upper.Span[i] == data.Lower.Span[i]),
            RightCensored = Enumerable.Range(0, data.Rows).Count(i => double.IsPositiveInfinity(data.Upper.Span[i])), Clusters = clusters,
            Iterations = iterations, Converged = !missing.Where((m, j) => m && !aliased[j]).Any(), Notes = [.. notes],
        };
    }

    internal static (double[] Theta, bool[] Aliased, bool[] Unbounded, int Iterations) Maximize(AftLikelihood likelihood)
    {
        int size = likelihood.Size;
        double[] theta = likelihood.Start(), trial = new double[size];
        likelihood.Evaluate(theta);
        bool[] aliased = Aliased(likelihood), unbounded = new bool[size];
        for (int iteration = 0; ; iteration++)
        {
            LongWork.Check();
            for (int j = 0; j < size; j++) if (aliased[j]) Drop(likelihood, j);
            double[] step = new Cholesky(likelihood.Information, size).Solve(likelihood.Gradient);
            double decrement = step.Zip(likelihood.Gradient, (s, g) => s * g).Sum();
            if (!(decrement > 1e-21)) return (theta, aliased, unbounded, iteration);
            // a step of the size of a standard unit that gains nothing: the maximum lies at infinity
            if ((decrement < 1e-8 && step.Any(s => Math.Abs(s) > 0.1)) || iteration == MaxIterations)
            {
                double largest = step.Max(Math.Abs);
                for (int j = 0; j < size; j++) unbounded[j] = Math.Abs(step[j]) > 1e-3 * largest;
                return (theta, aliased, unbounded, iteration);
            }
            double log = likelihood.LogLikelihood, length = 1;
            for (int halving = 0; ; halving++)
            {
                for (int j = 0; j < size; j++) trial[j] = theta[j] + length * step[j];
                likelihood.Evaluate(trial);
                if (likelihood.LogLikelihood >= log - 1e-13 * (Math.Abs(log) + 1) || halving == 60) break;
                length /= 2;
            }
            (theta, trial) = (trial, theta);
            if (likelihood.LogLikelihood <= log + 1e-14 * (Math.Abs(log) + 1) && decrement < 1e-12)
                return (theta, aliased, unbounded, iteration + 1);
        }
    }

    internal static bool[] Aliased(AftLikelihood likelihood)
    {
        int size = likelihood.Size;
        double[] cross = new double[size * size];
        for (int j = 0; j < likelihood.Columns; j++)
            for (int k = j; k < likelihood.Columns; k++)
                for (int i = 0; i < likelihood.Scores.Length / size; i++)
                    cross[j * size + k] += likelihood.Row(i)[j] * likelihood.Row(i)[k];
        bool[] skipped = new Cholesky(cross, size, 1e-11).IsSkipped;
        for (int j = likelihood.Columns; j < size; j++) skipped[j] = false;
        return skipped;
    }

    private static void Drop(AftLikelihood likelihood, int column)
    {
        likelihood.Gradient[column] = 0;
        for (int k = 0; k < likelihood.Size; k++)
            likelihood.Information[column * likelihood.Size + k] = likelihood.Information[k * likelihood.Size + column] = 0;
    }

    internal static double[] Meat(AftData data, double[] scores, int size, bool[] missing)
    {
        double[] sums = new double[data.Rows * size], meat = new double[size * size];
        for (int i = 0; i < data.Rows; i++)
            for (int j = 0; j < size; j++)
                if (!missing[j]) sums[data.Clusters.Span[i] * size + j] += (data.Weights.IsEmpty ? 1 : data.Weights.Span[i])
                    * scores[i * size + j];
        for (int c = 0; c < data.Rows; c++)
            for (int j = 0; j < size; j++)
                for (int k = 0; k < size; k++) meat[j * size + k] += sums[c * size + j] * sums[c * size + k];
        return meat;
    }
}

/// <summary>What a fit is made of.</summary>
internal sealed record AftFitParts(string[] Names, int Columns, double[] Parameters, double? Scale, bool[] Missing, bool[] Aliased,
    double[] Model, double[] Robust, double LogLikelihoodNull, double LogLikelihood, int Iterations);
