using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Scopes;

/// <summary>Response of one treatment in one scope: baseline, time points, best response. Prints as the table of its time points.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ScopeResponse : ITableResult
{
    /// <summary>Name of the procedure, course or patient.</summary>
    public required string UnitId { get; init; }

    /// <summary>Name of the patient.</summary>
    public required string PatientId { get; init; }

    /// <summary>The disease judged.</summary>
    public required ResponseScope Scope { get; init; }

    /// <summary>Day of treatment: time zero.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>Day of the baseline scan; null when there is none.</summary>
    public required DateOnly? BaselineDate { get; init; }

    /// <summary>Baseline sum; null when there is no baseline or it is incomplete.</summary>
    public required decimal? Baseline { get; init; }

    /// <summary>The lesions that are summed, largest first.</summary>
    internal ImmutableArray<TargetLesion> Targets { get; init; } = [];

    /// <summary>The lesions that are judged without summing.</summary>
    public required ImmutableArray<string> NonTargets { get; init; }

    /// <summary>Visits after the treatment that looked at this disease, by date.</summary>
    public ImmutableArray<TimePointResponse> TimePoints =>
        ImmutableCollectionsMarshal.AsImmutableArray(_timePoints ??= [.. Enumerable.Range(0, Visits.Count).Select(TimePoint)]);

    private TimePointResponse[]? _timePoints;

    /// <summary>The same as numbers.</summary>
    internal ArraySegment<JudgedVisit> Visits { get; init; } = ArraySegment<JudgedVisit>.Empty;

    /// <summary>All visits of the patient, to which those numbers point.</summary>
    internal ImmutableArray<Visit> ImagingVisits { get; init; } = [];

    /// <summary>Notes on the visits, visit by visit.</summary>
    internal string[] VisitNotes { get; init; } = [];

    /// <summary>The first new lesion that counts, in words; null when there is none.</summary>
    internal string? NewLesionReason { get; init; }

    /// <summary>What was decided at baseline, in words.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>
    /// Day of the first progression by the rules of this scope alone; of a new lesion the day it was first seen; null when there is none.
    /// </summary>
    public DateOnly? ProgressionDate => Progression?.Date;

    /// <summary>
    /// Pattern of the first progression: <c>target</c>, <c>non-target</c>, <c>new intrahepatic</c>, <c>new extrahepatic</c>, joined by <c>
    /// + </c>
    /// where several are seen at once (Llovet &amp; Lencioni 2020); null when nothing progressed.
    /// </summary>
    public string? ProgressionPattern => Progression?.Pattern;

    /// <summary>What progressed first; null when nothing did.</summary>
    public string? ProgressionReason => Progression?.Reason;

    internal FirstProgression? Progression { get; init; }

    /// <summary>
    /// Days on which all of it was judged evaluable; the time points are left out where only these and the progression are asked for.
    /// </summary>
    internal ImmutableArray<DateOnly> EvaluableDays { get; init; } = [];

    /// <summary>Whether a visit after the treatment looked at this disease.</summary>
    internal bool IsAssessed { get; init; }

    /// <summary>First new systemic therapy, transplantation or resection after the treatment; null when there is none.</summary>
    public DateOnly? NewTherapy { get; init; }

    /// <summary>Options used.</summary>
    public required ResponseOptions Options { get; init; }

    /// <summary>Best response by <see cref="ResponseOptions.Best"/>.</summary>
    public BestResponseResult Best => BestResponse.Classify(Responses, Start, Options.Best, newTherapy: NewTherapy);

    /// <summary>
    /// Depth of response: the smallest percent change from baseline over the visits up to the first progression or, as for the best
    /// response, new therapy; null when no complete sum follows the baseline.
    /// </summary>
    public double? BestChange =>
        Visits.Where(v => (Progression is null || Date(v) <= Progression.VisitDate)
            && !(Options.Best.UntilNewTherapy && Date(v) > NewTherapy)).Min(v => Change(v, Baseline));

    /// <summary>
    /// Day of clinical benefit: the first response, or the first SD or Non-CR/Non-PD that has lasted long enough
    /// (<see cref="BestResponseOptions.StableDiseaseMinimumDays"/>); null when there is none.
    /// </summary>
    public DateOnly? ClinicalBenefit =>
        BestResponse.ClinicalBenefit(Responses, Start,
            [ResponseCategory.CR, ResponseCategory.PR, ResponseCategory.SD, ResponseCategory.NonCRNonPD], Options.Best,
            newTherapy: NewTherapy);

    /// <summary>The responses with their dates.</summary>
    internal IEnumerable<DatedResponse> Responses =>
        Visits.Select(v => new DatedResponse(Date(v), Options.Criterion.OverallRules[v.Rules.Overall].Category));

    /// <summary>The notes with the days of their visits.</summary>
    internal IEnumerable<(DateOnly Date, string Note)> DatedNotes
    {
        get
        {
            int n = 0;
            foreach (JudgedVisit visit in Visits)
                for (; n < visit.NotesEnd; n++) yield return (Date(visit), VisitNotes[n]);
        }
    }

    /// <summary>Whether a scan belongs to a visit judged here.</summary>
    internal bool Judges(string imagingId)
    {
        foreach (JudgedVisit visit in Visits)
            if (ImagingVisits[visit.Visit].ImagingIds.Contains(imagingId)) return true;
        return false;
    }

    /// <summary>The time point nearest a day within a window; null when no visit lies in it.</summary>
    /// <param name="day">Target day.</param>
    /// <param name="firstDay">First day of the window.</param>
    /// <param name="lastDay">Last day of the window.</param>
    /// <remarks>Of two visits equally near, the later.</remarks>
    public TimePointResponse? Nearest(int day, int firstDay, int lastDay)
    {
        (int best, int apart) = (-1, 0);
        for (int i = 0; i < Visits.Count; i++)
        {
            int d = Date(Visits[i]).DayNumber - Start.DayNumber;
            if (d >= firstDay && d <= lastDay && (best < 0 || Math.Abs(d - day) <= apart)) (best, apart) = (i, Math.Abs(d - day));
        }
        return best < 0 ? null : TimePoint(best);
    }

    private DateOnly Date(in JudgedVisit visit) => ImagingVisits[visit.Visit].Date;

    private TimePointResponse TimePoint(int i)
    {
        JudgedVisit row = Visits[i];
        Visit visit = ImagingVisits[row.Visit];
        return new TimePointResponse
        {
            Date = visit.Date,
            Day = visit.Date.DayNumber - Start.DayNumber,
            ImagingIds = visit.ImagingIds,
            TargetRule = Options.Criterion.TargetRules[row.Rules.Target],
            NonTargetRule = Options.Criterion.NonTargetRules[row.Rules.NonTarget],
            OverallRule = Options.Criterion.OverallRules[row.Rules.Overall],
            NewLesionReason = row.NewLesions > 0 ? NewLesionReason : null,
            NewLesionCount = row.NewLesions,
            NewLesionSum = row.NewLesionSum.Value!.Value,
            NewLesionsPresent = row.NewLesionsPresent,
            NotSearched = row.NotSearched,
            NonTargetIncreased = row.NonTargetIncreased,
            Evaluated = row.Evaluated,
            Sum = row.Sum.Value!.Value,
            Nadir = row.Nadir.Value,
            ChangeFromBaseline = Change(row, Baseline),
            ChangeFromNadir = Change(row, row.Nadir.Value),
            Notes = [.. VisitNotes[(i == 0 ? 0 : Visits[i - 1].NotesEnd)..row.NotesEnd]],
        };
    }

    // In percent; none where a target has no size.
    private double? Change(in JudgedVisit visit, decimal? from) =>
        visit.Evaluated < Targets.Length || Targets.IsEmpty ? null : TargetSums.Change(visit.Sum.Value!.Value, from);

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        string iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string size(decimal? value) => value is { } v ? v.ToString("0.###", CultureInfo.InvariantCulture) : "";
        string unit = Options.Criterion.Measure is SizeMeasure.ViableProduct or SizeMeasure.LongestProduct ? "mm²" : "mm";
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        rows.Add(new TableRow([BaselineDate is { } b ? iso(b) : "no baseline", "baseline", size(Baseline), "", "", "", "", "", "", ""]));
        foreach (TimePointResponse t in TimePoints)
            rows.Add(new TableRow([
                iso(t.Date), t.Day.ToString(CultureInfo.InvariantCulture),
                t.Evaluated == Targets.Length ? Number(size(t.Sum), (double)t.Sum) : size(t.Sum) + " (incomplete)", size(t.Nadir),
                Change(t.ChangeFromBaseline), Change(t.ChangeFromNadir),
                t.Target.Label(), t.NonTarget.Label(), t.NewLesion ? "yes" : "no", t.Overall.Label()]));
        BestResponseResult best = Best;
        return new SummaryTable
        {
            Title = $"{Scope} response of {UnitId}",
            Columns = [new("Date"), new("Day"), new($"Sum ({unit})"), new($"Nadir ({unit})"), new("% from baseline"), new("% from nadir"),
                new("Targets", TableAlignment.Left), new("Non-targets", TableAlignment.Left), new("New lesion", TableAlignment.Left),
                new("Response", TableAlignment.Left)],
            Rows = rows.ToImmutable(),
            Footnotes =
            [
                $"Targets: {(Targets.IsEmpty ? "none" : string.Join(
                    ", ", Targets.Select(
                        t => $"{t.LesionId} ({t.Method.ToString().ToLowerInvariant()}, {size(t.BaselineSize)} {unit})")))}. "
                    + $"Non-targets: {(NonTargets.IsEmpty ? "none" : string.Join(", ", NonTargets))}.",
                $"Best response: {best.Response.Label()} ({best.Reason}).",
                .. NewTherapy is { } therapy ? [$"New therapy from {iso(therapy)}."] : Array.Empty<string>(),
                .. TimePoints.Select(t => $"Day {t.Day.ToString(CultureInfo.InvariantCulture)}: {t.Rule}."),
                .. TimePoints.SelectMany(t => t.Notes.Select(n => $"Day {t.Day.ToString(CultureInfo.InvariantCulture)}: {n}.")),
                .. Notes.Select(n => n + "."),
                .. Options.Describe(),
                ResponseCriterion.Smallest,
                ResponseCategoryNames.Abbreviations(
                    [.. TimePoints.SelectMany(t => new[] { t.Target, t.NonTarget, t.Overall }), best.Response]),
            ],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static TableCell Number(string text, double value) => new(text) { Value = value, Statistic = "sum" };

    private static TableCell Change(double? change) =>
        change is { } c
            ? new TableCell((c > 0 ? "+" : "") + NumberFormat.Fixed(c, 1)) { Value = c, Statistic = "percent change" }
            : TableCell.Empty;
}
