using System.Globalization;

namespace NotebookKit.Statistics.Permutation;

/// <summary>Which statistic is permuted where none is asked for, and why.</summary>
internal static class StatisticChoice
{
    /// <summary>
    /// With fewer patients in a group their own residuals are most of the robust variance, U² over it is bounded by their number, and the
    /// order of the
    /// allocations says little (tests/NotebookKit.Benchmarks/results/permutation-sizes.md).
    /// </summary>
    public const int FewestStudentized = 5;

    /// <summary>The statistic and, where it is not the one that is usual for the question, why.</summary>
    /// <param name="asked">What the caller asked for.</param>
    /// <param name="clustered">Whether units are patients with rows of their own.</param>
    /// <param name="perGroup">Units of each group.</param>
    /// <param name="unit">What a unit is, plural.</param>
    public static (PermutedStatistic Statistic, string? Why) Of(PermutedStatistic asked, bool clustered, IReadOnlyList<int> perGroup,
        string unit)
    {
        if (asked != PermutedStatistic.Automatic)
        {
            if (asked != PermutedStatistic.Standardized && perGroup.Count > 2)
                throw new ArgumentException(
                    $"Statistic {asked}: found {perGroup.Count} groups; it compares two. Ask for {PermutedStatistic.Standardized}, or "
                        + "compare two groups at a time.", nameof(asked));
            return (asked, null);
        }
        if (!clustered) return (PermutedStatistic.Standardized, null);
        if (perGroup.Count > 2) return (PermutedStatistic.Standardized, "U²/V, as there are more than two groups");
        int least = perGroup.Min();
        return least >= FewestStudentized
            ? (PermutedStatistic.Studentized, null)
            : (PermutedStatistic.Standardized, string.Create(CultureInfo.InvariantCulture,
                $"U²/V, as a group has {least} of the {unit} and a robust variance needs at least {FewestStudentized}"));
    }

    /// <summary>The statistic in words.</summary>
    public static string Words(PermutedStatistic statistic, string unit) => statistic switch
    {
        PermutedStatistic.Studentized => $"studentized over {unit}",
        PermutedStatistic.Linear => "by |U|",
        PermutedStatistic.Difference => "by the difference",
        _ => "by U²/V",
    };
}
