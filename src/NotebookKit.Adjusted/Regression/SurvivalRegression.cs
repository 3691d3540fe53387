using NotebookKit.Adjusted.Models;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.FineGray;
using NotebookKit.Survival.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>
/// Cox, conditional logistic and Fine-Gray regression in the form of regression tables; the estimators are those of the core.
/// </summary>
public static class SurvivalRegression
{
    /// <summary>Fits a Cox model, with one test per term and profile limits on request.</summary>
    /// <param name="data">Times, events, covariates, strata, clusters.</param>
    /// <param name="options">Limits, ties, penalty; null for the defaults.</param>
    /// <exception cref="ArgumentException">The data are not valid, or there is no event.</exception>
    /// <remarks>Equivalent R calls: <c>coxph(Surv(time, status) ~ x)</c>, <c>drop1(fit, test = "Chisq")</c>.</remarks>
    internal static RegressionFit Cox(SurvivalData data, RegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        data.Validate();
        CoxFit fit = CoxModel.Fit(data, new CoxOptions { Ties = options.Ties, ConfidenceLevel = options.ConfidenceLevel,
            Penalty = options.Firth ? CoxPenalty.Firth : null });
        return Of(fit, data, options, RegressionKind.Cox,
            fit.Clusters is { } c ? $"robust standard errors over {c} clusters" : fit.IsRobust
                ? "robust standard errors, each row on its own, because weights are not whole numbers"
                : "model-based standard errors");
    }

    /// <summary>Fits odds within matched sets: the exact conditional likelihood.</summary>
    /// <param name="isCase">Whether each row is a case.</param>
    /// <param name="set">Matched set of each row: 0, 1, …</param>
    /// <param name="covariates">Columns of the model.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="ArgumentException">The data are not valid, or no set holds both cases and controls.</exception>
    /// <remarks>Breslow and Day (1980). Equivalent R call: <c>survival::clogit(case ~ x + strata(set), method = "exact")</c>.</remarks>
    public static RegressionFit ConditionalLogistic(ReadOnlySpan<bool> isCase, ReadOnlySpan<int> set, ImmutableArray<Covariate> covariates,
        RegressionOptions? options = null)
    {
        options ??= new();
        if (options.Firth) throw new ArgumentException("Firth's penalty belongs to logistic and Cox regression.");
        int n = isCase.Length;
        if (set.Length != n) throw new ArgumentException($"Found {n} rows and {set.Length} sets; expected one set for each row.");
        int[] sets = set.ToArray();
        bool[] cases = isCase.ToArray();
        int sized = sets.Zip(cases).GroupBy(x => x.First).Count(g => g.Any(x => x.Second) && g.Any(x => !x.Second));
        if (sized == 0) throw new ArgumentException("No matched set holds both a case and a control: nothing can be compared.");
        double[] one = new double[n];
        Array.Fill(one, 1);
        int strata = n == 0 ? 0 : sets.Max() + 1;
        var data = new SurvivalData { Time = one, IsEvent = cases, Covariates = covariates, Strata = sets,
            StratumNames = [.. Enumerable.Range(1, strata).Select(s => s.ToString(System.Globalization.CultureInfo.InvariantCulture))] };
        CoxFit fit = CoxModel.Fit(data, new CoxOptions { Ties = CoxTies.Exact, ConfidenceLevel = options.ConfidenceLevel });
        RegressionFit result = Of(fit, data, options with { Ties = CoxTies.Exact }, RegressionKind.ConditionalLogistic,
            "model-based standard errors");
        int informative = sized, all = sets.Distinct().Count();
        return informative == all
            ? result
            : result with {
                Notes = [.. result.Notes,
                    $"{all - informative} of {all} matched sets hold only cases or only controls and carry no information."] };
    }

    /// <summary>Fits the subdistribution hazard of one cause (Fine and Gray).</summary>
    /// <param name="data">Times and covariates; clusters allowed.</param>
    /// <param name="status">0 censored, 1 event of the cause, 2 competing event.</param>
    /// <param name="options">Confidence level; null for the defaults.</param>
    /// <exception cref="ArgumentException">The data are not valid, or there is no event of the cause.</exception>
    /// <remarks>Equivalent R call: <c>cmprsk::crr(time, status, X)</c>; P per term by robust Wald test.</remarks>
    internal static RegressionFit FineGray(SurvivalData data, IReadOnlyList<int> status, RegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        if (options.Firth) throw new ArgumentException("Firth's penalty belongs to logistic and Cox regression.");
        FineGrayFit fit = FineGrayModel.Fit(data, status, new FineGrayOptions { ConfidenceLevel = options.ConfidenceLevel });
        var design = new Design(data.Covariates, data.Rows, intercept: false);
        bool[] missing = [.. fit.Coefficients.Select(c => c.Estimate is null)];
        double[] covariance = fit.Covariance.Values.ToArray(), beta = [.. fit.Coefficients.Select(c => c.Estimate ?? 0)];
        int events = fit.Events;
        var problem = new Problem
        {
            Kind = RegressionKind.FineGray, Design = design, Likelihood = new NoLikelihood(design.Columns, fit.LogLikelihoodNull),
            Options = options, N = data.Rows,
            Events = events, Limiting = events, BicSize = events, Cox = data, Clusters = data.Clusters.ToArray(),
        };
        var maximum = new Maximum(beta, fit.LogLikelihood, fit.Converged ? Outcome.Converged : Outcome.NotConverged,
            0) { IsAliased = [.. missing], IsUnbounded = new bool[missing.Length] };
        return RegressionEngine.Assemble(problem, maximum, fit.LogLikelihood, missing, [.. fit.Coefficients.Select(c => c.Note)],
            covariance, null,
            "robust standard errors that allow for the estimation of the censoring curve") with
        {
            LogLikelihoodNull = fit.LogLikelihoodNull, LikelihoodRatio = null, Aic = null, Bic = null,
            Notes = [.. fit.Notes, $"{fit.CompetingEvents} competing events stay in the risk set."],
        };
    }

    /// <summary>
    /// A Cox fit of the core as a regression of this package, so that terms, nested models and selection are tested in one place.
    /// </summary>
    /// <exception cref="ArgumentException">The fit has a ridge penalty, which leaves nothing to test.</exception>
    internal static RegressionFit Of(CoxFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        fit.RequireNoSmooths("a test of terms");
        bool firth = fit.Options.Penalty == CoxPenalty.Firth;
        if (fit.Options.Penalty is not null && !firth)
            throw new ArgumentException("A penalty that shrinks coefficients leaves no test of terms with a known distribution.");
        var options = new RegressionOptions { Ties = fit.Options.Ties, ConfidenceLevel = fit.Options.ConfidenceLevel, Firth = firth };
        return Of(fit, fit.Data, options, RegressionKind.Cox, "") with { Formula = fit.Formula, Unit = fit.Unit, Excluded = fit.Excluded,
            Notes = fit.Notes };
    }

    private static RegressionFit Of(CoxFit fit, SurvivalData data, RegressionOptions options, RegressionKind kind, string variance)
    {
        var design = new Design(data.Covariates, data.Rows, intercept: false);
        bool[] missing = [.. fit.Coefficients.Select(c => c.Estimate is null)];
        bool[] aliased = [.. fit.Coefficients.Select(c => c.Estimate is null && fit.Converged)];
        double[] beta = [.. fit.Coefficients.Select(c => c.Estimate ?? 0)];
        double[] rows = [.. data.IsEvent.ToArray().Select(e => e ? 1.0 : 0)];
        var problem = new Problem
        {
            Kind = kind, Design = design, Likelihood = new CoxPartialLikelihood(data, options.Ties),
            Options = options with { Firth = false }, N = data.Rows, Events = fit.Events, Limiting = fit.Events,
            BicSize = fit.Events, Cox = data, Clusters = data.Clusters.ToArray(), Weights = data.Weights.ToArray(), Y = rows,
        };
        var outcome = fit.Converged ? Outcome.Converged : missing.Any(m => m) ? Outcome.Separated : Outcome.NotConverged;
        var maximum = new Maximum(beta, fit.LogLikelihood, outcome, fit.Iterations) { IsAliased = aliased,
            IsUnbounded = [.. missing.Zip(aliased, (m, a) => m && !a)] };
        string?[] why = [.. fit.Coefficients.Select(c => c.Note)];
        if (options.Firth) return Firth(fit, problem, maximum, missing, why, options);
        return RegressionEngine.Assemble(problem, maximum, fit.LogLikelihood, missing, why, fit.Covariance.Values.ToArray(),
            null, variance);
    }

    /// <summary>The penalised fit of the core, its own limits and P.</summary>
    private static RegressionFit Firth(CoxFit fit, Problem problem, Maximum maximum, bool[] missing, string?[] why,
        RegressionOptions options)
    {
        RegressionFit plain = RegressionEngine.Assemble(problem with { IsPenalizedElsewhere = true }, maximum, fit.LogLikelihood, missing,
            why, fit.Covariance.Values.ToArray(), null, "penalised partial likelihood");
        return plain with
        {
            Options = options, Notes = [.. plain.Notes.Select(n => n.Replace(" or Firth's penalty", "", StringComparison.Ordinal))],
            LogLikelihood = fit.LogLikelihood, LogLikelihoodNull = fit.LogLikelihoodNull, LikelihoodRatio = fit.LikelihoodRatio,
            Coefficients =
                [.. plain.Coefficients.Zip(fit.Coefficients,
                    (a, c) => a with { P = c.P, Lower = c.Lower, Upper = c.Upper, StandardError = c.StandardError, Statistic = c.Z })],
            Terms = [.. plain.Terms.Select(t => t.DegreesOfFreedom == 1
                ? t with { LikelihoodRatioP = fit.Coefficients.First(c => c.Term == t.Term).P }
                : t)],
        };
    }

    /// <summary>Stands where tests may use no likelihood.</summary>
    private sealed class NoLikelihood : Likelihood
    {
        public NoLikelihood(int columns, double value) : base(columns) => Value = value;

        public override void Evaluate(ReadOnlySpan<double> beta)
        {
        }
    }
}
