using System.Globalization;
using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Curves;

/// <summary>Differences of medians with percentile bootstrap intervals.</summary>
/// <remarks>Efron (1981), doi:10.1080/01621459.1981.10477650; whole clusters are drawn when there are any, so a patient's rows stay
/// together.</remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record MedianDifference : SurvivalResult
{
    /// <summary>More replicates than this share without a median make the interval not estimable.</summary>
    private const double TooManyNotReached = 0.025;

    /// <summary>Every pair of groups.</summary>
    internal ImmutableArray<GroupContrast> Contrasts { get; init; } = [];

    /// <summary>Replicates of each pair in which a median was not reached.</summary>
    public required ImmutableArray<int> NotReached { get; init; }

    /// <summary>Number of bootstrap replicates.</summary>
    public required int Replicates { get; init; }

    /// <summary>Seed of the replicates.</summary>
    public required long Seed { get; init; }

    /// <summary>The options used.</summary>
    public required KaplanMeierOptions Options { get; init; }

    /// <summary>Column of the times.</summary>
    public string TimeColumn { get; init; } = "";

    /// <summary>Number of rows used.</summary>
    public int N { get; init; }

    /// <summary>Weight of all events.</summary>
    public double EventTotal { get; init; }

    internal static MedianDifference Of(KaplanMeierEstimate estimate, int replicates, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 100);
        SurvivalCohort cohort = estimate.Cohort!;
        if (!cohort.Entry.IsEmpty || estimate.Options.Estimator != SurvivalEstimator.KaplanMeier)
            throw new InvalidOperationException("The bootstrap of medians takes Kaplan-Meier curves without entry times.");
        RiskTable[] tables = EventTable.Build(cohort, keepRows: true, estimate.Options.StartTime, estimate.Options.Reverse).Tables;
        double[] medians = MedianBootstrap.Run(cohort, tables, replicates, seed);
        var contrasts = ImmutableArray.CreateBuilder<GroupContrast>();
        var notReached = ImmutableArray.CreateBuilder<int>();
        for (int g = 0; g < tables.Length; g++)
            for (int h = g + 1; h < tables.Length; h++)
            {
                double[] differences = [.. Enumerable.Range(0, replicates)
                    .Select(r => medians[r * tables.Length + h] - medians[r * tables.Length + g]).Where(d => !double.IsNaN(d)).Order()];
                double tail = (1 - estimate.Options.ConfidenceLevel) / 2;
                bool enough = replicates - differences.Length <= TooManyNotReached * replicates;
                contrasts.Add(new GroupContrast(
                    "difference of medians", estimate.Curves[g].Group, estimate.Curves[h].Group,
                    estimate.Curves[h].Median.Estimate - estimate.Curves[g].Median.Estimate, null,
                    enough ? At(differences, tail) : null, enough ? At(differences, 1 - tail) : null, null));
                notReached.Add(replicates - differences.Length);
            }
        return new MedianDifference
        {
            Contrasts = contrasts.ToImmutable(), NotReached = notReached.ToImmutable(), Replicates = replicates, Seed = seed,
            Options = estimate.Options, TimeColumn = estimate.TimeColumn,
            N = estimate.N, EventTotal = estimate.EventTotal, Unit = estimate.Unit, Words = estimate.Words, Clusters = estimate.Clusters,
            ClusterUnit = estimate.ClusterUnit, Excluded = estimate.Excluded, Notes = estimate.Notes,
        };
    }

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"Differences of median {Words.Name(TimeColumn)}",
        Columns = [new("Comparison", TableAlignment.Left), Print.TimeHead("Difference", Options.ConfidenceLevel, TimeColumn),
            new("Not reached")],
        Rows = [.. Contrasts.Select((c, i) => new TableRow([
            $"{c.Group2} vs {c.Group1}", Print.Estimate(c.Estimate, c.Lower, c.Upper, 1), Print.Count(NotReached[i], "replicates")]))],
        Footnotes =
        [
            string.Create(CultureInfo.InvariantCulture,
                $"{Print.Sample(N, Unit, EventTotal)}. Percentile bootstrap, {Replicates} replicates of "
                    + $"{(Clusters is { } n ? Wording.Count(n, ClusterUnit) : Unit)}, seed {Seed}; NE: a median is not reached in more "
                    + $"than 2.5% of them."),
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row per pair: group1, group2, difference, lower, upper, not_reached.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("group1", Contrasts.Select(c => c.Group1)),
        new StringDataFrameColumn("group2", Contrasts.Select(c => c.Group2)),
        new DoubleDataFrameColumn("difference", Contrasts.Select(c => c.Estimate)),
        new DoubleDataFrameColumn("lower", Contrasts.Select(c => c.Lower)),
        new DoubleDataFrameColumn("upper", Contrasts.Select(c => c.Upper)), new Int32DataFrameColumn("not_reached", NotReached));

    /// <summary>Quantile of type 7, linear between order statistics.</summary>
    private static double At(double[] sorted, double p)
    {
        double h = (sorted.Length - 1) * p;
        int i = (int)h;
        return i + 1 < sorted.Length ? sorted[i] + (h - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
    }
}
