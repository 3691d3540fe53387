using System.Globalization;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.IntervalCensoring;

/// <summary>An interval that holds probability: (left, right], or the point itself when both ends are equal.</summary>
/// <param name="Left">Left end; null for −∞.</param>
/// <param name="Right">Right end; null for +∞.</param>
/// <param name="Mass">Probability of the event in it.</param>
/// <param name="Survival">Probability of the event after it. Within the interval S(t) is not determined.</param>
internal sealed record SupportInterval(double? Left, double? Right, double Mass, double Survival);

/// <summary>Survival from interval-censored times by nonparametric maximum likelihood.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record TurnbullEstimate : SurvivalResult
{
    /// <summary>Intervals with probability above 0, ascending.</summary>
    internal ImmutableArray<SupportInterval> Intervals { get; init; } = [];

    /// <summary>Number of rows used.</summary>
    public required int N { get; init; }

    /// <summary>Weight of the rows whose event is known to have happened: those with a right end.</summary>
    public required double EventTotal { get; init; }

    /// <summary>Logarithm of the likelihood.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Estimates survival from the ends of intervals that hold the event.</summary>
    /// <param name="left">Last time known to be free of the event; null if none (left-censored).</param>
    /// <param name="right">First time the event is known to have happened; null if never seen (right-censored); equal to left if
    /// exact.</param>
    /// <param name="weights">Weights ≥ 0; null for 1.</param>
    /// <param name="unit">What one row is, in the plural.</param>
    /// <exception cref="InvalidDataException">A left end lies after its right end, or no row is left.</exception>
    /// <remarks>R's <c>survfit</c> stops its iterations at 1e-4; this solution satisfies the Kuhn-Tucker conditions to 1e-10.</remarks>
    public static TurnbullEstimate Estimate(IReadOnlyList<double?> left, IReadOnlyList<double?> right,
        IReadOnlyList<double>? weights = null, string unit = "rows")
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Count != right.Count || weights is not null && weights.Count != left.Count)
            throw new ArgumentException(
                $"left has {left.Count}, right {right.Count} and weights {weights?.Count ?? left.Count} values; expected as many of each.",
                nameof(right));
        int odd = Enumerable.Range(0, left.Count).FirstOrDefault(i => left[i] > right[i], -1);
        if (odd >= 0)
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"Row {ColumnReader.ExcelRow(odd)}: the interval from {left[odd]} to {right[odd]} ends before it begins."));
        int[] kept = [.. Enumerable.Range(0, left.Count).Where(i => (left[i] ?? right[i]) is not null && weights?[i] is not 0)];
        if (kept.Length == 0) throw new InvalidDataException($"No {unit} left to analyse: every interval is empty.");
        var (from, to, mass, logLikelihood, converged) = Turnbull.Fit(
            [.. kept.Select(i => left[i] ?? double.NegativeInfinity)], [.. kept.Select(i => right[i] ?? double.PositiveInfinity)],
            [.. kept.Select(i => weights?[i] ?? 1)]);
        int empty = left.Count - kept.Length;
        return new TurnbullEstimate
        {
            Intervals = Positive(from, to, mass), N = kept.Length,
            EventTotal = kept.Where(i => right[i] is not null).Sum(i => weights?[i] ?? 1),
            LogLikelihood = logLikelihood, Unit = unit,
            Excluded = empty == 0 ? [] : [new ExcludedRows("neither end of the interval is known, or weight 0", empty)],
            Notes = converged ? [] : ["The iterations stopped before the likelihood was at its maximum; the estimate is approximate."],
        };
    }

    /// <summary>S(t); null where t lies inside a support interval, in which it is not determined.</summary>
    public double? SurvivalAt(double t)
    {
        double survival = 1;
        foreach (SupportInterval interval in Intervals)
        {
            if (t < (interval.Left ?? double.NegativeInfinity) || t == interval.Left && interval.Left != interval.Right) return survival;
            if (t < (interval.Right ?? double.PositiveInfinity)) return null;
            survival = interval.Survival;
        }
        return survival;
    }

    /// <summary>The interval in which S(t) falls to one half; null if it never does.</summary>
    public (double? Left, double? Right)? Median => MedianInterval is { } i ? (i.Left, i.Right) : null;

    private SupportInterval? MedianInterval => Intervals.FirstOrDefault(i => i.Survival <= 0.5 + 1e-9);

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = "Survival from interval-censored times (Turnbull)",
        Columns = [new("Interval", TableAlignment.Left), new("Probability"), new("S after it")],
        Rows = [.. Intervals.Select(i => new TableRow([Name(i), Print.Number(i.Mass, 3), Print.Number(i.Survival, 3)]))],
        Footnotes =
        [
            string.Create(CultureInfo.InvariantCulture,
                $"{Print.Sample(N, Unit, EventTotal)}; log-likelihood {LogLikelihood:0.000}; median "
                    + $"{(MedianInterval is { } median ? "in " + Name(median) : "not reached")}; no intervals of confidence."),
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row per interval: left, right, mass, survival.</summary>
    public override DataFrame ToDataFrame() => new(
        new DoubleDataFrameColumn("left", Intervals.Select(i => i.Left)),
        new DoubleDataFrameColumn("right", Intervals.Select(i => i.Right)),
        new DoubleDataFrameColumn("mass", Intervals.Select(i => i.Mass)),
        new DoubleDataFrameColumn("survival", Intervals.Select(i => i.Survival)));

    private static ImmutableArray<SupportInterval> Positive(double[] from, double[] to, double[] mass)
    {
        var intervals = new List<SupportInterval>();
        double after = 1;
        for (int j = 0; j < mass.Length; j++)
        {
            if (mass[j] <= 0) continue;
            after -= mass[j];
            intervals.Add(new SupportInterval(
                double.IsFinite(from[j]) ? from[j] : null, double.IsFinite(to[j]) ? to[j] : null, mass[j], Math.Max(0, after)));
        }
        intervals[^1] = intervals[^1] with { Survival = 0 };
        return ImmutableCollectionsMarshal.AsImmutableArray(intervals.ToArray());
    }

    private static string Name(SupportInterval interval) => interval.Left is { } l && l == interval.Right
        ? Print.Plain(l).Text
        : $"({(interval.Left is { } left ? Print.Plain(left).Text : "−∞")}, "
            + $"{(interval.Right is { } right ? Print.Plain(right).Text + "]" : "∞)")}";
}
