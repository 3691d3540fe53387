using System.Collections.Immutable;
using System.Numerics;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Survival.Comparisons;

/// <summary>What is permuted: each unit with its group and stratum.</summary>
internal sealed record PermutedUnits(int[] OfRow, int[] Group, int[] Stratum)
{
    public static PermutedUnits Of(SurvivalCohort cohort)
    {
        int count = cohort.Clusters > 0 ? cohort.Clusters : cohort.N;
        var units = new PermutedUnits(new int[cohort.N], new int[count], new int[count]);
        Array.Fill(units.Group, -1);
        for (int i = 0; i < cohort.N; i++)
        {
            int unit = units.OfRow[i] = cohort.Cluster.IsEmpty ? i : cohort.Cluster[i];
            int group = cohort.Group[i], stratum = cohort.Stratum.IsEmpty ? 0 : cohort.Stratum[i];
            if (units.Group[unit] >= 0 && (units.Group[unit] != group || units.Stratum[unit] != stratum))
                throw new InvalidDataException(
                    $"A cluster of column '{cohort.Columns.Cluster}' lies in two groups or strata ({cohort.Groups[units.Group[unit]]} "
                    + $"and {cohort.Groups[group]}), so whole clusters cannot be permuted between groups.");
            (units.Group[unit], units.Stratum[unit]) = (group, stratum);
        }
        return units;
    }

    public ImmutableArray<PermutedGroup> Counts(SurvivalCohort cohort)
    {
        var rows = new int[cohort.Groups.Length];
        var events = new int[cohort.Groups.Length];
        for (int i = 0; i < cohort.N; i++)
        {
            rows[cohort.Group[i]]++;
            events[cohort.Group[i]] += cohort.Status[i];
        }
        return [.. cohort.Groups.Select((name, g) => new PermutedGroup(name, Group.Count(x => x == g), rows[g], events[g]))];
    }

    /// <summary>Number of different allocations: a multinomial coefficient for each stratum.</summary>
    public BigInteger Allocations(int groups)
    {
        BigInteger count = 1;
        foreach (var stratum in Enumerable.Range(0, Group.Length).GroupBy(u => Stratum[u]))
        {
            int left = stratum.Count();
            for (int g = 0; g < groups; g++)
            {
                int size = stratum.Count(u => Group[u] == g);
                for (int i = 1; i <= size; i++) count = count * (left - size + i) / i;
                left -= size;
            }
        }
        return count;
    }

    /// <summary>Allocations with a statistic of at least <paramref name="atLeast"/>, by laying the rows out for each.</summary>
    public long Enumerate(Func<int[], double> statistic, double atLeast, int groups, Patience patience)
    {
        var left = new int[Stratum.Max() + 1, groups];
        for (int u = 0; u < Group.Length; u++) left[Stratum[u], Group[u]]++;
        var allocation = new int[Group.Length];
        double all = (double)Allocations(groups);
        long seen = 0;
        return Place(0);

        long Place(int unit)
        {
            if (unit == allocation.Length)
            {
                if (++seen % 1024 == 0) patience.Report(seen / all);
                return statistic(allocation) >= atLeast ? 1 : 0;
            }
            long extreme = 0;
            for (int g = 0; g < groups; g++)
            {
                if (left[Stratum[unit], g] == 0) continue;
                left[Stratum[unit], g]--;
                allocation[unit] = g;
                extreme += Place(unit + 1);
                left[Stratum[unit], g]++;
            }
            return extreme;
        }
    }

    /// <summary>How many of the random allocations have a statistic of at least <paramref name="atLeast"/>.</summary>
    public long Draw(Func<int[], double> statistic, double atLeast, PermutationOptions options, Patience patience)
    {
        int[][] members = [.. Enumerable.Range(0, Group.Length).GroupBy(u => Stratum[u]).Select(s => s.ToArray())];
        int[][] labels = [.. members.Select(m => Array.ConvertAll(m, u => Group[u]))];
        var random = new DeterministicRandom(options.Seed);
        var allocation = new int[Group.Length];
        long extreme = 0;
        for (int draw = 0; draw < options.Draws; draw++)
        {
            for (int s = 0; s < members.Length; s++)
            {
                random.Shuffle(labels[s]);
                for (int i = 0; i < members[s].Length; i++) allocation[members[s][i]] = labels[s][i];
            }
            if (statistic(allocation) >= atLeast) extreme++;
            if (draw % 16 == 0) patience.Report((double)draw / options.Draws);
        }
        return extreme;
    }
}
