using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Responses;

/// <summary>The lanes of a swimmer plot in drawing order, with the words around them.</summary>
internal sealed record SwimmerModel(ImmutableArray<SwimmerLane> Lanes, ImmutableArray<string> Groups, ImmutableArray<string> Events,
    string Text)
{
    private static readonly ImmutableArray<string> Last = ["CR", "PR", "SD", "PD", "Progression", "Death"];

    public static SwimmerModel Of(ImmutableArray<SwimmerLane> lanes, SwimmerFigureOptions options)
    {
        if (lanes.IsEmpty) throw new ArgumentException("A swimmer plot needs at least one lane.", nameof(lanes));
        foreach (SwimmerLane lane in lanes) Check(lane);
        ImmutableArray<string> groups = [.. options.AllGroups.Intersect(lanes.Select(l => l.Group)),
            .. lanes.Select(l => l.Group).Distinct().Except(options.AllGroups)];
        string[] seen = [.. lanes.SelectMany(l => l.Events).Select(e => e.Event).Distinct()];
        ImmutableArray<string> events = [.. options.EventOrder.Intersect(seen),
            .. seen.Except(options.EventOrder).OrderBy(e => Rank(e)).ThenBy(e => Rank(e) >= 0 ? "" : e, StringComparer.Ordinal)];
        ImmutableArray<SwimmerLane> sorted = [.. lanes.OrderBy(l => groups.IndexOf(l.Group)).ThenByDescending(l => l.End)
            .ThenBy(l => l.Id, StringComparer.Ordinal)];
        string unit = FigureText.Clean(options.Unit);
        string text = string.Create(CultureInfo.InvariantCulture,
            $"Swimmer plot, {unit} n = {lanes.Length}, longest follow-up {NumberFormat.Fixed(lanes.Max(l => l.End), 1)}, "
                + $"{lanes.Count(l => l.IsOngoing)} ongoing. ") +
            string.Join("; ",
                events.Select(
                    e => string.Create(CultureInfo.InvariantCulture,
                        $"{FigureText.Clean(e)} {lanes.Sum(l => l.Events.Count(m => m.Event == e))}"))) + (events.IsEmpty ? "" : ".");
        return new SwimmerModel(sorted, groups, events, text);
    }

    private static int Rank(string name) => Last.IndexOf(name);

    private static void Check(SwimmerLane lane)
    {
        if (!double.IsFinite(lane.Start) || !double.IsFinite(lane.End) || lane.End < lane.Start)
            throw new ArgumentException(FormattableString.Invariant(
                $"Lane '{lane.Id}' runs from {lane.Start} to {lane.End}; it must end at or after its start."), nameof(lane));
        foreach ((double time, string name) in lane.Events)
            if (!(time >= lane.Start && time <= lane.End))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Lane '{lane.Id}' runs from {lane.Start} to {lane.End}, but '{name}' is at {time}. Correct the date, or let the lane "
                        + $"run as far."), nameof(lane));
        foreach ((double from, double to) in lane.InResponse)
            if (!(from >= lane.Start && to <= lane.End && from <= to))
                throw new ArgumentException(FormattableString.Invariant(
                    $"Lane '{lane.Id}' runs from {lane.Start} to {lane.End}, but a stretch runs from {from} to {to}."), nameof(lane));
    }
}
