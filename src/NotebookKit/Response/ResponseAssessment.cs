using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Response;

/// <summary>Response of one treatment in the three scopes.</summary>
/// <param name="Unit">The treatment.</param>
/// <param name="Local">Its treated lesions.</param>
/// <param name="Hepatic">All disease of the liver.</param>
/// <param name="Overall">All disease.</param>
public sealed record UnitResponse(TreatmentUnit Unit, ScopeResponse Local, ScopeResponse Hepatic, ScopeResponse Overall)
{
    /// <summary>The response of a scope.</summary>
    /// <param name="scope">The scope.</param>
    public ScopeResponse this[ResponseScope scope] => scope switch
    {
        ResponseScope.Local => Local,
        ResponseScope.Hepatic => Hepatic,
        _ => Overall,
    };
}

/// <summary>Response of every treatment of a cohort: time points per scope, best response. Prints the best responses.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ResponseAssessment : ITableResult
{
    /// <summary>The treatments, by patient and date.</summary>
    public required ImmutableArray<UnitResponse> Units { get; init; }

    /// <summary>Number of patients treated.</summary>
    public required int Patients { get; init; }

    /// <summary>Options used.</summary>
    public required ResponseOptions Options { get; init; }

    /// <summary>What in the data kept a lesion or a treatment from being judged, or looks wrong; with row and remedy.</summary>
    public required FindingList Findings { get; init; }

    /// <summary>The response of one treatment.</summary>
    /// <param name="id">Its procedure_id, or the name of its course.</param>
    /// <exception cref="KeyNotFoundException">There is no such treatment; the message names some that are.</exception>
    public UnitResponse this[string id] => Units.FirstOrDefault(u => u.Unit.Id == id)
        ?? throw new KeyNotFoundException($"'{id}' is none of the {Wording.Count(Units.Length, Options.UnitName)} assessed; they are "
            + string.Join(", ", Units.Take(5).Select(u => u.Unit.Id)) + (Units.Length > 5 ? ", …" : "") + ". Name one of them.");

    /// <summary>The response at a fixed time: the scan nearest that time in the window of the options, moved to it.</summary>
    /// <param name="months">Time in months of 30.4375 days; 1 is day 30.</param>
    public LandmarkResponse At(double months)
    {
        int day = (int)Math.Round(months * EndPoint.DaysPerMonth, MidpointRounding.AwayFromZero);
        return AtDay(day, day - (Options.LandmarkDay - Options.WindowFirstDay), day + (Options.WindowLastDay - Options.LandmarkDay));
    }

    /// <summary>The response at a fixed day: the scan nearest that day in a window; nothing in the window is NE.</summary>
    /// <param name="day">Target day.</param>
    /// <param name="firstDay">First day of the window, at least 1.</param>
    /// <param name="lastDay">Last day of the window.</param>
    /// <exception cref="ArgumentException">Not 1 ≤ first day ≤ target day ≤ last day.</exception>
    public LandmarkResponse AtDay(int day, int firstDay, int lastDay)
    {
        firstDay = Math.Max(1, firstDay);
        if (day < firstDay || lastDay < day)
            throw new ArgumentException(FormattableString.Invariant($"Day {day} in a window of days {firstDay} to {lastDay}: expected 1 ≤ first day ≤ target day ≤ last day."), nameof(day));
        ResponseOptions options = Options with { LandmarkDay = day, WindowFirstDay = firstDay, WindowLastDay = lastDay };
        return new LandmarkResponse { Assessment = this, Options = options };
    }

    /// <summary>
    /// One row per unit: <c>procedure_id</c> (<c>course_id</c> for courses), <c>patient_id</c>, <c>procedure_date</c>; for each of
    /// local, hepatic, overall the response at the landmark day of the options (<c>local_response</c>, <c>local_day</c>,
    /// <c>local_change_percent</c>, <c>local_responder</c>: 1 for CR or PR, else 0), the best response (<c>local_best_response</c>),
    /// its depth (<c>local_best_change_percent</c>) and clinical benefit (<c>local_clinical_benefit</c>: 1 for a response or SD that has lasted, else 0).
    /// </summary>
    public DataFrame ToDataFrame()
    {
        DataFrame frame = AtDay(Options.LandmarkDay, Options.WindowFirstDay, Options.WindowLastDay).ToDataFrame();
        foreach (ResponseScope scope in Enum.GetValues<ResponseScope>())
        {
            string name = scope.ToString().ToLowerInvariant();
            frame.Columns.Add(new StringDataFrameColumn(name + "_best_response", Units.Select(u => u[scope].Best.Response.Label())));
            frame.Columns.Add(new DoubleDataFrameColumn(name + "_best_change_percent", Units.Select(u => u[scope].BestChange)));
            frame.Columns.Add(new Int32DataFrameColumn(name + "_clinical_benefit", Units.Select(u => u[scope].ClinicalBenefit is null ? 0 : 1)));
        }
        return frame;
    }

    /// <summary>
    /// All time points of a scope, for plots over time: <c>procedure_id</c>, <c>patient_id</c>, <c>date</c>, <c>day</c>, <c>months</c>, <c>sum</c>,
    /// <c>change_percent</c> (from baseline) and <c>change_from_nadir_percent</c> (both missing when the sum is incomplete), <c>target</c>,
    /// <c>non_target</c>, <c>new_lesion</c>, <c>response</c>. The baseline is the row of day 0 with a change of 0.
    /// </summary>
    /// <param name="scope">The disease judged.</param>
    public DataFrame TimePoints(ResponseScope scope)
    {
        var rows = Units.Select(u => u[scope]).Where(s => s.Baseline is not null)
            .SelectMany(s => s.TimePoints.Prepend(null).Select(t => (Scope: s, Point: t))).ToArray();
        return new DataFrame(
            new StringDataFrameColumn(Options.Unit == AnalysisUnit.Course ? "course_id" : "procedure_id", rows.Select(r => r.Scope.UnitId)),
            new StringDataFrameColumn("patient_id", rows.Select(r => r.Scope.PatientId)),
            new DateTimeDataFrameColumn("date", rows.Select(r => (r.Point?.Date ?? r.Scope.BaselineDate!.Value).ToDateTime(TimeOnly.MinValue))),
            new Int32DataFrameColumn("day", rows.Select(r => r.Point?.Day ?? 0)),
            new DoubleDataFrameColumn("months", rows.Select(r => (r.Point?.Day ?? 0) / EndPoint.DaysPerMonth)),
            new DoubleDataFrameColumn("sum", rows.Select(r => (double?)(r.Point?.Sum ?? r.Scope.Baseline))),
            new DoubleDataFrameColumn("change_percent", rows.Select(r => r.Point is null ? 0 : r.Point.ChangeFromBaseline)),
            new DoubleDataFrameColumn("change_from_nadir_percent", rows.Select(r => r.Point?.ChangeFromNadir)),
            new StringDataFrameColumn("target", rows.Select(r => r.Point?.Target.Label())!),
            new StringDataFrameColumn("non_target", rows.Select(r => r.Point?.NonTarget.Label())!),
            new StringDataFrameColumn("new_lesion", rows.Select(r => r.Point is null ? null : r.Point.NewLesion ? "yes" : "no")!),
            new StringDataFrameColumn("response", rows.Select(r => r.Point?.Overall.Label())!));
    }

    /// <inheritdoc/>
    public SummaryTable ToTable() => ResponseTable.Write("Best response", Units.Select(u => (u, new[] { u.Local.Best.Response, u.Hepatic.Best.Response, u.Overall.Best.Response })),
        Options, [$"{Wording.Count(Units.Length, Options.UnitName)} in {Wording.Count(Patients, "patients")}.", .. Viable(), .. Options.Describe()]);

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    internal IEnumerable<string> Viable()
    {
        if (Options.Criterion.Measure is not (SizeMeasure.ViableDiameter or SizeMeasure.ViableProduct)) yield break;
        TargetLesion[] targets = [.. Units.SelectMany(u => u.Overall.Targets)];
        if (targets.Length > 0)
            yield return $"{targets.Count(t => t.Method == MeasurementMethod.Viable)} of {targets.Length} targets measured by viable diameter.";
    }
}

/// <summary>Which of a patient's responses stands for the patient.</summary>
public enum PatientRule
{
    /// <summary>That of the first procedure.</summary>
    First,

    /// <summary>The best; NE only where none is evaluable.</summary>
    Best,

    /// <summary>The worst of those evaluable; NE only where none is.</summary>
    Worst,
}

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
        FormattableString.Invariant($"Stable disease needs no minimum duration at a fixed day; as best response it counts from day {Options.Best.StableDiseaseMinimumDays}."),
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
            frame.Columns.Add(new DoubleDataFrameColumn(name + "_change_percent", units.Select(u => TimePoint(u, scope)?.ChangeFromBaseline)));
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
        return rule == PatientRule.First || evaluable.Length == 0 ? responses[0] : rule == PatientRule.Best ? evaluable.Min() : evaluable.Max();
    }

    /// <inheritdoc/>
    public SummaryTable ToTable() => ResponseTable.Write(FormattableString.Invariant($"Response at day {Options.LandmarkDay}"),
        Assessment.Units.Select(u => (u, new[] { Response(u, ResponseScope.Local), Response(u, ResponseScope.Hepatic), Response(u, ResponseScope.Overall) })),
        Options, [$"{Wording.Count(Assessment.Units.Length, Options.UnitName)} in {Wording.Count(Assessment.Patients, "patients")}.", .. Notes, .. Assessment.Viable(), .. Options.Describe().SkipLast(1)]);

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
