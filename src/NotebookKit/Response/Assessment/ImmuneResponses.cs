using System.Globalization;
using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Assessment;

/// <summary>iRECIST of one treatment.</summary>
/// <param name="Unit">The treatment.</param>
/// <param name="Assessment">Its time points.</param>
internal sealed record UnitImmuneResponse(TreatmentUnit Unit, ImmuneAssessment Assessment)
{
    /// <summary>
    /// Best response up to confirmed progression: iCR, iPR, iSD, Non-iCR/non-iUPD; without any of them iCPD if progression was confirmed,
    /// else iUPD, else NE.
    /// </summary>
    public ImmuneResponse Best
    {
        get
        {
            ImmuneResponse best = Assessment.TimePoints.Select(t => t.Response).Append(ImmuneResponse.NE).Min();
            return best == ImmuneResponse.iUPD && Assessment.Progression is not null ? ImmuneResponse.iCPD : best;
        }
    }
}

/// <summary>iRECIST of every treatment of a cohort in one scope. Prints the best responses.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ImmuneResponses : ITableResult
{
    /// <summary>The treatments, by patient and date.</summary>
    internal ImmutableArray<UnitImmuneResponse> Units { get; init; } = [];

    /// <summary>The disease judged.</summary>
    public required ResponseScope Scope { get; init; }

    /// <summary>Least days between iUPD and its confirmation.</summary>
    public required int ConfirmationDays { get; init; }

    /// <summary>Options used; the criterion is RECIST 1.1.</summary>
    public required ResponseOptions Options { get; init; }

    /// <summary>Judges every treatment by RECIST 1.1 and then by iRECIST.</summary>
    /// <param name="data">The cohort's tumours.</param>
    /// <param name="scope">The disease judged. The default value is overall.</param>
    /// <param name="options">Options; the criterion is replaced by RECIST 1.1. Null for the defaults.</param>
    /// <param name="confirmationDays">Least days between iUPD and its confirmation. The default value is 28.</param>
    internal static ImmuneResponses Assess(TumourData data, ResponseScope scope = ResponseScope.Overall, ResponseOptions? options = null,
        int confirmationDays = 28)
    {
        options = (options ?? new ResponseOptions()) with { Criterion = ResponseCriterion.Recist11 };
        return new ImmuneResponses
        {
            Units = [.. ResponseAssessor.Assess(data, options).Units.Select(
                u => new UnitImmuneResponse(u.Unit, IRecist.Classify(Visits(u[scope]), confirmationDays, options)))],
            Scope = scope, ConfirmationDays = confirmationDays, Options = options,
        };
    }

    /// <summary>
    /// One row per treatment: <c>procedure_id</c>, <c>patient_id</c>, <c>best_response</c>, <c>progression_date</c> (first iUPD of the
    /// confirmed progression).
    /// </summary>
    public DataFrame ToDataFrame() => new(
        new StringDataFrameColumn(Options.Unit == AnalysisUnit.Course ? "course_id" : "procedure_id", Units.Select(u => u.Unit.Id)),
        new StringDataFrameColumn("patient_id", Units.Select(u => u.Unit.PatientId)),
        new StringDataFrameColumn("best_response", Units.Select(u => IRecist.Label(u.Best))),
        new DateTimeDataFrameColumn("progression_date", Units.Select(u => u.Assessment.Progression?.ToDateTime(TimeOnly.MinValue))));

    /// <summary>
    /// One row per treatment and visit: <c>procedure_id</c>, <c>patient_id</c>, <c>date</c>, <c>response</c>, <c>reason</c>.
    /// </summary>
    public DataFrame TimePoints()
    {
        var rows = Units.SelectMany(u => u.Assessment.TimePoints.Select(t => (u.Unit, Point: t))).ToArray();
        return new DataFrame(
            new StringDataFrameColumn(Options.Unit == AnalysisUnit.Course ? "course_id" : "procedure_id", rows.Select(r => r.Unit.Id)),
            new StringDataFrameColumn("patient_id", rows.Select(r => r.Unit.PatientId)),
            new DateTimeDataFrameColumn("date", rows.Select(r => r.Point.Date.ToDateTime(TimeOnly.MinValue))),
            new StringDataFrameColumn("response", rows.Select(r => IRecist.Label(r.Point.Response))),
            new StringDataFrameColumn("reason", rows.Select(r => r.Point.Reason)));
    }

    internal static ImmutableArray<ImmuneVisit> Visits(ScopeResponse response) =>
        [.. response.TimePoints.Select(
            t => new ImmuneVisit(t.Date, t.Target, t.NonTarget, t.Evaluated == response.Targets.Length ? t.Sum : null, t.NewLesionCount,
                t.NewLesionSum)
            { NewLesionsPresent = t.NewLesionsPresent, NonTargetIncreased = t.NonTargetIncreased, NotSearched = t.NotSearched })];

    /// <inheritdoc/>
    public SummaryTable ToTable() => new()
    {
        Title = $"Best {Scope.ToString().ToLowerInvariant()} response by iRECIST",
        Columns = [new("Response"), new($"N = {Wording.Count(Units.Length, Options.UnitName)}")],
        Rows =
        [
            .. Enum.GetValues<ImmuneResponse>().Select(r => (Response: r, Count: Units.Count(u => u.Best == r))).Where(r => r.Count > 0)
                .Select(r => new TableRow([IRecist.Label(r.Response), new TableCell(NumberFormat.CountPercent(r.Count, Units.Length))
                    { Count = r.Count, Denominator = Units.Length, Unit = Options.UnitName, Statistic = "n (%)",
                        Value = (double)r.Count / Units.Length }])),
        ],
        Footnotes =
        [
            string.Create(CultureInfo.InvariantCulture,
                $"Progression is confirmed at least {ConfirmationDays} days after the first iUPD; "
                    + $"{Units.Count(u => u.Assessment.Progression is not null)} confirmed."),
            "While a new lesion or non-target progression persists unchanged: "
                + (Options.ImmuneShrinkageEndsUnconfirmed
                    ? "iUPD unless the targets have shrunk since"
                    : "iUPD, even where the targets have shrunk")
                + (Options.ImmuneShrinkageEndsUnconfirmed && !Options.ImmuneFallBackEndsUnconfirmed
                    ? " (growth that falls back to stable does not count)."
                    : "."),
            "Seymour L et al. Lancet Oncol 2017;18:e143-e152. doi:10.1016/S1470-2045(17)30074-8",
            .. Options.Describe(),
        ],
    };

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
