using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Models;

/// <summary>The terms of an adverse-event chart from the most to the least frequent.</summary>
internal sealed record AdverseEventModel(ImmutableArray<AdverseEventTerm> Terms, ImmutableArray<int> Grades, int Denominator, string Unit,
    string Text)
{
    /// <summary>Stands for "not graded".</summary>
    public const int NotGraded = 0;

    public static AdverseEventModel Of(ImmutableArray<AdverseEventCount> counts, int denominator, AdverseEventFigureOptions options)
    {
        foreach (AdverseEventCount count in counts)
        {
            if (count.Grade is < 1 or > 5)
                throw new ArgumentOutOfRangeException(nameof(counts), count.Grade,
                    $"The grade of '{count.Term}' must be 1 to 5, or null where it was not graded.");
            if (count.Count < 0)
                throw new ArgumentOutOfRangeException(nameof(counts), count.Count, $"The count of '{count.Term}' must not be negative.");
        }

        ImmutableArray<AdverseEventTerm> terms =
        [
            .. counts.GroupBy(c => FigureText.Clean(c.Term))
                .Select(g => new AdverseEventTerm(g.Key,
                    g.GroupBy(c => c.Grade ?? NotGraded).ToImmutableSortedDictionary(c => c.Key, c => c.Sum(x => x.Count))))
                .OrderByDescending(t => t.Total).ThenBy(t => t.Term, StringComparer.Ordinal),
        ];
        if (terms.FirstOrDefault(t => t.Total > denominator) is { } tooMany)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"'{tooMany.Term}' has {tooMany.Total} {options.Unit}, more than the denominator {denominator}; count each unit once per "
                    + $"term, at its worst grade."), nameof(counts));

        string unit = FigureText.Clean(options.Unit);
        string text = string.Create(CultureInfo.InvariantCulture, $"Adverse events by worst grade, {unit} n = {denominator}: ") +
            (terms.IsEmpty ? "none." : string.Join(", ", terms.Select(t => $"{t.Term} {NumberFormat.CountPercent(t.Total, denominator)}"))
                + ".");
        return new AdverseEventModel(terms, [.. terms.SelectMany(t => t.ByGrade.Keys).Distinct().Order()], denominator, unit, text);
    }

    public static string Name(int grade) => grade == NotGraded
        ? "Not graded"
        : string.Create(CultureInfo.InvariantCulture, $"Grade {grade}");
}

/// <summary>A term with its units by worst grade.</summary>
internal sealed record AdverseEventTerm(string Term, ImmutableSortedDictionary<int, int> ByGrade)
{
    public int Total { get; } = ByGrade.Values.Sum();

    /// <summary>Units with a lower worst grade: where the bar of a grade begins.</summary>
    public int Below(int grade) => ByGrade.Where(p => p.Key < grade).Sum(p => p.Value);
}
