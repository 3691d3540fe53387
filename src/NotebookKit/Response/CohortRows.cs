using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Response;

/// <summary>Reads the frames of a cohort into the rows the response rules need.</summary>
internal static class CohortRows
{
    public static TumourRows Read(Cohort cohort)
    {
        DataFrame patients = cohort.Patients, procedures = cohort.Procedures, treated = cohort.TreatedLesions;
        return new TumourRows
        {
            Patients = Rows(patients, i => Text(patients, "patient_id", i) is not { } id ? null
                : new PatientRow(id, Date(patients, "death_date", i), Date(patients, "last_contact_date", i), cohort.RowNumber("patients", i))),
            Procedures = Rows(procedures, i =>
                Text(procedures, "procedure_id", i) is { } id && Text(procedures, "patient_id", i) is { } patient && Date(procedures, "procedure_date", i) is { } date
                    ? new ProcedureRow(id, patient, date, Text(procedures, "course_id", i), cohort.RowNumber("procedures", i)) : null),
            TreatedLesions = Rows(treated, i =>
                Text(treated, "procedure_id", i) is { } procedure && Text(treated, "lesion_id", i) is { } lesion
                    ? new TreatedLesionRow(procedure, lesion, Text(treated, "relation", i) == "new_in_territory", cohort.RowNumber("treated_lesions", i)) : null),
            Lesions = Lesions(cohort),
            Scans = Scans(cohort),
            Measurements = Measurements(cohort),
            Events = Events(cohort),
        };
    }

    private static ImmutableArray<(string, Lesion)> Lesions(Cohort cohort)
    {
        DataFrame frame = cohort.Lesions;
        var found = ImmutableArray.CreateBuilder<(string, Lesion)>();
        for (int i = 0; i < frame.Rows.Count; i++)
        {
            if (Text(frame, "lesion_id", i) is not { } id || Text(frame, "patient_id", i) is not { } patient) continue;
            LesionRole role = Text(frame, "lesion_role", i) switch { "target" => LesionRole.Target, "new" => LesionRole.New, _ => LesionRole.NonTarget };
            found.Add((patient, new Lesion(id, role, Text(frame, "organ", i) ?? "other")
            {
                Measurement = Text(frame, "measurement", i) switch
                {
                    "viable" => MeasurementMethod.Viable,
                    "whole" => MeasurementMethod.Whole,
                    "short_axis" => MeasurementMethod.ShortAxis,
                    _ => null,
                },
                Character = Text(frame, "character", i) switch
                {
                    "infiltrative" => LesionCharacter.Infiltrative,
                    "thrombus" => LesionCharacter.Thrombus,
                    "effusion" => LesionCharacter.Effusion,
                    "bone" => LesionCharacter.Bone,
                    "cystic" => LesionCharacter.Cystic,
                    _ => LesionCharacter.WellDefined,
                },
                PriorLocalTherapy = Text(frame, "prior_local_therapy", i) == "yes",
                PartOf = Text(frame, "part_of_lesion_id", i),
                Row = cohort.RowNumber("lesions", i),
            }));
        }
        return found.ToImmutable();
    }

    private static ImmutableArray<ScanRow> Scans(Cohort cohort)
    {
        DataFrame frame = cohort.Imaging;
        return Rows(frame, i => Text(frame, "imaging_id", i) is not { } id || Text(frame, "patient_id", i) is not { } patient || Date(frame, "imaging_date", i) is not { } date ? null
            : new ScanRow(id, patient, date)
            {
                SliceThickness = Number(frame, "slice_thickness_mm", i),
                Reader = Text(frame, "reader_id", i),
                IsBaseline = Text(frame, "timepoint", i) switch { "baseline" => true, "follow_up" => false, _ => null },
                ReportsNewLesions = Text(frame, "new_lesions", i) == "yes",
                Criteria = Text(frame, "criteria", i),
                CalledTarget = Call(frame, "target_response", i),
                CalledNonTarget = Call(frame, "nontarget_response", i),
                CalledHepatic = Call(frame, "liver_response", i),
                CalledOverall = Call(frame, "overall_response", i),
                Row = cohort.RowNumber("imaging", i),
            });
    }

    private static ImmutableArray<MeasurementRow> Measurements(Cohort cohort)
    {
        DataFrame frame = cohort.LesionMeasurements;
        var found = ImmutableArray.CreateBuilder<MeasurementRow>();
        for (int i = 0; i < frame.Rows.Count; i++)
        {
            if (Text(frame, "lesion_id", i) is not { } lesion || Text(frame, "imaging_id", i) is not { } scan) continue;
            found.Add(new MeasurementRow(lesion, scan, new LesionMeasurement
            {
                Longest = Number(frame, "longest_diameter_mm", i),
                Enhancing = Number(frame, "enhancing_diameter_mm", i),
                Perpendicular = Number(frame, "perpendicular_diameter_mm", i),
                Attenuation = Number(frame, "attenuation_hu", i),
                // A status that cannot be read is a finding of the cohort and not evaluable here.
                Status = Text(frame, "status", i) switch
                {
                    "measured" => MeasurementStatus.Measured,
                    "disappeared" => MeasurementStatus.Disappeared,
                    "too_small" => MeasurementStatus.TooSmall,
                    "merged" => MeasurementStatus.Merged,
                    "split" => MeasurementStatus.Split,
                    _ => MeasurementStatus.NotEvaluable,
                },
                NonTarget = Text(frame, "nontarget_status", i) switch
                {
                    "present" => NonTargetStatus.Present,
                    "absent" => NonTargetStatus.Absent,
                    "unequivocal_progression" => NonTargetStatus.UnequivocalProgression,
                    "not_evaluable" => NonTargetStatus.NotEvaluable,
                    _ => NonTargetStatus.NotRecorded,
                },
                New = Text(frame, "new_lesion_status", i) switch
                {
                    "equivocal" => NewLesionStatus.Equivocal,
                    "unequivocal" => NewLesionStatus.Unequivocal,
                    _ => NewLesionStatus.NotRecorded,
                },
                Row = cohort.RowNumber("lesion_measurements", i),
            }));
        }
        return found.ToImmutable();
    }

    private static ImmutableArray<FollowupRow> Events(Cohort cohort)
    {
        DataFrame frame = cohort.FollowupEvents;
        ImmutableArray<FollowupRow> events = Rows(frame, i =>
        {
            FollowupKind? kind = Text(frame, "event_type", i) switch
            {
                "local_progression" => FollowupKind.LocalProgression,
                "hepatic_progression" => FollowupKind.HepaticProgression,
                "extrahepatic_progression" => FollowupKind.ExtrahepaticProgression,
                "overall_progression" => FollowupKind.OverallProgression,
                "symptom_progression" => FollowupKind.SymptomProgression,
                "new_systemic_therapy" or "liver_transplant" or "liver_resection" => FollowupKind.NewTherapy,
                _ => null,
            };
            return kind is { } k && Text(frame, "patient_id", i) is { } patient && Date(frame, "event_date", i) is { } date
                ? new FollowupRow(Text(frame, "event_id", i) ?? "", patient, k, date, Text(frame, "procedure_id", i), cohort.RowNumber("followup_events", i)) : null;
        });
        if (cohort.SystemicTherapy is not { } therapy) return events;
        return events.AddRange(Rows(therapy, i => Text(therapy, "patient_id", i) is { } patient && Date(therapy, "start_date", i) is { } date
            ? new FollowupRow(Text(therapy, "therapy_id", i) ?? "", patient, FollowupKind.NewTherapy, date, null, cohort.RowNumber("systemic_therapy", i)) : null));
    }

    private static ImmutableArray<T> Rows<T>(DataFrame frame, Func<int, T?> read) where T : class
    {
        var found = ImmutableArray.CreateBuilder<T>();
        for (int i = 0; i < frame.Rows.Count; i++)
            if (read(i) is { } row) found.Add(row);
        return found.ToImmutable();
    }

    private static ResponseCategory? Call(DataFrame frame, string column, int row) =>
        ResponseCategoryNames.TryParse(Text(frame, column, row), out ResponseCategory category) ? category : null;

    private static string? Text(DataFrame frame, string column, int row) => ((StringDataFrameColumn)frame[column])[row];

    private static DateOnly? Date(DataFrame frame, string column, int row) =>
        ((DateTimeDataFrameColumn)frame[column])[row] is { } date ? DateOnly.FromDateTime(date) : null;

    // A double converts to the decimal it was typed as (15 digits), so that sizes compare exactly.
    private static decimal? Number(DataFrame frame, string column, int row) => (decimal?)((DoubleDataFrameColumn)frame[column])[row];
}
