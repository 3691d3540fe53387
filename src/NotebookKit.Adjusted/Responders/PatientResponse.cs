using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Scopes;

namespace NotebookKit.Adjusted.Responders;

/// <summary>Survival of one patient with the days on which the response became known, all counted from the first procedure.</summary>
/// <param name="PatientId">The patient.</param>
/// <param name="Days">Death or last contact.</param>
/// <param name="IsDeath">Whether it is death.</param>
/// <param name="FirstScan">First scan that could be judged; null for none.</param>
/// <param name="Known">Scan at which a response (CR or PR) was first known; with confirmation, the confirming scan. Null for none.</param>
internal sealed record PatientResponse(string PatientId, int Days, bool IsDeath, int? FirstScan, int? Known)
{
    public static ImmutableArray<PatientResponse> Of(ResponseAssessment assessment, OverallSurvival survival, ResponseScope scope)
    {
        Dictionary<string, ScopeResponse> judged = assessment.Units.ToDictionary(u => u.PatientId, u => u[scope]);
        return [.. survival.Patients.Select(p =>
        {
            judged.TryGetValue(p.PatientId, out ScopeResponse? response);
            DatedResponse[] seen = response is null
                ? []
                : [.. response.Responses.Where(r => r.Response != ResponseCategory.NE).OrderBy(r => r.Date)];
            int? Day(DateOnly? date) => date is { } d ? d.DayNumber - p.Start.DayNumber : null;
            return new PatientResponse(p.PatientId, p.End.Days, p.End.IsDeath, Day(seen.Length == 0 ? null : seen[0].Date),
                Day(FirstKnown(response, assessment.Options.Best)));
        })];
    }

    /// <summary>The scan that made a response known: nothing that came later may have been needed for it.</summary>
    private static DateOnly? FirstKnown(ScopeResponse? response, BestResponseOptions options)
    {
        if (response is null) return null;
        DatedResponse[] all = [.. response.Responses.OrderBy(r => r.Date)];
        foreach (DateOnly day in all.Select(r => r.Date).Distinct())
            if (BestResponse.FirstResponse(all.Where(r => r.Date <= day), options, response.ProgressionDate,
                response.NewTherapy) is not null) return day;
        return null;
    }
}
