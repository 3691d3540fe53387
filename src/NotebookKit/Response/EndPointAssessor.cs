using System.Collections.Immutable;
using NotebookKit.Cohorts;

namespace NotebookKit.Response;

/// <summary>Derives the end points of all treatments of a cohort.</summary>
public static class EndPointAssessor
{
    /// <summary>Derives local, hepatic and overall end points, and compares recorded with derived progression.</summary>
    /// <param name="data">The cohort's tumours.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <remarks>
    /// Adequate assessments are, with recorded events, all scans the reader did not call NE; with measurements, the time points that
    /// are evaluable in at least one scope. <see cref="RecordedProgression"/> says which recorded events belong to which treatment.
    /// </remarks>
    public static EndPoints Derive(TumourData data, EndPointOptions? options = null)
    {
        options ??= new EndPointOptions();
        options.Validate();
        // Observation after a retreatment is cut by the rule for end points, not by that for response.
        ResponseOptions response = options.Response with { UntilRetreatment = false };
        var units = ImmutableArray.CreateBuilder<UnitEndPoints>();
        var findings = new List<Finding>(data.Findings);
        int treated = 0;
        foreach (PatientTumours patient in data.Patients)
        {
            if (!patient.Procedures.IsEmpty) treated++;
            foreach (UnitResponse unit in ResponseAssessor.Assess(patient, response))
            {
                UnitHistory history = History(patient, unit, options);
                UnitEndPoints ends = ProgressionEndPoint.Derive(history, options);
                units.Add(ends);
                findings.AddRange(ProgressionChecks.Check(patient, unit, history, ends, options));
            }
            findings.AddRange([.. ProgressionChecks.Unattributed(patient), .. ProgressionChecks.AfterDeath(patient)]);
        }
        return new EndPoints { Units = units.DrainToImmutable(), Patients = treated, Options = options, Findings = new FindingList(findings) };
    }

    private static UnitHistory History(PatientTumours patient, UnitResponse response, EndPointOptions options)
    {
        TreatmentUnit unit = response.Unit;
        bool events = options.Source == EndPointSource.Events;
        IEnumerable<DateOnly> assessments = events
            ? patient.Imaging.Visits.Where(v => v.Date > unit.Date && !v.CalledNotEvaluable).Select(v => v.Date)
            : Enum.GetValues<ResponseScope>().SelectMany(s => response[s].TimePoints).Where(t => t.Overall.IsEvaluable()).Select(t => t.Date).Distinct();
        return new UnitHistory(unit)
        {
            Progressions = events ? RecordedProgression.Of(unit, patient.Events) : Derived(response),
            Assessments = [.. assessments],
            Death = patient.Patient.Death,
            NewTherapy = unit.NewTherapy,
            SymptomProgression = RecordedProgression.Date(unit, patient.Events, FollowupKind.SymptomProgression),
        };
    }

    internal static ImmutableArray<Progression?> Derived(UnitResponse response) =>
        [response.Local.Progression, response.Hepatic.Progression, response.Overall.Progression];
}
