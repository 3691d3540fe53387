using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.AdverseEvents;

/// <summary>Reads adverse events, assigns each to its procedure and selects those that count.</summary>
internal sealed class SafetyReader
{
    private const string File = "adverse_events.csv";

    private const string Attributions = "unrelated, unlikely, possible, probable, definite, unknown; or related, not related, yes, no";

    private readonly List<Finding> _findings;
    private readonly SafetyColumns _columns;
    private readonly SafetySet _set;
    private readonly ImmutableArray<GradeScale> _scales;
    private readonly Dictionary<string, int> _patients, _procedures;

    private SafetyReader(SafetyColumns columns, SafetySet set, ImmutableArray<GradeScale> scales, List<Finding> findings)
    {
        (this._columns, this._set, this._scales, this._findings) = (columns, set, scales, findings);
        _patients = SafetySetReader.Index(set.PatientIds);
        _procedures = SafetySetReader.Index(set.ProcedureIds);
    }

    /// <summary>Reads, assigns and selects.</summary>
    /// <param name="events">The events.</param>
    /// <param name="patients">The patients.</param>
    /// <param name="procedures">All procedures, to which events are assigned; null where there are none.</param>
    /// <param name="by">Column of the groups; null for one.</param>
    /// <param name="groupOrder">Order of the groups; empty for sorted.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="counted">The procedures that count, some of all; null for all. Events of others are left out after they were
    /// assigned.</param>
    public static SafetyAssessment Read(
        DataFrame events, DataFrame patients, DataFrame? procedures, string? by, ImmutableArray<string> groupOrder, SafetyOptions? options,
        DataFrame? counted = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(patients);
        options ??= new SafetyOptions();
        var findings = new List<Finding>();
        var excluded = new List<ExcludedRows>();
        ImmutableArray<GradeScale> scales = [.. GradeScale.All, .. options.Scales];
        SafetyColumns.Check(options.Columns, scales, events, patients, procedures);
        SafetySet set = SafetySetReader.Read(patients, procedures, counted is null ? by : null, groupOrder, options.Columns,
            findings, excluded);
        var allPatients = new SafetyColumns(patients, options.Columns).Texts("patient_id").ToHashSet();
        if (set.ProcedureIds.IsEmpty && set.TreatmentStarts.IsEmpty && options.Window != TimeWindow.AllTime)
            throw new ArgumentException(
                $"The window '{options.Window}' counts days after a procedure, but there are no procedures: pass their table, give the "
                    + "patients treatment_start_date, or leave the window out.", nameof(options));
        if (options.TreatmentEmergentDays is not null && set.TreatmentStarts.IsEmpty)
            throw new ArgumentException(set.ProcedureIds.IsEmpty
                ? "TreatmentEmergentDays needs treatment_start_date of the patients; name the column in Columns."
                : "TreatmentEmergentDays is of treatments that last; with procedures count days after them by Window.", nameof(options));
        AdverseEvent[] assigned = new SafetyReader(new SafetyColumns(events, options.Columns), set, scales, findings)
            .Assign(allPatients, excluded);
        string? split = null;
        if (counted is not null)
        {
            SafetySet all = set;
            set = SafetySetReader.Read(patients, counted, by, groupOrder, options.Columns, [], []);
            assigned = Within(set, assigned, excluded);
            split = set.PatientIds.Where((id, p) => all.ProceduresOfPatient[all.PatientIds.IndexOf(id)].Length
                > set.ProceduresOfPatient[p].Length).FirstOrDefault();
        }
        return new SafetyAssessment
        {
            Events = EventSelection.Select(assigned, set, options, excluded),
            Options = options,
            By = by,
            Excluded = [.. excluded.Where(e => e.Count > 0)],
            Findings = new FindingList(findings),
            Set = set,
            SplitPatient = split,
            InWindow = [
                .. assigned.Where(e => !(e.Day < 0) && options.Window.Contains(e.Day)
                    && !(e.DaysAfterTreatment > options.TreatmentEmergentDays))],
        };
    }

    private static AdverseEvent[] Within(SafetySet set, AdverseEvent[] assigned, List<ExcludedRows> excluded)
    {
        Dictionary<string, int> patients = SafetySetReader.Index(set.PatientIds), procedures = SafetySetReader.Index(set.ProcedureIds);
        AdverseEvent[] kept = [.. assigned.Where(e => e.ProcedureId is { } id && procedures.ContainsKey(id))];
        excluded.Add(new ExcludedRows("events of procedures outside the set, or of none", assigned.Length - kept.Length));
        return [.. kept.Select(e => e with { Patient = patients[e.PatientId], Procedure = procedures[e.ProcedureId!] })];
    }

    private AdverseEvent[] Assign(HashSet<string?> allPatients, List<ExcludedRows> excluded)
    {
        string?[] patientIds = _columns.Texts("patient_id"), terms = _columns.Texts("ae_term");
        string?[] procedureIds = Texts("procedure_id"), socs = Texts("soc"), versions = Texts("ctcae_version"),
            attributions = Texts("attribution"),
            serious = Texts("serious"), outcomes = Texts("outcome"), baselines = Texts("baseline_grade");
        DateTime?[] onsets = Dates("onset_date"), ends = Dates("end_date");
        string?[][] grades = [.. _scales.Select(s => Texts(s.Column))];
        var events = new List<AdverseEvent>();
        bool isRecorded = Array.Exists(attributions, a => a is not null);
        int unknown = 0, untreated = 0;
        for (int i = 0; i < patientIds.Length; i++)
        {
            if (patientIds[i] is not { } id || !_patients.TryGetValue(id, out int patient))
            {
                if (patientIds[i] is not null && allPatients.Contains(patientIds[i])) untreated++;
                else
                {
                    unknown++;
                    Report(FindingSeverity.Error, "AE-patient", i, "patient_id", patientIds[i],
                        "The event belongs to no patient of the patients table and is not counted.",
                        "a patient_id of patients.csv", "Correct the patient_id, or add the patient.");
                }
                continue;
            }
            int procedure = ProcedureOf(i, patient, procedureIds[i], onsets[i]);
            int row = i;
            ImmutableArray<int> ranks = [.. _scales.Select((s, k) => Rank(row, s, grades[k][row]))];
            if (ranks.All(r => r == 0) && grades.All(g => g[row] is null))
                Report(FindingSeverity.Warning, "AE-grade", i, GradeScale.Ctcae.Column, null,
                    "The event has no grade: it counts in any grade, in no single grade and not among the severe.",
                    "a grade on one of the scales", "Write the grade, or leave it blank if nobody knows it; every table says how many.");
            Attribution(i, attributions[i], isRecorded);
            if (terms[i] is null)
                Report(FindingSeverity.Warning, "AE-term", i, "ae_term", null, "The event has no term and is counted as \"unknown term\".",
                    "a term", "Write the term.");
            events.Add(new AdverseEvent
            {
                Row = ColumnReader.ExcelRow(i), PatientId = id, Patient = patient, Procedure = procedure,
                ProcedureId = procedure < 0 ? null : _set.ProcedureIds[procedure], Term = terms[i] ?? "unknown term", Soc = socs[i],
                Onset = onsets[i], End = ends[i], Scales = _scales,
                DaysAfterTreatment = _set.TreatmentEnds.IsEmpty ? null : (onsets[i] - _set.TreatmentEnds[patient])?.Days,
                Day = DayOf(patient, procedure, onsets[i]), Ranks = ranks, CtcaeVersion = versions[i],
                BaselineGrade = Baseline(i, baselines[i]), Attribution = attributions[i],
                Serious = Flag(serious[i]), Fatal = FatalEvents.Check(i, patient, _scales, ranks, outcomes[i], _set, Report),
            });
        }
        excluded.Add(new ExcludedRows("events of an unknown patient", unknown));
        excluded.Add(new ExcludedRows("events of patients without a procedure", untreated));
        return [.. events];
    }

    // the procedure given, or the latest on or before the onset; a patient's only procedure where the onset is unknown
    private int ProcedureOf(int row, int patient, string? id, DateTime? onset)
    {
        if (_set.ProcedureIds.IsEmpty) return -1;
        if (id is not null)
        {
            if (_procedures.TryGetValue(id, out int given) && _set.PatientOfProcedure[given] == patient)
            {
                if (onset < _set.ProcedureDates[given])
                    Report(FindingSeverity.Warning, "AE-onset", row, "onset_date", Day(onset),
                        $"The event begins before its procedure {id} and is baseline.",
                        $"{Day(_set.ProcedureDates[given])} or later", "Correct the date, or the procedure_id.");
                return given;
            }
            Report(FindingSeverity.Error, "AE-procedure", row, "procedure_id", id,
                _procedures.ContainsKey(id) ? "The procedure belongs to another patient." : "There is no such procedure.",
                "a procedure_id of the same patient",
                "Correct the procedure_id, or leave it blank: then the latest procedure on or before the onset is taken.");
        }
        ImmutableArray<int> own = _set.ProceduresOfPatient[patient];
        if (own.Length == 1 && (onset is null || _set.ProcedureDates[own[0]] is null)) return own[0];
        if (onset is null)
        {
            Report(FindingSeverity.Warning, "AE-assignment", row, "onset_date", null,
                "Without onset the event belongs to none of the patient's procedures.",
                "an onset date or a procedure_id", "Write one of them.");
            return -1;
        }
        int latest = -1;
        foreach (int p in own)
            if (_set.ProcedureDates[p] <= onset) latest = p;
        return latest;
    }

    // of an event before every procedure, the days before the first
    private int? DayOf(int patient, int procedure, DateTime? onset)
    {
        if (_set.ProcedureIds.IsEmpty) return _set.TreatmentStarts.IsEmpty ? null : (onset - _set.TreatmentStarts[patient])?.Days;
        return (onset - _set.ProcedureDates[procedure < 0 ? _set.ProceduresOfPatient[patient][0] : procedure])?.Days;
    }

    private int Rank(int row, GradeScale scale, string? grade)
    {
        if (scale.Rank(grade) is int rank) return rank;
        Report(FindingSeverity.Error, "AE-grade", row, scale.Column, grade,
            $"This is not a {scale.Name}; the event counts with unknown grade.",
            scale == GradeScale.Cirse ? "1 to 6, or 1a, 1b, 3a …" : string.Join(", ", scale.Levels),
            "Correct the grade, or leave it blank.");
        return 0;
    }

    private void Attribution(int row, string? attribution, bool isRecorded)
    {
        string word = attribution?.Trim() ?? "";
        if (new AdverseEvent { Row = 0, PatientId = "", Term = "", Scales = [], Ranks = [], Attribution = word }.IsRelated is not null
            || word.Equals("unknown", StringComparison.OrdinalIgnoreCase)) return;
        if (word.Length == 0 && !isRecorded) return; // the notes of the tables say it once for all events
        Report(word.Length == 0 ? FindingSeverity.Warning : FindingSeverity.Error, "AE-attribution", row, "attribution", attribution,
            word.Length == 0
                ? "The event has no attribution; it counts as unknown."
                : "This is not a known attribution; the event counts as unknown.",
            Attributions, "Correct the word, or write unknown; UnknownAttributionIsRelated says whether unknown counts as related.");
    }

    private int? Baseline(int row, string? grade)
    {
        if (grade is null) return null;
        if (grade is ['0' or '1' or '2' or '3' or '4']) return grade[0] - '0';
        Report(FindingSeverity.Error, "AE-grade", row, "baseline_grade", grade, "This is not a baseline grade and is taken as missing.",
            "0 to 4", "Correct the grade, or leave it blank.");
        return null;
    }

    private void Report(FindingSeverity severity, string rule, int row, string column, string? value, string message, string expected,
        string fix) =>
        _findings.Add(
            new Finding(severity, rule, File, (int)ColumnReader.ExcelRow(row), _columns.Name(column), null, value, message, expected, fix));

    private string?[] Texts(string name) => _columns.TextsOrNone(name);

    private DateTime?[] Dates(string name) => _columns.DatesOrNone(name);

    private static bool? Flag(string? value) => value?.ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "1" or "Y" => true,
        "NO" or "FALSE" or "0" or "N" => false,
        _ => null,
    };

    private static string Day(DateTime? date) => date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
