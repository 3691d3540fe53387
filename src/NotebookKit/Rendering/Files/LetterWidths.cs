namespace NotebookKit.Rendering.Files;

/// <summary>
/// About how wide text is in Arial, in ems; enough to lay out the columns of a document whose letters another program draws.
/// </summary>
internal static class LetterWidths
{
    private const double Bold = 1.08;

    /// <summary>Width of the widest line.</summary>
    public static double Of(string text, bool bold = false) => text.Split('\n').Max(Line) * (bold ? Bold : 1);

    /// <summary>Width of the widest piece that should not be broken: a word, or a whole short text such as "12 (40%)".</summary>
    public static double OfPieces(string text, int unbroken, bool bold = false) =>
        text.Split('\n').SelectMany(l => l.Length <= unbroken ? [l] : l.Split(' ', '\u2009')).Max(Line) * (bold ? Bold : 1);

    private static double Line(string line)
    {
        double width = 0;
        foreach (char c in line) width += Letter(c);
        return width;
    }

    private static double Letter(char c) => c switch
    {
        'i' or 'j' or 'l' or '\'' or '|' => 0.22,
        ' ' or '.' or ',' or ':' or ';' or '!' or 't' or 'f' or 'I' or '/' or '·' or '\u2009' => 0.28,
        'r' or '-' or '(' or ')' or '[' or ']' or '*' => 0.34,
        'm' or 'M' or 'W' or '%' or '@' or '—' => 0.86,
        'w' => 0.72,
        '+' or '=' or '<' or '>' or '\u2212' or '±' => 0.59,
        >= 'A' and <= 'Z' => 0.7,
        > '\u2E7F' => 1,
        _ => 0.556,
    };
}
