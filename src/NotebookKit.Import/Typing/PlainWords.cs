namespace NotebookKit.Import.Typing;

/// <summary>
/// Words that mean nothing by themselves: neither missing, nor yes or no, nor the name of a month, nor the begin of a bound.
/// </summary>
internal static class PlainWords
{
    private static readonly HashSet<string> Bounds = new(StringComparer.OrdinalIgnoreCase)
    {
        "unter", "kleiner", "grosser", "less", "more", "under", "over", "up", "bis", "to", "ca", "circa", "approx", "about", "etwa",
    };

    public static bool IsPlain(string word) =>
        !Bounds.Contains(word) && !MissingWords.BesideNumbers(word) && !ColumnTyper.IsYesOrNo(word) && DateText.Month(word) == 0;
}
