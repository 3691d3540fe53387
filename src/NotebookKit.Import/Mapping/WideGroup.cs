using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookKit.Import.Mapping;

/// <summary>A column that is one measure of one repetition.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Number">Which repetition.</param>
/// <param name="Measure">What is measured.</param>
internal sealed record WideColumn(string Name, int Number, string Measure);

/// <summary>Columns whose names differ in one number, side by side: scan1_date, scan1_sum, scan2_date …</summary>
internal sealed partial record WideGroup(string Name, string Index, ImmutableArray<WideColumn> Columns)
{
    public ImmutableArray<int> Numbers => [.. Columns.Select(c => c.Number).Distinct().Order()];

    public ImmutableArray<string> Measures => [.. Columns.Select(c => c.Measure).Distinct()];

    /// <summary>The names with {index} in place of the number, as <c>Lengthen</c> takes them.</summary>
    public ImmutableArray<string> Patterns { get; init; } = [];

    /// <summary>
    /// Groups that repeat at least two measures, or one at least three times; the names in no group are the fixed columns.
    /// </summary>
    public static ImmutableArray<WideGroup> Find(IReadOnlyList<string> names)
    {
        var parts = new List<(string Name, string Stem, int Number, string Measure, string Pattern)>();
        foreach (string name in names)
            if (Split(name) is { } part) parts.Add((name, part.Stem, part.Number, part.Measure, part.Pattern));
        var groups = ImmutableArray.CreateBuilder<WideGroup>();
        foreach (var group in parts.GroupBy(p => p.Stem, StringComparer.OrdinalIgnoreCase))
        {
            int[] numbers = [.. group.Select(p => p.Number).Distinct()];
            string[] measures = [.. group.Select(p => p.Measure).Distinct(StringComparer.OrdinalIgnoreCase)];
            bool repeats = numbers.Length >= 2 && (measures.Length >= 2
                ? group.GroupBy(p => p.Measure).Count(g => g.Count() > 1) >= 2
                : numbers.Length >= 3 && group.Key.Length > 1);
            if (!repeats || group.GroupBy(p => (p.Number, p.Measure.ToUpperInvariant())).Any(g => g.Count() > 1)) continue;
            string stem = group.Key.Trim('_', ' ', '.', '-');
            groups.Add(new(stem, stem.Length == 0 ? "number" : stem,
                [.. group.Select(p => new WideColumn(p.Name, p.Number, p.Measure.Length == 0 ? stem : p.Measure))])
            {
                Patterns = [.. group.Select(p => p.Pattern).Distinct(StringComparer.OrdinalIgnoreCase)],
            });
        }
        return groups.ToImmutable();
    }

    /// <summary>A name taken apart at its number: what is repeated, which repetition, what is measured.</summary>
    private static (string Stem, int Number, string Measure, string Pattern)? Split(string name)
    {
        if (Leading().Match(name) is { Success: true } l) // 1. Eingriff Datum
            return (l.Groups["stem"].Value, Int(l), l.Groups["rest"].Value.Trim(), At(name, l.Groups["n"]));
        if (Inner().Match(name) is { Success: true } i) // scan1_date, Month 3_sum
            return (i.Groups["stem"].Value, Int(i), i.Groups["rest"].Value, At(name, i.Groups["n"]));
        if (Trailing().Match(name) is { Success: true } t) // ct_date_0, date2: the measure stands before the number
            return (t.Groups["stem"].Success && t.Groups["stem"].Length > 0 ? t.Groups["stem"].Value : "", Int(t), t.Groups["rest"].Value,
                At(name, t.Groups["n"]));
        return null;
    }

    private static int Int(Match m) => int.Parse(m.Groups["n"].Value, CultureInfo.InvariantCulture);

    private static string At(string name, Group number) => name[..number.Index] + "{index}" + name[(number.Index + number.Length)..];

    [GeneratedRegex(@"^(?<n>[0-9]{1,2})(?:\.|st|nd|rd|th|er|e)? (?<stem>\p{L}+)[ _](?<rest>\p{L}.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Leading();

    [GeneratedRegex(@"^(?<stem>\p{L}[\p{L} _-]*?)[ _]?(?<n>[0-9]{1,3})[ _.:-](?<rest>\p{L}.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Inner();

    [GeneratedRegex(@"^(?:(?<stem>\p{L}+)_)?(?<rest>\p{L}[\p{L}_ -]*?)[ _]?(?<n>[0-9]{1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Trailing();
}
