using System.Collections.Immutable;
using NotebookKit.Cohorts;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Assessment;

/// <summary>Judges all treatments of a cohort.</summary>
internal static class ResponseAssessor
{
    /// <summary>Judges every treatment in the three scopes, re-baselined at each.</summary>
    /// <param name="data">The cohort's tumours.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <returns>One unit per procedure, course or patient, by patient and date.</returns>
    public static ResponseAssessment Assess(TumourData data, ResponseOptions? options = null)
    {
        options ??= new ResponseOptions();
        options.Validate();
        var units = ImmutableArray.CreateBuilder<UnitResponse>();
        var findings = new List<Finding>(data.Findings);
        int treated = 0;
        foreach (PatientTumours patient in data.Patients)
        {
            if (!patient.Procedures.IsEmpty) treated++;
            ImmutableArray<UnitResponse> responses = Assess(patient, options);
            units.AddRange(responses);
            findings.AddRange(ResponseChecks.Check(patient, responses, options));
        }
        return new ResponseAssessment { Units = units.DrainToImmutable(), Patients = treated, Options = options, Findings = new FindingList(findings) };
    }

    /// <summary>Judges the treatments of one patient.</summary>
    /// <param name="patient">The patient.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="notes">Whether every time point says which other option would change it.</param>
    public static ImmutableArray<UnitResponse> Assess(PatientTumours patient, ResponseOptions? options = null, bool notes = true)
    {
        options ??= new ResponseOptions();
        ImmutableArray<TreatmentUnit> units = TreatmentUnits.Of(patient, options.Unit, options.CourseGapDays);
        return ImmutableArray.CreateRange(units, unit => new UnitResponse(unit,
            ScopeAssessor.Assess(patient.Imaging, unit, ResponseScope.Local, options, notes),
            ScopeAssessor.Assess(patient.Imaging, unit, ResponseScope.Hepatic, options, notes),
            ScopeAssessor.Assess(patient.Imaging, unit, ResponseScope.Overall, options, notes)));
    }
}
