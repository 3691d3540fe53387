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
