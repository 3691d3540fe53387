using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Comparisons;

/// <summary>Log-rank tests of every pair of groups, adjusted for their number.</summary>
internal static class PairwiseLogRank
{
    /// <summary>Compares every pair of groups, each on its own rows alone.</summary>
    /// <param name="cohort">Validated follow-up with at least two groups.</param>
    /// <param name="method">How P values are adjusted.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="InvalidDataException">There are fewer than two groups.</exception>
    public static PairwiseLogRankResult Test(SurvivalCohort cohort, PAdjustMethod method = PAdjustMethod.Holm,
        LogRankOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Test(EventTable.Of(cohort), method, options ?? new LogRankOptions());
    }

    /// <summary>Tests from a count that may serve curves and other tests too.</summary>
    internal static PairwiseLogRankResult Test(EventTable table, PAdjustMethod method, LogRankOptions options)
    {
        SurvivalCohort cohort = table.Cohort;
        LogRank.RequireGroups(cohort);
        bool robust = Hazards.RobustByDefault(cohort);
        var tests = new List<LogRankResult>();
        for (int first = 0; first < cohort.Groups.Length; first++)
            for (int second = first + 1; second < cohort.Groups.Length; second++)
                tests.Add(LogRank.Result(table, [first, second], options, robust));
        ImmutableArray<double?> adjusted = PAdjust.Adjust(tests.Select(t => t.P), method);
        return new PairwiseLogRankResult
        {
            Pairs = [.. tests.Select((t, i) => new LogRankPair(t.Groups[0].Name, t.Groups[1].Name, t.ChiSquare, t.P, adjusted[i]))],
            Method = method, Options = options, N = cohort.RowsUsed, EventTotal = table.Tables.Sum(t => t.Events.Sum()),
            TimeColumn = cohort.Columns.Time, Unit = cohort.Columns.Unit,
            Clusters = cohort.Clusters > 0 ? cohort.Clusters : null, ClusterUnit = cohort.Columns.ClusterUnit, Excluded = cohort.Excluded,
            Notes = [.. tests.SelectMany(t => t.Notes).Distinct()],
        };
    }
}

/// <summary>One comparison of a <see cref="PairwiseLogRankResult"/>.</summary>
/// <param name="Group1">First group.</param>
/// <param name="Group2">Second group.</param>
/// <param name="ChiSquare">Statistic on 1 degree of freedom; null where it cannot be computed.</param>
/// <param name="P">P value before adjustment.</param>
/// <param name="AdjustedP">P value after adjustment.</param>
internal sealed record LogRankPair(string Group1, string Group2, double? ChiSquare, double? P, double? AdjustedP);

/// <summary>Log-rank tests of every pair of groups.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record PairwiseLogRankResult : SurvivalResult
{
    /// <summary>The comparisons, by first, then second group.</summary>
    internal ImmutableArray<LogRankPair> Pairs { get; init; } = [];

    /// <summary>How P values are adjusted.</summary>
    public required PAdjustMethod Method { get; init; }

    /// <summary>The options used.</summary>
    public required LogRankOptions Options { get; init; }

    /// <summary>Number of rows used.</summary>
    public required int N { get; init; }

    /// <summary>Weight of all events.</summary>
    public double EventTotal { get; init; }

    /// <summary>Column of the times.</summary>
    public string TimeColumn { get; init; } = "";

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = Options.Title
            ?? $"Pairwise {char.ToLowerInvariant(Options.TestName[0])}{Options.TestName[1..]}s of {Words.Name(TimeColumn)}",
        Columns = [new("Comparison", TableAlignment.Left), new("χ²"), new("P"), new("Adjusted P")],
        Rows = [.. Pairs.Select(p => new TableRow([
            $"{p.Group1} vs {p.Group2}", Print.Number(p.ChiSquare, 2), Print.PValue(p.P), Print.PValue(p.AdjustedP)]))],
        Footnotes =
        [
            $"{Print.Sample(N, Unit, EventTotal)}; each pair on its own rows; P adjusted by {Method}"
                + (Clusters is { } clusters ? $"; robust score tests with {Wording.Count(clusters, ClusterUnit)} as clusters." : "."),
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row per pair: group1, group2, chi_square, p, p_adjusted.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("group1", Pairs.Select(p => p.Group1)),
        new StringDataFrameColumn("group2", Pairs.Select(p => p.Group2)),
        new DoubleDataFrameColumn("chi_square", Pairs.Select(p => p.ChiSquare)),
        new DoubleDataFrameColumn("p", Pairs.Select(p => p.P)),
        new DoubleDataFrameColumn("p_adjusted", Pairs.Select(p => p.AdjustedP)));
}
