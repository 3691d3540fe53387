namespace NotebookKit.Adjusted.Prediction;

/// <summary>One cut-off of a ROC curve.</summary>
/// <param name="Threshold">Values above it count as positive; midway between observed values, ±∞ at the ends.</param>
/// <param name="Sensitivity">Share of the events above.</param>
/// <param name="Specificity">Share of the non-events at or below.</param>
public sealed record RocPoint(double Threshold, double Sensitivity, double Specificity)
{
    /// <summary>Youden's index, sensitivity + specificity − 1.</summary>
    public double Youden => Sensitivity + Specificity - 1;
}

/// <summary>How well a value tells events from non-events.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record RocCurve : AdjustedResult
{
    /// <summary>Name of the value. The default value is <c>value</c>.</summary>
    public string Name { get; init; } = "value";

    /// <summary>Probability that an event has the larger value than a non-event, ties counting one half.</summary>
    public required double AreaUnderCurve { get; init; }

    /// <summary>DeLong's standard error; null with one event or one non-event.</summary>
    public required double? StandardError { get; init; }

    /// <summary>Lower limit, cut at 0.</summary>
    public required double? Lower { get; init; }

    /// <summary>Upper limit, cut at 1.</summary>
    public required double? Upper { get; init; }

    /// <summary>Every cut-off from the least to the largest.</summary>
    public required ImmutableArray<RocPoint> Points { get; init; }

    /// <summary>Cut-off with the largest Youden index; the lowest of several.</summary>
    public required RocPoint YoudenPoint { get; init; }

    /// <summary>Events and non-events.</summary>
    public required (int Events, int NonEvents) N { get; init; }

    /// <summary>Confidence level.</summary>
    public required double ConfidenceLevel { get; init; }

    /// <summary>Area under the curve alone.</summary>
    internal static double Auc(bool[] isEvent, double[] value)
    {
        (double[] ranks, _, _) = Ranking.Midranks(value);
        double sum = 0;
        long events = 0;
        for (int i = 0; i < value.Length; i++) if (isEvent[i]) (sum, events) = (sum + ranks[i], events + 1);
        return (sum - events * (events + 1) / 2.0) / ((double)events * (value.Length - events));
    }

    /// <summary>Estimates the curve; larger values mean the event.</summary>
    /// <param name="isEvent">Whether each row had the event.</param>
    /// <param name="value">Value of each row.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, a value is not finite, or there are no events or only events.</exception>
    /// <remarks>DeLong, DeLong and Clarke-Pearson (1988, doi:10.2307/2531595). Equivalent R call: <c>pROC::roc(event, value, direction =
    /// "&lt;")</c>, which chooses the direction by itself unless told.</remarks>
    public static RocCurve Estimate(ReadOnlySpan<bool> isEvent, ReadOnlySpan<double> value, double confidenceLevel = 0.95)
    {
        (bool[] y, double[] x) = Checked(isEvent, value);
        (double auc, double[] v10, double[] v01) = Components(y, x);
        double? se = v10.Length > 1 && v01.Length > 1 ? Math.Sqrt(Variance(v10) / v10.Length + Variance(v01) / v01.Length) : null;
        double z = -Distributions.NormalQuantile((1 - confidenceLevel) / 2);
        ImmutableArray<RocPoint> points = PointsOf(y, x);
        RocPoint best = points.First(p => p.Youden >= points.Max(q => q.Youden) - 1e-12);
        return new RocCurve
        {
            AreaUnderCurve = auc, StandardError = se, Lower = auc - z * se is { } low ? Math.Max(0, low) : null,
            Upper = auc + z * se is { } high ? Math.Min(1, high) : null,
            Points = points, YoudenPoint = best, N = (v10.Length, v01.Length), ConfidenceLevel = confidenceLevel,
            Notes = [.. auc < 0.5 ? new[] { "The area is below 0.5: smaller values mean the event." } : [],
                "Youden's cut-off is the best of these data and therefore optimistic: a test of the groups it makes on the same data is "
                    + "not valid."],
        };
    }

    /// <summary>Compares two values on the same rows.</summary>
    /// <param name="isEvent">Whether each row had the event.</param>
    /// <param name="first">First value.</param>
    /// <param name="second">Second value.</param>
    /// <returns>Areas, their difference, z and P (paired DeLong). For nested models on the data they were fitted to use the likelihood
    /// ratio instead.</returns>
    /// <exception cref="ArgumentException">The data are not valid.</exception>
    public static RocComparison Compare(ReadOnlySpan<bool> isEvent, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        (bool[] y, double[] a) = Checked(isEvent, first);
        (_, double[] b) = Checked(isEvent, second);
        (double auc1, double[] p1, double[] q1) = Components(y, a);
        (double auc2, double[] p2, double[] q2) = Components(y, b);
        double[] p = [.. p1.Zip(p2, (u, v) => u - v)], q = [.. q1.Zip(q2, (u, v) => u - v)];
        double se = Math.Sqrt(Variance(p) / p.Length + Variance(q) / q.Length), difference = auc1 - auc2;
        double? z = se > 0 ? difference / se : null;
        return new RocComparison(auc1, auc2, difference, se > 0 ? se : null, z, z is { } s ? Distributions.NormalTwoSided(s) : null);
    }

    private static (bool[], double[]) Checked(ReadOnlySpan<bool> isEvent, ReadOnlySpan<double> value)
    {
        if (isEvent.Length != value.Length)
            throw new ArgumentException($"Found {isEvent.Length} outcomes and {value.Length} values; expected one value for each row.");
        int events = isEvent.Count(true);
        if (events == 0 || events == isEvent.Length)
            throw new ArgumentException(
                $"{(events == 0 ? "None" : "All")} of the {isEvent.Length} rows had the event: there is nothing to tell apart.");
        for (int i = 0; i < value.Length; i++) if (!double.IsFinite(value[i]))
            throw new ArgumentException($"Value, row {i + 1}: found {value[i]}; expected a finite number.");
        return (isEvent.ToArray(), value.ToArray());
    }

    /// <summary>Placement of each event among the non-events and the reverse, by midranks (Sun and Xu 2014).</summary>
    private static (double Auc, double[] Events, double[] NonEvents) Components(bool[] y, double[] x)
    {
        double[] events = [.. x.Where((_, i) => y[i])], rest = [.. x.Where((_, i) => !y[i])];
        double[] all = Ranking.Midranks([.. events, .. rest]).Ranks, own = Ranking.Midranks(events).Ranks,
            other = Ranking.Midranks(rest).Ranks;
        int m = events.Length, n = rest.Length;
        double[] v10 = [.. Enumerable.Range(0, m).Select(i => (all[i] - own[i]) / n)],
            v01 = [.. Enumerable.Range(0, n).Select(j => 1 - (all[m + j] - other[j]) / m)];
        return (v10.Average(), v10, v01);
    }

    private static double Variance(double[] v)
    {
        double mean = v.Average();
        return v.Sum(x => (x - mean) * (x - mean)) / (v.Length - 1);
    }

    private static ImmutableArray<RocPoint> PointsOf(bool[] y, double[] x)
    {
        int[] order = [.. Enumerable.Range(0, x.Length).OrderBy(i => x[i])];
        int events = y.Count(v => v), rest = y.Length - events, below = 0, eventsBelow = 0;
        var points = ImmutableArray.CreateBuilder<RocPoint>();
        points.Add(new RocPoint(double.NegativeInfinity, 1, 0));
        for (int k = 0; k < order.Length; k++)
        {
            if (y[order[k]]) eventsBelow++; else below++;
            if (k + 1 < order.Length && x[order[k + 1]] == x[order[k]]) continue;
            double threshold = k + 1 < order.Length ? (x[order[k]] + x[order[k + 1]]) / 2 : double.PositiveInfinity;
            points.Add(new RocPoint(threshold, 1 - (double)eventsBelow / events, (double)below / rest));
        }
        return points.ToImmutable();
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(new DoubleDataFrameColumn("threshold", Points.Select(p => (double?)p.Threshold)),
        new DoubleDataFrameColumn("sensitivity", Points.Select(p => (double?)p.Sensitivity)),
        new DoubleDataFrameColumn("specificity", Points.Select(p => (double?)p.Specificity)));

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"ROC curve of {Name}",
        Columns = [new("Value", TableAlignment.Left), new($"AUC ({Print.Level(ConfidenceLevel)})"), new("Cut-off (Youden)"),
            new("Sensitivity"), new("Specificity")],
        Rows = [new TableRow(
            [Name, Print.Estimate(AreaUnderCurve, Lower, Upper, 3), Print.Plain(YoudenPoint.Threshold),
                NumberFormat.Percent(YoudenPoint.Sensitivity), NumberFormat.Percent(YoudenPoint.Specificity)])],
        Footnotes = [
            $"{Wording.Count(N.Events, "events")} among {Wording.Count(N.Events + N.NonEvents, Unit)}; limits by DeLong. Larger values "
                + "mean the event.", .. Footnotes()],
    };
}

/// <summary>Two areas under the curve on the same rows.</summary>
/// <param name="First">First area.</param>
/// <param name="Second">Second area.</param>
/// <param name="Difference">First less second.</param>
/// <param name="StandardError">Paired DeLong; null where it is 0.</param>
/// <param name="Z">z; null without a standard error.</param>
/// <param name="P">Two-sided P.</param>
public sealed record RocComparison(double First, double Second, double Difference, double? StandardError, double? Z, double? P);
