using System.Collections.Immutable;

namespace NotebookKit.Tables.Groups;

/// <summary>Counts of the levels of a categorical variable in one group.</summary>
internal sealed record LevelCounts
{
    /// <summary>Rows of the group, with and without a value.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows without a value; of a check-all question, rows without an answer to any option.</summary>
    public required int Missing { get; init; }

    /// <summary>Rows at each level, in the order of the levels.</summary>
    public required ImmutableArray<int> Counts { get; init; }

    /// <summary>
    /// Rows with a value: for each level the same number, except in a check-all question, where every option has its own.
    /// </summary>
    public required ImmutableArray<int> NonMissing { get; init; }

    /// <summary>The same counts as sums of weights; null where rows are not weighted.</summary>
    public WeightedCounts? Weighted { get; init; }

    /// <summary>Counts the levels of one variable in every group.</summary>
    /// <param name="codes">Level of each row, −1 where missing.</param>
    /// <param name="levels">Number of levels.</param>
    /// <param name="groups">Group of each row; rows of no group are not counted.</param>
    internal static ImmutableArray<LevelCounts> Of(ReadOnlySpan<int> codes, int levels, Grouping groups)
    {
        int k = groups.Names.Length;
        var counts = new int[k * (levels + 1)];
        ReadOnlySpan<int> group = groups.Codes;
        for (int i = 0; i < codes.Length; i++)
            if (group[i] >= 0) counts[group[i] * (levels + 1) + codes[i] + 1]++;
        var result = ImmutableArray.CreateBuilder<LevelCounts>(k);
        for (int g = 0; g < k; g++)
        {
            ReadOnlySpan<int> row = counts.AsSpan(g * (levels + 1), levels + 1);
            result.Add(new LevelCounts
            {
                Rows = groups.Sizes[g],
                Missing = row[0],
                Counts = [.. row[1..]],
                NonMissing = [.. Enumerable.Repeat(groups.Sizes[g] - row[0], levels)],
            });
        }
        return result.MoveToImmutable();
    }

    /// <summary>Counts the options of a check-all question in every group.</summary>
    /// <param name="options">For each option, each row as 1 ticked, 0 not ticked, −1 missing.</param>
    /// <param name="groups">Group of each row; rows of no group are not counted.</param>
    internal static ImmutableArray<LevelCounts> OfCheckAll(IReadOnlyList<int[]> options, Grouping groups)
    {
        int k = groups.Names.Length, m = options.Count;
        int[,] ticked = new int[k, m], answered = new int[k, m];
        var missing = new int[k];
        for (int i = 0; i < groups.Codes.Length; i++)
        {
            int g = groups.Codes[i];
            if (g < 0) continue;
            bool any = false;
            for (int o = 0; o < m; o++)
            {
                if (options[o][i] < 0) continue;
                any = true;
                answered[g, o]++;
                ticked[g, o] += options[o][i];
            }
            if (!any) missing[g]++;
        }
        return [.. Enumerable.Range(0, k).Select(g => new LevelCounts
        {
            Rows = groups.Sizes[g],
            Missing = missing[g],
            Counts = [.. Enumerable.Range(0, m).Select(o => ticked[g, o])],
            NonMissing = [.. Enumerable.Range(0, m).Select(o => answered[g, o])],
        })];
    }

    /// <summary>The counts of all groups together.</summary>
    internal static LevelCounts Sum(IReadOnlyList<LevelCounts> groups) => new()
    {
        Rows = groups.Sum(g => g.Rows),
        Missing = groups.Sum(g => g.Missing),
        Counts = [.. Enumerable.Range(0, groups[0].Counts.Length).Select(l => groups.Sum(g => g.Counts[l]))],
        NonMissing = [.. Enumerable.Range(0, groups[0].Counts.Length).Select(l => groups.Sum(g => g.NonMissing[l]))],
        Weighted = groups[0].Weighted is null ? null : WeightedCounts.Sum([.. groups.Select(g => g.Weighted!)]),
    };
}

/// <summary>Sums of the weights of the rows that a <see cref="LevelCounts"/> counts.</summary>
internal sealed record WeightedCounts(double Rows, double Missing, ImmutableArray<double> Counts, ImmutableArray<double> NonMissing)
{
    /// <summary>Sums of every group.</summary>
    /// <param name="weights">Weight of each row.</param>
    /// <param name="groups">Group of each row.</param>
    /// <param name="levels">Number of levels.</param>
    /// <param name="isAt">Whether a row is at a level; null where its value is missing.</param>
    public static ImmutableArray<WeightedCounts> Of(double[] weights, Grouping groups, int levels, Func<int, int, bool?> isAt) =>
        [.. Enumerable.Range(0, groups.Names.Length).Select(g =>
        {
            int[] rows = [.. Enumerable.Range(0, weights.Length).Where(i => groups.Codes[i] == g)];
            double sum(Func<int, bool> of) => rows.Where(of).Sum(i => weights[i]);
            return new WeightedCounts(
                sum(_ => true), sum(i => Enumerable.Range(0, levels).All(l => isAt(i, l) is null)),
                [.. Enumerable.Range(0, levels).Select(l => sum(i => isAt(i, l) == true))],
                [.. Enumerable.Range(0, levels).Select(l => sum(i => isAt(i, l) is not null))]);
        })];

    public static WeightedCounts Sum(IReadOnlyList<WeightedCounts> groups) => new(
        groups.Sum(g => g.Rows), groups.Sum(g => g.Missing),
        [.. Enumerable.Range(0, groups[0].Counts.Length).Select(l => groups.Sum(g => g.Counts[l]))],
        [.. Enumerable.Range(0, groups[0].Counts.Length).Select(l => groups.Sum(g => g.NonMissing[l]))]);
}
