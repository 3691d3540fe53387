using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Scopes;

/// <summary>First progression of one scope.</summary>
/// <param name="Date">The date; of a new lesion the day it was first seen.</param>
/// <param name="Reason">What progressed.</param>
internal sealed record FirstProgression(DateOnly Date, string Reason)
{
    /// <summary>Day of the visit that showed it; later than the date where a new lesion was seen on an earlier scan of the visit.</summary>
    public DateOnly VisitDate { get; init; } = Date;

    /// <summary>Target, non-target, new intrahepatic, new extrahepatic, joined by " + "; empty for a recorded progression.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>Row of the event in <c>followup_events.csv</c> as Excel shows it; 0 when it was derived.</summary>
    public int Row { get; init; }

    /// <summary>That of a visit judged PD: a new lesion counts from its own scan, the sum from the last scan of the visit.</summary>
    /// <param name="target">Response of the targets.</param>
    /// <param name="nonTarget">Response of the non-targets.</param>
    /// <param name="v">The visit.</param>
    /// <param name="patient">Imaging of the patient.</param>
    /// <param name="newLesions">New lesions that count, by visit.</param>
    public static FirstProgression At(ResponseCategory target, ResponseCategory nonTarget, int v, PatientImaging patient,
        List<NewLesions.Counted> newLesions)
    {
        DateOnly visit = patient.Visits[v].Date, date = visit;
        bool any = false, inside = false, outside = false;
        foreach (NewLesions.Counted lesion in newLesions)
        {
            if (lesion.Visit > v) break;
            any = true;
            if (lesion.Date < date) date = lesion.Date;
            if (lesion.Lesion >= 0)
                (inside, outside) = (inside || patient.Lesions[lesion.Lesion].IsHepatic,
                    outside || !patient.Lesions[lesion.Lesion].IsHepatic);
        }
        bool alone = nonTarget != ResponseCategory.PD && !any;
        string?[] pattern = alone ? [] : [target == ResponseCategory.PD ? "target" : null,
            nonTarget == ResponseCategory.PD ? "non-target" : null, inside ? "new intrahepatic" : null,
            outside ? "new extrahepatic" : null, any && !inside && !outside ? "new, site not said" : null];
        return new FirstProgression(date, TimePointResponse.CauseOf(target, nonTarget, any ? newLesions[0].Reason : null))
        {
            VisitDate = visit, Pattern = alone ? "target" : string.Join(" + ", pattern.OfType<string>()),
        };
    }
}
