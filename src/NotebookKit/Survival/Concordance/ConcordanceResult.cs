using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.Concordance;

/// <summary>Weight of the pairs compared at an event time.</summary>
public enum ConcordanceWeight
{
    /// <summary>Every comparable pair counts once: Harrell's C.</summary>
    Harrell,

    /// <summary>S(t−) over the number at risk, as Peto-Wilcoxon; R's <c>timewt = "S"</c>.</summary>
    Survival,

    /// <summary>S(t−)/G(t−) over the number at risk, free of the censoring pattern; R's <c>"S/G"</c>.</summary>
    SurvivalOverCensoring,

    /// <summary>1/G(t−)²: Uno's C (2011, doi:10.1002/sim.4154); R's <c>"n/G2"</c>.</summary>
    Uno,

    /// <summary>1 over the number at risk, as the Cox score test; R's <c>"I"</c>.</summary>
    Cox,
}

/// <summary>Options of <see cref="Concordance"/>.</summary>
public sealed record ConcordanceOptions
{
    /// <summary>
    /// Whether a larger score means shorter survival, as a risk score or a Cox linear predictor does (R's <c>reverse = TRUE</c>). The
    /// default value is false: longer survival, as in R's <c>concordance()</c>.
    /// </summary>
    public bool LargerIsWorse { get; init; }

    /// <summary>How the status column is coded. The default value is <see cref="EventCoding.ZeroOne"/>.</summary>
    public EventCoding EventCoding { get; init; } = EventCoding.ZeroOne;

    /// <summary>Weight of pairs over time. The default value is <see cref="ConcordanceWeight.Harrell"/>.</summary>
    public ConcordanceWeight Weight { get; init; } = ConcordanceWeight.Harrell;

    /// <summary>Confidence level of the interval. The default value is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;
}

/// <summary>Pairs of one stratum.</summary>
/// <param name="Stratum">Name of the stratum; empty without strata.</param>
/// <param name="Concordant">Pairs in which score and survival agree.</param>
/// <param name="Discordant">Pairs in which they disagree.</param>
/// <param name="TiedScore">Comparable pairs of equal score; each counts one half.</param>
/// <param name="TiedTime">Pairs of events at the same time with different scores; not comparable.</param>
/// <param name="TiedBoth">Pairs of events at the same time with equal scores; not comparable.</param>
internal sealed record ConcordancePairs(string Stratum, double Concordant, double Discordant, double TiedScore, double TiedTime,
    double TiedBoth);

/// <summary>Concordance of a score with survival.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ConcordanceResult : SurvivalResult
{
    /// <summary>
    /// Share of comparable pairs in which score and survival agree, ties in the score counting one half; null without a comparable pair.
    /// </summary>
    public required double? Concordance { get; init; }

    /// <summary>Infinitesimal-jackknife standard error, within clusters where there are any; null without a comparable pair.</summary>
    public required double? StandardError { get; init; }

    /// <summary>Lower confidence limit, at least 0.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper confidence limit, at most 1.</summary>
    public double? Upper { get; init; }

    /// <summary>Weighted counts of pairs by stratum.</summary>
    internal ImmutableArray<ConcordancePairs> Pairs { get; init; } = [];

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Events among them.</summary>
    public required int Events { get; init; }

    /// <summary>Options used.</summary>
    public required ConcordanceOptions Options { get; init; }

    /// <summary>One row: concordance, se, lower, upper, n, events.</summary>
    public override DataFrame ToDataFrame() => new(
        new DoubleDataFrameColumn("concordance", [Concordance]), new DoubleDataFrameColumn("se", [StandardError]),
        new DoubleDataFrameColumn("lower", [Lower]),
        new DoubleDataFrameColumn("upper", [Upper]), new Int32DataFrameColumn("n", [N]), new Int32DataFrameColumn("events", [Events]));

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = "Concordance",
        Columns = [new("Weight", TableAlignment.Left), new("Concordance"), new(Print.Level(Options.ConfidenceLevel)), new("SE")],
        Rows = [new TableRow(
            [Options.Weight.ToString(), Print.Number(Concordance, 3), NumberFormat.Interval(Lower, Upper, 3),
                Print.Number(StandardError, 4)])],
        Footnotes =
        [
            $"{N} {Unit}{(Clusters is { } c ? $" in {c} clusters" : "")}, {Events} events; a larger score means "
                + $"{(Options.LargerIsWorse ? "shorter" : "longer")} survival.",
            $"{NumberFormat.Fixed(Pairs.Sum(p => p.Concordant), 0)} concordant, "
                + $"{NumberFormat.Fixed(Pairs.Sum(p => p.Discordant), 0)} discordant, "
                + $"{NumberFormat.Fixed(Pairs.Sum(p => p.TiedScore), 0)} tied pairs.",
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };
}
