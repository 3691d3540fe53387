using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;

namespace NotebookKit.Response.Assessment;

/// <summary>
/// Response after the first, second, third … treatment of every patient: who responds again, who responds late, and who has responded so
/// far. Prints one row per number.
/// </summary>
/// <remarks>
/// Every treatment has its own baseline. A patient without a later treatment keeps the response of those before: the last column counts
/// patients with a response after as many treatments or fewer, out of all treated. Who is treated again is chosen by the response before,
/// so the rows are no rates of one population.
/// </remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record RepeatedResponses : ITableResult
{
    /// <summary>The patients' responses in the order of their treatments.</summary>
    internal ImmutableArray<(string PatientId, ImmutableArray<ResponseCategory> Responses)> Patients { get; init; } = [];

    /// <summary>The disease judged.</summary>
    public required ResponseScope Scope { get; init; }

    /// <summary>Whether the best response of each treatment is taken, not that at the landmark day.</summary>
    public required bool Best { get; init; }

    /// <summary>Options used.</summary>
    public required ResponseOptions Options { get; init; }

    internal static RepeatedResponses Of(ResponseAssessment assessment, ResponseScope scope, bool best)
    {
        ResponseOptions o = assessment.Options;
        LandmarkResponse landmark = assessment.AtDay(o.LandmarkDay, o.WindowFirstDay, o.WindowLastDay);
        return new RepeatedResponses
        {
            Patients = [.. assessment.Units.GroupBy(u => u.PatientId)
                .Select(p =>
                    (p.Key, p.OrderBy(u => u.Date).Select(u => best ? u[scope].Best.Response : landmark.Response(u, scope))
                        .ToImmutableArray()))],
            Scope = scope, Best = best, Options = o,
        };
    }

    /// <summary>
    /// One row per patient and treatment: <c>patient_id</c>, <c>treatment</c> (1, 2, …), <c>response</c>, <c>responder</c> and
    /// <c>responded_before</c> (1 or 0).
    /// </summary>
    public DataFrame ToDataFrame()
    {
        var rows = Patients.SelectMany(
            p => p.Responses.Select((r, i) => (p.PatientId, Number: i + 1, Response: r, Before: Before(p.Responses, i)))).ToArray();
        return new DataFrame(
            new StringDataFrameColumn("patient_id", rows.Select(r => r.PatientId)),
            new Int32DataFrameColumn("treatment", rows.Select(r => r.Number)),
            new StringDataFrameColumn("response", rows.Select(r => r.Response.Label())),
            new Int32DataFrameColumn("responder", rows.Select(r => r.Response.IsResponse() ? 1 : 0)),
            new Int32DataFrameColumn("responded_before", rows.Select(r => r.Before ? 1 : 0)));
    }

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        int most = Patients.IsEmpty ? 0 : Patients.Max(p => p.Responses.Length);
        string unit = Options.Unit == AnalysisUnit.Course ? "Course" : "Procedure";
        TableCell cell(int n, int of) => of == 0 ? TableCell.Empty
            : new(FormattableString.Invariant($"{n}/{of} ({NumberFormat.Percent((double)n / of)})")) { Value = (double)n / of, Count = n,
                Denominator = of, Unit = "patients", Statistic = "n/N (%)" };
        return new SummaryTable
        {
            Title = $"{(Best ? "Best" : FormattableString.Invariant($"Day {Options.LandmarkDay}"))} "
                + $"{Scope.ToString().ToLowerInvariant()} response after repeated treatment: CR + PR",
            Columns = [new(unit), new("Patients treated"), new("Response"), new("Again, of responders before"),
                new("Now, of those without before"), new("Response so far, of all")],
            Rows = [.. Enumerable.Range(0, most).Select(i =>
            {
                var now = Patients.Where(p => p.Responses.Length > i).ToArray();
                var before = now.ToLookup(p => Before(p.Responses, i));
                int responders(IEnumerable<(string, ImmutableArray<ResponseCategory> Responses)> of) =>
                    of.Count(p => p.Responses[i].IsResponse());
                return new TableRow(
                    [FormattableString.Invariant($"{i + 1}"), FormattableString.Invariant($"{now.Length}"),
                        cell(responders(now), now.Length),
                    i == 0 ? TableCell.Empty : cell(responders(before[true]), before[true].Count()),
                    i == 0 ? TableCell.Empty : cell(responders(before[false]), before[false].Count()),
                    cell(Patients.Count(p => Before(p.Responses, i + 1)), Patients.Length)]);
            })],
            Footnotes =
            [
                "Every treatment has its own baseline; who is treated again depends on the response before, so the rows are no rates of "
                    + "one population.",
                Best ? Options.Best.Describe() : $"Response at {Options.DescribeWindow()}.",
                .. Options.Describe().SkipLast(1),
            ],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static bool Before(ImmutableArray<ResponseCategory> responses, int count) => responses.Take(count).Any(r => r.IsResponse());
}
