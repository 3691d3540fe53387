using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.EndPoints;

/// <summary>Time to response and duration of response of one responding unit.</summary>
/// <param name="Unit">The treatment.</param>
/// <param name="ResponseDate">First CR or PR; with confirmation, the first of the confirming pair.</param>
/// <param name="DaysToResponse">Days from treatment to response.</param>
/// <param name="Duration">From response to progression, death or censoring.</param>
internal sealed record ResponseDuration(TreatmentUnit Unit, DateOnly ResponseDate, int DaysToResponse, EndPoint Duration);

/// <summary>
/// Time to and duration of response of the responding units of one scope. Prints counts; <see cref="ToDataFrame"/> is ready for
/// Kaplan-Meier.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ResponseDurations : ITableResult
{
    /// <summary>The responding units, by patient and date.</summary>
    internal ImmutableArray<ResponseDuration> Responders { get; init; } = [];

    /// <summary>Number of treated units, responding or not.</summary>
    public required int Units { get; init; }

    /// <summary>The disease judged.</summary>
    public required ResponseScope Scope { get; init; }

    /// <summary>Options used.</summary>
    public required EndPointOptions Options { get; init; }

    /// <summary>Derives the durations.</summary>
    /// <param name="assessment">The responses.</param>
    /// <param name="endPoints">The end points of the same units.</param>
    /// <param name="scope">The disease judged.</param>
    /// <remarks>
    /// From the first response to the end point of the scope; censored as that end point is. Responses after the end point do
    /// not count.
    /// </remarks>
    /// <exception cref="ArgumentException">The end points are not those of the same units.</exception>
    internal static ResponseDurations Derive(ResponseAssessment assessment, ProgressionEndPoints endPoints, ResponseScope scope)
    {
        if (!assessment.Units.Select(u => u.Unit.Id).SequenceEqual(endPoints.Units.Select(u => u.Unit.Id)))
            throw new ArgumentException(
                "The end points are not those of the assessed units; derive both from one cohort with one unit of analysis.",
                nameof(endPoints));
        var responders = ImmutableArray.CreateBuilder<ResponseDuration>();
        int extraDay = endPoints.Options.AddDay ? 1 : 0;
        for (int i = 0; i < assessment.Units.Length; i++)
        {
            ScopeResponse response = assessment.Units[i][scope];
            EndPoint end = endPoints.Units[i][scope];
            DateOnly? progression = end.IsProgression ? end.Date : null;
            if (BestResponse.FirstResponse(response.Responses, assessment.Options.Best, progression, response.NewTherapy) is not { } first
                || first > end.Date) continue;
            responders.Add(new ResponseDuration(assessment.Units[i].Unit, first, first.DayNumber - response.Start.DayNumber + extraDay,
                end with { Days = end.Date.DayNumber - first.DayNumber + extraDay }));
        }
        return new ResponseDurations { Responders = responders.ToImmutable(), Units = assessment.Units.Length, Scope = scope,
            Options = endPoints.Options };
    }

    /// <summary>
    /// One row per responding unit: <c>procedure_id</c>, <c>patient_id</c>, <c>response_date</c>, <c>ttr_days</c>, <c>ttr_months</c>,
    /// <c>dor_days</c>, <c>dor_months</c>, <c>dor_event</c> (1 event, 0 censored, 2 death as a competing event), <c>dor_reason</c>.
    /// </summary>
    public DataFrame ToDataFrame() => new(
        new StringDataFrameColumn(Options.Response.Unit == AnalysisUnit.Course ? "course_id" : "procedure_id",
            Responders.Select(r => r.Unit.Id)),
        new StringDataFrameColumn("patient_id", Responders.Select(r => r.Unit.PatientId)),
        new DateTimeDataFrameColumn("response_date", Responders.Select(r => r.ResponseDate.ToDateTime(TimeOnly.MinValue))),
        new Int32DataFrameColumn("ttr_days", Responders.Select(r => r.DaysToResponse)),
        new DoubleDataFrameColumn("ttr_months", Responders.Select(r => r.DaysToResponse / EndPoint.DaysPerMonth)),
        new Int32DataFrameColumn("dor_days", Responders.Select(r => r.Duration.Days)),
        new DoubleDataFrameColumn("dor_months", Responders.Select(r => r.Duration.Months)),
        new Int32DataFrameColumn("dor_event", Responders.Select(r => (int)r.Duration.Status)),
        new StringDataFrameColumn("dor_reason", Responders.Select(r => r.Duration.Reason)));

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        string unit = Options.Response.UnitName;
        TableCell count(int n, int of) =>
            new($"{n.ToString(CultureInfo.InvariantCulture)}/{of.ToString(CultureInfo.InvariantCulture)}") { Value = n, Count = n,
                Denominator = of, Unit = unit, Statistic = "n/N" };
        int ended = Responders.Count(r => r.Duration.Status != EndPointStatus.Censored);
        return new SummaryTable
        {
            Title = $"Duration of {Scope.ToString().ToLowerInvariant()} response",
            Columns = [new(""), new("Value")],
            Rows =
            [
                new TableRow(["Responders (CR or PR)", count(Responders.Length, Units)]),
                new TableRow(["Response ended by progression or death", count(ended, Responders.Length)]),
                new TableRow(["Time to response, months, range", Range(r => r.DaysToResponse)]),
                new TableRow(["Observed duration, months, range", Range(r => r.Duration.Days)]),
            ],
            Footnotes = [$"Responders among {Units} {unit}; use the frame with Kaplan-Meier for the median duration.",
                .. Options.Describe(), Options.Response.Best.Describe()],
        };

        TableCell Range(Func<ResponseDuration, int> days) => Responders.IsEmpty ? TableCell.Empty
            : $"{NumberFormat.Fixed(Responders.Min(days) / EndPoint.DaysPerMonth, 1)} to "
                + $"{NumberFormat.Fixed(Responders.Max(days) / EndPoint.DaysPerMonth, 1)}";
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
