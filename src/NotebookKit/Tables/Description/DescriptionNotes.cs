using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>The footnotes of a cohort description: units, denominators, definitions and rows left out.</summary>
internal static class DescriptionNotes
{
    public static ImmutableArray<string> Of(CohortDescription description)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        DescriptionOptions options = description.Options;
        VariableDescription[] variables = [.. description.Sections.SelectMany(s => s.Blocks).SelectMany(b => b.Variables)];
        bool categorical = variables.Any(v => v is CategoricalDescription);
        if (options.Weights is not null)
            notes.Add($"Rows are weighted by {Wording.Words(options.Weights)}: counts are sums of weights, percentages, means, SDs and "
                + "quantiles are weighted.");
        if (categorical && options.Percent != PercentOf.Column)
            notes.Add(options.Percent == PercentOf.Row ? "Percentages are of the row." : "Percentages are of the whole table.");
        if (categorical && variables.Any(HasMissing) && options.FixedDenominators.IsDefaultOrEmpty)
            notes.Add(options.Denominator == DenominatorRule.NonMissing
                ? "Percentages are of those with a value." : "Percentages are of all, with and without a value.");
        if (variables.Any(v => v is CategoricalDescription { IsCheckAll: true }))
            notes.Add("Where several answers can apply, percentages can add up to more than 100%.");
        StatisticField[] fields = [.. variables.OfType<ContinuousDescription>().SelectMany(v => v.Patterns).SelectMany(p => p.Fields)];
        if (fields.Any(f => f.Name is "q1" or "q3"))
            notes.Add($"Q1, Q3: quartiles of type {(int)options.Quartiles} ({Users(options.Quartiles)}).");
        string[] percentiles = [.. fields.Where(f => f.IsPercentile).OrderBy(f => double.Parse(f.Name[1..], CultureInfo.InvariantCulture))
            .Select(f => f.Label).Distinct()];
        if (percentiles.Length > 0)
            notes.Add($"{string.Join(", ", percentiles)}: percentiles of type {(int)options.Quartiles} ({Users(options.Quartiles)}).");
        if (variables.OfType<ContinuousDescription>()
            .Any(v => v.Decimals.IsDate && v.Patterns.SelectMany(p => p.Fields)
                .Any(f => f.Kind is FieldKind.Distance or FieldKind.QuantileDistance)))
            notes.Add("Of dates, SD and IQR are in days.");
        notes.AddRange(ComparisonNotes(options, description.Sections[0].Blocks[0].Groups));
        if (options.Difference && variables.OfType<ContinuousDescription>().Any(v => !v.PrintsMean))
            notes.Add("Rows that print no mean have no difference of means beside them.");
        foreach (DescriptionSection section in description.Sections)
        {
            if (section.Clusters is int clusters)
                notes.Add($"{Wording.Count(section.Blocks.Sum(b => b.Total), section.Unit)} in {Wording.Count(clusters, "patients")}"
                    + (options.P ? "; P takes them as independent, clustered P does not." : "."));
            if (!section.Options.FixedDenominators.IsDefaultOrEmpty)
                notes.Add($"Denominators of {section.Unit} are fixed "
                    + $"({string.Join(", ", section.Options.FixedDenominators.Select(d => $"{d.Group} {d.N}"))}); those without a row "
                    + "count as not having the value.");
            foreach (ExcludedRows excluded in section.Excluded)
                notes.Add($"Left out, n = {excluded.Count}: {section.Unit} with {excluded.Reason}.");
        }
        if (Abbreviations(description) is { Length: > 0 } abbreviations) notes.Add(string.Join("; ", abbreviations) + ".");
        notes.AddRange(description.Sections.SelectMany(s => s.Options.Notes).Distinct());
        return notes.ToImmutable();
    }

    private static string[] Abbreviations(CohortDescription description)
    {
        string[] fields = [.. description.Sections.SelectMany(s => s.Blocks[0].Variables).OfType<ContinuousDescription>()
            .SelectMany(v => v.Patterns).SelectMany(p => p.FieldNames)];
        IEnumerable<DescriptionOptions> options = description.Sections.Select(s => s.Options);
        return
        [
            .. options.Any(o => o.Difference || o.Smd) ? ["CI, confidence interval"] : Array.Empty<string>(),
            .. fields.Contains("iqr") ? ["IQR, interquartile range (Q3 \u2212 Q1)"] : Array.Empty<string>(),
            .. fields.Contains("sd") ? ["SD, standard deviation"] : Array.Empty<string>(),
            .. fields.Contains("se") ? ["SE, standard error of the mean"] : Array.Empty<string>(),
        ];
    }

    private static IEnumerable<string> ComparisonNotes(DescriptionOptions options, ImmutableArray<string> groups)
    {
        if (options.P && options.AdjustP is PAdjustMethod method)
            yield return $"Adjusted P: {AdjustedP.Name(method)}, over all variables of the table.";
        if (options.Pairwise && groups.Length > 2)
            yield return "P of pairs of groups: adjusted for the pairs of the variable by Holm's method.";
        if (options.Smd)
            yield return "SMD: standardized mean difference in absolute value; variances with divisor n − 1, several levels by Yang "
                + "and Dalton"
                + (options.Weights is null ? ", interval by Hedges and Olkin." : ".");
        if (options.Difference && groups.Length == 2)
            yield return $"Difference, {groups[0]} minus {groups[1]}, with its {Level(options)} confidence interval: "
                + "of means by Welch's t test, of percentages, in percentage points (pp), by Wald with continuity correction.";
    }

    private static string Level(DescriptionOptions options) => NumberFormat.Level(options.ConfidenceLevel, options.Style);

    private static bool HasMissing(VariableDescription variable) => variable is CategoricalDescription { Overall.Missing: > 0 };

    private static string Users(QuantileType type) => type switch
    {
        QuantileType.Type2 => "as in SAS and gtsummary",
        QuantileType.Type6 => "as in SPSS",
        _ => "as in R, Python and Excel",
    };
}
