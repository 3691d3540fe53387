using System.Globalization;
using System.Text;

namespace NotebookKit.Charts.Plots;

/// <summary>Makes any text fit to be drawn on one line.</summary>
internal static class FigureText
{
    /// <summary>
    /// Turns line breaks and control characters into spaces, drops marks that reverse the reading order of their neighbours,
    /// and replaces broken surrogates; SVG allows none of them.
    /// </summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (Rune rune in (text ?? "").EnumerateRunes())
        {
            if (rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069) continue;
            bool isSpace = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
            bool isNoCharacter = (rune.Value & 0xFFFE) == 0xFFFE;
            if (isSpace) clean.Append(' ');
            else if (isNoCharacter) clean.Append('\uFFFD');
            else clean.Append(rune.ToString());
        }
        return clean.ToString().Trim();
    }
}
