using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Response.Tumours;

/// <summary>Reads the frames of a cohort into the rows the response rules need.</summary>
internal static class CohortRows
{
    public static TumourRows Read(ICohortTables cohort)
    {
        Table patients = new(cohort.Patients), procedures = new(cohort.Procedures), treated = new(cohort.TreatedLesions);
        return new TumourRows
        {
            Patients = Rows(patients.Count, i => patients.Text("patient_id", i) is not { } id ? null
                : new PatientRow(id, patients.Date("death_date", i), patients.Date("last_contact_date", i),
                    cohort.RowNumber("patients", i))),
            Procedures = Rows(procedures.Count, i =>
                procedures.Text("procedure_id", i) is { } id && procedures.Text("patient_id", i) is { } patient
                && procedures.Date("procedure_date", i) is { } date
                    ? new ProcedureRow(id, patient, date, procedures.Text("course_id", i), cohort.RowNumber("procedures", i))
                    { Modality = procedures.Code("modality", i) } : null),
            TreatedLesions = Rows(treated.Count, i =>
                treated.Text("procedure_id", i) is { } procedure && treated.Text("lesion_id", i) is { } lesion
                    ? new TreatedLesionRow(procedure, lesion, treated.Code("relation", i) == "new_in_territory",
                        cohort.RowNumber("treated_lesions", i)) : null),
            Lesions = Lesions(cohort),
            Scans = Scans(cohort),
            Measurements = Measurements(cohort),
            Events = Events(cohort),
        };
    }

    private static ImmutableArray<(string, Lesion)> Lesions(ICohortTables cohort)
    {
        var table = new Table(cohort.Lesions);
        var found = ImmutableArray.CreateBuilder<(string, Lesion)>();
        for (int i = 0; i < table.Count; i++)
        {
            if (table.Text("lesion_id", i) is not { } id || table.Text("patient_id", i) is not { } patient) continue;
            LesionRole role = table.Code("lesion_role", i) switch { "target" => LesionRole.Target, "new" => LesionRole.New,
                _ => LesionRole.NonTarget };
            found.Add((patient, new Lesion(id, role, table.Code("organ", i) ?? "not given")
            {
                Measurement = table.Code("measurement", i) switch
                {
                    "viable" => MeasurementMethod.Viable,
                    "whole" => MeasurementMethod.Whole,
                    "short_axis" => MeasurementMethod.ShortAxis,
                    _ => null,
                },
                Character = table.Code("character", i) switch
                {
                    "infiltrative" => LesionCharacter.Infiltrative,
                    "thrombus" => LesionCharacter.Thrombus,
                    "effusion" => LesionCharacter.Effusion,
                    "malignant_effusion" => LesionCharacter.MalignantEffusion,
                    "bone" => LesionCharacter.Bone,
                    "cystic" => LesionCharacter.Cystic,
                    _ => LesionCharacter.WellDefined,
                },
                PriorLocalTherapy = table.Code("prior_local_therapy", i) == "yes",
                PartOf = table.Text("part_of_lesion_id", i),
                Row = cohort.RowNumber("lesions", i),
            }));
        }
        return found.ToImmutable();
    }

    private static ImmutableArray<ScanRow> Scans(ICohortTables cohort)
    {
        var table = new Table(cohort.Imaging);
        return Rows(table.Count, i => table.Text("imaging_id", i) is not { } id || table.Text("patient_id", i) is not { } patient
            || table.Date("imaging_date", i) is not { } date ? null
            : new ScanRow(id, patient, date)
            {
                SliceThickness = table.Number("slice_thickness_mm", i),
                Reader = table.Text("reader_id", i),
                IsBaseline = table.Code("timepoint", i) switch { "baseline" => true, "follow_up" => false, _ => null },
                Modality = table.Code("modality", i),
                ReportsNewLesions = table.Code("new_lesions", i) == "yes",
                // A word that cannot be read is a finding of the cohort; it does not say that there are none.
                NewLesionsNotEvaluated = table.Code("new_lesions", i) is not (null or "yes" or "no"),
                Criteria = table.Code("criteria", i),
                CalledTarget = table.Call("target_response", i),
                CalledNonTarget = table.Call("nontarget_response", i),
                CalledHepatic = table.Call("liver_response", i),
                CalledOverall = table.Call("overall_response", i),
                Row = cohort.RowNumber("imaging", i),
            });
    }

    private static ImmutableArray<MeasurementRow> Measurements(ICohortTables cohort)
    {
        var table = new Table(cohort.LesionMeasurements);
        var found = ImmutableArray.CreateBuilder<MeasurementRow>();
        for (int i = 0; i < table.Count; i++)
        {
            if (table.Text("lesion_id", i) is not { } lesion || table.Text("imaging_id", i) is not { } scan) continue;
            found.Add(new MeasurementRow(lesion, scan, new LesionMeasurement
            {
                Longest = table.Number("longest_diameter_mm", i),
                Enhancing = table.Number("enhancing_diameter_mm", i),
                Perpendicular = table.Number("perpendicular_diameter_mm", i),
                Attenuation = table.Number("attenuation_hu", i),
                // A status that cannot be read is a finding of the cohort and not evaluable here.
                Status = table.Code("status", i) switch
                {
                    "measured" => MeasurementStatus.Measured,
                    "disappeared" => MeasurementStatus.Disappeared,
                    "too_small" => MeasurementStatus.TooSmall,
                    "merged" => MeasurementStatus.Merged,
                    "split" => MeasurementStatus.Split,
                    _ => MeasurementStatus.NotEvaluable,
                },
                NonTarget = table.Code("nontarget_status", i) switch
                {
                    "present" => NonTargetStatus.Present,
                    "absent" => NonTargetStatus.Absent,
                    "unequivocal_progression" => NonTargetStatus.UnequivocalProgression,
                    "not_evaluable" => NonTargetStatus.NotEvaluable,
                    "equivocal_progression" => NonTargetStatus.EquivocalProgression,
                    "unchanged_since_last" => NonTargetStatus.UnchangedSinceLast,
                    "increased_since_last" => NonTargetStatus.IncreasedSinceLast,
                    null => NonTargetStatus.NotRecorded,
                    _ => NonTargetStatus.NotEvaluable,
                },
                LiRads = table.Code("lirads_response", i) switch
                {
                    "nonviable" => LiRadsCategory.Nonviable,
                    "equivocal" => LiRadsCategory.Equivocal,
                    "nonprogressing" => LiRadsCategory.Nonprogressing,
                    "viable" => LiRadsCategory.Viable,
                    "nonevaluable" => LiRadsCategory.Nonevaluable,
                    _ => LiRadsCategory.NotRecorded,
                },
                New = table.Code("new_lesion_status", i) switch
                {
                    "unequivocal" => NewLesionStatus.Unequivocal,
                    null => NewLesionStatus.NotRecorded,
                    _ => NewLesionStatus.Equivocal,
                },
                Row = cohort.RowNumber("lesion_measurements", i),
            }));
        }
        return found.ToImmutable();
    }

    private static ImmutableArray<FollowupRow> Events(ICohortTables cohort)
    {
        var table = new Table(cohort.FollowupEvents);
        ImmutableArray<FollowupRow> events = Rows(table.Count, i =>
        {
            FollowupKind? kind = table.Code("event_type", i) switch
            {
                "local_progression" => FollowupKind.LocalProgression,
                "hepatic_progression" => FollowupKind.HepaticProgression,
                "extrahepatic_progression" => FollowupKind.ExtrahepaticProgression,
                "overall_progression" => FollowupKind.OverallProgression,
                "symptom_progression" => FollowupKind.SymptomProgression,
                "new_systemic_therapy" => FollowupKind.NewTherapy,
                "liver_transplant" => FollowupKind.Transplant,
                "liver_resection" => FollowupKind.Resection,
                _ => null,
            };
            return kind is { } k && table.Text("patient_id", i) is { } patient && table.Date("event_date", i) is { } date
                ? new FollowupRow(table.Text("event_id", i) ?? "", patient, k, date, table.Text("procedure_id", i),
                    cohort.RowNumber("followup_events", i)) : null;
        });
        if (cohort.SystemicTherapy is not { } frame) return events;
        var therapy = new Table(frame);
        return events.AddRange(
            Rows(therapy.Count, i => therapy.Text("patient_id", i) is { } patient && therapy.Date("start_date", i) is { } date
            ? new FollowupRow(therapy.Text("therapy_id", i) ?? "", patient, FollowupKind.NewTherapy, date, null,
                cohort.RowNumber("systemic_therapy", i)) : null));
    }

    private static ImmutableArray<T> Rows<T>(int count, Func<int, T?> read) where T : class
    {
        var found = ImmutableArray.CreateBuilder<T>(count);
        for (int i = 0; i < count; i++)
            if (read(i) is { } row) found.Add(row);
        return found.DrainToImmutable();
    }

    /// <summary>The columns of one table of a cohort, each read once.</summary>
    private sealed class Table(DataFrame frame)
    {
        private readonly ColumnReader _reader = new(frame);
        private readonly Dictionary<string, string?[]> _texts = new(StringComparer.Ordinal);
        private readonly Dictionary<string, DateTime?[]> _dates = new(StringComparer.Ordinal);
        private readonly Dictionary<string, double?[]> _numbers = new(StringComparer.Ordinal);

        public int Count => _reader.RowCount;

        public string? Text(string column, int row) => Read(_texts, column, _reader.Texts)[row];

        /// <summary>
        /// A word of a list as the template writes it: <c>Liver</c> is <c>liver</c>, <c>Not evaluated</c> is <c>not_evaluated</c>; that it
        /// was written otherwise is a finding of the cohort.
        /// </summary>
        public string? Code(string column, int row) => Text(column, row) is not { } text ? null
            : text.All(c => c is (>= 'a' and <= 'z') or '_') ? text : text.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

        public DateOnly? Date(string column, int row) =>
            Read(_dates, column, _reader.Dates)[row] is { } date ? DateOnly.FromDateTime(date) : null;

        // A double converts to the decimal it was typed as (15 digits), so that sizes compare exactly.
        // What is not a size at all (10 km) is a finding of the cohort and blank here.
        public decimal? Number(string column, int row) =>
            Read(_numbers, column, _reader.Numbers)[row] is { } number && Math.Abs(number) < 1e7 ? (decimal)number : null;

        public ResponseCategory? Call(string column, int row) =>
            ResponseCategoryNames.TryParse(Text(column, row), out ResponseCategory category) ? category : null;

        private static T[] Read<T>(Dictionary<string, T[]> known, string column, Func<string, T[]> read) =>
            known.TryGetValue(column, out T[]? values) ? values : known[column] = read(column);
    }
}
