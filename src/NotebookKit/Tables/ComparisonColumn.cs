using NotebookKit.Rendering;

namespace NotebookKit.Tables;

/// <summary>One column of a comparison: P, adjusted P, or a figure of one pair of groups.</summary>
internal sealed record ComparisonColumn(string Name, string Header, Func<GroupComparison, JournalStyle, TableCell> Print)
{
    private static readonly ComparisonColumn PColumn = new("P", "P", (c, style) =>
        new TableCell(NumberFormat.PValue(c.P, style)) { Value = c.P, Statistic = "P", Note = c.Note is null ? c.TestName : $"{c.TestName}. {c.Note}" });

    /// <summary>The columns that the options of a description ask for in one block.</summary>
    public static IEnumerable<ComparisonColumn> Of(CohortDescription description, int block)
    {
        if (description.Options.P) yield return PColumn;
    }

    /// <summary>The columns that the options of an adverse-event table ask for.</summary>
    public static IEnumerable<ComparisonColumn> Of(AdverseEventTableOptions options)
    {
        if (options.P) yield return PColumn;
    }

    public TableCell Cell(GroupComparison? comparison, JournalStyle style) => comparison is null ? TableCell.Empty : Print(comparison, style);
}
