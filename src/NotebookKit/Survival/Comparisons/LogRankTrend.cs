using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Planning;

namespace NotebookKit.Survival.Comparisons;

/// <summary>Test for a trend of survival over ordered groups.</summary>
internal static class LogRankTrend
{
    /// <summary>Tests z = Σ s(O − E)/√(s'Vs) for scores s of the ordered groups.</summary>
    /// <param name="cohort">Validated follow-up with at least two groups.</param>
    /// <param name="scores">One score per group, in the order of the groups; null for 1, 2, 3, …</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>The test, robust when there are clusters.</returns>
    /// <exception cref="InvalidDataException">There are fewer than two groups.</exception>
    /// <exception cref="ArgumentException">The number of scores is not the number of groups.</exception>
    /// <remarks>Tarone (1975), doi:10.1093/biomet/62.3.679.</remarks>
    public static LogRankTrendResult Test(SurvivalCohort cohort, IReadOnlyList<double>? scores = null, LogRankOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Test(EventTable.Of(cohort), scores, options ?? new LogRankOptions());
    }

    /// <summary>Tests from a count that may serve curves and other tests too.</summary>
    internal static LogRankTrendResult Test(EventTable table, IReadOnlyList<double>? scores, LogRankOptions options)
    {
        SurvivalCohort cohort = table.Cohort;
        LogRank.RequireGroups(cohort);
        int k = cohort.Groups.Length;
        double[] s = scores is null ? [.. Enumerable.Range(1, k)] : [.. scores];
        if (s.Length != k)
            throw new ArgumentException($"scores: found {s.Length}; expected {k}, one for each group: {string.Join(", ", cohort.Groups)}.",
                nameof(scores));
        bool robust = Hazards.RobustByDefault(cohort);
        LogRankSums sums = LogRankSums.Of(table, [.. Enumerable.Range(0, k)], options, robust);

        double u = 0, variance = 0, naive = 0;
        for (int g = 0; g < k; g++)
        {
            u += s[g] * (sums.Observed[g] - sums.Expected[g]);
            for (int h = 0; h < k; h++) naive += s[g] * s[h] * sums.Covariance[g * k + h];
        }
        for (int c = 0; c < sums.Score.Length; c += k)
        {
            double share = 0;
            for (int g = 0; g < k; g++) share += s[g] * sums.Score[c + g];
            variance += share * share;
        }
        if (!robust) variance = naive;
        bool estimable = variance > 0 && cohort.Clusters != 1;
        double? z = estimable ? u / Math.Sqrt(variance) : null;
        return new LogRankTrendResult
        {
            TestName = options.TestName + " for trend", Z = z, P = z is { } value ? Distributions.NormalTwoSided(value) : null,
            OrdinaryP = naive > 0 ? Distributions.NormalTwoSided(u / Math.Sqrt(naive)) : null, Scores = [.. s],
            Groups = LogRank.Groups(table, [.. Enumerable.Range(0, k)], sums), Options = options,
            TimeColumn = cohort.Columns.Time, Unit = cohort.Columns.Unit, Clusters = cohort.Clusters > 0 ? cohort.Clusters : null,
            ClusterUnit = cohort.Columns.ClusterUnit,
            Excluded = cohort.Excluded, Notes = GuaranteeTimeBias.NotesOf(cohort),
        };
    }
}

/// <summary>A test for trend over ordered groups.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record LogRankTrendResult : SurvivalResult
{
    /// <summary>Name of the test.</summary>
    public required string TestName { get; init; }

    /// <summary>
    /// The statistic, standard normal without a trend; positive when events come earlier at higher scores; null where it cannot be
    /// computed.
    /// </summary>
    public required double? Z { get; init; }

    /// <summary>Two-sided P value; null where it cannot be computed.</summary>
    public required double? P { get; init; }

    /// <summary>P value if rows were independent.</summary>
    public double? OrdinaryP { get; init; }

    /// <summary>Score of each group.</summary>
    public required ImmutableArray<double> Scores { get; init; }

    /// <summary>The groups in order.</summary>
    internal ImmutableArray<LogRankGroup> Groups { get; init; } = [];

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
        Columns = [new("Group", TableAlignment.Left), new("Score"), Print.Head(Unit), new("Events"), new("Expected")],
        Rows = [.. Groups.Select((g, i) => new TableRow([
            g.Name, Print.Count(Scores[i], ""), Print.Count(g.N, Unit), Print.Count(g.Events, "events"), Print.Number(g.Expected, 2)]))],
        Footnotes =
        [
            Print.UnitOfAnalysis(N, Unit, Clusters, ClusterUnit),
            $"z = {NumberFormat.Fixed(Z, 2)}, {NumberFormat.PEquals(P)}" + (Clusters is { } clusters
                ? $", robust score test with {Wording.Count(clusters, ClusterUnit)} as clusters; treating {Unit} as independent: "
                    + $"{NumberFormat.PEquals(OrdinaryP)}." : "."),
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row per group: group, score, n, events, observed, expected, z, p.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("group", Groups.Select(g => g.Name)),
        new DoubleDataFrameColumn("score", Scores),
        new Int32DataFrameColumn("n", Groups.Select(g => g.N)),
        new DoubleDataFrameColumn("events", Groups.Select(g => g.Events)),
        new DoubleDataFrameColumn("observed", Groups.Select(g => g.Observed)),
        new DoubleDataFrameColumn("expected", Groups.Select(g => g.Expected)),
        new DoubleDataFrameColumn("z", Groups.Select(_ => Z)),
        new DoubleDataFrameColumn("p", Groups.Select(_ => P)));
}
