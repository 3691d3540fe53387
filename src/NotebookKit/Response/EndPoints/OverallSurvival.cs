using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.EndPoints;

/// <summary>Survival of one patient from the first procedure.</summary>
/// <param name="PatientId">Name of the patient.</param>
/// <param name="Start">Day of the first procedure.</param>
/// <param name="End">Death, or last contact.</param>
internal sealed record PatientSurvival(string PatientId, DateOnly Start, EndPoint End);

/// <summary>Overall survival: one row per patient, so that repeated procedures do not repeat deaths. Prints counts.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record OverallSurvival : ITableResult
{
    /// <summary>The treated patients.</summary>
    internal ImmutableArray<PatientSurvival> Patients { get; init; } = [];

    /// <summary>Treated patients without a day of death or last contact on or after the first procedure, who are left out.</summary>
    public required ImmutableArray<string> LeftOut { get; init; }

    /// <summary>From the first procedure to death; the living are censored at last contact.</summary>
    /// <param name="data">The cohort's tumours.</param>
    /// <param name="addDay">Whether one day is added (ADaM).</param>
    internal static OverallSurvival Derive(TumourData data, bool addDay = false)
    {
        var patients = ImmutableArray.CreateBuilder<PatientSurvival>();
        var leftOut = ImmutableArray.CreateBuilder<string>();
        foreach (PatientTumours patient in data.Patients)
        {
            if (patient.Procedures.IsEmpty) continue;
            DateOnly start = patient.Procedures[0].Date;
            bool dead = patient.Patient.Death is not null;
            if ((patient.Patient.Death ?? patient.Patient.LastContact) is not { } end || end < start)
            {
                leftOut.Add(patient.Patient.Id);
                continue;
            }
            int days = end.DayNumber - start.DayNumber + (addDay ? 1 : 0);
            patients.Add(new PatientSurvival(patient.Patient.Id, start,
                new EndPoint(days, dead ? 1 : 0, end, dead ? "death" : "censored at last contact", dead)));
        }
        return new OverallSurvival { Patients = patients.ToImmutable(), LeftOut = leftOut.ToImmutable() };
    }

    /// <summary>
    /// One row per patient: <c>patient_id</c>, <c>start_date</c>, <c>os_days</c>, <c>os_months</c>, <c>os_event</c> (1 death, 0 censored).
    /// </summary>
    public DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("patient_id", Patients.Select(p => p.PatientId)),
        new DateTimeDataFrameColumn("start_date", Patients.Select(p => p.Start.ToDateTime(TimeOnly.MinValue))),
        new Int32DataFrameColumn("os_days", Patients.Select(p => p.End.Days)),
        new DoubleDataFrameColumn("os_months", Patients.Select(p => p.End.Months)),
        new Int32DataFrameColumn("os_event", Patients.Select(p => (int)p.End.Status)));

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        TableCell count(int n) =>
            new(n.ToString(CultureInfo.InvariantCulture)) { Value = n, Count = n, Denominator = Patients.Length, Unit = "patients",
                Statistic = "n" };
        int deaths = Patients.Count(p => p.End.IsDeath);
        return new SummaryTable
        {
            Title = "Overall survival: events",
            Columns = [new(""), new("Patients")],
            Rows = [new TableRow(["Deaths", count(deaths)]), new TableRow(["Censored", count(Patients.Length - deaths)])],
            Footnotes =
            [
                "From the first procedure of each patient to death; the living censored at last contact. Months = days / 30.4375.",
                .. LeftOut.IsEmpty
                    ? Array.Empty<string>()
                    : [$"Left out, no date of death or last contact after treatment: {string.Join(", ", LeftOut)}."],
            ],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
