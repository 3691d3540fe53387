using NotebookKit.Cohorts.Reading;

namespace NotebookKit.Import.Typing;

/// <summary>Finds spellings that probably mean one category.</summary>
internal static class Variants
{
    /// <summary>
    /// Groups of texts that differ in case, blanks, signs and accents, in one letter, or are the first letter of another.
    /// </summary>
    public static string[][] Of(IReadOnlyList<(string Text, int Count)> levels)
    {
        int[] group = [.. Enumerable.Range(0, levels.Count)];
        for (int i = 0; i < levels.Count; i++)
            for (int j = i + 1; j < levels.Count; j++)
                if (Alike(levels[i].Text, levels[j].Text)) Join(group, i, j);
        string[] words = [.. levels.Select(l => CellText.Plain(l.Text)).Where(t => t.Length > 2).Distinct()];
        for (int i = 0; i < levels.Count; i++)
        {
            string plain = CellText.Plain(levels[i].Text);
            if (plain.Length != 1 || !char.IsLetter(plain[0])) continue;
            string[] begun = [.. words.Where(w => w[0] == plain[0])];
            if (begun.Length == 0 || begun.Any(w => !Alike(w, begun[0]))) continue;
            int whole = levels.Select((l, k) => (l, k)).First(l => CellText.Plain(l.l.Text) == begun[0]).k;
            Join(group, i, whole);
        }
        return [.. Enumerable.Range(0, levels.Count).GroupBy(i => group[i]).Where(g => g.Count() > 1)
            .Select(g => g.Select(i => levels[i].Text).ToArray())];
    }

    private static void Join(int[] group, int a, int b)
    {
        int from = Math.Max(group[a], group[b]), to = Math.Min(group[a], group[b]);
        for (int k = 0; k < group.Length; k++) if (group[k] == from) group[k] = to;
    }

    private static bool Alike(string a, string b)
    {
        string x = CellText.Plain(a), y = CellText.Plain(b);
        if (x.Length == 0 || y.Length == 0) return false;
        if (x == y) return !(a.Any(char.IsLetterOrDigit) && Signed(a) != Signed(b));
        if (Numbered(a) && Numbered(b)) return false;
        return x.Length >= 5 && y.Length >= 5 && x.All(char.IsLetter) && y.All(char.IsLetter) && WithinOne(x, y);
    }

    /// <summary>A name with one letter at its end that counts: site_a, arm B.</summary>
    private static bool Numbered(string text) => text.Length > 2 && !char.IsLetterOrDigit(text[^2]) && char.IsLetter(text[^1]);

    /// <summary>Signs that carry meaning at the ends, as in 2+ or -3.</summary>
    private static (char, char) Signed(string text) =>
        (text[0] is '+' or '-' or '<' or '>' ? text[0] : ' ', text[^1] is '+' or '-' ? text[^1] : ' ');

    private static bool WithinOne(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1) return false;
        if (a.Length > b.Length) (a, b) = (b, a);
        int i = 0;
        while (i < a.Length && a[i] == b[i]) i++;
        return a.Length == b.Length
            ? a.AsSpan(Math.Min(i + 1, a.Length)).SequenceEqual(b.AsSpan(Math.Min(i + 1, b.Length)))
            : a.AsSpan(i).SequenceEqual(b.AsSpan(i + 1));
    }
}
