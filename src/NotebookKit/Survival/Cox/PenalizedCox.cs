using System.Globalization;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Cox;

/// <summary>Cox models with Firth's or a ridge penalty.</summary>
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
}
