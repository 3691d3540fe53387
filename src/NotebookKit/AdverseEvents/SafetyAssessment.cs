using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.AdverseEvents;

/// <summary>
/// The adverse events of a cohort, assigned to procedures and selected by the rules of the options; every table counts these.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record SafetyAssessment : ITableResult
{
    /// <summary>Name of the column of all groups together.</summary>
    public const string OverallName = "Overall";

    /// <summary>Events that count, in the order of the data.</summary>
    internal ImmutableArray<AdverseEvent> Events { get; init; } = [];

    /// <summary>Patients of the safety set, with and without events.</summary>
    public int Patients => Set.PatientIds.Length;

    /// <summary>Procedures of the safety set, with and without events; 0 where no procedures were given.</summary>
    public int Procedures => Set.ProcedureIds.Length;

    /// <summary>Names of the groups; one where no column of groups was named.</summary>
    public ImmutableArray<string> Groups => Set.Groups;

    /// <summary>Column of the groups; null for one group.</summary>
    public string? By { get; init; }

    /// <summary>The options used.</summary>
    public required SafetyOptions Options { get; init; }

    /// <summary>Rows that do not count, and why.</summary>
    public required ImmutableArray<ExcludedRows> Excluded { get; init; }

    /// <summary>What is wrong or doubtful in the data.</summary>
    public required FindingList Findings { get; init; }

    /// <summary>What days are counted from.</summary>
    internal string Start => Procedures > 0 ? "the procedure" : "the start of treatment";

    /// <summary>What an event may be related to.</summary>
    internal string Cause => Procedures > 0 ? "the procedure" : "treatment";

    internal SafetySet Set { get; init; } = null!;

    /// <summary>A patient of whom some procedures were left out of the set; null for none.</summary>
    internal string? SplitPatient { get; init; }

    /// <summary>Labels, footnotes and groups of the analysis set, for every table of these events.</summary>
    internal SetLabels Words { get; init; } = SetLabels.None;

    /// <summary>Events of the window, before attribution and baseline grade are looked at.</summary>
    internal ImmutableArray<AdverseEvent> InWindow { get; init; } = [];

    /// <summary>What every table of these events must say: window, attribution, CTCAE versions, exclusions.</summary>
    public ImmutableArray<string> Notes
    {
        get
        {
            var notes = ImmutableArray.CreateBuilder<string>();
            string cause = Options.Attribution == EventAttribution.AllCause ? "of any cause"
                : $"related to {Cause}" + (Options.UnknownAttributionIsRelated ? ", events of unknown attribution included" : "");
            string start = Start;
            notes.Add(Procedures == 0 && Set.TreatmentStarts.IsEmpty
                ? $"Events of any date, {cause}: there are no procedures, so that no window applies."
                : $"Events that began "
                    + $"{(Options.Window == TimeWindow.AllTime ? $"any time after {start}"
                        : $"on {Options.Window} after {start} (day 0)")}, {cause}.");
            if (Options.TreatmentEmergentDays is int days)
            {
                notes.Add(FormattableString.Invariant(
                    $"Treatment-emergent: begun from the start of treatment to {days} days after its end, or while it goes on."));
                if (Events.Count(e => e.Day is null) is > 0 and int undated)
                    notes.Add($"Onset or start of treatment unknown, n = {undated} events: counted as treatment-emergent.");
            }
            if (Options.Attribution == EventAttribution.Related && UnknownAttributionNote(InWindow) is { } unknown) notes.Add(unknown);
            if (Options.OnlyAboveBaseline && InWindow.Any(e => e.BaselineGrade is not null))
                notes.Add("Events with a baseline grade count where their CTCAE grade is worse than it, or unknown.");
            if (Options.MergeContinuing)
                notes.Add("Rows of the same patient and term that overlap, or are at most a day apart, are one event of the worst grade.");
            string[] versions = [.. Events.Where(e => e.Rank(GradeScale.Ctcae) > 0).Select(e => e.CtcaeVersion ?? "of unknown version")
                .Distinct().Order(StringComparer.Ordinal)];
            if (versions.Length == 1) notes.Add($"Grades by CTCAE {versions[0]}.");
            if (versions.Length > 1) notes.Add($"Grades of several CTCAE versions are pooled: {string.Join(", ", versions)}.");
            notes.AddRange(Excluded.Select(e => $"Left out, n = {e.Count}: {e.Reason}."));
            return notes.ToImmutable();
        }
    }

    /// <summary>How many of some events are of missing, unknown or unreadable attribution, and as what they count; null for none.</summary>
    internal string? UnknownAttributionNote(IEnumerable<AdverseEvent> events) => events.Count(e => e.IsRelated is null) is > 0 and int n
        ? $"Attribution missing, unknown or not a known word, n = {n} events: counted as "
            + $"{(Options.UnknownAttributionIsRelated ? "related" : "not related")}." : null;

    /// <summary>The events that count, one row each.</summary>
    public DataFrame ToDataFrame()
    {
        DataFrameColumn Text(string name, Func<AdverseEvent, string?> of) => new StringDataFrameColumn(name, Events.Select(of));
        return new DataFrame(
            new Int64DataFrameColumn("row", Events.Select(e => e.Row)), Text("patient_id", e => e.PatientId),
            Text("procedure_id", e => e.ProcedureId),
            Text("ae_term", e => e.Term), Text("soc", e => e.Soc), new DateTimeDataFrameColumn("onset_date", Events.Select(e => e.Onset)),
            new Int32DataFrameColumn("day", Events.Select(e => e.Day)), Text("ctcae_version", e => e.CtcaeVersion),
            Text("ctcae_grade", e => Grade(e, GradeScale.Ctcae)), Text("sir_severity", e => Grade(e, GradeScale.Sir)),
            Text("cirse_grade", e => Grade(e, GradeScale.Cirse)), Text("clavien_dindo", e => Grade(e, GradeScale.ClavienDindo)),
            Text("severity", e => Grade(e, GradeScale.Severity)),
            new Int32DataFrameColumn("baseline_grade", Events.Select(e => e.BaselineGrade)), Text("attribution", e => e.Attribution),
            new BooleanDataFrameColumn("serious", Events.Select(e => e.Serious)),
            new BooleanDataFrameColumn("fatal", Events.Select(e => (bool?)e.Fatal)));
    }

    /// <summary>How many events count, in how many patients and procedures.</summary>
    public SummaryTable ToTable()
    {
        int patients = Events.Select(e => e.Patient).Distinct().Count(), procedures = Events.Where(e => e.Procedure >= 0)
            .Select(e => e.Procedure).Distinct().Count();
        var rows = new List<TableRow> { Row("Events", Events.Length, null, "events"),
            Row("Patients with an event", patients, Patients, "patients") };
        if (Procedures > 0) rows.Add(Row("Procedures with an event", procedures, Procedures, "procedures"));
        return new SummaryTable
        {
            Title = "Adverse events", Columns = [new("", TableAlignment.Left), new("n/N (%)")], Rows = [.. rows],
            Footnotes = Words.Notes(
                [.. Notes, .. Findings.Count > 0 ? [$"{Findings.Count} findings: see Findings."] : Array.Empty<string>()]),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    /// <summary>Unit and group of each unit for counting.</summary>
    /// <exception cref="ArgumentException">There are no procedures, or patients belong to several groups.</exception>
    internal (Func<AdverseEvent, int> UnitOf, ImmutableArray<int> GroupOfUnit, string Name) Units(CountingUnit per)
    {
        if (per == CountingUnit.Procedure)
            return Procedures > 0 ? (e => e.Procedure, Set.GroupOfProcedure, "procedures")
                : throw new ArgumentException("Counting per procedure needs the table of procedures.", nameof(per));
        return Set.PatientInSeveralGroups is not { } id ? (e => e.Patient, Set.GroupOfPatient, "patients")
            : throw new ArgumentException($"Column '{By}' differs between the procedures of one patient (such as {id}): "
                + "count per procedure, or group by a column of patients.", nameof(per));
    }

    /// <summary>Refuses what needs every procedure of a patient.</summary>
    /// <exception cref="ArgumentException">There are no procedures, or the set left some of a patient's out.</exception>
    internal void RequireAllProcedures(string what)
    {
        if (Procedures == 0) throw new ArgumentException($"{what}: the table of procedures is needed.");
        if (SplitPatient is { } id)
            throw new ArgumentException(
                $"{what}, so every procedure of a patient has to be in the set, but some of patient {id} were left out. Ask a set of all "
                    + "procedures.");
    }

    private static string? Grade(AdverseEvent e, GradeScale scale) => e.Rank(scale) == 0 ? null : scale.Levels[e.Rank(scale) - 1];

    private static TableRow Row(string label, int count, int? of, string unit) => new(
    [
        label,
        new(of is int n
            ? $"{count}/{n} ({NumberFormat.Percent((double)count / n)})"
            : NumberFormat.Fixed(count, 0)) { Count = count, Denominator = of, Unit = unit, Value = count },
    ]) { Variable = label };
}
