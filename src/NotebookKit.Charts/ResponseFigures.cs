using System.Collections.Immutable;
using NotebookKit.Charts.Responses;

namespace NotebookKit.Charts;

/// <summary>Response over time and by group.</summary>
public static class ResponseFigures
{
    /// <summary>Draws one lane per unit, the longest on top: segments, marks of events, and an arrow where follow-up goes on.</summary>
    /// <param name="lanes">One lane per unit, in any order.</param>
    /// <param name="options">Titles, unit and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no lane, a lane ends before it starts, or a segment or mark lies outside its
    /// lane.</exception>
    public static Figure Swimmer(IEnumerable<SwimmerLane> lanes, SwimmerFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        options ??= new SwimmerFigureOptions();
        var model = SwimmerModel.Of([.. lanes], options);
        return new Figure(style => SwimmerPlot.Of(model, options, style), options.Style, model.Text);
    }

    /// <summary>Draws the change of each unit over time as a line from 0%, with the lines of +20% and −30%.</summary>
    /// <param name="lines">One line per unit; a unit without a measurement after baseline is counted below the figure.</param>
    /// <param name="options">Titles, unit and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">Times do not ascend from after 0, or a change is below −100%.</exception>
    public static Figure Spider(IEnumerable<SpiderLine> lines, SpiderFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        options ??= new SpiderFigureOptions();
        ImmutableArray<SpiderLine> all = [.. lines];
        SpiderPlot.Check(all);
        return new Figure(style => SpiderPlot.Of(all, options, style), options.Style, SpiderPlot.Text(all, options));
    }

    /// <summary>
    /// Draws response classes as bars of 100%, best to worst, a bar per group, with the objective response rate and its exact interval.
    /// </summary>
    /// <param name="counts">Units per group and class; units that could not be evaluated are a class and stay in the denominator.</param>
    /// <param name="options">Titles, unit and size; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no unit, or a count is negative.</exception>
    public static Figure ResponseBars(IEnumerable<ResponseCount> counts, ResponseBarOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        options ??= new ResponseBarOptions();
        var model = ResponseBarModel.Of([.. counts], options);
        return new Figure(style => ResponseBarPlot.Of(model, options, style), options.Style, model.Text);
    }
}

/// <summary>A unit of a swimmer plot.</summary>
/// <param name="Id">Its name, shown only where the options ask for it.</param>
/// <param name="End">End of follow-up, in the unit of time of the figure, from first treatment.</param>
public sealed record SwimmerLane(string Id, double End)
{
    /// <summary>Start of the lane; below 0 for the time before first treatment. The default value is 0.</summary>
    public double Start { get; init; }

    /// <summary>Group, which colours the lane and keeps lanes together. The default value is empty.</summary>
    public string Group { get; init; } = "";

    /// <summary>Whether follow-up goes on at the data cut-off: an arrow. The default value is false.</summary>
    public bool IsOngoing { get; init; }

    /// <summary>Stretches drawn as a thin inner line, such as the time in response. The default value is empty.</summary>
    public ImmutableArray<(double From, double To)> InResponse { get; init; } = [];

    /// <summary>Marks: when, and what, such as <c>TACE</c>, <c>PR</c>, <c>PD</c> or <c>Death</c>. The default value is empty.</summary>
    public ImmutableArray<(double Time, string Event)> Events { get; init; } = [];
}

/// <summary>Titles, unit and size of a swimmer plot.</summary>
public sealed record SwimmerFigureOptions : FigureOptions
{
    /// <summary>What a lane is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Title of the time axis. The default value is <c>Months since first treatment</c>.</summary>
    public string TimeTitle { get; init; } = "Months since first treatment";

    /// <summary>
    /// Order of the events in the legend, which gives them their shapes. The default value is empty: procedures and other events as they
    /// occur, then CR, PR, PD and death.
    /// </summary>
    public ImmutableArray<string> EventOrder { get; init; } = [];

    /// <summary>What the inner line means. The default value is <c>in response</c>.</summary>
    public string ResponseMeaning { get; init; } = "in response";

    /// <summary>Day of the data cut-off, printed with the arrows. The default value is empty.</summary>
    public string CutOff { get; init; } = "";

    /// <summary>
    /// Whether lanes carry the names of the units. The default value is false: running numbers, so that a picture does not tell who is who.
    /// </summary>
    public bool ShowIds { get; init; }
}

/// <summary>The changes of one unit over time.</summary>
/// <param name="Id">Its name, shown only where the options ask for it.</param>
/// <param name="Response">Best response, which colours the line.</param>
/// <param name="Points">Time after baseline and change from baseline in percent, ascending in time; null where a scan was missed, which
/// dots the line.</param>
public sealed record SpiderLine(string Id, string Response, ImmutableArray<(double Time, double? ChangePercent)> Points)
{
    /// <summary>Time at which a new lesion or other progression without growth was seen; null for none.</summary>
    public double? MarkedAt { get; init; }

    /// <summary>Whether follow-up goes on: an arrow at the last point. The default value is false.</summary>
    public bool IsOngoing { get; init; }
}

/// <summary>Titles, unit and size of a spider plot.</summary>
public sealed record SpiderFigureOptions : FigureOptions
{
    /// <summary>What a line is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Title of the time axis. The default value is <c>Months since baseline</c>.</summary>
    public string TimeTitle { get; init; } = "Months since baseline";

    /// <summary>Title of the y axis. The default value is <c>Change from baseline in sum of diameters (%)</c>.</summary>
    public string YTitle { get; init; } = "Change from baseline in sum of diameters (%)";

    /// <summary>What a star means. The default value is <c>new lesion or non-target progression</c>.</summary>
    public string MarkMeaning { get; init; } = "new lesion or non-target progression";

    /// <summary>Criterion and variant, printed below the figure. The default value is empty.</summary>
    public string Criterion { get; init; } = "";

    /// <summary>Whether hover texts carry the names of the units. The default value is false.</summary>
    public bool ShowIds { get; init; }
}

/// <summary>Units of a group with one best response.</summary>
/// <param name="Group">The group; empty where there is one.</param>
/// <param name="Response">CR, PR, SD, PD, NE or another class.</param>
/// <param name="Count">Number of units.</param>
public sealed record ResponseCount(string Group, string Response, int Count);

/// <summary>Titles, unit and size of bars of response.</summary>
public sealed record ResponseBarOptions : FigureOptions
{
    /// <summary>What is counted, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Criterion and variant, printed below the figure. The default value is empty.</summary>
    public string Criterion { get; init; } = "";

    /// <summary>Classes that count as an objective response. The default values are CR and PR.</summary>
    public ImmutableArray<string> Responders { get; init; } = ["CR", "PR"];
}
