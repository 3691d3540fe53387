using System.Text;
using NotebookKit.Rendering;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>Finds one variable of a description and prints its numbers for running text.</summary>
internal static class InlineText
{
    private static readonly string[] ComparisonFields = ["p", "adjusted_p", "test", "difference", "difference_lower",
        "difference_upper", "smd"];

    public static string Of(CohortDescription description, string variable, string? level, string? group, string? unit, string? pattern)
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
            if (pattern is not null)
                return Fill(pattern, found.Comparison, DifferenceFormat.Of(found), style,
                    (name, decimals) => Continuous(continuous, summary, name, decimals, style, pattern));
            string text = string.Join("; ", continuous.Patterns.Select(
                p => $"{p.Label(style)} {p.Text(summary, continuous.Decimals, style)}"));
            return $"{text}, {Wording.Count(summary.N, section.Unit, style)}";
        }
        var categorical = (CategoricalDescription)found;
        level ??= categorical.Only
            ?? throw new ArgumentException($"'{variable}' is categorical: name one of its levels {string.Join(", ", categorical.Levels)}.",
                nameof(level));
        int l = categorical.Levels.IndexOf(level);
        if (l < 0) throw new ArgumentException(
            $"'{variable}' has no level '{level}'; the levels are {string.Join(", ", categorical.Levels)}.", nameof(level));
        (double count, double denominator) = Proportions.Of(categorical, l, g, section.Options);
        if (pattern is not null)
            return Fill(pattern, categorical.IsCheckAll ? categorical.LevelComparisons.ElementAtOrDefault(l) : found.Comparison,
                DifferenceFormat.Of(found), style,
                (name, decimals) => Proportion(name, count, denominator, decimals, section.Options));
        string n = Proportions.Number(count, section.Options), of = Proportions.Number(denominator, section.Options);
        return denominator == 0
            ? $"{NumberFormat.NotEstimable} (0/0 {section.Unit})"
            : $"{NumberFormat.Percent(count / denominator, style)} ({n}/{of} {(section.Options.Weights is null ? "" : "weighted ")}"
                + $"{Wording.Of(denominator, section.Unit)})";
    }

    /// <summary>A pattern with its fields filled; what the row itself does not know is of the comparison.</summary>
    private static string Fill(string pattern, GroupComparison? comparison, DifferenceFormat format, JournalStyle style,
        Func<string, int?, string?> own)
    {
        var text = new StringBuilder();
        foreach ((string literal, string? field, int? decimals) in FieldText.Parse(pattern))
            text.Append(field is null ? literal : own(field, decimals) ?? Compared(field, comparison, format, decimals, style, pattern));
        return text.ToString();
    }

    /// <summary>A pattern with its fields filled by one table.</summary>
    /// <exception cref="FormatException">A field is unknown, or not of this table.</exception>
    internal static string Fill(string pattern, string expected, Func<string, int?, string?> field)
    {
        var text = new StringBuilder();
        foreach ((string literal, string? name, int? decimals) in FieldText.Parse(pattern))
            text.Append(name is null ? literal : field(name, decimals)
                ?? throw new FormatException($"Pattern '{pattern}': unknown field '{name}', or the table has none; expected {expected}."));
        return text.ToString();
    }

    /// <summary>Fields n, N, percent, lower and upper of a share whose limits are known; else null.</summary>
    internal static string? Share(string name, int? decimals, int count, int denominator, Statistics.IntervalEstimate limits,
        JournalStyle style)
    {
        JournalStyle own = decimals is null ? style : style with { PercentDecimals = decimals };
        return name switch
        {
            "n" => NumberFormat.Fixed(count, 0, style),
            "N" => NumberFormat.Fixed(denominator, 0, style),
            "percent" => NumberFormat.Percent(denominator == 0 ? null : (double)count / denominator, own),
            "lower" => NumberFormat.PercentNumber(limits.Lower, own),
            "upper" => NumberFormat.PercentNumber(limits.Upper, own),
            _ => null,
        };
    }

    private static string? Continuous(ContinuousDescription variable, ContinuousSummary summary, string name, int? decimals,
        JournalStyle style, string pattern)
    {
        if (name == "N") return NumberFormat.Fixed(summary.Rows, 0, style);
        StatisticField? known = variable.Patterns.SelectMany(p => p.Fields).FirstOrDefault(f => f.Name == name);
        if (known is null && ComparisonFields.Contains(name)) return null;
        return variable.Decimals.Print(known ?? StatisticField.Named(name, [], pattern),
            (known ?? StatisticField.Named(name, [], pattern)).Of(summary), decimals, style);
    }

    private static string? Proportion(string name, double count, double denominator, int? decimals, DescriptionOptions options)
    {
        JournalStyle style = decimals is null ? options.Style : options.Style with { PercentDecimals = decimals };
        double? proportion = denominator == 0 ? null : count / denominator;
        string limit(Func<(double? Lower, double? Upper), double?> of)
        {
            if (options.Weights is not null)
                throw new FormatException($"'{{{name}}}': a weighted proportion has no exact interval; leave it out.");
            Statistics.IntervalEstimate interval = ProportionInterval.ClopperPearson((long)count, (long)denominator,
                options.ConfidenceLevel);
            return NumberFormat.PercentNumber(of((interval.Lower, interval.Upper)), style);
        }
        return name switch
        {
            "n" => Proportions.Number(count, options),
            "N" => Proportions.Number(denominator, options),
            "percent" => NumberFormat.Percent(proportion, style),
            "lower" => limit(i => i.Lower),
            "upper" => limit(i => i.Upper),
            _ => null,
        };
    }

    private static string Compared(string field, GroupComparison? comparison, DifferenceFormat format, int? decimals, JournalStyle style,
        string pattern)
    {
        if (!ComparisonFields.Contains(field))
            throw new FormatException(
                $"Pattern '{pattern}': unknown field '{field}'; expected n, N, percent, lower, upper of a level (exact limits), the "
                + "statistics of a continuous variable, or one of "
                + string.Join(", ", ComparisonFields) + ".");
        if (comparison is null)
            throw new FormatException(
                $"Pattern '{pattern}': '{{{field}}}' compares groups, but the table compares none: set P, Smd or Difference.");
        if (field is "test") return comparison.TestName.Length > 0 ? comparison.TestName : throw Without(pattern, field, "P");
        if (field is "p" or "adjusted_p")
            return comparison.TestName.Length == 0 ? throw Without(pattern, field, "P") : field == "adjusted_p"
                && comparison.AdjustedP is null && comparison.P is not null
                ? throw Without(pattern, field, "AdjustP") : NumberFormat.PValue(field == "p" ? comparison.P : comparison.AdjustedP, style);
        if (comparison.Pairs.Length != 1)
            throw new FormatException(
                $"Pattern '{pattern}': '{{{field}}}' is of two groups; the table compares "
                    + $"{(comparison.Pairs.IsEmpty ? "none" : "several pairs")}.");
        PairComparison pair = comparison.Pairs[0];
        // without sign, as in the table
        if (field == "smd") return NumberFormat.Fixed(pair.Smd is double smd ? Math.Abs(smd) : null, decimals ?? 2, style);
        if (!format.IsShown)
            throw new FormatException(
                $"Pattern '{pattern}': '{{{field}}}' is a difference of means, but the row prints no mean: describe it with MeanSd.");
        if (pair.Difference is null) throw Without(pattern, field, "Difference; it exists for means and for one level shown alone");
        double? value = field switch { "difference" => pair.Difference, "difference_lower" => pair.DifferenceLower,
            _ => pair.DifferenceUpper };
        return format.IsPercentage
            ? NumberFormat.Fixed(100 * value, decimals ?? style.PercentDecimals ?? 0, style)
            : NumberFormat.Fixed(value, decimals ?? format.Decimals, style);
    }

    private static FormatException Without(string pattern, string field, string option) =>
        new($"Pattern '{pattern}': the table has no '{{{field}}}' for this row: set {option}.");

    private static (DescriptionSection, DescriptionBlock, VariableDescription) Find(CohortDescription description, string variable,
        string? unit)
    {
        if (unit is not null && description.Sections.All(s => s.Unit != unit))
            throw new ArgumentException(
                $"There is no unit '{unit}'; the table describes {string.Join(" and ", description.Sections.Select(s => s.Unit))}.",
                nameof(unit));
        (DescriptionSection Section, VariableDescription Variable)[] hits =
            [.. from s in description.Sections
                where unit is null || s.Unit == unit
                from v in s.Blocks[0].Variables
                where v.Name == variable
                select (s, v)];
        if (hits.Length == 0)
            throw new ArgumentException(
                $"The table has no variable '{variable}'; it has "
                + string.Join(", ", description.Sections.SelectMany(s => s.Blocks[0].Variables).Select(v => v.Name).Distinct()) + ".",
                nameof(variable));
        if (hits.Select(h => h.Section.Unit).Distinct().Count() > 1)
            throw new ArgumentException(
                $"'{variable}' is described for {string.Join(" and for ", hits.Select(h => h.Section.Unit))}: say for which unit.",
                nameof(variable));
        if (hits[0].Section.Blocks.Length > 1)
            throw new ArgumentException("The table has strata: describe one stratum alone to quote it.", nameof(variable));
        return (hits[0].Section, hits[0].Section.Blocks[0], hits[0].Variable);
    }
}
