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

    /// <summary>Title of the table.</summary>
    public string Title { get; init; } = "Best response";

    /// <summary>Options used.</summary>
    public required BestResponseOptions Options { get; init; }

    /// <summary>Rows left out, with the reason.</summary>
    public required ImmutableArray<ExcludedRows> Excluded { get; init; }

    /// <summary>What a reader must know: two different responses of a subject on one day, subjects without any response.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The patient of each subject, where a subject is a procedure; empty where subjects are patients.</summary>
    internal ImmutableArray<string?> Patients { get; init; } = [];

    /// <summary>Chooses the best response of every subject.</summary>
    /// <param name="found">The time points.</param>
    /// <param name="options">Options; null for the defaults.</param>
    internal static BestResponses Choose(RecordedTimePoints found, BestResponseOptions? options = null)
    {
        options ??= new BestResponseOptions();
        return new BestResponses
        {
            Notes = [.. found.Notes],
            Subjects = [.. found.Subjects.Select(s => (s.Id, BestResponse.Classify(s.Assessments, s.Reference, options)))],
            Options = options,
            Excluded = found.Excluded,
        };
    }

    /// <summary>
    /// One row per subject: <c>subject</c>, <c>best_response</c>, <c>date</c>, <c>reason</c>; <c>patient_id</c> too where a subject is a
    /// procedure of a cohort, so that rows cannot pass for patients.
    /// </summary>
    public DataFrame ToDataFrame()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("subject", Subjects.Select(s => s.Subject)),
            new StringDataFrameColumn("best_response", Subjects.Select(s => s.Best.Response.Label())),
            new DateTimeDataFrameColumn("date", Subjects.Select(s => s.Best.Date?.ToDateTime(TimeOnly.MinValue))),
            new StringDataFrameColumn("reason", Subjects.Select(s => s.Best.Reason)));
        if (!Patients.IsEmpty) frame.Columns.Add(new StringDataFrameColumn("patient_id", Patients));
        return frame;
    }

    /// <inheritdoc/>
    public SummaryTable ToTable() => new()
    {
        Title = Title,
        Columns = [new("Subject"), new("Best response", TableAlignment.Left), new("Date", TableAlignment.Left),
            new("Why", TableAlignment.Left)],
        Rows = [.. Subjects.Select(
            s => new TableRow(
                [s.Subject, s.Best.Response.Label(), s.Best.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
                    s.Best.Reason]))],
        Footnotes = [Options.Describe(), .. Notes, .. Excluded.Select(e => $"{e.Count} rows left out: {e.Reason}.")],
    };

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
