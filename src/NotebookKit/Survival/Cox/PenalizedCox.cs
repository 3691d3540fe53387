using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;
using NotebookKit.Survival.Smoothing;
using NotebookKit.Survival.Splines;

namespace NotebookKit.Survival.Cox;

/// <summary>Cox models with Firth's or a ridge penalty, or smooth terms.</summary>
internal static class PenalizedCox
{
    private const int FirthIterations = 500; // Fisher scoring converges linearly

    public static CoxFit Fit(SurvivalData data, CoxOptions options, CoxDesign design, CoxLikelihood likelihood, double[]? meatNull,
        int? clusters) => options.Penalty switch
    {
        CoxPenalty.RidgePenalty ridge => FitRidge(data, options, design, likelihood, ridge, meatNull, clusters),
        _ => FitFirth(data, options, design, likelihood, meatNull, clusters),
    };

    private static CoxFit FitRidge(SurvivalData data, CoxOptions options, CoxDesign design, CoxLikelihood likelihood,
        CoxPenalty.RidgePenalty ridge, double[]? meatNull, int? clusters)
    {
        double[] strength = RidgeLikelihood.Strength(ridge, design);
        var penalized = new RidgeLikelihood(likelihood, strength);
        CoxMaximum maximum = CoxMaximizer.Maximize(penalized, design, options.MaxIterations);
        double penalty = maximum.Beta.Select((b, j) => strength[j] * b * b / 2).Sum();
        CoxFit fit = CoxModel.Assemble(data, options, design, penalized, maximum, meatNull, clusters, likelihood);
        return fit with
        {
            LogLikelihood = fit.LogLikelihood + penalty,
            LikelihoodRatio = ModelTest.Of("Likelihood ratio", null, fit.LikelihoodRatio.DegreesOfFreedom),
            Score = ModelTest.Of("Score (log-rank)", null, fit.Score.DegreesOfFreedom), RobustScore = null,
            Notes = [.. fit.Notes, string.Create(CultureInfo.InvariantCulture,
                $"Ridge penalty, θ = {ridge.Theta:G6}{(ridge.Columns.Length > 0 ? " on " + string.Join(", ", ridge.Columns) : "")}: "
                    + $"estimates are shrunk toward 0 and intervals do not cover as usual.")],
        };
    }

    private static CoxFit FitFirth(SurvivalData data, CoxOptions options, CoxDesign design, CoxLikelihood likelihood, double[]? meatNull,
        int? clusters)
    {
        var firth = new FirthLikelihood(design, likelihood, options.Ties == CoxTies.Efron);
        CoxMaximum maximum = CoxMaximizer.Maximize(firth, design, Math.Max(FirthIterations, options.MaxIterations));
        CoxFit fit = CoxModel.Assemble(data, options, design, firth, maximum, meatNull, clusters, likelihood);
        bool[] missing = [.. fit.Coefficients.Select(c => c.Estimate is null)];
        var profile = new FirthProfile(firth, missing, [.. maximum.Beta.Select((b, j) => missing[j] ? 0 : b)], maximum.LogLikelihood);
        double quantile = Distributions.ChiSquareQuantile(options.ConfidenceLevel, 1);
        // the determinant was that of scaled covariates
        double unit = Enumerable.Range(0, missing.Length).Where(j => !missing[j]).Sum(j => Math.Log(design.Scale[j]));
        return fit with
        {
            LogLikelihoodNull = fit.LogLikelihoodNull + unit, LogLikelihood = fit.LogLikelihood + unit,
            RobustScore = null,
            Coefficients = meatNull is not null ? fit.Coefficients : [.. fit.Coefficients.Select((c, j) => c.Estimate is null ? c : c with
            {
                P = profile.P(j), Lower = Ratio(profile, j, -1, c, design, quantile), Upper = Ratio(profile, j, 1, c, design, quantile),
            })],
            Score = ModelTest.Of("Score (log-rank)", null, fit.Score.DegreesOfFreedom),
            Notes = [.. fit.Notes,
                meatNull is null
                    ? "Firth's penalty: log-likelihoods include it; intervals and P values are those of the profile penalised likelihood."
                : "Firth's penalty: log-likelihoods include it; intervals and P values are Wald's, with robust standard errors at the "
                    + "penalised estimates."],
        };
    }

    private static double? Ratio(FirthProfile profile, int column, int sign, Coefficient coefficient, CoxDesign design, double quantile)
    {
        double scale = design.Scale[column];
        return profile.Limit(column, sign, coefficient.StandardError!.Value * scale, quantile) is { } limit
            && double.IsFinite(Math.Exp(limit / scale))
            ? Math.Exp(limit / scale) : null;
    }

    /// <summary>A model with smooth terms.</summary>
    public static CoxFit FitSmooth(SurvivalData data, CoxOptions options, CoxDesign design, CoxLikelihood likelihood, double[]? meatNull,
        int? clusters)
    {
        var penalized = new SmoothLikelihood(likelihood, design);
        SmoothFit smooth = SmoothFit.Find(penalized, design, options.MaxIterations);
        CoxMaximum maximum = smooth.Maximum;
        double effective = smooth.DegreesOfFreedom.Values.Sum();
        CoxFit fit = CoxModel.Assemble(data, options, design, penalized, maximum, meatNull, clusters, likelihood, effective);
        double log = maximum.LogLikelihood + penalized.Value(maximum.Beta);
        fit = fit with
        {
            LogLikelihood = log, Roughness = penalized.Penalty,
            SamplingCovariance = new CovarianceMatrix(fit.Covariance.Names, CoxModel.Unscale(smooth.Sampling, design),
                [.. fit.Coefficients.Select(c => c.Estimate is null)]),
            LikelihoodRatio = ModelTest.Of("Likelihood ratio", 2 * (log - fit.LogLikelihoodNull), fit.LikelihoodRatio.DegreesOfFreedom)
                .OnEffective(effective),
            Wald = fit.Wald.OnEffective(effective),
            Score = ModelTest.Of("Score (log-rank)", null, fit.Score.DegreesOfFreedom), RobustScore = null,
        };
        ImmutableArray<SmoothTerm> terms = [.. penalized.Smooths.Select((s, i) => Term(fit, s, smooth.Controls[i],
            smooth.DegreesOfFreedom[s.Term]))];
        return fit with
        {
            Smooths = terms, Notes = [.. fit.Notes, .. terms.Zip(penalized.Smooths).SelectMany(t => NotesOf(t.First, t.Second))],
        };
    }

    private static IEnumerable<string> NotesOf(SmoothTerm term, SplineColumns columns)
    {
        yield return $"{term}. The ratio of a smooth term is that along a straight line; PredictTerms() gives the curve.";
        if (term.Converged) yield break;
        yield return columns.Spline.IsByAic
            ? $"{term.Label}: the best AIC was not found in {term.History.Length} fits; give the degrees of freedom."
            : string.Create(CultureInfo.InvariantCulture,
                $"{term.Label}: {columns.Spline.DegreesOfFreedom} degrees of freedom were not found in {term.History.Length} fits; take "
                    + $"fewer, a larger nterm, or give theta.");
    }

    /// <summary>The straight line closest to the coefficients, weighted by their covariance, and what it leaves.</summary>
    private static SmoothTerm Term(CoxFit fit, SplineColumns smooth, SmoothingControl control, double degrees)
    {
        int p = fit.Coefficients.Length, size = smooth.Spline.Columns;
        int[] own = [.. Enumerable.Range(smooth.First, size)];
        double[] coefficients = [.. own.Select(j => fit.Coefficients[j].Estimate ?? 0)];
        double[] covariance = SmoothFit.Block(fit.Covariance.Values, own, p);
        var factor = new Cholesky(covariance, size);
        double[] ones = [.. Enumerable.Repeat(1.0, size)], centers = smooth.Spline.Centers(smooth.Low, smooth.High);
        double[] first = factor.Solve(ones), second = factor.Solve(centers);
        double a = Dot(ones, first), b = Dot(ones, second), c = Dot(centers, second), determinant = a * c - b * b;
        double[] weights = [.. first.Zip(second, (u, v) => (a * v - b * u) / determinant)];
        double slope = Dot(weights, coefficients), variance = Quadratic(weights, covariance);
        double linear = slope * slope / variance, rest = Math.Max(0, factor.QuadraticForm(coefficients) - linear);
        return new SmoothTerm(smooth.Term, control.Tried[^1].Theta, degrees)
        {
            Label = fit.Data.Covariates[smooth.First].TermLabel, Slope = slope, StandardError = Math.Sqrt(variance),
            SamplingStandardError = Math.Sqrt(Quadratic(weights, SmoothFit.Block(fit.SamplingCovariance!.Values, own, p))),
            Linear = ModelTest.Of("Linear", linear, 1), Nonlinear = ModelTest.Of("Nonlinear", rest, size).OnEffective(degrees - 1, 0.5),
            History = control.Tried, Converged = control.IsDone,
        };
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (u, v) => u * v).Sum();

    private static double Quadratic(double[] x, double[] matrix)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            for (int j = 0; j < x.Length; j++) sum += x[i] * x[j] * matrix[i * x.Length + j];
        return sum;
    }
}
