using NotebookKit.Rendering;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.Cox;

/// <summary>Lays a Cox fit out as journals print it.</summary>
internal static class CoxFitTable
{
    public static SummaryTable Build(CoxFit fit) => CoefficientTable.Build(fit.Coefficients,
        fit.Options.Title ?? "Cox proportional-hazards regression", "Hazard ratio", fit.Options.ConfidenceLevel, [.. Footnotes(fit)]);

    private static IEnumerable<string> Footnotes(CoxFit fit)
    {
        yield return $"{Print.Sample(fit.N, fit.Unit, fit.Events)}"
            + (fit.Clusters is { } c ? $", from {Wording.Count(c, fit.ClusterUnit)} (robust standard errors)" : "")
            + (fit.Strata > 1 ? $", {Wording.Count(fit.Strata, "strata")}" : "") + $"; {fit.Options.Ties} ties. CI, confidence interval"
            + (fit.Coefficients.Any(x => x.Estimate is null) ? "; NE, not estimable." : ".");
        if (fit.Formula.Length > 0) yield return $"Model: {fit.Formula}.";
        if (fit.Coefficients.Length > 0)
            yield return string.Join("; ", new[] { fit.LikelihoodRatio, fit.Wald, fit.Score, fit.RobustScore }.OfType<ModelTest>().Select(
                CoefficientTable.Describe)) + ".";
        foreach (string note in Print.DataNotes(fit.Excluded, fit.Notes, fit.Unit)) yield return note;
    }
}
