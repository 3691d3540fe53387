using System.Collections.Immutable;
using NotebookKit.Rendering;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>One column of a comparison: P, adjusted P, a difference, or a figure of one pair of groups.</summary>
internal sealed record ComparisonColumn(string Name, string Header, Func<GroupComparison, DifferenceFormat, JournalStyle, TableCell> Print)
{
    private static readonly ComparisonColumn PColumn = new("P", "P", (c, _, style) =>
        P(c.P, style) with
        {
            Note = GroupComparison.Sentences(TestOf(c), c.Note),
            Values = [new("P", c.P), new("statistic", c.Statistic), new("df", c.DegreesOfFreedom)],
        });

    private static readonly ComparisonColumn ClusteredPColumn = new("Clustered P", "Clustered P", (c, _, style) =>
        c.ClusteredTestName is null
        ? TableCell.Empty
        : P(c.ClusteredP, style) with { Statistic = "clustered P", Note = c.ClusteredTestName });

    private static readonly ComparisonColumn AdjustedPColumn = new("Adjusted P", "Adjusted P",
        (c, _, style) => P(c.AdjustedP, style) with { Statistic = "adjusted P" });

    /// <summary>The P columns alone.</summary>
    public static IEnumerable<ComparisonColumn> OfP(bool clustered) => clustered ? [PColumn, ClusteredPColumn] : [PColumn];

    /// <summary>The columns that the options of a description ask for.</summary>
    public static IEnumerable<ComparisonColumn> Of(DescriptionOptions options, ImmutableArray<string> groups, bool clustered)
    {
        string level = NumberFormat.Level(options.ConfidenceLevel, options.Style);
        if (options.Difference && groups.Length == 2)
            yield return new("Difference", $"Difference\n({level} CI)", (c, format, style) => Difference(c.Pairs[0], format, style));
        if (options.Smd && groups.Length == 2 && options.Weights is not null)
            yield return new("SMD", "SMD", (c, _, style) => Smd(c.Pairs[0], style));
        else if (options.Smd && groups.Length == 2) yield return new("SMD", $"SMD\n({level} CI)", (c, _, style) => Smd(c.Pairs[0], style));
        if (options.Smd && groups.Length > 2) yield return new("SMD", "SMD of pairs,\nmean (max)", (c, _, style) => MeanSmd(c, style));
        if (options.P) yield return PColumn;
        if (options.P && clustered) yield return ClusteredPColumn;
        if (options.P && options.AdjustP is not null) yield return AdjustedPColumn;
        if (!options.Pairwise || groups.Length < 3) yield break;
        for (int a = 0, pair = 0; a < groups.Length; a++)
        {
            for (int b = a + 1; b < groups.Length; b++, pair++)
            {
                int index = pair;
                string name = $"{groups[a]} vs {groups[b]}";
                yield return new($"P, {name}", $"P, {groups[a]}\nvs {groups[b]}", (c, _, style) => P(c.Pairs[index].AdjustedP, style));
            }
        }
    }

    /// <summary>The columns of P values alone that a table asks for.</summary>
    public static IEnumerable<ComparisonColumn> Of(bool p, bool adjusted, bool clustered)
    {
        if (p) yield return PColumn;
        if (p && clustered) yield return ClusteredPColumn;
        if (p && adjusted) yield return AdjustedPColumn;
    }

    // Fisher's two-sided P has several definitions
    private static string TestOf(GroupComparison c) =>
        c.TestName.StartsWith("Fisher", StringComparison.Ordinal)
            ? c.TestName + "; two-sided: all tables no likelier than the observed one"
            : c.TestName;

    public TableCell Cell(GroupComparison? comparison, DifferenceFormat format, JournalStyle style) =>
        comparison is null ? TableCell.Empty : Print(comparison, format, style);

    private static TableCell P(double? p, JournalStyle style) => new(NumberFormat.PValue(p, style)) { Value = p, Statistic = "P" };

    private static TableCell Difference(PairComparison pair, DifferenceFormat format, JournalStyle style)
    {
        if (!format.IsShown || pair.Difference is not double difference) return TableCell.Empty;
        int percent = style.PercentDecimals ?? 0;
        string text = format.IsPercentage
            ? $"{NumberFormat.Fixed(100 * difference, percent, style)} pp "
                + $"({NumberFormat.Interval(100 * pair.DifferenceLower, 100 * pair.DifferenceUpper, percent, style)})"
            : $"{NumberFormat.Fixed(difference, format.Decimals, style)} ("
                + $"{NumberFormat.Interval(pair.DifferenceLower, pair.DifferenceUpper, format.Decimals, style)})";
        return new TableCell(text)
        {
            Value = difference, Statistic = "difference",
            Values = [new("difference", difference), new("lower", pair.DifferenceLower), new("upper", pair.DifferenceUpper)],
        };
    }

    // printed without sign; the sign is in the values
    private static TableCell Smd(PairComparison pair, JournalStyle style)
    {
        bool flip = pair.Smd < 0;
        double? lower = flip ? -pair.SmdUpper : pair.SmdLower, upper = flip ? -pair.SmdLower : pair.SmdUpper;
        string text = pair.Smd is not double smd ? NumberFormat.NotEstimable
            : NumberFormat.Fixed(Math.Abs(smd), 2, style) + (lower is null ? "" : $" ({NumberFormat.Interval(lower, upper, 2, style)})");
        return new TableCell(text) { Value = pair.Smd, Statistic = "SMD",
            Values = [new("SMD", pair.Smd), new("lower", pair.SmdLower), new("upper", pair.SmdUpper)] };
    }

    private static TableCell MeanSmd(GroupComparison c, JournalStyle style)
    {
        double?[] all = [.. c.Pairs.Select(p => p.Smd is double s ? Math.Abs(s) : (double?)null)];
        if (all.Any(s => s is null)) return new TableCell(NumberFormat.NotEstimable) { Statistic = "SMD" };
        return new TableCell($"{NumberFormat.Fixed(all.Average(), 2, style)} ({NumberFormat.Fixed(all.Max(), 2, style)})")
        {
            Value = all.Average(), Statistic = "SMD", Values = [new("mean SMD", all.Average()), new("max SMD", all.Max())],
        };
    }
}
