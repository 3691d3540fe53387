using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;
using NotebookKit.Survival;

namespace NotebookKit.Charts.Models;

/// <summary>Everything a Kaplan-Meier figure shows, as plain values; both the SVG and the Plotly figure come from it.</summary>
internal sealed record KaplanMeierFigureModel
{
    /// <summary>In the order of the estimate.</summary>
    public required ImmutableArray<KaplanMeierFigureCurve> Curves { get; init; }

    public required KaplanMeierFigureOptions Options { get; init; }

    /// <summary>Times of the axis ticks and of the numbers at risk.</summary>
    public required ImmutableArray<double> Ticks { get; init; }

    /// <summary>Title of the time axis.</summary>
    public required string TimeTitle { get; init; }

    public required double MinTime { get; init; }

    public required double MaxTime { get; init; }

    /// <summary>Unit of analysis, in the plural.</summary>
    public required string Unit { get; init; }

    /// <summary>The test and its P value; empty without a test.</summary>
    public required ImmutableArray<string> Test { get; init; }

    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>What the figure shows, in words.</summary>
    public required string Text { get; init; }

    public static KaplanMeierFigureModel Of(KaplanMeierEstimate estimate, LogRankResult? test, KaplanMeierFigureOptions options)
    {
        if (test is not null) CheckSameGroups(estimate, test);
        double last = options.MaxTime ?? estimate.Curves.Max(c => c.Time[^1]);
        double first = Math.Min(0, estimate.Curves.Min(c => c.Start));
        int most = MostTicks(estimate, options);
        ImmutableArray<double> ticks = first < 0 ? Plots.Ticks.Covering(first, last, most) : Plots.Ticks.Time(last, most, options.TickStep);
        double end = options.MaxTime ?? EndOfAxis(ticks, last);
        ticks = [.. ticks.Where(t => t <= end)];

        var words = new KaplanMeierWords(estimate, test, options);
        ImmutableArray<KaplanMeierFigureCurve> curves = [.. estimate.Curves.Select(c => KaplanMeierFigureCurve.Of(c, ticks, end, words, options))];
        return new KaplanMeierFigureModel
        {
            Curves = curves,
            Options = options,
            Ticks = ticks,
            TimeTitle = words.TimeTitle,
            MinTime = ticks[0],
            MaxTime = end,
            Unit = words.Unit,
            Test = words.Test(),
            Notes = words.Notes(),
            Text = words.Text(),
        };
    }

    // A last tick well beyond the last follow-up would waste the width of the figure.
    private static double EndOfAxis(ImmutableArray<double> ticks, double last) =>
        ticks.Length > 2 && last - ticks[^2] < 0.5 * (ticks[^1] - ticks[^2]) ? last : ticks[^1];

    private static void CheckSameGroups(KaplanMeierEstimate estimate, LogRankResult test)
    {
        // With strata there is a curve for each stratum and group, and the names differ.
        bool sameNames = estimate.Options.Strata is not null
            || estimate.Curves.Select(c => c.Group).Order(StringComparer.Ordinal).SequenceEqual(test.Groups.Where(g => g.N > 0).Select(g => g.Name).Order(StringComparer.Ordinal));
        if (sameNames && estimate.N == test.N) return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"The test compared {Describe(test.Groups.Select(g => (g.Name, g.N)))}, but the curves show {Describe(estimate.Curves.Select(c => (c.Group, c.N)))}. Use the same rows and groups for both."), nameof(test));
    }

    private static string Describe(IEnumerable<(string Name, int N)> groups) => string.Join(", ", groups.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Name} (n = {g.N})")));

    private static int MostTicks(KaplanMeierEstimate estimate, KaplanMeierFigureOptions options)
    {
        double widest = Math.Max(TextMetrics.Width("00.0", options.FontSize), TextMetrics.Width(NumberFormat.Fixed(estimate.N, 0), options.FontSize));
        return Math.Clamp((int)(0.75 * options.Width / (widest + 1.8 * options.FontSize)), 3, 11);
    }
}
