using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.Comparisons;

/// <summary>One group of a <see cref="LogRankResult"/>.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="N">Number of rows.</param>
/// <param name="Events">Weight of the events.</param>
/// <param name="Observed">Events weighted by the test: for the log-rank test the number of events.</param>
/// <param name="Expected">Expected value of <paramref name="Observed"/> if all groups have the same survival.</param>
internal sealed record LogRankGroup(string Name, int N, double Events, double Observed, double Expected);

/// <summary>A test of the log-rank family.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record LogRankResult : SurvivalResult
{
    /// <summary>Name of the test.</summary>
    public required string TestName { get; init; }

    /// <summary>The statistic; robust when <see cref="IsRobust"/>; null where it cannot be computed.</summary>
    public required double? ChiSquare { get; init; }

    /// <summary>Degrees of freedom: groups ever at risk at an event, less one.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>Two-sided P value; null where it cannot be computed.</summary>
    public required double? P { get; init; }

    /// <summary>
    /// Whether <see cref="ChiSquare"/> and <see cref="P"/> allow for clusters (or for weights that are not whole numbers).
    /// </summary>
    public bool IsRobust { get; init; }

    /// <summary>The statistic if rows were independent.</summary>
    public double? OrdinaryChiSquare { get; init; }

    /// <summary>The P value if rows were independent.</summary>
    public double? OrdinaryP { get; init; }

    /// <summary>The groups in order.</summary>
    internal ImmutableArray<LogRankGroup> Groups { get; init; } = [];

    /// <summary>Hypergeometric covariance of observed minus expected, groups × groups in row order.</summary>
    public ImmutableArray<double> Covariance { get; init; } = [];

    /// <summary>The options used.</summary>
    public required LogRankOptions Options { get; init; }

    /// <summary>Column of the times.</summary>
    public string TimeColumn { get; init; } = "";

    /// <summary>Number of rows used.</summary>
    public int N => Groups.Sum(g => g.N);

    /// <summary>Weight of all events.</summary>
    public double EventTotal => Groups.Sum(g => g.Events);

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = Options.Title ?? $"{TestName} of {Words.Name(TimeColumn)}",
        Columns = [new("Group", TableAlignment.Left), Print.Head(Unit), new("Events"), new("Observed"), new("Expected")],
        Rows = [.. Groups.Select(g => new TableRow([
            g.Name, Print.Count(g.N, Unit), Print.Count(g.Events, "events"), Print.Number(g.Observed, 2), Print.Number(g.Expected, 2)]))],
        Footnotes = [.. Footnotes()],
    };

    /// <summary>One row per group: group, n, events, observed, expected, chi_square, df, p.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("group", Groups.Select(g => g.Name)),
        new Int32DataFrameColumn("n", Groups.Select(g => g.N)),
        new DoubleDataFrameColumn("events", Groups.Select(g => g.Events)),
        new DoubleDataFrameColumn("observed", Groups.Select(g => g.Observed)),
        new DoubleDataFrameColumn("expected", Groups.Select(g => g.Expected)),
        new DoubleDataFrameColumn("chi_square", Groups.Select(_ => ChiSquare)),
        new Int32DataFrameColumn("df", Groups.Select(_ => DegreesOfFreedom)),
        new DoubleDataFrameColumn("p", Groups.Select(_ => P)));

    private IEnumerable<string> Footnotes()
    {
        yield return Print.UnitOfAnalysis(N, Unit, Clusters, ClusterUnit);
        string statistic = $"χ² = {NumberFormat.Fixed(ChiSquare, 2)} on {DegreesOfFreedom} df, {NumberFormat.PEquals(P)}";
        yield return Clusters is { } clusters
            ? $"{statistic}, robust score test with {Wording.Count(clusters, ClusterUnit)} as clusters; treating {Unit} as "
                + "independent: χ² = "
                + $"{NumberFormat.Fixed(OrdinaryChiSquare, 2)}, {NumberFormat.PEquals(OrdinaryP)}."
            : $"{statistic}{(IsRobust ? ", robust score test because weights are not whole numbers" : "")}.";
        if (Options.Strata is { } strata) yield return $"Stratified by {strata}.";
        foreach (string line in Print.DataNotes(Excluded, Notes, Unit)) yield return line;
    }
}
