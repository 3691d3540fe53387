using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NotebookKit.Charts.Plots;

/// <summary>Widths of text without a font engine, so that layouts are the same on every machine.</summary>
/// <remarks>Advance widths of Helvetica (Adobe Font Metrics), which Arial and Liberation Sans share.</remarks>
internal static class TextMetrics
{
    private static readonly short[] Ascii =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
        556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
        556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    // A little more than the metrics say, for readers whose sans-serif is wider.
    private const double Slack = 1.04;

    public static double Width(string text, double size, bool bold = false)
    {
        int units = 0;
        foreach (Rune rune in text.EnumerateRunes()) units += Advance(rune);
        return units * size / 1000 * Slack * (bold ? 1.08 : 1);
    }

    /// <summary>Lines no wider than <paramref name="width"/>, broken at spaces, and within a word only where it is too long.</summary>
    public static List<string> Wrap(string text, double size, double width, int maxLines = int.MaxValue, bool bold = false)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string rest = word;
            // A hyphen is the better place to break a word that fits on no line.
            if (Width(word, size, bold) > width && word.IndexOf('-', 1) is var hyphen and > 0 && hyphen < word.Length - 1
                && Width(word[..(hyphen + 1)], size, bold) <= width)
            {
                string head = line.Length == 0 ? word[..(hyphen + 1)] : line + " " + word[..(hyphen + 1)];
                if (Width(head, size, bold) <= width) lines.Add(head);
                else lines.AddRange([line, word[..(hyphen + 1)]]);
                line = "";
                rest = word[(hyphen + 1)..];
            }
            string joined = line.Length == 0 ? rest : line + " " + rest;
            if (Width(joined, size, bold) <= width)
            {
                line = joined;
                continue;
            }
            if (line.Length > 0) lines.Add(line);
            while (Width(rest, size, bold) > width && rest.Length > 1)
            {
                int fits = Fitting(rest, size, width, bold);
                lines.Add(rest[..fits]);
                rest = rest[fits..];
            }
            line = rest;
        }
        if (line.Length > 0) lines.Add(line);
        if (lines.Count <= maxLines) return lines;
        lines[maxLines - 1] = Shorten(string.Join(' ', lines.Skip(maxLines - 1)), size, width, bold);
        return lines[..maxLines];
    }

    /// <summary>The text, or its beginning up to a space and an ellipsis where it is wider than <paramref name="width"/>.</summary>
    public static string Shorten(string text, double size, double width, bool bold = false)
    {
        if (Width(text, size, bold) <= width) return text;
        for (int space = text.LastIndexOf(' '); space > 0; space = text.LastIndexOf(' ', space - 1))
        {
            string words = text[..space].TrimEnd(' ', ',', ';', '-', '–') + " …";
            if (Width(words, size, bold) <= width && Width(words, size, bold) > 0.4 * width) return words;
        }
        int[] starts = StringInfo.ParseCombiningCharacters(text);
        for (int kept = starts.Length - 1; kept > 0; kept--)
        {
            string candidate = text[..starts[kept]].TrimEnd() + "…";
            if (Width(candidate, size, bold) <= width) return candidate;
        }
        return "…";
    }

    /// <summary>The texts, each no wider than <paramref name="width"/>; what tells two of them apart is kept.</summary>
    public static ImmutableArray<string> ShortenAll(IReadOnlyList<string> texts, double size, double width)
    {
        string[] shortened = [.. texts.Select(t => Shorten(t, size, width))];
        foreach (IGrouping<string, int> same in Enumerable.Range(0, texts.Count).GroupBy(i => shortened[i], StringComparer.Ordinal)
            .Where(g => g.Select(i => texts[i]).Distinct().Count() > 1).ToArray())
        {
            string first = texts[same.First()];
            int common = same.Min(i => first.Zip(texts[i]).TakeWhile(p => p.First == p.Second).Count());
            int start = first.LastIndexOf(' ', Math.Max(0, common - 1)) + 1;
            foreach (int i in same)
                shortened[i] = Shorten(start == 0 ? texts[i] : "… " + texts[i][Math.Min(start, texts[i].Length)..], size, width);
        }
        return [.. shortened];
    }

    private static int Fitting(string word, double size, double width, bool bold)
    {
        int[] starts = StringInfo.ParseCombiningCharacters(word);
        int low = 1, high = starts.Length;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (Width(word[..starts[middle]], size, bold) <= width) low = middle;
            else high = middle;
        }
        return low < starts.Length ? starts[low] : word.Length;
    }

    private static int Advance(Rune rune) => rune.Value switch
    {
        >= 32 and < 127 => Ascii[rune.Value - 32],
        0xA0 or 0x2007 => 278,
        0x2013 or 0x2002 => 556,
        0x2026 or 0x2014 or >= 0x2E80 => 1000,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format ? 0 : 600,
    };
}
