using System.Numerics;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Planning;

namespace NotebookKit.Survival.Comparisons;

/// <summary>Options of a permutation test.</summary>
public sealed record PermutationOptions : SurvivalOptions
{
    /// <summary>Weight of the event times. The default value is <see cref="LogRankWeight.LogRank"/>.</summary>
    public LogRankWeight Weight { get; init; } = LogRankWeight.LogRank;

    /// <summary>Largest number of allocations that is enumerated; above it allocations are drawn at random. The default value is 10 million.</summary>
    public long MaxEnumerated
    {
        get;
        init => field = value is >= 0 and <= 1_000_000_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxEnumerated must lie between 0 and one thousand million.");
    } = 10_000_000;

    /// <summary>Number of random allocations. The default value is 9,999.</summary>
    public int Draws
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Draws must be 1 or more.");
    } = 9_999;

    /// <summary>Seed of the random allocations; the same seed gives the same P value. The default value is 1.</summary>
    public long Seed { get; init; } = 1;
}

/// <summary>Permutation log-rank test: exact for small groups and for dependent rows, because whole clusters can be permuted.</summary>
internal static class PermutationLogRank
{
    /// <summary>Equality tolerance of statistics that differ by rounding alone.</summary>
    private const double RelativeTolerance = 1e-7;

    /// <summary>
    /// Tests whether the group has anything to do with survival: P is the share of all allocations of the units to the groups (within
    /// strata) whose χ² is at least the observed one. Units are clusters if there are any, rows otherwise.
    /// </summary>
    /// <param name="cohort">Validated follow-up with at least two groups and without case weights.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="InvalidDataException">There are fewer than two groups, a cluster lies in two groups or strata, or there are weights.</exception>
    /// <remarks>
    /// Random allocations give P = (1 + k)/(B + 1), with k of B draws at least as extreme: Phipson and Smyth (2010),
    /// doi:10.2202/1544-6115.1585. Assumes that censoring does not depend on the group.
    /// </remarks>
    public static PermutationLogRankResult Test(SurvivalCohort cohort, PermutationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        options ??= new PermutationOptions();
        LogRank.RequireGroups(cohort);
        if (!cohort.Weight.IsEmpty) throw new InvalidDataException("A permutation test takes no case weights: weighted rows are not exchangeable.");
        Units units = Units.Of(cohort);
        var test = new LogRankOptions { Weight = options.Weight };
        var statistic = new PermutationStatistic(EventTable.Build(cohort, keepRows: true), units.OfRow, test);
        double observed = statistic.Of(units.Group);
        BigInteger allocations = units.Allocations(cohort.Groups.Length);
        double atLeast = observed * (1 - RelativeTolerance);
        bool exact = allocations <= options.MaxEnumerated;
        long extreme = exact ? units.Enumerate(statistic, atLeast, cohort.Groups.Length) : units.Draw(statistic, atLeast, options);
        int degrees = cohort.Groups.Length - 1;
        return new PermutationLogRankResult
        {
            TestName = "Permutation " + char.ToLowerInvariant(test.TestName[0]) + test.TestName[1..], ChiSquare = observed, IsExact = exact,
            P = exact ? (double)extreme / (double)allocations : (1.0 + extreme) / (options.Draws + 1.0),
            Allocations = (double)allocations, Extreme = extreme, Draws = exact ? null : options.Draws, Seed = exact ? null : options.Seed,
            AsymptoticP = Distributions.ChiSquareUpper(observed, degrees), Permuted = cohort.Columns.Cluster is not null ? cohort.Columns.ClusterUnit : cohort.Columns.Unit,
            Groups = units.Counts(cohort), N = cohort.N, Options = options, TimeColumn = cohort.Columns.Time, Unit = cohort.Columns.Unit,
            Clusters = cohort.Clusters > 0 ? cohort.Clusters : null, ClusterUnit = cohort.Columns.ClusterUnit, Excluded = cohort.Excluded, Notes = GuaranteeTimeBias.NotesOf(cohort),
        };
    }

    /// <summary>What is permuted: each unit with its group and stratum.</summary>
    private sealed record Units(int[] OfRow, int[] Group, int[] Stratum)
    {
        public static Units Of(SurvivalCohort cohort)
        {
            int count = cohort.Clusters > 0 ? cohort.Clusters : cohort.N;
            var units = new Units(new int[cohort.N], new int[count], new int[count]);
            Array.Fill(units.Group, -1);
            for (int i = 0; i < cohort.N; i++)
            {
                int unit = units.OfRow[i] = cohort.Cluster.IsEmpty ? i : cohort.Cluster[i];
                int group = cohort.Group[i], stratum = cohort.Stratum.IsEmpty ? 0 : cohort.Stratum[i];
                if (units.Group[unit] >= 0 && (units.Group[unit] != group || units.Stratum[unit] != stratum))
                    throw new InvalidDataException($"A cluster of column '{cohort.Columns.Cluster}' lies in two groups or strata ({cohort.Groups[units.Group[unit]]} "
                        + $"and {cohort.Groups[group]}), so whole clusters cannot be permuted between groups.");
                (units.Group[unit], units.Stratum[unit]) = (group, stratum);
            }
            return units;
        }

        public System.Collections.Immutable.ImmutableArray<PermutedGroup> Counts(SurvivalCohort cohort)
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

        public long Enumerate(PermutationStatistic statistic, double atLeast, int groups)
        {
            var left = new int[Stratum.Max() + 1, groups];
            for (int u = 0; u < Group.Length; u++) left[Stratum[u], Group[u]]++;
            var allocation = new int[Group.Length];
            return Place(0);

            long Place(int unit)
            {
                if (unit == allocation.Length) return statistic.Of(allocation) >= atLeast ? 1 : 0;
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

        public long Draw(PermutationStatistic statistic, double atLeast, PermutationOptions options)
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
                if (statistic.Of(allocation) >= atLeast) extreme++;
            }
            return extreme;
        }
    }
}
