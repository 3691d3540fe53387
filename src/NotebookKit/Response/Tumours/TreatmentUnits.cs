using System.Collections.Immutable;

namespace NotebookKit.Response.Tumours;

/// <summary>Makes procedures, courses or patients the units whose response is judged.</summary>
internal static class TreatmentUnits
{
    /// <summary>The units of one patient, by date.</summary>
    /// <param name="patient">The patient.</param>
    /// <param name="unit">What a unit is.</param>
    /// <param name="courseGapDays">Longest time in days over which procedures on different lesions are one course, where no course is named.</param>
    public static ImmutableArray<TreatmentUnit> Of(PatientTumours patient, AnalysisUnit unit, int courseGapDays = 90)
    {
        List<TreatmentUnit> courses = [];
        foreach (ProcedureRow procedure in patient.Procedures)
        {
            int course = courses.FindIndex(c => IsSameCourse(patient, c, procedure, courseGapDays));
            if (course < 0) courses.Add(Unit(patient, procedure.CourseId ?? procedure.Id, [procedure]));
            else courses[course] = Unit(patient, courses[course].Id, [.. Procedures(patient, courses[course]), procedure]);
        }
        IEnumerable<TreatmentUnit> units = unit switch
        {
            AnalysisUnit.Course => courses,
            AnalysisUnit.Patient => patient.Procedures.Take(1).Select(p => Unit(patient, p.Id, [p])),
            _ => patient.Procedures.Select(p => Unit(patient, p.Id, [p])),
        };
        return [.. units.Select(u => u with { Retreatment = Retreatment(patient, u, courses), NewTherapy = FollowupRow.First(u, patient.Events, FollowupKind.NewTherapy, FollowupKind.Transplant, FollowupKind.Resection) })];
    }

    private static TreatmentUnit Unit(PatientTumours patient, string id, ImmutableArray<ProcedureRow> procedures)
    {
        IEnumerable<TreatedLesionRow> lesions = patient.TreatedLesions.Where(t => procedures.Any(p => p.Id == t.ProcedureId));
        return new TreatmentUnit(id, patient.Patient.Id, procedures[0].Date)
        {
            ProcedureIds = [.. procedures.Select(p => p.Id)],
            TreatedLesions = [.. lesions.Where(t => !t.IsNew).Select(t => t.LesionId).Distinct()],
            NewInTerritory = [.. lesions.Where(t => t.IsNew).Select(t => t.LesionId).Distinct()],
            Previous = patient.Procedures.Where(p => p.Date < procedures[0].Date).Select(p => (DateOnly?)p.Date).Max(),
            Row = procedures[0].Row,
        };
    }

    private static ImmutableArray<ProcedureRow> Procedures(PatientTumours patient, TreatmentUnit unit) =>
        [.. patient.Procedures.Where(p => unit.ProcedureIds.Contains(p.Id))];

    private static bool IsSameCourse(PatientTumours patient, TreatmentUnit course, ProcedureRow procedure, int gap)
    {
        string? named = Procedures(patient, course)[0].CourseId;
        if (named is not null || procedure.CourseId is not null) return named == procedure.CourseId;
        return procedure.Date.DayNumber - course.Date.DayNumber <= gap && !Treats(patient, procedure, course);
    }

    private static DateOnly? Retreatment(PatientTumours patient, TreatmentUnit unit, List<TreatmentUnit> courses)
    {
        foreach (ProcedureRow procedure in patient.Procedures)
        {
            if (procedure.Date <= unit.Date || unit.ProcedureIds.Contains(procedure.Id) || !Treats(patient, procedure, unit)) continue;
            bool sameCourse = courses.Exists(c => c.ProcedureIds.Contains(procedure.Id) && c.ProcedureIds.Contains(unit.ProcedureIds[0]));
            if (!sameCourse) return procedure.Date;
        }
        return null;
    }

    private static bool Treats(PatientTumours patient, ProcedureRow procedure, TreatmentUnit unit) =>
        patient.TreatedLesions.Any(t => !t.IsNew && t.ProcedureId == procedure.Id && unit.TreatedLesions.Any(l => patient.Imaging.AreOne(l, t.LesionId)));
}
