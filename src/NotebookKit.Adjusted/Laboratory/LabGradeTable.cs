using NotebookKit.Adjusted.Scores;

namespace NotebookKit.Adjusted.Laboratory;

/// <summary>Baseline and worst grade of one procedure (or patient) for one term.</summary>
/// <param name="Of">The procedure or patient.</param>
/// <param name="Group">Its group; null without groups.</param>
/// <param name="BaselineGrade">Grade of the baseline value against normal; null without a baseline.</param>
/// <param name="WorstGrade">Worst grade within the window; null without a value.</param>
/// <param name="Measurements">Values within the window: more values raise the chance of a high grade.</param>
public sealed record LabGradeRow(string Of, string? Group, int? BaselineGrade, int? WorstGrade, int Measurements);

/// <summary>Grades of one term with the shift from the baseline.</summary>
/// <param name="Quantity">What was measured.</param>
/// <param name="Term">Term of the criteria.</param>
/// <param name="Rows">One per procedure or patient.</param>
public sealed record LabTermGrades(LabQuantity Quantity, string Term, ImmutableArray<LabGradeRow> Rows)
{
    /// <summary>Number with a baseline grade (0 to 4; index 5 for none) and a worst grade (0 to 4; index 5 for none).</summary>
    public int[,] Shift(string? group = null)
    {
        int[,] counts = new int[6, 6];
        foreach (LabGradeRow row in Rows.Where(r => group is null || r.Group == group))
            counts[row.BaselineGrade ?? 5, row.WorstGrade ?? 5]++;
        return counts;
    }

    /// <summary>Number whose worst grade lies so many grades or more above the baseline grade.</summary>
    public int WorsenedBy(int grades, string? group = null) =>
        Rows.Count(r => (group is null || r.Group == group) && r.WorstGrade - r.BaselineGrade >= grades);
}

/// <summary>Laboratory toxicity: worst grades and shifts from baseline.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record LabGradeTable : AdjustedResult
{
    /// <summary>One entry per term.</summary>
    public required ImmutableArray<LabTermGrades> Terms { get; init; }

    /// <summary>Groups in order; empty without.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Values whose size fits another unit; they are left out.</summary>
    public required ImmutableArray<LabFinding> Findings { get; init; }

    /// <summary>Options used.</summary>
    public required LabGradeOptions Options { get; init; }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame()
    {
        (string Term, LabGradeRow Row)[] rows = [.. Terms.SelectMany(t => t.Rows.Select(r => (t.Term, r)))];
        return new DataFrame(new StringDataFrameColumn("term", rows.Select(r => r.Term)),
            new StringDataFrameColumn(Options.Of, rows.Select(r => r.Row.Of)),
            new StringDataFrameColumn("group", rows.Select(r => r.Row.Group)),
            new Int32DataFrameColumn("baseline_grade", rows.Select(r => r.Row.BaselineGrade)),
            new Int32DataFrameColumn("worst_grade", rows.Select(r => r.Row.WorstGrade)),
            new Int32DataFrameColumn("measurements", rows.Select(r => (int?)r.Row.Measurements)));
    }

    /// <summary>Shift tables: baseline grade in rows, worst grade in columns, one block per term and group.</summary>
    public override SummaryTable ToTable()
    {
        string[] grades = ["0", "1", "2", "3", "4", "No value"];
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (LabTermGrades term in Terms)
            foreach (string? group in Groups.IsEmpty ? new string?[] { null } : [.. Groups])
            {
                int[,] shift = term.Shift(group);
                int n = term.Rows.Count(r => group is null || r.Group == group);
                rows.Add(new TableRow(
                    [group is null ? term.Term : $"{term.Term}: {group}", .. Enumerable.Repeat(TableCell.Empty, 6), Worse(1), Worse(2)]) {
                        IsHeading = true });
                for (int b = 0; b < 6; b++)
                    if (Enumerable.Range(0, 6).Any(w => shift[b, w] > 0))
                        rows.Add(new TableRow(
                            [b == 5 ? "No baseline" : $"Baseline {grades[b]}",
                                .. Enumerable.Range(0, 6).Select(
                                    w => new TableCell(
                                        shift[b, w].ToString(System.Globalization.CultureInfo.InvariantCulture)) { Value = shift[b, w],
                                        Count = shift[b, w] }), TableCell.Empty, TableCell.Empty]) { Indent = 1 });
                TableCell Worse(int by) =>
                    new(NumberFormat.CountPercent(term.WorsenedBy(by, group), n)) { Count = term.WorsenedBy(by, group), Denominator = n };
            }
        return new SummaryTable
        {
            Title = $"Laboratory grades, CTCAE {(Options.Version == CtcaeVersion.V5 ? "5.0" : "4.03")}: baseline and worst grade to day "
                + $"{Options.LastDay.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
            Columns = [new("", TableAlignment.Left), .. grades.Select(g => new TableColumn(g) { Spanner = "Worst grade" }),
                new("Worse by ≥ 1"), new("Worse by ≥ 2")],
            Rows = rows.ToImmutable(),
            Footnotes =
            [
                $"Baseline: last value of day {(-Options.BaselineDays).ToString(System.Globalization.CultureInfo.InvariantCulture)} to 0. "
                    + $"Counted: {Unit}; several bloods per window: median {Median()} values.",
                Options.Version == CtcaeVersion.V5
                    ? "An abnormal baseline counts in multiples of itself (ALT, AST, ALP, GGT, bilirubin)."
                    : "Multiples of the upper limit of normal; the baseline does not enter.",
                .. Findings.Take(20).Select(
                    f => FormattableString.Invariant($"{f.Column}, row {f.Row}: {f.Value} {f.Unit} is {f.Message}; left out.")),
                    .. Footnotes(),
            ],
        };
    }

    private string Median()
    {
        double[] m = [.. Terms.SelectMany(t => t.Rows).Select(r => (double)r.Measurements)];
        return NumberFormat.Fixed(Quantiles.Median(m), 0);
    }
}
