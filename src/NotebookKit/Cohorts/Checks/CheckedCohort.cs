using System.Collections.Immutable;
using NotebookKit.Cohorts.Reading;

namespace NotebookKit.Cohorts.Checks;

/// <summary>One patient with everything that belongs to him, in the order of days.</summary>
internal sealed class CheckedPatient(Item row)
{
    public Item Row { get; } = row;

    public string Id { get; } = row["patient_id"]!;

    public ImmutableArray<Item> Procedures { get; init; } = [];

    public ImmutableArray<Item> Imaging { get; init; } = [];

    public ImmutableArray<Item> Lesions { get; init; } = [];

    public ImmutableArray<Item> Measurements { get; init; } = [];

    public ImmutableArray<Item> AdverseEvents { get; init; } = [];

    public ImmutableArray<Item> Events { get; init; } = [];

    public ImmutableArray<Item> Labs { get; init; } = [];

    public ImmutableArray<Item> Therapies { get; init; } = [];

    public DateTime? Death => Row.Date("death_date");

    public bool IsDead => Row.Is("vital_status", "dead");

    public DateTime? LastContact => Row.Date("last_contact_date");

    public DateTime? FirstProcedure { get; init; }

    public DateTime? LastProcedure { get; init; }

    /// <summary>First and last day the diagnosis may have been made, by its precision.</summary>
    public (DateTime First, DateTime Last)? Diagnosis => Row.Date("diagnosis_date") is not { } day ? null
        : Row.Is("diagnosis_date_precision", "month")
        ? (new(day.Year, day.Month, 1), new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)))
        : Row.Is("diagnosis_date_precision", "year") ? (new(day.Year, 1, 1), new(day.Year, 12, 31)) : (day, day);

    public IEnumerable<Item> All => [Row, .. Procedures, .. Imaging, .. AdverseEvents, .. Events, .. Labs, .. Therapies];

    public Item? Procedure(string? id) => id is null ? null : Procedures.FirstOrDefault(p => p["procedure_id"] == id);

    public Item? Image(string? id) => id is null ? null : Imaging.FirstOrDefault(i => i["imaging_id"] == id);

    public Item? Lesion(string? id) => id is null ? null : Lesions.FirstOrDefault(l => l["lesion_id"] == id);

    /// <summary>The last imaging on or before a day.</summary>
    public Item? Baseline(DateTime day) => Imaging.LastOrDefault(i => i.Date("imaging_date") <= day);

    /// <summary>Measurements of a lesion in the order of their imaging.</summary>
    public IEnumerable<(Item Measurement, Item Image)> Course(string? lesion) =>
        from m in Measurements
        where m["lesion_id"] == lesion
        let image = Image(m["imaging_id"])
        where image?.Date("imaging_date") is not null
        orderby image.Date("imaging_date")
        select (m, image);
}

/// <summary>A cohort as the checks across fields and tables see it.</summary>
internal sealed class CheckedCohort
{
    public CheckedCohort(RawCohort raw, CohortOptions options, DateTime today)
    {
        (Options, Today) = (options, today);
        Treated = Items(raw, "treated_lesions");
        TreatedBy = Treated.ToLookup(t => t["procedure_id"]);
        Procedures = Items(raw, "procedures");
        Imaging = Items(raw, "imaging");
        Labs = Items(raw, "labs");
        Therapies = Items(raw, "systemic_therapy");
        var imaging = ByPatient(Imaging, "imaging_date");
        var owner = Imaging.Where(i => i["imaging_id"] is not null && i["patient_id"] is not null).GroupBy(i => i["imaging_id"]!)
            .ToDictionary(g => g.Key, g => g.First()["patient_id"]!);
        var procedures = ByPatient(Procedures, "procedure_date");
        var lesions = ByPatient(Items(raw, "lesions"), null);
        var measurements = Items(raw, "lesion_measurements").Where(m => m["imaging_id"] is { } id && owner.ContainsKey(id))
            .ToLookup(m => owner[m["imaging_id"]!]);
        var adverse = ByPatient(Items(raw, "adverse_events"), "onset_date");
        var events = ByPatient(Items(raw, "followup_events"), "event_date");
        var labs = ByPatient(Labs, "lab_date");
        var therapies = ByPatient(Therapies, "start_date");
        HashSet<string> patients = [.. Items(raw, "patients").Select(p => p["patient_id"]).OfType<string>()];
        HashSet<string> known = [.. Procedures.Select(p => p["procedure_id"]).OfType<string>()];
        AllProcedures = IsWhole(raw, "procedures") && Procedures.Length > 0
            && Procedures.All(p => p["patient_id"] is { } id && patients.Contains(id));
        AllImaging = IsWhole(raw, "imaging") && Imaging.Length > 0 && Imaging.All(i => i["patient_id"] is { } id && patients.Contains(id));
        OnlyRecorded = Imaging.Any(i => i["overall_response"] is not null) && raw["lesion_measurements"].Rows.IsEmpty;
        AllTreated = IsWhole(raw, "treated_lesions") && Treated.Length > 0
            && Treated.All(t => t["procedure_id"] is { } id && known.Contains(id));
        AllTherapies = IsWhole(raw, "systemic_therapy") && Therapies.Length > 0
            && Therapies.All(t => t["patient_id"] is { } id && patients.Contains(id));
        Patients =
        [
            .. Items(raw, "patients").Where(p => p["patient_id"] is not null).DistinctBy(p => p["patient_id"]).Select(p =>
            {
                string id = p["patient_id"]!;
                DateTime[] days = [.. procedures[id].Select(x => x.Date("procedure_date")).OfType<DateTime>()];
                return new CheckedPatient(p)
                {
                    Procedures = [.. procedures[id]], Imaging = [.. imaging[id]], Lesions = [.. lesions[id]],
                    Measurements = [.. measurements[id]], AdverseEvents = [.. adverse[id]],
                    Events = [.. events[id]], Labs = [.. labs[id]], Therapies = [.. therapies[id]],
                    FirstProcedure = days.Length == 0 ? null : days.Min(), LastProcedure = days.Length == 0 ? null : days.Max(),
                };
            }),
        ];
    }

    public CohortOptions Options { get; }

    /// <summary>Later days lie in the future.</summary>
    public DateTime Today { get; }

    public ImmutableArray<CheckedPatient> Patients { get; }

    public ImmutableArray<Item> Procedures { get; }

    public ImmutableArray<Item> Imaging { get; }

    public ImmutableArray<Item> Treated { get; }

    /// <summary>Treated lesions by procedure.</summary>
    public ILookup<string?, Item> TreatedBy { get; }

    public ImmutableArray<Item> Labs { get; }

    public ImmutableArray<Item> Therapies { get; }

    /// <summary>
    /// Whether the file has rows, all were read and all lead to a patient: only then does a row that is not there mean something.
    /// </summary>
    public bool AllProcedures { get; }

    public bool AllImaging { get; }

    /// <summary>Whether responses are recorded and nothing is measured, so that no baseline is needed.</summary>
    public bool OnlyRecorded { get; }

    public bool AllTreated { get; }

    public bool AllTherapies { get; }

    private static bool IsWhole(RawCohort raw, string table) => raw.Find(table) is { IsComplete: true };

    private static ImmutableArray<Item> Items(RawCohort raw, string table) =>
        raw.Find(table) is not { } found ? [] : [.. found.Rows.Select(r => new Item(found, r))];

    private static ILookup<string, Item> ByPatient(ImmutableArray<Item> items, string? order) =>
        (order is null ? items.AsEnumerable() : items.OrderBy(i => i.Date(order) ?? DateTime.MaxValue)).Where(
            i => i["patient_id"] is not null).ToLookup(i => i["patient_id"]!);
}
