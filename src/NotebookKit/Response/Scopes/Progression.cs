namespace NotebookKit.Response.Scopes;

/// <summary>First progression of one scope.</summary>
/// <param name="Date">The date; of a new lesion the day it was first seen.</param>
/// <param name="Reason">What progressed.</param>
internal sealed record Progression(DateOnly Date, string Reason)
{
    /// <summary>Row of the event in <c>followup_events.csv</c> as Excel shows it; 0 when it was derived.</summary>
    public int Row { get; init; }
}
