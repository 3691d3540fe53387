using NotebookKit.Adjusted.Responders;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit;

/// <summary>Response and survival of a cohort together.</summary>
public static class CohortResponseSurvivalExtensions
{
    /// <summary>
    /// Survival of responders against that of others, from a landmark and with response as a time-dependent covariate, in one call.
    /// </summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="scope">The disease whose response counts.</param>
    /// <param name="landmarkMonths">The landmark in months (of 30.4375 days) from the first procedure; choose it before looking at the
    /// data, such as 3.</param>
    /// <param name="options">How response is judged; null for the defaults. The unit is always the patient: response to the first
    /// procedure.</param>
    /// <returns>Curves, log-rank test and hazard ratio from the landmark, hazard ratio of the time-dependent covariate, and the frames
    /// behind both.</returns>
    /// <remarks>
    /// Anderson, Cain and Gelber 1983 (doi:10.1200/JCO.1983.1.11.710); Mantel and Byar 1974 (doi:10.1080/01621459.1974.10480131). A
    /// response that needs confirmation counts from the confirming scan. Equivalent R calls: <c>coxph(Surv(time, death) ~ response,
    /// subset(d, time > landmark))</c>, and
    /// <c>survival::tmerge</c> with <c>tdc(day_of_response)</c> before <c>coxph(Surv(tstart, tstop, death) ~ response)</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The landmark is not above 0, or no patient is left at it.</exception>
    /// <example><code>cohort.ResponseAndSurvival(ResponseScope.Hepatic, landmarkMonths: 3)</code></example>
    public static ResponseSurvival ResponseAndSurvival(this Cohort cohort, ResponseScope scope, double landmarkMonths,
        ResponseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        options = (options ?? new()) with { Unit = AnalysisUnit.Patient };
        TumourData data = cohort.Tumours(options);
        ResponseAssessment assessment = ResponseAssessor.Assess(data, options);
        var survival = Response.EndPoints.OverallSurvival.Derive(data);
        ResponseSurvival found = ResponseSurvival.Of(PatientResponse.Of(assessment, survival, scope), landmarkMonths,
            cohort.Patients, scope);
        string[] lost = survival.LeftOut.IsEmpty
            ? []
            : [$"Left out, no date of death or last contact after treatment: {string.Join(", ", survival.LeftOut)}."];
        return found with { Notes = [.. found.Notes, .. lost, .. options.Describe()] };
    }
}
