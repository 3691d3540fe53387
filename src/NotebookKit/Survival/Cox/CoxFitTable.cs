using System.Collections.Immutable;
using NotebookKit.Numerics;
using NotebookKit.Rendering;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.Smoothing;

namespace NotebookKit.Survival.Cox;

/// <summary>Lays a Cox fit out as journals print it.</summary>
internal static class CoxFitTable
{
    public static SummaryTable Build(CoxFit fit) => CoefficientTable.Build(Shown(fit),
        fit.Options.Title ?? "Cox proportional-hazards regression", "Hazard ratio", fit.Options.ConfidenceLevel, [.. Footnotes(fit)]);

    /// <summary>The coefficients that mean something: the straight line of a smooth term in place of its B-splines.</summary>
    internal static ImmutableArray<Coefficient> Shown(CoxFit fit) => fit.Smooths.Length == 0 ? fit.Coefficients
        : [.. fit.Coefficients.Select(c => fit.Smooths.FirstOrDefault(s => s.Term == c.Term) is { } smooth
            ? Line(smooth, fit.Options.ConfidenceLevel) : c).DistinctBy(c => c.Name)];

    private static Coefficient Line(SmoothTerm term, double level)
    {
        double z = -Distributions.NormalQuantile((1 - level) / 2);
        return new Coefficient($"{term.Term}, linear", $"{term.Label}, straight line per unit", term.Term)
        {
            Estimate = term.Slope, StandardError = term.StandardError, Z = term.Slope / term.StandardError, P = term.Linear.P,
            HazardRatio = Math.Exp(term.Slope), Lower = Math.Exp(term.Slope - z * term.StandardError),
            Upper = Math.Exp(term.Slope + z * term.StandardError),
        };
    }

    private static IEnumerable<string> Footnotes(CoxFit fit)
    {
        yield return $"{Print.Sample(fit.N, fit.Unit, fit.Events)}"
            + (fit.Clusters is { } c ? $", from {Wording.Count(c, fit.ClusterUnit)} (robust standard errors)" : "")
            + (fit.Strata > 1 ? $", {Wording.Count(fit.Strata, "strata")}" : "") + $"; {fit.Options.Ties} ties. CI, confidence interval"
            + (Shown(fit).Any(x => x.Estimate is null) ? "; NE, not estimable." : ".");
        if (fit.Formula.Length > 0) yield return $"Model: {fit.Formula}.";
        if (fit.Coefficients.Length > 0)
            yield return string.Join("; ", new[] { fit.LikelihoodRatio, fit.Wald, fit.Score, fit.RobustScore }.OfType<ModelTest>().Select(
                CoefficientTable.Describe)) + ".";
        foreach (string note in Print.DataNotes(fit.Excluded, fit.Notes, fit.Unit)) yield return note;
    }
}
