using NotebookKit.Rendering;

namespace NotebookKit.Tables;

/// <summary>One column of a comparison: P, adjusted P, or a figure of one pair of groups.</summary>
internal sealed record ComparisonColumn(string Name, string Header, Func<GroupComparison, DescriptionOptions, TableCell> Print)
{
    /// <summary>The columns that the options ask for in one block.</summary>
    public static IEnumerable<ComparisonColumn> Of(CohortDescription description, int block)
    {
        yield break;
    }

    public TableCell Cell(GroupComparison? comparison, DescriptionOptions options) =>
        comparison is null ? TableCell.Empty : Print(comparison, options);
}
