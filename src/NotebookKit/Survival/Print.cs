using System.Collections.Immutable;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival;

/// <summary>Texts that the tables of this room share.</summary>
internal static class Print
{
    /// <summary>Below this number of clusters a robust variance is said to rest on few of them.</summary>
    public const int FewClusters = 20;

    public static string Level(double confidenceLevel) => NumberFormat.Level(confidenceLevel) + " CI";

    /// <summary>Head of a column of counts: the unit with a capital.</summary>
    public static TableColumn Head(string unit) => new(Wording.Capital(unit));

    /// <summary>Head of a statistic of a time column, with its interval and, where the name of the column tells it, its unit.</summary>
    public static TableColumn TimeHead(string statistic, double confidenceLevel, string timeColumn) =>
        new($"{statistic} ({Level(confidenceLevel)}){(Wording.Unit(timeColumn) is { Length: > 0 } unit ? ", " + unit : "")}");

    /// <summary>Rows used and the clusters they come from.</summary>
    public static string UnitOfAnalysis(int n, string unit, int? clusters, string clusterUnit) =>
        FormattableString.Invariant($"Unit of analysis: {unit}, n = {n}")
        + (clusters is { } c ? $", from {Wording.Count(c, clusterUnit)}." : ".");

    /// <summary>A count or a sum of weights: whole numbers without decimals.</summary>
    public static TableCell Count(double count, string unit) =>
        new(NumberFormat.Fixed(count, count == Math.Floor(count) ? 0 : 1)) { Value = count, Unit = unit };

    public static TableCell Number(double? value, int decimals) => new(NumberFormat.Fixed(value, decimals)) { Value = value };

    public static TableCell PValue(double? p) => new(NumberFormat.PValue(p)) { Value = p, Statistic = "P" };

    /// <summary>
    /// A quantile with its interval: NR where the curve does not reach it, NE for a limit that its band does not reach. A curve at zero
    /// has reached everything, so the two words must differ.
    /// </summary>
    public static TableCell Quantile(SurvivalQuantile quantile, int decimals) =>
        new(quantile is { Estimate: null, Lower: null, Upper: null }
            ? "NR"
            : $"{Time(quantile.Estimate, decimals)} ({NumberFormat.Fixed(quantile.Lower, decimals)}–"
                + $"{NumberFormat.Fixed(quantile.Upper, decimals)})")
        {
            Value = quantile.Estimate, Statistic = quantile.Probability == 0.5 ? "median" : "quantile",
        };

    /// <summary>What NR and NE mean in cells of <see cref="Quantile"/>, for the note below; empty where neither stands.</summary>
    public static string QuantileWords(IEnumerable<SurvivalQuantile> quantiles)
    {
        SurvivalQuantile[] all = [.. quantiles];
        string[] words = [.. all.Any(q => q.Estimate is null) ? (string[])["NR, not reached"] : [],
            .. all.Any(q => (q.Lower ?? q.Upper ?? q.Estimate) is not null && (q.Lower is null || q.Upper is null))
                ? (string[])[$"{NumberFormat.NotEstimable}, not estimable"] : []];
        return string.Join("; ", words);
    }

    /// <summary>A number as short as it is.</summary>
    public static TableCell Plain(double value) => new(FormattableString.Invariant($"{value:0.####}")) { Value = value };

    public static TableCell Estimate(double? value, double? lower, double? upper, int decimals) => new(
        value is null
            ? NumberFormat.NotEstimable
            : $"{NumberFormat.Fixed(value, decimals)} ({NumberFormat.Interval(lower, upper, decimals)})") { Value = value };

    public static TableCell PercentEstimate(double? value, double? lower, double? upper) => new(
        value is null ? NumberFormat.NotEstimable : $"{NumberFormat.Percent(value)} ({NumberFormat.PercentInterval(lower, upper)})") {
            Value = value };

    /// <summary>How many rows and events a result rests on.</summary>
    public static string Sample(int n, string unit, double events) =>
        FormattableString.Invariant($"{Wording.Count(n, unit)}, {Count(events, unit).Text} {Wording.Of(events, "events")}");

    public static string Time(double? time, int decimals) => time is null ? "NR" : NumberFormat.Fixed(time, decimals);

    public static IEnumerable<string> DataNotes(ImmutableArray<ExcludedRows> excluded, ImmutableArray<string> notes, string unit)
    {
        foreach (ExcludedRows rows in excluded)
            yield return $"{Wording.Count(rows.Count, "rows")} left out: {rows.Reason}.";
        foreach (string note in notes) yield return note;
    }
}
