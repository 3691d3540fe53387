using System.Collections.Immutable;
using NotebookKit.Charts.Models;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts;

/// <summary>Kaplan-Meier figures.</summary>
public static class KaplanMeierFigures
{
    /// <summary>
    /// Draws the curves with confidence bands, censoring, medians and the numbers at risk below the ticks of the time axis.
    /// </summary>
    /// <param name="estimate">The curves; at least one. Their order is the order of the legend and of the numbers at risk.</param>
    /// <param name="options">Titles, axes and size; null for the defaults.</param>
    public static Figure ToFigure(this KaplanMeierEstimate estimate, KaplanMeierFigureOptions? options = null) =>
        Draw(estimate, null, options);

    /// <summary>
    /// Draws the curves as <see cref="ToFigure(KaplanMeierEstimate, KaplanMeierFigureOptions?)"/> does, with the P value of a test.
    /// </summary>
    /// <param name="estimate">The curves; at least one.</param>
    /// <param name="test">The ordinary or cluster-aware test of the same groups; the figure names it.</param>
    /// <param name="options">Titles, axes and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">The test compared other groups or other numbers of rows than the curves show.</exception>
    public static Figure ToFigure(this KaplanMeierEstimate estimate, LogRankResult test, KaplanMeierFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        return Draw(estimate, KaplanMeierTest.Of(test, options?.ClusterUnit), options);
    }

    /// <summary>Draws the curves with the P value of a permutation test, which says what was permuted.</summary>
    /// <param name="estimate">The curves; at least one.</param>
    /// <param name="test">The permutation test of the same groups.</param>
    /// <param name="options">Titles, axes and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">The test compared other groups or other numbers of rows than the curves show.</exception>
    public static Figure ToFigure(this KaplanMeierEstimate estimate, PermutationLogRankResult test,
        KaplanMeierFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        return Draw(estimate, KaplanMeierTest.Of(test), options);
    }

    private static Figure Draw(KaplanMeierEstimate estimate, KaplanMeierTest? test, KaplanMeierFigureOptions? options)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        options ??= new KaplanMeierFigureOptions();
        if (options.AllGroups.IsDefaultOrEmpty) options = options with { AllGroups = estimate.Words.Groups };
        test?.CheckSameGroups(estimate);
        var words = new KaplanMeierWords(estimate, test, options);
        return new Figure(style => KaplanMeierPlot.Of(KaplanMeierFigureModel.Of(estimate, words, options, style)),
            new(options.Width, options.FontSize), words.Text());
    }
}

/// <summary>Titles, axes and size of a Kaplan-Meier figure.</summary>
public sealed record KaplanMeierFigureOptions
{
    /// <summary>Title above the figure. The default value is empty: journals set it in the legend.</summary>
    public string Title { get; init; } = "";

    /// <summary>
    /// Unit of time, in the plural. The default value is null: that which the name of the time column ends with, such as <c>days</c> of
    /// <c>os_days</c>; else <c>months</c>.
    /// </summary>
    public string? TimeUnit { get; init; }

    /// <summary>What time counts from; the x axis says <c>Months since procedure</c>. The default value is <c>procedure</c>.</summary>
    public string Origin { get; init; } = "procedure";

    /// <summary>Title of the y axis. The default value is <c>Survival probability</c>.</summary>
    public string YTitle { get; init; } = "Survival probability";

    /// <summary>
    /// What clusters are, in the plural. The default value is null: what the name of their column says, such as <c>patients</c> of
    /// <c>patient_id</c>.
    /// </summary>
    public string? ClusterUnit { get; init; }

    /// <summary>Time at which the figure ends; curves are cut there. The default value is null: the longest follow-up.</summary>
    public double? MaxTime
    {
        get;
        init => field = value is null or > 0 && value is null or < double.PositiveInfinity ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxTime must be a positive number.");
    }

    /// <summary>Distance of ticks and numbers at risk. The default value is null: a round number that fits.</summary>
    public double? TickStep
    {
        get;
        init => field = value is null or > 0 && value is null or < double.PositiveInfinity ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "TickStep must be a positive number.");
    }

    /// <summary>Whether to shade the confidence bands. The default value is null: with up to three curves.</summary>
    public bool? ConfidenceBands { get; init; }

    /// <summary>Whether to mark censoring by short strokes. The default value is true.</summary>
    public bool CensorMarks { get; init; } = true;

    /// <summary>Whether to drop dashed lines at the medians. The default value is null: with up to three curves.</summary>
    public bool? MedianLines { get; init; }

    /// <summary>Whether to print the numbers at risk. The default value is true.</summary>
    public bool NumbersAtRisk { get; init; } = true;

    /// <summary>Whether to print the events so far below the numbers at risk. The default value is false.</summary>
    public bool CumulativeEvents { get; init; }

    /// <summary>Whether to print the censored so far below the numbers at risk. The default value is false.</summary>
    public bool CumulativeCensored { get; init; }

    /// <summary>Times at which the legend gives the survival rate and a thin line stands. The default value is empty.</summary>
    public ImmutableArray<double> RatesAt { get; init; } = [];

    /// <summary>Cox model whose hazard ratios of the groups shown are printed with the test. The default value is null.</summary>
    public CoxFit? HazardRatio { get; init; }

    /// <summary>
    /// All groups of the paper, in order: each keeps its colour in every figure of the set. The default value is empty: colours go by the
    /// order of the curves.
    /// </summary>
    public ImmutableArray<string> AllGroups { get; init; } = [];

    /// <summary>Decimals of the medians, 0 to 15. The default value is 1.</summary>
    public int Decimals { get; init; } = 1;

    /// <summary>Width in CSS pixels, 96 to the inch. The default value is 640.</summary>
    public double Width { get; init; } = 640;

    /// <summary>Font size in CSS pixels. The default value is 12.</summary>
    public double FontSize { get; init; } = 12;

    internal int Place(string group, int index) => AllGroups.IndexOf(group) is var place and >= 0 ? place : index;
}
