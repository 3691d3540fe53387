using System.Collections.Immutable;
using NotebookKit.Charts.Descriptions;
using NotebookKit.Charts.Models;

namespace NotebookKit.Charts;

/// <summary>Adverse events as bars.</summary>
public static class AdverseEventFigure
{
    /// <summary>Draws one lying bar per term, stacked by worst grade, the most frequent term on top.</summary>
    /// <param name="counts">Units per term and worst grade; every unit counts once per term.</param>
    /// <param name="denominator">Number of units at risk of an event; at least 1.</param>
    /// <param name="options">Titles, unit and size; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is below 1, a grade is not 1 to 5, or a count is negative.</exception>
    /// <exception cref="ArgumentException">A term has more units than the denominator.</exception>
    public static Figure Draw(IEnumerable<AdverseEventCount> counts, int denominator, AdverseEventFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfLessThan(denominator, 1);
        options ??= new AdverseEventFigureOptions();
        var model = AdverseEventModel.Of([.. counts], denominator, options);
        return new Figure(style => AdverseEventPlot.Of(model, options, style), new(options.Width, options.FontSize), model.Text);
    }

    /// <summary>
    /// Draws the per cent of two groups as dots, one row per term, and beside it the difference of the risks with its interval; the largest
    /// difference on top.
    /// </summary>
    /// <param name="risks">One entry per term; a term that only one group has belongs to them too.</param>
    /// <param name="options">Names of the groups, unit and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no term, or a count exceeds its denominator.</exception>
    public static Figure Dots(IEnumerable<AdverseEventRisk> risks, AdverseEventDotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(risks);
        options ??= new AdverseEventDotOptions();
        ImmutableArray<AdverseEventRisk> sorted = AdverseEventDots.Sorted([.. risks]);
        return new Figure(
            [
                new FigurePart(style => AdverseEventDots.Percents(sorted, options, style), new(0.62 * options.Width, options.FontSize)),
                new FigurePart(style => AdverseEventDots.Differences(sorted, options, style), new(0.38 * options.Width, options.FontSize)),
            ], 2, AdverseEventDots.Text(sorted, options));
    }
}

/// <summary>A term in two groups.</summary>
/// <param name="Term">The adverse event.</param>
/// <param name="Events1">Units of the first group with the event.</param>
/// <param name="N1">Units of the first group.</param>
/// <param name="Events2">Units of the second group with the event.</param>
/// <param name="N2">Units of the second group.</param>
public sealed record AdverseEventRisk(string Term, int Events1, int N1, int Events2, int N2)
{
    /// <summary>Lower confidence limit of the difference of the risks, as a proportion; null where not estimated.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper confidence limit of the difference of the risks, as a proportion.</summary>
    public double? Upper { get; init; }

    /// <summary>Risk of the first group less that of the second, as a proportion.</summary>
    public double Difference => (double)Events1 / N1 - (double)Events2 / N2;
}

/// <summary>Names, unit, titles and size of a dot plot of adverse events.</summary>
public sealed record AdverseEventDotOptions : FigureOptions
{
    /// <summary>Name of the first group. The default value is <c>Group 1</c>.</summary>
    public string Group1 { get; init; } = "Group 1";

    /// <summary>Name of the second group. The default value is <c>Group 2</c>.</summary>
    public string Group2 { get; init; } = "Group 2";

    /// <summary>What is counted, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Confidence level of the limits, for the axis. The default value is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;
}

/// <summary>Units whose worst grade of a term is one grade.</summary>
/// <param name="Term">The adverse event.</param>
/// <param name="Grade">Worst grade, 1 to 5; null where it was not graded.</param>
/// <param name="Count">Number of units.</param>
public sealed record AdverseEventCount(string Term, int? Grade, int Count);

/// <summary>Titles, unit and size of a bar chart of adverse events.</summary>
public sealed record AdverseEventFigureOptions
{
    /// <summary>Title above the figure. The default value is empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>What is counted, in the plural. The default value is <c>procedures</c>.</summary>
    public string Unit { get; init; } = "procedures";

    /// <summary>How grades were given, printed below the figure. The default value is empty.</summary>
    public string Grading { get; init; } = "";

    /// <summary>Width in CSS pixels. The default value is 640.</summary>
    public double Width { get; init; } = 640;

    /// <summary>Font size in CSS pixels. The default value is 12.</summary>
    public double FontSize { get; init; } = 12;
}
