using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Survival.Comparisons;

/// <summary>One group of a permutation test.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Units">Number of units that are permuted: clusters or rows.</param>
/// <param name="N">Number of rows.</param>
/// <param name="Events">Number of events.</param>
internal sealed record PermutedGroup(string Name, int Units, int N, int Events);

/// <summary>A permutation test of the log-rank family.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record PermutationLogRankResult : SurvivalResult
{
    /// <summary>Name of the test.</summary>
    public required string TestName { get; init; }

    /// <summary>By what the allocations were ordered.</summary>
    public required PermutedStatistic Statistic { get; init; }

    /// <summary>Why it was not the usual one; null where it was, or where it was asked for.</summary>
    public string? StatisticReason { get; init; }

    /// <summary>The observed statistic, U² over its variance: robust, hypergeometric, or for |U| over all allocations.</summary>
    public required double ChiSquare { get; init; }

    /// <summary>Two-sided P value.</summary>
    public required double P { get; init; }

    /// <summary>
    /// Lower limit of P: of its 95% confidence interval where allocations were drawn, or where rounding leaves it; null where P is exact.
    /// </summary>
    public double? PLower { get; init; }

    /// <summary>Upper limit of P.</summary>
    public double? PUpper { get; init; }

    /// <summary>Whether every allocation was counted.</summary>
    public required bool IsExact { get; init; }

    /// <summary>Number of different allocations of the units to the groups; ∞ if too many for a number.</summary>
    public required double Allocations { get; init; }

    /// <summary>
    /// Allocations, counted or drawn, with a statistic at least as large as the observed one; null where draws were weighted.
    /// </summary>
    public required long? Extreme { get; init; }

    /// <summary>Number of random allocations; null when all were counted.</summary>
    public int? Draws { get; init; }

    /// <summary>Seed of the random allocations; null when all were counted.</summary>
    public long? Seed { get; init; }

    /// <summary>How P was come by, in words.</summary>
    public required string How { get; init; }

    /// <summary>P value by the χ² distribution, for comparison; it takes rows for independent.</summary>
    public required double AsymptoticP { get; init; }

    /// <summary>What was permuted.</summary>
    public required string Permuted { get; init; }

    /// <summary>The groups in order.</summary>
    internal ImmutableArray<PermutedGroup> Groups { get; init; } = [];

    /// <summary>Number of rows used.</summary>
    public required int N { get; init; }

    /// <summary>Number of events.</summary>
    public double EventTotal => Groups.Sum(g => g.Events);

    /// <summary>The options used.</summary>
    public required PermutationOptions Options { get; init; }

    /// <summary>Column of the times.</summary>
    public string TimeColumn { get; init; } = "";

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = Options.Title ?? $"{TestName} of {Words.Name(TimeColumn)}",
        Columns = Clusters is null
            ? [new("Group", TableAlignment.Left), Print.Head(Unit), new("Events")]
            : [new("Group", TableAlignment.Left), Print.Head(ClusterUnit), Print.Head(Unit), new("Events")],
        Rows = [.. Groups.Select(g => new TableRow(Clusters is null
            ? [g.Name, Print.Count(g.N, Unit), Print.Count(g.Events, "events")]
            : [g.Name, Print.Count(g.Units, ClusterUnit), Print.Count(g.N, Unit), Print.Count(g.Events, "events")]))],
        Footnotes =
        [
            Print.UnitOfAnalysis(N, Unit, Clusters, ClusterUnit),
            $"χ² = {NumberFormat.Fixed(ChiSquare, 2)}, {NumberFormat.PEquals(P)}: {How}.",
            .. StatisticReason is null ? Array.Empty<string>() : [$"Statistic: {StatisticReason}."],
            $"For comparison, by the χ² distribution with {Unit} taken as independent: {NumberFormat.PEquals(AsymptoticP)}.",
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row: test, statistic, chi_square, p, p_lower, p_upper, exact, allocations, extreme, draws, seed, permuted.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("test", [TestName]), new StringDataFrameColumn("statistic", [Statistic.ToString()]),
        new DoubleDataFrameColumn("chi_square", [ChiSquare]),
        new DoubleDataFrameColumn("p", [P]), new DoubleDataFrameColumn("p_lower", [PLower]), new DoubleDataFrameColumn("p_upper", [PUpper]),
        new BooleanDataFrameColumn("exact", [IsExact]), new DoubleDataFrameColumn("allocations", [Allocations]),
        new Int64DataFrameColumn("extreme", [Extreme]), new Int32DataFrameColumn("draws", [Draws]),
        new Int64DataFrameColumn("seed", [Seed]),
        new StringDataFrameColumn("permuted", [Permuted]));
}
