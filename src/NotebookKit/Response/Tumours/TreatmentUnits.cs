using System.Collections.Immutable;

namespace NotebookKit.Response.Tumours;

/// <summary>Makes procedures, courses or patients the units whose response is judged.</summary>
internal static class TreatmentUnits
{
    /// <summary>The units of one patient, by date.</summary>
    /// <param name="patient">The patient.</param>
    /// <param name="unit">What a unit is.</param>
    /// <param name="courseGapDays">Longest time in days over which procedures on different lesions are one course, where no course is
    /// named.</param>
    public static ImmutableArray<TreatmentUnit> Of(PatientTumours patient, AnalysisUnit unit, int courseGapDays = 90)
    {
        if (patient.Procedures is [var only])
        {
            TreatmentUnit alone = Unit(patient, unit == AnalysisUnit.Course ? only.CourseId ?? only.Id : only.Id, [only]);
            return [alone with { NewTherapy = NewTherapy(alone, patient) }];
        }
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
        return [.. units.Select(u => u with { Retreatment = Retreatment(patient, u, courses), NewTherapy = NewTherapy(u, patient) })];
    }

    private static DateOnly? NewTherapy(TreatmentUnit unit, PatientTumours patient) =>
        FollowupRow.First(unit, patient.Events, FollowupKind.NewTherapy, FollowupKind.Transplant, FollowupKind.Resection);

    private static ImmutableArray<string> Lesions(PatientTumours patient, ImmutableArray<ProcedureRow> procedures, bool isNew)
    {
        ImmutableArray<string> found = [];
        foreach (TreatedLesionRow row in patient.TreatedLesions)
        {
            if (row.IsNew != isNew || found.Contains(row.LesionId)) continue;
            foreach (ProcedureRow procedure in procedures)
                if (procedure.Id == row.ProcedureId)
                {
                    found = found.Add(row.LesionId);
                    break;
                }
        }
        return found;
    }

    private static DateOnly? Previous(PatientTumours patient, DateOnly date)
    {
        DateOnly? previous = null;
        foreach (ProcedureRow procedure in patient.Procedures)
            if (procedure.Date < date && !(previous >= procedure.Date)) previous = procedure.Date;
        return previous;
    }

    private static TreatmentUnit Unit(PatientTumours patient, string id, ImmutableArray<ProcedureRow> procedures)
    {
        return new TreatmentUnit(id, patient.Patient.Id, procedures[0].Date)
        {
            ProcedureIds = [.. procedures.Select(p => p.Id)],
            TreatedLesions = Lesions(patient, procedures, isNew: false),
            NewInTerritory = Lesions(patient, procedures, isNew: true),
            Previous = Previous(patient, procedures[0].Date),
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
        patient.TreatedLesions.Any(t => !t.IsNew && t.ProcedureId == procedure.Id
            && unit.TreatedLesions.Any(l => patient.Imaging.AreOne(l, t.LesionId)));
}
