using System.Collections.Immutable;
using NotebookKit.Numerics;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.FineGray;

/// <summary>Fine and Gray's proportional subdistribution hazards on arrays.</summary>
internal static class FineGrayModel
{
    /// <summary>Fits one cause of a frame of causes.</summary>
    internal static FineGrayFit Fit(ModelFrame frame, string cause, FineGrayOptions options)
    {
        SurvivalFormula model = frame.Model;
        if (model.TimeUpper is not null)
            throw new ArgumentException($"Fine-Gray regression takes no interval-censored times; found {model}.");
        int code = frame.CauseCode(cause);
        FineGrayFit fit = Fit(frame.ToData(), [.. frame.CauseCodes.Select(c => c == 0 ? 0 : c == code ? 1 : 2)], options);
        return fit with
        {
            Frame = frame, Formula = model.ToString(), Cause = cause, Unit = frame.Unit, ClusterUnit = frame.ClusterUnit,
            Excluded = frame.Excluded,
            Notes = [.. frame.Notes, .. fit.Notes],
        };
    }

    /// <summary>Fits the subdistribution hazard of one cause, λ(t | x) = λ₀(t) exp(x'β).</summary>
    /// <param name="data">Rows and covariates. <see cref="SurvivalData.IsEvent"/> is ignored.</param>
    /// <param name="status">0 censored, 1 event of the cause, 2 competing event, for each row.</param>
    /// <param name="options">Confidence level and iterations; null for the defaults.</param>
    /// <exception cref="ArgumentException">The data are not valid, there is no event of the cause, or fewer than two clusters.</exception>
    /// <remarks>
    /// Fine and Gray (1999, doi:10.1080/01621459.1999.10474144), ties by Breslow; with clusters the contributions are summed within
    /// them (Zhou et al. 2012, doi:10.1093/biostatistics/kxr032). Equivalent R call: <c>cmprsk::crr(time, status, X)</c>, iterated to the
    /// maximum.
    /// Strata have baselines and censoring curves of their own; with strata, entry times or weights the variance takes the curves of
    /// censoring and entry as known, as <c>coxph(Surv(fgstart, fgstop, fgstatus) ~ x + strata(s), survival::finegray(…), weights = fgwt,
    /// cluster = id, ties = "breslow")</c>.
    /// </remarks>
    public static FineGrayFit Fit(SurvivalData data, IReadOnlyList<int> status, FineGrayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(status);
        options ??= new FineGrayOptions();
        if (status.Count != data.Rows || status.Any(s => s is < 0 or > 2))
            throw new ArgumentException($"Status needs 0, 1 or 2 for each of the {data.Rows} rows.");
        data = data with { IsEvent = status.Select(s => s == 1).ToArray() };
        data.Validate();
        int? clusters = CoxModel.CountClusters(data);
        if (clusters < 2) throw new ArgumentException("The clustered variance needs at least two clusters; found one.");
        bool isPlain = data.Entry.IsEmpty && data.StrataCount == 1 && data.Weights.IsEmpty;
        var design = new CoxDesign(data);
        var likelihood = new FineGrayLikelihood(design, [.. design.Order.Select(i => status[i] == 2)]);
        CoxMaximum maximum = CoxMaximizer.Maximize(likelihood, design, options.MaxIterations);
        int p = design.Columns;
        bool[] missing = [.. Enumerable.Range(0, p).Select(j => maximum.IsAliased[j] || maximum.IsUnbounded[j])];
        CoxMaximizer.Mask(likelihood, missing);
        var information = new Cholesky(likelihood.Information, p);
        bool[] singular = [.. information.IsSkipped.Select((skipped, j) => skipped && !missing[j])];
        for (int j = 0; j < p; j++) missing[j] |= singular[j];
        double[] bread = information.Inverse();
        double[] used = RobustVariance.Sandwich(bread,
            RobustVariance.Meat(design, FineGrayVariance.Contributions(design, likelihood, withCensoring: isPlain)), p);
        double[] beta = [.. maximum.Beta.Select((b, j) => missing[j] ? 0 : b)];
        string?[] why = CoxNotes.ForCoefficients(design, maximum, singular);
        return new FineGrayFit
        {
            Coefficients = CoxModel.Coefficients(data, design, beta, bread, used, missing, why, options.ConfidenceLevel),
            Covariance = new CovarianceMatrix([.. data.Covariates.Select(c => c.Name)], CoxModel.Unscale(used, design), missing),
            LogLikelihoodNull = maximum.LogLikelihoodNull, LogLikelihood = maximum.LogLikelihood,
            Converged = maximum.Outcome == CoxOutcome.Converged,
            N = data.Rows, Events = status.Count(s => s == 1), CompetingEvents = status.Count(s => s == 2), Clusters = clusters,
            Options = options,
            Design = design, CumulativeHazard = FineGrayVariance.Hazard(design, likelihood),
            Notes =
            [
                .. why.OfType<string>().Distinct(),
                .. isPlain ? [] : (string[])["Standard errors take the curves of censoring and entry, estimated within strata, as known."],
            ],
        };
    }
}
