using System.Collections.Immutable;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.EndPoints;

/// <summary>Which recorded events belong to which treatment.</summary>
/// <remarks>
/// An event counts for a treatment when it is dated after it and names it, or names none. <c>local_progression</c> must name its
/// procedure. <c>hepatic_progression</c> without a procedure counts for every earlier treatment of the patient whose observation is
/// still open; <c>extrahepatic_progression</c> and <c>overall_progression</c> likewise for the overall scope. Only the first event
/// of a scope counts. A local progression is also a hepatic one, a hepatic one also an overall one
/// (<see cref="EndPointRules"/> sees to that), so the outer rows may be left out.
/// </remarks>
internal static class RecordedProgression
{
    /// <summary>First recorded progression by scope, each by its own events: local, hepatic, overall.</summary>
    /// <param name="unit">The treatment.</param>
    /// <param name="events">Events of the patient.</param>
    public static ImmutableArray<Progression?> Of(TreatmentUnit unit, ImmutableArray<FollowupRow> events) =>
    [
        First(unit, events, mustName: true, FollowupKind.LocalProgression),
        First(unit, events, mustName: false, FollowupKind.HepaticProgression),
        First(unit, events, mustName: false, FollowupKind.OverallProgression, FollowupKind.ExtrahepaticProgression),
    ];

    private static Progression? First(TreatmentUnit unit, ImmutableArray<FollowupRow> events, bool mustName, params FollowupKind[] kinds)
    {
        FollowupRow? first = null;
        foreach (FollowupRow e in events)
            if (kinds.Contains(e.Kind) && e.BelongsTo(unit, mustName) && (first is null || e.Date < first.Date)) first = e;
        return first is null ? null : new Progression(first.Date, $"{Words(first.Kind)} ({first.Id})") { Row = first.Row };
    }

    private static string Words(FollowupKind kind) => kind switch
    {
        FollowupKind.LocalProgression => "local",
        FollowupKind.HepaticProgression => "hepatic",
        FollowupKind.ExtrahepaticProgression => "extrahepatic",
        _ => "overall",
    };
}
