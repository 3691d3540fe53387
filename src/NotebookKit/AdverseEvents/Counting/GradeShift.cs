using System.Collections.Immutable;
using NotebookKit.Rendering;

namespace NotebookKit.AdverseEvents.Counting;

/// <summary>Baseline grade against worst grade of one term: who got worse, and by how much.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record GradeShift : ITableResult
{
    private const int Baselines = 5;
    private const int Grades = 5;

    /// <summary>The term.</summary>
    public required string Term { get; init; }

    /// <summary>What is counted.</summary>
    public required CountingUnit Per { get; init; }

    /// <summary>Units by baseline grade (0 to 4, then unknown) and worst grade (1 to 5, then unknown).</summary>
    public required ImmutableArray<ImmutableArray<int>> Counts { get; init; }

    /// <summary>Units without a row of this term in the window.</summary>
    public required int WithoutEvent { get; init; }

    /// <summary>What a reader must know.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Units whose worst grade is above a known baseline grade.</summary>
    public int Worsened => Enumerable.Range(0, Baselines)
        .Sum(b => Enumerable.Range(1, Grades).Where(g => g > b).Sum(g => Counts[b][g - 1]));

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        string unit = Per == CountingUnit.Patient ? "patients" : "procedures";
        return new SummaryTable
        {
            Title = $"{Term}: baseline and worst grade",
            Columns =
            [
                new("Baseline grade", TableAlignment.Left),
                .. Enumerable.Range(1, Grades).Select(g => new TableColumn($"Grade {g}") { Spanner = $"Worst grade, {unit}" }),
                new("Unknown") { Spanner = $"Worst grade, {unit}" }, new("Total"),
            ],
            Rows = [.. Counts.Select(
                (row, b) => new TableRow([b < Baselines ? $"Grade {b}" : "Unknown", .. row.Append(row.Sum()).Select(n =>
                new TableCell(NumberFormat.Fixed(n, 0)) { Count = n, Unit = unit, Value = n, Statistic = "n" })]) { Variable = Term,
                Level = b < Baselines ? $"{b}" : "unknown" })],
            Footnotes = [$"{WithoutEvent} {unit} without the event.", .. Notes],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    internal static GradeShift Of(SafetyAssessment safety, CountingUnit per, string term)
    {
        (Func<AdverseEvent, int> unitOf, ImmutableArray<int> groupOfUnit, _) = safety.Units(per);
        AdverseEvent[] events = [.. safety.InWindow.Where(e => e.Term == term && unitOf(e) >= 0)];
        if (events.Length == 0)
            throw new ArgumentException($"There is no event '{term}' in the window; terms: "
                + string.Join(", ", safety.InWindow.Select(e => e.Term).Distinct().Order(StringComparer.Ordinal)) + ".", nameof(term));
        var counts = new int[Baselines + 1, Grades + 1];
        foreach (IGrouping<int, AdverseEvent> unit in events.GroupBy(unitOf))
        {
            int baseline = unit.OrderBy(e => e.Onset).Select(e => e.BaselineGrade).FirstOrDefault(b => b is not null) ?? Baselines;
            int worst = unit.Max(e => e.Rank(GradeScale.Ctcae));
            counts[baseline, worst == 0 ? Grades : worst - 1]++;
        }
        return new GradeShift
        {
            Term = term, Per = per, WithoutEvent = groupOfUnit.Length - events.Select(unitOf).Distinct().Count(),
            Counts = [.. Enumerable.Range(0, Baselines + 1)
                .Select(b => Enumerable.Range(0, Grades + 1).Select(g => counts[b, g]).ToImmutableArray())],
            Notes = safety.Words.Notes(
                [$"Events that began "
                    + $"{(safety.Options.Window == TimeWindow.AllTime ? $"any time after {safety.Start}"
                        : $"on {safety.Options.Window}")}, "
                + "whether worse than baseline or not; each unit once, at its worst grade."]),
        };
    }
}
