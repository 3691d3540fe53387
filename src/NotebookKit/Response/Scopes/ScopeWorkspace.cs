namespace NotebookKit.Response.Scopes;

/// <summary>Lists that judging one scope after the other uses again.</summary>
internal sealed class ScopeWorkspace
{
    /// <summary>The disease at baseline.</summary>
    public BaselineDisease Disease { get; } = new();

    /// <summary>New lesions that count.</summary>
    public List<NewLesions.Counted> NewLesions { get; } = [];

    /// <summary>New lesions that do not count, by visit.</summary>
    public List<(int Visit, string Note)> NewLesionNotes { get; } = [];

    /// <summary>Notes on the visits, visit by visit.</summary>
    public List<string> VisitNotes { get; } = [];

    /// <summary>The visits judged.</summary>
    public JudgedVisits Visits { get; } = new();

    /// <summary>Days judged evaluable.</summary>
    public List<DateOnly> EvaluableDays { get; } = [];

    /// <summary>Empties what a scope fills visit by visit.</summary>
    public void Clear()
    {
        NewLesions.Clear();
        NewLesionNotes.Clear();
        VisitNotes.Clear();
        EvaluableDays.Clear();
    }
}
