using System.Globalization;
using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Planning;

namespace NotebookKit.Survival.Curves;

/// <summary>A band that holds the whole curve of S(t) over a range of times with the stated confidence.</summary>
/// <remarks>
/// Klein and Moeschberger (2003), section 4.4. Critical values are computed for the range at hand; R's <c>km.ci</c> interpolates
/// tables of them.
/// </remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record SurvivalBand : SurvivalResult
{
    /// <summary>
    /// Nair's (1984) band, as wide as pointwise limits in proportion to σ; else Hall and Wellner's (1980), in proportion to (1 + nσ²)/√n.
    /// </summary>
    public required bool IsEqualPrecision { get; init; }

    /// <summary>Scale: <see cref="ConfidenceIntervalType.Plain"/> or <see cref="ConfidenceIntervalType.LogLog"/>.</summary>
    public required ConfidenceIntervalType Scale { get; init; }

    /// <summary>The options of the curve.</summary>
    public required KaplanMeierOptions Options { get; init; }

    /// <summary>Confidence that the band holds the whole curve.</summary>
    public double ConfidenceLevel => Options.ConfidenceLevel;

    /// <summary>Critical value that takes the place of z.</summary>
    public required double CriticalValue { get; init; }

    /// <summary>Name of the group.</summary>
    public required string Group { get; init; }

    /// <summary>Number of rows of the group.</summary>
    public required int N { get; init; }

    /// <summary>Weight of the events of the group.</summary>
    public required double EventTotal { get; init; }

    /// <summary>Times, ascending, from the first to the last of the range.</summary>
    public required ImmutableArray<double> Time { get; init; }

    /// <summary>S(t).</summary>
    public required ImmutableArray<double> Survival { get; init; }

    /// <summary>Lower edge.</summary>
    public required ImmutableArray<double> Lower { get; init; }

    /// <summary>Upper edge.</summary>
    public required ImmutableArray<double> Upper { get; init; }

    internal static SurvivalBand Of(KaplanMeierCurve curve, bool equalPrecision, ConfidenceIntervalType scale, double? from, double? to)
    {
        if (scale is not (ConfidenceIntervalType.Plain or ConfidenceIntervalType.LogLog))
            throw new ArgumentException($"A band has the scale Plain or LogLog; found {scale}.", nameof(scale));
        if (curve.Clusters is not null)
            throw new InvalidOperationException(
                "Simultaneous bands rest on Greenwood's variance of independent rows; there is none for clusters.");
        int[] inside = [.. Enumerable.Range(0, curve.Table.Time.Length).Where(j =>
            curve.RawSurvival[j] is > 0 and < 1 && curve.Table.Time[j] >= (from ?? double.NegativeInfinity)
            && curve.Table.Time[j] <= (to ?? double.PositiveInfinity))];
        if (inside.Length == 0)
            throw new ArgumentException("The curve has no time with 0 < S(t) < 1 in the range of the band.", nameof(from));
        double n = curve.N;
        double Share(int j) => n * Math.Pow(curve.RawStdErrLog[j], 2) is var v ? v / (1 + v) : 0;
        double a = Share(inside[0]), b = Share(inside[^1]), level = curve.Options.ConfidenceLevel;
        if (!(b > a)) throw new ArgumentException("A band needs at least two different event times in its range.", nameof(from));
        double critical = equalPrecision ? BandCriticalValue.EqualPrecision(a, b, level) : BandCriticalValue.HallWellner(a, b, level);
        return WithCriticalValue(curve, equalPrecision, scale, inside, critical);
    }

    internal static SurvivalBand WithCriticalValue(KaplanMeierCurve curve, bool equalPrecision, ConfidenceIntervalType scale, int[] rows,
        double critical)
    {
        double n = curve.N;
        (double Lower, double Upper) Edge(int j)
        {
            double se = curve.RawStdErrLog[j];
            double width = equalPrecision ? se : (1 + n * se * se) / Math.Sqrt(n);
            return ConfidenceLimits.Of(scale, curve.RawSurvival[j], width, critical);
        }
        return new SurvivalBand
        {
            IsEqualPrecision = equalPrecision, Scale = scale, Options = curve.Options, CriticalValue = critical, Group = curve.Group,
            N = curve.N, EventTotal = curve.EventTotal,
            Unit = curve.Cohort.Columns.Unit, Excluded = curve.Cohort.Excluded,
            Notes = GuaranteeTimeBias.NotesOf(curve.Cohort, curve.Options.StartTime ?? 0),
            Time = [.. rows.Select(j => curve.Table.Time[j])], Survival = [.. rows.Select(j => curve.RawSurvival[j])],
            Lower = [.. rows.Select(j => Edge(j).Lower)], Upper = [.. rows.Select(j => Edge(j).Upper)],
        };
    }

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"{(IsEqualPrecision ? "Equal-precision" : "Hall-Wellner")} band of {Group}",
        Columns = [new("Time"), new($"S(t) ({FormattableString.Invariant($"{100 * ConfidenceLevel:0.##}% band")})")],
        Rows = [.. Time.Select((t, i) => new TableRow([Print.Plain(t), Print.PercentEstimate(Survival[i], Lower[i], Upper[i])]))],
        Footnotes =
        [
            string.Create(CultureInfo.InvariantCulture,
                $"{Print.Sample(N, Unit, EventTotal)}; {ConfidenceLimits.Name(Scale)} scale; critical value {CriticalValue:0.0000}; valid "
                    + $"for all times from {Time[0]} to {Time[^1]} together."),
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row for each time: time, survival, lower, upper.</summary>
    public override DataFrame ToDataFrame() => new(
        new DoubleDataFrameColumn("time", Time), new DoubleDataFrameColumn("survival", Survival),
        new DoubleDataFrameColumn("lower", Lower), new DoubleDataFrameColumn("upper", Upper));
}
