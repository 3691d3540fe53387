using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Response.Criteria;

/// <summary>Best response of subjects whose time points were judged elsewhere. Prints one row per subject.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record BestResponses : ITableResult
{
    /// <summary>Best response by subject, in order of first appearance.</summary>
    public required ImmutableArray<(string Subject, BestResponseResult Best)> Subjects { get; init; }

    /// <summary>Options used.</summary>
    public required BestResponseOptions Options { get; init; }

    /// <summary>Rows left out, with the reason.</summary>
    public required ImmutableArray<ExcludedRows> Excluded { get; init; }

    /// <summary>What a reader must know: two different responses of a subject on one day, subjects without any response.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Chooses the best response of every subject of a frame with one row per assessment.</summary>
    /// <param name="subjects">Subject of each row.</param>
    /// <param name="dates">Date of each assessment.</param>
    /// <param name="responses">Response of each assessment: CR, PR, SD, Non-CR/Non-PD, PD, NE.</param>
    /// <param name="references">Time zero of the subject, on each row.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A response is not known, or a subject has two different times zero; the message names the row.</exception>
    internal static BestResponses Choose(IReadOnlyList<string?> subjects, IReadOnlyList<DateTime?> dates, IReadOnlyList<string?> responses, IReadOnlyList<DateTime?> references, BestResponseOptions? options = null)
    {
        options ??= new BestResponseOptions();
        var order = new List<string>();
        var rows = new Dictionary<string, (DateOnly Reference, List<DatedResponse> Assessments)>(StringComparer.Ordinal);
        var readings = new Dictionary<(string, DateOnly), (ResponseCategory Response, int Row)>();
        var notes = ImmutableArray.CreateBuilder<string>();
        int incomplete = 0;
        for (int i = 0; i < subjects.Count; i++)
        {
            if (subjects[i] is not { } subject || dates[i] is not { } date || responses[i] is not { } text || references[i] is not { } reference)
            {
                incomplete++;
                // a subject without any response stays in the denominator
                if (subjects[i] is { } name && references[i] is { } start && rows.TryAdd(name, (DateOnly.FromDateTime(start), []))) order.Add(name);
                continue;
            }
            string row = FormattableString.Invariant($"row {ColumnReader.ExcelRow(i)}");
            if (!ResponseCategoryNames.TryParse(text, out ResponseCategory response))
                throw new ArgumentException($"{row}: found response '{text}'; expected CR, PR, SD, Non-CR/Non-PD, PD or NE, or their names spelled out. Name other words with Recode first.", nameof(responses));
            if (!rows.TryGetValue(subject, out var found))
            {
                rows[subject] = found = (DateOnly.FromDateTime(reference), []);
                order.Add(subject);
            }
            if (found.Reference != DateOnly.FromDateTime(reference))
                throw new ArgumentException($"{row}: subject '{subject}' has a second time zero; expected {found.Reference.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} as above.", nameof(references));
            var day = DateOnly.FromDateTime(date);
            if (!readings.TryAdd((subject, day), (response, i)) && readings[(subject, day)] is var earlier && earlier.Response != response)
                notes.Add($"Subject '{subject}' has two responses on {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {earlier.Response.Label()} "
                    + $"(row {ColumnReader.ExcelRow(earlier.Row)}) and {response.Label()} ({row}); the worse one counts. Keep the one that is right.");
            found.Assessments.Add(new DatedResponse(day, response));
        }
        int blank = order.Count(s => rows[s].Assessments.Count == 0);
        if (blank > 0) notes.Add($"{Wording.Count(blank, "subjects")} without any response {(blank == 1 ? "counts" : "count")} as not evaluable and {(blank == 1 ? "stays" : "stay")} in the denominator.");
        return new BestResponses
        {
            Notes = notes.ToImmutable(),
            Subjects = [.. order.Select(s => (s, BestResponse.Classify(rows[s].Assessments, rows[s].Reference, options)))],
            Options = options,
            Excluded = incomplete == 0 ? [] : [new ExcludedRows("subject, date, response or time zero missing", incomplete)],
        };
    }

    /// <summary>One row per subject: <c>subject</c>, <c>best_response</c>, <c>date</c>, <c>reason</c>.</summary>
    public DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("subject", Subjects.Select(s => s.Subject)),
        new StringDataFrameColumn("best_response", Subjects.Select(s => s.Best.Response.Label())),
        new DateTimeDataFrameColumn("date", Subjects.Select(s => s.Best.Date?.ToDateTime(TimeOnly.MinValue))),
        new StringDataFrameColumn("reason", Subjects.Select(s => s.Best.Reason)));

    /// <inheritdoc/>
    public SummaryTable ToTable() => new()
    {
        Title = "Best response",
        Columns = [new("Subject"), new("Best response", TableAlignment.Left), new("Date", TableAlignment.Left), new("Why", TableAlignment.Left)],
        Rows = [.. Subjects.Select(s => new TableRow([s.Subject, s.Best.Response.Label(), s.Best.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", s.Best.Reason]))],
        Footnotes = [Options.Describe(), .. Notes, .. Excluded.Select(e => $"{e.Count} rows left out: {e.Reason}.")],
    };

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
