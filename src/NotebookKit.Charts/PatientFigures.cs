using System.Collections.Immutable;
using NotebookKit.Charts.Responses;

namespace NotebookKit.Charts;

/// <summary>What happened to each patient, and to one.</summary>
public static class PatientFigures
{
    /// <summary>
    /// Draws how response classes change from visit to visit: every unit stands in every column, and a stream joins its places.
    /// </summary>
    /// <param name="histories">One history per unit, all with one class per visit; null where a unit was not assessed.</param>
    /// <param name="options">Visits, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no unit, or histories differ in the number of visits.</exception>
    public static Figure Alluvial(IEnumerable<ResponseHistory> histories, AlluvialFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        options ??= new AlluvialFigureOptions();
        var model = AlluvialModel.Of([.. histories], options);
        return new Figure(style => AlluvialPlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>
    /// Draws the lesions of one patient at their times, discs to scale: the ring is the whole lesion, the inner disc its viable part.
    /// </summary>
    /// <param name="lesions">Lesions from top to bottom, targets first.</param>
    /// <param name="options">Procedures, responses, titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no lesion, a diameter is negative, or the viable part is larger than the
    /// lesion.</exception>
    public static Figure LesionMap(IEnumerable<LesionTrack> lesions, LesionMapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(lesions);
        options ??= new LesionMapOptions();
        ImmutableArray<LesionTrack> all = [.. lesions];
        LesionMapPlot.Check(all);
        return new Figure(style => LesionMapPlot.Of(all, options, style), options.Style, LesionMapPlot.Text(all, options));
    }

    /// <summary>Draws one patient's course: a row for each kind of thing, with stretches and marks on one time axis.</summary>
    /// <param name="rows">Rows from top to bottom, such as procedures, imaging, adverse events.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no row, or a stretch ends before it starts.</exception>
    public static Figure Timeline(IEnumerable<TimelineRow> rows, TimelineFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new TimelineFigureOptions();
        ImmutableArray<TimelineRow> all = [.. rows];
        TimelinePlot.Check(all);
        return new Figure(style => TimelinePlot.Of(all, options, style), options.Style, TimelinePlot.Text(all));
    }

    /// <summary>Draws a Lexis diagram: every unit as a line through the calendar and the time since its treatment.</summary>
    /// <param name="lines">One line per unit.</param>
    /// <param name="options">Titles and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no unit, or one ends before it starts.</exception>
    public static Figure Lexis(IEnumerable<LexisLine> lines, LexisFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        options ??= new LexisFigureOptions();
        ImmutableArray<LexisLine> all = [.. lines];
        LexisPlot.Check(all);
        return new Figure(style => LexisPlot.Of(all, options, style), options.Style, LexisPlot.Text(all, options));
    }
}

/// <summary>The response classes of one unit, a visit after the other.</summary>
/// <param name="Id">Its name, never drawn.</param>
/// <param name="Responses">CR, PR, SD, PD, NE, <c>Off study</c>, <c>Death</c> or another class; null where it was not assessed.</param>
public sealed record ResponseHistory(string Id, ImmutableArray<string?> Responses);

/// <summary>Visits, titles and size of an alluvial figure.</summary>
public sealed record AlluvialFigureOptions : FigureOptions
{
    /// <summary>Names of the visits, in order. The default value is empty: their numbers.</summary>
    public ImmutableArray<string> Visits { get; init; } = [];

    /// <summary>What a unit is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Criterion and variant, printed below the figure. The default value is empty.</summary>
    public string Criterion { get; init; } = "";
}

/// <summary>One lesion over time.</summary>
/// <param name="Name">Organ or segment, such as <c>Segment VII</c>.</param>
/// <param name="Sizes">Time, diameter in mm and viable diameter in mm; a null diameter is one that could not be measured, a null viable one
/// was not looked at.</param>
public sealed record LesionTrack(string Name, ImmutableArray<(double Time, double? Diameter, double? Viable)> Sizes)
{
    /// <summary>Whether the lesion is new: its first disc is marked by a star. The default value is false.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether the lesion counts in the sum, as targets do. The default value is true.</summary>
    public bool IsTarget { get; init; } = true;
}

/// <summary>Procedures, responses, titles and size of a lesion map.</summary>
public sealed record LesionMapOptions : FigureOptions
{
    /// <summary>Times and names of the procedures. The default value is empty.</summary>
    public ImmutableArray<(double Time, string Name)> Procedures { get; init; } = [];

    /// <summary>
    /// Time and response of each visit, with the sum of diameters in mm where known; printed on top. The default value is empty.
    /// </summary>
    public ImmutableArray<(double Time, string Response, double? Sum)> Responses { get; init; } = [];

    /// <summary>Title of the time axis. The default value is <c>Months since first treatment</c>.</summary>
    public string TimeTitle { get; init; } = "Months since first treatment";
}

/// <summary>A row of a timeline.</summary>
/// <param name="Label">What the row holds.</param>
public sealed record TimelineRow(string Label)
{
    /// <summary>Stretches, such as a therapy or an adverse event: from, to, what. The default value is empty.</summary>
    public ImmutableArray<(double From, double To, string What)> Spans { get; init; } = [];

    /// <summary>Marks, such as a procedure or a scan: when, what. The default value is empty.</summary>
    public ImmutableArray<(double Time, string What)> Events { get; init; } = [];
}

/// <summary>Titles and size of a timeline.</summary>
public sealed record TimelineFigureOptions : FigureOptions
{
    /// <summary>Title of the time axis. The default value is <c>Months since first treatment</c>.</summary>
    public string TimeTitle { get; init; } = "Months since first treatment";
}

/// <summary>A unit of a Lexis diagram.</summary>
/// <param name="Start">Day of the treatment.</param>
/// <param name="Months">Months of follow-up.</param>
/// <param name="HasEvent">Whether follow-up ends with the event; else it is censored.</param>
public sealed record LexisLine(DateOnly Start, double Months, bool HasEvent)
{
    /// <summary>Group, which colours the line. The default value is empty.</summary>
    public string Group { get; init; } = "";
}

/// <summary>Titles and size of a Lexis diagram.</summary>
public sealed record LexisFigureOptions : FigureOptions
{
    /// <summary>What a line is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>What the event is. The default value is <c>death</c>.</summary>
    public string Event { get; init; } = "death";

    /// <summary>Title of the y axis. The default value is <c>Months since first treatment</c>.</summary>
    public string TimeTitle { get; init; } = "Months since first treatment";
}
