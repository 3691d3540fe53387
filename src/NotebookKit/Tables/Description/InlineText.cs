using NotebookKit.Rendering;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>Finds one cell of a description and prints it for running text.</summary>
internal static class InlineText
{
    public static string Of(CohortDescription description, string variable, string? level, string? group, string? unit)
    {
        JournalStyle style = description.Options.Style;
        (DescriptionSection section, DescriptionBlock block, VariableDescription found) = Find(description, variable, unit);
        int g = group is null or CohortDescription.OverallName ? -1 : block.Groups.IndexOf(group);
        if (group is not null and not CohortDescription.OverallName && g < 0)
            throw new ArgumentException($"There is no group '{group}'; the groups are {string.Join(", ", block.Groups)}.", nameof(group));
        if (found is ContinuousDescription continuous)
        {
            if (level is not null) throw new ArgumentException($"'{variable}' is continuous and has no level '{level}'.", nameof(level));
            ContinuousSummary summary = g < 0 ? continuous.Overall : continuous.Groups[g];
            string text = string.Join("; ", continuous.Patterns.Select(p =>
                $"{p.Label(style)} {p.Text(summary, continuous.Decimals.Of, style)}"));
            return $"{text}, {Wording.Count(summary.N, section.Unit)}";
        }
        var categorical = (CategoricalDescription)found;
        level ??= categorical.Only
            ?? throw new ArgumentException($"'{variable}' is categorical: name one of its levels {string.Join(", ", categorical.Levels)}.", nameof(level));
        int l = categorical.Levels.IndexOf(level);
        if (l < 0) throw new ArgumentException($"'{variable}' has no level '{level}'; the levels are {string.Join(", ", categorical.Levels)}.", nameof(level));
        (long count, long denominator) = Proportions.Of(categorical, l, g, section.Options);
        return denominator == 0
            ? $"{NumberFormat.NotEstimable} (0/0 {section.Unit})"
            : $"{NumberFormat.Percent((double)count / denominator, style)} ({count}/{Wording.Count(denominator, section.Unit)})";
    }

    private static (DescriptionSection, DescriptionBlock, VariableDescription) Find(CohortDescription description, string variable, string? unit)
    {
        if (unit is not null && description.Sections.All(s => s.Unit != unit))
            throw new ArgumentException($"There is no unit '{unit}'; the table describes {string.Join(" and ", description.Sections.Select(s => s.Unit))}.", nameof(unit));
        (DescriptionSection Section, VariableDescription Variable)[] hits =
            [.. from s in description.Sections
                where unit is null || s.Unit == unit
                from v in s.Blocks[0].Variables
                where v.Name == variable
                select (s, v)];
        if (hits.Length == 0)
            throw new ArgumentException(
                $"The table has no variable '{variable}'; it has "
                + string.Join(", ", description.Sections.SelectMany(s => s.Blocks[0].Variables).Select(v => v.Name).Distinct()) + ".", nameof(variable));
        if (hits.Select(h => h.Section.Unit).Distinct().Count() > 1)
            throw new ArgumentException($"'{variable}' is described for {string.Join(" and for ", hits.Select(h => h.Section.Unit))}: say for which unit.", nameof(variable));
        if (hits[0].Section.Blocks.Length > 1)
            throw new ArgumentException("The table has strata: describe one stratum alone to quote it.", nameof(variable));
        return (hits[0].Section, hits[0].Section.Blocks[0], hits[0].Variable);
    }
}
