using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.Cox;

/// <summary>Survival of one profile in one stratum, predicted by a Cox model.</summary>
internal sealed record CoxCurve
{
    /// <summary>Name of the profile.</summary>
    public required string Profile { get; init; }

    /// <summary>Name of the stratum; empty where the model has none.</summary>
    public required string Stratum { get; init; }

    /// <summary>Distinct times of event or censoring in the stratum, ascending.</summary>
    public required ImmutableArray<double> Time { get; init; }

    /// <summary>Weight of the rows at risk just before each time, whatever their covariates.</summary>
    public required ImmutableArray<double> AtRisk { get; init; }

    /// <summary>Weight of the events at each time.</summary>
    public required ImmutableArray<double> Events { get; init; }

    /// <summary>Cumulative hazard of the profile.</summary>
    public required ImmutableArray<double> CumulativeHazard { get; init; }

    /// <summary>Survival of the profile, exp(−cumulative hazard).</summary>
    public required ImmutableArray<double> Survival { get; init; }

    /// <summary>
    /// Standard error of the cumulative hazard, which is that of log survival; the uncertainty of the coefficients is included.
    /// </summary>
    public required ImmutableArray<double> StdErrLogSurvival { get; init; }

    /// <summary>Lower confidence limit of survival; null where not estimable.</summary>
    public required ImmutableArray<double?> Lower { get; init; }

    /// <summary>Upper confidence limit of survival; null where not estimable.</summary>
    public required ImmutableArray<double?> Upper { get; init; }

    /// <summary>Time by which a proportion of patients with this profile has the event, with limits.</summary>
    /// <param name="probability">Proportion with the event: 0.5 for the median.</param>
    public SurvivalQuantile Quantile(double probability) => new(probability,
        SurvivalQuantile.Crossing(Time.AsSpan(), i => Survival[i], 1 - probability).Time,
        SurvivalQuantile.Crossing(Time.AsSpan(), i => Lower[i] ?? double.NaN, 1 - probability).Time,
        SurvivalQuantile.Crossing(Time.AsSpan(), i => Upper[i] ?? double.NaN, 1 - probability).Time);

    /// <summary>Survival at a time; null beyond the last time of the stratum.</summary>
    public double? SurvivalAt(double time)
    {
        if (Time.Length == 0 || time > Time[^1]) return null;
        int index = Time.BinarySearch(time);
        index = index >= 0 ? index : ~index - 1;
        return index < 0 ? 1 : Survival[index];
    }
}

/// <summary>Curves predicted by a Cox model.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record CoxCurves : SurvivalResult
{
    /// <summary>One curve per profile and stratum.</summary>
    internal ImmutableArray<CoxCurve> Curves { get; init; } = [];

    /// <summary>Confidence level of the limits.</summary>
    public double ConfidenceLevel => Options.ConfidenceLevel;

    /// <summary>Scale on which the limits are symmetric.</summary>
    public required ConfidenceIntervalType IntervalType { get; init; }

    /// <summary>Rows of the model.</summary>
    public required int N { get; init; }

    /// <summary>Events of the model.</summary>
    public required int Events { get; init; }

    /// <summary>Options of the model.</summary>
    public required CoxOptions Options { get; init; }

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = "Survival predicted by the Cox model",
        Columns = [new("Profile", TableAlignment.Left), new("Stratum", TableAlignment.Left),
            new($"Median ({Print.Level(ConfidenceLevel)})")],
        Rows = [.. Curves.Select(
            c => new TableRow([c.Profile, c.Stratum, Print.Quantile(c.Quantile(0.5), c.Time.All(t => t == Math.Floor(t)) ? 0 : 1)]))],
        Footnotes =
        [
            $"{Print.Sample(N, Unit, Events)} in the model{(Clusters is { } c ? $", {c} clusters" : "")}; "
                + $"{ConfidenceLimits.Name(IntervalType)} confidence limits"
                + (Print.QuantileWords(Curves.Select(c => c.Quantile(0.5))) is { Length: > 0 } words ? $"; {words}." : "."),
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row per curve and time.</summary>
    public override DataFrame ToDataFrame()
    {
        IEnumerable<T> All<T>(Func<CoxCurve, IEnumerable<T>> of) => Curves.SelectMany(of);
        return new DataFrame(
            new StringDataFrameColumn("profile", All(c => Enumerable.Repeat(c.Profile, c.Time.Length))),
            new StringDataFrameColumn("stratum", All(c => Enumerable.Repeat(c.Stratum, c.Time.Length))),
            new DoubleDataFrameColumn("time", All(c => c.Time)), new DoubleDataFrameColumn("at_risk", All(c => c.AtRisk)),
            new DoubleDataFrameColumn("events", All(c => c.Events)),
            new DoubleDataFrameColumn("cumulative_hazard", All(c => c.CumulativeHazard)),
            new DoubleDataFrameColumn("survival", All(c => c.Survival)),
            new DoubleDataFrameColumn("se_log_survival", All(c => c.StdErrLogSurvival)),
            new DoubleDataFrameColumn("lower", All(c => c.Lower)), new DoubleDataFrameColumn("upper", All(c => c.Upper)));
    }
}
