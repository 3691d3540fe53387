namespace NotebookKit.Cohorts.Reading;

/// <summary>Guesses which of the known names a misspelled one was meant to be.</summary>
internal static class NearestName
{
    /// <summary>The name that was probably meant, or null where none is close enough to suggest.</summary>
    /// <remarks>
    /// Close is: equal but for case and separators; an abbreviation by its beginning (F for female); or at most a third of the
    /// letters changed.
    /// </remarks>
    public static string? Of(string text, IEnumerable<string> names)
    {
        string plain = Plain(text);
        if (plain.Length == 0) return null;
        string[] all = [.. names];
        if (all.FirstOrDefault(n => Plain(n) == plain) is { } same) return same;
        string[] begun = [.. all.Where(n => Plain(n).StartsWith(plain, StringComparison.Ordinal))];
        if (begun.Length == 1) return begun[0];
        return all.Select(n => (Name: n, Distance: EditDistance(plain, Plain(n))))
            .Where(n => n.Distance <= Math.Max(plain.Length, n.Name.Length) / 3)
            .OrderBy(n => n.Distance).Select(n => n.Name).FirstOrDefault();
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static int EditDistance(string a, string b)
    {
        var above = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) above[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = above[0];
            above[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = above[j];
                above[j] = Math.Min(substituted, 1 + Math.Min(above[j], above[j - 1]));
            }
        }
        return above[b.Length];
    }
}
