using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.EndPoints;

/// <summary>End points of one subject.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Best">Best response.</param>
/// <param name="Benefit">Whether there was a response, or SD that lasted.</param>
/// <param name="ProgressionFree">Progression-free survival.</param>
/// <param name="Progression">Time to progression.</param>
/// <param name="DaysToResponse">Days to the first response; null without one.</param>
/// <param name="Duration">From the first response to the end of progression-free survival; null without a response.</param>
internal sealed record RecordedEndPoint(
    string Id, BestResponseResult Best, bool Benefit, EndPoint ProgressionFree, EndPoint Progression, int? DaysToResponse,
    EndPoint? Duration);

/// <summary>
/// End points of subjects whose time points were judged elsewhere, the responses as recorded. Prints counts; <see cref="ToDataFrame"/> is
/// ready for Kaplan-Meier.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record RecordedEndPoints : ITableResult
{
    /// <summary>The subjects, in order of first appearance.</summary>
    internal ImmutableArray<RecordedEndPoint> Subjects { get; init; } = [];

    /// <summary>Options used.</summary>
    public required EndPointOptions Options { get; init; }

    /// <summary>Rows left out, with the reason.</summary>
    public required ImmutableArray<ExcludedRows> Excluded { get; init; }

    /// <summary>
    /// What a reader must know: two responses of a subject on one day, assessments at or before time zero or after death, subjects without
    /// a response.
    /// </summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Derives the end points.</summary>
    /// <param name="found">The time points.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="hasTherapy">Whether the start of another therapy is known.</param>
    /// <exception cref="ArgumentException">An option is set that cannot apply.</exception>
    internal static RecordedEndPoints Derive(RecordedTimePoints found, EndPointOptions? options = null, bool hasTherapy = false)
    {
        options ??= new EndPointOptions();
        options.Validate();
        EndPointOptions plain = new()
        {
            Death = options.Death, NewTherapy = options.NewTherapy, MaxGapDays = options.MaxGapDays, AddDay = options.AddDay,
            Response = new ResponseOptions { Best = options.Response.Best },
        };
        if (options != plain)
            throw new ArgumentException(
                "EndPointOptions: with responses as recorded only Death, NewTherapy, MaxGapDays, AddDay and Response.Best apply; leave the "
                    + "others out.", nameof(options));
        if (options.NewTherapy != InterveningRule.Ignore && !hasTherapy)
            throw new ArgumentException(
                $"EndPointOptions.NewTherapy = {options.NewTherapy}: name the column that holds the start of the new therapy.",
                nameof(options));
        List<string> notes = [.. found.Notes];
        return new RecordedEndPoints
        {
            Subjects = [.. found.Subjects.Select(s => Derive(s, options, found, notes))], Options = options, Excluded = found.Excluded,
            Notes = [.. notes],
        };
    }

    private static RecordedEndPoint Derive(RecordedSubject subject, EndPointOptions options, RecordedTimePoints found, List<string> notes)
    {
        DateOnly start = subject.Reference;
        BestResponseOptions best = options.Response.Best;
        if (subject.Death < start)
            notes.Add($"Subject '{subject.Id}': death on {found.When(subject.Death.Value)} is before time zero and is not used.");
        DateOnly? death = subject.Death >= start ? subject.Death : null;
        DateOnly[] outside = [.. subject.Assessments.Where(a => a.Date > death || (a.Date <= start && a.Response == ResponseCategory.PD))
            .Select(a => a.Date)];
        if (outside.Length > 0)
            notes.Add($"Subject '{subject.Id}': {(outside[0] > death ? "the assessment" : "the progression")} on "
                + $"{string.Join(", ", outside.Select(found.When))} is "
                + $"{(outside[0] > death ? "after death" : "not after time zero")} and counts for nothing.");
        DatedResponse[] assessments = [.. subject.Assessments.Where(a => !outside.Contains(a.Date))];
        DateOnly? progression = assessments.Where(a => a.Response == ResponseCategory.PD).Select(a => (DateOnly?)a.Date).Min();
        var history = new UnitHistory(new TreatmentUnit(subject.Id, subject.Id, start))
        {
            Progressions = [null, null, progression is { } day ? new FirstProgression(day, "as recorded") : null],
            Assessments = [.. assessments.Where(a => a.Response.IsEvaluable()).Select(a => a.Date)],
            Death = death,
            NewTherapy = subject.NewTherapy,
        };
        EndPoint free = EndPointRules.Derive(history, options with { Death = DeathRule.Event }).Overall;
        EndPoint toProgression = EndPointRules.Derive(history, options with { Death = OfProgression(options) }).Overall;
        DateOnly? response = BestResponse.FirstResponse(assessments, best, free.IsProgression ? free.Date : null, subject.NewTherapy);
        if (response > free.Date) response = null;
        int extra = options.AddDay ? 1 : 0;
        return new RecordedEndPoint(subject.Id, BestResponse.Classify(assessments, start, best, newTherapy: subject.NewTherapy),
            BestResponse.ClinicalBenefit(assessments, start, Benefits, best, newTherapy: subject.NewTherapy) is not null, free,
            toProgression,
            response is { } first ? first.DayNumber - start.DayNumber + extra : null,
            response is { } from ? free with { Days = free.Date.DayNumber - from.DayNumber + extra } : null);
    }

    private static readonly ResponseCategory[] Benefits = [ResponseCategory.CR, ResponseCategory.PR, ResponseCategory.SD,
        ResponseCategory.NonCRNonPD];

    private static DeathRule OfProgression(EndPointOptions options) =>
        options.Death == DeathRule.Competing ? DeathRule.Competing : DeathRule.Censor;

    /// <summary>
    /// One row per subject: <c>subject</c>, <c>best_response</c>, <c>responder</c> and <c>disease_control</c> (1 or 0); <c>pfs_days</c>,
    /// <c>pfs_months</c>,
    /// <c>pfs_event</c> (1 progression or death, 0 censored), <c>pfs_reason</c>; the same for <c>ttp</c> (1 progression, 2 death as a
    /// competing event where chosen); <c>ttr_days</c>, <c>ttr_months</c>, <c>dor_days</c>, <c>dor_months</c>, <c>dor_event</c>,
    /// <c>dor_reason</c> of responders, else missing.
    /// </summary>
    public DataFrame ToDataFrame()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("subject", Subjects.Select(s => s.Id)),
            new StringDataFrameColumn("best_response", Subjects.Select(s => s.Best.Response.Label())),
            new Int32DataFrameColumn("responder", Subjects.Select(s => s.Best.Response.IsResponse() ? 1 : 0)),
            new Int32DataFrameColumn("disease_control", Subjects.Select(s => s.Benefit ? 1 : 0)));
        Add("pfs", s => s.ProgressionFree);
        Add("ttp", s => s.Progression);
        frame.Columns.Add(new Int32DataFrameColumn("ttr_days", Subjects.Select(s => s.DaysToResponse)));
        frame.Columns.Add(new DoubleDataFrameColumn("ttr_months", Subjects.Select(s => s.DaysToResponse / EndPoint.DaysPerMonth)));
        Add("dor", s => s.Duration);
        return frame;

        void Add(string name, Func<RecordedEndPoint, EndPoint?> end)
        {
            frame.Columns.Add(new Int32DataFrameColumn(name + "_days", Subjects.Select(s => end(s)?.Days)));
            frame.Columns.Add(new DoubleDataFrameColumn(name + "_months", Subjects.Select(s => end(s)?.Months)));
            frame.Columns.Add(new Int32DataFrameColumn(name + "_event", Subjects.Select(s => end(s)?.Event)));
            frame.Columns.Add(new StringDataFrameColumn(name + "_reason", Subjects.Select(s => end(s)?.Reason)!));
        }
    }

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        int n = Subjects.Length;
        RecordedEndPoint[] responders = [.. Subjects.Where(s => s.Duration is not null)];
        TableRow row(string label, int count, int of, int indent = 0) => new([label, new TableCell(NumberFormat.CountPercent(count, of))
            { Value = of == 0 ? null : (double)count / of, Count = count, Denominator = of, Unit = "subjects", Statistic = "n (%)" }]) {
            Indent = indent };
        return new SummaryTable
        {
            Title = "Response and end points, responses as recorded",
            Columns = [new(""), new($"N = {Wording.Count(n, "subjects")}")],
            Rows =
            [
                new TableRow(["Best response", TableCell.Empty]) { IsHeading = true },
                .. Subjects.Select(s => s.Best.Response).Distinct().Order()
                    .Select(r => row(r.Label(), Subjects.Count(s => s.Best.Response == r), n, 1)),
                row("Response (CR + PR)", Subjects.Count(s => s.Best.Response.IsResponse()), n),
                row("Disease control", Subjects.Count(s => s.Benefit), n),
                new TableRow(["Progression-free survival", TableCell.Empty]) { IsHeading = true },
                row("Progression", Subjects.Count(s => s.ProgressionFree.IsProgression), n, 1),
                row("Death without progression", Subjects.Count(s => s.ProgressionFree is { Event: 1, IsDeath: true }), n, 1),
                .. Subjects.Any(s => s.ProgressionFree.IsIntervention)
                    ? [row("New therapy", Subjects.Count(s => s.ProgressionFree.IsIntervention), n, 1)]
                    : Array.Empty<TableRow>(),
                row("Censored", Subjects.Count(s => s.ProgressionFree.Event == 0), n, 1),
                row("Response that ended, of responders", responders.Count(s => s.Duration!.Event != 0), responders.Length),
            ],
            Footnotes =
            [
                "Responses, criterion and reader are those of the file; nothing was judged again. Use the frame with Kaplan-Meier for "
                    + "medians.",
                "Progression-free survival: first PD or death; time to progression: first PD, death "
                    + (OfProgression(Options) == DeathRule.Competing
                        ? "a competing event (2)."
                        : "censored at the last adequate assessment (any that is not NE)."),
                $"New therapy: {(Options.NewTherapy == InterveningRule.Ignore ? "ignored" : Options.NewTherapy.ToString()
                    .ToLowerInvariant())}; "
                    + (Options.MaxGapDays is { } gap
                        ? $"event more than {gap.ToString(CultureInfo.InvariantCulture)} days after the last adequate assessment: "
                            + "censored there. "
                        : "events count after any gap. ")
                    + "Months = days / 30.4375" + (Options.AddDay ? "; one day added." : "."),
                Options.Response.Best.Describe(),
                .. Notes,
                .. Excluded.Select(e => $"{e.Count} rows left out: {e.Reason}."),
            ],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
