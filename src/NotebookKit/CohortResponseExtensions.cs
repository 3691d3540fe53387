using NotebookKit.Cohorts;
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
        ResponseAssessor.Assess(cohort.Tumours(options?.Reader), options);

    /// <summary>iRECIST of every procedure: progression has to be confirmed.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="scope">The disease judged. The default value is overall.</param>
    /// <param name="options">Options; the criterion is replaced by RECIST 1.1. Null for the defaults.</param>
    /// <param name="confirmationDays">Least days between iUPD and its confirmation. The default value is 28.</param>
    public static ImmuneResponses AssessImmuneResponse(
        this Cohort cohort, ResponseScope scope = ResponseScope.Overall, ResponseOptions? options = null, int confirmationDays = 28) =>
        ImmuneResponses.Assess(cohort.Tumours(options?.Reader), scope, options, confirmationDays);

    /// <summary>Which responses would change if one option were chosen otherwise: 5 mm rule, sticky response, caps, new lesions, criterion and the rest, one at a time.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="options">The choices made; null for the defaults.</param>
    /// <param name="best">Whether to compare the best response instead of that at the landmark day. The default value is false.</param>
    public static ResponseSensitivity ResponseSensitivity(this Cohort cohort, ResponseOptions? options = null, bool best = false) =>
        Response.Comparisons.ResponseSensitivity.Of(cohort.Tumours(options?.Reader), options, best);

    /// <summary>Time from every procedure to local, hepatic and overall progression or death, ready for Kaplan-Meier.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="options">Options; null for the defaults: recorded events, death an event, EMA-type censoring.</param>
    /// <returns>One unit per procedure; recorded progressions that disagree with the measurements are in the findings.</returns>
    /// <exception cref="ArgumentException">A criterion or another way to judge measurements is asked for while progression comes from recorded events.</exception>
    /// <remarks>How recorded events belong to procedures: see <see cref="RecordedProgression"/>.</remarks>
    public static ProgressionEndPoints ProgressionEndPoints(this Cohort cohort, EndPointOptions? options = null) =>
        EndPointAssessor.Derive(cohort.Tumours(options?.Response.Reader), options);

    /// <summary>Response of every treated lesion by itself.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static LesionResponses AssessLesions(this Cohort cohort, ResponseOptions? options = null) =>
        LesionResponses.Assess(cohort.Tumours(options?.Reader), options);

    /// <summary>Time to and duration of response of the responding procedures.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="scope">The disease judged.</param>
    /// <param name="options">Options; null for the defaults. <see cref="EndPointOptions.Response"/> says how response is judged.</param>
    public static ResponseDurations ResponseDurations(this Cohort cohort, ResponseScope scope, EndPointOptions? options = null)
    {
        TumourData data = cohort.Tumours(options?.Response.Reader);
        return Response.EndPoints.ResponseDurations.Derive(ResponseAssessor.Assess(data, options?.Response), EndPointAssessor.DeriveBesideResponse(data, options), scope);
    }

    /// <summary>Agreement of readers on the response at the landmark day of the options (one month), each judged by the scans of that reader alone.</summary>
    /// <param name="cohort">The cohort; <c>imaging.reader_id</c> names the readers.</param>
    /// <param name="readers">Two or more readers.</param>
    /// <param name="scope">The disease judged.</param>
    /// <param name="response">How response is judged; null for the defaults.</param>
    /// <param name="options">Weights and categories; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are fewer than two readers, or a reader has no scan.</exception>
    public static ReaderAgreement ReaderAgreement(
        this Cohort cohort, IReadOnlyList<string> readers, ResponseScope scope, ResponseOptions? response = null, ReaderAgreementOptions? options = null) =>
        ReaderResponses.Frame(cohort, readers, scope, response ?? new()).ReaderAgreement(readers, "patient_id", (response ?? new()).UnitName, options);

    /// <summary>Overall survival from the first procedure, one row per patient.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="addDay">Whether one day is added to every time (ADaM).</param>
    public static OverallSurvival OverallSurvival(this Cohort cohort, bool addDay = false) =>
        Response.EndPoints.OverallSurvival.Derive(cohort.Tumours(), addDay);

    /// <summary>The cohort's lesions, scans, measurements and events, sorted into patients: the input of the response rules.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="reader">Reader whose scans are used; null for all scans.</param>
    internal static TumourData Tumours(this Cohort cohort, string? reader = null) => TumourData.Create(CohortRows.Read(cohort), reader);
}
