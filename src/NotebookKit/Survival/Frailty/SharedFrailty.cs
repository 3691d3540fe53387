using System.Collections.Immutable;
using MathNet.Numerics;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Frailty;

/// <summary>Shared frailty on arrays: gamma, or Gaussian on the log hazard.</summary>
internal static class SharedFrailty
{
    private const int MostClusters = 1000;

    /// <summary>Fits the rows of a frame.</summary>
    internal static FrailtyFit Fit(ModelFrame frame, CoxOptions? options, bool gaussian = false)
    {
        if (frame.Model.TimeUpper is not null || frame.Model.Cluster is null)
            throw new ArgumentException($"A frailty model needs cluster() and no interval-censored times; found {frame.Model}.");
        FrailtyFit fit = Fit(frame.ToData(), options, gaussian);
        return fit with
        {
            Formula = frame.Model.ToString(), Unit = frame.Unit, ClusterUnit = frame.ClusterUnit, Excluded = frame.Excluded,
            Notes = [.. frame.Notes, .. fit.Notes],
        };
    }

    /// <summary>
    /// Fits λ(t | x, cluster) = λ₀(t) ω exp(x'β), ω gamma with mean 1 and variance θ, by maximum marginal partial likelihood.
    /// </summary>
    /// <param name="data">Rows; <see cref="SurvivalData.Clusters"/> says who shares the frailty.</param>
    /// <param name="options">Ties (Efron or Breslow), confidence level, iterations; null for the defaults.</param>
    /// <param name="gaussian">Whether log ω is normal with mean 0 and variance θ, θ by REML (McGilchrist 1993); else ω is gamma.</param>
    /// <exception cref="ArgumentException">The data are not valid, have fewer than two or more than 1000 clusters, or exact ties or a
    /// penalty are asked for.</exception>
    /// <remarks>
    /// Therneau, Grambsch and Pankratz (2003, doi:10.1198/1061860031365): for given θ the estimates maximise a penalised partial
    /// likelihood, and θ maximises its marginal form. Equivalent R call: <c>coxph(Surv(time, status) ~ x + frailty(id))</c>. R inverts a
    /// diagonal approximation of the frailty block, so its standard errors differ slightly; here the whole information is inverted, as with
    /// <c>sparse = FALSE</c>.
    /// The Gaussian model: <c>coxph(Surv(time, status) ~ x + frailty.gaussian(id, sparse = FALSE))</c>; its log-likelihood is Laplace's
    /// approximation.
    /// </remarks>
    public static FrailtyFit Fit(SurvivalData data, CoxOptions? options = null, bool gaussian = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new CoxOptions();
        options.Validate();
        data.Validate();
        if (options.Ties == CoxTies.Exact || options.Penalty is not null)
            throw new ArgumentException("A frailty model takes Efron or Breslow ties and no further penalty.");
        int clusters = data.Clusters.IsEmpty ? 0 : data.Clusters.ToArray().Max() + 1;
        if (clusters is < 2 or > MostClusters)
            throw new ArgumentException(
                $"A frailty model needs 2 to {MostClusters} clusters; found {clusters}. With more use the robust variance of Cox "
                    + "regression.");
        CoxFit plain = CoxModel.Fit(data with { Clusters = default }, options);
        if (!plain.Converged)
            throw new ArgumentException("The model without frailty has no finite estimate: " + string.Join(" ", plain.Notes));
        var problem = new FrailtyProblem(data, clusters, options, gaussian);
        (double theta, double best) = gaussian ? RestrictedVariance(problem) : MaximizeOverVariance(problem);
        if (theta == 0 || (!gaussian && best <= plain.LogLikelihood)) (theta, best) = (0, plain.LogLikelihood);
        FrailtySolution? solution = theta > 0 ? problem.Solve(theta) : null;
        double ratio = Math.Max(0, 2 * (best - plain.LogLikelihood));
        bool[] missing = [.. plain.Coefficients.Select(c => c.Estimate is null)];
        return new FrailtyFit
        {
            Options = options, IsGaussian = gaussian, Variance = theta, LogLikelihood = best,
            LogLikelihoodWithoutFrailty = plain.LogLikelihood,
            P = ratio > 0 ? 0.5 * Distributions.ChiSquareUpper(ratio, 1) : 1,
            Coefficients = solution is null
                ? plain.Coefficients
                : CoxModel.Coefficients(data, problem.Design, solution.Beta, solution.Variance, solution.Variance, missing,
                    [.. plain.Coefficients.Select(c => c.Note)], options.ConfidenceLevel),
            Covariance = solution is null
                ? plain.Covariance
                : new CovarianceMatrix(plain.Covariance.Names, CoxModel.Unscale(solution.Variance, problem.Design), missing),
            LogFrailties = solution is null ? [.. new double[clusters]] : [.. solution.LogFrailties],
            N = data.Rows, Events = plain.Events, Clusters = clusters,
            Notes = theta == 0
                ? [.. plain.Notes,
                    "The clusters do not differ more than by chance: the frailty variance is 0 and the fit is that without frailty."]
                : plain.Notes,
        };
    }

    /// <summary>
    /// θ at which it equals the mean square of the log frailties and of their errors (REML), by secants over log θ; 0 where it falls for
    /// ever.
    /// </summary>
    private static (double Theta, double LogLikelihood) RestrictedVariance(FrailtyProblem problem)
    {
        double Excess(double logTheta) => Math.Log(problem.Solve(Math.Exp(logTheta)).MeanSquare) - logTheta;
        double before = Math.Log(0.5), excessBefore = Excess(before), log = before + excessBefore;
        for (int k = 0; k < 200 && Math.Abs(excessBefore) > 1e-13; k++)
        {
            if (log < Math.Log(1e-7)) return (0, 0);
            double excess = Excess(log), slope = (excess - excessBefore) / (log - before), step = slope < 0 ? -excess / slope : excess;
            (before, excessBefore) = (log, excess);
            if (Math.Abs(excess) < 1e-13 || Math.Abs(step) < 1e-13) break;
            log += Math.Clamp(step, -2, 2);
        }
        double theta = Math.Exp(before);
        return (theta, problem.Solve(theta).MarginalLogLikelihood);
    }

    /// <summary>The best cell of a grid over log θ, golden sections inside it, then Newton steps on differences.</summary>
    private static (double Theta, double LogLikelihood) MaximizeOverVariance(FrailtyProblem problem)
    {
        double At(double logTheta) => problem.Solve(Math.Exp(logTheta)).MarginalLogLikelihood;
        double top = Enumerable.Range(-7, 12).Select(k => (double)k).MaxBy(At), low = top - 1, high = top + 1;
        while (high - low > 0.02)
        {
            double section = 0.6180339887498949 * (high - low);
            if (At(high - section) > At(low + section)) high = low + section;
            else low = high - section;
        }
        double log = (low + high) / 2;
        const double h = 1e-3;
        for (int k = 0; k < 20; k++)
        {
            double up = At(log + h), down = At(log - h), curvature = (up - 2 * At(log) + down) / (h * h);
            if (!(curvature < 0)) break;
            double step = Math.Clamp(-(up - down) / (2 * h) / curvature, -0.01, 0.01);
            log += step;
            if (Math.Abs(step) < 1e-8) break;
        }
        return (Math.Exp(log), At(log));
    }
}

/// <summary>Estimates at a given frailty variance.</summary>
/// <param name="Beta">Coefficients of the scaled covariates.</param>
/// <param name="Variance">Their covariance.</param>
/// <param name="LogFrailties">Log frailty of each cluster.</param>
/// <param name="MarginalLogLikelihood">Log-likelihood with the frailties integrated out.</param>
/// <param name="MeanSquare">Mean square of the log frailties plus their mean variance.</param>
internal sealed record FrailtySolution(double[] Beta, double[] Variance, double[] LogFrailties, double MarginalLogLikelihood,
    double MeanSquare);

/// <summary>The penalised partial likelihood in which every cluster has a coefficient of its own.</summary>
internal sealed class FrailtyProblem
{
    private readonly CoxDesign _full;
    private readonly FrailtyLikelihood _likelihood;
    private readonly int _columns, _clusters, _maxIterations;
    private readonly bool _gaussian;
    private readonly double[] _events;

    public FrailtyProblem(SurvivalData data, int clusters, CoxOptions options, bool gaussian)
    {
        (_columns, _clusters, _maxIterations, _gaussian) = (data.Covariates.Length, clusters, options.MaxIterations, gaussian);
        Design = new CoxDesign(data with { Clusters = default });
        _full = new CoxDesign(
            data with { Clusters = default,
                Covariates = [.. data.Covariates, .. Enumerable.Range(0, clusters).Select(c => Indicator(data, c))] });
        _likelihood = new FrailtyLikelihood(_full, new CoxLikelihood(_full, options.Ties == CoxTies.Efron), _columns, gaussian);
        _events = new double[clusters];
        for (int i = 0; i < data.Rows; i++)
            if (data.IsEvent.Span[i]) _events[data.Clusters.Span[i]] += data.Weights.IsEmpty ? 1 : data.Weights.Span[i];
    }

    /// <summary>The design of the covariates alone.</summary>
    public CoxDesign Design { get; }

    public FrailtySolution Solve(double theta)
    {
        _likelihood.Theta = theta;
        CoxMaximum maximum = CoxMaximizer.Maximize(_likelihood, _full, _maxIterations);
        double[] inverse = new Cholesky(maximum.Information, _full.Columns).Inverse(), variance = new double[_columns * _columns];
        for (int i = 0; i < _columns; i++)
            for (int j = 0; j < _columns; j++) variance[i * _columns + j] = inverse[i * _full.Columns + j];
        double[] frailty = [.. Enumerable.Range(_columns, _clusters)
            .Select(j => _full.Scale[j] > 0 ? maximum.Beta[j] / _full.Scale[j] : 0)];
        double integral = _gaussian ? Laplace(theta, maximum.Information) : Integration(theta);
        double squares = 0;
        for (int c = 0, j = _columns; c < _clusters; c++, j++)
            squares += frailty[c] * frailty[c]
                + (_full.Scale[j] > 0 ? inverse[j * _full.Columns + j] / (_full.Scale[j] * _full.Scale[j]) : theta);
        return new FrailtySolution(maximum.Beta[.._columns], variance, frailty, maximum.LogLikelihood + integral, squares / _clusters);
    }

    /// <summary>What turns the penalised into the marginal log-likelihood: Σ over clusters of the gamma integral at its mode.</summary>
    private double Integration(double theta)
    {
        double nu = 1 / theta, sum = 0;
        foreach (double d in _events)
            sum += nu - (nu + d) * Math.Log(nu + d) + nu * Math.Log(nu) + SpecialFunctions.GammaLn(nu + d)
                - SpecialFunctions.GammaLn(nu) + d;
        return sum;
    }

    /// <summary>
    /// −½ log |θ H|, H the information on the log frailties: what Laplace's approximation adds to the penalised log-likelihood.
    /// </summary>
    private double Laplace(double theta, double[] information)
    {
        int size = _full.Columns;
        int[] known = [.. Enumerable.Range(_columns, _clusters).Where(j => _full.Scale[j] > 0)];
        double[] block = new double[known.Length * known.Length];
        for (int a = 0; a < known.Length; a++)
            for (int b = 0; b < known.Length; b++)
                block[a * known.Length + b] = theta * information[known[a] * size + known[b]] * _full.Scale[known[a]]
                    * _full.Scale[known[b]];
        return -0.5 * new Cholesky(block, known.Length).LogDeterminant();
    }

    private static Covariate Indicator(SurvivalData data, int cluster)
    {
        double[] values = new double[data.Rows];
        for (int i = 0; i < values.Length; i++) values[i] = data.Clusters.Span[i] == cluster ? 1 : 0;
        return new Covariate("cluster", values);
    }
}

/// <summary>Partial likelihood plus (1/θ) Σ (b − e^b), or −(1/2θ) Σ b² for Gaussian frailties, over the cluster coefficients b.</summary>
internal sealed class FrailtyLikelihood(CoxDesign design, CoxLikelihood inner, int covariates, bool gaussian) : IPartialLikelihood
{
    public double Theta { get; set; } = 1;

    public int Columns => inner.Columns;

    public double LogLikelihood { get; private set; }

    public double[] Gradient => inner.Gradient;

    public double[] Information => inner.Information;

    public bool IsSeparatedAlong(double[] direction, bool[] columns) => false;

    public void Evaluate(ReadOnlySpan<double> beta)
    {
        inner.Evaluate(beta);
        LogLikelihood = inner.LogLikelihood;
        for (int j = covariates; j < Columns; j++)
        {
            double scale = design.Scale[j];
            if (scale == 0)
            {
                LogLikelihood -= gaussian ? 0 : 1 / Theta;
                continue;
            }
            double b = beta[j] / scale;
            if (gaussian)
            {
                LogLikelihood -= b * b / (2 * Theta);
                Gradient[j] -= b / (Theta * scale);
                Information[j * Columns + j] += 1 / (Theta * scale * scale);
                continue;
            }
            double e = Math.Exp(b);
            LogLikelihood += (b - e) / Theta;
            Gradient[j] += (1 - e) / (Theta * scale);
            Information[j * Columns + j] += e / (Theta * scale * scale);
        }
        if (double.IsNaN(LogLikelihood)) LogLikelihood = double.NegativeInfinity;
    }
}
