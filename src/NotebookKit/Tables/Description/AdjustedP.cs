using NotebookKit.Statistics;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>Adjusts the P values of a whole table, stratum by stratum.</summary>
internal static class AdjustedP
{
    public static CohortDescription Apply(CohortDescription description)
    {
        if (description.Options.AdjustP is not PAdjustMethod method) return description;
        DescriptionSection[] sections = [.. description.Sections];
        for (int b = 0; b < sections[0].Blocks.Length; b++)
        {
            int block = b;
            var adjusted = new Queue<double?>(
                PAdjust.Adjust(sections.SelectMany(s => s.Blocks[block].Variables).SelectMany(Comparisons).Select(c => c.P), method));
            for (int s = 0; s < sections.Length; s++)
            {
                DescriptionBlock old = sections[s].Blocks[block];
                sections[s] = sections[s] with {
                    Blocks = sections[s].Blocks.SetItem(block,
                        old with { Variables = [.. old.Variables.Select(v => With(v, adjusted))] }) };
            }
        }
        return description with { Sections = [.. sections] };
    }

    /// <summary>The method in words.</summary>
    public static string Name(PAdjustMethod method) => method switch
    {
        PAdjustMethod.BenjaminiHochberg => "Benjamini and Hochberg's method",
        PAdjustMethod.BenjaminiYekutieli => "Benjamini and Yekutieli's method",
        PAdjustMethod.None => "none",
        _ => $"{method}'s method",
    };

    private static IEnumerable<GroupComparison> Comparisons(VariableDescription variable) =>
        variable is CategoricalDescription { IsCheckAll: true } checkAll ? checkAll.LevelComparisons : variable.Comparison is { } c
            ? [c]
            : [];

    private static VariableDescription With(VariableDescription variable, Queue<double?> adjusted) =>
        variable is CategoricalDescription { IsCheckAll: true } checkAll
            ? checkAll with { LevelComparisons = [.. checkAll.LevelComparisons.Select(c => c with { AdjustedP = adjusted.Dequeue() })] }
            : variable.Comparison is { } comparison
            ? variable with { Comparison = comparison with { AdjustedP = adjusted.Dequeue() } }
            : variable;
}
