
using NotebookKit.Rendering;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>Numerator and denominator of a level in a group by the options of the table.</summary>
internal static class Proportions
{
    /// <param name="variable">The variable.</param>
    /// <param name="level">Index of the level; the number of levels for the missing values.</param>
    /// <param name="group">Index of the group; −1 for all groups together.</param>
    /// <param name="options">What percentages are of.</param>
    public static (double Count, double Denominator) Of(CategoricalDescription variable, int level, int group, DescriptionOptions options)
    {
        LevelCounts counts = group < 0 ? variable.Overall : variable.Groups[group];
        double numerator = Numerator(counts, level);
        return (numerator, options.Percent switch
        {
            PercentOf.Row => Numerator(variable.Overall, level),
            PercentOf.Cell => Rows(variable.Overall, level, options),
            _ => Rows(counts, level, options),
        });
    }

    private static double Numerator(LevelCounts counts, int level) => counts.Weighted is { } weighted
        ? level == counts.Counts.Length ? weighted.Missing : weighted.Counts[level]
        : level == counts.Counts.Length ? counts.Missing : counts.Counts[level];

    private static double Rows(LevelCounts counts, int level, DescriptionOptions options) =>
        options.Denominator == DenominatorRule.AllRows || level == counts.Counts.Length
            ? counts.Weighted?.Rows ?? counts.Rows
            : counts.Weighted?.NonMissing[level] ?? counts.NonMissing[level];

    /// <summary>A number of rows in print; sums of weights have one decimal.</summary>
    public static string Number(double count, DescriptionOptions options) =>
        NumberFormat.Fixed(count, options.Weights is null ? 0 : 1, options.Style);
}
