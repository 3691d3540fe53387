using System.Text;

namespace NotebookKit.Rendering;

/// <summary>Cleans text that came from data before it is written in any format.</summary>
internal static class CleanText
{
    /// <summary>
    /// Drops control characters, lone surrogates and the marks that reverse the direction of text; line breaks become \n
    /// and tabs become spaces. None of them can be seen, XML forbids some, and the direction marks can hide what a cell says.
    /// </summary>
    public static string WithoutControls(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsSurrogate(c))
            {
                if (!char.IsSurrogatePair(text, i)) continue;
                clean.Append(c).Append(text[++i]);
            }
            else if (c == '\r')
            {
                if (i + 1 == text.Length || text[i + 1] != '\n') clean.Append('\n');
            }
            else if (c == '\t')
            {
                clean.Append(' ');
            }
            else if (c == '\n' || !(char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE'
                or '\uFFFF'))
            {
                clean.Append(c);
            }
        }
        return clean.ToString();
    }

    /// <summary>As <see cref="WithoutControls"/>, with line breaks as spaces.</summary>
    public static string OneLine(string text) => WithoutControls(text).Replace('\n', ' ');
}
