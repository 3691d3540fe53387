namespace NotebookKit.Import.Typing;

/// <summary>Texts that stand for a missing value.</summary>
internal static class MissingWords
{
    /// <summary>Missing wherever they stand.</summary>
    private static readonly HashSet<string> Always = new(StringComparer.OrdinalIgnoreCase)
    {
        "NA", "N/A", "n.a.", "#N/A", "NULL", "k.A.", "k. A.", "o.A.", "[Not Available]", "[Not Applicable]", "[Unknown]",
        "[Not Evaluated]", "[Discrepancy]", "(null)", "<NA>", "[not completed]",
    };

    /// <summary>Missing beside numbers and dates; a category of their own beside words.</summary>
    private static readonly HashSet<string> BesideValues = new(StringComparer.OrdinalIgnoreCase)
    {
        "-", "--", "---", ".", "..", "?", "??", "/", "none", "missing", "unknown", "unk", "unbekannt", "inconnu", "nan", "nd", "n.d.", "ne",
        "nicht bestimmt", "nicht bekannt", "keine angabe", "not available", "not applicable", "not known", "fehlt", "entfällt",
        "sans objet",
        "desconocido", "nask", "asku", "inv", "navu", "ni", "x.x",
    };

    /// <summary>Signs that mean missing beside words too, unless other signs such as + are values there.</summary>
    private static readonly HashSet<string> Signs = ["-", "--", "---", ".", "..", "?", "??"];

    public static bool InAnyColumn(string text) => Always.Contains(text);

    public static bool BesideNumbers(string text) => Always.Contains(text) || BesideValues.Contains(text);

    public static bool IsSign(string text) => Signs.Contains(text);
}
