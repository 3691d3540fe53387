using System.Collections.Immutable;

namespace NotebookKit.AdverseEvents.Counting;

/// <summary>How many units of one group had an event, by their worst grade.</summary>
/// <remarks>Each unit counts once, at the worst of its events in this row of the table; so the counts by grade add up to
/// <see cref="Any"/>.</remarks>
internal sealed record GradeCounts
{
    /// <summary>Units of the group, with and without events.</summary>
    public required int N { get; init; }

    /// <summary>Events, several of one unit included.</summary>
    public required int Events { get; init; }

    /// <summary>Units by their worst grade: first those whose grade is unknown, then by rank.</summary>
    public required ImmutableArray<int> Worst { get; init; }

    /// <summary>Units with at least one event.</summary>
    public int Any => Worst.Sum();

    /// <summary>Units whose worst grade is at least a rank.</summary>
    /// <param name="rank">Rank on the scale, from 1.</param>
    public int AtLeast(int rank) => Worst.Skip(rank).Sum();

    /// <summary>Counts units by the worst grade of their events.</summary>
    /// <param name="events">For each event its unit (−1: of no unit, not counted) and the rank of its grade, 0 where unknown.</param>
    /// <param name="groupOfUnit">Group of each unit; −1 where the unit is in no group.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="ranks">Number of grades of the scale.</param>
    internal static ImmutableArray<GradeCounts> Of(IEnumerable<(int Unit, int Rank)> events, ReadOnlySpan<int> groupOfUnit,
        int groups, int ranks)
    {
        var worst = new int[groupOfUnit.Length];
        Array.Fill(worst, -1);
        var eventCount = new int[groups];
        foreach ((int unit, int rank) in events)
        {
            if (unit < 0 || groupOfUnit[unit] < 0) continue;
            eventCount[groupOfUnit[unit]]++;
            worst[unit] = Math.Max(worst[unit], rank);
        }
        var counts = new int[groups, ranks + 1];
        var size = new int[groups];
        for (int u = 0; u < worst.Length; u++)
        {
            if (groupOfUnit[u] < 0) continue;
            size[groupOfUnit[u]]++;
            if (worst[u] >= 0) counts[groupOfUnit[u], worst[u]]++;
        }
        return [.. Enumerable.Range(0, groups).Select(g => new GradeCounts
        {
            N = size[g],
            Events = eventCount[g],
            Worst = [.. Enumerable.Range(0, ranks + 1).Select(r => counts[g, r])],
        })];
    }

    /// <summary>All groups together; every unit is in one group.</summary>
    internal static GradeCounts Sum(IReadOnlyCollection<GradeCounts> groups) => new()
    {
        N = groups.Sum(g => g.N),
        Events = groups.Sum(g => g.Events),
        Worst = [.. Enumerable.Range(0, groups.First().Worst.Length).Select(r => groups.Sum(g => g.Worst[r]))],
    };
}
