using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response.Scopes;

namespace NotebookKit.Response.EndPoints;

/// <summary>
/// Time to local, hepatic and overall progression of every treatment. Prints the counts; <see cref="ToDataFrame"/> is ready for
/// Kaplan-Meier.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ProgressionEndPoints : ITableResult
{
    /// <summary>The treatments, by patient and date.</summary>
    internal ImmutableArray<UnitEndPoints> Units { get; init; } = [];

    /// <summary>The end point of one treatment.</summary>
    /// <param name="id">Its procedure_id, or the name of its course.</param>
    /// <param name="scope">The disease it speaks of.</param>
    /// <exception cref="KeyNotFoundException">There is no such treatment; the message names some that are.</exception>
    public EndPoint this[string id, ResponseScope scope] => Units.FirstOrDefault(u => u.Unit.Id == id)?[scope]
        ?? throw new KeyNotFoundException(
            $"'{id}' is none of the {Wording.Count(Units.Length, Options.Response.UnitName)} followed; they are "
            + string.Join(", ", Units.Take(5).Select(u => u.Unit.Id)) + (Units.Length > 5 ? ", …" : "") + ". Name one of them.");

    /// <summary>Number of patients treated.</summary>
    public required int Patients { get; init; }

    /// <summary>Options used.</summary>
    public required EndPointOptions Options { get; init; }

    /// <summary>Recorded progressions that disagree with the measurements, and treatments whose end points are out of order.</summary>
    public required FindingList Findings { get; init; }

    /// <summary>
    /// One row per unit: <c>procedure_id</c> (<c>course_id</c> for courses), <c>patient_id</c> (the cluster), <c>procedure_date</c>;
    /// for each of local, hepatic, overall <c>local_days</c>, <c>local_months</c>, <c>local_event</c> (1 event, 0 censored, 2 death
    /// or an intervention as a competing event), <c>local_date</c>, <c>local_reason</c>.
    /// </summary>
    public DataFrame ToDataFrame()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn(Options.Response.Unit == AnalysisUnit.Course ? "course_id" : "procedure_id",
                Units.Select(u => u.Unit.Id)),
            new StringDataFrameColumn("patient_id", Units.Select(u => u.Unit.PatientId)),
            new DateTimeDataFrameColumn("procedure_date", Units.Select(u => u.Unit.Date.ToDateTime(TimeOnly.MinValue))));
        foreach (ResponseScope scope in Enum.GetValues<ResponseScope>())
        {
            string name = scope.ToString().ToLowerInvariant();
            frame.Columns.Add(new Int32DataFrameColumn(name + "_days", Units.Select(u => u[scope].Days)));
            frame.Columns.Add(new DoubleDataFrameColumn(name + "_months", Units.Select(u => u[scope].Months)));
            frame.Columns.Add(new Int32DataFrameColumn(name + "_event", Units.Select(u => (int)u[scope].Status)));
            frame.Columns.Add(new DateTimeDataFrameColumn(name + "_date", Units.Select(u => u[scope].Date.ToDateTime(TimeOnly.MinValue))));
            frame.Columns.Add(new StringDataFrameColumn(name + "_reason", Units.Select(u => u[scope].Reason)));
        }
        return frame;
    }

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        string unit = Options.Response.UnitName;
        return new SummaryTable
        {
            Title = Options.Death == DeathRule.Event ? "Progression-free survival: events" : "Time to progression: events",
            Columns = [new("Scope"), new("Progression"), new("Death"),
                .. HasInterventions ? [new TableColumn("Intervention")] : Array.Empty<TableColumn>(), new("Censored"),
                new("Time to event or censoring, range, months")],
            Rows = [.. Enum.GetValues<ResponseScope>().Select(scope => Row(scope, unit))],
            Footnotes =
            [
                $"{Wording.Count(Units.Length, unit)} in {Wording.Count(Patients, "patients")}; several {unit} of one patient are not "
                    + "independent.",
                .. Options.Describe(),
                .. Units.Any(u => !u.IsNested)
                    ? [$"{Units.Count(u => !u.IsNested)} {unit} out of the order overall ≤ hepatic ≤ local; see Findings."]
                    : Array.Empty<string>(),
                .. Findings.Count > 0 ? [$"{Wording.Count(Findings.Count, "findings")}; see Findings."] : Array.Empty<string>(),
            ],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private bool HasInterventions => Units.Any(u => u.Local.IsIntervention || u.Hepatic.IsIntervention || u.Overall.IsIntervention);

    private TableRow Row(ResponseScope scope, string unit)
    {
        TableCell count(int n) =>
            new(n.ToString(CultureInfo.InvariantCulture)) { Value = n, Count = n, Denominator = Units.Length, Unit = unit,
                Statistic = "n" };
        EndPoint[] ends = [.. Units.Select(u => u[scope])];
        return new TableRow([
            scope.ToString(),
            count(ends.Count(e => e.IsProgression)),
            count(ends.Count(e => e.Status != EndPointStatus.Censored && e.IsDeath)),
            .. HasInterventions ? [count(ends.Count(e => e.IsIntervention))] : Array.Empty<TableCell>(),
            count(ends.Count(e => e.Status == EndPointStatus.Censored)),
            ends.Length == 0
                ? TableCell.Empty
                : $"{NumberFormat.Fixed(ends.Min(e => e.Months), 1)} to {NumberFormat.Fixed(ends.Max(e => e.Months), 1)}"]);
    }
}
