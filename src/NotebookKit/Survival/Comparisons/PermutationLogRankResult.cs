using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.Comparisons;

/// <summary>One group of a permutation test.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Units">Number of units that are permuted: clusters or rows.</param>
/// <param name="N">Number of rows.</param>
/// <param name="Events">Number of events.</param>
public sealed record PermutedGroup(string Name, int Units, int N, int Events);

/// <summary>A permutation test of the log-rank family.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record PermutationLogRankResult : SurvivalResult
{
    /// <summary>Name of the test.</summary>
    public required string TestName { get; init; }

    /// <summary>The observed statistic.</summary>
    public required double ChiSquare { get; init; }

    /// <summary>Two-sided P value.</summary>
    public required double P { get; init; }

    /// <summary>Whether every allocation was enumerated.</summary>
    public required bool IsExact { get; init; }

    /// <summary>Number of different allocations of the units to the groups; ∞ if too many for a number.</summary>
    public required double Allocations { get; init; }

    /// <summary>Allocations, enumerated or drawn, with a statistic at least as large as the observed one.</summary>
    public required long Extreme { get; init; }

    /// <summary>Number of random allocations; null when all were enumerated.</summary>
    public int? Draws { get; init; }

    /// <summary>Seed of the random allocations; null when all were enumerated.</summary>
    public long? Seed { get; init; }

    /// <summary>P value by the χ² distribution, for comparison; it takes rows for independent.</summary>
    public required double AsymptoticP { get; init; }

    /// <summary>What was permuted.</summary>
    public required string Permuted { get; init; }

    /// <summary>The groups in order.</summary>
    public required ImmutableArray<PermutedGroup> Groups { get; init; }

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
        Title = Options.Title ?? $"{TestName} of {Wording.Words(TimeColumn)}",
        Columns = Clusters is null
            ? [new("Group", TableAlignment.Left), Print.Head(Unit), new("Events")]
            : [new("Group", TableAlignment.Left), Print.Head(ClusterUnit), Print.Head(Unit), new("Events")],
        Rows = [.. Groups.Select(g => new TableRow(Clusters is null
            ? [g.Name, Print.Count(g.N, Unit), Print.Count(g.Events, "events")]
            : [g.Name, Print.Count(g.Units, ClusterUnit), Print.Count(g.N, Unit), Print.Count(g.Events, "events")]))],
        Footnotes =
        [
            Print.UnitOfAnalysis(N, Unit, Clusters, ClusterUnit),
            $"χ² = {NumberFormat.Fixed(ChiSquare, 2)}, {NumberFormat.PEquals(P)}: {Method}.",
            $"For comparison, by the χ² distribution with {Unit} taken as independent: {NumberFormat.PEquals(AsymptoticP)}.",
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row: test, chi_square, p, exact, allocations, extreme, draws, seed, permuted.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("test", [TestName]), new DoubleDataFrameColumn("chi_square", [ChiSquare]), new DoubleDataFrameColumn("p", [P]),
        new BooleanDataFrameColumn("exact", [IsExact]), new DoubleDataFrameColumn("allocations", [Allocations]),
        new Int64DataFrameColumn("extreme", [Extreme]), new Int32DataFrameColumn("draws", [Draws]), new Int64DataFrameColumn("seed", [Seed]),
        new StringDataFrameColumn("permuted", [Permuted]));

    private string Method => IsExact
        ? string.Create(CultureInfo.InvariantCulture, $"exact, all {Allocations:N0} allocations of {Permuted} to the groups, {Extreme:N0} at least as extreme")
        : string.Create(CultureInfo.InvariantCulture, $"{Draws:N0} random allocations of {Permuted} to the groups (seed {Seed}), {Extreme:N0} at least as extreme, P = (1 + {Extreme:N0})/({Draws:N0} + 1)");
}
