using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Assessment;

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
        int day = (int)Math.Round(months * TreatmentUnit.DaysPerMonth, MidpointRounding.AwayFromZero);
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
            throw new ArgumentException(FormattableString.Invariant(
                $"Day {day} in a window of days {firstDay} to {lastDay}: expected 1 ≤ first day ≤ target day ≤ last day."), nameof(day));
        ResponseOptions options = Options with { LandmarkDay = day, WindowFirstDay = firstDay, WindowLastDay = lastDay };
        return new LandmarkResponse { Assessment = this, Options = options };
    }

    /// <summary>Response after the first, second, third … treatment of every patient.</summary>
    /// <param name="scope">The disease judged. The default value is local.</param>
    /// <param name="best">Whether to take the best response of each treatment instead of that at the landmark day. The default value is
    /// false.</param>
    public RepeatedResponses Repeated(ResponseScope scope = ResponseScope.Local, bool best = false) =>
        RepeatedResponses.Of(this, scope, best);

    /// <summary>
    /// One row per unit: <c>procedure_id</c> (<c>course_id</c> for courses), <c>patient_id</c>, <c>procedure_date</c>; for each of
    /// local, hepatic, overall the response at the landmark day of the options (<c>local_response</c>, <c>local_day</c>,
    /// <c>local_change_percent</c>, <c>local_responder</c>: 1 for CR or PR, else 0), the best response (<c>local_best_response</c>),
    /// its depth (<c>local_best_change_percent</c>) and clinical benefit (<c>local_clinical_benefit</c>: 1 for a response or SD that has
    /// lasted, else 0); and <c>progression_pattern</c>, <see cref="ScopeResponse.ProgressionPattern"/> of all disease.
    /// </summary>
    public DataFrame ToDataFrame()
    {
        DataFrame frame = AtDay(Options.LandmarkDay, Options.WindowFirstDay, Options.WindowLastDay).ToDataFrame();
        foreach (ResponseScope scope in Enum.GetValues<ResponseScope>())
        {
            string name = scope.ToString().ToLowerInvariant();
            frame.Columns.Add(new StringDataFrameColumn(name + "_best_response", Units.Select(u => u[scope].Best.Response.Label())));
            frame.Columns.Add(new DoubleDataFrameColumn(name + "_best_change_percent", Units.Select(u => u[scope].BestChange)));
            frame.Columns.Add(
                new Int32DataFrameColumn(name + "_clinical_benefit", Units.Select(u => u[scope].ClinicalBenefit is null ? 0 : 1)));
        }
        frame.Columns.Add(new StringDataFrameColumn("progression_pattern", Units.Select(u => u.Overall.ProgressionPattern)!));
        return frame;
    }

    /// <summary>
    /// All time points of a scope, for plots over time: <c>procedure_id</c>, <c>patient_id</c>, <c>date</c>, <c>day</c>, <c>months</c>,
    /// <c>sum</c>,
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
            new DateTimeDataFrameColumn("date",
                rows.Select(r => (r.Point?.Date ?? r.Scope.BaselineDate!.Value).ToDateTime(TimeOnly.MinValue))),
            new Int32DataFrameColumn("day", rows.Select(r => r.Point?.Day ?? 0)),
            new DoubleDataFrameColumn("months", rows.Select(r => (r.Point?.Day ?? 0) / TreatmentUnit.DaysPerMonth)),
            new DoubleDataFrameColumn("sum", rows.Select(r => (double?)(r.Point?.Sum ?? r.Scope.Baseline))),
            new DoubleDataFrameColumn("change_percent", rows.Select(r => r.Point is null ? 0 : r.Point.ChangeFromBaseline)),
            new DoubleDataFrameColumn("change_from_nadir_percent", rows.Select(r => r.Point?.ChangeFromNadir)),
            new StringDataFrameColumn("target", rows.Select(r => r.Point?.Target.Label())!),
            new StringDataFrameColumn("non_target", rows.Select(r => r.Point?.NonTarget.Label())!),
            new StringDataFrameColumn("new_lesion", rows.Select(r => r.Point is null ? null : r.Point.NewLesion ? "yes" : "no")!),
            new StringDataFrameColumn("response", rows.Select(r => r.Point?.Overall.Label())!));
    }

    /// <inheritdoc/>
    public SummaryTable ToTable() =>
        ScopeTable.Write("Best response", Units.Select(
            u => (u, new[] { u.Local.Best.Response, u.Hepatic.Best.Response, u.Overall.Best.Response })),
        Options, [$"{Wording.Count(Units.Length, Options.UnitName)} in {Wording.Count(Patients, "patients")}.", .. Viable(),
            .. Options.Describe()]);

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    internal IEnumerable<string> Viable()
    {
        if (Options.Criterion.Measure is not (SizeMeasure.ViableDiameter or SizeMeasure.ViableProduct)) yield break;
        TargetLesion[] targets = [.. Units.SelectMany(u => u.Overall.Targets)];
        if (targets.Length > 0)
            yield return $"{targets.Count(t => t.Method == MeasurementMethod.Viable)} of {targets.Length} targets measured by viable "
                + "diameter.";
    }
}
