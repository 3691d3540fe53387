using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts.Models;

/// <summary>The words of a Kaplan-Meier figure: legend, test, caption and alternative text.</summary>
internal sealed class KaplanMeierWords(KaplanMeierEstimate estimate, KaplanMeierTest? test, KaplanMeierFigureOptions options)
{
    private readonly string _timeUnit = FigureText.Clean(
        options.TimeUnit ?? (Wording.Unit(estimate.TimeColumn) is { Length: > 0 } unit ? unit : "months"));
    private readonly string _clusterUnit = FigureText.Clean(options.ClusterUnit ?? estimate.ClusterUnit);
    private readonly string _level = string.Create(CultureInfo.InvariantCulture, $"{100 * estimate.Options.ConfidenceLevel:0.##}% CI");

    public string Unit { get; } = FigureText.Clean(estimate.Unit);

    public string TimeTitle => Wording.Capital(FigureText.Clean($"{_timeUnit} since {options.Origin}"));

    public string Legend(KaplanMeierCurve curve) =>
        $"{FigureText.Clean(curve.Group)}, {Median(curve)}{string.Concat(options.RatesAt.Select(t => "; " + Rate(curve, t)))}";

    public string Hover(KaplanMeierCurve curve, int row) =>
        $"{FigureText.Clean(curve.Group)}\n{NumberFormat.Fixed(curve.Time[row], options.Decimals)} {_timeUnit}: S = "
        + $"{NumberFormat.Fixed(curve.Survival[row], 2)} " +
        $"({_level} {NumberFormat.Interval(curve.Lower[row], curve.Upper[row], 2)})\nat risk {Count(curve.AtRisk[row])}, events "
        + $"{Count(curve.Events[row])}";

    public string HoverEnd(KaplanMeierCurve curve, double last) =>
        $"{FigureText.Clean(curve.Group)}\nlast follow-up {NumberFormat.Fixed(last, options.Decimals)} {_timeUnit}";

    /// <summary>Hazard ratios, then the test by name, what it takes for independent, and P.</summary>
    public ImmutableArray<string> Test() =>
        [.. Ratios(), .. test is null ? [] : test.Independent && estimate.Clusters is not null ? test.Lines.Add(
            $"{Unit} taken as independent") : test.Lines];

    private IEnumerable<string> Ratios() => options.HazardRatio is not { } fit
        ? []
        : fit.Coefficients.Where(c => estimate.Curves.Any(k => c.Label.Contains(k.Group, StringComparison.Ordinal))).Select(c =>
        $"Hazard ratio, {FigureText.Clean(c.Label.Split(": ")[^1])}: "
            + $"{Ratio(c.HazardRatio)} ({NumberFormat.Level(fit.Options.ConfidenceLevel)} CI {Ratio(c.Lower)}–{Ratio(c.Upper)})");

    private static string Ratio(double? value) =>
        value is null ? NumberFormat.NotEstimable : NumberFormat.Fixed(value, value < 0.095 ? 3 : value >= 100 ? 0 : 2);

    public ImmutableArray<string> Notes()
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        notes.Add($"Unit of analysis: {UnitCount()}, {Count(estimate.EventTotal)} {Wording.Of(estimate.EventTotal, "events")}.");
        string signs = "";
        if (KaplanMeierPlot.ShowsBands(options, estimate.Curves.Length) && estimate.EventTotal > 0)
            signs += $"Shaded: {_level}{(estimate.Clusters is null ? "" : ", cluster-robust")}. ";
        if (options.CensorMarks && estimate.Curves.Any(c => c.Censored.Any(n => n > 0))) signs += "Short strokes: censored. ";
        if (options.RatesAt.Length > 0) signs += "Vertical lines and dots: times of the rates. ";
        if (estimate.Curves.Any(c => c.Median.Estimate is null && (c.Median.Lower ?? c.Median.Upper) is not null))
            signs += "NR: not reached. ";
        string[] texts = [.. estimate.Curves.Select(Legend)];
        if (texts.Any(t => t.Contains(NumberFormat.NotEstimable + ")", StringComparison.Ordinal)
            || t.Contains(NumberFormat.NotEstimable + "–", StringComparison.Ordinal))) signs += "NE: not estimable.";
        if (signs.Length > 0) notes.Add(signs.TrimEnd());
        int excluded = estimate.Excluded.Sum(e => e.Count);
        if (excluded > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{excluded} left out: {string.Join("; ", estimate.Excluded.Select(e => $"{FigureText.Clean(e.Reason)} ({e.Count})"))}."));
        notes.AddRange(estimate.Words.Notes([]).Select(FigureText.Clean));
        return notes.ToImmutable();
    }

    public string Text()
    {
        string title = FigureText.Clean(options.Title);
        IEnumerable<string> groups = estimate.Curves.Select(
            c => string.Create(CultureInfo.InvariantCulture,
                $"{FigureText.Clean(c.Group)} n = {c.N}, {Count(c.EventTotal)} {Wording.Of(c.EventTotal, "events")}, {Median(c)}"));
        return $"Kaplan-Meier curves{(title.Length > 0 ? ", " + title : "")}: {string.Join("; ", groups)}." +
            (test is null ? "" : $" {string.Join(", ", Test())}.") + $" Unit of analysis: {UnitCount()}.";
    }

    private string UnitCount() => string.Create(CultureInfo.InvariantCulture, $"{Unit}, n = {estimate.N}") +
        (estimate.Clusters is int clusters
            ? string.Create(CultureInfo.InvariantCulture, $", from {Wording.Count(clusters, _clusterUnit)}")
            : "");

    private string Median(KaplanMeierCurve curve) => curve.Median switch
    {
        { Estimate: null, Lower: null, Upper: null } => "median not reached",
        { Lower: null, Upper: null } median => $"median {Time(median.Estimate)} {_timeUnit} ({_level} {NumberFormat.NotEstimable})",
        { Estimate: null } median => $"median NR ({_level} {Time(median.Lower)}–{Time(median.Upper)})",
        var median => $"median {Time(median.Estimate)} {_timeUnit} ({_level} {Time(median.Lower)}–{Time(median.Upper)})",
    };

    // A limit is not a time that follow-up was too short for: with any follow-up it might not exist.
    private string Time(double? time) => time is null ? NumberFormat.NotEstimable : NumberFormat.Fixed(time, options.Decimals);

    private string Rate(KaplanMeierCurve curve, double time)
    {
        string at = $"at {NumberFormat.Fixed(time, time == Math.Floor(time) ? 0 : options.Decimals)} {_timeUnit}";
        if (curve.SurvivalAt(time) is not double survival)
            return $"{at} {NumberFormat.NotEstimable} ({_level} {NumberFormat.NotEstimable})";
        int found = curve.Time.BinarySearch(time), row = found >= 0 ? found : ~found - 1;
        return $"{at} {NumberFormat.Percent(survival)} ({_level} "
            + $"{NumberFormat.PercentInterval(row < 0 ? 1 : curve.Lower[row], row < 0 ? 1 : curve.Upper[row])})";
    }

    private static string Count(double count) => KaplanMeierFigureCurve.Count(count);
}
