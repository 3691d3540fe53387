using NotebookKit.Rendering;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Cox;

/// <summary>What a reader of a Cox fit must know, in words.</summary>
internal static class CoxNotes
{
    /// <summary>Why each coefficient is null, or null where it was estimated.</summary>
    public static string?[] ForCoefficients(CoxDesign design, CoxMaximum maximum, bool[] singular)
    {
        int p = design.Columns;
        string?[] why = new string?[p];
        for (int j = 0; j < p; j++)
        {
            string name = design.Data.Covariates[j].Label;
            bool idle = design.Scale[j] == 0 || !(maximum.InformationNull[j * p + j] > 1e-12 * design.Events.Length);
            why[j] = maximum.IsAliased[j]
                ? design.Scale[j] == 0
                    ? $"{name}: not estimable, the column is constant{(design.StrataCount > 1 ? " within every stratum" : "")}."
                    : idle ? $"{name}: not estimable, no event carries information about the column."
                    : $"{name}: not estimable, the column is a linear combination of earlier columns."
                : maximum.IsUnbounded[j]
                    ? maximum.Outcome == CoxOutcome.Separated
                        ? $"{name}: not estimable, the covariate separates events from the rest (monotone likelihood): the hazard ratio "
                            + $"tends to {(maximum.Beta[j] > 0 ? "infinity" : "0")}."
                        : $"{name}: no convergence after {maximum.Iterations} steps."
                    : singular[j] ? $"{name}: not estimable, the information is singular at the maximum." : null;
        }
        return why;
    }

    /// <summary>Notes on the fit as a whole.</summary>
    public static IEnumerable<string> ForFit(CoxMaximum maximum, SurvivalData data, int? clusters, bool robust, int coefficients,
        int events)
    {
        if (maximum.Outcome == CoxOutcome.NotConverged)
            yield return "The fit did not converge; raise CoxOptions.MaxIterations or simplify the model.";
        if (maximum.Outcome == CoxOutcome.Separated)
            yield return $"Where a hazard ratio tends to 0 or infinity, take fewer covariates, merge categories or use Firth's penalty "
                + "(CoxOptions.Penalty = CoxPenalty.Firth); the likelihood-ratio test remains valid.";
        if (clusters is not null)
            yield return "Standard errors, Wald and robust score tests allow for correlation within clusters; the likelihood-ratio and "
                + "score tests assume independent rows.";
        if (clusters < Print.FewClusters)
            yield return $"Only {clusters} clusters: the robust variance tends to be too small below about {Print.FewClusters}.";
        if (events == 0)
            yield return "No event was observed: no hazard ratio can be estimated. Check which value of the status column marks the event, "
                + "or follow up longer.";
        else if (coefficients > 0 && events < 5 * coefficients)
            yield return $"{Wording.Count(events, "events")} for {Wording.Count(coefficients, "coefficients")}: fewer than 5 events per "
                + "coefficient, estimates are unstable.";
        if (!data.Weights.IsEmpty && clusters is null)
            yield return robust
                ? "Weights are not whole numbers: standard errors are robust, each row on its own."
                : "Weights are whole numbers and count as replications of rows. For sampling weights add a cluster.";
    }
}
