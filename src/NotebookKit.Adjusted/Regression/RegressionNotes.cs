using System.Globalization;
using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>What a fit tells its reader.</summary>
internal static class RegressionNotes
{
    private const double HighVif = 5;

    public static IEnumerable<string> Of(Problem problem, Maximum maximum, double? perParameter, ImmutableArray<Collinearity> gvif,
        string?[] why)
    {
        foreach (string reason in why.OfType<string>().Distinct()) yield return reason;
        if (maximum.Outcome == Outcome.Separated)
            yield return problem.Kind is RegressionKind.Logistic or RegressionKind.Cox
                ? "Separation: no finite estimate exists. Join levels, or use Firth's penalty (RegressionOptions.Firth = true); the "
                    + "likelihood-ratio P remains valid."
                : "Separation: no finite estimate exists. Join levels; the likelihood-ratio P remains valid.";
        if (maximum.Outcome == Outcome.NotConverged) yield return "The iteration did not converge; estimates are not given.";
        if (problem.Clusters.Length > 0)
            yield return "P values are Wald tests with the robust variance: clusters leave no likelihood ratio.";
        if (perParameter is { } e && problem.Limiting is { } l)
        {
            string counted = problem.Kind == RegressionKind.Logistic ? "of the rarer outcome" : "events";
            int k = (int)Math.Round(l / e);
            if (e < 5) yield return string.Create(CultureInfo.InvariantCulture,
                $"{l} {counted} for {Wording.Count(k, "coefficients")}, {NumberFormat.Fixed(e, 1)} per coefficient (below 5): estimates "
                    + $"are unstable. Use fewer "
                    + $"variables{(problem.Kind is RegressionKind.Logistic or RegressionKind.Cox && !problem.Options.Firth
                        ? " or Firth's penalty" : "")}.");
            else if (e < 10)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{l} {counted} for {Wording.Count(k, "coefficients")}, {NumberFormat.Fixed(e, 1)} per coefficient (below 10): limits may "
                    + $"be too narrow.");
        }
        foreach (Collinearity c in gvif.Where(c => c.Adjusted * c.Adjusted > HighVif))
            yield return $"{problem.Design.TermLabel(problem.Design.Terms.IndexOf(c.Term))}: variance inflation "
                + $"{NumberFormat.Fixed(c.Gvif, 1)}"
                + $"{(c.DegreesOfFreedom > 1 ? $" (GVIF^(1/2df) {NumberFormat.Fixed(c.Adjusted, 1)})" : "")}: strongly determined by the "
                + "other variables; its estimate says little.";
    }

    /// <summary>Why a column has no finite coefficient, by the events on either side.</summary>
    public static string Separation(Problem problem, int column)
    {
        string name = problem.Design.Names[column];
        if (column < problem.Design.First) return $"{name}: a level of the reference has no event, or only events.";
        Covariate covariate = problem.Design.Covariates[column - problem.Design.First];
        if (problem.Y.Length == 0 || covariate.Values.Span.ContainsAnyExcept(0.0, 1.0))
            return $"{name}: separates events from non-events perfectly.";
        int n = 0, events = 0;
        for (int i = 0; i < problem.N; i++)
            if (covariate.Values.Span[i] != 0) (n, events) = (n + 1, events + (problem.Y[i] > 0 ? 1 : 0));
        return events == 0 ? $"{name}: none of {n} had the event." : events == n
            ? $"{name}: all {n} had the event."
            : $"{name}: its combination with other columns separates events from non-events perfectly.";
    }
}
