using NotebookKit.Rendering;

namespace NotebookKit.Survival.Regression;

/// <summary>Joins a Cox fit to the frame it came from.</summary>
internal static class CoxModelFit
{
    public static CoxFit Fit(ModelFrame frame, CoxOptions? options, string unit)
    {
        if (frame.Model.TimeUpper is not null)
            throw new ArgumentException("Cox regression takes no interval-censored times; use Aft.");
        CoxFit fit = CoxRegression.Fit(frame.ToCoxData(), options);
        return fit with
        {
            Formula = frame.Model.ToString(), Unit = unit, Frame = frame, ClusterUnit = frame.Model.Cluster is { } cluster ? Wording.Plural(cluster, "clusters") : "clusters", Excluded = frame.Excluded, Notes = [.. frame.Notes, .. fit.Notes],
        };
    }

    public static GammaFrailtyFit FitFrailty(ModelFrame frame, CoxOptions? options, string unit)
    {
        if (frame.Model.TimeUpper is not null || frame.Model.Cluster is null)
            throw new ArgumentException($"A frailty model needs cluster() and no interval-censored times; found {frame.Model}.");
        GammaFrailtyFit fit = GammaFrailty.Fit(frame.ToCoxData(), options);
        return fit with { Formula = frame.Model.ToString(), Unit = unit, Excluded = frame.Excluded, Notes = [.. frame.Notes, .. fit.Notes] };
    }
}
