using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Response.Criteria;

/// <summary>A subject whose time points were judged elsewhere.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Reference">Time zero.</param>
internal sealed record RecordedSubject(string Id, DateOnly Reference)
{
    /// <summary>The responses, in the order of the rows.</summary>
    public List<DatedResponse> Assessments { get; } = [];

    /// <summary>Day of death; null when alive.</summary>
    public DateOnly? Death { get; set; }

    /// <summary>Start of another therapy; null when there is none.</summary>
    public DateOnly? NewTherapy { get; set; }
}

/// <summary>Rows with one assessment each, put together by subject.</summary>
internal sealed class RecordedTimePoints
{
    // Days without dates are counted from here.
    private static readonly DateOnly Epoch = new(2000, 1, 1);

    private readonly Dictionary<string, RecordedSubject> _bySubject = new(StringComparer.Ordinal);

    private readonly bool _dated;

    private RecordedTimePoints(bool dated) => this._dated = dated;

    /// <summary>The subjects, in order of first appearance.</summary>
    public List<RecordedSubject> Subjects { get; } = [];

    /// <summary>What a reader must know.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Rows left out, with the reason.</summary>
    public ImmutableArray<ExcludedRows> Excluded { get; private set; } = [];

    /// <summary>Reads one row per assessment.</summary>
    /// <param name="columns">The frame.</param>
    /// <param name="subject">Column of the subject.</param>
    /// <param name="time">Column of dates, or of whole days since time zero.</param>
    /// <param name="response">Column of the response.</param>
    /// <param name="reference">Column of time zero; null where <paramref name="time"/> holds days.</param>
    /// <param name="death">Column of the date or day of death; null for none.</param>
    /// <param name="newTherapy">Column of the date or day of another therapy; null for none.</param>
    /// <exception cref="ArgumentException">A response is not known, or a subject has two times zero, deaths or therapies; the message names
    /// the row.</exception>
    public static RecordedTimePoints Read(
        ColumnReader columns, string subject, string time, string response, string? reference, string? death = null,
        string? newTherapy = null)
    {
        bool dated = !ColumnReader.IsNumeric(columns.Column(time));
        if (dated == (reference is null))
            throw new ArgumentException(dated
                ? $"Column '{time}' holds dates; name the column of time zero as reference."
                : $"Column '{time}' holds days since time zero; leave the reference out.");
        DateOnly?[] dates(string name) =>
            dated
                ? Array.ConvertAll(columns.Dates(name), d => d is { } day ? DateOnly.FromDateTime(day) : (DateOnly?)null)
                : Days(columns, name);
        string?[] subjects = columns.Texts(subject), responses = columns.Texts(response);
        DateOnly?[] times = dates(time);
        DateOnly?[]? references = reference is null ? null : dates(reference), deaths = death is null ? null : dates(death),
            therapies = newTherapy is null ? null : dates(newTherapy);
        var found = new RecordedTimePoints(dated);
        var readings = new Dictionary<(string, DateOnly), (ResponseCategory Response, int Row)>();
        int incomplete = 0;
        for (int i = 0; i < subjects.Length; i++)
        {
            if (subjects[i] is not { } name || (references is null ? Epoch : references[i]) is not { } start)
            {
                incomplete++;
                continue;
            }
            RecordedSubject of = found.Subject(name, start, i);
            if (deaths?[i] is { } died) of.Death = One(of.Death, died, "day of death", i);
            if (therapies?[i] is { } therapy) of.NewTherapy = One(of.NewTherapy, therapy, "start of another therapy", i);
            // a subject without any response stays in the denominator
            if (times[i] is { } day && responses[i] is { } text) found.Add(of, day, text, i, readings);
            else incomplete++;
        }
        int blank = found.Subjects.Count(s => s.Assessments.Count == 0);
        if (blank > 0)
            found.Notes.Add($"{Wording.Count(blank, "subjects")} without any response {(blank == 1 ? "counts" : "count")} as not evaluable "
                + $"and {(blank == 1 ? "stays" : "stay")} in the denominator.");
        if (incomplete > 0)
            found.Excluded = [new ExcludedRows(dated ? "subject, date, response or time zero missing" : "subject, day or response missing",
                incomplete)];
        return found;

        DateOnly One(DateOnly? known, DateOnly now, string what, int i) => known is null || known == now ? now
            : throw new ArgumentException(
                $"{Row(i)}: subject '{subjects[i]}' has a second {what}, {found.When(now)}; expected {found.When(known.Value)} as above.");
    }

    /// <summary>A day in words: its date, or its number.</summary>
    public string When(DateOnly day) =>
        _dated
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"day {day.DayNumber - Epoch.DayNumber}");

    private RecordedSubject Subject(string name, DateOnly start, int i)
    {
        if (!_bySubject.TryGetValue(name, out RecordedSubject? known))
        {
            _bySubject[name] = known = new RecordedSubject(name, start);
            Subjects.Add(known);
        }
        return known.Reference == start ? known
            : throw new ArgumentException($"{Row(i)}: subject '{name}' has a second time zero; expected {When(known.Reference)} as above.");
    }

    private void Add(RecordedSubject of, DateOnly day, string text, int i,
        Dictionary<(string, DateOnly), (ResponseCategory Response, int Row)> readings)
    {
        if (!ResponseCategoryNames.TryParse(text, out ResponseCategory response))
            throw new ArgumentException(
                $"{Row(i)}: found response '{text}'; expected CR, PR, SD, Non-CR/Non-PD, PD or NE, or their names spelled out. Name other "
                    + "words with Recode first.");
        if (!readings.TryAdd((of.Id, day), (response, i)) && readings[(of.Id, day)] is var earlier && earlier.Response != response)
            Notes.Add($"Subject '{of.Id}' has two responses on {When(day)}: {earlier.Response.Label()} ({Row(earlier.Row)}) and "
                + $"{response.Label()} ({Row(i)}); "
                + "the worse one counts. Keep the one that is right.");
        of.Assessments.Add(new DatedResponse(day, response));
    }

    private static DateOnly?[] Days(ColumnReader columns, string name)
    {
        double?[] days = columns.Numbers(name);
        int odd = Array.FindIndex(days, d => d is { } day && (day != Math.Floor(day) || Math.Abs(day) > 100_000));
        if (odd >= 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Column '{name}', row {ColumnReader.ExcelRow(odd)}: found {days[odd]}; expected whole days since time zero."));
        return Array.ConvertAll(days, d => d is { } day ? Epoch.AddDays((int)day) : (DateOnly?)null);
    }

    private static string Row(int i) => FormattableString.Invariant($"row {ColumnReader.ExcelRow(i)}");
}
