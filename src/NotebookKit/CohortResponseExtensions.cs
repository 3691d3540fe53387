using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Comparisons;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Tumours;
using NotebookKit.Tables;
using NotebookKit.Tables.Responses;

namespace NotebookKit;

/// <summary>Response and end points of a cohort.</summary>
public static class CohortResponseExtensions
{
    /// <summary>Judges every procedure by mRECIST or another criterion: local, hepatic and overall, at every scan.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="options">Options; null for the defaults: mRECIST, per procedure, response at one month.</param>
    /// <returns>One unit per procedure; rows that cannot be judged are NE and in the findings.</returns>
    public static ResponseAssessment AssessResponse(this Cohort cohort, ResponseOptions? options = null) =>
        ResponseAssessor.Assess(cohort.Tumours(options), options);

    /// <summary>iRECIST of every procedure: progression has to be confirmed.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="scope">The disease judged. The default value is overall.</param>
    /// <param name="options">Options; the criterion is replaced by RECIST 1.1. Null for the defaults.</param>
    /// <param name="confirmationDays">Least days between iUPD and its confirmation. The default value is 28.</param>
    public static ImmuneResponses AssessImmuneResponse(
        this Cohort cohort, ResponseScope scope = ResponseScope.Overall, ResponseOptions? options = null, int confirmationDays = 28) =>
        ImmuneResponses.Assess(cohort.Tumours(options), scope, options, confirmationDays);

    /// <summary>
    /// Which responses would change if one option were chosen otherwise: 5 mm rule, sticky response, caps, new lesions, criterion and the
    /// rest, one at a time.
    /// </summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="options">The choices made; null for the defaults.</param>
    /// <param name="best">Whether to compare the best response instead of that at the landmark day. The default value is false.</param>
    public static ResponseSensitivity ResponseSensitivity(this Cohort cohort, ResponseOptions? options = null, bool best = false) =>
        Response.Comparisons.ResponseSensitivity.Of(cohort.Tumours(options), options, best);

    /// <summary>
    /// Two criteria side by side, all other options equal: their table, agreement with kappa, and the treatments that differ.
    /// </summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="first">The first criterion: rows.</param>
    /// <param name="second">The second criterion: columns.</param>
    /// <param name="scope">The disease judged. The default value is overall.</param>
    /// <param name="options">All other options; null for the defaults.</param>
    /// <param name="best">Whether to compare the best response instead of that at the landmark day. The default value is false.</param>
    public static CriterionComparison CompareCriteria(this Cohort cohort, ResponseCriterion first, ResponseCriterion second,
        ResponseScope scope = ResponseScope.Overall, ResponseOptions? options = null, bool best = false) =>
        CriterionComparison.Of(cohort.Tumours(options), first, second, scope, options ?? new(), best);

    /// <summary>Time from every procedure to local, hepatic and overall progression or death, ready for Kaplan-Meier.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="options">Options; null for the defaults: recorded events, death an event, EMA-type censoring.</param>
    /// <returns>One unit per procedure; recorded progressions that disagree with the measurements are in the findings.</returns>
    /// <exception cref="ArgumentException">A criterion or another way to judge measurements is asked for while progression comes from
    /// recorded events.</exception>
    /// <remarks>How recorded events belong to procedures: see <see cref="RecordedProgression"/>.</remarks>
    public static ProgressionEndPoints ProgressionEndPoints(this Cohort cohort, EndPointOptions? options = null) =>
        EndPointAssessor.Derive(cohort.Tumours(options?.Response), options);

    /// <summary>An end point under the other choice of every option, one at a time: events, medians and P of each.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="scope">The disease whose progression is meant.</param>
    /// <param name="by">Column of the groups, of the patients or else of the procedures; null for one group.</param>
    /// <param name="options">The choices made; null for the defaults.</param>
    /// <param name="together">Whether to try every combination of the usual choices (160 with the defaults) instead of one option at a
    /// time. The default value is false.</param>
    public static EndPointSensitivity EndPointSensitivity(
        this Cohort cohort, ResponseScope scope, string? by = null, EndPointOptions? options = null, bool together = false) =>
        Response.Comparisons.EndPointSensitivity.Of(
            cohort.Tumours(options?.Response), scope, by, options ?? new(), ends => Estimate(cohort, ends, scope, by), together);

    private static (ImmutableArray<EndPointGroup>, double?) Estimate(Cohort cohort, ProgressionEndPoints ends, ResponseScope scope,
        string? by)
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("procedure_id", ends.Units.Select(u => u.Unit.ProcedureIds[0])),
            new StringDataFrameColumn("patient_id", ends.Units.Select(u => u.Unit.PatientId)),
            new DoubleDataFrameColumn("months", ends.Units.Select(u => u[scope].Months)),
            new Int32DataFrameColumn("event", ends.Units.Select(u => u[scope].Status == EndPointStatus.Event ? 1 : 0)));
        if (by is not null)
        {
            bool ofPatients = new ColumnReader(cohort.Patients).Has(by);
            frame = ofPatients
                ? frame.AddColumnsFrom(cohort.Patients, "patient_id", by)
                : frame.AddColumnsFrom(cohort.Procedures, "procedure_id", by);
        }
        string unit = ends.Options.Response.UnitName;
        var curves = frame.KaplanMeier("months", "event", by, "patient_id", unit).Curves;
        return ([.. curves.Select(c => new EndPointGroup(by is null ? "" : c.Group, (int)c.Events.Sum(), c.Median.Estimate))],
            curves.Length < 2 ? null : frame.LogRank("months", "event", by!, "patient_id", unit).P);
    }

    /// <summary>
    /// Best response of every procedure as recorded in <c>imaging.overall_response</c>, for cohorts without measurements; nothing is judged
    /// again.
    /// </summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="options">Options of the best response; null for the defaults: unconfirmed, SD from day 42.</param>
    /// <returns>
    /// One entry per procedure with a date; a scan belongs to the last procedure before its day. A procedure without a recorded
    /// response is not evaluable and stays in the denominator. The table says "as recorded".
    /// </returns>
    /// <exception cref="ArgumentException">No response is recorded.</exception>
    /// <example><c>cohort.RecordedResponses().ToDataFrame().TabulateResponse("best_response", unit: "procedures")</c></example>
    public static BestResponses RecordedResponses(this Cohort cohort, BestResponseOptions? options = null) =>
        Response.Criteria.RecordedResponses.Best(cohort, options);

    /// <summary>
    /// The responses recorded in <c>imaging.overall_response</c>, each with the last procedure before it: what <c>RecordedEndPoints</c>
    /// takes.
    /// </summary>
    /// <param name="cohort">The cohort.</param>
    /// <returns>
    /// Columns procedure_id, patient_id, imaging_date, response, procedure_date, death_date: one row per scan in the order of the file,
    /// then one per procedure without a recorded response, whose date and response are missing.
    /// </returns>
    /// <exception cref="ArgumentException">No response is recorded.</exception>
    /// <example><c>cohort.RecordedAssessments().RecordedEndPoints("procedure_id", "imaging_date", "response", "procedure_date", death:
    /// "death_date")</c></example>
    public static DataFrame RecordedAssessments(this Cohort cohort) => Response.Criteria.RecordedResponses.Rows(cohort);

    /// <summary>Response of every treated lesion by itself.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static LesionResponses AssessLesions(this Cohort cohort, ResponseOptions? options = null) =>
        LesionResponses.Assess(cohort.Tumours(options), options);

    /// <summary>
    /// LI-RADS treatment response of the treated lesions as the readers called it in <c>lesion_measurements.lirads_response</c>: tabulated,
    /// never computed.
    /// </summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="version">2018; or 2024, whose radiation version holds after radioembolization and whose non-radiation version after the
    /// other treatments. No default, for <c>equivocal</c> and <c>nonprogressing</c> belong to one of them each.</param>
    /// <param name="options">Day and window of the scan, reader, unit of analysis; null for the defaults: one month, per procedure.</param>
    /// <returns>
    /// The table of the categories. A treated lesion without a category stays in the denominator; a category that the version does not
    /// have, and one given before a treatment, are named below the table.
    /// </returns>
    /// <exception cref="ArgumentException">There is no such version, or no category is recorded.</exception>
    /// <example><code>cohort.LiRadsTable(2024)</code></example>
    public static SummaryTable LiRadsTable(this Cohort cohort, int version, ResponseOptions? options = null) =>
        Response.Assessment.LiRadsResponses.Of(cohort.Tumours(options), version, options).ToTable();

    /// <summary>The categories behind <see cref="LiRadsTable"/>.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="version">2018 or 2024.</param>
    /// <param name="options">Day and window of the scan, reader, unit of analysis; null for the defaults.</param>
    /// <returns>One row per treatment and treated lesion: <c>lesion_id</c>, <c>procedure_id</c>, <c>patient_id</c>,
    /// <c>lirads_version</c>, <c>lirads_response</c> and <c>day</c>; the last two are missing without a category.</returns>
    /// <exception cref="ArgumentException">There is no such version, or no category is recorded.</exception>
    /// <example><code>cohort.LiRadsResponses(2024)</code></example>
    public static DataFrame LiRadsResponses(this Cohort cohort, int version, ResponseOptions? options = null) =>
        Response.Assessment.LiRadsResponses.Of(cohort.Tumours(options), version, options).ToDataFrame();

    /// <summary>Time to and duration of response of the responding procedures.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="scope">The disease judged.</param>
    /// <param name="options">Options; null for the defaults. <see cref="EndPointOptions.Response"/> says how response is judged.</param>
    public static ResponseDurations ResponseDurations(this Cohort cohort, ResponseScope scope, EndPointOptions? options = null)
    {
        TumourData data = cohort.Tumours(options?.Response);
        return Response.EndPoints.ResponseDurations.Derive(ResponseAssessor.Assess(data, options?.Response),
            EndPointAssessor.DeriveBesideResponse(data, options), scope);
    }

    /// <summary>
    /// Time from the first procedure to the first progression that no further procedure follows in time, one row per patient.
    /// </summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="treatedWithinDays">Days within which a further procedure makes a progression a treated one; no default, for no
    /// definition is agreed.</param>
    /// <param name="scope">The disease whose progression is meant. The default value is overall.</param>
    /// <param name="options">Source of progression, death and new therapy; null for the defaults.</param>
    /// <example><code>cohort.UntreatableProgression(90, options: new() { Death = DeathRule.Competing })</code></example>
    public static UntreatableProgression UntreatableProgression(
        this Cohort cohort, int treatedWithinDays, ResponseScope scope = ResponseScope.Overall, EndPointOptions? options = null) =>
        Response.EndPoints.UntreatableProgression.Derive(cohort.Tumours(options?.Response), treatedWithinDays, scope, options);

    /// <summary>
    /// Agreement of readers on the response at the landmark day of the options (one month), each judged by the scans of that reader alone.
    /// </summary>
    /// <param name="cohort">The cohort; <c>imaging.reader_id</c> names the readers.</param>
    /// <param name="readers">Two or more readers.</param>
    /// <param name="scope">The disease judged.</param>
    /// <param name="response">How response is judged; null for the defaults.</param>
    /// <param name="options">Weights and categories; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are fewer than two readers, or a reader has no scan.</exception>
    public static ReaderAgreement ReaderAgreement(
        this Cohort cohort, IReadOnlyList<string> readers, ResponseScope scope, ResponseOptions? response = null,
        ReaderAgreementOptions? options = null) =>
        ReaderResponses.Frame(cohort, readers, scope, response ?? new())
            .ReaderAgreement(readers, "patient_id", (response ?? new()).UnitName, options);

    /// <summary>Overall survival from the first procedure, one row per patient.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="addDay">Whether one day is added to every time (ADaM).</param>
    public static OverallSurvival OverallSurvival(this Cohort cohort, bool addDay = false) =>
        Response.EndPoints.OverallSurvival.Derive(cohort.Tumours(), addDay);

    /// <summary>The cohort's lesions, scans, measurements and events, sorted into patients: the input of the response rules.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="options">Reader whose scans are used, and the window of a visit; null for the defaults.</param>
    internal static TumourData Tumours(this Cohort cohort, ResponseOptions? options = null) =>
        TumourData.Create(CohortRows.Read(cohort), options?.Reader, (options ?? new ResponseOptions()).VisitWindowDays);
}
