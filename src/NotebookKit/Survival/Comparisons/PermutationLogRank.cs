using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Statistics.Permutation;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Planning;

namespace NotebookKit.Survival.Comparisons;

/// <summary>Options of a permutation test.</summary>
public sealed record PermutationOptions : SurvivalOptions
{
    /// <summary>Weight of the event times. The default value is <see cref="LogRankWeight.LogRank"/>.</summary>
    public LogRankWeight Weight { get; init; } = LogRankWeight.LogRank;

    /// <summary>
    /// By what allocations are ordered. The default value is <see cref="PermutedStatistic.Automatic"/>: studentized over patients where
    /// whole patients are permuted
    /// between two groups of five or more, U²/V otherwise.
    /// </summary>
    public PermutedStatistic Statistic { get; init; }

    /// <summary>
    /// Largest number of allocations that is enumerated; above it allocations are drawn at random, those of two groups by importance
    /// sampling. |U| of up to
    /// some 44 units is exact whatever their number. The default value is one thousand million: some seconds.
    /// </summary>
    public long MaxEnumerated
    {
        get;
        init => field = value is >= 0 and <= 1_000_000_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxEnumerated must lie between 0 and 1,000,000,000.");
    } = 1_000_000_000;

    /// <summary>Number of random allocations. The default value is 19,999.</summary>
    public int Draws
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Draws must be 1 or more.");
    } = 19_999;

    /// <summary>Seed of the random allocations; the same seed gives the same P value. The default value is 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Told the share of the allocations that is done, from 0 to 1. The default value is null.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Stops a long count. The default value is none.</summary>
    public CancellationToken CancellationToken { get; init; }
}

/// <summary>Permutation log-rank test: exact for small groups and for dependent rows, because whole clusters can be permuted.</summary>
internal static class PermutationLogRank
{
    /// <summary>Rows times allocations that are laid out one by one: some seconds.</summary>
    private const double MostLaidOut = 5e8;

    /// <summary>Beyond this the forms of all pairs of units take longer than laying the rows out.</summary>
    private const int MostUnitsInForms = 1000;

    /// <summary>
    /// Tests whether the group has anything to do with survival: P is the share of all allocations of the units to the groups (within
    /// strata) whose statistic is at least the observed one. Units are clusters if there are any, rows otherwise.
    /// </summary>
    /// <param name="cohort">Validated follow-up with at least two groups and without case weights.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="InvalidDataException">There are fewer than two groups, a cluster lies in two groups or strata, or there are
    /// weights.</exception>
    /// <exception cref="ArgumentException">The statistic asked for does not suit survival, or more than two groups.</exception>
    /// <exception cref="OperationCanceledException">The count was stopped by its token.</exception>
    /// <remarks>
    /// Random allocations give P = (1 + k)/(B + 1), with k of B draws at least as extreme: Phipson and Smyth (2010),
    /// doi:10.2202/1544-6115.1585; of two groups they are drawn by importance, and P comes with its confidence limits. Assumes that
    /// censoring does not depend on
    /// the group; studentized over patients the test keeps its level in large samples if it does. R's <c>coin::logrank_test</c> is
    /// <see cref="PermutedStatistic.Linear"/>.
    /// </remarks>
    public static PermutationLogRankResult Test(SurvivalCohort cohort, PermutationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Test(EventTable.Build(cohort, keepRows: true), options ?? new PermutationOptions());
    }

    /// <summary>Tests from a count, made with its rows, that may serve curves and other tests too.</summary>
    internal static PermutationLogRankResult Test(EventTable table, PermutationOptions options)
    {
        SurvivalCohort cohort = table.Cohort;
        LogRank.RequireGroups(cohort);
        if (!cohort.Weight.IsEmpty)
            throw new InvalidDataException("A permutation test takes no case weights: weighted rows are not exchangeable.");
        if (options.Statistic == PermutedStatistic.Difference)
            throw new ArgumentException(
                "Statistic Difference compares rates and means; of survival ask for Studentized, Standardized or Linear.", nameof(options));
        PermutedUnits units = PermutedUnits.Of(cohort);
        string permuted = cohort.Columns.Cluster is not null || cohort.Clusters > 0 ? cohort.Columns.ClusterUnit : cohort.Columns.Unit;
        var test = new LogRankOptions { Weight = options.Weight };
        var layout = new PermutationStatistic(table, units.OfRow, test);
        ImmutableArray<PermutedGroup> groups = units.Counts(cohort);
        (PermutedStatistic statistic, string? why) = StatisticChoice.Of(options.Statistic, cohort.Clusters > 0,
            [.. groups.Select(g => g.Units)], permuted);
        BigInteger allocations = units.Allocations(groups.Length);
        (double observed, PermutationP p) = groups.Length == 2
            ? TwoGroups(cohort, units, layout, statistic, options)
            : ManyGroups(cohort, units, layout, allocations, options);
        double ordinary = layout.Of(units.Group);
        return new PermutationLogRankResult
        {
            TestName = "Permutation " + char.ToLowerInvariant(test.TestName[0]) + test.TestName[1..]
                + (cohort.Clusters == 0 && options.Statistic == PermutedStatistic.Automatic
                    ? ""
                    : ", " + StatisticChoice.Words(statistic, permuted)),
            Statistic = statistic, StatisticReason = why, ChiSquare = observed, IsExact = p.IsExact, P = p.P, PLower = p.Limits?.Lower,
            PUpper = p.Limits?.Upper,
            Allocations = (double)allocations, Extreme = p.Extreme is { } extreme && extreme <= long.MaxValue ? (long)extreme : null,
            Draws = p.Draws, Seed = p.IsExact ? null : options.Seed, How = How(p, allocations, permuted, options.Seed),
            AsymptoticP = Distributions.ChiSquareUpper(ordinary, groups.Length - 1), Permuted = permuted,
            Groups = groups, N = cohort.N, Options = options, TimeColumn = cohort.Columns.Time, Unit = cohort.Columns.Unit,
            Clusters = cohort.Clusters > 0 ? cohort.Clusters : null, ClusterUnit = cohort.Columns.ClusterUnit, Excluded = cohort.Excluded,
            Notes = [.. GuaranteeTimeBias.NotesOf(cohort), .. Caveats(observed, allocations, groups, permuted)],
        };
    }

    private static (double, PermutationP) TwoGroups(SurvivalCohort cohort, PermutedUnits units, PermutationStatistic layout,
        PermutedStatistic statistic, PermutationOptions options)
    {
        var deals = new TwoGroupDeals(units.Group, units.Stratum);
        var patience = new Patience(options.Progress, options.CancellationToken);
        if (statistic == PermutedStatistic.Linear) return PermutationAbsoluteScore.Test(deals, layout, options, patience);

        (double U, double Variance) Form(int[] group) =>
            statistic == PermutedStatistic.Studentized ? layout.Robust(group) : layout.Ordinary(group);
        double[] scores = layout.Scores();
        double observed = Math.Abs(Form(units.Group).U) > QuadraticRatio.Rounding(scores) ? Ratio(Form(units.Group)) : 0;
        bool few = deals.Count <= options.MaxEnumerated;
        if (few && deals.Units <= MostUnitsInForms)
            return (observed, PermutationP.Of(layout.Forms(statistic == PermutedStatistic.Studentized).CountExtreme(deals, patience),
                deals.Count));
        double atLeast = observed * (1 - QuadraticRatio.Tolerance);
        if (few && (double)deals.Count * cohort.N <= MostLaidOut)
            return (observed, PermutationP.Of(units.Enumerate(g => Ratio(Form(g)), atLeast, 2, patience), deals.Count));
        var allocation = new int[deals.Units];
        return (observed, TiltedDraws.Estimate(deals, scores, chosen =>
        {
            for (int j = 0; j < allocation.Length; j++) allocation[j] = chosen[j] ? 1 : 0;
            return Form(allocation);
        }, options.Draws, options.Seed, patience));
    }

    private static (double, PermutationP) ManyGroups(SurvivalCohort cohort, PermutedUnits units, PermutationStatistic layout,
        BigInteger allocations, PermutationOptions options)
    {
        var patience = new Patience(options.Progress, options.CancellationToken);
        double observed = layout.Of(units.Group), atLeast = observed * (1 - QuadraticRatio.Tolerance);
        if (allocations <= options.MaxEnumerated && (double)allocations * cohort.N <= MostLaidOut)
            return (observed, PermutationP.Of(units.Enumerate(g => layout.Of(g), atLeast, cohort.Groups.Length, patience), allocations));
        long extreme = units.Draw(g => layout.Of(g), atLeast, options, patience);
        return (observed, PermutationP.OfDraws(extreme, options.Draws, allocations));
    }

    private static double Ratio((double U, double Variance) form) => form.Variance > 1e-12 ? form.U * form.U / form.Variance : 0;

    private static string How(PermutationP p, BigInteger allocations, string permuted, long seed)
    {
        string all = $"{TwoGroupDeals.Text(allocations)} allocations of {permuted} to the groups";
        string limits = p.Limits is var (lower, upper) && !(p.IsExact && lower == upper)
            ? $", {(p.IsExact ? "rounding leaves P" : "95% confidence limits of P")} {Digits(lower)} to {Digits(upper)}"
            : "";
        if (p.IsExact)
            return $"exact, all {all}, {(p.Extreme is { } extreme ? TwoGroupDeals.Text(extreme) : "a share")} at least as extreme{limits}";
        string draws = p.Draws!.Value.ToString("N0", CultureInfo.InvariantCulture);
        return p.IsWeighted
            ? string.Create(CultureInfo.InvariantCulture, $"importance sampling, {draws} weighted draws (seed {seed}) from {all}{limits}")
            : string.Create(CultureInfo.InvariantCulture,
                $"{draws} random draws (seed {seed}) from {all}, {p.Extreme:N0} at least as extreme, P = (1 + {p.Extreme:N0})/({draws} + "
                    + $"1){limits}");
    }

    private static string Digits(double p) => p.ToString("G3", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Caveats(double observed, BigInteger allocations, ImmutableArray<PermutedGroup> groups,
        string permuted)
    {
        if (groups.Sum(g => g.Events) == 0) yield return "There are no events: P = 1 says nothing.";
        else if (allocations == 1) yield return $"Within the strata the {permuted} can be allocated in one way only: P = 1 says nothing.";
        else if (observed == 0)
        yield return "The observed statistic is 0, as where observed equal expected events or the variance vanishes: every allocation is "
            + "at least as extreme.";
        else if (allocations < 20)
        yield return $"There are {allocations} allocations only: P cannot fall below {Digits(1 / (double)allocations)}.";
        foreach (PermutedGroup group in groups)
            if (group.Units == 1 && permuted.Length > 0) yield return $"{group.Name} has one of the {permuted}: P is about that one alone.";
    }
}
