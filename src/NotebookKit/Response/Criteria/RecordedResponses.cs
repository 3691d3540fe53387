using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Response.Criteria;

/// <summary>What the readers wrote down at each scan, with the procedure it belongs to.</summary>
internal static class RecordedResponses
{
    /// <summary>One row per scan in the order of the file, then one per procedure without a recorded response.</summary>
    public static DataFrame Rows(ICohortTables cohort)
    {
        var procedures = new ColumnReader(cohort.Procedures);
        var imaging = new ColumnReader(cohort.Imaging);
        var persons = new ColumnReader(cohort.Patients);
        string?[] ids = procedures.Texts("procedure_id"), owners = procedures.Texts("patient_id"), patients = imaging.Texts("patient_id");
        string?[] calls = [.. imaging.Texts("overall_response")
            .Select(c => c switch { "NA" => null, "non_CR_non_PD" => "Non-CR/Non-PD", _ => c })];
        DateTime?[] starts = procedures.Dates("procedure_date"), days = imaging.Dates("imaging_date"),
            deaths = persons.Dates("death_date");
        if (Array.TrueForAll(calls, c => c is null))
            throw new ArgumentException(
                "No response is recorded: imaging.csv has no overall_response. Enter it there, or measure lesions and ask "
                    + "AssessResponse().");
        Dictionary<string, DateTime?> died = persons.Texts("patient_id").Zip(deaths).Where(p => p.First is not null)
            .DistinctBy(p => p.First).ToDictionary(p => p.First!, p => p.Second);
        ILookup<string?, int> of = Enumerable.Range(0, ids.Length).Where(p => ids[p] is not null && starts[p] is not null)
            .ToLookup(p => owners[p]);
        // A scan belongs to the last procedure before its day.
        int?[] procedure =
            [.. days.Select((day, i) => calls[i] is null ? null : of[patients[i]].Where(p => starts[p] < day)
                .OrderByDescending(p => starts[p]).Select(p => (int?)p).FirstOrDefault())];
        var used = procedure.ToHashSet();
        int[] without = [.. of.SelectMany(g => g).Where(p => !used.Contains(p)).Order()];
        int?[] rows = [.. procedure, .. without.Select(p => (int?)p)];
        return new DataFrame(
            new StringDataFrameColumn("procedure_id", rows.Select(p => p is { } k ? ids[k] : null)),
            new StringDataFrameColumn("patient_id", rows.Select(p => p is { } k ? owners[k] : null)),
            new DateTimeDataFrameColumn("imaging_date", rows.Select((_, i) => i < days.Length ? days[i] : null)),
            new StringDataFrameColumn("response", rows.Select((_, i) => i < calls.Length ? calls[i] : null)),
            new DateTimeDataFrameColumn("procedure_date", rows.Select(p => p is { } k ? starts[k] : null)),
            new DateTimeDataFrameColumn("death_date",
                rows.Select(p => p is { } k && owners[k] is { } owner ? died.GetValueOrDefault(owner) : null)));
    }

    public static BestResponses Best(ICohortTables cohort, BestResponseOptions? options)
    {
        DataFrame rows = Rows(cohort);
        BestResponses best = BestResponses.Choose(RecordedTimePoints.Read(new ColumnReader(rows), "procedure_id", "imaging_date",
            "response", "procedure_date"), options);
        string?[] calls = new ColumnReader(rows).Texts("response"), ids = new ColumnReader(rows).Texts("procedure_id"),
            all = new ColumnReader(cohort.Imaging).Texts("overall_response");
        Dictionary<string, string?> owner = ids.Zip(new ColumnReader(rows).Texts("patient_id")).Where(p => p.First is not null)
            .DistinctBy(p => p.First).ToDictionary(p => p.First!, p => p.Second);
        int before = all.Where((c, i) => c is not (null or "NA") && ids[i] is null).Count();
        DateTime?[] days = new ColumnReader(cohort.Imaging).Dates("imaging_date");
        string?[] patients = new ColumnReader(cohort.Imaging).Texts("patient_id");
        var treated = new ColumnReader(cohort.Procedures).Texts("patient_id")
            .Zip(new ColumnReader(cohort.Procedures).Dates("procedure_date")).ToHashSet();
        int sameDay = all.Where(
            (c, i) => c is not (null or "NA") && ids[i] is not null && treated.Contains((patients[i], days[i]))).Count();
        return best with
        {
            Title = "Best response of procedures, as recorded", Excluded = [],
            Patients = [.. best.Subjects.Select(s => owner[s.Subject])],
            Notes =
            [
                "As recorded in imaging.overall_response; nothing was measured or judged again.",
                "A scan counts for the last procedure before its day.",
                .. best.Notes.Select(n => n.Replace("subjects without", "procedures without", StringComparison.Ordinal)
                    .Replace("subject without", "procedure without", StringComparison.Ordinal)),
                .. before > 0
                    ? [$"{Wording.Count(before, "recorded responses")} on or before the day of the first procedure "
                        + $"{(before == 1 ? "does" : "do")} not count."]
                    : Array.Empty<string>(),
                .. sameDay > 0
                    ? [$"{Wording.Count(sameDay, "recorded responses")} dated on the day of a later procedure "
                        + $"{(sameDay == 1 ? "counts" : "count")} for the procedure before it; "
                        + "the response to a procedure needs a later day."]
                    : Array.Empty<string>(),
            ],
        };
    }
}
