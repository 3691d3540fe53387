using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Planning;

namespace NotebookKit.Survival.Curves;

/// <summary>The Nelson-Aalen estimator of the cumulative hazard.</summary>
internal static class NelsonAalen
{
    /// <summary>Estimates H(t) = Σ d/n for each group, with limits H·exp(±z·se/H).</summary>
    /// <param name="cohort">Validated follow-up.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <remarks>
    /// Nelson (1972); Aalen (1978), doi:10.1214/aos/1176344247; Fleming and Harrington (1984). In R: <c>survfit(…)$cumhaz</c> and
    /// <c>$std.chaz</c>.
    /// </remarks>
    public static CumulativeHazardEstimate Estimate(SurvivalCohort cohort, KaplanMeierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        options ??= new KaplanMeierOptions();
        return Estimate(EventTable.Build(cohort, KaplanMeier.NeedsRows(cohort, options)), options);
    }

    /// <summary>Estimates from a count that may serve tests and other curves too.</summary>
    internal static CumulativeHazardEstimate Estimate(EventTable table, KaplanMeierOptions options)
    {
        SurvivalCohort cohort = table.Cohort;
        if (options.StartTime is not null || options.Reverse || options.Greenwood == true)
            throw new ArgumentException("A cumulative hazard takes neither a start time, reversed events nor Greenwood's variance.",
                nameof(options));
        bool robust = options.Robust ?? Hazards.RobustByDefault(cohort);
        double z = ConfidenceLimits.NormalQuantile(options.ConfidenceLevel);
        return new CumulativeHazardEstimate
        {
            Curves = [.. table.Tables.Select(t => Curve(cohort, t, options, robust, z))], Options = options, Unit = cohort.Columns.Unit,
            TimeColumn = cohort.Columns.Time, Clusters = cohort.Clusters > 0 ? cohort.Clusters : null,
            ClusterUnit = cohort.Columns.ClusterUnit, Excluded = cohort.Excluded, Notes = GuaranteeTimeBias.NotesOf(cohort),
        };
    }

    /// <summary>Whether tied events are taken one after another, Σ 1/(n − k), R's <c>ctype = 2</c>; else Σ d/n.</summary>
    internal static bool BreaksTies(KaplanMeierOptions options) => options.Estimator == SurvivalEstimator.FlemingHarrington;

    private static CumulativeHazardCurve Curve(SurvivalCohort cohort, RiskTable table, KaplanMeierOptions options, bool robust, double z)
    {
        double[] hazard = Hazards.Cumulative(table, BreaksTies(options));
        int clusters = 0;
        double[] stdErr = !robust ? Hazards.StdErrCumulative(table, BreaksTies(options))
            : ClusterVariance.StdErr(cohort, table, Hazards.CumulativeInfluence(table, BreaksTies(options)), out clusters);
        bool estimable = !robust || cohort.Clusters == 0 || clusters >= 2;
        return new CumulativeHazardCurve
        {
            Group = KaplanMeier.Name(cohort, table), N = table.N, EventTotal = table.Events.Sum(),
            Time = ImmutableCollectionsMarshal.AsImmutableArray(table.Time),
            AtRisk = ImmutableCollectionsMarshal.AsImmutableArray(table.AtRisk),
            Events = ImmutableCollectionsMarshal.AsImmutableArray(table.Events),
            CumulativeHazard = ImmutableCollectionsMarshal.AsImmutableArray(hazard),
            StdErr = [.. stdErr.Select(se => estimable ? se : (double?)null)],
            Lower = [.. hazard.Select((h, j) => Limit(h, -z * stdErr[j], estimable))],
            Upper = [.. hazard.Select((h, j) => Limit(h, z * stdErr[j], estimable))],
        };
    }

    private static double? Limit(double hazard, double step, bool estimable) =>
        !estimable ? null : hazard > 0 ? hazard * Math.Exp(step / hazard) : 0;
}

/// <summary>Cumulative hazard of one group, right-continuous, with a row at each distinct time of event or censoring.</summary>
internal sealed record CumulativeHazardCurve
{
    /// <summary>Name of the group.</summary>
    public required string Group { get; init; }

    /// <summary>Number of rows.</summary>
    public required int N { get; init; }

    /// <summary>Weight of all events.</summary>
    public required double EventTotal { get; init; }

    /// <summary>Distinct times of event or censoring, ascending.</summary>
    public required ImmutableArray<double> Time { get; init; }

    /// <summary>Weight under observation just before each time.</summary>
    public required ImmutableArray<double> AtRisk { get; init; }

    /// <summary>Weight of the events at each time.</summary>
    public required ImmutableArray<double> Events { get; init; }

    /// <summary>H(t) from each time on.</summary>
    public required ImmutableArray<double> CumulativeHazard { get; init; }

    /// <summary>Standard error of H(t); null where not estimable.</summary>
    public required ImmutableArray<double?> StdErr { get; init; }

    /// <summary>Lower confidence limit, symmetric on the log scale.</summary>
    public required ImmutableArray<double?> Lower { get; init; }

    /// <summary>Upper confidence limit, symmetric on the log scale.</summary>
    public required ImmutableArray<double?> Upper { get; init; }
}

/// <summary>Cumulative hazards of the groups of a cohort.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record CumulativeHazardEstimate : SurvivalResult
{
    /// <summary>The curves, in the order of the groups.</summary>
    internal ImmutableArray<CumulativeHazardCurve> Curves { get; init; } = [];

    /// <summary>The options used.</summary>
    public required KaplanMeierOptions Options { get; init; }

    /// <summary>Column of the times.</summary>
    public string TimeColumn { get; init; } = "";

    /// <summary>Number of rows used.</summary>
    public int N => Curves.Sum(c => c.N);

    /// <summary>Weight of all events.</summary>
    public double EventTotal => Curves.Sum(c => c.EventTotal);

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = Options.Title
            ?? $"{(NelsonAalen.BreaksTies(Options) ? "Fleming-Harrington" : "Nelson-Aalen")} cumulative hazard of "
                + $"{Words.Name(TimeColumn)} at the end of follow-up",
        Columns = [new("Group", TableAlignment.Left), Print.Head(Unit), new("Events"), new("Last time"),
            new($"H ({Print.Level(Options.ConfidenceLevel)})")],
        Rows = [.. Curves.Select(c => new TableRow([
            c.Group, Print.Count(c.N, Unit), Print.Count(c.EventTotal, "events"), Print.Plain(c.Time[^1]),
            Print.Estimate(c.CumulativeHazard[^1], c.Lower[^1], c.Upper[^1], 2)]))],
        Footnotes =
        [
            Print.UnitOfAnalysis(N, Unit, Clusters, ClusterUnit),
            $"H, cumulative hazard; intervals symmetric on the log scale{(Clusters is null ? "" : ", cluster-robust")}.",
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>All curves as rows: group, time, n_risk, n_event, cumhaz, std_err, lower, upper.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("group", Curves.SelectMany(c => Enumerable.Repeat(c.Group, c.Time.Length))),
        new DoubleDataFrameColumn("time", Curves.SelectMany(c => c.Time)),
        new DoubleDataFrameColumn("n_risk", Curves.SelectMany(c => c.AtRisk)),
        new DoubleDataFrameColumn("n_event", Curves.SelectMany(c => c.Events)),
        new DoubleDataFrameColumn("cumhaz", Curves.SelectMany(c => c.CumulativeHazard)),
        new DoubleDataFrameColumn("std_err", Curves.SelectMany(c => c.StdErr)),
        new DoubleDataFrameColumn("lower", Curves.SelectMany(c => c.Lower)),
        new DoubleDataFrameColumn("upper", Curves.SelectMany(c => c.Upper)));
}
