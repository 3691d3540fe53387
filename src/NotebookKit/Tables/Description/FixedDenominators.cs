using System.Collections.Immutable;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>Denominators that the options give in place of the rows of the frame.</summary>
internal sealed class FixedDenominators
{
    private FixedDenominators(ImmutableArray<int> sizes) => Sizes = sizes;

    /// <summary>The denominator of each group.</summary>
    public ImmutableArray<int> Sizes { get; }

    /// <summary>The denominators of the options in the order of the groups; null where there are none.</summary>
    /// <exception cref="ArgumentException">A group has none, a name is not a group, a denominator is smaller than the group, or the table
    /// has strata.</exception>
    public static FixedDenominators? Of(DescriptionOptions options, Grouping grouping)
    {
        if (options.FixedDenominators.IsDefaultOrEmpty) return null;
        if (options.Strata is not null)
            throw new ArgumentException(
                "Fixed denominators are of groups, not of strata: leave out Strata, or describe one stratum at a time.");
        ImmutableArray<string> names = grouping.Names;
        foreach ((string group, _) in options.FixedDenominators)
            if (!names.Contains(group))
                throw new ArgumentException($"FixedDenominators: there is no group '{group}'; the groups are {string.Join(", ", names)}.");
        int of(string name) => options.FixedDenominators.Where(d => d.Group == name).Select(d => (int?)d.N).FirstOrDefault()
            ?? throw new ArgumentException($"FixedDenominators: group '{name}' has none; name one for every group.");
        ImmutableArray<int> sizes = [.. names.Select(of)];
        for (int g = 0; g < names.Length; g++)
            if (sizes[g] < grouping.Sizes[g])
                throw new ArgumentException(
                    $"FixedDenominators: found {sizes[g]} for group '{names[g]}', which has {grouping.Sizes[g]} rows; expected at least as "
                        + "many. Check that both count the same unit.");
        return new FixedDenominators(sizes);
    }

    /// <summary>Counts with these denominators.</summary>
    public ImmutableArray<LevelCounts> Apply(ImmutableArray<LevelCounts> counts)
    {
        var result = ImmutableArray.CreateBuilder<LevelCounts>(counts.Length);
        for (int g = 0; g < counts.Length; g++)
            result.Add(counts[g] with { Rows = Sizes[g], NonMissing = [.. counts[g].NonMissing.Select(_ => Sizes[g])] });
        return result.MoveToImmutable();
    }
}
