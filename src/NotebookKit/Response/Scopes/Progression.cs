namespace NotebookKit.Response.Scopes;

/// <summary>First progression of one scope.</summary>
/// <param name="Date">The date; of a new lesion the day it was first seen.</param>
/// <param name="Reason">What progressed.</param>
internal sealed record Progression(DateOnly Date, string Reason)
{
    /// <summary>Day of the visit that showed it; later than the date where a new lesion was seen on an earlier scan of the visit.</summary>
    public DateOnly VisitDate { get; init; } = Date;

    /// <summary>Target, non-target, new intrahepatic, new extrahepatic, joined by " + "; empty for a recorded progression.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>Row of the event in <c>followup_events.csv</c> as Excel shows it; 0 when it was derived.</summary>
    public int Row { get; init; }
}
