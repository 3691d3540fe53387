using System.Collections.Immutable;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Cox;

/// <summary>Cox proportional-hazards regression on arrays.</summary>
internal static class CoxModel
{
    /// <summary>Fits λ(t | x) = λ₀(t) exp(x'β) by maximum partial likelihood.</summary>
    /// <param name="data">Complete rows.</param>
    /// <param name="options">Ties, confidence level, iterations; null for the defaults.</param>
    /// <returns>The fit. A coefficient that cannot be estimated (constant or collinear column, separation, no convergence, no event at all)
    /// is null and its note says why.</returns>
    /// <exception cref="ArgumentException">The data or options are not valid, there are fewer than two clusters, or exact ties
    /// are asked for together with weights or clusters.</exception>
    /// <remarks>
    /// Cox (1972, doi:10.1111/j.2517-6161.1972.tb00899.x); ties by Efron (1977, doi:10.1080/01621459.1977.10480613) or Breslow (1974);
    /// robust variance by Lin and Wei (1989, doi:10.1080/01621459.1989.10478874). Equivalent R call:
    /// <c>coxph(Surv(entry, time, status) ~ x + strata(s), weights = w, cluster = id, ties = "efron")</c>, iterated to the maximum.
    /// </remarks>
    public static CoxFit Fit(SurvivalData data, CoxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new CoxOptions();
        options.Validate();
        data.Validate(needEvents: options.Penalty is not null || data.Smooths.Length > 0);
        int? clusters = CountClusters(data);
        if (clusters < 2)
            throw new ArgumentException(
                "The robust variance needs at least two clusters; found one. Leave the cluster out or check its column.");
        bool robust = clusters is not null || HasFractionalWeights(data);
        if (options.Ties == CoxTies.Exact && (robust || !data.Weights.IsEmpty))
            throw new ArgumentException("Exact ties allow neither weights nor clusters; use Efron or Breslow ties.");
        bool smooth = data.Smooths.Length > 0;
        if ((options.Penalty is not null || smooth) && options.Ties == CoxTies.Exact)
            throw new ArgumentException("A penalised fit allows no exact ties; use Efron or Breslow ties.");
        if (options.Penalty is not null && smooth)
            throw new ArgumentException(
                $"{data.Smooths[0].Term} has a penalty of its own and allows no other; leave CoxOptions.Penalty out, or take ns().");

        var design = new CoxDesign(data);
        IPartialLikelihood likelihood = options.Ties == CoxTies.Exact
            ? new ExactCoxLikelihood(design)
            : new CoxLikelihood(design, options.Ties == CoxTies.Efron);
        double[]? meatNull = robust ? MeatAtNull(design, (CoxLikelihood)likelihood, options) : null;
        if (options.Penalty is not null) return PenalizedCox.Fit(data, options, design, (CoxLikelihood)likelihood, meatNull, clusters);
        if (smooth) return PenalizedCox.FitSmooth(data, options, design, (CoxLikelihood)likelihood, meatNull, clusters);
        CoxMaximum maximum = CoxMaximizer.Maximize(likelihood, design, options.MaxIterations);
        return Assemble(data, options, design, likelihood, maximum, meatNull, clusters);
    }

    /// <summary>Fits the rows of a frame, which the fit remembers.</summary>
    internal static CoxFit Fit(ModelFrame frame, CoxOptions? options)
    {
        if (frame.Model.TimeUpper is not null)
            throw new ArgumentException("Cox regression takes no interval-censored times; use Aft.");
        bool changes = TimeFunctions.Any(frame.Model);
        CoxFit fit = Fit((changes ? TimeFunctions.Expand(frame, options?.TimeFunction) : frame).ToData(), options);
        if (changes)
            fit = fit with
            {
                N = frame.Time.Length, Clusters = frame.Clusters.Length > 0 ? fit.Clusters : null,
                Notes = [.. fit.Notes,
                    $"{string.Join(", ", frame.Model.Terms.Where(t => t.ToString().Contains("tt(", StringComparison.Ordinal)))}: the "
                        + "function of time of the options, taken at every event time."],
            };
        return fit with
        {
            Formula = frame.Model.ToString(), Unit = frame.Unit, Frame = frame, ClusterUnit = frame.ClusterUnit, Excluded = frame.Excluded,
            Notes = [.. frame.Notes, .. fit.Notes],
        };
    }

    /// <summary>Fits one cause of a frame of causes; the other causes count as censoring.</summary>
    internal static CoxFit Fit(ModelFrame frame, string cause, CoxOptions? options)
    {
        int code = frame.CauseCode(cause), others = frame.CauseCodes.Count(c => c != 0 && c != code);
        CoxFit fit = Fit(frame with { IsEvent = [.. frame.CauseCodes.Select(c => c == code)] }, options);
        string note =
            $"{others} events of other causes count as censored: hazard ratios describe the rate of {cause}, not its cumulative incidence.";
        return fit with { Formula = $"{fit.Formula}, cause {cause}", Notes = [.. fit.Notes, note] };
    }

    internal static CoxFit Assemble(SurvivalData data, CoxOptions options, CoxDesign design, IPartialLikelihood likelihood,
        CoxMaximum maximum, double[]? meatNull, int? clusters, CoxLikelihood? scores = null,
        double? effective = null)
    {
        int p = design.Columns;
        bool[] missing = [.. Enumerable.Range(0, p).Select(j => maximum.IsAliased[j] || maximum.IsUnbounded[j])];
        CoxMaximizer.Mask(likelihood, missing);
        var information = new Cholesky(likelihood.Information, p);
        bool[] singular = [.. Enumerable.Range(0, p).Select(j => information.IsSkipped[j] && !missing[j])];
        for (int j = 0; j < p; j++) missing[j] |= singular[j];
        double[] model = information.Inverse();
        double[] used = model;
        if (meatNull is not null)
        {
            var process = new CoxProcess(design, scores ?? (CoxLikelihood)likelihood, options.Ties == CoxTies.Efron);
            used = RobustVariance.Sandwich(model, RobustVariance.Meat(design, process.ScoreResiduals()), p);
        }
        double[] beta = new double[p];
        for (int j = 0; j < p; j++) beta[j] = missing[j] ? 0 : maximum.Beta[j];
        var waldFactor = new Cholesky(used, p);
        var scoreFactor = new Cholesky(Masked(maximum.InformationNull, maximum.IsAliased), p, 1e-12);
        double[] scoreNull = [.. maximum.GradientNull.Select((u, j) => maximum.IsAliased[j] ? 0 : u)];
        int df = maximum.IsAliased.Count(a => !a);
        bool finite = maximum.Outcome == CoxOutcome.Converged;
        var robustFactor = meatNull is null ? null : new Cholesky(Masked(meatNull, maximum.IsAliased), p, 1e-10);
        ImmutableArray<string> names = [.. data.Covariates.Select(c => c.Name)];
        string?[] why = CoxNotes.ForCoefficients(design, maximum, singular);
        int events = design.IsDeath.AsSpan().Count(true);
        double weightedEvents = data.Weights.IsEmpty ? events : 0;
        for (int i = 0; i < data.Weights.Length; i++) if (design.IsDeath[i]) weightedEvents += design.Weight[i];
        return new CoxFit
        {
            Data = data,
            Options = options,
            Coefficients = Coefficients(data, design, beta, model, used, missing, why, options.ConfidenceLevel),
            Covariance = new CovarianceMatrix(names, Unscale(used, design), missing),
            ModelCovariance = new CovarianceMatrix(names, Unscale(model, design), missing),
            LogLikelihoodNull = maximum.LogLikelihoodNull,
            LogLikelihood = maximum.LogLikelihood,
            LikelihoodRatio = ModelTest.Of("Likelihood ratio",
                maximum.Outcome == CoxOutcome.NotConverged ? null : 2 * (maximum.LogLikelihood - maximum.LogLikelihoodNull), df),
            Wald = ModelTest.Of("Wald", finite ? waldFactor.QuadraticForm(beta) : null, waldFactor.Rank),
            Score = ModelTest.Of("Score (log-rank)", scoreFactor.QuadraticForm(scoreNull), df),
            RobustScore = robustFactor is null
                ? null
                : ModelTest.Of("Robust score", robustFactor.Rank == df ? robustFactor.QuadraticForm(scoreNull) : null, df),
            N = data.Rows,
            Events = events,
            WeightedEvents = weightedEvents,
            Strata = design.StrataCount,
            Clusters = clusters,
            IsRobust = meatNull is not null,
            Iterations = maximum.Iterations,
            Converged = finite,
            ScaledBeta = maximum.Beta,
            Notes = [.. CoxNotes.ForFit(maximum, data, clusters, meatNull is not null,
                    (int)Math.Ceiling(effective ?? df), events),
                .. why.Where(w => w is not null).Distinct().Select(w => w!)],
        };
    }

    internal static ImmutableArray<Coefficient> Coefficients(SurvivalData data, CoxDesign design, double[] beta, double[] model,
        double[] used,
        bool[] missing, string?[] why, double level)
    {
        int p = design.Columns;
        double z = -Distributions.NormalQuantile((1 - level) / 2);
        var coefficients = ImmutableArray.CreateBuilder<Coefficient>(p);
        for (int j = 0; j < p; j++)
        {
            Covariate column = data.Covariates[j];
            var coefficient = new Coefficient(column.Name, column.Label, column.Term) { Note = why[j] };
            if (!missing[j])
            {
                double scale = design.Unit(j), estimate = beta[j] / scale, se = Math.Sqrt(used[j * p + j]) / scale;
                coefficient = coefficient with
                {
                    Estimate = estimate, StandardError = se, ModelStandardError = Math.Sqrt(model[j * p + j]) / scale,
                    Z = se > 0 ? estimate / se : null, P = se > 0 ? Distributions.NormalTwoSided(estimate / se) : null,
                    HazardRatio = FiniteOrNull(Math.Exp(estimate)),
                    Lower = FiniteOrNull(Math.Exp(estimate - z * se)), Upper = FiniteOrNull(Math.Exp(estimate + z * se)),
                };
            }
            coefficients.Add(coefficient);
        }
        return coefficients.MoveToImmutable();
    }

    private static double[] MeatAtNull(CoxDesign design, CoxLikelihood likelihood, CoxOptions options)
    {
        likelihood.Evaluate(new double[design.Columns]);
        return RobustVariance.Meat(design, new CoxProcess(design, likelihood, options.Ties == CoxTies.Efron).ScoreResiduals());
    }

    internal static double[] Unscale(double[] matrix, CoxDesign design)
    {
        int p = design.Columns;
        double[] unscaled = new double[p * p];
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++)
                if (matrix[i * p + j] != 0) unscaled[i * p + j] = matrix[i * p + j] / design.Unit(i) / design.Unit(j);
        return unscaled;
    }

    internal static double[] Masked(double[] matrix, bool[] skipped)
    {
        int p = skipped.Length;
        double[] masked = (double[])matrix.Clone();
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++)
                if (skipped[i] || skipped[j]) masked[i * p + j] = 0;
        return masked;
    }

    /// <summary>
    /// Weights that are no counts, such as inverse-probability weights: the model-based variance would be meaningless, as in R.
    /// </summary>
    private static bool HasFractionalWeights(SurvivalData data)
    {
        foreach (double w in data.Weights.Span)
            if (w != Math.Floor(w)) return true;
        return false;
    }

    internal static int? CountClusters(SurvivalData data)
    {
        if (data.Clusters.IsEmpty) return null;
        bool[] seen = new bool[data.Rows];
        int count = 0;
        foreach (int c in data.Clusters.Span)
            if (!seen[c]) (seen[c], count) = (true, count + 1);
        return count;
    }

    private static double? FiniteOrNull(double value) => double.IsFinite(value) ? value : null;
}
