using System.Globalization;
using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;

namespace NotebookKit.Response.Assessment;

/// <summary>Response of every treatment at a fixed time. Prints as a response table.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record LandmarkResponse : ITableResult
{
    /// <summary>The assessment it was taken from.</summary>
    public required ResponseAssessment Assessment { get; init; }

    /// <summary>Options with the target day and the window used.</summary>
    public required ResponseOptions Options { get; init; }

    /// <summary>Footnotes for a table of these responses: criterion, scans used, and how long stable disease has to last.</summary>
    public ImmutableArray<string> Notes =>
    [
        $"{Options.Criterion.Name} at {Options.DescribeWindow()}.",
        string.Create(CultureInfo.InvariantCulture,
            $"Stable disease needs no minimum duration at a fixed day; as best response it counts from day "
                + $"{Options.Best.StableDiseaseMinimumDays}."),
    ];

    /// <summary>The time point taken for a treatment; null when the window holds no scan.</summary>
    /// <param name="unit">The treatment.</param>
    /// <param name="scope">The scope.</param>
    public TimePointResponse? TimePoint(UnitResponse unit, ResponseScope scope) =>
        unit[scope].Nearest(Options.LandmarkDay, Options.WindowFirstDay, Options.WindowLastDay);

    /// <summary>The response of a treatment; NE when the window holds no scan.</summary>
    /// <param name="unit">The treatment.</param>
    /// <param name="scope">The scope.</param>
    public ResponseCategory Response(UnitResponse unit, ResponseScope scope) => TimePoint(unit, scope)?.Overall ?? ResponseCategory.NE;

    /// <summary>One row per unit, columns as <see cref="ResponseAssessment.ToDataFrame"/> without the best responses.</summary>
    public DataFrame ToDataFrame()
    {
        ImmutableArray<UnitResponse> units = Assessment.Units;
        var frame = new DataFrame(
            new StringDataFrameColumn(Options.Unit == AnalysisUnit.Course ? "course_id" : "procedure_id", units.Select(u => u.Unit.Id)),
            new StringDataFrameColumn("patient_id", units.Select(u => u.Unit.PatientId)),
            new DateTimeDataFrameColumn("procedure_date", units.Select(u => u.Unit.Date.ToDateTime(TimeOnly.MinValue))));
        foreach (ResponseScope scope in Enum.GetValues<ResponseScope>())
        {
            string name = scope.ToString().ToLowerInvariant();
            frame.Columns.Add(new StringDataFrameColumn(name + "_response", units.Select(u => Response(u, scope).Label())));
            frame.Columns.Add(new Int32DataFrameColumn(name + "_responder", units.Select(u => Response(u, scope).IsResponse() ? 1 : 0)));
            frame.Columns.Add(new Int32DataFrameColumn(name + "_day", units.Select(u => TimePoint(u, scope)?.Day)));
            frame.Columns.Add(
                new DoubleDataFrameColumn(name + "_change_percent", units.Select(u => TimePoint(u, scope)?.ChangeFromBaseline)));
        }
        return frame;
    }

    /// <summary>
    /// One row per patient: <c>patient_id</c>, <c>units</c> (number of procedures or courses) and for each of local, hepatic, overall
    /// <c>local_response</c> and <c>local_responder</c>.
    /// </summary>
    /// <param name="rule">Which of a patient's responses stands for the patient. The default value is the first procedure.</param>
    public DataFrame ByPatient(PatientRule rule = PatientRule.First)
    {
        IGrouping<string, UnitResponse>[] patients = [.. Assessment.Units.GroupBy(u => u.Unit.PatientId)];
        var frame = new DataFrame(
            new StringDataFrameColumn("patient_id", patients.Select(p => p.Key)),
            new Int32DataFrameColumn("units", patients.Select(p => p.Count())));
        foreach (ResponseScope scope in Enum.GetValues<ResponseScope>())
        {
            string name = scope.ToString().ToLowerInvariant();
            ResponseCategory[] responses = [.. patients.Select(p => Choose([.. p.Select(u => Response(u, scope))], rule))];
            frame.Columns.Add(new StringDataFrameColumn(name + "_response", responses.Select(r => r.Label())));
            frame.Columns.Add(new Int32DataFrameColumn(name + "_responder", responses.Select(r => r.IsResponse() ? 1 : 0)));
        }
        return frame;
    }

    private static ResponseCategory Choose(ResponseCategory[] responses, PatientRule rule)
    {
        ResponseCategory[] evaluable = [.. responses.Where(r => r.IsEvaluable())];
        return rule == PatientRule.First || evaluable.Length == 0 ? responses[0] : rule == PatientRule.Best
            ? evaluable.Min()
            : evaluable.Max();
    }

    /// <inheritdoc/>
    public SummaryTable ToTable() => ScopeTable.Write(FormattableString.Invariant($"Response at day {Options.LandmarkDay}"),
        Assessment.Units.Select(
            u => (u, new[] { Response(u, ResponseScope.Local), Response(u, ResponseScope.Hepatic), Response(u, ResponseScope.Overall) })),
        Options, [$"{Wording.Count(Assessment.Units.Length, Options.UnitName)} in {Wording.Count(Assessment.Patients, "patients")}.",
            .. Notes, .. Assessment.Viable(), .. Options.Describe().SkipLast(1)]);

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
