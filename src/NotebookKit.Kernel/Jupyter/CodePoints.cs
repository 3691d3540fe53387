namespace NotebookKit.Kernel.Jupyter;

/// <summary>The protocol counts Unicode code points, C# counts UTF-16 units.</summary>
internal static class CodePoints
{
    public static int ToUnits(string text, int codePoints)
    {
        int units = 0;
        for (int i = 0; i < codePoints && units < text.Length; i++) units += IsPair(text, units) ? 2 : 1;
        return units;
    }

    public static int FromUnits(string text, int units)
    {
        int codePoints = 0;
        for (int i = 0; i < units && i < text.Length; codePoints++) i += IsPair(text, i) ? 2 : 1;
        return codePoints;
    }

    private static bool IsPair(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
}
