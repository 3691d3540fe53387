using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival;

namespace NotebookKit.Charts.Models;

/// <summary>The words of a Kaplan-Meier figure: legend, test, caption and alternative text.</summary>
internal sealed class KaplanMeierWords(KaplanMeierEstimate estimate, LogRankResult? test, KaplanMeierFigureOptions options)
{
    private readonly string _timeUnit = PlainText.Clean(options.TimeUnit ?? (Wording.Unit(estimate.TimeColumn) is { Length: > 0 } unit ? unit : "months"));
    private readonly string _clusterUnit = PlainText.Clean(options.ClusterUnit ?? estimate.ClusterUnit);
    private readonly string _level = string.Create(CultureInfo.InvariantCulture, $"{100 * estimate.Options.ConfidenceLevel:0.##}% CI");

    public string Unit { get; } = PlainText.Clean(estimate.Unit);

    public string TimeTitle => Wording.Capital(PlainText.Clean($"{_timeUnit} since {options.Origin}"));

    public string Legend(KaplanMeierCurve curve) => $"{PlainText.Clean(curve.Group)}, {Median(curve)}";

    public string Hover(KaplanMeierCurve curve, int row) =>
        $"{PlainText.Clean(curve.Group)}\n{NumberFormat.Fixed(curve.Time[row], options.Decimals)} {_timeUnit}: S = {NumberFormat.Fixed(curve.Survival[row], 2)} " +
        $"({_level} {NumberFormat.Interval(curve.Lower[row], curve.Upper[row], 2)})\nat risk {Count(curve.AtRisk[row])}, events {Count(curve.Events[row])}";

    public string HoverEnd(KaplanMeierCurve curve, double last) =>
        $"{PlainText.Clean(curve.Group)}\nlast follow-up {NumberFormat.Fixed(last, options.Decimals)} {_timeUnit}";

    /// <summary>The test by name, whether it allows for clusters, and P.</summary>
    public ImmutableArray<string> Test()
    {
        if (test is null) return [];
        string p = $"{PlainText.Clean(test.TestName)}: {(test.P is null ? "P not estimable" : NumberFormat.PEquals(test.P))}";
        if (test.Clusters is int clusters) return [p, string.Create(CultureInfo.InvariantCulture, $"cluster-robust, {Wording.Count(clusters, _clusterUnit)}")];
        return estimate.Clusters is null ? [p] : [p, $"{Unit} taken as independent"];
    }

    public ImmutableArray<string> Notes()
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        notes.Add($"Unit of analysis: {UnitCount()}, {Count(estimate.EventTotal)} {Wording.Of(estimate.EventTotal, "events")}.");
        string signs = "";
        if (KaplanMeierPlot.ShowsBands(options, estimate.Curves.Length) && estimate.EventTotal > 0) signs += $"Shaded: {_level}{(estimate.Clusters is null ? "" : ", cluster-robust")}. ";
        if (options.CensorMarks && estimate.Curves.Any(c => c.Censored.Any(n => n > 0))) signs += "Short strokes: censored. ";
        if (estimate.Curves.Any(c => c.Median.Estimate is null || c.Median.Lower is null || c.Median.Upper is null)) signs += "NR: not reached.";
        if (signs.Length > 0) notes.Add(signs.TrimEnd());
        int excluded = estimate.Excluded.Sum(e => e.Count);
        if (excluded > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{excluded} left out: {string.Join("; ", estimate.Excluded.Select(e => $"{PlainText.Clean(e.Reason)} ({e.Count})"))}."));
        return notes.ToImmutable();
    }

    public string Text()
    {
        string title = PlainText.Clean(options.Title);
        IEnumerable<string> groups = estimate.Curves.Select(c => string.Create(CultureInfo.InvariantCulture, $"{PlainText.Clean(c.Group)} n = {c.N}, {Count(c.EventTotal)} {Wording.Of(c.EventTotal, "events")}, {Median(c)}"));
        return $"Kaplan-Meier curves{(title.Length > 0 ? ", " + title : "")}: {string.Join("; ", groups)}." +
            (test is null ? "" : $" {string.Join(", ", Test())}.") + $" Unit of analysis: {UnitCount()}.";
    }

    private string UnitCount() => string.Create(CultureInfo.InvariantCulture, $"{Unit}, n = {estimate.N}") +
        (estimate.Clusters is int clusters ? string.Create(CultureInfo.InvariantCulture, $", from {Wording.Count(clusters, _clusterUnit)}") : "");

    private string Median(KaplanMeierCurve curve) => curve.Median switch
    {
        { Estimate: null, Lower: null, Upper: null } => "median not reached",
        { Lower: null, Upper: null } median => $"median {Time(median.Estimate)} {_timeUnit} ({_level} NR)",
        var median => $"median {Time(median.Estimate)} {_timeUnit} ({_level} {Time(median.Lower)}–{Time(median.Upper)})",
    };

    private string Time(double? time) => time is null ? "NR" : NumberFormat.Fixed(time, options.Decimals);

    private static string Count(double count) => KaplanMeierFigureCurve.Count(count);
}
