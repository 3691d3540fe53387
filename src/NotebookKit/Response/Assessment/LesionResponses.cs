using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Assessment;

/// <summary>Response of every treated target lesion by itself. Prints the best responses per lesion.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record LesionResponses : ITableResult
{
    /// <summary>One entry per treatment and treated target lesion, with that lesion as the only target.</summary>
    public required ImmutableArray<ScopeResponse> Lesions { get; init; }

    /// <summary>Options used.</summary>
    public required ResponseOptions Options { get; init; }

    /// <summary>Judges every treated lesion that is eligible as a target, without caps.</summary>
    /// <param name="data">The cohort's tumours.</param>
    /// <param name="options">Options; null for the defaults.</param>
    internal static LesionResponses Assess(TumourData data, ResponseOptions? options = null)
    {
        options ??= new ResponseOptions();
        options.Validate();
        var lesions = ImmutableArray.CreateBuilder<ScopeResponse>();
        foreach (PatientTumours patient in data.Patients)
        foreach (TreatmentUnit unit in TreatmentUnits.Of(patient, options.Unit, options.CourseGapDays))
        foreach (string lesion in unit.TreatedLesions)
        {
            ScopeResponse response = ScopeAssessor.Assess(patient.Imaging, unit with { TreatedLesions = [lesion], NewInTerritory = [] },
                ResponseScope.Local, options);
            if (response.Targets.Length == 1) lesions.Add(response);
        }
        return new LesionResponses { Lesions = lesions.ToImmutable(), Options = options };
    }

    /// <summary>
    /// One row per treatment and lesion: <c>lesion_id</c>, <c>procedure_id</c>, <c>patient_id</c>, <c>baseline_size</c>, <c>response</c>
    /// and <c>change_percent</c> at the landmark day, <c>best_response</c>, <c>best_change_percent</c>.
    /// </summary>
    public DataFrame ToDataFrame()
    {
        TimePointResponse?[] at = [.. Lesions.Select(l => l.Nearest(Options.LandmarkDay, Options.WindowFirstDay, Options.WindowLastDay))];
        return new DataFrame(
            new StringDataFrameColumn("lesion_id", Lesions.Select(l => l.Targets[0].LesionId)),
            new StringDataFrameColumn(Options.Unit == AnalysisUnit.Course ? "course_id" : "procedure_id", Lesions.Select(l => l.UnitId)),
            new StringDataFrameColumn("patient_id", Lesions.Select(l => l.PatientId)),
            new DoubleDataFrameColumn("baseline_size", Lesions.Select(l => (double?)l.Baseline)),
            new StringDataFrameColumn("response", at.Select(t => (t?.Overall ?? ResponseCategory.NE).Label())),
            new DoubleDataFrameColumn("change_percent", at.Select(t => t?.ChangeFromBaseline)),
            new StringDataFrameColumn("best_response", Lesions.Select(l => l.Best.Response.Label())),
            new DoubleDataFrameColumn("best_change_percent", Lesions.Select(l => l.BestChange)));
    }

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        var best = Lesions.GroupBy(l => l.Best.Response).OrderBy(g => g.Key);
        return new SummaryTable
        {
            Title = "Best response per treated lesion by " + Options.Criterion.Name,
            Columns = [new("Response"), new("Lesions")],
            Rows =
            [
                .. best.Select(
                    g => new TableRow(
                        [g.Key.Label(),
                            new TableCell(
                                FormattableString.Invariant(
                                    $"{g.Count()}/{Lesions.Length} ({NumberFormat.Percent((double)g.Count() / Lesions.Length)})"))
                    { Value = (double)g.Count() / Lesions.Length, Count = g.Count(), Denominator = Lesions.Length, Unit = "lesions",
                        Statistic = "n/N (%)" }])),
            ],
            Footnotes = [
                $"Lesions of {Lesions.Select(l => l.UnitId).Distinct().Count()} {Options.UnitName} in "
                    + $"{Lesions.Select(l => l.PatientId).Distinct().Count()} patients; lesions of one patient are not independent.",
                    .. Options.Describe()],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
