
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>Numerator and denominator of a level in a group by the options of the table.</summary>
internal static class Proportions
{
    /// <param name="variable">The variable.</param>
    /// <param name="level">Index of the level; the number of levels for the missing values.</param>
    /// <param name="group">Index of the group; −1 for all groups together.</param>
    /// <param name="options">What percentages are of.</param>
    public static (long Count, long Denominator) Of(CategoricalDescription variable, int level, int group, DescriptionOptions options)
    {
        LevelCounts counts = group < 0 ? variable.Overall : variable.Groups[group];
        long numerator = Numerator(counts, level);
        return (numerator, options.Percent switch
        {
            PercentOf.Row => Numerator(variable.Overall, level),
            PercentOf.Cell => Rows(variable.Overall, level, options),
            _ => Rows(counts, level, options),
        });
    }

    private static long Numerator(LevelCounts counts, int level) => level == counts.Counts.Length ? counts.Missing : counts.Counts[level];

    private static long Rows(LevelCounts counts, int level, DescriptionOptions options) =>
        options.Denominator == DenominatorRule.AllRows || level == counts.Counts.Length ? counts.Rows : counts.NonMissing[level];
}
