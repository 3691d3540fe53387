using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Rendering;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Models;

namespace NotebookKit.Charts.Effects;

/// <summary>Rows of a forest from a Cox model.</summary>
internal static class CoxForest
{
    public static ImmutableArray<ForestRow> Rows(CoxFit fit)
    {
        var rows = ImmutableArray.CreateBuilder<ForestRow>();
        string term = "";
        foreach (Coefficient c in CoxFitTable.Shown(fit))
        {
            (string name, string level, string reference) = Parts(c.Label);
            if (level.Length == 0)
            {
                rows.Add(new ForestRow(c.Label, c.HazardRatio, c.Lower, c.Upper) { P = c.P });
                term = "";
                continue;
            }
            if (c.Term != term)
            {
                rows.Add(new ForestRow(name) { IsHeading = true });
                rows.Add(new ForestRow(reference) { IsReference = true, Indent = 1 });
                term = c.Term;
            }
            rows.Add(new ForestRow(level, c.HazardRatio, c.Lower, c.Upper) { P = c.P, Indent = 1 });
        }
        return rows.ToImmutable();
    }

    public static IEnumerable<string> Notes(CoxFit fit)
    {
        yield return string.Create(CultureInfo.InvariantCulture,
            $"Cox regression, {fit.Unit} n = {fit.N}, {fit.Events} {Wording.Of(fit.Events, "events")}") +
            (fit.Clusters is int c ? $", from {Wording.Count(c, fit.ClusterUnit)} (robust standard errors)." : ".");
    }

    // A factor's label reads "sex: male vs female".
    private static (string Name, string Level, string Reference) Parts(string label)
    {
        int colon = label.IndexOf(": ", StringComparison.Ordinal), versus = label.LastIndexOf(" vs ", StringComparison.Ordinal);
        return colon > 0 && versus > colon && !label.Contains(" × ", StringComparison.Ordinal)
            ? (label[..colon], label[(colon + 2)..versus], label[(versus + 4)..])
            : (label, "", "");
    }
}
