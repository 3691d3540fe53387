using System.Collections.Immutable;
using NotebookKit.Cohorts;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.EndPoints;

/// <summary>Derives the end points of all treatments of a cohort.</summary>
internal static class EndPointAssessor
{
    /// <summary>Derives local, hepatic and overall end points, and compares recorded with derived progression.</summary>
    /// <param name="data">The cohort's tumours.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <remarks>
    /// Adequate assessments are, with recorded events, all scans the reader did not call NE; with measurements, the time points that
    /// are evaluable in at least one scope. <see cref="RecordedProgression"/> says which recorded events belong to which treatment.
    /// </remarks>
    /// <exception cref="ArgumentException">The criterion or another option of response cannot reach end points taken from recorded
    /// events.</exception>
    public static ProgressionEndPoints Derive(TumourData data, EndPointOptions? options = null)
    {
        (options ?? new EndPointOptions()).ValidateReach();
        return DeriveBesideResponse(data, options);
    }

    /// <summary>
    /// The same where the options of response are used for the response beside the end points, so that any may be chosen.
    /// </summary>
    public static ProgressionEndPoints DeriveBesideResponse(TumourData data, EndPointOptions? options = null)
    {
        options ??= new EndPointOptions();
        options.Validate();
        // Observation after a retreatment is cut by the rule for end points, not by that for response.
        ResponseOptions response = options.Response with { UntilRetreatment = false };
        var units = ImmutableArray.CreateBuilder<UnitEndPoints>();
        var findings = new List<Finding>(data.Findings);
        int treated = 0;
        var workspace = new ScopeWorkspace();
        foreach (PatientTumours patient in data.Patients)
        {
            if (!patient.Procedures.IsEmpty) treated++;
            foreach (UnitResponse unit in ResponseAssessor.Assess(patient, response, timePoints: false, workspace))
            {
                UnitHistory history = History(patient, unit, options);
                UnitEndPoints ends = EndPointRules.Derive(history, options);
                units.Add(ends);
                findings.AddRange(ProgressionChecks.Check(patient, unit, history, ends, options));
            }
            findings.AddRange([.. ProgressionChecks.Unattributed(patient), .. ProgressionChecks.AfterDeath(patient)]);
        }
        return new ProgressionEndPoints { Units = units.DrainToImmutable(), Patients = treated, Options = options,
            Findings = new FindingList(findings) };
    }

    internal static UnitHistory History(PatientTumours patient, UnitResponse response, EndPointOptions options)
    {
        TreatmentUnit unit = response.Unit;
        var assessments = ImmutableArray.CreateBuilder<DateOnly>();
        if (options.Source != EndPointSource.Measurements)
        {
            foreach (Visit visit in patient.Imaging.Visits)
                if (visit.Date > unit.Date && !visit.CalledNotEvaluable) assessments.Add(visit.Date);
        }
        else
            foreach (ScopeResponse scope in (ReadOnlySpan<ScopeResponse>)[response.Local, response.Hepatic, response.Overall])
            foreach (DateOnly day in scope.EvaluableDays)
                if (!assessments.Contains(day)) assessments.Add(day);
        return new UnitHistory(unit)
        {
            Progressions = options.Source switch
            {
                EndPointSource.Events => RecordedProgression.Of(unit, patient.Events),
                EndPointSource.ReaderCalls => RecordedProgression.OfCalls(unit, patient, options.Response.Reader),
                _ => Derived(response),
            },
            Assessments = assessments.DrainToImmutable(),
            Death = patient.Patient.Death,
            NewTherapy = FollowupRow.First(unit, patient.Events, FollowupKind.NewTherapy),
            Transplant = FollowupRow.First(unit, patient.Events, FollowupKind.Transplant),
            Resection = FollowupRow.First(unit, patient.Events, FollowupKind.Resection),
            SymptomProgression = FollowupRow.First(unit, patient.Events, FollowupKind.SymptomProgression),
        };
    }

    internal static ImmutableArray<FirstProgression?> Derived(UnitResponse response) =>
        [response.Local.Progression, response.Hepatic.Progression, response.Overall.Progression];
}
