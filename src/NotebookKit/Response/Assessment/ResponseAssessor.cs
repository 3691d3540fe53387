using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
        var workspace = new ScopeWorkspace();
        foreach (PatientTumours patient in data.Patients)
        {
            if (!patient.Procedures.IsEmpty) treated++;
            ImmutableArray<UnitResponse> responses = Assess(patient, options, workspace: workspace);
            units.AddRange(responses);
            ResponseChecks.Check(findings, patient, responses, options);
        }
        return new ResponseAssessment { Units = units.DrainToImmutable(), Patients = treated, Options = options,
            Findings = new FindingList(findings) };
    }

    /// <summary>Judges the treatments of one patient.</summary>
    /// <param name="patient">The patient.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="timePoints">Whether the time points are kept; else only the progressions and the days judged.</param>
    /// <param name="workspace">What is reused from patient to patient; null for none.</param>
    public static ImmutableArray<UnitResponse> Assess(PatientTumours patient, ResponseOptions? options = null, bool timePoints = true,
        ScopeWorkspace? workspace = null)
    {
        options ??= new ResponseOptions();
        workspace ??= new ScopeWorkspace();
        ImmutableArray<TreatmentUnit> units = TreatmentUnits.Of(patient, options.Unit, options.CourseGapDays);
        var found = new UnitResponse[units.Length];
        for (int u = 0; u < found.Length; u++)
            found[u] = new UnitResponse(units[u], Scope(units[u], ResponseScope.Local), Scope(units[u], ResponseScope.Hepatic),
                Scope(units[u], ResponseScope.Overall));
        return ImmutableCollectionsMarshal.AsImmutableArray(found);

        ScopeResponse Scope(TreatmentUnit unit, ResponseScope scope) =>
            ScopeAssessor.Assess(patient.Imaging, unit, scope, options, timePoints, workspace);
    }
}
