using NotebookKit.Charts.Models;
using NotebookKit.Survival.Comparisons;
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
    public static Figure ToFigure(this KaplanMeierEstimate estimate, KaplanMeierFigureOptions? options = null) => Draw(estimate, null, options);

    /// <summary>Draws the curves as <see cref="ToFigure(KaplanMeierEstimate, KaplanMeierFigureOptions?)"/> does, with the P value of a test.</summary>
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
    public static Figure ToFigure(this KaplanMeierEstimate estimate, PermutationLogRankResult test, KaplanMeierFigureOptions? options = null)
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
        return new Figure(style => KaplanMeierPlot.Of(KaplanMeierFigureModel.Of(estimate, words, options, style)), new(options.Width, options.FontSize), words.Text());
    }
}
