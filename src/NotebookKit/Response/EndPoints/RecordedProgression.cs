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
    public static ImmutableArray<FirstProgression?> Of(TreatmentUnit unit, ImmutableArray<FollowupRow> events) =>
    [
        First(unit, events, mustName: true, FollowupKind.LocalProgression),
        First(unit, events, mustName: false, FollowupKind.HepaticProgression),
        First(unit, events, mustName: false, FollowupKind.OverallProgression, FollowupKind.ExtrahepaticProgression),
    ];

    /// <summary>
    /// First progression called on a scan: none locally but the dated event, hepatic by <c>liver_response</c>, overall by
    /// <c>overall_response</c>.
    /// </summary>
    /// <param name="unit">The treatment.</param>
    /// <param name="patient">The patient.</param>
    /// <param name="reader">Reader whose calls are used; null for all.</param>
    public static ImmutableArray<FirstProgression?> OfCalls(TreatmentUnit unit, PatientTumours patient, string? reader)
    {
        FirstProgression? hepatic = null, overall = null;
        foreach (ScanRow scan in patient.Scans)
        {
            if (scan.Date <= unit.Date || (reader is not null && scan.Reader != reader)) continue;
            if (scan.CalledHepatic == ResponseCategory.PD)
                hepatic ??= new FirstProgression(scan.Date, $"called on {scan.Id}") { Row = scan.Row };
            if (scan.CalledOverall == ResponseCategory.PD)
                overall ??= new FirstProgression(scan.Date, $"called on {scan.Id}") { Row = scan.Row };
        }
        return [Of(unit, patient.Events)[0], hepatic, overall];
    }

    private static FirstProgression? First(TreatmentUnit unit, ImmutableArray<FollowupRow> events, bool mustName,
        params FollowupKind[] kinds)
    {
        FollowupRow? first = null;
        foreach (FollowupRow e in events)
            if (kinds.Contains(e.Kind) && e.BelongsTo(unit, mustName) && (first is null || e.Date < first.Date)) first = e;
        return first is null ? null : new FirstProgression(first.Date, $"{Words(first.Kind)} ({first.Id})") { Row = first.Row };
    }

    private static string Words(FollowupKind kind) => kind switch
    {
        FollowupKind.LocalProgression => "local",
        FollowupKind.HepaticProgression => "hepatic",
        FollowupKind.ExtrahepaticProgression => "extrahepatic",
        _ => "overall",
    };
}
