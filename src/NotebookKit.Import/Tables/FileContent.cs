using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Import.Tables;

/// <summary>What a reader found in a file.</summary>
internal sealed record FileContent(DataFrame? Frame, ImmutableArray<DataColumn> Columns, string Decided, IEnumerable<Finding> Findings)
{
    public ImmutableArray<string> Sheets { get; init; } = [];

    public ImmutableSortedDictionary<string, DataFrame> Tables { get; init; } = ImmutableSortedDictionary<string, DataFrame>.Empty;

    /// <summary>Rows of the file of each table of a REDCap export.</summary>
    public IReadOnlyDictionary<string, int[]> TableRows { get; init; } = new Dictionary<string, int[]>();

    /// <summary>Row of the file of a row of the frame.</summary>
    public Func<int, int> RowNumbers { get; init; } = row => row + 2;
}
