using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using NotebookKit.Cohorts.Reading;

namespace NotebookKit.Import.Mapping;

/// <summary>A column that is one measure of one repetition.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Number">Which repetition.</param>
/// <param name="Measure">What is measured.</param>
internal sealed record WideColumn(string Name, int Number, string Measure);

/// <summary>Columns whose names differ in one number, side by side: scan1_date, scan1_sum, scan2_date …</summary>
internal sealed partial record WideGroup(string Name, string Index, ImmutableArray<WideColumn> Columns)
{
    private static readonly (string Words, int Number)[] Ordinals =
    [
        ("first|erste[rsn]?|primer[ao]?|premi[eè]re?|prima|primo", 1), ("second|zweite[rsn]?|segund[ao]|deuxi[eè]me|seconde|seconda|"
            + "secondo", 2),
        ("third|dritte[rsn]?|tercer[ao]?|troisi[eè]me|terza|terzo", 3), ("fourth|vierte[rsn]?|cuart[ao]|quatri[eè]me|quarta|quarto", 4),
        ("fifth|fünfte[rsn]?|quint[ao]|cinqui[eè]me", 5),
    ];

    private static readonly string[] Romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];

    public ImmutableArray<int> Numbers => [.. Columns.Select(c => c.Number).Distinct().Order()];

    public ImmutableArray<string> Measures => [.. Columns.Select(c => c.Measure).Distinct()];

    /// <summary>
    /// The names with {index} in place of the number, as <c>Lengthen</c> takes them; none where the number is a word or missing.
    /// </summary>
    public ImmutableArray<string> Patterns { get; init; } = [];

    /// <summary>
    /// Groups that repeat at least two measures, or one at least three times, or twice where it is a procedure, a scan or a complication;
    /// the names in no group are the fixed columns.
    /// </summary>
    public static ImmutableArray<WideGroup> Find(IReadOnlyList<string> names)
    {
        var parts = new List<Part>();
        foreach (string name in names)
            if (Split(name, names) is { } part) parts.Add(part);
        AddUnnumbered(parts, names);
        var groups = ImmutableArray.CreateBuilder<WideGroup>();
        foreach (IGrouping<string, Part> group in parts.GroupBy(p => p.Stem, StringComparer.OrdinalIgnoreCase))
        {
            int[] numbers = [.. group.Select(p => p.Number).Distinct()];
            int repeated = group.GroupBy(p => p.Measure, StringComparer.OrdinalIgnoreCase).Count(g => g.Count() > 1);
            bool clinical = group.GroupBy(p => p.Measure, StringComparer.OrdinalIgnoreCase)
                .Any(g => g.Count() > 1 && WideWords.TableOf(group.Key, g.Key) is not null);
            bool repeats = numbers.Length >= 2 && (repeated >= 2 || repeated == 1 && (clinical || numbers.Length >= 3
                && group.Key.Length > 1));
            if (!repeats || group.GroupBy(p => (p.Number, p.Measure.ToUpperInvariant())).Any(g => g.Count() > 1)) continue;
            string stem = group.Key.Trim('_', ' ', '.', '-');
            string?[] patterns = [.. group.Select(p => p.Pattern).Distinct(StringComparer.OrdinalIgnoreCase)];
            groups.Add(new(stem, stem.Length == 0 ? "number" : stem,
                [.. group.Select(p => new WideColumn(p.Name, p.Number, p.Measure.Length == 0 ? stem : p.Measure))])
            {
                Patterns = patterns.Contains(null) ? [] : [.. patterns.OfType<string>()],
            });
        }
        return groups.ToImmutable();
    }

    /// <summary>A name without number beside the same one with a 2 is the first: Date, Date 2.</summary>
    private static void AddUnnumbered(List<Part> parts, IReadOnlyList<string> names)
    {
        foreach (Part second in parts.Where(p => p.Number == 2 && p.Pattern is not null).ToArray())
        {
            if (parts.Exists(p => p.Number == 1 && SameMeasure(p, second))) continue;
            string plain = CellText.Plain(second.Pattern!.Replace("{index}", "", StringComparison.Ordinal));
            if (names.FirstOrDefault(n => CellText.Plain(n) == plain && !parts.Exists(p => p.Name == n)) is { } first)
                parts.Add(second with { Name = first, Number = 1, Pattern = null });
        }

        static bool SameMeasure(Part a, Part b) => string.Equals(a.Stem, b.Stem, StringComparison.OrdinalIgnoreCase)
            && string.Equals(a.Measure, b.Measure, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A name taken apart at its number: what is repeated, which repetition, what is measured.</summary>
    private static Part? Split(string name, IReadOnlyList<string> names)
    {
        // A unit in brackets at the end belongs to the measure, not to its name.
        string bare = Unit().Replace(name, ""), digits = Digits(bare, names);
        string? Pattern(Group number) =>
            digits == bare ? name[..number.Index] + "{index}" + name[(number.Index + number.Length)..] : null;
        if (Leading().Match(digits) is { Success: true } l) // 1. Eingriff Datum
            return l.Groups["rest"].Success ? new(name, l.Groups["stem"].Value, Int(l), l.Groups["rest"].Value.Trim(),
                Pattern(l.Groups["n"]))
                : new(name, "", Int(l), l.Groups["stem"].Value, Pattern(l.Groups["n"]));
        if (Inner().Match(digits) is { Success: true } i) // scan1_date, Month 3_sum
            return new(name, i.Groups["stem"].Value, Int(i), i.Groups["rest"].Value, Pattern(i.Groups["n"]));
        if (Trailing().Match(digits) is { Success: true } t) // ct_date_0, date2: the measure stands before the number
            return new(name, t.Groups["stem"].Success && t.Groups["stem"].Length > 0 ? t.Groups["stem"].Value : "", Int(t),
                t.Groups["rest"].Value, Pattern(t.Groups["n"]));
        return null;
    }

    /// <summary>The name with a numeral in words or Roman signs as digits: second scan date, TACE II.</summary>
    private static string Digits(string name, IReadOnlyList<string> names)
    {
        foreach ((string words, int number) in Ordinals)
        {
            var word = new Regex($@"(?<![\p{{L}}])({words})(?![\p{{L}}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            if (word.Match(name) is not { Success: true } m) continue;
            string digit = number.ToString(CultureInfo.InvariantCulture);
            return m.Index == 0 ? word.Replace(name, digit + ".", 1) : word.Replace(name, digit, 1);
        }
        if (Roman().Match(name) is not { Success: true } r || Array.IndexOf(Romans, r.Value) is not (>= 0 and var at)) return name;
        // One alone may be a letter; beside a II it is a number.
        string other = name[..r.Index] + (at == 0 ? "II" : "I") + name[(r.Index + r.Length)..];
        return at > 1 || names.Contains(other)
            ? name[..r.Index] + (at + 1).ToString(CultureInfo.InvariantCulture) + name[(r.Index + r.Length)..]
            : name;
    }

    private static int Int(Match m) => int.Parse(m.Groups["n"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<n>[0-9]{1,2})(?:\.|st|nd|rd|th|er|e|ª|º|°)?[ _](?<stem>\p{L}+)(?:[ _](?<rest>\p{L}.*))?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Leading();

    [GeneratedRegex(@"^(?<stem>\p{L}[\p{L} _-]*?)[ _]?(?<n>[0-9]{1,3})[ _.:-]+(?<rest>\p{L}.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Inner();

    [GeneratedRegex(@"^(?:(?<stem>\p{L}+)_)?(?<rest>\p{L}[\p{L}_ .-]*?)[ _]?(?<n>[0-9]{1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Trailing();

    [GeneratedRegex(@"\s*[\[(][^\])]*[\])]\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Unit();

    [GeneratedRegex(@"(?<![\p{L}\p{N}])[IV]{1,4}(?![\p{L}\p{N}])", RegexOptions.CultureInvariant)]
    private static partial Regex Roman();

    private sealed record Part(string Name, string Stem, int Number, string Measure, string? Pattern);
}
