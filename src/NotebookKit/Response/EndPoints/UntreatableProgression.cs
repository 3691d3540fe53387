using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.EndPoints;

/// <summary>Time to untreatable progression of one patient.</summary>
/// <param name="PatientId">Name of the patient.</param>
/// <param name="Start">Day of the first procedure.</param>
/// <param name="Procedures">Number of procedures.</param>
/// <param name="Treated">Progressions that a further procedure followed in time.</param>
/// <param name="IsUnknown">Whether it is censored at a progression that was not followed long enough.</param>
/// <param name="End">The end point.</param>
internal sealed record PatientUntreatable(string PatientId, DateOnly Start, int Procedures, int Treated, bool IsUnknown, EndPoint End);

/// <summary>
/// Time from the first procedure to untreatable progression: the first progression that no further procedure follows within a given time. A
/// progression that is treated again does not end it. Prints counts, one row per patient in the frame.
/// </summary>
/// <remarks>
/// Definitions differ between centres (Labeur 2018, doi:10.1007/s00270-018-2118-6): some add loss of liver function or performance status,
/// which belong to the judgement why nothing was done. Every procedure starts a new baseline. A progression without a further procedure
/// after which follow-up ends before the given time, and neither death nor new systemic therapy, is not known to be untreatable: censored
/// there and counted. So is nobody's future used to prolong his time.
/// </remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record UntreatableProgression : ITableResult
{
    /// <summary>The treated patients.</summary>
    internal ImmutableArray<PatientUntreatable> Patients { get; init; } = [];

    /// <summary>The disease whose progression is meant.</summary>
    public required ResponseScope Scope { get; init; }

    /// <summary>Days within which a further procedure makes a progression a treated one.</summary>
    public required int TreatedWithinDays { get; init; }

    /// <summary>Options used.</summary>
    public required EndPointOptions Options { get; init; }

    /// <summary>Derives the end point of every treated patient.</summary>
    /// <param name="data">The cohort's tumours.</param>
    /// <param name="treatedWithinDays">Days within which a further procedure makes a progression a treated one.</param>
    /// <param name="scope">The disease whose progression is meant.</param>
    /// <param name="options">Source of progression, death and new therapy; null for the defaults.</param>
    internal static UntreatableProgression Derive(TumourData data, int treatedWithinDays, ResponseScope scope,
        EndPointOptions? options = null)
    {
        options ??= new EndPointOptions();
        options.Validate();
        options.ValidateReach();
        if (treatedWithinDays < 1)
            throw new ArgumentException("Untreatable progression: expected 1 day or more within which a procedure treats a progression.",
                nameof(treatedWithinDays));
        return new UntreatableProgression
        {
            Patients = [.. data.Patients.Where(p => !p.Procedures.IsEmpty).Select(p => Derive(p, treatedWithinDays, scope, options))],
            Scope = scope, TreatedWithinDays = treatedWithinDays, Options = options,
        };
    }

    private static PatientUntreatable Derive(PatientTumours patient, int within, ResponseScope scope, EndPointOptions options)
    {
        ResponseOptions response = options.Response with { Unit = AnalysisUnit.Procedure, UntilRetreatment = false };
        UnitHistory[] histories = [.. ResponseAssessor.Assess(patient, response, timePoints: false)
            .Select(u => EndPointAssessor.History(patient, u, options))];
        DateOnly? death = patient.Patient.Death;
        DateOnly[] progressions = [.. histories.Select(h => First(h, scope)).OfType<DateOnly>().Where(d => !(d > death))
            .Distinct().Order()];
        DateOnly start = patient.Procedures[0].Date, seen = LastSeen(patient);
        int treated = 0;
        DateOnly? untreatable = null;
        foreach (DateOnly day in progressions)
        {
            if (patient.Procedures.Any(p => p.Date >= day && p.Date.DayNumber - day.DayNumber <= within)) treated++;
            else
            {
                untreatable = day;
                break;
            }
        }
        bool decided = untreatable is not { } at || seen.DayNumber - at.DayNumber >= within || death is not null
            || patient.Events.Any(
                e => e.Date >= at && e.Kind is (FollowupKind.NewTherapy or FollowupKind.Transplant or FollowupKind.Resection));
        UnitHistory history = histories[0] with
        {
            Unit = histories[0].Unit with { Retreatment = null },
            Progressions = [null, null, decided && untreatable is { } end ? new FirstProgression(end, "not treated again") : null],
            Assessments = [.. histories.SelectMany(h => h.Assessments).Concat(progressions).Distinct()
                .Where(d => decided || d <= untreatable)],
        };
        EndPoint found = EndPointRules.Derive(history, options).Overall;
        if (!decided)
            found = found with {
                Reason = string.Create(CultureInfo.InvariantCulture, $"censored at a progression followed for less than {within} days") };
        return new PatientUntreatable(patient.Patient.Id, start, patient.Procedures.Length, treated, !decided, found);
    }

    // A progression of an inner scope is one of the outer.
    private static DateOnly? First(UnitHistory history, ResponseScope scope) =>
        history.Progressions.Take((int)scope + 1).Where(p => p is not null && p.Date > history.Unit.Date)
            .Select(p => (DateOnly?)p!.Date).Min();

    private static DateOnly LastSeen(PatientTumours patient)
    {
        DateOnly last = patient.Procedures[^1].Date;
        foreach (DateOnly day in patient.Scans.Select(s => s.Date).Concat(patient.Events.Select(e => e.Date))
            .Append(patient.Patient.LastContact ?? last))
            if (day > last) last = day;
        return last;
    }

    /// <summary>
    /// One row per patient: <c>patient_id</c>, <c>start_date</c>, <c>procedures</c>, <c>treated_progressions</c>, <c>ttup_days</c>,
    /// <c>ttup_months</c>,
    /// <c>ttup_event</c> (1 event, 0 censored, 2 death or an intervention as a competing event), <c>ttup_reason</c>.
    /// </summary>
    public DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("patient_id", Patients.Select(p => p.PatientId)),
        new DateTimeDataFrameColumn("start_date", Patients.Select(p => p.Start.ToDateTime(TimeOnly.MinValue))),
        new Int32DataFrameColumn("procedures", Patients.Select(p => p.Procedures)),
        new Int32DataFrameColumn("treated_progressions", Patients.Select(p => p.Treated)),
        new Int32DataFrameColumn("ttup_days", Patients.Select(p => p.End.Days)),
        new DoubleDataFrameColumn("ttup_months", Patients.Select(p => p.End.Months)),
        new Int32DataFrameColumn("ttup_event", Patients.Select(p => p.End.Event)),
        new StringDataFrameColumn("ttup_reason", Patients.Select(p => p.End.Reason)));

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        TableRow row(string label, int n) => new([label, new TableCell(NumberFormat.CountPercent(n, Patients.Length))
            { Value = Patients.IsEmpty ? null : (double)n / Patients.Length, Count = n, Denominator = Patients.Length, Unit = "patients",
                Statistic = "n (%)" }]);
        return new SummaryTable
        {
            Title = $"Time to untreatable {Scope.ToString().ToLowerInvariant()} progression: events",
            Columns = [new(""), new($"N = {Wording.Count(Patients.Length, "patients")}")],
            Rows =
            [
                row("Untreatable progression", Patients.Count(p => p.End.IsProgression)),
                row("Death", Patients.Count(p => p.End is { IsDeath: true, Event: > 0 })),
                .. Patients.Any(p => p.End.IsIntervention)
                    ? [row("Intervention", Patients.Count(p => p.End.IsIntervention))]
                    : Array.Empty<TableRow>(),
                row("Censored", Patients.Count(p => p.End.Event == 0)),
                row("Patients with a progression that was treated again", Patients.Count(p => p.Treated > 0)),
            ],
            Footnotes =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"From the first procedure to the first progression that no procedure follows within {TreatedWithinDays} days; earlier "
                        + $"ones were treated again. ")
                    + "Definitions differ between centres (Labeur 2018, doi:10.1007/s00270-018-2118-6).",
                .. Patients.Any(p => p.IsUnknown)
                    ? [string.Create(CultureInfo.InvariantCulture,
                        $"{Wording.Count(Patients.Count(p => p.IsUnknown), "patients")} censored at a progression followed for less than "
                            + $"{TreatedWithinDays} days.")]
                    : Array.Empty<string>(),
                .. (Options with { Retreatment = InterveningRule.Ignore }).Describe(),
            ],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
