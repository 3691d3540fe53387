using System.Globalization;
using System.Text;

namespace NotebookKit.Cohorts.Reading;

/// <summary>Blanks and characters that cannot be seen.</summary>
internal static class CellText
{
    /// <summary>The text without blanks at its ends and without invisible characters.</summary>
    /// <param name="text">A cell.</param>
    /// <param name="hidden">Invisible characters and blanks other than the plain one that were taken off, as U+00A0; null where there were
    /// none.</param>
    /// <remarks>Soft hyphens, zero-width characters and control characters go wherever they stand; blanks only at the ends.</remarks>
    public static string Clean(string text, out string? hidden)
    {
        hidden = null;
        if (text.Length == 0) return text;
        if (!char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]) && !Holds(text)) return text;
        SortedSet<string>? found = null;
        string visible = text;
        if (Holds(text))
        {
            var kept = new StringBuilder(text.Length);
            foreach (char c in text)
            {
                if (IsInvisible(c)) (found ??= new(StringComparer.Ordinal)).Add(Name(c));
                else kept.Append(c);
            }
            visible = kept.ToString();
        }
        string trimmed = visible.Trim();
        foreach (char c in visible.AsSpan(0, visible.Length - visible.AsSpan().TrimStart().Length)) Note(c);
        foreach (char c in visible.AsSpan(visible.AsSpan().TrimEnd().Length)) Note(c);
        hidden = found is null ? null : string.Join(", ", found);
        return trimmed;

        void Note(char c)
        {
            if (c is not (' ' or '\t' or '\r' or '\n')) (found ??= new(StringComparer.Ordinal)).Add(Name(c));
        }
    }

    public static bool IsInvisible(char c) =>
        c is '\u00AD' or '\u180E' or '\uFEFF' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E')
            or (>= '\u2060' and <= '\u2064')
            || (c < ' ' && c is not ('\t' or '\r' or '\n')) || c == '\u007F';

    private static bool Holds(string text)
    {
        foreach (char c in text)
            if (c is < ' ' or '\u007F' or '\u00AD' or > '\u180D' && IsInvisible(c)) return true;
        return false;
    }

    public static string Name(char c) => "U+" + ((int)c).ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>A name without case, blanks, signs and accents.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char c in text.ToLowerInvariant())
        {
            switch (c)
            {
                case 'ä': plain.Append("ae"); break;
                case 'ö': plain.Append("oe"); break;
                case 'ü': plain.Append("ue"); break;
                case 'ß': plain.Append("ss"); break;
                case 'é' or 'è' or 'ê' or 'ë': plain.Append('e'); break;
                case 'á' or 'à' or 'â' or 'å': plain.Append('a'); break;
                case 'ó' or 'ò' or 'ô': plain.Append('o'); break;
                case 'ú' or 'ù' or 'û': plain.Append('u'); break;
                case 'í' or 'ì' or 'î': plain.Append('i'); break;
                case 'ç': plain.Append('c'); break;
                case 'ñ': plain.Append('n'); break;
                default:
                    if (char.IsLetterOrDigit(c)) plain.Append(c);
                    break;
            }
        }
        return plain.ToString();
    }
}
