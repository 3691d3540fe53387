using System.Collections.Immutable;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival;

/// <summary>Texts that the tables of this room share.</summary>
internal static class Print
{
    public static string Level(double confidenceLevel) => FormattableString.Invariant($"{100 * confidenceLevel:0.##}% CI");

    /// <summary>A count or a sum of weights: whole numbers without decimals.</summary>
    public static TableCell Count(double count, string unit) =>
        new(NumberFormat.Fixed(count, count == Math.Floor(count) ? 0 : 1)) { Value = count, Unit = unit };

    public static TableCell Number(double? value, int decimals) => new(NumberFormat.Fixed(value, decimals)) { Value = value };

    public static TableCell PValue(double? p) => new(NumberFormat.PValue(p)) { Value = p, Statistic = "P" };

    /// <summary>A quantile with its interval; NR where not reached.</summary>
    public static TableCell Quantile(SurvivalQuantile quantile, int decimals) =>
        new($"{Time(quantile.Estimate, decimals)} ({Time(quantile.Lower, decimals)}–{Time(quantile.Upper, decimals)})")
        {
            Value = quantile.Estimate, Statistic = quantile.Probability == 0.5 ? "median" : "quantile",
        };

    /// <summary>A number as short as it is.</summary>
    public static TableCell Plain(double value) => new(FormattableString.Invariant($"{value:0.####}")) { Value = value };

    public static TableCell Estimate(double? value, double? lower, double? upper, int decimals) => new(
        value is null ? NumberFormat.NotEstimable : $"{NumberFormat.Fixed(value, decimals)} ({NumberFormat.Interval(lower, upper, decimals)})") { Value = value };

    public static TableCell PercentEstimate(double? value, double? lower, double? upper) => new(
        value is null ? NumberFormat.NotEstimable : $"{NumberFormat.Percent(value)} ({NumberFormat.PercentInterval(lower, upper)})") { Value = value };

    /// <summary>How many rows and events a result rests on.</summary>
    public static string Sample(int n, string unit, double events) => FormattableString.Invariant($"{n} {unit}, {Count(events, unit).Text} {(events == 1 ? "event" : "events")}");

    public static string Time(double? time, int decimals) => time is null ? "NR" : NumberFormat.Fixed(time, decimals);

    /// <summary>Whole units need no decimals, follow-up below 10 two, any other one.</summary>
    public static int TimeDecimals(ImmutableArray<KaplanMeierCurve> curves)
    {
        double last = curves.Max(c => c.Time[^1]);
        bool whole = curves.All(c => c.Time.All(t => t == Math.Floor(t)));
        return whole ? (curves.Any(c => c.Median.Estimate % 1 > 0) ? 1 : 0) : last < 10 ? 2 : 1;
    }

    public static IEnumerable<string> DataNotes(ImmutableArray<ExcludedRows> excluded, ImmutableArray<string> notes, string unit)
    {
        foreach (ExcludedRows rows in excluded)
            yield return $"{rows.Count} {(rows.Count == 1 ? "row" : "rows")} left out: {rows.Reason}.";
        foreach (string note in notes) yield return note;
    }
}
