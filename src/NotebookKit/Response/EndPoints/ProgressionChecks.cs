using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.EndPoints;

/// <summary>Compares recorded progressions with those derived from measurements and new lesions.</summary>
internal static class ProgressionChecks
{
    public static IEnumerable<Finding> Check(PatientTumours patient, UnitResponse response, UnitHistory history, UnitEndPoints ends,
        EndPointOptions options)
    {
        if (!ends.IsNested)
            yield return At(response.Unit, "R21", "procedures.csv", response.Unit.Row, null,
                $"{response.Unit.Id}: the end points are out of order: overall {ends.Overall.Days}, hepatic {ends.Hepatic.Days}, local "
                    + $"{ends.Local.Days} days.",
                "overall ≤ hepatic ≤ local",
                "The chosen rules end one scope earlier than another (retreatment or symptoms); choose one rule for all scopes if that is "
                    + "not meant.");

        ImmutableArray<FirstProgression?> recorded = Nested(RecordedProgression.Of(response.Unit, patient.Events));
        ImmutableArray<FirstProgression?> derived = Nested(EndPointAssessor.Derived(response));
        DateOnly end = EndOfObservation(history, options);
        (DateOnly?, DateOnly?)? previous = null;
        bool assessed = Enum.GetValues<ResponseScope>().Any(s => response[s].IsAssessed);
        if (!assessed) yield break;
        for (int s = 0; s < 3; s++)
        {
            FirstProgression? r = recorded[s] is { } x && x.Date <= end ? x : null, d = derived[s] is { } y && y.Date <= end ? y : null;
            // A disagreement of an inner scope carries over to the outer ones; it is reported once.
            if (r?.Date == d?.Date || previous == (r?.Date, d?.Date)) continue;
            previous = (r?.Date, d?.Date);
            yield return Disagreement(response.Unit, ((ResponseScope)s).ToString().ToLowerInvariant(), r, d);
        }
    }

    public static IEnumerable<Finding> Unattributed(PatientTumours patient)
    {
        foreach (FollowupRow e in patient.Events)
        {
            if (e.Kind is FollowupKind.NewTherapy or FollowupKind.Transplant or FollowupKind.Resection or FollowupKind.SymptomProgression)
                continue;
            bool unnamed = e.Kind == FollowupKind.LocalProgression && e.ProcedureId is null;
            ProcedureRow? named = patient.Procedures.FirstOrDefault(p => p.Id == e.ProcedureId);
            bool early = named is not null ? e.Date <= named.Date : e.ProcedureId is null && patient.Procedures.All(p => e.Date <= p.Date);
            if (!unnamed && !early) continue;
            yield return new(FindingSeverity.Warning, "R22", "followup_events.csv", e.Row == 0 ? null : e.Row,
                unnamed ? "procedure_id" : "event_date", e.Id, unnamed ? null : Iso(e.Date),
                unnamed
                    ? $"{e.Id} is a local progression of no procedure; it counts for none."
                    : $"{e.Id} is not dated after {e.ProcedureId ?? "any procedure"}; it counts for none.",
                unnamed ? "the procedure whose lesions progressed" : "a date after the procedure",
                unnamed ? "Enter procedure_id." : "Correct the date or the procedure.");
        }
    }

    /// <summary>Procedures and progressions dated after death.</summary>
    public static IEnumerable<Finding> AfterDeath(PatientTumours patient)
    {
        if (patient.Patient.Death is not { } death) yield break;
        string expected = "a date on or before the death of " + Iso(death);
        foreach (ProcedureRow p in patient.Procedures.Where(p => p.Date > death))
            yield return new(FindingSeverity.Error, "R23", "procedures.csv", p.Row == 0 ? null : p.Row, "procedure_date", p.Id, Iso(p.Date),
                $"{p.Id} is later than the death of {patient.Patient.Id}; that death is not used for it.", expected,
                "Correct procedure_date or death_date.", "patients.csv", patient.Patient.Row);
        foreach (FollowupRow e in patient.Events.Where(e => e.Date > death))
            yield return new(FindingSeverity.Error, "R23", "followup_events.csv", e.Row == 0 ? null : e.Row, "event_date", e.Id,
                Iso(e.Date),
                $"{e.Id} is later than the death of {patient.Patient.Id}; it counts for none.", expected,
                "Correct event_date or death_date.", "patients.csv", patient.Patient.Row);
    }

    private static Finding Disagreement(TreatmentUnit unit, string scope, FirstProgression? recorded, FirstProgression? derived)
    {
        string message = (recorded, derived) switch
        {
            ({ } r, null) =>
                $"{unit.Id}: {scope} progression is recorded on {Iso(r.Date)} ({r.Reason}), but measurements and new lesions show none.",
            (null, { } d) => $"{unit.Id}: measurements show {scope} progression on {Iso(d.Date)} ({d.Reason}), but none is recorded.",
            ({ } r, { } d) =>
                $"{unit.Id}: {scope} progression is recorded on {Iso(r.Date)} ({r.Reason}), but measurements show it on "
                    + $"{Iso(d.Date)} ({d.Reason}).",
            _ => "",
        };
        return At(unit, "R20", "followup_events.csv", recorded?.Row ?? 0, recorded is null ? null : Iso(recorded.Date), message,
            derived is null ? "no progression" : $"{scope} progression on {Iso(derived.Date)}",
            "Correct the event or the measurements, or use EndPointSource.Measurements.");
    }

    private static Finding At(TreatmentUnit unit, string rule, string file, int row, string? value, string message, string expected,
        string fix) =>
        new(FindingSeverity.Warning, rule, file, row == 0 ? null : row, file == "followup_events.csv" ? "event_date" : null, unit.Id, value,
            message, expected, fix);

    private static ImmutableArray<FirstProgression?> Nested(ImmutableArray<FirstProgression?> own)
    {
        FirstProgression? first = null;
        var nested = ImmutableArray.CreateBuilder<FirstProgression?>(3);
        foreach (FirstProgression? p in own)
        {
            if (p is not null && (first is null || p.Date < first.Date)) first = p;
            nested.Add(first);
        }
        return nested.MoveToImmutable();
    }

    private static DateOnly EndOfObservation(UnitHistory history, EndPointOptions options)
    {
        DateOnly end = history.Death >= history.Unit.Date ? history.Death.Value : DateOnly.MaxValue;
        if (options.Retreatment != InterveningRule.Ignore && history.Unit.Retreatment < end) end = history.Unit.Retreatment.Value;
        if (options.NewTherapy != InterveningRule.Ignore && history.NewTherapy < end) end = history.NewTherapy.Value;
        if (options.TransplantRule != InterveningRule.Ignore && history.Transplant < end) end = history.Transplant.Value;
        if (options.ResectionRule != InterveningRule.Ignore && history.Resection < end) end = history.Resection.Value;
        if (options.SymptomProgression != InterveningRule.Ignore && history.SymptomProgression < end)
            end = history.SymptomProgression.Value;
        return end;
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
